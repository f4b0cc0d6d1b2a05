/** A stored card is forgotten for good. */
import type { Query, Statement } from '../../db/db.ts';

/**
 * Its number, its fingerprint and the holder's name are gone. One that is deleted already changes nothing, and is there
 * all the same.
 */
const statement: Statement = {
  name: 'delete-payment-method',
  text: `
  with deleted as (
    update payment_methods m
    set previous_state = m.state, state = 'deleted', version = m.version + 1, sequence = m.sequence + 1,
      deleted_at = now(), fingerprint = null, cardholder_name = null, network_transaction_id = null
    where m.merchant_id = $1 and m.id = $2 and m.state = 'active'
    returning m.merchant_id, m.id, m.state, m.version, m.sequence, m.merchant_customer_id, m.card, m.category,
      m.recurring_expiry, m.recurring_frequency_days, m.installment, m.created_by_payment, m.created_at, m.deleted_at
  ), erased_card as (
    delete from vault_cards c
    using deleted d
    where c.merchant_id = $1 and c.id = d.id
  ), event as (
    insert into events (merchant_id, id, type, subject_id, sequence, object, object_id, snapshot)
    select d.merchant_id, $3::uuid, 'paymentMethod.deleted', d.id, d.sequence, 'paymentMethod', d.id, to_jsonb(d)
    from deleted d
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
  select d.id from deleted d
  union all
  select m.id from payment_methods m where m.merchant_id = $1 and m.id = $2 and m.state = 'deleted'`,
};

/** False when the merchant has no such payment method; true also for one that is deleted already. */
export const deletePaymentMethodRow = async (
  query: Query,
  { merchantId, id, eventId }: { readonly merchantId: string; readonly id: string; readonly eventId: string },
): Promise<boolean> => (await query(statement, [merchantId, id, eventId])).length > 0;
