/**
 * How a card comes to be kept: SQL that the payment's own statements are made with, so that the card is written, comes into
 * use and is removed in the moment the payment does. Each piece is one or more CTEs, without the comma before; parameter
 * `$1` of the statement is the merchant, `input i` what it was given, `payment p` the payments it wrote.
 */
import { moveSql } from '../../base/lifecycle.ts';
import { queueDeliveries } from '../../events/outbox.ts';
import { eraseSealedCards, insertSealedCards } from '../../vault/card-sql.ts';
import { lastChargedNow } from './charge-sql.ts';
import { paymentMethodLifecycle } from './lifecycle.ts';

const keep = moveSql(paymentMethodLifecycle, 'keep', 'm');
const activate = moveSql(paymentMethodLifecycle, 'activate', 'm');
const renew = moveSql(paymentMethodLifecycle, 'renew', 'm');

/** What of a payment method may be shown, kept in events and logged: nothing by which a card or a person can be recognized. */
export const shownColumns = (alias: string): string =>
  [
    'merchant_id',
    'id',
    'state',
    'version',
    'sequence',
    'merchant_customer_id',
    'card',
    'category',
    'recurring_expiry',
    'recurring_frequency_days',
    'installment',
    'created_by_payment',
    'created_at',
    'deleted_at',
  ]
    .map((column) => `${alias}.${column}`)
    .join(', ');

/**
 * Tx A: the card is there, and can't be used yet. `input i` has `kept_card jsonb` (a `KeptCard`, or null). Where the customer or
 * what was agreed is missing, nothing is kept.
 */
export const insertPendingPaymentMethods = ({
  from,
  customer,
  usage,
}: {
  /** `from …` that gives `payment p` with its `input i`. */
  readonly from: string;
  /** SQL for the merchant's id of its customer, and for `setupFutureUsage` as the API took it. */
  readonly customer: string;
  readonly usage: string;
}): string => `
  kept_card as (
    select p.id as payment_id, p.attempt_id, ${customer} as merchant_customer_id, ${usage} as usage, k.*
    ${from}
    cross join lateral jsonb_to_record(i.kept_card) as k (
      id uuid, card jsonb, cardholder_name text, key_version integer, sealed text, fingerprint text)
    where i.kept_card is not null and ${customer} is not null and ${usage} is not null
  ), pending_method as (
    insert into payment_methods (
      merchant_id, id, previous_state, state, merchant_customer_id, fingerprint, card, cardholder_name, category,
      recurring_expiry, recurring_frequency_days, installment, created_by_payment, attempt_id)
    select
      $1::uuid, k.id, 'none', '${keep.to}', k.merchant_customer_id, decode(k.fingerprint, 'hex'), k.card, k.cardholder_name,
      k.usage ->> 'category', (k.usage #>> '{recurringModel,recurrent,expiry}')::date,
      (k.usage #>> '{recurringModel,recurrent,frequency}')::integer, k.usage #> '{recurringModel,installment}',
      k.payment_id, k.attempt_id
    from kept_card k
  ), pending_card as (${insertSealedCards('from kept_card k')}
  )`;

/**
 * Tx B of an approval: the card comes into use and is told, or, when the customer has it already, that one is renewed. The pending
 * row is taken away and put back by an insert, because an insert is what the unique index can turn into an update: so two
 * payments that bring one card at one time leave one card, and neither fails.
 *
 * `network` and `eventId` are SQL over the input `i`. One event is told at most.
 */
export const activatePaymentMethods = ({
  network,
  eventId,
}: {
  readonly network: string;
  readonly eventId: string;
}): string => `
  approved_method as (
    delete from payment_methods m
    using payment p join input i on i.payment_id = p.id
    where m.merchant_id = $1 and m.attempt_id = i.attempt_id and m.state = 'pending'
    returning m.*, ${network} as approved_network_transaction_id, ${eventId} as event_id
  ), payment_method as (
    insert into payment_methods as m (
      merchant_id, id, previous_state, state, version, sequence, merchant_customer_id, fingerprint, card, cardholder_name,
      category, recurring_expiry, recurring_frequency_days, installment, network_transaction_id, created_by_payment, attempt_id,
      last_used_at)
    select distinct on (a.merchant_customer_id, a.fingerprint)
      a.merchant_id, a.id, a.state, '${activate.to}', a.version + 1, ${activate.tells.length}, a.merchant_customer_id, a.fingerprint,
      a.card, a.cardholder_name, a.category, a.recurring_expiry, a.recurring_frequency_days, a.installment,
      a.approved_network_transaction_id, a.created_by_payment, a.attempt_id, now()
    from approved_method a
    order by a.merchant_customer_id, a.fingerprint, a.id desc
    on conflict (merchant_id, merchant_customer_id, fingerprint) where state = 'active' do update
    set ${renew.set}, card = excluded.card, cardholder_name = excluded.cardholder_name, category = excluded.category,
      recurring_expiry = excluded.recurring_expiry, recurring_frequency_days = excluded.recurring_frequency_days,
      installment = excluded.installment,
      network_transaction_id = coalesce(excluded.network_transaction_id, m.network_transaction_id), last_used_at = now(),
      last_charged_at = ${lastChargedNow}
    returning ${shownColumns('m')}
  ), absorbed_card as (${eraseSealedCards('approved_method', 'not exists (select from payment_method m where m.id = gone.id)')}
  ), told_method as (
    insert into events (merchant_id, id, type, subject_id, sequence, object, object_id, snapshot)
    select m.merchant_id, a.event_id, '${activate.tells.join()}', m.id, m.sequence, 'paymentMethod', m.id, to_jsonb(m)
    from payment_method m join approved_method a on a.id = m.id
    returning merchant_id, id, type, subject_id, sequence
  ), queued_method as (${queueDeliveries('told_method')}
  )`;

/** Tx B of every other outcome: nothing of the card stays. */
export const dropPendingPaymentMethods = (): string => `
  dropped_method as (
    delete from payment_methods m
    using payment p
    where m.merchant_id = $1 and m.attempt_id = p.attempt_id and m.state = 'pending'
    returning m.id
  ), dropped_card as (${eraseSealedCards('dropped_method')}
  )`;
