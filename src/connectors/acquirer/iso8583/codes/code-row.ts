import { declineReasons, type DeclineReason } from '../../contract.ts';
import type { Cause } from '../causes.ts';

/**
 * What a response code (field 39) means. `approved`: yes to all that was asked. `checked`: yes to a check of the card,
 * and to nothing else. `acknowledged`: yes to what was told, of these verbs only. `undecided`: neither yes nor no, or a
 * yes to something that was not asked.
 */
export type CodeRow =
  | { readonly means: 'approved' | 'checked' }
  | { readonly means: 'acknowledged'; readonly verbs: readonly AdviceVerb[] }
  | { readonly means: 'declined'; readonly reason: DeclineReason; readonly isSoft?: true }
  | { readonly means: 'undecided'; readonly cause: Cause };

export type AdviceVerb = 'capture' | 'void' | 'reverse';

/** Rows of declines from a list for each reason, as tables of codes are easiest to check against a specification. */
export const declinesOf = (
  lists: Partial<Readonly<Record<DeclineReason, string>>>,
): Readonly<Record<string, CodeRow>> =>
  Object.fromEntries(
    Object.entries(lists).flatMap(([reason, codes]) =>
      codes
        .split(' ')
        .map((code): readonly [string, CodeRow] => [code, { means: 'declined', reason: reasonOf(reason) }]),
    ),
  );

const reasonOf = (name: string): DeclineReason => declineReasons.find((reason) => reason === name) ?? 'doNotHonor';
