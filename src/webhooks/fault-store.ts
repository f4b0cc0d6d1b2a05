import type { EventRow } from '../contract/rows.ts';
import type { Query } from '../db/db.ts';
import type { ClaimedDelivery } from './claim-store.ts';
import type { DeliveryRef, EndpointRef } from './store.ts';

export const faultKinds = ['delay', 'drop', 'duplicate', 'reorder', 'wrongSignature'] as const;
export type FaultKind = (typeof faultKinds)[number];

/** A fault of an endpoint: for `percent` of its deliveries by chance, or for the next `remaining`. */
export type Fault = {
  readonly kind: FaultKind;
  readonly percent: number | null;
  readonly remaining: number | null;
  /** How long a delivery is held back; of `delay` only. */
  readonly delayMs: number | null;
};

type FaultRow = Omit<Fault, 'delayMs'> & { readonly delay_ms: number | null };

/** Those that are not over, by the alphabet. */
export const findFaults = async (query: Query, { merchantId, endpointId }: EndpointRef): Promise<readonly Fault[]> => {
  const rows = await query<FaultRow>(
    {
      name: 'find-webhook-faults',
      text: `
        select kind, percent, remaining, delay_ms from webhook_faults
        where merchant_id = $1 and endpoint_id = $2 and remaining is distinct from 0
        order by kind`,
    },
    [merchantId, endpointId],
  );
  return rows.map(({ delay_ms: delayMs, ...fault }) => ({ ...fault, delayMs }));
};

/** These, and no others any more. In a transaction that holds the lock of the endpoint. */
export const replaceFaults = async (
  query: Query,
  { merchantId, endpointId }: EndpointRef,
  faults: readonly Fault[],
): Promise<void> => {
  await query(
    {
      name: 'delete-webhook-faults',
      text: 'delete from webhook_faults where merchant_id = $1 and endpoint_id = $2',
    },
    [merchantId, endpointId],
  );
  if (faults.length === 0) return;
  await query(
    {
      name: 'insert-webhook-faults',
      text: `
        insert into webhook_faults (merchant_id, endpoint_id, kind, percent, remaining, delay_ms)
        select $1::uuid, $2::uuid, kind, percent, remaining, delay_ms
        from unnest($3::text[], $4::smallint[], $5::int[], $6::int[]) as fault (kind, percent, remaining, delay_ms)`,
    },
    [
      merchantId,
      endpointId,
      faults.map(({ kind }) => kind),
      faults.map(({ percent }) => percent),
      faults.map(({ remaining }) => remaining),
      faults.map(({ delayMs }) => delayMs),
    ],
  );
};

/** Keeps two changes of one endpoint's faults apart. False: there is no such endpoint. */
export const lockEndpoint = async (query: Query, { merchantId, endpointId }: EndpointRef): Promise<boolean> => {
  const rows = await query(
    {
      name: 'lock-webhook-endpoint',
      text: `
        select 1 from webhook_endpoints
        where merchant_id = $1 and id = $2 and deleted_at is null
        for no key update`,
    },
    [merchantId, endpointId],
  );
  return rows.length > 0;
};

/** Counts one of the next ones; false when they are used up, by other processes perhaps. */
export const takeOneOf = async (
  query: Query,
  { merchantId, endpointId }: EndpointRef,
  kind: FaultKind,
): Promise<boolean> => {
  const rows = await query(
    {
      name: 'take-webhook-fault',
      text: `
        update webhook_faults set remaining = remaining - 1
        where merchant_id = $1 and endpoint_id = $2 and kind = $3 and remaining > 0
        returning kind`,
    },
    [merchantId, endpointId, kind],
  );
  return rows.length > 0;
};

/** Holds a claimed delivery for `leaseMs` from now. False: its fence has passed, and somebody else sends it. */
export const extendLease = async (query: Query, delivery: DeliveryRef, leaseMs: number): Promise<boolean> => {
  const rows = await query(
    {
      name: 'extend-delivery-lease',
      text: `
        update deliveries set leased_until = now() + $5 * interval '1 millisecond'
        where merchant_id = $1 and endpoint_id = $2 and event_id = $3 and fence = $4
          and state = 'pending' and leased_until is not null
        returning event_id`,
    },
    [delivery.merchantId, delivery.endpointId, delivery.eventId, delivery.fence, leaseMs],
  );
  return rows.length > 0;
};

/**
 * Claims the next delivery of a subject to an endpoint although an earlier one is pending: the one place where that is
 * meant. Undefined: there is none yet, or somebody has it.
 */
export const claimLater = async (
  query: Query,
  { merchantId, endpointId }: EndpointRef,
  { event, leaseMs }: { readonly event: EventRow; readonly leaseMs: number },
): Promise<ClaimedDelivery | undefined> => {
  const [row] = await query<ClaimedDelivery>(
    {
      name: 'claim-later-delivery',
      text: `
        with later as materialized (
          select merchant_id, endpoint_id, event_id from deliveries
          where merchant_id = $1 and endpoint_id = $2 and subject_id = $3 and sequence > $4 and state = 'pending'
            and (leased_until is null or leased_until <= now())
          order by sequence
          limit 1
          for update skip locked
        ),
        claimed as (
          update deliveries delivery
          set leased_until = now() + $5 * interval '1 millisecond', fence = delivery.fence + 1
          from later
          where delivery.merchant_id = later.merchant_id and delivery.endpoint_id = later.endpoint_id
            and delivery.event_id = later.event_id
          returning delivery.merchant_id, delivery.event_id, delivery.fence, delivery.attempts
        )
        select claimed.fence, claimed.attempts, to_json(event) as event
        from claimed
        join events event on event.merchant_id = claimed.merchant_id and event.id = claimed.event_id`,
    },
    [merchantId, endpointId, event.subject_id, event.sequence, leaseMs],
  );
  return row;
};
