import type { Statement } from '../../db/db.ts';

/**
 * Tx A of captures: the amount is put aside as pending. A last capture ends the payment, so it waits until those before
 * it are known.
 */
export const beginCaptures: Statement = {
  name: 'begin-captures',
  text: `
  with asked as (
    select i.*, p.id is not null as is_there, k.key is not null as is_key_used, to_jsonb(p) as snapshot,
      p.amount_authorized - p.amount_captured - p.amount_capture_pending as amount_left,
      p.state, p.amount_capture_pending, p.amount_increment_pending,
      exists (
        select from operations o
        where o.merchant_id = $1 and o.payment_id = p.id and o.kind = 'capture' and o.final
          and o.state = 'sending') as is_last_under_way
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
        -- How much there is will be known when the acquirer has answered the increment.
        when a.amount_increment_pending > 0 then 'otherUnderWay'
        when a.is_last_under_way or (a.final and a.amount_capture_pending > 0) then 'otherUnderWay'
        when a.amount_left = 0 then 'nothingLeft'
        when a.amount > a.amount_left then 'exceedsLeft'
      end as refusal
    from asked a
  ), payment as (
    update payments p
    set amount_capture_pending = p.amount_capture_pending + coalesce(j.amount, j.amount_left), version = p.version + 1
    from judged j
    where p.merchant_id = $1 and p.id = j.payment_id and j.refusal is null
    returning p.*, to_jsonb(p) as snapshot
  ), operation as (
    insert into operations as o (
      merchant_id, id, payment_id, kind, previous_state, state, sequence, amount, currency, currency_as_sent, final,
      reason, idempotency_key, reconcile_at)
    select
      p.merchant_id, j.operation_id, p.id, 'capture', 'none', 'sending', p.sequence, coalesce(j.amount, j.amount_left),
      p.currency, p.currency_as_sent, j.final, j.reason, j.idempotency_key, now() + interval '5 seconds'
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
