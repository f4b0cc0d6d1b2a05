/** Tx A of a payment that a shop's server asks for, without a session. */
import type { CardSummary } from '../../card/card.ts';
import type { PaymentRow } from '../../contract/rows.ts';
import type { Query, Statement } from '../../db/db.ts';
import type { RouteColumns } from '../payment/route.ts';
import type { KeptCard } from '../payment-method/keep.ts';
import type { AttemptAuthentication } from './begin-attempts.ts';

/** A payment that a shop's server asked for, with its first and only attempt. */
export type DirectPaymentInsert = {
  readonly payment_id: string;
  readonly attempt_id: string;
  readonly event_ids: readonly string[];
  readonly amount: number;
  readonly currency: string;
  readonly currency_as_sent: string;
  readonly capture_method: 'automatic' | 'manual';
  readonly merchant_reference_id: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly return_url: string | null;
  /** Who asked: the way back is signed with a key derived from it. */
  readonly api_key_id: string;
  readonly merchant_customer_id: string | null;
  readonly setup_future_usage: Readonly<Record<string, unknown>> | null;
  /** The stored card that pays. */
  readonly payment_method_id: string | null;
  readonly kept_card: KeptCard | null;
  readonly card: CardSummary;
  readonly account_id: string | null;
  readonly connector: string;
  readonly routing: RouteColumns['routing'];
  readonly idempotency_key: string | null;
  /** Hex of an HMAC-SHA256. */
  readonly request_hash: string | null;
  /**
   * The number of the card until the customer has been seen, under the attempt's id; null where the acquirer is asked
   * at once.
   */
  readonly waiting_card: {
    readonly key_version: number;
    readonly sealed: string;
    readonly cardholder_name: string | null;
  } | null;
} & AttemptAuthentication;

/**
 * Without an `authentication` the acquirer is asked first; with one the customer is, whose browser is yet to come: the
 * answer to the shop's request is known then, and stored with its key.
 *
 * A stored card may be charged within what its customer agreed to (until when, how often), however many requests come
 * at once. A card with days between two charges is reserved for one payment, under its row's lock, until that payment
 * is no longer processing; so of two charges at one time one is refused, also when neither has been answered yet.
 * Nobody has to give the reservation back: the next charge looks at what became of the payment that holds it, and takes
 * it over only from that very payment. Days are counted as days, not as 24 hours: a monthly charge that comes a minute
 * earlier than the last is still monthly. UTC.
 */
