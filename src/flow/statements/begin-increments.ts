import type { Statement } from '../../db/db.ts';

/**
 * Tx A of increments: the amount is put aside as pending, and authorized only by the acquirer's yes. One at a time, and
 * beside no capture and no void: an acquirer is told the new total, so both sides must have the same old one.
 */
export const beginIncrements: Statement = {
  name: 'begin-increments',
  text: `
  with asked as (
    select i.*, p.id is not null as is_there, k.key is not null as is_key_used, to_jsonb(p) as snapshot,
      1000000000000 - p.amount_authorized as amount_left, p.state, p.amount_capture_pending, p.amount_increment_pending
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
        when a.state <> 'requiresCapture' then 'wrongState'
        when a.amount_capture_pending > 0 or a.amount_increment_pending > 0 then 'otherUnderWay'
        when a.amount > a.amount_left then 'exceedsLeft'
      end as refusal
    from asked a
  ), payment as (
    update payments p
    set amount_increment_pending = j.amount, version = p.version + 1
    from judged j
    where p.merchant_id = $1 and p.id = j.payment_id and j.refusal is null
    returning p.*, to_jsonb(p) as snapshot
  ), operation as (
    insert into operations as o (
      merchant_id, id, payment_id, kind, previous_state, state, sequence, amount, currency, currency_as_sent, final,
      reason, idempotency_key, reconcile_at)
    select
      p.merchant_id, j.operation_id, p.id, 'increment', 'none', 'sending', p.sequence, j.amount, p.currency,
      p.currency_as_sent, j.final, j.reason, j.idempotency_key, now() + interval '5 seconds'
    from payment p join judged j on j.payment_id = p.id
    returning o.*, to_jsonb(o) as snapshot
  ), remembered as (
    insert into idempotency_keys (merchant_id, key, request_hash, resource_id)
    select $1, j.idempotency_key, decode(j.request_hash, 'hex'), o.id
    from operation o join judged j on j.operation_id = o.id
    where j.idempotency_key is not null
  )
  select j.operation_id, j.refusal, j.amount_left::float8 as amount_left, o.snapshot as operation,
    coalesce(p.snapshot, j.snapshot) as payment, a.acquirer_reference
  from judged j
  left join operation o on o.id = j.operation_id
  left join payment p on p.id = o.payment_id
  left join attempts a on a.merchant_id = $1 and a.id = p.attempt_id`,
};
