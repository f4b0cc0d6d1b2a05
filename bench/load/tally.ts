import { createHistogram } from './histogram.ts';
import type { Answer } from './lane.ts';

/** What became of many requests of one kind. */
export type Tally = {
  readonly answered: (us: number) => void;
  readonly failed: (why: string) => void;
  readonly result: () => TallyResult;
};

export type TallyResult = {
  readonly count: number;
  readonly counts: readonly number[];
  readonly errors: Readonly<Record<string, number>>;
};

export const createTally = (): Tally => {
  const histogram = createHistogram();
  const errors = new Map<string, number>();
  return {
    answered: histogram.record,
    failed: (why) => errors.set(why, (errors.get(why) ?? 0) + 1),
    result: () => ({ count: histogram.count(), counts: histogram.counts(), errors: Object.fromEntries(errors) }),
  };
};

/**
 * Undefined when the answer is the wanted one; otherwise why not, in few words, so that equal reasons are counted
 * together.
 */
export const whyWrong = (answer: Answer | undefined, wanted: number): string | undefined => {
  if (answer === undefined) return 'connection lost';
  return answer.status === wanted ? undefined : `status ${answer.status}`;
};
