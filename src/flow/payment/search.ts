/** How people find payments: newest first, by what they have at hand. */
import type { PaymentRow } from '../../contract/rows.ts';
import type { Query, Statement } from '../../db/db.ts';
import { CLOCKS_DIFFER_MS, HIGHEST_ID, lowestEventIdAt, LOWEST_ID } from '../../events/store.ts';

/** What somebody looks for; each has an index of its own that begins with the merchant. */
export type PaymentKey =
  | { readonly by: 'id'; readonly id: string }
  | { readonly by: 'session'; readonly id: string }
  | { readonly by: 'reference'; readonly reference: string }
  | { readonly by: 'last4'; readonly last4: string }
  /** In minor units, of any currency that has as many decimals. */
  | { readonly by: 'amount'; readonly minor: number; readonly currencies: readonly string[] }
  | { readonly by: 'email'; readonly email: string };

export type PaymentSearch = {
  /** Several are meant as "one of them"; none: all payments. */
  readonly keys: readonly PaymentKey[] | undefined;
  /** Undefined: any. */
  readonly states: readonly PaymentRow['state'][] | undefined;
  readonly createdFrom: Date | undefined;
  /** Exclusive. */
  readonly createdTo: Date | undefined;
  /** Only payments older than this one. */
  readonly before: string | undefined;
  readonly limit: number;
};

export type PaymentsFound = {
  readonly rows: readonly PaymentRow[];
  /** Where to go on; undefined: that was all. There can be a next page although this one is short, or empty. */
  readonly next: string | undefined;
};

/**
 * A page of what is looked for. Each way to look is a statement of its own, whose plan is an index; of all payments a
 * page looks at a bounded number, however rare the wanted state is.
 */
export const searchPayments = async (
  query: Query,
  merchantId: string,
  search: PaymentSearch,
): Promise<PaymentsFound> => {
  const values = [
    merchantId,
    lower(search.before ?? HIGHEST_ID, highestOf(search.createdTo)),
    search.states ?? null,
    search.createdFrom ?? null,
    search.createdTo ?? null,
    search.limit + 1,
    search.createdFrom === undefined ? LOWEST_ID : lowestEventIdAt(search.createdFrom.getTime() - CLOCKS_DIFFER_MS),
  ];
  if (search.keys === undefined)
    return search.states === undefined
      ? findNewest(query, values, search.limit)
      : findNewestOf(query, values, search.limit);
  const found = await Promise.all(search.keys.map((key) => findByKey(query, values, key)));
  const rows = new Map(found.flat().map((row) => [row.id, row]));
  const sorted = [...rows.values()].sort((one, other) => (one.id < other.id ? 1 : -1));
  const shown = sorted.slice(0, search.limit);
  return { rows: shown, next: sorted.length > shown.length ? shown.at(-1)?.id : undefined };
};

/** Ids begin with the time at which they were made: a day is a stretch of the primary key. */
const highestOf = (createdTo: Date | undefined): string =>
  createdTo === undefined ? HIGHEST_ID : lowestEventIdAt(createdTo.getTime() + CLOCKS_DIFFER_MS);
const lower = (one: string, other: string): string => (one < other ? one : other);

type Row = { readonly payment: PaymentRow };

const findByKey = async (query: Query, values: readonly unknown[], key: PaymentKey): Promise<PaymentRow[]> => {
  const [statement, ...given] = lookUp(key);
  return (await query<Row>(statement, [...values, ...given])).map(({ payment }) => payment);
};

const lookUp = (key: PaymentKey): readonly [Statement, ...unknown[]] => {
  switch (key.by) {
    case 'id':
      return [BY_ID, key.id];
    case 'session':
      return [BY_SESSION, key.id];
    case 'reference':
      return [BY_REFERENCE, key.reference];
    case 'last4':
      return [BY_LAST4, key.last4];
    case 'amount':
      return [BY_AMOUNT, key.minor, key.currencies];
    case 'email':
      return [BY_EMAIL, key.email.toLowerCase()];
  }
};

const BY_ID = {
  name: 'search-payments-by-id',
  text: `
    select to_jsonb(p) as payment from payments p
    where p.merchant_id = $1 and p.id = $8 and p.id < $2 and p.id >= $7
      and ($3::text[] is null or p.state = any ($3))
      and ($4::timestamptz is null or p.created_at >= $4) and ($5::timestamptz is null or p.created_at < $5)
    limit $6`,
};

const BY_SESSION = {
  name: 'search-payments-by-session',
  text: `
    select to_jsonb(p) as payment from payments p
    where p.merchant_id = $1 and p.session_id = $8 and p.id < $2 and p.id >= $7
      and ($3::text[] is null or p.state = any ($3))
      and ($4::timestamptz is null or p.created_at >= $4) and ($5::timestamptz is null or p.created_at < $5)
    limit $6`,
};

