import type { Statement } from '../../db/db.ts';

/** Tx A of refunds: the amount is put aside as pending, and the refund is an event of its session. */
export const beginRefunds: Statement = {
  name: 'begin-refunds',
  text: `
  with asked as (
    select i.*, p.id is not null as is_there, k.key is not null as is_key_used, to_jsonb(p) as snapshot,
      p.amount_captured - p.amount_refunded - p.amount_refund_pending as amount_left,
      p.amount_captured
    from json_to_recordset($2::json) as i (
      operation_id uuid, payment_id uuid, amount bigint, final boolean, reason text, event_ids uuid[],
      idempotency_key text, request_hash text)
    left join payments p on p.merchant_id = $1 and p.id = i.payment_id
    left join idempotency_keys k on k.merchant_id = $1 and k.key = i.idempotency_key
    where length(i.payment_id::text) = 36
  ), judged as (
    select a.*,
      case
        when a.is_key_used then 'keyUsed'
        when not a.is_there then 'notFound'
        when a.amount_captured = 0 then 'wrongState'
        when a.amount_left = 0 then 'nothingLeft'
        when a.amount > a.amount_left then 'exceedsLeft'
      end as refusal
    from asked a
  ), payment as (
    update payments p
    set amount_refund_pending = p.amount_refund_pending + coalesce(j.amount, j.amount_left), sequence = p.sequence + 1,
      version = p.version + 1
    from judged j
    where p.merchant_id = $1 and p.id = j.payment_id and j.refusal is null
    returning p.*, to_jsonb(p) as snapshot
  ), session as (
    update sessions s
    set sequence = p.sequence, version = s.version + 1
    from payment p
    where s.merchant_id = p.merchant_id and s.id = p.session_id
  ), operation as (
    insert into operations as o (
      merchant_id, id, payment_id, kind, previous_state, state, sequence, amount, currency, currency_as_sent, final,
      reason, idempotency_key, reconcile_at)
    select
      p.merchant_id, j.operation_id, p.id, 'refund', 'none', 'sending', p.sequence, coalesce(j.amount, j.amount_left),
      p.currency, p.currency_as_sent, j.final, j.reason, j.idempotency_key, now() + interval '5 seconds'
    from payment p join judged j on j.payment_id = p.id
    returning o.*, to_jsonb(o) as snapshot
  ), remembered as (
    insert into idempotency_keys (merchant_id, key, request_hash, resource_id)
    select $1, j.idempotency_key, decode(j.request_hash, 'hex'), o.id
    from operation o join judged j on j.operation_id = o.id
    where j.idempotency_key is not null
  ), event as (
    insert into events (merchant_id, id, type, subject_id, sequence, object, object_id, snapshot)
    select o.merchant_id, j.event_ids[1], 'refund.created', coalesce(p.session_id, p.id), o.sequence, 'refund', o.id,
      o.snapshot
    from operation o join payment p on p.id = o.payment_id join judged j on j.operation_id = o.id
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
  select j.operation_id, j.refusal, j.amount_left::float8 as amount_left, o.snapshot as operation,
    coalesce(p.snapshot, j.snapshot) as payment, a.acquirer_reference
  from judged j
  left join operation o on o.id = j.operation_id
  left join payment p on p.id = o.payment_id
  left join attempts a on a.merchant_id = $1 and a.id = p.attempt_id`,
};
