/**
 * The SQL of a CTE body that queues events for every endpoint that wants them, in the statement that inserts them; the statements of the
 * flow have the same lines in their own texts. `told` names a CTE with the events' merchant_id, id, type, subject_id and sequence, all of
 * the merchant that is parameter `$1` of the statement.
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

/** The same for the feed, of a merchant who has one. */
export const queueForFeed = (told: string): string => `
  insert into event_feed_queue (merchant_id, event_id)
  select feed.merchant_id, ${told}.id from ${told} join event_feeds feed on feed.merchant_id = $1::uuid`;
