/**
 * Tx B of captures, voids and refunds. The payment's row is locked first, by a statement before. The operation is the gate: only while
 * it is `sending` does its answer change anything.
 */
import { moveSql } from '../../base/lifecycle.ts';
import type { OperationRow, PaymentRow } from '../../contract/rows.ts';
import type { Statement, Transaction } from '../../db/db.ts';
import { queueDeliveries } from '../../events/outbox.ts';
import { lockPayments } from '../locks.ts';
import { paymentLifecycle } from '../payment/lifecycle.ts';
import { insertEvents, type Telling } from '../tell.ts';
import { LAPSED, operationLifecycle, type OperationKind } from './lifecycle.ts';

export type OperationSettlementInput = {
  readonly operation_id: string;
  readonly payment_id: string;
  readonly event_ids: readonly string[];
  readonly acquirer_reference: string | null;
  readonly decline_reason: string | null;
  readonly acquirer_code: string | null;
};

export type OperationOutcome = 'succeed' | 'fail';
export type SettledOperation = { readonly operation: OperationRow; readonly payment: PaymentRow };

const captureSome = moveSql(paymentLifecycle, 'captureSome', 'p');
const captureLast = moveSql(paymentLifecycle, 'captureLast', 'p');
const confirmCancel = moveSql(paymentLifecycle, 'confirmCancel', 'p');
const confirmRelease = moveSql(paymentLifecycle, 'confirmRelease', 'p');
const refuseCancel = moveSql(paymentLifecycle, 'refuseCancel', 'p');

/** Whether this capture leaves nothing to capture. */
const isLast = '(o.final or p.amount_captured + o.amount = p.amount_authorized)';

/** What the shop reads on the session, by the payment `p` as it is now: refunds may come between captures. */
const paymentStatus = `
      case
        when p.state = '${confirmCancel.to}' then 'canceled'
        when p.amount_refunded > 0 and p.amount_refunded = p.amount_captured then 'refunded'
        when p.amount_refunded > 0 then 'partiallyRefunded'
        when p.state = '${captureLast.to}' then 'paid'
        else 'authorized'
      end`;

/**
 * The clock gives an authorization up when its time is over. The acquirer may refuse, because for it the time is over, too, or
 * because it does not void what was captured in part: either way nothing more can be captured, and the payment has ended.
 */
const hasLapsed = `(o.reason is not distinct from '${LAPSED}')`;

type SettleRow = {
  /** SQL for `update payments p set …`, given the settled operation `o` and the input `i`. */
  readonly sets: string;
  /** SQL: how many events are told, by the payment `p` and the operation `o` as they were. */
  readonly told: string;
  readonly tellings: readonly Pick<Telling, 'type' | 'object' | 'sequence' | 'idAt' | 'from'>[];
  /** What the waiting request is answered with. */
  readonly answers: 'payment' | 'refund';
};

const paymentFrom = 'from payment p join operation o on o.payment_id = p.id join input i on i.operation_id = o.id';

const refusedBy = (code: string): string =>
  `jsonb_build_object('code', '${code}', 'declineReason', i.decline_reason, 'message', 'The acquirer refused.')`;

/** Nothing more is captured: a payment of which nothing was is canceled, one of which a part was has succeeded with that. */
const endSets = `
      previous_state = p.state, version = p.version + 1,
      state = case p.state when 'canceling' then '${confirmCancel.to}' else '${confirmRelease.to}' end`;
const endTellings: SettleRow['tellings'] = [
  {
    type: 'payment.canceled',
    object: 'payment',
    sequence: 'p.sequence',
    idAt: 1,
    from: `${paymentFrom} and p.state = '${confirmCancel.to}'`,
  },
  {
    type: 'payment.succeeded',
    object: 'payment',
    sequence: 'p.sequence',
    idAt: 1,
    from: `${paymentFrom} and p.state = '${confirmRelease.to}'`,
  },
];

