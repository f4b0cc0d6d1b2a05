/** The SQL of the request log. */
import { formatId, type Uuid } from '../../base/id.ts';
import type { Clock } from '../../base/clock.ts';
import type { Query } from '../../db/db.ts';
import { pageOfLookedAt, type LookedAt } from '../../db/looked-at.ts';
import { CLOCKS_DIFFER_MS, HIGHEST_ID, LOWEST_ID, lowestEventIdAt } from '../../events/store.ts';

/** One request, as it is written; names are the columns'. */
export type RequestInsert = {
  readonly id: string;
  readonly request_id: string;
  readonly method: string;
  readonly route: string;
  readonly path: string;
  readonly status: number;
  readonly duration_ms: number;
  readonly api_key_id: string;
  readonly address: string;
  readonly api_version: string | null;
  readonly problem_code: string | null;
  readonly is_replay: boolean;
  /** `ps_…` */
  readonly session: string | null;
  /** `py_…` */
  readonly payment: string | null;
  readonly request_body: string | null;
  readonly response_body: string | null;
  /** ISO 8601. */
  readonly created_at: string;
};

/** Of one merchant, some at once. */
export const insertRequests = async (
  query: Query,
  merchantId: string,
  requests: readonly RequestInsert[],
): Promise<void> => {
  await query(
    {
      name: 'insert-api-requests',
      text: `
        insert into api_requests (
          merchant_id, id, request_id, method, route, path, status, duration_ms, api_key_id, address, api_version,
          problem_code, is_replay, session, payment, request_body, response_body, created_at)
        select
          $1, r.id, r.request_id, r.method, r.route, r.path, r.status, r.duration_ms, r.api_key_id, r.address,
          r.api_version, r.problem_code, r.is_replay, r.session, r.payment, r.request_body, r.response_body,
          r.created_at
        from json_to_recordset($2) as r (
          id uuid, request_id uuid, method text, route text, path text, status smallint, duration_ms integer,
          api_key_id uuid, address text, api_version text, problem_code text, is_replay boolean, session text,
          payment text, request_body text, response_body text, created_at timestamptz)
        on conflict do nothing`,
    },
    [merchantId, JSON.stringify(requests)],
  );
};

/** A request as a list shows it, with the name and the end of its key, which may be deleted by now. */
export type ListedRequest = Omit<RequestInsert, 'request_body' | 'response_body'> & {
  readonly key_name: string | null;
  readonly key_last4: string | null;
};
export type LoggedRequest = ListedRequest & Pick<RequestInsert, 'request_body' | 'response_body'>;

const SHOWN = `r.id, r.request_id, r.method, r.route, r.path, r.status, r.duration_ms, r.api_key_id, r.address,
          r.api_version, r.problem_code, r.is_replay, r.session, r.payment,
          to_char(r.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as created_at,
          k.name as key_name, k.last4 as key_last4`;

/** By its id, or by the API-Request-Id that the caller was given. */
export const findRequest = async (
  query: Query,
  merchantId: string,
  id: { readonly id: string } | { readonly requestId: string },
): Promise<LoggedRequest | undefined> => {
  const [row] = await query<LoggedRequest>(
    {
      name: 'find-api-request',
      text: `
        select ${SHOWN}, r.request_body, r.response_body
        from api_requests r
        left join api_keys k on k.merchant_id = r.merchant_id and k.id = r.api_key_id
        where r.merchant_id = $1 and (r.id = $2::uuid or r.request_id = $3::uuid)
        order by r.id
        limit 1`,
    },
    [merchantId, 'id' in id ? id.id : null, 'requestId' in id ? id.requestId : null],
  );
  return row;
};

export type RequestSearch = {
  readonly limit: number;
  /** The last request of the page before. */
  readonly before: Uuid<'loggedRequest'> | undefined;
  /** How the path begins, below /api2. */
  readonly path: string | undefined;
  /** Inclusive: 400 to 499 are the mistakes of callers. */
  readonly statuses: readonly [lowest: number, highest: number];
  readonly createdFrom: Date | undefined;
  /** Exclusive. */
  readonly createdTo: Date | undefined;
};

export type RequestsFound = {
  readonly rows: readonly ListedRequest[];
  /** Where to go on; undefined: that was all. A page may be short, or empty, although more follow. */
  readonly next: string | undefined;
};

