import type { EventRow } from '../contract/rows.ts';
import type { Query } from '../db/db.ts';
import type { SealedSecrets } from './secrets.ts';
import type { SigningKeyRow } from './signing-keys.ts';
import { toRef, type EndpointKeyRow, type EndpointRef } from './store.ts';

export type ClaimWish = EndpointRef & {
  /** How many subjects' deliveries may be taken. */
  readonly room: number;
  /** Take one delivery although the breaker is open and whether it is due or not. */
  readonly isProbe: boolean;
};

export type ClaimedEndpoint = EndpointRef &
  SealedSecrets & {
    readonly url: string;
    readonly apiVersion: string;
    readonly signingKeys: SigningKeyRow;
    readonly hasFaults: boolean;
    readonly consecutiveFailures: number;
    /** Customers wait for its answer to `session.completed`. */
    readonly holdsReturn: boolean;
    /** Due, but behind a delivery that somebody is sending now. */
    readonly blocked: number;
    /** Due, but behind a delivery that is tried again later: to be put off until then. */
    readonly late: number;
    /** As many deliveries were due as are looked at; heads may be behind them. */
    readonly isCrowded: boolean;
    readonly claimed: readonly ClaimedDelivery[];
  };

export type ClaimedDelivery = {
  /** The fence under which the result has to come. */
  readonly fence: number;
  /** Tries before this one. */
  readonly attempts: number;
  readonly event: EventRow;
};

type ClaimedRow = EndpointKeyRow & {
  readonly url: string;
  readonly api_version: string;
  readonly secret_sealed: Buffer;
  readonly old_secret_sealed: Buffer | null;
  readonly old_secret_expires_at: Date | null;
  readonly secret_switches_at: Date | null;
  readonly signing_key_id: string | null;
  readonly old_signing_key_id: string | null;
  readonly old_signing_key_expires_at: Date | null;
  readonly has_faults: boolean;
  readonly consecutive_failures: number;
  readonly holds_return: boolean;
  readonly blocked: number;
  readonly late: number;
  readonly is_crowded: boolean;
  readonly claimed: readonly ClaimedDelivery[] | null;
};

/** Due deliveries looked at per endpoint and claim. */
export const LOOK_AT_MOST = 256;
/** Deliveries of one subject that are taken together, to be sent one after the other. */
const RUN_MOST = 16;

/**
 * Claims work for each wished endpoint: the first pending delivery (the head) of up to `room` subjects, longest due
 * first, each with those that follow it. A delivery with an earlier one still pending is never claimed without it; that
 * is the order.
 *
 * The steps: `seen` reads due deliveries and the head of each one's subject; `heads` are those heads that are due,
 * whether they are among the deliveries read or not; `runs` adds what follows; `locked` takes them without waiting for
 * anybody, and only when nobody claimed since they were read (same fence); a run ends where a row is or could not be
 * taken (`held = step`).
 *
 * Progress: each delivery that is read has a head that is due and claimed, or it waits for one that is not. When those
 * fill the look (`isCrowded`), the caller puts them off and looks again, so whatever is due and first of its subject is
 * found after at most (due deliveries / `LOOK_AT_MOST`) rounds more; see ADR 0017.
 *
 * Measured on 2 busy cores with everything on them, durable: 4,500 to 5,900 deliveries/s to one endpoint with 40,000
 * waiting; 3,700 to 4,200/s with 100,000 waiting while 900 endpoints that never answer have as many.
 */
export const claimDeliveries = async (
  query: Query,
  input: { readonly wishes: readonly ClaimWish[]; readonly leaseMs: number },
): Promise<ClaimedEndpoint[]> => {
  const rows = await query<ClaimedRow>({ name: 'claim-deliveries', text: CLAIM }, [
    input.wishes.map((wish) => wish.merchantId),
    input.wishes.map((wish) => wish.endpointId),
    input.wishes.map((wish) => wish.room),
    input.wishes.map((wish) => wish.isProbe),
    input.leaseMs,
  ]);
  return rows.map((row) => ({
    ...toRef(row),
    url: row.url,
    apiVersion: row.api_version,
    secretSealed: row.secret_sealed,
    oldSecretSealed: row.old_secret_sealed,
    oldSecretExpiresAt: row.old_secret_expires_at,
    secretSwitchesAt: row.secret_switches_at,
    signingKeys: row,
    hasFaults: row.has_faults,
    consecutiveFailures: row.consecutive_failures,
    holdsReturn: row.holds_return,
    blocked: row.blocked,
    late: row.late,
    isCrowded: row.is_crowded,
    claimed: row.claimed ?? [],
  }));
};

/** How many due deliveries are looked at: enough for a wish when each subject has a few. */
const LOOK = `least(${LOOK_AT_MOST}, 8 + 4 * wished.room)`;

/**
 * The conditions are written so that each part can use one index only. A subject's deliveries are found by subject
 * alone and then compared, with an operator that no index serves: an index of endpoints would lead through the whole
 * backlog.
 */
