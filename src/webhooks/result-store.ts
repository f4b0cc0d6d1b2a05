import type { Query } from '../db/db.ts';
import type { FaultKind } from './fault-store.ts';
import { GIVE_UP_AFTER_DAYS } from './schedule.ts';
import type { DeliveryRef } from './store.ts';

/** How a try ended, to be written under the fence it was claimed with. */
export type AttemptResult = DeliveryRef & {
  readonly outcome: 'delivered' | 'refused' | 'failed';
  readonly status: number | undefined;
  readonly detail: string;
  /** Of the request; undefined when none was sent. */
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly startedAt: Date;
  readonly durationMs: number;
  /** When it failed: how long until the next try. */
  readonly waitMs: number;
  readonly isProbe: boolean;
  /** Made on purpose, by the merchant's wish in the sandbox. */
  readonly faults?: readonly FaultKind[];
};

export type Recorded = {
  /** A result whose fence has passed changes nothing, because somebody else is sending by now. */
  readonly isCounted: boolean;
  /** It ended a delivery for which others wait: they are to be released. */
  readonly hasFollowers: boolean;
};

/** Writes many results in one statement, with the log of the tries. Gives for each, in order, what became of it. */
export const recordResults = async (query: Query, results: readonly AttemptResult[]): Promise<readonly Recorded[]> => {
  const rows = await query<{ place: number; has_followers: boolean }>(
    { name: 'record-delivery-results', text: RECORD },
    [
      results.map((result) => result.merchantId),
      results.map((result) => result.endpointId),
      results.map((result) => result.eventId),
      results.map((result) => result.fence),
      results.map((result) => result.outcome),
      results.map((result) => result.status ?? null),
      results.map((result) => result.detail),
      results.map((result) => result.startedAt),
      results.map((result) => Math.round(result.durationMs)),
      results.map((result) => Math.round(result.waitMs)),
      results.map((result) => result.isProbe),
      results.map((result) => (result.headers === undefined ? null : JSON.stringify(result.headers))),
      results.map((result) => result.faults?.join(',') || null),
    ],
  );
  const byPlace = new Map(rows.map((row) => [row.place, row]));
  return results.map((_result, index) => {
    const row = byPlace.get(index + 1);
    return { isCounted: row !== undefined, hasFollowers: row?.has_followers ?? false };
  });
};

const IS_TOO_OLD = `(delivery.created_at <= now() - interval '${GIVE_UP_AFTER_DAYS} days')`;

const RECORD = `
  with result as materialized (
    select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::int[], $7::text[],
                         $8::timestamptz[], $9::int[], $10::bigint[], $11::boolean[], $12::text[],
                           $13::text[])
      with ordinality as row (merchant_id, endpoint_id, event_id, fence, outcome, http_status, detail, started_at,
                              duration_ms, wait_ms, is_probe, request_headers, faults, place)
  ),
  written as (
    update deliveries delivery
    set attempts = delivery.attempts + 1,
        leased_until = null,
        state = case when result.outcome = 'delivered' then 'delivered' when ${IS_TOO_OLD} then 'abandoned' else 'pending' end,
        delivered_at = case when result.outcome = 'delivered' then now() end,
        next_attempt_at = case
          when result.outcome <> 'delivered' and not ${IS_TOO_OLD} then now() + result.wait_ms * interval '1 millisecond'
        end
    from result
    where delivery.merchant_id = result.merchant_id and delivery.endpoint_id = result.endpoint_id
      and delivery.event_id = result.event_id
      and delivery.fence = result.fence and delivery.next_attempt_at is not null
    returning result.*, delivery.attempts, delivery.state, delivery.others_wait
  ),
  repeated as (
    update delivery_attempts earlier
    set repeats = earlier.repeats + 1, last_started_at = written.started_at, duration_ms = written.duration_ms,
      request_headers = written.request_headers::json
    from written
    where written.is_probe
      and earlier.merchant_id = written.merchant_id and earlier.endpoint_id = written.endpoint_id
      and earlier.event_id = written.event_id
      and earlier.number = (
        select max(number) from delivery_attempts
        where merchant_id = written.merchant_id and endpoint_id = written.endpoint_id and event_id = written.event_id
      )
      and earlier.outcome = written.outcome and earlier.http_status is not distinct from written.http_status
      and earlier.detail is not distinct from written.detail
      and earlier.faults is not distinct from string_to_array(written.faults, ',')
    returning written.place
  ),
  logged as (
    insert into delivery_attempts (merchant_id, endpoint_id, event_id, number, started_at, duration_ms, outcome,
                                   http_status, detail, request_headers, last_started_at, faults)
    select merchant_id, endpoint_id, event_id, attempts, started_at, duration_ms, outcome, http_status, detail,
           request_headers::json, started_at, string_to_array(faults, ',')
    from written
    where place not in (select place from repeated)
  )
  select place::int, others_wait is true and state <> 'pending' as has_followers from written`;

/** Gives claimed deliveries back untried, for whoever claims next. */
export const releaseDeliveries = async (query: Query, deliveries: readonly DeliveryRef[]): Promise<void> => {
  await query(
    {
      name: 'release-deliveries',
      text: `
        update deliveries delivery set leased_until = null
        from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[]) as held (merchant_id, endpoint_id, event_id, fence)
        where delivery.merchant_id = held.merchant_id and delivery.endpoint_id = held.endpoint_id
          and delivery.event_id = held.event_id and delivery.fence = held.fence and delivery.next_attempt_at is not null`,
    },
    [
      deliveries.map((delivery) => delivery.merchantId),
      deliveries.map((delivery) => delivery.endpointId),
      deliveries.map((delivery) => delivery.eventId),
      deliveries.map((delivery) => delivery.fence),
    ],
  );
};
