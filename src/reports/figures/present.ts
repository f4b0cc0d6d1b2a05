import { formatId } from '../../base/id.ts';
import type { WireObject } from '../../contract/versions.ts';
import { TIMES_TO_PAY } from './facts.ts';
import type { Figures } from './read.ts';
import type { Span } from './period.ts';
import {
  approvalRateOf,
  sessionEnds,
  type ByValue,
  type Deliveries,
  type Outcomes,
  type Refunds,
  type Totals,
  type Volume,
} from './totals.ts';

/**
 * The figures as the API shows them, in the order of the alphabet. Amounts are digits in text: a sum can be greater
 * than a number of JSON is exact.
 */
export const presentFigures = ({ spans, current, previous, series }: Figures): WireObject => {
  const compare = <T>(of: (totals: Totals) => ByValue<T>, empty: T, show: (one: T) => WireObject) =>
    compared(of(current), of(previous), empty, show);
  return sorted({
    acquirerAccounts: compare(({ accounts }) => accounts, NO_OUTCOMES, showOutcomes).map(({ name, ...rest }) => ({
      account: name === '' ? null : formatId('acquirerAccount', name),
      ...rest,
    })),
    brands: compare(({ brands }) => brands, NO_OUTCOMES, showOutcomes).map(({ name: brand, ...rest }) => ({
      ...rest,
      brand,
    })),
    comparedWith: showSpan(spans.previous),
    countries: compare(({ countries }) => countries, NO_OUTCOMES, showOutcomes).map(({ name, ...rest }) => ({
      ...rest,
      country: name === '' ? null : name,
    })),
    declineReasons: compare(
      ({ reasons }) => reasons,
      NO_OUTCOMES,
      ({ declined }) => ({ count: declined }),
    ).map(({ count, name, previous: { count: before } }) => ({ count, previousCount: before, reason: name })),
    pages: showPages(current, previous),
    payments: { ...showOutcomes(current.payments), previous: showOutcomes(previous.payments) },
    period: { name: spans.period, ...showSpan(spans.current), timeZone: 'UTC' },
    refunds: compare(({ refunds }) => refunds, NO_REFUNDS, showRefunds).map(({ name: currency, ...rest }) => ({
      ...rest,
      currency,
    })),
    series: series.map(({ fromMs, totals: { payments, volumes } }) => ({
      from: isoOf(fromMs),
      payments: showOutcomes(payments),
      volumes: [...volumes].map(([currency, volume]) => ({ ...showVolume(volume), currency })),
    })),
    threeDs: { ...showThreeDs(current), previous: showThreeDs(previous) },
    timeToPay: current.timesToPay.map((count, place) => ({
      count,
      fromSeconds: place === 0 ? 0 : TIMES_TO_PAY[place - 1],
      previousCount: previous.timesToPay[place],
      toSeconds: TIMES_TO_PAY[place] ?? null,
    })),
    volumes: compare(({ volumes }) => volumes, NO_VOLUME, showVolume).map(({ name: currency, ...rest }) => ({
      ...rest,
      currency,
    })),
    webhooks: compare(({ deliveries }) => deliveries, NO_DELIVERIES, showDeliveries).map(({ name, ...rest }) => ({
      ...rest,
      webhookEndpoint: formatId('webhookEndpoint', name),
    })),
  }) as WireObject;
};

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
};

const NO_OUTCOMES: Outcomes = { approved: 0, declined: 0, left: 0, open: 0 };
const NO_VOLUME: Volume = { count: 0, authorized: 0n, captured: 0n };
const NO_REFUNDS: Refunds = { succeeded: 0, sending: 0, failed: 0, amount: 0n };
const NO_DELIVERIES: Deliveries = { delivered: 0, late: 0, pending: 0, abandoned: 0 };

/** All values of both stretches of time, each with what it was before. */
const compared = <T, Shown extends WireObject>(
  current: ByValue<T>,
  previous: ByValue<T>,
  empty: T,
  show: (one: T) => Shown,
) =>
  [...new Set([...current.keys(), ...previous.keys()])].map((name) => ({
    ...show(current.get(name) ?? empty),
    name,
    previous: show(previous.get(name) ?? empty),
  }));

const showOutcomes = (outcomes: Outcomes) => ({
  abandoned: outcomes.left,
  approvalRate: rounded(approvalRateOf(outcomes)),
  approved: outcomes.approved,
  declined: outcomes.declined,
  undecided: outcomes.open,
});

/** Four digits say more than the rate knows. */
const rounded = (rate: number | undefined): number | null => (rate === undefined ? null : Number(rate.toFixed(4)));

const showVolume = ({ count, authorized, captured }: Volume) => ({
  authorized: String(authorized),
  captured: String(captured),
  count,
});

const showRefunds = (refunds: Refunds) => ({
  amount: String(refunds.amount),
  failed: refunds.failed,
  pending: refunds.sending,
  succeeded: refunds.succeeded,
});

const showDeliveries = (deliveries: Deliveries) => ({
  abandoned: deliveries.abandoned,
  delivered: deliveries.delivered + deliveries.late,
  deliveredLate: deliveries.late,
  pending: deliveries.pending,
});

const showPages = (current: Totals, previous: Totals): WireObject => {
  const show = ({ sessions }: Totals) => ({
    abandoned: sessions.untried + sessions.unpaid,
    abandonedUntried: sessions.untried,
    completed: sessions.completed,
    created: sessionEnds.reduce((sum, end) => sum + sessions[end], 0),
    open: sessions.open,
    withdrawn: sessions.withdrawn,
  });
  return { ...show(current), previous: show(previous) };
};

export type Funnel = {
  readonly payments: number;
  readonly asked: number;
  readonly challenged: number;
  readonly passed: number;
  readonly approved: number;
};

/** Of decided payments: how many the issuer was shown, whose customers it asked, whom it believed, what came of it. */
export const funnelOf = ({ threeDs, challenged }: Totals): Funnel => {
  const all = [...threeDs].map(([status, { approved, declined, left }]) => ({
    status,
    count: approved + declined + left,
    approved,
  }));
  const count = (some: typeof all): number => some.reduce((sum, one) => sum + one.count, 0);
  const passed = all.filter(({ status }) => status === 'authenticated' || status === 'attempted');
  return {
    payments: count(all),
    asked: count(all.filter(({ status }) => status !== 'notAsked')),
    challenged: challenged.approved + challenged.declined + challenged.left,
    passed: count(passed),
    approved: passed.reduce((sum, { approved }) => sum + approved, 0),
  };
};

const showThreeDs = (totals: Totals) => {
  const { approved, asked, challenged, passed, payments } = funnelOf(totals);
  return {
    approved,
    asked,
    authenticated: passed,
    challenged,
    payments,
    statuses: [...totals.threeDs].map(([status, outcomes]) => ({ ...showOutcomes(outcomes), status })),
  };
};

const showSpan = ({ fromMs, toMs }: Span) => ({ from: isoOf(fromMs), to: isoOf(toMs) });
const isoOf = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 19)}Z`;
