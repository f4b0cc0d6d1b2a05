/** Whether an account is in order, as its breaker says; both null: it did not fail lately. */
export type Breaker = {
  /** In a row. */
  readonly failures: number | null;
  /** Null: it did not fail so often that others are asked first. */
  readonly open_until: Date | null;
};

export const healthNames = ['closed', 'open', 'halfOpen'] as const;
/**
 * `closed`: in order. `open`: out of order, asked after all others. `halfOpen`: it was out of order, and one payment at
 * a time tries it out.
 */
export type Health = (typeof healthNames)[number];

export const healthOf = ({ open_until: until }: Breaker, nowMs: number): Health => {
  if (until === null) return 'closed';
  return nowMs < until.getTime() ? 'open' : 'halfOpen';
};
