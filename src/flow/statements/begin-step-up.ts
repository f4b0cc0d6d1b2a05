/** Once more, with the customer: a payment of a shop's server whose issuer declined softly. */
import type { Query, Statement } from '../../db/db.ts';
import type { KeptCard } from '../payment-method/keep.ts';
import type { AuthenticationInsert } from './begin-attempts.ts';

export type StepUpInsert = {
  readonly payment_id: string;
  readonly declined_attempt_id: string;
  readonly attempt_id: string;
  readonly event_ids: readonly string[];
  /** Hex. */
  readonly card_fingerprint: string;
  /** The number of the card until the customer has answered, sealed under the attempt's id. */
  readonly waiting_card: { readonly key_version: number; readonly sealed: string };
  readonly kept_card: KeptCard | null;
  readonly authentication: AuthenticationInsert;
};

/**
 * The second attempt of the payment waits for its customer, who is there. Nothing happens when the declined attempt is
 * not its last any more.
 */
const statement: Statement = {
  name: 'begin-step-up',
  text: `
  with input as (
    select i.*
    from json_to_record($2::json) as i (
      payment_id uuid, declined_attempt_id uuid, attempt_id uuid, event_ids uuid[], card_fingerprint text,
      waiting_card jsonb, kept_card jsonb, authentication jsonb)
  ), payment as (
    update payments p
    set previous_state = p.state, state = 'requiresAction', version = p.version + 1, attempt_id = i.attempt_id,
      sequence = p.sequence + 1, last_error = null, three_ds = null
    from input i
    where p.merchant_id = $1 and p.id = i.payment_id and p.attempt_id = i.declined_attempt_id and coalesce(p.session_id, p.id) = p.id
      and p.state = 'requiresPaymentMethod'
    returning p.*, to_jsonb(p) as snapshot
  ), attempt as (
    insert into attempts (
      merchant_id, id, payment_id, previous_state, state, number, connector, account_id, routing, amount, currency,
      capture, card, card_fingerprint)
    select
      p.merchant_id, i.attempt_id, p.id, 'none', 'authenticating', d.number + 1, d.connector, d.account_id,
      d.routing, p.amount, p.currency, d.capture, p.card, decode(i.card_fingerprint, 'hex')
    from payment p
    join input i on i.payment_id = p.id
    join attempts d on d.merchant_id = p.merchant_id and d.id = i.declined_attempt_id
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
  ), event as (
    insert into events (merchant_id, id, type, subject_id, sequence, object, object_id, snapshot)
    select p.merchant_id, i.event_ids[1], 'payment.requiresAction', p.id, p.sequence, 'payment', p.id, p.snapshot
    from payment p join input i on i.payment_id = p.id
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
  select p.id from payment p`,
};

export const beginStepUp = async (query: Query, merchantId: string, insert: StepUpInsert): Promise<boolean> =>
  (await query(statement, [merchantId, JSON.stringify(insert)])).length > 0;
