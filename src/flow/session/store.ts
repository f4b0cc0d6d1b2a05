import { moveSql } from '../../base/lifecycle.ts';
import type { Uuid } from '../../base/id.ts';
import type { SessionRow } from '../../contract/rows.ts';
import type { Query, Statement } from '../../db/db.ts';
import { queueDeliveries } from '../../events/outbox.ts';
import { fewRows } from '../few-rows.ts';
import { nextReferences, referenceOrNext } from '../next-reference.ts';
import { insertEvents } from '../tell.ts';
import { sessionLifecycle } from './lifecycle.ts';

/** A session about to be written; null where the merchant gave nothing. */
export type SessionInsert = {
  readonly id: string;
  readonly event_ids: readonly string[];
  readonly api_key_id: string;
  readonly amount: number;
  readonly currency: string;
  readonly currency_as_sent: string;
  readonly success_url: string;
  readonly failure_url: string;
  readonly merchant_reference_id: string | null;
  readonly locale: string | null;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly customer_details: Readonly<Record<string, unknown>>;
  readonly merchant_customer_id: string | null;
  readonly setup_future_usage: Readonly<Record<string, unknown>> | null;
  readonly capture_method: 'automatic' | 'manual';
  readonly expires_at: string | null;
  readonly idempotency_key: string | null;
  /** Hex of SHA-256. */
  readonly request_hash: string | null;
};

const create = moveSql(sessionLifecycle, 'create', 's');

/**
 * Many sessions of one merchant at once. A session without a reference gets the merchant's next number; one whose
 * idempotency key is already stored is left out, and the caller replays the first answer. Two requests that race with one
 * new key collide on the key's primary key, and the later one is rolled back.
 */
const insertSessionsStatement: Statement = {
  name: 'insert-sessions',
  text: `
  with input as (
    select * from json_to_recordset($2::json) as i (
      place integer,
      id uuid, event_ids uuid[], api_key_id uuid, amount bigint, currency text, currency_as_sent text, success_url text,
      failure_url text, merchant_reference_id text, locale text, description text, metadata jsonb, customer_details jsonb,
      merchant_customer_id text, setup_future_usage jsonb, capture_method text, expires_at timestamptz,
      idempotency_key text, request_hash text)
    where ${fewRows('i.id')} and (i.idempotency_key is null
      or not exists (select from idempotency_keys k where k.merchant_id = $1 and k.key = i.idempotency_key))
  ), counter as (${nextReferences}
  ), session as (
    insert into sessions as s (
      merchant_id, id, previous_state, state, sequence, amount, currency, currency_as_sent, success_url, failure_url,
      merchant_reference_id, locale, description, metadata, customer_details, merchant_customer_id, setup_future_usage,
      capture_method, payment_status, api_key_id, has_secret_address, created_at, expires_at)
    select
      $1, i.id, 'none', '${create.to}', 1, i.amount, i.currency, i.currency_as_sent, i.success_url, i.failure_url,
      ${referenceOrNext},
      i.locale, i.description, i.metadata, i.customer_details, i.merchant_customer_id, i.setup_future_usage,
      i.capture_method, 'unpaid', i.api_key_id, true, now(), coalesce(i.expires_at, now() + interval '20 minutes')
    from input i left join counter on true
    returning s.*, to_jsonb(s) as snapshot
  ), told as (${insertEvents([
    {
      type: 'session.created',
      alias: 's',
      object: 'session',
      sequence: 's.sequence',
      subject: 's.id',
      idAt: 1,
      from: 'from session s join input i on i.id = s.id',
    },
  ])}
  ), queued as (${queueDeliveries('told')}
  ), remembered as (
    insert into idempotency_keys (merchant_id, key, request_hash, status, answer, resource_id)
    select $1, i.idempotency_key, decode(i.request_hash, 'hex'), 200, jsonb_build_object('object', 'session', 'snapshot', s.snapshot), s.id
    from session s join input i on i.id = s.id
    where i.idempotency_key is not null
  )
  select s.snapshot as session from session s`,
};

