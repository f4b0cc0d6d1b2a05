/** `files`: one path, or a pattern of paths; `why`: what the reader should know before he takes the line away. */
export type Allowance = { readonly files: string | RegExp; readonly why: string };

export type Exceptions = Readonly<
  Record<'longLines' | 'longFiles' | 'lostWords' | 'undefinedAnswers', readonly Allowance[]>
>;

const because = (why: string, files: readonly (string | RegExp)[]): readonly Allowance[] =>
  files.map((one) => ({ files: one, why }));

/** What is not as `scripts/check/tidy.ts` wants it. These lists only get shorter. */
export const EXCEPTIONS: Exceptions = {
  longLines: [
    ...because('SQL in stores, on its way to statements that stand as text', [
      /^src\/.*(?:-|\/)(?:store|sql)\.ts$/,
      /^src\/flow\/statements\//,
      'src/events/outbox.ts',
    ]),
    ...because('sentences of customers, a line each, so that the languages can be laid side by side', [
      /^src\/http\/checkout\/catalogs\//,
    ]),
    ...because('templates of pages, where the end of a line shows', [
      /^src\/http\/checkout\/(?!catalogs)/,
      /^src\/http\/docs\//,
      /^simulators\/.*(?:page|pages|html)\.ts$/,
      'examples/online-store/src/developer-panel.ts',
    ]),
    ...because('one or a few lines, not looked at yet', []),
  ],
  longFiles: [...because('more than one subject, not divided yet', [])],
  lostWords: [],
  undefinedAnswers: [...because('answers undefined where it could say why', [])],
};
