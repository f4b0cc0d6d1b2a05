/**
 * Times in whole microseconds, counted in buckets that are at most 1/128 of their value wide, so that a percentile is
 * right to 0.8 % however many times are recorded, and the counts of several processes can be added.
 */
export type Histogram = {
  readonly record: (us: number) => void;
  readonly add: (counts: readonly number[]) => void;
  readonly count: () => number;
  /** In microseconds; 0 when nothing was recorded. `percentile(0.99)`: 99 of 100 were at most this. */
  readonly percentile: (share: number) => number;
  readonly counts: () => readonly number[];
};

const SUB_BITS = 7;
const SUB = 2 ** SUB_BITS;
/** 2^31 µs are 35 minutes; nothing here waits as long. */
const MAX_US = 2 ** 31 - 1;
const LENGTH = indexOf(MAX_US) + 1;

export const createHistogram = (): Histogram => {
  const counts = new Array<number>(LENGTH).fill(0);
  let total = 0;
  return {
    record: (us) => {
      const index = indexOf(Math.min(Math.max(Math.round(us), 0), MAX_US));
      counts[index] = (counts[index] ?? 0) + 1;
      total++;
    },
    add: (others) => {
      for (const [index, count] of others.entries()) {
        counts[index] = (counts[index] ?? 0) + count;
        total += count;
      }
    },
    count: () => total,
    percentile: (share) => {
      const wanted = Math.max(1, Math.ceil(total * share));
      let seen = 0;
      for (const [index, count] of counts.entries()) {
        seen += count;
        if (seen >= wanted) return valueAt(index);
      }
      return 0;
    },
    counts: () => counts,
  };
};

/** A function declaration, because the length of the table above is found with it. */
function indexOf(us: number): number {
  const shift = Math.max(0, 31 - SUB_BITS - Math.clz32(us));
  return shift * SUB + (us >>> shift);
}

/** The middle of a bucket. */
const valueAt = (index: number): number => {
  if (index < 2 * SUB) return index;
  const shift = (index >>> SUB_BITS) - 1;
  return (index - shift * SUB + 0.5) * 2 ** shift;
};
