/** Tx A of a payment that a shop's server asks for, without a session. */
import { moveSql } from '../../base/lifecycle.ts';
import type { CardSummary } from '../../card/card.ts';
import type { PaymentRow } from '../../contract/rows.ts';
import type { Query, Statement } from '../../db/db.ts';
import { queueDeliveries } from '../../events/outbox.ts';
import type { KeptCard } from '../payment-method/keep.ts';
import { insertPendingPaymentMethods } from '../payment-method/keep-sql.ts';
import { mayBeCharged, reservePaymentMethods } from '../payment-method/charge-sql.ts';
import { nextReferences, referenceOrNext } from '../next-reference.ts';
import { insertEvents } from '../tell.ts';
import { attemptLifecycle, paymentLifecycle } from './lifecycle.ts';

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
  readonly merchant_customer_id: string | null;
  readonly setup_future_usage: Readonly<Record<string, unknown>> | null;
  /** The stored card that pays. */
  readonly payment_method_id: string | null;
  readonly kept_card: KeptCard | null;
  readonly card: CardSummary;
  readonly connector: string;
  readonly idempotency_key: string | null;
  /** Hex of SHA-256. */
  readonly request_hash: string | null;
};

const begin = moveSql(paymentLifecycle, 'begin', 'p');
const send = moveSql(attemptLifecycle, 'send', 'a');

/** Tx A of payments without a session. One whose idempotency key is stored is left out, and the caller replays the first answer. */
const beginDirectPaymentsStatement: Statement = {
  name: 'begin-direct-payments',
  text: `
  with asked as (
    select * from json_to_recordset($2::json) as i (
      place integer, payment_id uuid, attempt_id uuid, event_ids uuid[], amount bigint, currency text, currency_as_sent text,
      capture_method text, merchant_reference_id text, metadata jsonb, return_url text, merchant_customer_id text,
      setup_future_usage jsonb, payment_method_id uuid, kept_card jsonb, card jsonb, connector text, idempotency_key text, request_hash text)
    where i.idempotency_key is null
      or not exists (select from idempotency_keys k where k.merchant_id = $1 and k.key = i.idempotency_key)
  ), ${reservePaymentMethods('asked')}, input as (
    select a.* from asked a where ${mayBeCharged}
  ), counter as (${nextReferences}
  ), payment as (
    insert into payments as p (
      merchant_id, id, previous_state, state, sequence, amount, currency, currency_as_sent, capture_method,
      merchant_reference_id, metadata, return_url, merchant_customer_id, setup_future_usage, payment_method_id, card, attempt_id,
      idempotency_key)
    select
      $1, i.payment_id, 'none', '${begin.to}', 1, i.amount, i.currency, i.currency_as_sent, i.capture_method,
      ${referenceOrNext}, i.metadata, i.return_url, i.merchant_customer_id, i.setup_future_usage, i.payment_method_id, i.card,
      i.attempt_id, i.idempotency_key
    from input i left join counter on true
    returning p.*
  ), attempt as (
    insert into attempts (
      merchant_id, id, payment_id, previous_state, state, number, connector, amount, currency, capture, card, reconcile_at)
    select
      p.merchant_id, p.attempt_id, p.id, 'none', '${send.to}', 1, i.connector, p.amount, p.currency,
      p.capture_method = 'automatic', p.card, now() + interval '5 seconds'
    from payment p join input i on i.payment_id = p.id
    returning id
  ), ${insertPendingPaymentMethods({
    from: 'from payment p join input i on i.payment_id = p.id', customer: 'p.merchant_customer_id', usage: 'p.setup_future_usage',
  })}, remembered as (
    insert into idempotency_keys (merchant_id, key, request_hash, resource_id)
    select $1, i.idempotency_key, decode(i.request_hash, 'hex'), p.id
    from payment p join input i on i.payment_id = p.id
    where i.idempotency_key is not null
  ), told as (${insertEvents([
    { type: 'payment.created', alias: 'p', object: 'payment', sequence: 'p.sequence', subject: 'p.id', idAt: 1, from: 'from payment p join input i on i.payment_id = p.id' },
  ])}
  ), queued as (${queueDeliveries('told')}
  )
  select to_jsonb(p) as payment from payment p`,
};

/** In the order of the inserts; undefined for one whose idempotency key was used before, or whose stored card may not be charged now. */
export const beginDirectPayments = async (
  query: Query,
  merchantId: string,
  inserts: readonly DirectPaymentInsert[],
): Promise<(PaymentRow | undefined)[]> => {
  const rows = await query<{ payment: PaymentRow }>(beginDirectPaymentsStatement, [
    merchantId,
    JSON.stringify(inserts.map((insert, place) => ({ place, ...insert }))),
  ]);
  const byId = new Map(rows.map(({ payment }) => [payment.id, payment]));
  return inserts.map((insert) => byId.get(insert.payment_id));
};
