/** The payments behind a figure: found by the lines that count it, in the hours in which it is not nought. */
import type { IdKind, Uuid } from '../../base/id.ts';
import type { PaymentRow, SessionRow } from '../../contract/rows.ts';
import type { Query, Statement } from '../../db/db.ts';
import { CLOCKS_DIFFER_MS, HIGHEST_ID, lowestEventIdAt } from '../../events/store.ts';
import { boundsOf, HOURS, ONE_HOUR, type FigureKind } from './count.ts';
import { FACTS, FACTS_FROM, SESSION_END, valueOf } from './facts.ts';
import { findChangedHours, findHoursOf, findMark } from './kept.ts';
import { HOUR_MS, type Span } from './period.ts';

/** Which figure; what is undefined divides nothing. */
export type Figure = {
  readonly kind: FigureKind;
  readonly value: string | undefined;
  readonly outcome: string | undefined;
  readonly currency: string | undefined;
};

export type Wanted<Kind extends IdKind> = {
  readonly figure: Figure;
  readonly span: Span;
  readonly nowMs: number;
  /** Where to go on: the last row of the page before. */
  readonly before: Uuid<Kind> | undefined;
  readonly limit: number;
};

export type RowsBehind<Row> = {
  readonly rows: readonly Row[];
  /** Where to go on; undefined: that was all. */
  readonly next: string | undefined;
};

export const findPaymentsBehind = async (
  query: Query,
  merchantId: Uuid<'merchant'>,
  wanted: Wanted<'payment'>,
): Promise<RowsBehind<PaymentRow>> =>
  wanted.figure.kind === 'refunds'
    ? findRefunded(query, merchantId, wanted)
    : findByHours<PaymentRow>(query, merchantId, wanted, { hourOf: HOUR_OF_PAYMENT, rows: PAYMENTS_BEHIND });

/** Of the figures of pages: payments come of some of these sessions. */
export const findSessionsBehind = async (
  query: Query,
  merchantId: Uuid<'merchant'>,
  wanted: Wanted<'session'>,
): Promise<RowsBehind<SessionRow>> =>
  findByHours<SessionRow>(query, merchantId, wanted, { hourOf: HOUR_OF_SESSION, rows: SESSIONS_BEHIND });

type Statements = { readonly hourOf: Statement; readonly rows: Statement };

/** Newest hour first, so that most pages come from one or two hours. */
const findByHours = async <Row extends { readonly id: string }>(
  query: Query,
  merchantId: string,
  wanted: Wanted<IdKind>,
  statements: Statements,
): Promise<RowsBehind<Row>> => {
  const from = wanted.before && (await findHourOf(query, statements.hourOf, [merchantId, wanted.before]));
  const hours = (await findHours(query, merchantId, wanted)).filter((hourMs) => from === undefined || hourMs <= from);
  const rows: Row[] = [];
  let done = 0;
  for (let size = 1; done < hours.length && rows.length <= wanted.limit; size = Math.min(size * 2, MOST_HOURS)) {
    const some = hours.slice(done, done + size);
    rows.push(
      ...(await findInHours<Row>(query, statements.rows, [merchantId, ...boundsOf(some)], { ...wanted, from })),
    );
    done += some.length;
  }
  return pageOf(rows, wanted.limit);
};

const pageOf = <Row extends { readonly id: string }>(rows: readonly Row[], limit: number): RowsBehind<Row> => {
  const shown = rows.slice(0, limit);
  return { rows: shown, next: rows.length > limit ? shown.at(-1)?.id : undefined };
};

const MOST_HOURS = 24;

/** Hours in which there can be such payments, the newest first. */
const findHours = async (
  query: Query,
  merchantId: string,
  { figure, span, nowMs }: Wanted<IdKind>,
): Promise<readonly number[]> => {
  const mark = await findMark(query, merchantId);
  const changed = mark === undefined ? [] : await findChangedHours(query, merchantId, mark);
  const known = await findHoursOf(query, merchantId, { ...span, ...figure });
  const maybe = new Set([...changed, ...known]);
  const keptToMs = mark?.keptToMs ?? -Infinity;
  const toMs = Math.min(span.toMs, Math.ceil((nowMs + 1) / HOUR_MS) * HOUR_MS);
  const count = Math.max(0, (toMs - span.fromMs) / HOUR_MS);
  return Array.from({ length: count }, (_, place) => toMs - (place + 1) * HOUR_MS).filter(
    (hourMs) => hourMs >= keptToMs || maybe.has(hourMs),
  );
};