const BY_REFERENCE = {
  name: 'search-payments-by-reference',
  text: `
    select to_jsonb(p) as payment from payments p
    where p.merchant_id = $1 and p.merchant_reference_id = $8 and p.id < $2 and p.id >= $7
      and ($3::text[] is null or p.state = any ($3))
      and ($4::timestamptz is null or p.created_at >= $4) and ($5::timestamptz is null or p.created_at < $5)
    order by p.id desc
    limit $6`,
};

const BY_LAST4 = {
  name: 'search-payments-by-last4',
  text: `
    select to_jsonb(p) as payment from payments p
    where p.merchant_id = $1 and p.card ->> 'last4' = $8 and p.id < $2 and p.id >= $7
      and ($3::text[] is null or p.state = any ($3))
      and ($4::timestamptz is null or p.created_at >= $4) and ($5::timestamptz is null or p.created_at < $5)
    order by p.id desc
    limit $6`,
};

const BY_AMOUNT = {
  name: 'search-payments-by-amount',
  text: `
    select to_jsonb(p) as payment from payments p
    where p.merchant_id = $1 and p.amount = $8 and p.currency = any ($9) and p.id < $2 and p.id >= $7
      and ($3::text[] is null or p.state = any ($3))
      and ($4::timestamptz is null or p.created_at >= $4) and ($5::timestamptz is null or p.created_at < $5)
    order by p.id desc
    limit $6`,
};

/**
 * Only a session knows its customer. The condition repeats the index's. Its sessions come first, and then the payment
 * of each by its id (`limit 1` leaves no other way): the planner thinks that a customer has thousands, and read all
 * payments of the merchant beside them (18 s where a merchant has 1,500,000).
 */
const BY_EMAIL = {
  name: 'search-payments-by-email',
  text: `
    with hits as materialized (
      select s.payment_id
      from sessions s
      where s.merchant_id = $1 and lower(s.customer_details ->> 'email') = $8
        and s.customer_details ->> 'email' is not null and s.payment_id < $2 and s.payment_id >= $7
    )
    select to_jsonb(p) as payment
    from hits
    cross join lateral (select * from payments where merchant_id = $1 and id = hits.payment_id limit 1) p
    where ($3::text[] is null or p.state = any ($3))
      and ($4::timestamptz is null or p.created_at >= $4) and ($5::timestamptz is null or p.created_at < $5)
    order by p.id desc
    limit $6`,
};

/** Payments that a page of some states looks at, whether or not they fit. */
const LOOK_AT_MOST = 2_000;

const findNewest = async (query: Query, values: readonly unknown[], limit: number): Promise<PaymentsFound> => {
  const rows = await query<Row>(NEWEST, values);
  const shown = rows.slice(0, limit).map(({ payment }) => payment);
  return { rows: shown, next: rows.length > limit ? shown.at(-1)?.id : undefined };
};

const NEWEST = {
  name: 'search-payments',
  text: `
    select to_jsonb(p) as payment from payments p
    where p.merchant_id = $1 and p.id < $2 and p.id >= $7
      and ($3::text[] is null or p.state = any ($3))
      and ($4::timestamptz is null or p.created_at >= $4) and ($5::timestamptz is null or p.created_at < $5)
    order by p.id desc
    limit $6`,
};

const findNewestOf = async (query: Query, values: readonly unknown[], limit: number): Promise<PaymentsFound> => {
  const rows = await query<{ readonly payment: PaymentRow | null; readonly floor: string | null }>(NEWEST_OF, [
    ...values,
    LOOK_AT_MOST,
  ]);
  const found = rows.flatMap(({ payment }) => (payment === null ? [] : [payment]));
  const shown = found.slice(0, limit);
  if (found.length > limit) return { rows: shown, next: shown.at(-1)?.id };
  return { rows: shown, next: rows[0]?.floor ?? undefined };
};

/** `floor`: the last one that was looked at, when there may be more. */
const NEWEST_OF = {
  name: 'search-payments-of-states',
  text: `
    with seen as materialized (
      select id, state, created_at from payments
      where merchant_id = $1 and id < $2 and id >= $7
      order by id desc
      limit $8
    ),
    hits as (
      select id from seen
      where state = any ($3)
        and ($4::timestamptz is null or created_at >= $4) and ($5::timestamptz is null or created_at < $5)
      order by id desc
      limit $6
    ),
    floor as (select min(id::text) as id from seen having count(*) = $8)
    select to_jsonb(p) as payment, floor.id as floor
    from (select 1) one
    left join floor on true
    left join hits on true
    left join payments p on p.merchant_id = $1 and p.id = hits.id
    order by p.id desc`,
};