export const SEEN = `
  select wished.merchant_id, wished.endpoint_id, wished.room, wished.run_most, wished.due_by, now() as seen_at,
         due.event_id, due.sequence, due.subject_id, due.next_attempt_at, due.fence,
         head.event_id as head_id, head.sequence as head_sequence, head.next_attempt_at as head_at, head.fence as head_fence,
         head.leased_until as head_leased_until, head.leased_until is not null and head.leased_until > now() as is_head_leased
  from wished
  cross join lateral (
    select event_id, sequence, subject_id, next_attempt_at, fence from deliveries
    where merchant_id = wished.merchant_id and endpoint_id = wished.endpoint_id
      and state = 'pending' and next_attempt_at <= wished.due_by
      and (leased_until is null or leased_until <= now())
    order by next_attempt_at
    limit ${LOOK}
  ) due
  cross join lateral (
    select event_id, sequence, next_attempt_at, leased_until, fence from deliveries
    where subject_id = due.subject_id and state = 'pending'
      and endpoint_id is not distinct from wished.endpoint_id and merchant_id is not distinct from wished.merchant_id
    order by sequence
    limit 1
  ) head`;

const CLAIM = `
  with wished as materialized (
    select wish.merchant_id, wish.endpoint_id, wish.room,
           case when wish.is_probe then 'infinity' else now() end as due_by,
           case when wish.is_probe then 1 else ${RUN_MOST} end as run_most,
           endpoint.url, endpoint.api_version, endpoint.consecutive_failures, endpoint.holds_return, endpoint.secret_sealed,
           endpoint.old_secret_sealed, endpoint.old_secret_expires_at, endpoint.secret_switches_at, endpoint.signing_key_id,
           endpoint.old_signing_key_id, endpoint.old_signing_key_expires_at,
           exists (
             select 1 from webhook_faults fault
             where fault.merchant_id = endpoint.merchant_id and fault.endpoint_id = endpoint.id
               and fault.remaining is distinct from 0
           ) as has_faults
    from unnest($1::uuid[], $2::uuid[], $3::int[], $4::boolean[]) as wish (merchant_id, endpoint_id, room, is_probe)
    join webhook_endpoints endpoint on endpoint.merchant_id = wish.merchant_id and endpoint.id = wish.endpoint_id
    where endpoint.enabled and endpoint.deleted_at is null and (wish.is_probe or endpoint.probe_at is null)
  ),
  seen as materialized (${SEEN}),
  heads as (
    select * from (
      select merchant_id, endpoint_id, subject_id, head_sequence, room, run_most,
             row_number() over (partition by merchant_id, endpoint_id order by min(next_attempt_at), subject_id) as place
      from seen
      where head_at <= due_by and not is_head_leased
      group by merchant_id, endpoint_id, subject_id, head_sequence, room, run_most
    ) ranked
    where place <= room
  ),
  runs as materialized (
    select run.*, row_number() over (partition by run.merchant_id, run.endpoint_id, run.subject_id order by run.sequence) as step
    from heads
    cross join lateral (
      select merchant_id, endpoint_id, event_id, subject_id, sequence, fence,
             leased_until is null or leased_until <= now() as is_free
      from deliveries
      where subject_id = heads.subject_id and state = 'pending' and sequence >= heads.head_sequence
        and endpoint_id is not distinct from heads.endpoint_id and merchant_id is not distinct from heads.merchant_id
      order by sequence
      limit heads.run_most
    ) run
  ),
  locked as materialized (
    select runs.*
    from runs
    join deliveries delivery
      on delivery.merchant_id = runs.merchant_id and delivery.endpoint_id = runs.endpoint_id
     and delivery.event_id = runs.event_id
    where runs.is_free and delivery.fence = runs.fence and delivery.next_attempt_at is not null
    for update of delivery skip locked
  ),
  held as (
    select locked.*, count(*) over (partition by merchant_id, endpoint_id, subject_id order by sequence) as held from locked
  ),
  claimed as (
    update deliveries delivery
    set leased_until = now() + $5 * interval '1 millisecond', fence = delivery.fence + 1
    from held
    where delivery.merchant_id = held.merchant_id and delivery.endpoint_id = held.endpoint_id
      and delivery.event_id = held.event_id and held.held = held.step
    returning delivery.merchant_id, delivery.endpoint_id, delivery.event_id, delivery.fence, delivery.attempts,
              delivery.next_attempt_at
  ),
  waiting as materialized (
    select merchant_id, endpoint_id,
           count(*) filter (where sequence <> head_sequence and is_head_leased)::int as blocked,
           count(*) filter (where sequence <> head_sequence and not is_head_leased and head_at > seen_at)::int as late,
           count(*) as looked_at
    from seen
    group by merchant_id, endpoint_id
  ),
  work as materialized (
    select claimed.merchant_id, claimed.endpoint_id,
           json_agg(
             json_build_object('fence', claimed.fence, 'attempts', claimed.attempts, 'event', to_json(event))
             order by claimed.next_attempt_at, event.id
           ) as claimed
    from claimed
    join events event on event.merchant_id = claimed.merchant_id and event.id = claimed.event_id
    group by claimed.merchant_id, claimed.endpoint_id
  )
  select merchant_id, endpoint_id, url, api_version, consecutive_failures, holds_return, secret_sealed, old_secret_sealed,
         old_secret_expires_at, secret_switches_at, signing_key_id, old_signing_key_id, old_signing_key_expires_at, has_faults,
         coalesce(blocked, 0) as blocked, coalesce(late, 0) as late,
         coalesce(looked_at, 0) >= ${LOOK} as is_crowded, claimed
  from wished
  left join waiting using (merchant_id, endpoint_id)
  left join work using (merchant_id, endpoint_id)`;
