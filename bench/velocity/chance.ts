/** Chance that is the same in every run (mulberry32), so that a figure can be had again. */
export type Chance = {
  /** From 0 up to and without 1. */
  readonly next: () => number;
  readonly is: (share: number) => boolean;
  readonly between: (range: readonly [from: number, to: number]) => number;
};

export const createChance = (seed: number): Chance => {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, is: (share) => next() < share, between: ([from, to]) => from + next() * (to - from) };
};
