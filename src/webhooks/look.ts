import type { Clock } from '../base/clock.ts';
import type { DatabaseTime } from '../db/database-time.ts';
import type { Db } from '../db/db.ts';
import { releaseFollowers } from './follower-store.ts';
import type { Queues } from './queues.ts';
import { PROBE_EVERY_MS } from './schedule.ts';
import { findAllEndpointsDue, findEndpointsDueLately, takeProbes, type EndpointRef } from './store.ts';

type LookDeps = { readonly db: Db; readonly clock: Clock; readonly time: DatabaseTime };

/** Without a hint the database is looked at this often. */
export const TICK_MS = 500;
/** How far back a look goes beyond the last one: transactions become visible a little after the time they carry. */
const HINT_OVERLAP_MS = 250;
const TICK_OVERLAP_MS = 3_000;
/** All endpoints are asked this often, but with at most a twentieth of the time. */
const SWEEP_EVERY_MS = 5_000;
const SWEEP_SHARE = 20;

const PROBES_PER_TICK = 128;

/** Finds endpoints that have work and marks their queues; gives those whose turn to be probed was taken. */
export const createLook = (
  deps: LookDeps,
  queues: Queues,
): ((isHinted: boolean) => Promise<readonly EndpointRef[]>) => {
  const { db, clock, time } = deps;
  let lookedAtMs = clock.monotonicMs() - TICK_OVERLAP_MS;
  let tickAtMs = 0;
  let sweepAtMs = 0;

  const mark = (endpoints: readonly EndpointRef[]): void => {
    for (const endpoint of endpoints) queues.get(endpoint, clock.monotonicMs()).mayHaveMore = true;
  };

  const tick = async (): Promise<readonly EndpointRef[]> => {
    const nowMs = clock.monotonicMs();
    tickAtMs = nowMs + TICK_MS;
    // What waits for a delivery under way in another process can only be seen by looking again.
    for (const queue of queues.all()) queue.mayHaveMore ||= queue.hasBlocked;
    if (nowMs >= sweepAtMs) {
      mark(await findAllEndpointsDue(db.query));
      queues.forgetIdle(nowMs);
      sweepAtMs = nowMs + Math.max(SWEEP_EVERY_MS, SWEEP_SHARE * (clock.monotonicMs() - nowMs));
    }
    return takeProbes(db.query, { limit: PROBES_PER_TICK, probeEveryMs: PROBE_EVERY_MS });
  };

  return async (isHinted) => {
    const nowMs = clock.monotonicMs();
    const isTick = nowMs >= tickAtMs;
    if (!isHinted && !isTick) return [];
    // Marks that nobody heeded: left by a process that died, or by one of the version before.
    if (isTick) mark(await releaseFollowers(db.query));
    // Before anything is sent: signatures carry the database's time.
    if (isTick) await time.refresh();
    mark(await findEndpointsDueLately(db.query, nowMs - lookedAtMs + (isTick ? TICK_OVERLAP_MS : HINT_OVERLAP_MS)));
    lookedAtMs = nowMs;
    return isTick ? tick() : [];
  };
};
