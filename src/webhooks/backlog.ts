import type { Clock } from '../base/clock.ts';
import type { Query } from '../db/db.ts';

/** What waits to be delivered, over all merchants; endpoints that are switched off or deleted are left out. */
export type Backlog = {
  /** To endpoints that take events. When this grows old, something is wrong with the gateway or its database. */
  readonly taking: Waiting;
  /** To endpoints that count as down and are probed: something is wrong with the shop. */
  readonly failing: Waiting;
};

export type Waiting = {
  readonly count: number;
  /** Age of the event that has waited longest, 0 when none waits. */
  readonly oldestAgeMs: number;
};

export type BacklogReader = {
  /** As last read, which is a few seconds ago at most unless reading is slow; undefined when it can't be read. */
  readonly read: () => Promise<Backlog | undefined>;
};

const READ_EVERY_MS = 5_000;
/** Reading looks at every waiting delivery: it may take a twentieth of the time. */
const READ_SHARE = 20;

/**
 * Asked by everybody who looks at the gateway, so it is remembered for a while, and asked once for all who ask
 * together.
 */
export const createBacklogReader = ({
  query,
  clock,
}: {
  readonly query: Query;
  readonly clock: Clock;
}): BacklogReader => {
  let last: Promise<Backlog | undefined> | undefined;
  let readAgainAtMs = -Infinity;

  const readNow = async (beganAtMs: number): Promise<Backlog | undefined> => {
    const backlog = await findBacklog(query).catch(() => undefined);
    const endedAtMs = clock.monotonicMs();
    readAgainAtMs = endedAtMs + Math.max(READ_EVERY_MS, READ_SHARE * (endedAtMs - beganAtMs));
    return backlog;
  };

  return {
    read: () => {
      const nowMs = clock.monotonicMs();
      if (last !== undefined && nowMs < readAgainAtMs) return last;
      readAgainAtMs = Infinity;
      last = readNow(nowMs);
      return last;
    },
  };
};

/** One part of the index of waiting deliveries for each endpoint; the endpoints are few. */
const findBacklog = async (query: Query): Promise<Backlog> => {
  const rows = await query<{ is_failing: boolean; count: number; oldest_age_ms: number }>({
    name: 'find-webhook-backlog',
    text: `
      select endpoint.probe_at is not null as is_failing,
             count(*)::int as count,
             greatest(max(extract(epoch from now() - delivery.created_at)) * 1000, 0)::float8 as oldest_age_ms
      from webhook_endpoints endpoint
      join deliveries delivery
        on delivery.merchant_id = endpoint.merchant_id and delivery.endpoint_id = endpoint.id
        and delivery.state = 'pending'
      where endpoint.enabled and endpoint.deleted_at is null
      group by endpoint.probe_at is not null`,
  });
  const waitingOf = (isFailing: boolean): Waiting => {
    const row = rows.find((candidate) => candidate.is_failing === isFailing);
    return { count: row?.count ?? 0, oldestAgeMs: row?.oldest_age_ms ?? 0 };
  };
  return { taking: waitingOf(false), failing: waitingOf(true) };
};
