/** A success that an acquirer takes back. */
import type { Statement, Transaction } from '../../db/db.ts';
import { lockPayments } from './locks.ts';

/**
 * The operation has failed after all; of its payment, what was captured or refunded is less by its amount. Nothing
 * happens when it is no success, or when what was captured has been refunded meanwhile.
 */
const statement: Statement = {
  name: 'take-back-operations',
  text: `
  with gate as (
    select o.id, o.payment_id, o.amount, o.kind
    from operations o
    where o.merchant_id = $1 and o.id = $2 and o.state = 'succeeded' and o.kind in ('capture', 'refund')
    for update
  ), payment as (
    update payments p
    set version = p.version + 1, sequence = p.sequence + 1,
      amount_captured = p.amount_captured - case when g.kind = 'capture' then g.amount else 0 end,
      amount_refunded = p.amount_refunded - case when g.kind = 'refund' then g.amount else 0 end
    from gate g
    where p.merchant_id = $1 and p.id = g.payment_id
      and (g.kind = 'refund' or p.amount_captured - g.amount >= p.amount_refunded + p.amount_refund_pending)
    returning p.*, to_jsonb(p) as snapshot, g.id as operation_id, g.kind as operation_kind
  ), session as (
    update sessions s
    set sequence = p.sequence, version = s.version + 1,
      payment_status = case
        when p.state = 'canceled' then 'canceled'
        when p.amount_refunded > 0 and p.amount_refunded = p.amount_captured then 'refunded'
        when p.amount_refunded > 0 then 'partiallyRefunded'
        when p.state = 'succeeded' and p.amount_captured = 0 then 'unpaid'
        when p.state = 'succeeded' then 'paid'
        else 'authorized'
      end
    from payment p
    where s.merchant_id = p.merchant_id and s.id = p.session_id
  ), operation as (
    update operations o
    set previous_state = o.state, state = 'failed', version = o.version + 1, sequence = p.sequence,
      decline_reason = 'acquirerError', acquirer_code = $3
    from payment p
    where o.merchant_id = $1 and o.id = p.operation_id
    returning o.*, to_jsonb(o) as snapshot
  ), event as (
    insert into events (merchant_id, id, type, subject_id, sequence, object, object_id, snapshot)
    select p.merchant_id, $4::uuid, case when o.kind = 'refund' then 'refund.failed' else 'payment.captureFailed' end,
      coalesce(p.session_id, p.id), p.sequence, case when o.kind = 'refund' then 'refund' else 'payment' end,
      case when o.kind = 'refund' then o.id else p.id end,
      case when o.kind = 'refund' then o.snapshot else p.snapshot end
    from operation o join payment p on p.id = o.payment_id
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
  select o.id from operation o`,
};

export const takeBackOperations = async (
  query: Transaction,
  input: {
    readonly merchantId: string;
    readonly operationId: string;
    readonly paymentId: string;
    readonly eventId: string;
    readonly acquirerCode: string;
  },
): Promise<boolean> => {
  await lockPayments(query, input.merchantId, [input.paymentId]);
  const rows = await query(statement, [input.merchantId, input.operationId, input.acquirerCode, input.eventId]);
  return rows.length > 0;
};
