/** Counts hours from the rows: what is kept of an hour is made by this, and what is not kept yet is read by it. */
import type { Query } from '../../db/db.ts';
import { CLOCKS_DIFFER_MS, lowestEventIdAt } from '../../events/store.ts';
import { FACTS, FACTS_FROM, FIGURES, SESSION_END } from './facts.ts';
import { HOUR_MS } from './period.ts';

export const figureKinds = [
  'payments',
  /** Payments whose outcome no event will tell: their hour is counted again and again. */
  'unsettled',
  'brands',
  'accounts',
  'countries',
  'reasons',
  'threeDs',
  'challenges',
  'timeToPay',
  'sessions',
  'refunds',
  'deliveries',
] as const;
export type FigureKind = (typeof figureKinds)[number];

/** So many rows of one hour are alike in what the figure looks at. */
export type Count = {
  readonly hourMs: number;
  readonly figure: FigureKind;
  /** Which brand, account, reason…; empty where the figure does not divide, or the row does not say. */
  readonly value: string;
  readonly outcome: string;
  /** Empty where no money is added up. */
  readonly currency: string;
  readonly count: number;
  /** Minor units; of payments what they were for, and what was captured of it. */
  readonly amount: bigint;
  readonly captured: bigint;
};

/**
 * Ids begin with the time at which they were made, so an hour is a stretch of the primary key; the bounds on the id
 * leave room for clocks that differ.
 */
export const HOURS = `unnest($2::timestamptz[], $3::uuid[], $4::uuid[]) as h (at, lowest, highest)`;

/**
 * Ends each look into an hour. It keeps the planner from making one join of the hours and the whole table, which it
 * takes for cheap, and from working out a payment's facts once for each figure.
 */
export const ONE_HOUR = 'offset 0';

const PAYMENTS = `
  select h.at, f.figure, f.value, p.outcome, case when f.figure = 'payments' then p.currency else '' end, p.amount,
    p.captured
  from ${HOURS}
  cross join lateral (
    select p.amount, p.amount_captured as captured, p.currency, p.session_id, ${FACTS}
    from payments p ${FACTS_FROM}
    where p.merchant_id = $1 and p.id >= h.lowest and p.id < h.highest
      and p.created_at >= h.at and p.created_at < h.at + interval '1 hour'
    ${ONE_HOUR}
  ) p
  cross join lateral ${FIGURES}
  where f.value is not null`;

const SESSIONS = `
  select h.at, 'sessions', '', ${SESSION_END}, '', 0, 0
  from ${HOURS}
  cross join lateral (
    select state, expiration_reason, attempts_begun
    from sessions
    where merchant_id = $1 and id >= h.lowest and id < h.highest
      and created_at >= h.at and created_at < h.at + interval '1 hour'
    ${ONE_HOUR}
  ) s`;

const REFUNDS = `
  select h.at, 'refunds', '', o.state, o.currency, o.amount, 0
  from ${HOURS}
  cross join lateral (
    select state, currency, amount
    from operations
    where merchant_id = $1 and kind = 'refund' and id >= h.lowest and id < h.highest
      and created_at >= h.at and created_at < h.at + interval '1 hour'
    ${ONE_HOUR}
  ) o`;

const grouped = (rows: string): string => `
  select at, figure, value, outcome, currency, count(*) as count, sum(amount)::bigint as amount,
    sum(captured)::bigint as captured
  from (${rows}) r (at, figure, value, outcome, currency, amount, captured)
  group by at, figure, value, outcome, currency`;

/** Payments, sessions and refunds, by the hour in which they were made. */
export const COUNT = grouped(`${PAYMENTS} union all ${SESSIONS} union all ${REFUNDS}`);

/** What became of the webhooks of the events of an hour; each endpoint's are a stretch of the primary key. */
export const COUNT_DELIVERIES = grouped(`
  select h.at, 'deliveries', d.endpoint_id::text, case
      when d.state = 'delivered' and d.attempts > 1 then 'late'
      else d.state
    end, '', 0, 0
  from ${HOURS}
  join webhook_endpoints w on w.merchant_id = $1
  cross join lateral (
    select endpoint_id, state, attempts
    from deliveries
    where merchant_id = $1 and endpoint_id = w.id and event_id >= h.lowest and event_id < h.highest
      and created_at >= h.at and created_at < h.at + interval '1 hour'
    ${ONE_HOUR}
  ) d`);

/** Three parameters that say which hours: their beginnings, and the ids between which their rows lie. */
export const boundsOf = (hours: readonly number[]): readonly (readonly (Date | string)[])[] => [
  hours.map((hourMs) => new Date(hourMs)),
  hours.map((hourMs) => lowestEventIdAt(hourMs - CLOCKS_DIFFER_MS)),
  hours.map((hourMs) => lowestEventIdAt(hourMs + HOUR_MS + CLOCKS_DIFFER_MS)),
];

export type CountRow = {
  readonly seconds: number;
  readonly figure: FigureKind;
  readonly value: string;
  readonly outcome: string;
  readonly currency: string;
  /** As text, since a sum can be greater than a double is exact. */
  readonly count: string;
  readonly amount: string;
  readonly captured: string;
};

/** As text where a sum can be greater than a double is exact. */
export const SHOWN = `
  extract(epoch from at)::float8 as seconds, figure, value, outcome, currency, count::text as count,
    amount::text as amount, captured::text as captured`;

/** Hours that are counted at once: those of a busy merchant stay far below the time that a statement may take. */
const AT_ONCE = 6;

export const countHours = (query: Query, merchantId: string, hours: readonly number[]): Promise<readonly Count[]> =>
  countAll(query, { name: 'count-figures', text: `select ${SHOWN} from (${COUNT}) c` }, merchantId, hours);

export const countDeliveries = (
  query: Query,
  merchantId: string,
  hours: readonly number[],
): Promise<readonly Count[]> =>
  countAll(
    query,
    { name: 'count-figures-of-deliveries', text: `select ${SHOWN} from (${COUNT_DELIVERIES}) c` },
    merchantId,
    hours,
  );

const countAll = async (
  query: Query,
  statement: Parameters<Query>[0],
  merchantId: string,
  hours: readonly number[],
): Promise<readonly Count[]> => {
  const counts: Count[] = [];
  for (let done = 0; done < hours.length; done += AT_ONCE) {
    const rows = await query<CountRow>(statement, [merchantId, ...boundsOf(hours.slice(done, done + AT_ONCE))]);
    counts.push(...rows.map(readCount));
  }
  return counts;
};

export const readCount = ({ seconds, count, amount, captured, ...rest }: CountRow): Count => ({
  ...rest,
  hourMs: seconds * 1000,
  count: Number(count),
  amount: BigInt(amount),
  captured: BigInt(captured),
});
