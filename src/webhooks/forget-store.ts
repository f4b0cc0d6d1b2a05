/**
 * How waiting and remembering end. Everything here takes some rows at a time, so that no backlog is one long statement.
 */
import type { Clock } from '../base/clock.ts';
import type { Query } from '../db/db.ts';
import { lowestEventIdAt } from '../events/store.ts';
import { GIVE_UP_AFTER_DAYS } from './schedule.ts';

const AT_ONCE = 1_000;

/**
 * Gives up what is older than thirty days and was never tried since, because its endpoint is down or switched off; says
 * how many. Such a delivery's time is still that of its event, so the index of due ones finds it.
 */
export const abandonOldDeliveries = async (query: Query): Promise<number> => {
  const rows = await query({
    name: 'abandon-old-deliveries',
    text: `
      with old as (
        select merchant_id, endpoint_id, event_id from deliveries
        where state = 'pending' and attempts >= 0 and next_attempt_at <= now() - interval '${GIVE_UP_AFTER_DAYS} days'
          and (leased_until is null or leased_until <= now())
        order by next_attempt_at
        limit ${AT_ONCE}
        for update skip locked
      )
      ${ABANDON_OLD}`,
  });
  return rows.length;
};

/** Gives up what waits for endpoints that were deleted, of one merchant or of all; says how many. */
export const abandonDeliveriesOfDeleted = async (query: Query, merchantId?: string): Promise<number> => {
  const rows = await query(
    {
      name: 'abandon-deliveries-of-deleted',
      text: `
        with old as (
          select waiting.*
          from webhook_endpoints endpoint
          cross join lateral (
            select merchant_id, endpoint_id, event_id from deliveries
            where merchant_id = endpoint.merchant_id and endpoint_id = endpoint.id and state = 'pending'
            order by next_attempt_at
            limit ${AT_ONCE}
            for update skip locked
          ) waiting
          where endpoint.deleted_at is not null and ($1::uuid is null or endpoint.merchant_id = $1)
          limit ${AT_ONCE}
        )
        ${ABANDON_OLD}`,
    },
    [merchantId ?? null],
  );
  return rows.length;
};

const ABANDON_OLD = `
  update deliveries delivery set state = 'abandoned', next_attempt_at = null, leased_until = null
  from old
  where delivery.merchant_id = old.merchant_id and delivery.endpoint_id = old.endpoint_id and delivery.event_id = old.event_id
  returning delivery.event_id`;

/** How long an event can be read, sent again and looked up with every try of its deliveries. */
export const KEEP_EVENTS_DAYS = 90;
const KEEP_EVENTS_MS = KEEP_EVENTS_DAYS * 86_400_000;
/** Ids carry the time of the gateway that made them, rows that of the database. */
const CLOCKS_DIFFER_MS = 10 * 60_000;

/**
 * Forgets events that nobody can want any more, with their deliveries and tries; says how many events. One that was
 * sent again and still waits is kept until that has ended: asked about as a value, because a join would read the whole
 * backlog. Ids begin with the time, so every merchant's oldest are found by primary key.
 */
export const forgetOldEvents = async ({
  query,
  clock,
}: {
  readonly query: Query;
  readonly clock: Clock;
}): Promise<number> => {
  const rows = await query(
    {
      name: 'forget-old-events',
      text: `
        with old as materialized (
          select event.merchant_id, event.id
          from merchants
          cross join lateral (
            select merchant_id, id from events
            where merchant_id = merchants.merchant_id and id < $1
              and created_at < now() - interval '${KEEP_EVENTS_DAYS} days'
              and (
                select 1 from deliveries
                where deliveries.subject_id = events.subject_id and deliveries.state = 'pending'
                  and deliveries.merchant_id is not distinct from events.merchant_id
                  and deliveries.event_id is not distinct from events.id
                limit 1) is null
            order by id
            limit ${AT_ONCE}
          ) event
          limit ${AT_ONCE}
        ),
        sent as materialized (
          select old.merchant_id, endpoint.id as endpoint_id, old.id as event_id
          from old
          join webhook_endpoints endpoint on endpoint.merchant_id = old.merchant_id
        ),
        tries as (
          delete from delivery_attempts attempt using sent
          where attempt.merchant_id = sent.merchant_id and attempt.endpoint_id = sent.endpoint_id and attempt.event_id = sent.event_id
        ),
        queued as (
          delete from deliveries delivery using sent
          where delivery.merchant_id = sent.merchant_id and delivery.endpoint_id = sent.endpoint_id and delivery.event_id = sent.event_id
        )
        delete from events event using old
        where event.merchant_id = old.merchant_id and event.id = old.id
        returning event.id`,
    },
    [lowestEventIdAt(clock.nowMs() - KEEP_EVENTS_MS + CLOCKS_DIFFER_MS)],
  );
  return rows.length;
};
