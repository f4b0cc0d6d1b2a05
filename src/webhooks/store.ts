import type { Query } from '../db/db.ts';

/** Deliveries across merchants: this is the clock's work, not the path of a payment. */
export type EndpointRef = { readonly merchantId: string; readonly endpointId: string };
export type DeliveryRef = EndpointRef & { readonly eventId: string; readonly fence: number };

export type EndpointKeyRow = { readonly merchant_id: string; readonly endpoint_id: string };

export const toRef = (row: EndpointKeyRow): EndpointRef => ({
  merchantId: row.merchant_id,
  endpointId: row.endpoint_id,
});

/**
 * Endpoints for which something became due within the last `windowMs`. Reads only that stretch of the index, so neither
 * a backlog nor dead endpoints make it slower.
 */
export const findEndpointsDueLately = async (query: Query, windowMs: number): Promise<EndpointRef[]> => {
  const rows = await query<EndpointKeyRow>(
    {
      name: 'find-endpoints-due-lately',
      text: `
        with due as materialized (
          select distinct merchant_id, endpoint_id from deliveries
          where state = 'pending' and attempts >= 0
            and next_attempt_at > now() - $1 * interval '1 millisecond' and next_attempt_at <= now()
            and (leased_until is null or leased_until <= now())
        )
        select due.merchant_id, due.endpoint_id
        from due
        join webhook_endpoints endpoint on endpoint.merchant_id = due.merchant_id and endpoint.id = due.endpoint_id
        where endpoint.enabled and endpoint.deleted_at is null and endpoint.probe_at is null`,
    },
    [windowMs],
  );
  return rows.map(toRef);
};

/**
 * Every endpoint that has something due, asked one by one: about 10 µs each. Finds what the look at the last moments
 * can't: work left by a process that died, and events whose transaction took long to commit.
 */
export const findAllEndpointsDue = async (query: Query): Promise<EndpointRef[]> => {
  const rows = await query<EndpointKeyRow>({
    name: 'find-all-endpoints-due',
    // The limit keeps the planner from reading every due delivery to learn which endpoints they are for.
    text: `
      select endpoint.merchant_id, endpoint.id as endpoint_id
      from webhook_endpoints endpoint
      cross join lateral (
        select 1 from deliveries
        where deliveries.merchant_id = endpoint.merchant_id and deliveries.endpoint_id = endpoint.id
          and state = 'pending' and next_attempt_at <= now()
          and (leased_until is null or leased_until <= now())
        order by next_attempt_at
        limit 1
      ) due
      where endpoint.enabled and endpoint.deleted_at is null and endpoint.probe_at is null`,
  });
  return rows.map(toRef);
};

/** Takes the right to probe: an open breaker lets one process try one event, then nobody for `probeEveryMs`. */
export const takeProbes = async (
  query: Query,
  input: { readonly limit: number; readonly probeEveryMs: number },
): Promise<EndpointRef[]> => {
  const rows = await query<EndpointKeyRow>(
    {
      name: 'take-probes',
      text: `
        with due as (
          select merchant_id, id from webhook_endpoints
          where probe_at <= now()
          order by probe_at
          limit $1
          for update skip locked
        )
        update webhook_endpoints endpoint set probe_at = now() + $2 * interval '1 millisecond'
        from due where endpoint.merchant_id = due.merchant_id and endpoint.id = due.id
        returning endpoint.merchant_id, endpoint.id as endpoint_id`,
    },
    [input.limit, input.probeEveryMs],
  );
  return rows.map(toRef);
};
