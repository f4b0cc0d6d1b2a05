/** The SQL of hours that are kept: `figure_hours` and `figure_marks`. */
import type { Query, Transaction } from '../../db/db.ts';
import { boundsOf, COUNT, COUNT_DELIVERIES, readCount, SHOWN, type Count, type CountRow } from './count.ts';
import type { Span } from './period.ts';

/** How far the hours of a merchant are kept. */
export type Mark = {
  readonly keptToMs: number;
  /** An event's id. */
  readonly seenTo: string;
  readonly deliveriesToMs: number;
};

type MarkRow = { readonly kept_to: number; readonly seen_to: string; readonly deliveries_to: number };

const MARK = `extract(epoch from kept_to)::float8 as kept_to, seen_to, extract(epoch from deliveries_to)::float8
          as deliveries_to`;

const readMark = (row: MarkRow): Mark => ({
  keptToMs: row.kept_to * 1000,
  seenTo: row.seen_to,
  deliveriesToMs: row.deliveries_to * 1000,
});

export const findMark = async (query: Query, merchantId: string): Promise<Mark | undefined> => {
  const [row] = await query<MarkRow>(
    { name: 'find-figure-mark', text: `select ${MARK} from figure_marks where merchant_id = $1` },
    [merchantId],
  );
  return row && readMark(row);
};

/**
 * Hours in which something changed since, though they were kept before. Every end of a payment, a session or a refund
 * is an event, whose snapshot says when it was made.
 */
export const findChangedHours = async (query: Query, merchantId: string, mark: Mark): Promise<readonly number[]> => {
  const rows = await query<{ seconds: number }>(
    {
      name: 'find-changed-figure-hours',
      text: `
        select extract(epoch from hour)::float8 as seconds
        from (
          select date_trunc('hour', (e.snapshot ->> 'created_at')::timestamptz, 'UTC')
          from events e
          where e.merchant_id = $1 and e.id > $2 and e.object in ('session', 'payment', 'refund')
          union
          select f.hour from figure_hours f where f.merchant_id = $1 and f.figure = 'unsettled' and f.outcome = 'open'
        ) changed (hour)
        where hour < $3::timestamptz`,
    },
    [merchantId, mark.seenTo, new Date(mark.keptToMs)],
  );
  return rows.map(({ seconds }) => seconds * 1000);
};

export type KeptSearch = Span & {
  /** Payments are added up by as much; the rest over the whole span. */
  readonly stepMs: number;
  /** Hours that are counted otherwise. */
  readonly without: readonly number[];
};

/** Sums of hours that are kept, as if each step were an hour. Webhooks count also in hours that are left out. */
export const sumKept = async (query: Query, merchantId: string, search: KeptSearch): Promise<readonly Count[]> => {
  const rows = await query<CountRow>(
    {
      name: 'sum-kept-figures',
      text: `
        select ${SHOWN}
        from (
          select
            $2::timestamptz + make_interval(secs => case when figure = 'payments' then
              floor(extract(epoch from hour - $2) / $4::integer) * $4 else 0 end) as at,
            figure, value, outcome, currency, sum(count) as count, sum(amount) as amount, sum(captured) as captured
          from figure_hours
          where merchant_id = $1 and hour >= $2 and hour < $3
            and (figure = 'deliveries' or hour <> all ($5::timestamptz[]))
          group by 1, figure, value, outcome, currency
        ) c`,
    },
    [
      merchantId,
      new Date(search.fromMs),
      new Date(search.toMs),
      search.stepMs / 1000,
      search.without.map((hourMs) => new Date(hourMs)),
    ],
  );
  return rows.map(readCount);
};

/**
 * Merchants with news that nobody looked after for some minutes, longest ago first; whoever is quiet has a turn once an
 * hour, so that many merchants who sleep cost next to nothing.
 */
export const findMerchantsToCount = async (query: Query, limit: number): Promise<readonly string[]> => {
  const rows = await query<{ merchant_id: string }>(
    {
      name: 'find-figures-to-keep',
      text: `
        select m.merchant_id
        from merchants m
        left join figure_marks f on f.merchant_id = m.merchant_id
        where f.claimed_at is null or f.claimed_at < now() - interval '1 hour'
          or (f.claimed_at < now() - interval '5 minutes' and exists (
            select from events e where e.merchant_id = m.merchant_id and e.id > f.seen_to))
        order by f.claimed_at nulls first
        limit $1`,
    },
    [limit],
  );
  return rows.map((row) => row.merchant_id);
};

/** The hour in which the merchant's first session or payment was made; undefined: there is none. */
export const findFirstHour = async (query: Query, merchantId: string): Promise<number | undefined> => {
  const [row] = await query<{ seconds: number | null }>(
    {
      name: 'find-first-figure-hour',
      text: `
        select extract(epoch from date_trunc('hour', min(created_at), 'UTC'))::float8 as seconds
        from (
          (select created_at from sessions where merchant_id = $1 order by id limit 1)
          union all
          (select created_at from payments where merchant_id = $1 order by id limit 1)
        ) first`,
    },
    [merchantId],
  );
  return typeof row?.seconds === 'number' ? row.seconds * 1000 : undefined;
};

