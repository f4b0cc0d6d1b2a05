import type { Query } from '../db/db.ts';
import type { EventType } from '../events/catalog.ts';
import { queueDeliveries, queueForFeed } from '../events/outbox.ts';
import {
  FAILURES_TO_OPEN,
  FAILURES_TO_OPEN_LATER,
  OPEN_LATER_AFTER_MS,
  PROBE_EVERY_MS,
  TELL_AFTER_DAYS,
} from './schedule.ts';
import type { EndpointRef } from './store.ts';

export type FailureNote = {
  readonly isOpen: boolean;
  readonly wasOpen: boolean;
  /** It has failed for days and the merchant was not told yet. */
  readonly isToBeTold: boolean;
};

/**
 * Counts failures and opens the breaker: after ten in a row, after three when nothing got through for a minute, or for
 * as long as the endpoint asked (`pauseMs`). Undefined when the endpoint is switched off by now.
 */
export const noteFailures = async (
  query: Query,
  { merchantId, endpointId }: EndpointRef,
  { failures, pauseMs }: { readonly failures: number; readonly pauseMs: number | undefined },
): Promise<FailureNote | undefined> => {
  const [row] = await query<{ is_open: boolean; was_open: boolean; is_to_be_told: boolean }>(
    {
      name: 'note-endpoint-failures',
      text: `
        with before as (
          select merchant_id, id, probe_at, consecutive_failures + $3::int as failures,
                 coalesce(failing_since, now()) as failing_since
          from webhook_endpoints
          where merchant_id = $1 and id = $2 and enabled and deleted_at is null
          for no key update
        )
        update webhook_endpoints endpoint
        set consecutive_failures = before.failures,
            failing_since = before.failing_since,
            probe_at = case
              when $4::int is not null then greatest(before.probe_at, now() + $4 * interval '1 millisecond')
              when before.probe_at > now() then before.probe_at
              when before.probe_at is not null
                or before.failures >= ${FAILURES_TO_OPEN}
                or (before.failures >= ${FAILURES_TO_OPEN_LATER}
                    and before.failing_since <= now() - interval '${OPEN_LATER_AFTER_MS} milliseconds')
              then now() + interval '${PROBE_EVERY_MS} milliseconds'
            end
        from before
        where endpoint.merchant_id = before.merchant_id and endpoint.id = before.id
        returning endpoint.probe_at is not null as is_open, before.probe_at is not null as was_open,
                  endpoint.failing_told_at is null
                    and endpoint.failing_since <= now() - interval '${TELL_AFTER_DAYS} days' as is_to_be_told`,
    },
    [merchantId, endpointId, failures, pauseMs ?? null],
  );
  return row === undefined ? undefined : { isOpen: row.is_open, wasOpen: row.was_open, isToBeTold: row.is_to_be_told };
};

/** Clears the marks and closes the breaker. Says whether it was open. */
export const noteSuccess = async (
  query: Query,
  { merchantId, endpointId }: EndpointRef,
): Promise<{ wasOpen: boolean }> => {
  const [row] = await query<{ was_open: boolean }>(
    {
      name: 'note-endpoint-success',
      text: `
        with before as (
          select merchant_id, id, probe_at from webhook_endpoints
          where merchant_id = $1 and id = $2 and (failing_since is not null or probe_at is not null)
          for no key update
        )
        update webhook_endpoints endpoint
        set consecutive_failures = 0, failing_since = null, failing_told_at = null, probe_at = null
        from before
        where endpoint.merchant_id = before.merchant_id and endpoint.id = before.id
        returning before.probe_at is not null as was_open`,
    },
    [merchantId, endpointId],
  );
  return { wasOpen: row?.was_open ?? false };
};

/**
 * Makes everything that waits for an endpoint due again, each at the place it had when it was queued: when the breaker
 * opens, so that probes take the oldest first, and when it closes, so that the backlog leaves in order.
 */
export const pullForward = async (query: Query, endpoint: EndpointRef): Promise<void> => {
  while ((await pullSomeForward(query, endpoint)) === PULL_AT_ONCE);
};

/**
 * A statement takes no more, so that it is short however long the backlog is, and its rows are found one by one by the
 * planner, too.
 */
const PULL_AT_ONCE = 1_000;

const pullSomeForward = async (query: Query, { merchantId, endpointId }: EndpointRef): Promise<number> => {
  const rows = await query(
    {
      name: 'pull-deliveries-forward',
      text: `
        with locked as (
          select merchant_id, endpoint_id, event_id from deliveries
          where merchant_id = $1 and endpoint_id = $2 and state = 'pending' and next_attempt_at <> created_at
            and (leased_until is null or leased_until <= now())
          limit ${PULL_AT_ONCE}
          for update skip locked
        )
        update deliveries delivery set next_attempt_at = delivery.created_at
        from locked
        where delivery.merchant_id = locked.merchant_id and delivery.endpoint_id = locked.endpoint_id
          and delivery.event_id = locked.event_id
        returning delivery.event_id`,
    },
    [merchantId, endpointId],
  );
  return rows.length;
};

const tell = (type: EventType): string => `
  told as (
    insert into events (merchant_id, id, type, subject_id, sequence, object, object_id, snapshot)
    select merchant_id, $3::uuid, '${type}', id, sequence, 'webhookEndpoint', id,
           to_jsonb(marked) - 'secret_sealed' - 'old_secret_sealed'
    from marked
    returning merchant_id, id, type, subject_id, sequence
  ),
  queued as (${queueDeliveries('told')}),
  fed as (${queueForFeed('told')})
  select id from told`;

/** Marks an endpoint as told of and tells it, once for each time it keeps failing; two processes can't both. */
export const tellFailing = async (
  query: Query,
  { merchantId, endpointId }: EndpointRef,
  eventId: string,
): Promise<boolean> => {
  const rows = await query(
    {
      name: 'tell-endpoint-failing',
      text: `
        with marked as (
          update webhook_endpoints
          set failing_told_at = now(), sequence = sequence + 1
          where merchant_id = $1::uuid and id = $2 and failing_since is not null and failing_told_at is null
          returning *
        ),
        ${tell('webhookEndpoint.failing')}`,
    },
    [merchantId, endpointId, eventId],
  );
  return rows.length > 0;
};

/**
 * Switches an endpoint off that answered 410, and tells it. What is still on its way waits for it to be enabled again.
 */
export const disableGone = async (
  query: Query,
  { merchantId, endpointId }: EndpointRef,
  eventId: string,
): Promise<boolean> => {
  const rows = await query(
    {
      name: 'disable-gone-endpoint',
      text: `
        with marked as (
          update webhook_endpoints
          set enabled = false, disabled_reason = 'gone', probe_at = null, sequence = sequence + 1
          where merchant_id = $1::uuid and id = $2 and enabled and deleted_at is null
          returning *
        ),
        ${tell('webhookEndpoint.disabled')}`,
    },
    [merchantId, endpointId, eventId],
  );
  return rows.length > 0;
};
