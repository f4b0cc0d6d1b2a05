/** Tx A of a payment that a shop's server asks for, without a session. */
import { moveSql } from '../../base/lifecycle.ts';
import type { CardSummary } from '../../card/card.ts';
import type { PaymentRow } from '../../contract/rows.ts';
import type { Query, Statement } from '../../db/db.ts';
import { queueDeliveries } from '../../events/outbox.ts';
import { fewRows } from '../few-rows.ts';
import type { KeptCard } from '../payment-method/keep.ts';
import { insertPendingPaymentMethods } from '../payment-method/keep-sql.ts';
import { mayBeCharged, reservePaymentMethods } from '../payment-method/charge-sql.ts';
import { nextReferences, referenceOrNext } from '../next-reference.ts';
import { insertEvents } from '../tell.ts';
import { insertSealedCards } from '../../vault/card-sql.ts';
import { insertAuthentications } from './authentication-sql.ts';
import type { AttemptAuthentication } from './begin-store.ts';
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
  /** Who asked: the way back is signed with a key derived from it. */
  readonly api_key_id: string;
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
  /** The number of the card until the customer has been seen, under the attempt's id; null where the acquirer is asked at once. */
  readonly waiting_card: {
    readonly key_version: number;
    readonly sealed: string;
    readonly cardholder_name: string | null;
  } | null;
} & AttemptAuthentication;

/** Who is asked first: the acquirer, or the customer, whose browser is yet to come. */
const beginnings = {
  send: {
    payment: moveSql(paymentLifecycle, 'begin', 'p'),
    attempt: moveSql(attemptLifecycle, 'send', 'a'),
    reconcileAt: `now() + interval '5 seconds'`,
    authentication: '',
  },
  prepare: {
    payment: moveSql(paymentLifecycle, 'beginWithAction', 'p'),
    attempt: moveSql(attemptLifecycle, 'authenticate', 'a'),
    reconcileAt: 'null::timestamptz',
    authentication: `${insertAuthentications('prepare', 'from payment p join input i on i.payment_id = p.id')}, waiting_card as (${insertSealedCards(`
    from payment p join input i on i.payment_id = p.id
    cross join lateral (select p.attempt_id as id, w.* from jsonb_to_record(i.waiting_card) as w (key_version integer, sealed text)) k`)}
  ), `,
  },
} as const;

/** Tx A of payments without a session. One whose idempotency key is stored is left out, and the caller replays the first answer. */
const beginDirectPaymentsStatement = (name: keyof typeof beginnings): Statement => {
  const { payment, attempt, reconcileAt, authentication } = beginnings[name];
  const told = payment.tells;
  return {
    name: `begin-direct-payments-${name}`,
    text: `
  with asked as (
    select * from json_to_recordset($2::json) as i (
      place integer, payment_id uuid, attempt_id uuid, event_ids uuid[], amount bigint, currency text, currency_as_sent text,
      capture_method text, merchant_reference_id text, metadata jsonb, return_url text, merchant_customer_id text,
      setup_future_usage jsonb, payment_method_id uuid, kept_card jsonb, card jsonb, connector text, idempotency_key text, request_hash text,
      waiting_card jsonb, three_ds jsonb, card_fingerprint text, authentication jsonb, api_key_id uuid)
    where ${fewRows('i.payment_id')} and (i.idempotency_key is null
      or not exists (select from idempotency_keys k where k.merchant_id = $1 and k.key = i.idempotency_key))
  ), ${reservePaymentMethods('asked')}, input as (
    select a.* from asked a where ${mayBeCharged}
  ), counter as (${nextReferences}
  ), payment as (
    insert into payments as p (
      merchant_id, id, previous_state, state, sequence, amount, currency, currency_as_sent, capture_method,
      merchant_reference_id, metadata, return_url, merchant_customer_id, setup_future_usage, payment_method_id, card, attempt_id,
      idempotency_key, three_ds, api_key_id, has_secret_address)
    select
      $1, i.payment_id, 'none', '${payment.to}', ${told.length}, i.amount, i.currency, i.currency_as_sent, i.capture_method,
      ${referenceOrNext}, i.metadata, i.return_url, i.merchant_customer_id, i.setup_future_usage, i.payment_method_id, i.card,
      i.attempt_id, i.idempotency_key, i.three_ds, i.api_key_id, true
    from input i left join counter on true
    returning p.*, to_jsonb(p) as snapshot
  ), attempt as (
    insert into attempts (
      merchant_id, id, payment_id, previous_state, state, number, connector, amount, currency, capture, card, reconcile_at,
      three_ds, card_fingerprint, cardholder_name)
    select
      p.merchant_id, p.attempt_id, p.id, 'none', '${attempt.to}', 1, i.connector, p.amount, p.currency,
      p.capture_method = 'automatic', p.card, ${reconcileAt}, i.three_ds, decode(i.card_fingerprint, 'hex'),
      i.waiting_card ->> 'cardholder_name'
    from payment p join input i on i.payment_id = p.id
    returning id
  ), ${authentication}${insertPendingPaymentMethods({
    from: 'from payment p join input i on i.payment_id = p.id',
    customer: 'p.merchant_customer_id',
    usage: 'p.setup_future_usage',
  })}, remembered as (
    insert into idempotency_keys (merchant_id, key, request_hash, resource_id${name === 'send' ? '' : ', status, answer'})
    select $1, i.idempotency_key, decode(i.request_hash, 'hex'), p.id${
      name === 'send'
        ? ''
        : `,
      200, jsonb_build_object('object', 'payment', 'snapshot', p.snapshot)`
    }
    from payment p join input i on i.payment_id = p.id
    where i.idempotency_key is not null
  ), told as (${insertEvents(
    told.map((type, at) => ({
      type,
      alias: 'p',
      object: 'payment',
      sequence: String(at + 1),
      subject: 'p.id',
      idAt: at + 1,
      from: 'from payment p join input i on i.payment_id = p.id',
    })),
  )}
  ), queued as (${queueDeliveries('told')}
  )
  select p.snapshot as payment from payment p`,
  };
};

const beginStatements = {
  send: beginDirectPaymentsStatement('send'),
  prepare: beginDirectPaymentsStatement('prepare'),
};

/** In the order of the inserts; undefined for one whose idempotency key was used before, or whose stored card may not be charged now. */
export const beginDirectPayments = async (
  query: Query,
  merchantId: string,
  inserts: readonly DirectPaymentInsert[],
  first: keyof typeof beginnings = 'send',
): Promise<(PaymentRow | undefined)[]> => {
  const rows = await query<{ payment: PaymentRow }>(beginStatements[first], [
    merchantId,
    JSON.stringify(inserts.map((insert, place) => ({ place, ...insert }))),
  ]);
  const byId = new Map(rows.map(({ payment }) => [payment.id, payment]));
  return inserts.map((insert) => byId.get(insert.payment_id));
};

export const hasAttempt = async (query: Query, merchantId: string, attemptId: string): Promise<boolean> => {
  const rows = await query(
    { name: 'find-attempt-id', text: 'select id from attempts where merchant_id = $1 and id = $2' },
    [merchantId, attemptId],
  );
  return rows.length > 0;
};
