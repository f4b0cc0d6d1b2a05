import type { Uuid } from '../base/id.ts';
import type { Query } from '../db/db.ts';
import { HIGHEST_ID, lowestEventIdAt, LOWEST_ID, CLOCKS_DIFFER_MS } from '../events/store.ts';
import { DELIVERY_AS_JSON, TRIES, type DeliveryRow } from './log.ts';

export type DeliveryPlace = { readonly eventId: string; readonly endpointId: string };

export type DeliverySearch = {
  readonly limit: number;
  /** The last delivery of the page before. */
  readonly before: DeliveryPlace | undefined;
  readonly endpointId: Uuid<'webhookEndpoint'> | undefined;
  readonly eventId: Uuid<'event'> | undefined;
  readonly type: string | undefined;
  readonly state: DeliveryRow['state'] | undefined;
  /** Of the event. */
  readonly createdFrom: Date | undefined;
  /** Exclusive. */
  readonly createdTo: Date | undefined;
};

export type DeliveriesFound = {
  readonly rows: readonly DeliveryRow[];
  /** Where to go on; undefined: that was all. There can be a next page although this one is short, or empty. */
  readonly next: DeliveryPlace | undefined;
};

/** Deliveries of each endpoint that are looked at for a page, whether or not they fit. */
const LOOK_AT_MOST = 500;

/**
 * What went to any endpoint of a merchant, newest event first. A page looks at a bounded number of deliveries for each
 * endpoint, found by primary key, however rare what is looked for is: it may come back short and say where to go on.
 */
export const searchDeliveries = async (
  query: Query,
  merchantId: Uuid<'merchant'>,
  search: DeliverySearch,
): Promise<DeliveriesFound> => {
  const rows = await query<{ row: DeliveryRow | null; floor: string | null }>(
    { name: 'search-deliveries', text: SEARCH },
    [
      merchantId,
      search.endpointId ?? null,
      search.before?.eventId ?? HIGHEST_ID,
      search.before?.endpointId ?? HIGHEST_ID,
      search.eventId ?? lowestOf(search.createdFrom),
      search.eventId ?? highestOf(search.createdTo),
      search.state ?? null,
      search.type ?? null,
      search.createdFrom ?? null,
      search.createdTo ?? null,
      search.limit + 1,
    ],
  );
  const found = rows.flatMap(({ row }) => (row === null ? [] : [row]));
  const shown = found.slice(0, search.limit);
  const last = shown.at(-1);
  if (found.length > search.limit && last !== undefined)
    return { rows: shown, next: { eventId: last.event_id, endpointId: last.endpoint_id } };
  const floor = rows[0]?.floor ?? undefined;
  return { rows: shown, next: floor === undefined ? undefined : { eventId: floor, endpointId: LOWEST_ID } };
};

const lowestOf = (createdFrom: Date | undefined): string =>
  createdFrom === undefined ? LOWEST_ID : lowestEventIdAt(createdFrom.getTime() - CLOCKS_DIFFER_MS);
const highestOf = (createdTo: Date | undefined): string =>
  createdTo === undefined ? HIGHEST_ID : lowestEventIdAt(createdTo.getTime() + CLOCKS_DIFFER_MS);

/**
 * `floor`: the event down to which every endpoint was looked through, when one had more than is looked at; what is
 * older is left to the next page.
 */
const SEARCH = `
  with seen as materialized (
    select delivery.*, row_number() over (partition by delivery.endpoint_id order by delivery.event_id desc) as place
    from webhook_endpoints endpoint
    cross join lateral (
      select * from deliveries
      where merchant_id = $1 and endpoint_id = endpoint.id
        and event_id >= $5::uuid and event_id <= $6::uuid
        and (event_id < $3::uuid or (event_id = $3 and endpoint_id < $4::uuid))
      order by event_id desc
      limit ${LOOK_AT_MOST}
    ) delivery
    where endpoint.merchant_id = $1 and ($2::uuid is null or endpoint.id = $2)
  ), floor as materialized (
    select event_id from seen where place = ${LOOK_AT_MOST} order by event_id desc limit 1
  ), wanted as materialized (
    select seen.*
    from seen
    join events event on event.merchant_id = $1 and event.id = seen.event_id
    where ($7::text is null or seen.state = $7) and ($8::text is null or event.type = $8)
      and ($9::timestamptz is null or event.created_at >= $9) and ($10::timestamptz is null or event.created_at < $10)
      and not exists (select from floor where seen.event_id < floor.event_id)
    order by seen.event_id desc, seen.endpoint_id desc
    limit $11
  ), shown as (
    select delivery.event_id, delivery.endpoint_id, ${DELIVERY_AS_JSON}
    from wanted delivery
    join webhook_endpoints endpoint on endpoint.merchant_id = $1 and endpoint.id = delivery.endpoint_id
    join events event on event.merchant_id = $1 and event.id = delivery.event_id
    ${TRIES}
  )
  select shown.row, (select event_id from floor) as floor
  from (select 1) one left join shown on true
  order by shown.event_id desc, shown.endpoint_id desc`;
