/** Tx A of a payment that a customer makes on the page of a session. */
import type { CardSummary } from '../../card/card.ts';
import type { PaymentRow, SessionRow, ThreeDsSummary } from '../../contract/rows.ts';
import type { Query, Statement } from '../../db/db.ts';
import type { KeptCard } from '../payment-method/keep.ts';
import type { RouteColumns } from '../payment/route.ts';

/** An attempt as written down before the acquirer is asked. */
export type AttemptInsert = {
  readonly session_id: string;
  /** Used when the session has no payment yet. */
  readonly payment_id: string;
  readonly attempt_id: string;
  /** `attempts_begun` of the session when the form was made: a form pays at most once. */
  readonly attempt_number: number;
  readonly event_ids: readonly string[];
  readonly card: CardSummary;
  /** A new card that the customer agreed to have stored. */
  readonly kept_card: KeptCard | null;
  /** The stored card that pays. */
  readonly payment_method_id: string | null;
} & AttemptAuthentication &
  RouteColumns;

/** What 3-D Secure says about an attempt; null where it was not asked. */
export type AttemptAuthentication = {
  readonly three_ds: ThreeDsSummary | null;
  /** Hex. */
  readonly card_fingerprint: string;
  /** The customer has to be asked first: the attempt waits for that, and the acquirer hears nothing yet. */
  readonly authentication: AuthenticationInsert | null;
};

/** The authentication that an attempt begins with. */
export type AuthenticationInsert = {
  readonly demand: 'none' | 'softDecline' | 'rejectedBefore' | 'velocity';
  readonly form_number: number | null;
  readonly amount: number;
  readonly currency: string;
  readonly ends_in_seconds: number;
} & Partial<ChallengeColumns>;

/** How the issuer asks, and by which ids its answer is known. */
export type ChallengeColumns = {
  readonly threeds_server_trans_id: string;
  readonly acs_trans_id: string;
  readonly ds_trans_id: string;
  readonly protocol_version: string;
  readonly acs_url: string;
  readonly creq: string;
};

/**
 * The intent: the session begins to be paid, the payment is born or tried again, and the attempt is `sending`; or, with
 * an `authentication`, it waits for the issuer to be done with the customer. Nothing is written for a session that is
 * not open, is past its time, or whose form was used before.
 */
