/** What counts come to, for one stretch of time. */
import type { Count } from './count.ts';
import { outcomes, TIMES_TO_PAY, type Outcome } from './facts.ts';

/** How many payments ended how. */
export type Outcomes = Readonly<Record<Outcome, number>>;

/** Of approved payments, in minor units. */
export type Volume = { readonly count: number; readonly authorized: bigint; readonly captured: bigint };

export const sessionEnds = ['completed', 'unpaid', 'untried', 'withdrawn', 'open'] as const;
export type SessionEnds = Readonly<Record<(typeof sessionEnds)[number], number>>;

export const refundStates = ['succeeded', 'sending', 'failed'] as const;
/** Of one currency; the amount is that of refunds that succeeded. */
export type Refunds = Readonly<Record<(typeof refundStates)[number], number>> & { readonly amount: bigint };

export const deliveryStates = ['delivered', 'late', 'pending', 'abandoned'] as const;
/** Of one endpoint; `late`: delivered, and not by the first try. */
export type Deliveries = Readonly<Record<(typeof deliveryStates)[number], number>>;

export type ByValue<T> = ReadonlyMap<string, T>;

export type Totals = {
  readonly payments: Outcomes;
  readonly volumes: ByValue<Volume>;
  readonly brands: ByValue<Outcomes>;
  readonly accounts: ByValue<Outcomes>;
  readonly countries: ByValue<Outcomes>;
  readonly reasons: ByValue<Outcomes>;
  /** By what 3-D Secure came to. */
  readonly threeDs: ByValue<Outcomes>;
  /** Of those whose customer the bank asked. */
  readonly challenged: Outcomes;
  /** How many took as long, see `TIMES_TO_PAY`. */
  readonly timesToPay: readonly number[];
  readonly sessions: SessionEnds;
  readonly refunds: ByValue<Refunds>;
  readonly deliveries: ByValue<Deliveries>;
};

export const totalsOf = (counts: readonly Count[]): Totals => {
  const of = (figure: Count['figure']): readonly Count[] => counts.filter((count) => count.figure === figure);
  const payments = of('payments');
  return {
    payments: sumBy(outcomes, payments),
    volumes: grouped(
      payments.filter(({ outcome }) => outcome === 'approved'),
      ({ currency }) => currency,
      volumeOf,
    ),
    brands: outcomesByValue(of('brands')),
    accounts: outcomesByValue(of('accounts')),
    countries: outcomesByValue(of('countries')),
    reasons: outcomesByValue(of('reasons')),
    threeDs: outcomesByValue(of('threeDs')),
    challenged: sumBy(outcomes, of('challenges')),
    timesToPay: timesOf(of('timeToPay')),
    sessions: sumBy(sessionEnds, of('sessions')),
    refunds: grouped(of('refunds'), ({ currency }) => currency, refundsOf),
    deliveries: grouped(
      of('deliveries'),
      ({ value }) => value,
      (some) => sumBy(deliveryStates, some),
    ),
  };
};

const sum = (counts: readonly Count[]): number => counts.reduce((total, { count }) => total + count, 0);
const sumBig = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

const sumBy = <Name extends string>(names: readonly Name[], counts: readonly Count[]): Readonly<Record<Name, number>> =>
  Object.fromEntries(
    names.map((name) => [name, sum(counts.filter(({ outcome }) => outcome === name))]),
  ) as unknown as Readonly<Record<Name, number>>;

const grouped = <T>(
  counts: readonly Count[],
  keyOf: (count: Count) => string,
  fold: (some: readonly Count[]) => T,
): ByValue<T> => new Map([...Map.groupBy(counts, keyOf)].sort(byCount).map(([value, some]) => [value, fold(some)]));

/** The most first; of as many, by the alphabet. */
const byCount = (
  [one, some]: readonly [string, readonly Count[]],
  [other, others]: readonly [string, readonly Count[]],
): number => sum(others) - sum(some) || (one < other ? -1 : 1);

const outcomesByValue = (counts: readonly Count[]): ByValue<Outcomes> =>
  grouped(
    counts,
    ({ value }) => value,
    (some) => sumBy(outcomes, some),
  );

const volumeOf = (counts: readonly Count[]): Volume => ({
  count: sum(counts),
  authorized: sumBig(counts.map(({ amount }) => amount)),
  captured: sumBig(counts.map(({ captured }) => captured)),
});

const refundsOf = (counts: readonly Count[]): Refunds => ({
  ...sumBy(refundStates, counts),
  amount: sumBig(counts.filter(({ outcome }) => outcome === 'succeeded').map(({ amount }) => amount)),
});

const timesOf = (counts: readonly Count[]): readonly number[] =>
  Array.from({ length: TIMES_TO_PAY.length + 1 }, (_, place) =>
    sum(counts.filter(({ value }) => value === String(place))),
  );

/** Of those that were decided: approved or declined. Undefined: none was. */
export const approvalRateOf = ({ approved, declined }: Outcomes): number | undefined =>
  approved + declined === 0 ? undefined : approved / (approved + declined);
