/** `anywhere`: code, comments, texts, documentation. `code`: where programs are written only. */
export type Word = { readonly lost: RegExp; readonly say: string; readonly where: 'anywhere' | 'code' };

/** Words that lost, and the one that is said instead; `docs/glossary.md` says what that one means. */
export const WORDS: readonly Word[] = [
  { lost: /\bcan not\b/i, say: 'cannot', where: 'anywhere' },
  { lost: /\bgiveBack\b/, say: 'reopen (a session, a payment), release (a lease)', where: 'anywhere' },
];