const findHourOf = async (
  query: Query,
  statement: Statement,
  values: readonly unknown[],
): Promise<number | undefined> => {
  const [row] = await query<{ seconds: number }>(statement, values);
  return row && row.seconds * 1000;
};

const HOUR_OF_PAYMENT = {
  name: 'find-hour-of-payment',
  text: `
    select extract(epoch from date_trunc('hour', created_at, 'UTC'))::float8 as seconds
    from payments
    where merchant_id = $1 and id = $2`,
};

const HOUR_OF_SESSION = {
  name: 'find-hour-of-session',
  text: `
    select extract(epoch from date_trunc('hour', created_at, 'UTC'))::float8 as seconds
    from sessions
    where merchant_id = $1 and id = $2`,
};

const findInHours = async <Row>(
  query: Query,
  statement: Statement,
  hours: readonly unknown[],
  { figure, before, from, limit }: Wanted<IdKind> & { readonly from: number | undefined },
): Promise<readonly Row[]> => {
  const rows = await query<{ row: Row }>(statement, [
    ...hours,
    figure.kind,
    figure.value ?? null,
    figure.outcome ?? null,
    figure.currency ?? null,
    from === undefined ? null : new Date(from),
    before ?? null,
    limit + 1,
  ]);
  return rows.map(({ row }) => row);
};

/** The hour of the last row of the page before is read on from it, the others whole. */
const GOES_ON = '($9::timestamptz is null or h.at < $9 or found.id < $10::uuid)';

const PAYMENTS_BEHIND = {
  name: 'find-payments-of-figure',
  text: `
    select to_jsonb(found) as row
    from ${HOURS}
    cross join lateral (
      select p.id, p.currency, p.session_id, ${FACTS}
      from payments p ${FACTS_FROM}
      where p.merchant_id = $1 and p.id >= h.lowest and p.id < h.highest
        and p.created_at >= h.at and p.created_at < h.at + interval '1 hour'
      ${ONE_HOUR}
    ) p
    cross join lateral (select ${valueOf('$5::text')} as value) f
    join payments found on found.merchant_id = $1 and found.id = p.id
    where f.value is not null and ($6::text is null or f.value = $6) and ($7::text is null or p.outcome = $7)
      and ($8::text is null or p.currency = $8) and ${GOES_ON}
    order by h.at desc, found.id desc
    limit $11`,
};

const SESSIONS_BEHIND = {
  name: 'find-sessions-of-figure',
  text: `
    select to_jsonb(found) as row
    from ${HOURS}
    cross join lateral (
      select s.id, ${SESSION_END} as outcome
      from sessions s
      where s.merchant_id = $1 and s.id >= h.lowest and s.id < h.highest
        and s.created_at >= h.at and s.created_at < h.at + interval '1 hour'
      ${ONE_HOUR}
    ) s
    join sessions found on found.merchant_id = $1 and found.id = s.id
    where $5::text = 'sessions' and $6::text is null and $8::text is null
      and ($7::text is null or s.outcome = $7) and ${GOES_ON}
    order by h.at desc, found.id desc
    limit $11`,
};

/** Payments of which something was asked back in the span, whenever they were made: each once, the newest first. */
const findRefunded = async (
  query: Query,
  merchantId: string,
  { figure, span, before, limit }: Wanted<'payment'>,
): Promise<RowsBehind<PaymentRow>> => {
  const rows = await query<{ row: PaymentRow }>(REFUNDED, [
    merchantId,
    lowestEventIdAt(span.fromMs - CLOCKS_DIFFER_MS),
    lowestEventIdAt(span.toMs + CLOCKS_DIFFER_MS),
    new Date(span.fromMs),
    new Date(span.toMs),
    figure.outcome ?? null,
    figure.currency ?? null,
    before ?? HIGHEST_ID,
    limit + 1,
  ]);
  return pageOf(
    rows.map(({ row }) => row),
    limit,
  );
};

const REFUNDED = {
  name: 'find-refunded-payments-of-figure',
  text: `
    select to_jsonb(p) as row
    from (
      select distinct payment_id
      from operations
      where merchant_id = $1 and kind = 'refund' and id >= $2 and id < $3 and created_at >= $4 and created_at < $5
        and ($6::text is null or state = $6) and ($7::text is null or currency = $7) and payment_id < $8
      order by payment_id desc
      limit $9
    ) o
    join payments p on p.merchant_id = $1 and p.id = o.payment_id
    order by p.id desc`,
};
