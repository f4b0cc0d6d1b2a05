/** The end of a payment that nothing was authorized for. */
import type { PaymentRow } from '../../contract/rows.ts';
import type { Statement, Transaction } from '../../db/db.ts';
import { lockPaymentWithAttempts } from './locks.ts';

/** No acquirer has to be asked: the attempt that waits for the issuer is abandoned, and no card stays. */
const statement: Statement = {
  name: 'cancel-unauthorized',
  text: `
  with payment as (
    update payments p
    set previous_state = p.state, state = 'canceled', version = p.version + 1, sequence = p.sequence + 1
    where p.merchant_id = $1 and p.id = $2 and coalesce(p.session_id, p.id) = p.id and p.state in ('requiresPaymentMethod',
      'requiresAction')
    returning p.*, to_jsonb(p) as snapshot
  ), attempt as (
    update attempts a
    set previous_state = a.state, state = 'abandoned', version = a.version + 1, answered_at = now(),
      cardholder_name = null
    from payment p
    where a.merchant_id = $1 and a.id = p.attempt_id and a.state = 'authenticating'
    returning a.id
  ), stopped as (
    update authentications u
    set previous_state = u.state, state = 'stopped', version = u.version + 1, check_at = null, acs_url = null,
      creq = null
    from attempt a
    where u.merchant_id = $1 and u.attempt_id = a.id and u.state in ('prepared', 'challenging', 'cleared')
    returning u.attempt_id
  ), dropped_method as (
    delete from payment_methods m
    using payment p
    where m.merchant_id = $1 and m.attempt_id = p.attempt_id and m.state = 'pending'
    returning m.id
  ), erased_card as (
    delete from vault_cards c
    using (select u.attempt_id as id from stopped u union all select m.id from dropped_method m) gone
    where c.merchant_id = $1 and c.id = gone.id
  ), event as (
    insert into events (merchant_id, id, type, subject_id, sequence, object, object_id, snapshot)
    select p.merchant_id, $3::uuid, 'payment.canceled', p.id, p.sequence, 'payment', p.id, p.snapshot
    from payment p
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
  select p.snapshot as payment from payment p`,
};

/**
 * The payment, canceled. `notCancelable`: it is in another state, or is the payment of a session, which ends with its
 * session. Its attempts and then the payment are locked before: what settles an attempt takes them in this order.
 */
export const cancelUnauthorized = async (
  query: Transaction,
  merchantId: string,
  { paymentId, eventId }: { readonly paymentId: string; readonly eventId: string },
): Promise<PaymentRow | 'notCancelable'> => {
  await lockPaymentWithAttempts(query, merchantId, paymentId);
  const [row] = await query<{ payment: PaymentRow }>(statement, [merchantId, paymentId, eventId]);
  return row?.payment ?? 'notCancelable';
};