const settlements: Readonly<Record<`${OperationKind}-${OperationOutcome}`, SettleRow>> = {
  'capture-succeed': {
    // `captureLast` or `captureSome`, whichever the amounts say under the lock.
    sets: `
      amount_capture_pending = p.amount_capture_pending - o.amount, amount_captured = p.amount_captured + o.amount, last_error = null,
      previous_state = p.state, version = p.version + 1,
      state = case when ${isLast} then '${captureLast.to}' else '${captureSome.to}' end`,
    told: `case when ${isLast} then 2 else 1 end`,
    tellings: [
      {
        type: 'payment.funded',
        object: 'payment',
        sequence: `p.sequence - case when p.state = '${captureLast.to}' then 1 else 0 end`,
        idAt: 1,
        from: paymentFrom,
      },
      {
        type: 'payment.succeeded',
        object: 'payment',
        sequence: 'p.sequence',
        idAt: 2,
        from: `${paymentFrom} and p.state = '${captureLast.to}'`,
      },
    ],
    answers: 'payment',
  },
  'capture-fail': {
    sets: `amount_capture_pending = p.amount_capture_pending - o.amount, version = p.version + 1, last_error = ${refusedBy('captureDeclined')}`,
    told: '0',
    tellings: [],
    answers: 'payment',
  },
  'void-succeed': {
    sets: `${endSets}, capture_before = null`,
    told: '1',
    tellings: endTellings,
    answers: 'payment',
  },
  'void-fail': {
    sets: `
      previous_state = p.state, version = p.version + 1,
      state = case when not ${hasLapsed} then '${refuseCancel.to}' when p.state = 'canceling' then '${confirmCancel.to}' else '${confirmRelease.to}' end,
      capture_before = case when ${hasLapsed} then null else p.capture_before end,
      last_error = case when ${hasLapsed} then p.last_error else ${refusedBy('cancelDeclined')} end`,
    told: `case when ${hasLapsed} then 1 else 0 end`,
    tellings: endTellings,
    answers: 'payment',
  },
  'refund-succeed': {
    sets: `
      amount_refund_pending = p.amount_refund_pending - o.amount, amount_refunded = p.amount_refunded + o.amount,
      version = p.version + 1`,
    told: '1',
    tellings: [{ type: 'refund.succeeded', object: 'refund', sequence: 'o.sequence', idAt: 1, from: paymentFrom }],
    answers: 'refund',
  },
  'refund-fail': {
    sets: 'amount_refund_pending = p.amount_refund_pending - o.amount, version = p.version + 1',
    told: '1',
    tellings: [{ type: 'refund.failed', object: 'refund', sequence: 'o.sequence', idAt: 1, from: paymentFrom }],
    answers: 'refund',
  },
};

const succeed = moveSql(operationLifecycle, 'succeed', 'o');
const fail = moveSql(operationLifecycle, 'fail', 'o');

const settleStatement = (kind: OperationKind, outcome: OperationOutcome): Statement => {
  const row = settlements[`${kind}-${outcome}`];
  const move = outcome === 'succeed' ? succeed : fail;
  const answered = row.answers === 'payment' ? `'payment', 'snapshot', p.snapshot` : `'refund', 'snapshot', o.snapshot`;
  return {
    name: `settle-${kind}-${outcome}`,
    text: `
  with input as (
    select * from json_to_recordset($2::json) as i (
      operation_id uuid, payment_id uuid, event_ids uuid[], acquirer_reference text, decline_reason text, acquirer_code text)
  ), gate as (
    select o.* from operations o join input i on i.operation_id = o.id
    where o.merchant_id = $1 and o.kind = '${kind}' and ${move.from}
    for update of o
  ), payment as (
    update payments p
    set ${row.sets}, sequence = p.sequence + ${row.told}
    from gate o join input i on i.operation_id = o.id
    where p.merchant_id = $1 and p.id = o.payment_id
    returning p.*, to_jsonb(p) as snapshot
  ), session as (
    update sessions s
    set sequence = p.sequence, version = s.version + 1, payment_status = ${paymentStatus}
    from payment p
    where s.merchant_id = p.merchant_id and s.id = p.session_id
    returning s.id
  ), operation as (
    update operations o
    set ${move.set}, sequence = p.sequence, acquirer_reference = i.acquirer_reference, decline_reason = i.decline_reason,
      acquirer_code = i.acquirer_code, answered_at = now(), reconcile_at = null
    from payment p join input i on i.payment_id = p.id
    where o.merchant_id = $1 and o.id = i.operation_id
    returning o.*, to_jsonb(o) as snapshot
  ), answered as (
    update idempotency_keys k
    set status = 200, answer = jsonb_build_object('object', ${answered})
    from operation o join payment p on p.id = o.payment_id
    where k.merchant_id = $1 and k.key = o.idempotency_key and k.status is null
  )${
    row.tellings.length === 0
      ? ''
      : `, told as (${insertEvents(row.tellings.map((telling) => tellingOf(telling)))}
  ), queued as (${queueDeliveries('told')}
  )`
  }
  select o.snapshot as operation, p.snapshot as payment
  from operation o join payment p on p.id = o.payment_id`,
  };
};

const tellingOf = (telling: SettleRow['tellings'][number]): Telling => ({
  ...telling,
  alias: telling.object === 'refund' ? 'o' : 'p',
  subject: 'coalesce(p.session_id, p.id)',
});

const settleStatements = new Map(
  (['capture', 'void', 'refund'] as const).flatMap((kind) =>
    (['succeed', 'fail'] as const).map((outcome) => [`${kind}-${outcome}`, settleStatement(kind, outcome)] as const),
  ),
);

/** In the order of the inputs; undefined where the operation was settled before. All of one kind and outcome, no two of one payment. */
export const settleOperations = async (
  query: Transaction,
  merchantId: string,
  { kind, outcome }: { readonly kind: OperationKind; readonly outcome: OperationOutcome },
  inputs: readonly OperationSettlementInput[],
): Promise<(SettledOperation | undefined)[]> => {
  const statement = settleStatements.get(`${kind}-${outcome}`);
  if (statement === undefined) throw new Error(`no settlement of a ${kind}`);
  const payments = inputs.map((input) => input.payment_id);
  await lockPayments(query, merchantId, payments);
  const rows = await query<SettledOperation>(statement, [merchantId, JSON.stringify(inputs)]);
  const byId = new Map(rows.map((row) => [row.operation.id, row]));
  return inputs.map((input) => byId.get(input.operation_id));
};