/** In the order of the inserts; undefined for one whose idempotency key was used before. */
export const insertSessions = async (
  query: Query,
  merchantId: string,
  inserts: readonly SessionInsert[],
): Promise<(SessionRow | undefined)[]> => {
  const rows = await query<{ session: SessionRow }>(insertSessionsStatement, [
    merchantId,
    JSON.stringify(inserts.map((insert, place) => ({ place, ...insert }))),
  ]);
  const byId = new Map(rows.map(({ session }) => [session.id, session]));
  return inserts.map((insert) => byId.get(insert.id));
};

export const findSession = async (
  query: Query,
  merchantId: Uuid<'merchant'>,
  sessionId: Uuid<'session'>,
): Promise<SessionRow | undefined> => {
  const [row] = await query<{ session: SessionRow }>(
    {
      name: 'find-session',
      text: 'select to_jsonb(s) as session from sessions s where s.merchant_id = $1 and s.id = $2',
    },
    [merchantId, sessionId],
  );
  return row?.session;
};

/** What the payment page needs beside the session: the shop's name, and the time left by the clock that decides. */
export type CheckoutRow = {
  readonly session: SessionRow;
  readonly merchant_name: string;
  readonly ms_left: number;
  /** Hash, as hex, of the browser that opened the page first. */
  readonly first_visitor: string | null;
};

/**
 * Many at once, in the order of the ids: pages that are loaded at the same time share a statement. With an array for the ids
 * PostgreSQL would plan anew each time (0.14 ms), as its plan depends on how many there are.
 */
export const findCheckouts = async (
  query: Query,
  merchantId: string,
  sessionIds: readonly string[],
): Promise<(CheckoutRow | undefined)[]> => {
  const rows = await query<CheckoutRow>(
    {
      name: 'find-checkouts',
      text: `
        select to_jsonb(s) as session, m.name as merchant_name,
          greatest(0, extract(epoch from s.expires_at - now()) * 1000)::float8 as ms_left,
          encode(v.visitor_hash, 'hex') as first_visitor
        from json_array_elements_text($2::json) as i (id)
        join sessions s on s.merchant_id = $1 and s.id = i.id::uuid
        join merchants m on m.merchant_id = s.merchant_id
        left join session_visitors v on v.merchant_id = s.merchant_id and v.session_id = s.id
        where ${fewRows('i.id')}`,
    },
    [merchantId, JSON.stringify(sessionIds)],
  );
  const byId = new Map(rows.map((row) => [row.session.id, row]));
  return sessionIds.map((id) => byId.get(id));
};

export type SessionFilter = {
  readonly limit: number;
  /** Only sessions made before this one: ids grow with time. */
  readonly before: string | undefined;
  readonly states: readonly string[] | undefined;
  readonly merchantReferenceId: string | undefined;
  readonly createdFrom: string | undefined;
  readonly createdTo: string | undefined;
};

export const findSessions = async (
  query: Query,
  merchantId: Uuid<'merchant'>,
  filter: SessionFilter,
): Promise<SessionRow[]> => {
  const rows = await query<{ session: SessionRow }>(
    {
      name: 'find-sessions',
      text: `
        select to_jsonb(s) as session from sessions s
        where s.merchant_id = $1
          and ($2::uuid is null or s.id < $2)
          and ($3::text[] is null or s.state = any ($3))
          and ($4::text is null or s.merchant_reference_id = $4)
          and ($5::timestamptz is null or s.created_at >= $5)
          and ($6::timestamptz is null or s.created_at < $6)
        order by s.id desc
        limit $7`,
    },
    [
      merchantId,
      filter.before,
      filter.states,
      filter.merchantReferenceId,
      filter.createdFrom,
      filter.createdTo,
      filter.limit,
    ].map((value) => value ?? null),
  );
  return rows.map((row) => row.session);
};
