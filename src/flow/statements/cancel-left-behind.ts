/** The end of a payment that the end of its session left behind (see `left-behind.ts`). */
import type { Statement, Transaction } from '../../db/db.ts';
import { lockSessions } from './locks.ts';

/** Under the number that its session counted for it when it ended. */
const statement: Statement = {
  name: 'cancel-payment-left-behind',
  text: `
  with payment as (
    update payments p
    set previous_state = p.state, state = 'canceled', version = p.version + 1, sequence = s.sequence - 1
    from sessions s
    where p.merchant_id = $1 and p.session_id = $2 and p.state in ('requiresPaymentMethod', 'requiresAction')
      and s.merchant_id = $1 and s.id = $2 and s.state = 'expired'
    returning p.*, to_jsonb(p) as snapshot
  ), event as (
    insert into events (merchant_id, id, type, subject_id, sequence, object, object_id, snapshot)
    select p.merchant_id, $3::uuid, 'payment.canceled', p.session_id, p.sequence, 'payment', p.id, p.snapshot
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
  select p.id from payment p`,
};

/** Whether there was such a payment. */
export const cancelPaymentLeftBehind = async (
  query: Transaction,
  merchantId: string,
  { sessionId, eventId }: { readonly sessionId: string; readonly eventId: string },
): Promise<boolean> => {
  await lockSessions(query, merchantId, [sessionId]);
  return (await query(statement, [merchantId, sessionId, eventId])).length > 0;
};
