/** Keeps what past hours came to, so that a month is a sum of hours and not of payments. Called by the clock. */
import type { Clock } from '../../base/clock.ts';
import type { Uuid } from '../../base/id.ts';
import type { Db } from '../../db/db.ts';
import { CLOCKS_DIFFER_MS, lowestEventIdAt } from '../../events/store.ts';
import {
  claimMark,
  findChangedHours,
  findFirstHour,
  findMerchantsToCount,
  findPendingHours,
  insertMark,
  keepDeliveries,
  keepHours,
  lockMark,
  moveMark,
  type Mark,
} from './kept.ts';
import { HOUR_MS } from './period.ts';

type Deps = { readonly db: Db; readonly clock: Pick<Clock, 'nowMs' | 'monotonicMs'> };

/** Merchants that one run takes up, as many as make the clock run it again at once. */
const MERCHANTS = 20;

export const keepFigures = async (deps: Deps): Promise<number> => {
  const merchants = await findMerchantsToCount(deps.db.query, MERCHANTS);
  for (const merchantId of merchants) await keepFiguresOf(deps, merchantId as Uuid<'merchant'>);
  return merchants.length;
};

/**
 * An event is committed within this time after its id was made, whichever clock made it: a statement may take ten
 * seconds.
 */
const SEEN_AFTER_MS = 2 * CLOCKS_DIFFER_MS;
/** Rows of an hour are all there when it is over for so long. */
const KEPT_AFTER_MS = SEEN_AFTER_MS + CLOCKS_DIFFER_MS;

/** Hours that are counted in one transaction, where they are quick. */
const AT_ONCE = 24;
/** A statement may take ten seconds: the next part has twice as many hours only when the last one took less. */
const QUICK_MS = 1_000;
/** In one run: ten days of a merchant whose years are counted for the first time. */
const MOST = 10 * AT_ONCE;

const keepFiguresOf = async (deps: Deps, merchantId: Uuid<'merchant'>): Promise<void> => {
  const { query } = deps.db;
  const nowMs = deps.clock.nowMs();
  const seenTo = lowestEventIdAt(nowMs - SEEN_AFTER_MS);
  const endMs = Math.floor((nowMs - KEPT_AFTER_MS) / HOUR_MS) * HOUR_MS;
  const firstMs = Math.min((await findFirstHour(query, merchantId)) ?? endMs, endMs);
  await insertMark(query, merchantId, { keptToMs: firstMs, seenTo, deliveriesToMs: firstMs });
  const mark = await claimMark(query, merchantId);
  if (mark === undefined) return;

  const changed = await findChangedHours(query, merchantId, mark);
  await inParts(deps.clock, changed, (hours) => keep(deps, merchantId, hours, keepHours));
  const keptToMs = Math.max(mark.keptToMs, Math.min(endMs, mark.keptToMs + MOST * HOUR_MS));
  const more = Array.from({ length: (keptToMs - mark.keptToMs) / HOUR_MS }, (_, n) => mark.keptToMs + n * HOUR_MS);
  await inParts(deps.clock, more, async (hours) => {
    await keep(deps, merchantId, hours, keepHours);
    await keep(deps, merchantId, hours, keepDeliveries);
  });
  const deliveriesToMs = await keepPending(deps, merchantId, mark);
  await moveMark(
    query,
    merchantId,
    { keptToMs, seenTo: seenTo > mark.seenTo ? seenTo : mark.seenTo, deliveriesToMs },
    { isUnfinished: keptToMs < endMs },
  );
};

/**
 * The end of a delivery is no event: hours with some that were on their way are looked at again, one part at a time, in
 * turn. None is older than thirty days, when deliveries are given up.
 */
const keepPending = async (deps: Deps, merchantId: string, { deliveriesToMs }: Mark): Promise<number> => {
  const pending = await findPendingHours(deps.db.query, merchantId, deliveriesToMs, AT_ONCE);
  await inParts(deps.clock, pending, (hours) => keep(deps, merchantId, hours, keepDeliveries));
  return pending.length < AT_ONCE ? 0 : (pending.at(-1) ?? 0) + HOUR_MS;
};

const keep = (
  { db }: Deps,
  merchantId: string,
  hours: readonly number[],
  count: typeof keepHours | typeof keepDeliveries,
): Promise<void> =>
  db.transaction(async (query) => {
    await lockMark(query, merchantId);
    await count(query, merchantId, hours);
  });

const inParts = async (
  clock: Deps['clock'],
  hours: readonly number[],
  work: (part: readonly number[]) => Promise<void>,
): Promise<void> => {
  let size = 1;
  for (let done = 0; done < hours.length;) {
    const part = hours.slice(done, done + size);
    const beganMs = clock.monotonicMs();
    await work(part);
    size = clock.monotonicMs() - beganMs < QUICK_MS ? Math.min(size * 2, AT_ONCE) : 1;
    done += part.length;
  }
};
