-- One purchase through the tables, by the shop's reference: npm run sql -- --file docs/debugging.sql --set reference=order-1042

-- The money side, and where it stands.
select p.id as payment_id, s.state as session, p.state as payment, p.amount_authorized, p.amount_captured, p.amount_refunded
from payments p
left join sessions s on s.merchant_id = p.merchant_id and s.id = p.session_id
where p.merchant_reference_id = :reference;

-- Each try: what we sent and what the acquirer said. The acquirer knows an attempt by its id.
select a.number, a.id as attempt_id, a.previous_state || ' > ' || a.state as moved, a.sent_at, a.answered_at, a.acquirer_code,
  a.decline_reason, a.reconcile_at
from attempts a
join payments p on p.merchant_id = a.merchant_id and p.id = a.payment_id
where p.merchant_reference_id = :reference
order by a.number;

-- What the bank was asked, when 3-D Secure had a part in it.
select n.previous_state || ' > ' || n.state as moved, n.threeds_server_trans_id, n.demand, n.returned_at, n.ends_at
from authentications n
join payments p on p.merchant_id = n.merchant_id and p.id = n.payment_id
where p.merchant_reference_id = :reference;

-- What was told, and whether the shop heard.
select e.sequence, e.type, e.created_at, d.state as delivery, d.attempts, t.outcome as last_outcome, t.http_status, t.duration_ms
from payments p
join events e on e.merchant_id = p.merchant_id and e.subject_id = coalesce(p.session_id, p.id)
left join deliveries d on d.merchant_id = e.merchant_id and d.event_id = e.id
left join delivery_attempts t
  on t.merchant_id = d.merchant_id and t.endpoint_id = d.endpoint_id and t.event_id = d.event_id and t.number = d.attempts
where p.merchant_reference_id = :reference
order by e.sequence;
