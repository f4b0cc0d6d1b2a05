/**
 * Tx B of a payment: what the acquirer answered about an attempt, or who else ended it.
 *
 * Attempt, payment and session move together, with the events that say so. The attempt is the gate: only while it waits
 * for such an answer, and its payment for *this very attempt*, does anything change. So an answer that comes twice,
 * late, after reconciliation was faster, or while the attempt is already being undone, changes nothing. Every statement
 * that ends an attempt locks it first, then its payment.
 */
import type { PaymentRow, SessionRow } from '../../contract/rows.ts';
import type { Query, Statement } from '../../db/db.ts';

/** What the acquirer answered, as it is written down; null where this outcome has nothing to say. */
export type SettlementInput = {
  readonly outcome: AttemptOutcome;
  readonly attempt_id: string;
  readonly payment_id: string;
  /** Three for payment and session at most, the fourth for a card that is stored. */
  readonly event_ids: readonly string[];
  readonly acquirer_reference: string | null;
  readonly approval_code: string | null;
  readonly network_transaction_id: string | null;
  readonly decline_reason: string | null;
  readonly acquirer_code: string | null;
  /** What the merchant reads on the payment from now on. */
  readonly last_error: PaymentRow['last_error'];
  /** What 3-D Secure came to; only where it is the end of the attempt. */
  readonly three_ds: PaymentRow['three_ds'];
  /** How long an authorization may wait for its capture. */
  readonly valid_days: number | null;
};

/** Every way in which an attempt can end while its payment waits for it: the rows of `outcome` in the statement. */
export const attemptOutcomes = [
  'approveSale',
  'approveAuthorization',
  'approveCheck',
  'decline',
  'exhaust',
  'block',
  'blockForGood',
  'stop',
  'stopForGood',
  'notSend',
  'reverse',
] as const;
export type AttemptOutcome = (typeof attemptOutcomes)[number];

