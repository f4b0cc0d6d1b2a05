/** A session is written down: `session.created`, its deliveries and the caller's idempotency key with it. */
import type { SessionRow } from '../../contract/rows.ts';
import type { Query, Statement } from '../../db/db.ts';

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
  /** How long it lives without `expires_at`. */
  readonly minutes: number;
  /** The merchant wants no second session for a reference that is paid. */
  readonly guards_order: boolean;
  readonly wait_for_webhook_ms: number | null;
  readonly idempotency_key: string | null;
  /** Hex of an HMAC-SHA256. */
  readonly request_hash: string | null;
};

/**
 * Many sessions of one merchant at once. One whose idempotency key is stored is left out, and the caller replays the
 * first answer. Two requests that race with one new key collide on the key's primary key, and the later one is rolled
 * back.
 */
const statement: Statement = {
  name: 'create-sessions',
  text: `
  with asked as (
    select i.*, now() + make_interval(mins => i.minutes) as expires_by_default,
      i.idempotency_key is not null and exists (
        select from idempotency_keys k where k.merchant_id = $1 and k.key = i.idempotency_key) as is_key_used,
      -- Paid, reserved or being paid, and not all given back.
      i.guards_order and exists (
        select from sessions s join payments p on p.merchant_id = $1 and p.id = s.payment_id
        where s.merchant_id = $1 and s.merchant_reference_id = i.merchant_reference_id
          and s.state in ('paying', 'completed') and p.state not in ('failed', 'canceled', 'requiresPaymentMethod')
          and p.amount_refunded < p.amount) as is_paid
    from json_to_recordset($2::json) as i (
      place integer, id uuid, event_ids uuid[], api_key_id uuid, amount bigint, currency text, currency_as_sent text,
      success_url text, failure_url text, merchant_reference_id text, locale text, description text, metadata jsonb,
      customer_details jsonb, merchant_customer_id text, setup_future_usage jsonb, capture_method text,
      expires_at timestamptz, minutes integer, guards_order boolean, wait_for_webhook_ms integer, idempotency_key text, request_hash text)
    where length(i.id::text) = 36
  ), input as (
    select * from asked where not is_key_used and not is_paid
  ), counter as (
    -- The next numbers for those that came without a reference of their own: one change of the counter, and no gaps,
    -- because it commits with what it numbers.
    update merchant_counters
    set last_reference = last_reference + (select count(*) from input where merchant_reference_id is null)
    where merchant_id = $1 and exists (select from input where merchant_reference_id is null)
    returning last_reference
  ), session as (
    insert into sessions as s (
      merchant_id, id, previous_state, state, sequence, amount, currency, currency_as_sent, success_url, failure_url,
      merchant_reference_id, locale, description, metadata, customer_details, merchant_customer_id, setup_future_usage,
      capture_method, payment_status, api_key_id, has_secret_address, created_at, expires_at, wait_for_webhook_ms)
    select
      $1, i.id, 'none', 'open', 1, i.amount, i.currency, i.currency_as_sent, i.success_url, i.failure_url,
      coalesce(i.merchant_reference_id, (counter.last_reference + 1
        - row_number() over (partition by i.merchant_reference_id is null order by i.place desc))::text),
      i.locale, i.description, i.metadata, i.customer_details, i.merchant_customer_id, i.setup_future_usage,
      i.capture_method, 'unpaid', i.api_key_id, true, now(), coalesce(i.expires_at, i.expires_by_default),
      i.wait_for_webhook_ms
    from input i left join counter on true
    returning s.*, to_jsonb(s) as snapshot
  ), remembered as (
    insert into idempotency_keys (merchant_id, key, request_hash, status, answer, resource_id)
    select $1, i.idempotency_key, decode(i.request_hash, 'hex'), 200, jsonb_build_object('object', 'session',
      'snapshot', s.snapshot), s.id
    from session s join input i on i.id = s.id
    where i.idempotency_key is not null
  ), event as (
    insert into events (merchant_id, id, type, subject_id, sequence, object, object_id, snapshot)
    select s.merchant_id, i.event_ids[1], 'session.created', s.id, s.sequence, 'session', s.id, s.snapshot
    from session s join input i on i.id = s.id
    returning merchant_id, id, type, subject_id, sequence
  ), queued as (
    insert into deliveries (merchant_id, endpoint_id, event_id, subject_id, sequence, state, next_attempt_at)
    select $1::uuid, w.id, e.id, e.subject_id, e.sequence, 'pending', now()
    from event e
    join webhook_endpoints w on w.merchant_id = $1::uuid and w.enabled and w.deleted_at is null
      and w.events && array['*', e.type]
  ), fed as (
    insert into event_feed_queue (merchant_id, event_id)
    select f.merchant_id, e.id from event e join event_feeds f on f.merchant_id = $1
  )
  select a.id, a.is_key_used, s.snapshot as session from asked a left join session s on s.id = a.id`,
};

/** `orderPaid`: the merchant guards its orders, and this reference is paid or being paid. */
export type SessionRefusal = 'keyUsed' | 'orderPaid';

/** In the order of the inserts. */
export const createSessions = async (
  query: Query,
  merchantId: string,
  inserts: readonly SessionInsert[],
): Promise<(SessionRow | SessionRefusal)[]> => {
  const rows = await query<{ id: string; is_key_used: boolean; session: SessionRow | null }>(statement, [
    merchantId,
    JSON.stringify(inserts.map((insert, place) => ({ place, ...insert }))),
  ]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return inserts.map(({ id }) => {
    const row = byId.get(id);
    return row?.session ?? (row?.is_key_used === false ? 'orderPaid' : 'keyUsed');
  });
};
