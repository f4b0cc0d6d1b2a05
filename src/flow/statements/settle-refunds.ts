import type { Statement } from '../../db/db.ts';

/** Tx B of refunds: what was pending is refunded, or can be refunded again. */
export const settleRefunds: Statement = {
  name: 'settle-refunds',
  text: `
  with gate as (
    select o.id, o.payment_id, o.amount, o.final, o.reason, i.outcome, i.event_ids, i.acquirer_reference,
      i.decline_reason, i.acquirer_code
    from json_to_recordset($2::json) as i (
      outcome text, operation_id uuid, payment_id uuid, event_ids uuid[], acquirer_reference text, decline_reason text,
      acquirer_code text)
    join operations o on o.merchant_id = $1 and o.id = i.operation_id and o.kind = 'refund' and o.state = 'sending'
    where length(i.payment_id::text) = 36
    for update of o
  ), payment as (
    update payments p
    set version = p.version + 1, sequence = p.sequence + 1, amount_refund_pending = p.amount_refund_pending - g.amount,
      amount_refunded = p.amount_refunded + case when g.outcome = 'succeeded' then g.amount else 0 end
    from gate g
    where p.merchant_id = $1 and p.id = g.payment_id
    returning p.*, to_jsonb(p) as snapshot, g.id as operation_id, g.outcome, g.event_ids, g.acquirer_reference,
      g.decline_reason, g.acquirer_code
  ), session as (
    -- What the shop reads on the session; refunds may come between captures.
    update sessions s
    set sequence = p.sequence, version = s.version + 1,
      payment_status = case
        when p.state = 'canceled' then 'canceled'
        when p.amount_refunded > 0 and p.amount_refunded = p.amount_captured then 'refunded'
        when p.amount_refunded > 0 then 'partiallyRefunded'
        when p.state = 'succeeded' then 'paid'
        else 'authorized'
      end
    from payment p
    where s.merchant_id = p.merchant_id and s.id = p.session_id
  ), operation as (
    update operations o
    set previous_state = o.state, state = p.outcome, version = o.version + 1, sequence = p.sequence,
      acquirer_reference = p.acquirer_reference, decline_reason = p.decline_reason, acquirer_code = p.acquirer_code,
      answered_at = now(), reconcile_at = null
    from payment p
    where o.merchant_id = $1 and o.id = p.operation_id
    returning o.*, to_jsonb(o) as snapshot
  ), answered as (
    update idempotency_keys k
    set status = 200, answer = jsonb_build_object('object', 'refund', 'snapshot', o.snapshot)
    from operation o join payment p on p.id = o.payment_id
    where k.merchant_id = $1 and k.key = o.idempotency_key and k.status is null
  ), event as (
    insert into events (merchant_id, id, type, subject_id, sequence, object, object_id, snapshot)
    select o.merchant_id, p.event_ids[1], 'refund.' || o.state, coalesce(p.session_id, p.id), o.sequence, 'refund',
      o.id, o.snapshot
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
  select o.snapshot as operation, p.snapshot as payment
  from operation o join payment p on p.id = o.payment_id`,
};