export const insertMark = async (query: Query, merchantId: string, mark: Mark): Promise<void> => {
  await query(
    {
      name: 'insert-figure-mark',
      text: `
        insert into figure_marks (merchant_id, kept_to, seen_to, deliveries_to) values ($1, $2, $3, $4)
        on conflict do nothing`,
    },
    [merchantId, new Date(mark.keptToMs), mark.seenTo, new Date(mark.deliveriesToMs)],
  );
};

/** Undefined: another process has it. */
export const claimMark = async (query: Query, merchantId: string): Promise<Mark | undefined> => {
  const [row] = await query<MarkRow>(
    {
      name: 'claim-figure-mark',
      text: `
        with moment as (select now() as at)
        update figure_marks f set claimed_at = moment.at
        from moment
        where f.merchant_id = $1 and (f.claimed_at is null or f.claimed_at < moment.at - interval '5 minutes')
        returning ${MARK}`,
    },
    [merchantId],
  );
  return row && readMark(row);
};

/** Two processes never count hours of one merchant at one time: whoever holds a claim too long only does work twice. */
export const lockMark = async (query: Transaction, merchantId: string): Promise<void> => {
  await query(
    { name: 'lock-figure-mark', text: 'select seen_to from figure_marks where merchant_id = $1 for update' },
    [merchantId],
  );
};

/** `isUnfinished`: to be taken up again at once. */
export const moveMark = async (
  query: Query,
  merchantId: string,
  mark: Mark,
  { isUnfinished }: { readonly isUnfinished: boolean },
): Promise<void> => {
  await query(
    {
      name: 'move-figure-mark',
      text: `
        update figure_marks
        set kept_to = greatest(kept_to, $2), seen_to = $3, deliveries_to = $4,
          claimed_at = case when $5::boolean then null else claimed_at end
        where merchant_id = $1`,
    },
    [merchantId, new Date(mark.keptToMs), mark.seenTo, new Date(mark.deliveriesToMs), isUnfinished],
  );
};

/** Counts hours anew: payments, sessions and refunds. The caller has locked the mark. */
export const keepHours = async (query: Transaction, merchantId: string, hours: readonly number[]): Promise<void> => {
  await query(
    {
      name: 'drop-figure-hours',
      text: `
        delete from figure_hours
        where merchant_id = $1 and hour = any ($2::timestamptz[]) and figure <> 'deliveries'`,
    },
    [merchantId, hours.map((hourMs) => new Date(hourMs))],
  );
  await query({ name: 'keep-figure-hours', text: keep(COUNT) }, [merchantId, ...boundsOf(hours)]);
};

/** Counts the webhooks of hours anew. The caller has locked the mark. */
export const keepDeliveries = async (
  query: Transaction,
  merchantId: string,
  hours: readonly number[],
): Promise<void> => {
  await query(
    {
      name: 'drop-figure-hours-of-deliveries',
      text: `
        delete from figure_hours
        where merchant_id = $1 and hour = any ($2::timestamptz[]) and figure = 'deliveries'`,
    },
    [merchantId, hours.map((hourMs) => new Date(hourMs))],
  );
  await query({ name: 'keep-figure-hours-of-deliveries', text: keep(COUNT_DELIVERIES) }, [
    merchantId,
    ...boundsOf(hours),
  ]);
};

const keep = (counts: string): string => `
  insert into figure_hours (merchant_id, hour, figure, value, outcome, currency, count, amount, captured)
  select $1, c.at, c.figure, c.value, c.outcome, c.currency, c.count, c.amount, c.captured from (${counts}) c`;

/** Hours with webhooks that were on their way when they were counted, from a moment on. */
export const findPendingHours = async (
  query: Query,
  merchantId: string,
  fromMs: number,
  limit: number,
): Promise<readonly number[]> => {
  const rows = await query<{ seconds: number }>(
    {
      name: 'find-figure-hours-with-pending-deliveries',
      text: `
        select distinct extract(epoch from hour)::float8 as seconds
        from figure_hours
        where merchant_id = $1 and figure = 'deliveries' and outcome = 'pending' and hour >= $2
        order by 1
        limit $3`,
    },
    [merchantId, new Date(fromMs), limit],
  );
  return rows.map(({ seconds }) => seconds * 1000);
};

/** Hours that are kept and in which a figure is not nought. */
export const findHoursOf = async (
  query: Query,
  merchantId: string,
  search: Span & {
    readonly kind: string;
    readonly value: string | undefined;
    readonly outcome: string | undefined;
    readonly currency: string | undefined;
  },
): Promise<readonly number[]> => {
  const rows = await query<{ seconds: number }>(
    {
      name: 'find-hours-of-figure',
      text: `
        select distinct extract(epoch from hour)::float8 as seconds
        from figure_hours
        where merchant_id = $1 and hour >= $2 and hour < $3 and figure = $4::text
          and ($5::text is null or value = $5) and ($6::text is null or outcome = $6)
          and ($7::text is null or currency = $7)`,
    },
    [
      merchantId,
      new Date(search.fromMs),
      new Date(search.toMs),
      search.kind,
      search.value ?? null,
      search.outcome ?? null,
      search.currency ?? null,
    ],
  );
  return rows.map(({ seconds }) => seconds * 1000);
};