const text = /* sql */ `
  with outcome (outcome, attempt_from, attempt_to, payment_from, payment_to, session_to, payment_status,
    payment_events, session_events) as (
    values
      ('approveSale', 'sending', 'approved', 'processing', 'succeeded', 'completed', 'paid',
        array['payment.funded', 'payment.succeeded'], array['session.completed']),
      ('approveAuthorization', 'sending', 'approved', 'processing', 'requiresCapture', 'completed', 'authorized',
        array['payment.requiresCapture'], array['session.completed']),
      -- Of a card, with an amount of 0: nothing is funded, and nothing can be captured.
      ('approveCheck', 'sending', 'approved', 'processing', 'succeeded', 'completed', 'paid',
        array['payment.succeeded'], array['session.completed']),
      ('decline', 'sending', 'declined', 'processing', 'requiresPaymentMethod', 'open', null,
        array[]::text[], array[]::text[]),
      ('exhaust', 'sending', 'declined', 'processing', 'failed', 'expired', null,
        array['payment.failed'], array['session.expired']),
      -- The limits against card testing: nobody was asked.
      ('block', 'sending', 'declined', 'processing', 'requiresPaymentMethod', 'open', null,
        array['payment.blocked'], array[]::text[]),
      ('blockForGood', 'sending', 'declined', 'processing', 'failed', 'expired', null,
        array['payment.blocked', 'payment.failed'], array['session.expired']),
      -- The issuer's no, or nobody there to ask: the acquirer was never asked.
      ('stop', 'authenticating', 'declined', 'requiresAction', 'requiresPaymentMethod', 'open', null,
        array[]::text[], array[]::text[]),
      ('stopForGood', 'authenticating', 'declined', 'requiresAction', 'failed', 'expired', null,
        array['payment.failed'], array['session.expired']),
      ('notSend', 'sending', 'notSent', 'processing', 'requiresPaymentMethod', 'open', null,
        array[]::text[], array[]::text[]),
      ('reverse', 'reversing', 'reversed', 'processing', 'requiresPaymentMethod', 'open', null,
        array[]::text[], array[]::text[])
  ), input as (
    select o.*, i.attempt_id, i.payment_id, i.event_ids, i.acquirer_reference, i.approval_code,
      i.network_transaction_id, i.decline_reason, i.acquirer_code, i.last_error, i.three_ds, now() as settled_at,
      now() + make_interval(days => i.valid_days) as capture_before
    from json_to_recordset($2::json) as i (
      outcome text, attempt_id uuid, payment_id uuid, event_ids uuid[], acquirer_reference text, approval_code text,
      network_transaction_id text, decline_reason text, acquirer_code text, last_error jsonb, three_ds jsonb,
      valid_days integer)
    join outcome o on o.outcome = i.outcome
    where length(i.payment_id::text) = 36
  ), attempt as (
    update attempts a
    set previous_state = a.state, state = i.attempt_to, version = a.version + 1,
      acquirer_reference = i.acquirer_reference, approval_code = i.approval_code,
      network_transaction_id = i.network_transaction_id, decline_reason = i.decline_reason,
      acquirer_code = i.acquirer_code, answered_at = now(), reconcile_at = null,
      three_ds = case when i.attempt_from = 'authenticating' then i.three_ds else a.three_ds end,
      cardholder_name = case when i.attempt_from = 'authenticating' then null else a.cardholder_name end
    from input i
    join payments p on p.merchant_id = $1 and p.id = i.payment_id and p.attempt_id = i.attempt_id
      and p.state = i.payment_from
    where a.merchant_id = $1 and a.id = i.attempt_id and a.state = i.attempt_from
    returning i.*
  ), payment as (
    update payments p
    set previous_state = p.state, state = i.payment_to, version = p.version + 1,
      amount_authorized = case when i.attempt_to = 'approved' then p.amount else p.amount_authorized end,
      amount_captured = case when i.payment_to = 'succeeded' then p.amount else p.amount_captured end,
      capture_before = case when i.payment_to = 'requiresCapture' then i.capture_before else p.capture_before end,
      last_error = i.last_error,
      three_ds = case when i.attempt_from = 'authenticating' then i.three_ds else p.three_ds end,
      -- A payment of its own has no session whose events come after.
      sequence = p.sequence + cardinality(i.payment_events)
        + case when p.session_id is null then 0 else cardinality(i.session_events) end
    from attempt i
    where p.merchant_id = $1 and p.id = i.payment_id and p.attempt_id = i.attempt_id and p.state = i.payment_from
    returning p.*, to_jsonb(p) as snapshot, i.attempt_from, i.attempt_to, i.session_to, i.payment_status,
      i.decline_reason, i.network_transaction_id, i.settled_at, i.event_ids, i.payment_events, i.session_events
  ), holding as (
    -- The endpoints that customers wait for before they go back to the shop, and how many of them take events now.
    select m.wait_for_webhook_ms, count(w.id) as marked,
      count(w.id) filter (where w.enabled and w.probe_at is null) as taking
    from merchants m
    left join webhook_endpoints w on w.merchant_id = m.merchant_id and w.holds_return and w.deleted_at is null
      and w.events && array['*', 'session.completed']
    where m.merchant_id = $1::uuid
    group by m.wait_for_webhook_ms
  ), session as (
    update sessions s
    set previous_state = s.state, state = p.session_to, version = s.version + 1,
      payment_status = coalesce(p.payment_status, s.payment_status),
      declines = s.declines + case when p.attempt_to = 'declined' then 1 else 0 end,
      last_decline_reason = case when p.attempt_to = 'approved' then s.last_decline_reason else p.decline_reason end,
      expiration_reason = case when p.session_to = 'expired' then 'attemptsExhausted' else s.expiration_reason end,
      sequence = s.sequence + cardinality(p.payment_events) + cardinality(p.session_events),
      return_held_until = case
        when p.session_to = 'completed' and h.taking > 0 and coalesce(s.wait_for_webhook_ms, h.wait_for_webhook_ms) > 0
        then p.settled_at + coalesce(s.wait_for_webhook_ms, h.wait_for_webhook_ms) * interval '1 millisecond'
      end,
      webhook_at_return = case
        when p.session_to <> 'completed' then null
        when h.marked = 0 then 'noEndpoint'
        when h.taking = 0 then 'failing'
        when coalesce(s.wait_for_webhook_ms, h.wait_for_webhook_ms) = 0 then 'timedOut'
      end
    from payment p cross join holding h
    where s.merchant_id = p.merchant_id and s.id = p.session_id and s.state = 'paying'
    returning s.*, to_jsonb(s) as snapshot, p.event_ids, p.payment_events, p.session_events
  ), answered as (
    update idempotency_keys k
    set status = 200, answer = jsonb_build_object('object', 'payment', 'snapshot', p.snapshot)
    from payment p
    where k.merchant_id = $1 and k.key = p.idempotency_key and k.status is null
  ), stopped as (
    update authentications u
    set previous_state = u.state, state = 'stopped', version = u.version + 1, check_at = null, acs_url = null,
      creq = null
    from payment p
    where u.merchant_id = $1::uuid and u.attempt_id = p.attempt_id and p.attempt_from = 'authenticating'
      and u.state in ('prepared', 'challenging', 'cleared')
    returning u.attempt_id
  ), pending_method as (
    -- A card that was to be stored comes into use, or renews the one that its customer has already. The pending row is
    -- taken away and put back by an insert, because an insert is what the unique index can turn into an update: so two
    -- payments that bring one card at one time leave one card, and neither fails.
    delete from payment_methods m
    using payment p
    where m.merchant_id = $1 and m.attempt_id = p.attempt_id and m.state = 'pending'
    returning m.*, p.attempt_to, p.settled_at, p.network_transaction_id as approved_network_transaction_id,
      p.event_ids[4] as event_id
  ), payment_method as (
    insert into payment_methods as m (
      merchant_id, id, previous_state, state, version, sequence, merchant_customer_id, fingerprint, card,
      cardholder_name, category, recurring_expiry, recurring_frequency_days, installment, network_transaction_id,
      created_by_payment, attempt_id, last_used_at)
    select distinct on (n.merchant_customer_id, n.fingerprint)
      n.merchant_id, n.id, n.state, 'active', n.version + 1, 1, n.merchant_customer_id, n.fingerprint, n.card,
      n.cardholder_name, n.category, n.recurring_expiry, n.recurring_frequency_days, n.installment,
      n.approved_network_transaction_id, n.created_by_payment, n.attempt_id, n.settled_at
    from pending_method n
    where n.attempt_to = 'approved'
    order by n.merchant_customer_id, n.fingerprint, n.id desc
    on conflict (merchant_id, merchant_customer_id, fingerprint) where state = 'active' do update
    set previous_state = m.state, state = 'active', version = m.version + 1, card = excluded.card,
      cardholder_name = excluded.cardholder_name, category = excluded.category,
      recurring_expiry = excluded.recurring_expiry, recurring_frequency_days = excluded.recurring_frequency_days,
      installment = excluded.installment, last_used_at = excluded.last_used_at,
      network_transaction_id = coalesce(excluded.network_transaction_id, m.network_transaction_id),
      last_charged_at = coalesce(
        (select max(p.settled_at) from payment p where p.payment_method_id = m.id and p.session_id is null),
        m.last_charged_at)
    returning m.merchant_id, m.id, m.state, m.version, m.sequence, m.merchant_customer_id, m.card, m.category,
      m.recurring_expiry, m.recurring_frequency_days, m.installment, m.created_by_payment, m.created_at, m.deleted_at
  ), charged_method as (
    -- From now on the days between two charges are counted; a payment of a session is the customer's own and does not
    -- count, nor does a check of the card. A row can be changed only once in a statement: what was renewed above is left out.
    update payment_methods m
    set last_charged_at = coalesce(c.charged_at, m.last_charged_at), last_used_at = c.used_at
    from (
      select p.payment_method_id, max(p.settled_at) as used_at,
        max(p.settled_at) filter (where p.session_id is null and p.amount > 0) as charged_at
      from payment p
      where p.attempt_to = 'approved' and p.payment_method_id is not null
      group by p.payment_method_id
    ) c
    where m.merchant_id = $1 and m.id = c.payment_method_id and not exists (select
      from payment_method renewed where renewed.id = m.id)
  ), erased_card as (
    -- The numbers of cards that are not stored after all, are stored already, or waited for a customer who was stopped.
    delete from vault_cards c
    using (
      select n.id from pending_method n where not exists (select from payment_method m where m.id = n.id)
      union all
      select u.attempt_id from stopped u
    ) gone
    where c.merchant_id = $1::uuid and c.id = gone.id
  ), event as (
    -- The payment's events first, then the session's: the end of a session is the last that is heard of it.
    insert into events (merchant_id, id, type, subject_id, sequence, object, object_id, snapshot)
    select p.merchant_id, p.event_ids[e.place], e.type, coalesce(p.session_id, p.id),
      p.sequence - cardinality(p.payment_events)
      - case when p.session_id is null then 0 else cardinality(p.session_events) end + e.place, 'payment', p.id,
      p.snapshot
    from payment p cross join lateral unnest(p.payment_events) with ordinality as e (type, place)
    union all
    select s.merchant_id, s.event_ids[cardinality(s.payment_events) + e.place], e.type, s.id,
      s.sequence - cardinality(s.session_events) + e.place, 'session', s.id, s.snapshot
    from session s cross join lateral unnest(s.session_events) with ordinality as e (type, place)
    union all
    select m.merchant_id, n.event_id, 'paymentMethod.created', m.id, m.sequence, 'paymentMethod', m.id, to_jsonb(m)
    from payment_method m join pending_method n on n.id = m.id
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
  select p.snapshot as payment, s.snapshot as session
  from payment p left join session s on s.id = p.session_id`;

const statement: Statement = { name: 'settle-attempts', text };

/** The payment, and its session if it has one, as they are now. */
export type SettledAttempt = { readonly payment: PaymentRow; readonly session: SessionRow | null };

/** `superseded`: the payment no longer waited for this attempt, and nothing was changed. */
export type SettleRefusal = 'superseded';

/** In the order of the inputs, of which no two are of one payment. */
export const settleAttempts = async (
  query: Query,
  merchantId: string,
  inputs: readonly SettlementInput[],
): Promise<(SettledAttempt | SettleRefusal)[]> => {
  const rows = await query<SettledAttempt>(statement, [merchantId, JSON.stringify(inputs)]);
  const byPayment = new Map(rows.map((row) => [row.payment.id, row]));
  return inputs.map((input) => byPayment.get(input.payment_id) ?? 'superseded');
};