const statement: Statement = {
  name: 'begin-attempts',
  text: `
  with input as (
    select i.*, 'open' as session_from,
      case when i.authentication is null then 'processing' else 'requiresAction' end as payment_state,
      case when i.authentication is null then 'sending' else 'authenticating' end as attempt_state,
      -- Of a payment that is tried again only what it becomes is news.
      case when i.authentication is null then array['payment.created']
        else array['payment.created', 'payment.requiresAction'] end as events,
      case when i.authentication is null then array[]::text[] else array['payment.requiresAction'] end as events_again,
      -- Null, and so nobody asks the acquirer, while the issuer asks the customer.
      now() + make_interval(secs => case when i.authentication is null then 5 end) as reconcile_at
    from json_to_recordset($2::json) as i (
      session_id uuid, payment_id uuid, attempt_id uuid, attempt_number integer, event_ids uuid[], card jsonb,
      connector text, account_id uuid, routing jsonb, kept_card jsonb, payment_method_id uuid, three_ds jsonb,
      card_fingerprint text, authentication jsonb)
    where length(i.session_id::text) = 36
  ), session as (
    update sessions s
    set previous_state = s.state, state = 'paying', version = s.version + 1, attempts_begun = s.attempts_begun + 1,
      payment_id = coalesce(s.payment_id, i.payment_id),
      sequence = s.sequence + cardinality(case when s.payment_id is null then i.events else i.events_again end)
    from input i
    where s.merchant_id = $1 and s.id = i.session_id and s.state = i.session_from and s.expires_at > now()
      and s.attempts_begun = i.attempt_number
    returning s.*, to_jsonb(s) as snapshot
  ), payment as (
    insert into payments as p (
      merchant_id, id, session_id, previous_state, state, sequence, amount, currency, currency_as_sent, capture_method,
      merchant_reference_id, metadata, card, attempt_id, account_id, payment_method_id, three_ds)
    select
      s.merchant_id, s.payment_id, s.id, 'none', i.payment_state, s.sequence, s.amount, s.currency, s.currency_as_sent,
      s.capture_method, s.merchant_reference_id, s.metadata, i.card, i.attempt_id, i.account_id, i.payment_method_id,
      i.three_ds
    from session s join input i on i.session_id = s.id
    on conflict (merchant_id, id) do update
    set previous_state = p.state, state = excluded.state, version = p.version + 1, card = excluded.card,
      attempt_id = excluded.attempt_id, account_id = excluded.account_id,
      payment_method_id = excluded.payment_method_id, three_ds = excluded.three_ds,
      sequence = excluded.sequence
    where p.state = 'requiresPaymentMethod'
    returning p.*, to_jsonb(p) as snapshot
  ), attempt as (
    insert into attempts (
      merchant_id, id, payment_id, previous_state, state, number, connector, account_id, routing, amount, currency,
      capture, card, reconcile_at, three_ds, card_fingerprint)
    select
      p.merchant_id, i.attempt_id, p.id, 'none', i.attempt_state, s.attempts_begun, i.connector, i.account_id,
      i.routing, p.amount, p.currency, p.capture_method = 'automatic', i.card, i.reconcile_at, i.three_ds, decode(i.card_fingerprint, 'hex')
    from payment p join session s on s.id = p.session_id join input i on i.session_id = s.id
  ), authentication as (
    insert into authentications (
      merchant_id, attempt_id, payment_id, previous_state, state, demand, form_number, amount, currency,
      card_fingerprint, threeds_server_trans_id, acs_trans_id, ds_trans_id, protocol_version, acs_url, creq, check_at,
      ends_at)
    select
      $1::uuid, p.attempt_id, p.id, 'none', 'challenging', u.demand, u.form_number, u.amount, u.currency,
      decode(i.card_fingerprint, 'hex'), u.threeds_server_trans_id, u.acs_trans_id, u.ds_trans_id, u.protocol_version,
      u.acs_url, u.creq, now() + make_interval(secs => u.ends_in_seconds),
      now() + make_interval(secs => u.ends_in_seconds)
    from payment p
    join input i on i.session_id = p.session_id
    cross join lateral jsonb_to_record(i.authentication) as u (
      demand text, form_number integer, amount bigint, currency text, threeds_server_trans_id text, acs_trans_id text,
      ds_trans_id text, protocol_version text, acs_url text, creq text, ends_in_seconds integer)
    where i.authentication is not null
  ), new_card as (
    -- A card that is to be stored; where the customer or what was agreed is missing, none is.
    select p.id as payment_id, p.attempt_id, s.merchant_customer_id, s.setup_future_usage as usage, n.*
    from payment p
    join session s on s.id = p.session_id
    join input i on i.session_id = s.id
    cross join lateral jsonb_to_record(i.kept_card) as n (
      id uuid, card jsonb, cardholder_name text, key_version integer, sealed text, fingerprint text)
    where i.kept_card is not null and s.merchant_customer_id is not null and s.setup_future_usage is not null
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
    insert into vault_cards (merchant_id, id, key_version, sealed)
    select $1::uuid, n.id, n.key_version, decode(n.sealed, 'hex')
    from new_card n
  ), event as (
    insert into events (merchant_id, id, type, subject_id, sequence, object, object_id, snapshot)
    select p.merchant_id, i.event_ids[e.place], e.type, p.session_id, p.sequence - cardinality(n.types) + e.place,
      'payment', p.id, p.snapshot
    from payment p
    join input i on i.session_id = p.session_id
    cross join lateral (select case when p.version = 1 then i.events else i.events_again end as types) n
    cross join lateral unnest(n.types) with ordinality as e (type, place)
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
  select s.snapshot as session, p.snapshot as payment
  from session s join payment p on p.session_id = s.id`,
};

/** An attempt that was written down: its payment, and the session that it is for. */
export type BegunAttempt = { readonly payment: PaymentRow; readonly session: SessionRow | null };

/** In the order of the inserts, of which no two are of one session. `notPayable`: the session did not allow it. */
export const beginAttempts = async (
  query: Query,
  merchantId: string,
  inserts: readonly AttemptInsert[],
): Promise<(BegunAttempt | 'notPayable')[]> => {
  const rows = await query<{ session: SessionRow; payment: PaymentRow }>(statement, [
    merchantId,
    JSON.stringify(inserts),
  ]);
  const byId = new Map(rows.map((row) => [row.session.id, row]));
  return inserts.map((insert) => byId.get(insert.session_id) ?? 'notPayable');
};
