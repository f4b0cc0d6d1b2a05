import type { Uuid } from '../base/id.ts';
import type { Db } from '../db/db.ts';

/** One event on its way to one endpoint, with every try so far, as a merchant's developer wants to see it. */
export type DeliveryRow = {
  readonly endpoint_id: string;
  readonly endpoint_url: string;
  readonly event_id: string;
  readonly event_type: string;
  readonly state: 'pending' | 'delivered' | 'abandoned';
  readonly attempts: number;
  readonly next_attempt_at: string | null;
  readonly created_at: string;
  readonly delivered_at: string | null;
  readonly tries: readonly AttemptRow[];
};

export type AttemptRow = {
  readonly number: number;
  readonly started_at: string;
  readonly duration_ms: number;
  readonly outcome: 'delivered' | 'refused' | 'failed';
  readonly http_status: number | null;
  readonly detail: string | null;
  /** As they were sent; null when nothing was, and of tries before release 0.1. */
  readonly request_headers: Readonly<Record<string, string>> | null;
  /** Probes after this one that ended the same way, the last of them at `last_started_at`. */
  readonly repeats: number;
  readonly last_started_at: string;
  readonly faults?: readonly string[] | null;
};

type LogDeps = { readonly db: Db };

/**
 * When it is really tried. An endpoint that asked to be left alone, or counts as down, gets nothing before `probe_at`,
 * however early its deliveries are due; one that is switched off or deleted gets nothing at all.
 */
const NEXT_ATTEMPT_AT = `
  case when endpoint.enabled and endpoint.deleted_at is null then greatest(delivery.next_attempt_at, endpoint.probe_at) end`;

export const DELIVERY_AS_JSON = `
  json_build_object(
    'endpoint_id', delivery.endpoint_id, 'endpoint_url', endpoint.url, 'event_id', delivery.event_id,
    'event_type', event.type, 'state', delivery.state, 'attempts', delivery.attempts,
    'next_attempt_at', ${NEXT_ATTEMPT_AT}, 'created_at', delivery.created_at, 'delivered_at', delivery.delivered_at,
    'tries', coalesce(tries.newest_first, '[]')
  ) as row`;

/** The newest tries are what one looks for; a delivery can have more than anybody reads. */
export const TRIES = `
  cross join lateral (
    select json_agg(newest order by newest.number desc) as newest_first
    from (
      select number, started_at, duration_ms, outcome, http_status, detail, request_headers, repeats,
             last_started_at, faults
      from delivery_attempts attempt
      where attempt.merchant_id = delivery.merchant_id and attempt.endpoint_id = delivery.endpoint_id
        and attempt.event_id = delivery.event_id
      order by number desc
      limit 100
    ) newest
  ) tries`;

/** Where an event went: a row for each endpoint that wanted it, deleted ones too. */
export const findDeliveriesOfEvent = async (
  { db }: LogDeps,
  { merchantId, eventId }: { readonly merchantId: Uuid<'merchant'>; readonly eventId: Uuid<'event'> },
): Promise<DeliveryRow[]> => {
  const rows = await db.query<{ row: DeliveryRow }>(
    {
      name: 'find-deliveries-of-event',
      text: `
        select ${DELIVERY_AS_JSON}
        from webhook_endpoints endpoint
        join deliveries delivery
          on delivery.merchant_id = endpoint.merchant_id and delivery.endpoint_id = endpoint.id
          and delivery.event_id = $2
        join events event on event.merchant_id = delivery.merchant_id and event.id = delivery.event_id
        ${TRIES}
        where endpoint.merchant_id = $1
        order by endpoint.id desc`,
    },
    [merchantId, eventId],
  );
  return rows.map(({ row }) => row);
};

export type DeliveryPage = {
  readonly limit: number;
  /** The event of the last delivery of the page before. */
  readonly before: string | undefined;
  readonly state: DeliveryRow['state'] | undefined;
};

/** What went to an endpoint, newest event first. */
export const findDeliveriesOfEndpoint = async (
  { db }: LogDeps,
  { merchantId, endpointId }: { readonly merchantId: Uuid<'merchant'>; readonly endpointId: Uuid<'webhookEndpoint'> },
  page: DeliveryPage,
): Promise<DeliveryRow[]> => {
  const rows = await db.query<{ row: DeliveryRow }>(
    {
      name: 'find-deliveries-of-endpoint',
      text: `
        select ${DELIVERY_AS_JSON}
        from (
          select * from deliveries
          where merchant_id = $1 and endpoint_id = $2
            and ($3::uuid is null or event_id < $3) and ($4::text is null or state = $4)
          order by event_id desc
          limit $5
        ) delivery
        join webhook_endpoints endpoint on endpoint.merchant_id = delivery.merchant_id
        and endpoint.id = delivery.endpoint_id
        join events event on event.merchant_id = delivery.merchant_id and event.id = delivery.event_id
        ${TRIES}
        order by delivery.event_id desc`,
    },
    [merchantId, endpointId, page.before ?? null, page.state ?? null, page.limit],
  );
  return rows.map(({ row }) => row);
};