/** Requests that are looked at for a page, whether or not they fit: what is rare is found page by page. */
const LOOK_AT_MOST = 2_000;

/** A merchant's requests, newest first. */
export const searchRequests = async (
  query: Query,
  merchantId: string,
  search: RequestSearch,
): Promise<RequestsFound> => {
  const rows = await query<LookedAt<ListedRequest>>({ name: 'search-api-requests', text: SEARCH }, [
    merchantId,
    search.before ?? HIGHEST_ID,
    search.createdFrom === undefined ? LOWEST_ID : lowestEventIdAt(search.createdFrom.getTime() - CLOCKS_DIFFER_MS),
    search.createdTo === undefined ? HIGHEST_ID : lowestEventIdAt(search.createdTo.getTime() + CLOCKS_DIFFER_MS),
    search.path ?? '',
    ...search.statuses,
    search.createdFrom ?? null,
    search.createdTo ?? null,
    search.limit + 1,
  ]);
  return pageOfLookedAt(rows, search.limit);
};

/** `floor`: the request down to which it was looked, when there are more. */
const SEARCH = `
  with seen as materialized (
    select id, path, status, created_at from api_requests
    where merchant_id = $1 and id < $2::uuid and id >= $3::uuid and id <= $4::uuid
    order by id desc
    limit ${LOOK_AT_MOST}
  ), floor as materialized (
    select id from seen order by id desc offset ${LOOK_AT_MOST - 1}
  ), wanted as materialized (
    select id from seen
    where starts_with(path, '/api2' || $5::text) and status between $6 and $7
      and ($8::timestamptz is null or created_at >= $8) and ($9::timestamptz is null or created_at < $9)
    order by id desc
    limit $10
  ), shown as (
    select r.id as place, to_json(listed) as row
    from wanted
    join api_requests r on r.merchant_id = $1 and r.id = wanted.id
    left join api_keys k on k.merchant_id = $1 and k.id = r.api_key_id
    cross join lateral (select ${SHOWN}) listed
  )
  select shown.row, (select id from floor) as floor
  from (select 1) one left join shown on true
  order by shown.place desc`;

/** Those that a payment came about by: its own, and its session's; the oldest first. */
export const findRequestsOf = (
  query: Query,
  merchantId: string,
  about: { readonly paymentId: string; readonly sessionId: string | null },
): Promise<ListedRequest[]> =>
  query<ListedRequest>(
    {
      name: 'find-api-requests-of-payment',
      text: `
        with about as materialized (
          (select id from api_requests where merchant_id = $1 and payment = $2 order by id limit ${MOST_OF_ONE})
          union
          (select id from api_requests where merchant_id = $1 and session = $3 order by id limit ${MOST_OF_ONE})
        )
        select ${SHOWN}
        from about
        join api_requests r on r.merchant_id = $1 and r.id = about.id
        left join api_keys k on k.merchant_id = $1 and k.id = r.api_key_id
        order by r.id
        limit ${MOST_OF_ONE}`,
    },
    [
      merchantId,
      formatId('payment', about.paymentId),
      about.sessionId === null ? null : formatId('session', about.sessionId),
    ],
  );

/** A shop that asks every second how a payment stands fills no page. */
const MOST_OF_ONE = 50;

const AT_ONCE = 1_000;
const DAY_MS = 86_400_000;

/** Ids begin with the time, so every merchant's oldest are at the beginning of the primary key. */
export const forgetOldRequests = async (
  { db, clock }: { readonly db: { readonly query: Query }; readonly clock: Clock },
  keepDays: number,
): Promise<number> => {
  const rows = await db.query(
    {
      name: 'forget-api-requests',
      text: `
        delete from api_requests r using (
          select old.merchant_id, old.id
          from merchants
          cross join lateral (
            select merchant_id, id from api_requests
            where merchant_id = merchants.merchant_id and id < $1::uuid
            order by id
            limit ${AT_ONCE}
          ) old
          limit ${AT_ONCE}
        ) old
        where r.merchant_id = old.merchant_id and r.id = old.id
        returning r.id`,
    },
    [lowestEventIdAt(clock.nowMs() - keepDays * DAY_MS)],
  );
  return rows.length;
};