const statement: Statement = {
  name: 'begin-direct-payments',
  text: `
  with asked as (
    select i.*, k.key is not null as is_key_used,
      case when i.authentication is null then 'processing' else 'requiresAction' end as payment_state,
      case when i.authentication is null then 'sending' else 'authenticating' end as attempt_state,
      case when i.authentication is null then array['payment.created']
        else array['payment.created', 'payment.requiresAction'] end as events,
      -- Null, and so nobody asks the acquirer, while the issuer asks the customer.
      now() + make_interval(secs => case when i.authentication is null then 5 end) as reconcile_at,
      (now() at time zone 'UTC')::date as today
    from json_to_recordset($2::json) as i (
      place integer, payment_id uuid, attempt_id uuid, event_ids uuid[], amount bigint, currency text,
      currency_as_sent text, capture_method text, merchant_reference_id text, metadata jsonb, return_url text,
      merchant_customer_id text, setup_future_usage jsonb, payment_method_id uuid, kept_card jsonb, card jsonb,
      connector text, account_id uuid, routing jsonb, idempotency_key text, request_hash text, waiting_card jsonb, three_ds jsonb,
      card_fingerprint text, authentication jsonb, api_key_id uuid)
    left join idempotency_keys k on k.merchant_id = $1 and k.key = i.idempotency_key
    where length(i.payment_id::text) = 36
  ), ended_charge as (
    select m.id, m.charging_payment_id
    from asked a
    join payment_methods m on m.merchant_id = $1 and m.id = a.payment_method_id
    join payments q on q.merchant_id = $1 and q.id = m.charging_payment_id and q.state <> 'processing'
  ), reserved_method as (
    update payment_methods m
    set charging_payment_id = a.payment_id
    from asked a left join ended_charge e on e.id = a.payment_method_id
    where m.merchant_id = $1 and m.id = a.payment_method_id and m.state = 'active'
      and m.recurring_frequency_days is not null
      and not a.is_key_used
      and not coalesce(m.recurring_expiry < a.today, false)
      and not coalesce((m.last_charged_at at time zone 'UTC')::date + m.recurring_frequency_days > a.today, false)
      and (m.charging_payment_id is null or m.charging_payment_id = e.charging_payment_id)
    returning m.charging_payment_id as payment_id
  ), chargeable as (
    select a.payment_id
    from asked a join payment_methods m on m.merchant_id = $1 and m.id = a.payment_method_id
    where m.state = 'active' and m.recurring_frequency_days is null
    union all
    select r.payment_id from reserved_method r
  ), input as (
    select a.*
    from asked a
    where not a.is_key_used and (a.payment_method_id is null or a.payment_id in (select c.payment_id from chargeable c))
  ), counter as (
    -- The next numbers for those that came without a reference of their own: one change of the counter, and no gaps,
    -- because it commits with what it numbers.
    update merchant_counters
    set last_reference = last_reference + (select count(*) from input where merchant_reference_id is null)
    where merchant_id = $1 and exists (select from input where merchant_reference_id is null)
    returning last_reference
  ), payment as (
    insert into payments as p (
      merchant_id, id, previous_state, state, sequence, amount, currency, currency_as_sent, capture_method,
      merchant_reference_id, metadata, return_url, merchant_customer_id, setup_future_usage, payment_method_id, card,
      attempt_id, account_id, idempotency_key, three_ds, api_key_id, has_secret_address)
    select
      $1, i.payment_id, 'none', i.payment_state, cardinality(i.events), i.amount, i.currency, i.currency_as_sent,
      i.capture_method, coalesce(i.merchant_reference_id, (counter.last_reference + 1
        - row_number() over (partition by i.merchant_reference_id is null order by i.place desc))::text),
      i.metadata, i.return_url, i.merchant_customer_id, i.setup_future_usage, i.payment_method_id, i.card, i.attempt_id,
      i.account_id, i.idempotency_key, i.three_ds, i.api_key_id, true
    from input i left join counter on true
    returning p.*, to_jsonb(p) as snapshot
  ), attempt as (
    insert into attempts (
      merchant_id, id, payment_id, previous_state, state, number, connector, account_id, routing, amount, currency,
      capture, card, reconcile_at, three_ds, card_fingerprint, cardholder_name)
    select
      p.merchant_id, p.attempt_id, p.id, 'none', i.attempt_state, 1, i.connector, i.account_id, i.routing, p.amount,
      p.currency, p.capture_method = 'automatic' and p.amount > 0, p.card, i.reconcile_at, i.three_ds, decode(i.card_fingerprint, 'hex'),
      i.waiting_card ->> 'cardholder_name'
    from payment p join input i on i.payment_id = p.id
  ), authentication as (
    insert into authentications (
      merchant_id, attempt_id, payment_id, previous_state, state, demand, form_number, amount, currency,
      card_fingerprint, threeds_server_trans_id, acs_trans_id, ds_trans_id, protocol_version, acs_url, creq, check_at,
      ends_at)
    select
      $1::uuid, p.attempt_id, p.id, 'none', 'prepared', u.demand, u.form_number, u.amount, u.currency,
      decode(i.card_fingerprint, 'hex'), u.threeds_server_trans_id, u.acs_trans_id, u.ds_trans_id, u.protocol_version,
      u.acs_url, u.creq, now() + make_interval(secs => u.ends_in_seconds),
      now() + make_interval(secs => u.ends_in_seconds)
    from payment p
    join input i on i.payment_id = p.id
    cross join lateral jsonb_to_record(i.authentication) as u (
      demand text, form_number integer, amount bigint, currency text, threeds_server_trans_id text, acs_trans_id text,
      ds_trans_id text, protocol_version text, acs_url text, creq text, ends_in_seconds integer)
    where i.authentication is not null
  ), new_card as (
    -- A card that is to be stored; where the customer or what was agreed is missing, none is.
    select p.id as payment_id, p.attempt_id, p.merchant_customer_id, p.setup_future_usage as usage, n.*
    from payment p
    join input i on i.payment_id = p.id
    cross join lateral jsonb_to_record(i.kept_card) as n (
      id uuid, card jsonb, cardholder_name text, key_version integer, sealed text, fingerprint text)
    where i.kept_card is not null and p.merchant_customer_id is not null and p.setup_future_usage is not null
  ), pending_method as (
    insert into payment_methods (
      merchant_id, id, previous_state, state, merchant_customer_id, fingerprint, card, cardholder_name, category,
      recurring_expiry, recurring_frequency_days, installment, created_by_payment, attempt_id)
    select
      $1::uuid, n.id, 'none', 'pending', n.merchant_customer_id, decode(n.fingerprint, 'hex'), n.card,
      n.cardholder_name, n.usage ->> 'category', (n.usage #>> '{recurringModel,recurrent,expiry}')::date,
      (n.usage #>> '{recurringModel,recurrent,frequency}')::integer, n.usage #> '{recurringModel,installment}',
      n.payment_id, n.attempt_id
    from new_card n
  ), sealed_card as (
    -- The numbers: of the card that is to be stored, and of the one that waits for its customer, under the attempt's
    -- id.
    insert into vault_cards (merchant_id, id, key_version, sealed)
    select $1::uuid, n.id, n.key_version, decode(n.sealed, 'hex')
    from new_card n
    union all
    select $1::uuid, p.attempt_id, w.key_version, decode(w.sealed, 'hex')
    from payment p
    join input i on i.payment_id = p.id
    cross join lateral jsonb_to_record(i.waiting_card) as w (key_version integer, sealed text)
    where i.waiting_card is not null
  ), remembered as (
    insert into idempotency_keys (merchant_id, key, request_hash, resource_id, status, answer)
    select $1, i.idempotency_key, decode(i.request_hash, 'hex'), p.id,
      case when i.authentication is not null then 200 end,
      case when i.authentication is not null then jsonb_build_object('object', 'payment', 'snapshot', p.snapshot) end
    from payment p join input i on i.payment_id = p.id
    where i.idempotency_key is not null
  ), event as (
    insert into events (merchant_id, id, type, subject_id, sequence, object, object_id, snapshot)
    select p.merchant_id, i.event_ids[e.place], e.type, p.id, e.place, 'payment', p.id, p.snapshot
    from payment p
    join input i on i.payment_id = p.id
    cross join lateral unnest(i.events) with ordinality as e (type, place)
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
  select a.payment_id, p.snapshot as payment, a.is_key_used
  from asked a left join payment p on p.id = a.payment_id`,
};

/** `keyUsed`: the caller replays the first answer. `notChargeable`: the stored card may not be charged now. */
export type DirectPaymentRefusal = 'keyUsed' | 'notChargeable';

/** In the order of the inserts. */
export const beginDirectPayments = async (
  query: Query,
  merchantId: string,
  inserts: readonly DirectPaymentInsert[],
): Promise<(PaymentRow | DirectPaymentRefusal)[]> => {
  const rows = await query<{ payment_id: string; payment: PaymentRow | null; is_key_used: boolean }>(statement, [
    merchantId,
    JSON.stringify(inserts.map((insert, place) => ({ place, ...insert }))),
  ]);
  const byId = new Map(rows.map((row) => [row.payment_id, row]));
  return inserts.map((insert) => {
    const row = byId.get(insert.payment_id);
    return row?.payment ?? (row?.is_key_used === true ? 'keyUsed' : 'notChargeable');
  });
};
