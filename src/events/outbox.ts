/**
 * The SQL of a CTE body that queues events for every endpoint that wants them. The flow composes it into the one statement
 * that makes a move and tells it, so that the move, its events and their deliveries commit together or not at all:
 *
 *     with …, told as (insert into events … returning merchant_id, id, type, subject_id, sequence),
 *     queued as (<queueDeliveries('told')>)
 *     select …
 *
 * `told` names a CTE with those five columns, all rows of the merchant that is parameter `$1` of the statement. A
 * merchant's endpoints are found by primary key and are few; nothing is locked and no row is updated.
 */
export const queueDeliveries = (told: string): string => `
  insert into deliveries (merchant_id, endpoint_id, event_id, subject_id, sequence, state, next_attempt_at)
  select $1::uuid, endpoint.id, ${told}.id, ${told}.subject_id, ${told}.sequence, 'pending', now()
  from ${told}
  join webhook_endpoints endpoint
    on endpoint.merchant_id = $1::uuid
   and endpoint.enabled
   and endpoint.deleted_at is null
   and endpoint.events && array['*', ${told}.type]`;
