import { LRUCache } from 'lru-cache';
import type { Clock } from '../base/clock.ts';
import type { Uuid } from '../base/id.ts';
import type { Db } from '../db/db.ts';
import { findMerchant } from './store.ts';

/** Whether an operator has suspended a merchant, for those who come without a key. Remembered for `REMEMBER_MS`. */
export const createSuspensions = (deps: {
  readonly db: Pick<Db, 'query'>;
  readonly clock: Clock;
}): ((merchantId: Uuid<'merchant'>) => Promise<boolean>) => {
  const remembered = new LRUCache<string, { readonly isSuspended: boolean; readonly untilMs: number }>({
    max: REMEMBER_MOST,
  });
  return async (merchantId) => {
    const known = remembered.get(merchantId);
    if (known !== undefined && known.untilMs > deps.clock.monotonicMs()) return known.isSuspended;
    const askedAtMs = deps.clock.monotonicMs();
    const row = await findMerchant(deps.db.query, merchantId);
    // Only merchants that exist are remembered, so made-up addresses can't fill the memory.
    if (row === undefined) return false;
    const isSuspended = row.suspended_at !== null;
    remembered.set(merchantId, { isSuspended, untilMs: askedAtMs + REMEMBER_MS });
    return isSuspended;
  };
};

const REMEMBER_MS = 3_000;
const REMEMBER_MOST = 10_000;
