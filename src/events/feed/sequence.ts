import type { Clock } from '../../base/clock.ts';
import type { Db } from '../../db/db.ts';
import { lowestEventIdAt } from '../store.ts';
import { lockFeed, sequenceHistory, sequenceQueue } from './sequence-store.ts';
import { findFeedsWithQueue, findUnsweptFeeds, insertFeed, noteSwept, queueMissed } from './store.ts';

export type SequenceDeps = { readonly db: Db; readonly clock: Pick<Clock, 'nowMs'> };

const EVENTS_AT_ONCE = 1_000;
const LOOK_AT_ONCE = 5_000;

/**
 * Begins a merchant's feed. What was written until a moment ago is the history; the rest is queued here, because
 * statements that ran while the feed was made did not know of it. Those that have not committed yet are found by the
 * sweep.
 */
export const beginFeed = async ({ db, clock }: SequenceDeps, merchantId: string): Promise<void> => {
  const historyUntil = lowestEventIdAt(clock.nowMs() - LOOK_BACK_MS);
  await insertFeed(db.query, merchantId, historyUntil);
  await queueAllMissed(db, merchantId, historyUntil);
};

/**
 * Gives everything that waits its place, at most `BATCHES` times a thousand events: a reader who finds more waiting
 * reads meanwhile. One process at a time for each merchant, by the lock of the feed.
 */
export const putInOrder = async ({ db }: Pick<SequenceDeps, 'db'>, merchantId: string): Promise<number> => {
  let taken = 0;
  for (let batch = 0; batch < BATCHES; batch++) {
    const count = await db.transaction(async (query) =>
      (await lockFeed(query, merchantId)) === undefined ? 0 : sequenceQueue(query, merchantId, EVENTS_AT_ONCE),
    );
    taken += count;
    if (count < EVENTS_AT_ONCE) break;
  }
  return taken;
};

const BATCHES = 10;

/** Puts the next thousand events of the time before the feed in order. */
export const putHistoryInOrder = ({ db }: Pick<SequenceDeps, 'db'>, merchantId: string): Promise<void> =>
  db.transaction(async (query) => {
    const feed = await lockFeed(query, merchantId);
    if (feed?.isHistoryWhole === false) await sequenceHistory(query, merchantId, feed, EVENTS_AT_ONCE);
  });

/** The clock's part: a feed that nobody reads at this moment keeps a short queue. Says how many events got a place. */
export const sequenceFeeds = async (deps: SequenceDeps): Promise<number> => {
  let taken = 0;
  for (const merchantId of await findFeedsWithQueue(deps.db.query, FEEDS_AT_ONCE)) {
    taken += await putInOrder(deps, merchantId);
  }
  return taken;
};

const FEEDS_AT_ONCE = 100;

/**
 * Looks for events that nobody queued: those of an older release beside this one, or of statements that ran while the
 * feed was made. It looks back from where the last look ended, so nothing is missed when no process of this release
 * ran for days. Says how many it found.
 */
export const sweepFeeds = async ({ db }: Pick<SequenceDeps, 'db'>): Promise<number> => {
  let queued = 0;
  for (;;) {
    const feeds = await findUnsweptFeeds(db.query, { everyMs: SWEEP_EVERY_MS, limit: FEEDS_AT_ONCE });
    for (const feed of feeds) {
      queued += await queueAllMissed(db, feed.merchant_id, lowestEventIdAt(feed.swept_ms - LOOK_BACK_MS));
      await noteSwept(db.query, feed.merchant_id, feed.now_ms);
    }
    if (feeds.length < FEEDS_AT_ONCE) return queued;
  }
};

const SWEEP_EVERY_MS = 60_000;
/** Gateways' clocks differ by ten minutes at most, and a transaction is ended by the database within half of one. */
const LOOK_BACK_MS = 15 * 60_000;

const queueAllMissed = async (db: Db, merchantId: string, from: string): Promise<number> => {
  let queued = 0;
  for (let after = from; ;) {
    const step = await queueMissed(db.query, merchantId, after, LOOK_AT_ONCE);
    queued += step.queued;
    if (step.lookedAt < LOOK_AT_ONCE) return queued;
    after = step.lastId;
  }
};
