import { LRUCache } from 'lru-cache';
import type { Clock } from '../../base/clock.ts';
import type { Uuid } from '../../base/id.ts';
import type { Db } from '../../db/db.ts';
import { findMerchant } from '../../merchants/store.ts';
import { ruleTable, velocityRules, type Limits } from './rules.ts';

/**
 * What an operator may set for a merchant; what is left out is as in `ruleTable`. Kept as it is in
 * `merchants.velocity`.
 */
export const velocitySettingNames = ['cardLimit', 'addressLimit', 'binLimit', 'merchantLimit', 'apiKeyLimit'] as const;
export type VelocitySettingName = (typeof velocitySettingNames)[number];
export type VelocitySettings = Readonly<Partial<Record<VelocitySettingName, string>>>;

/** What such a setting has to be, for a person; undefined: it is. */
export const findVelocityMistake = (value: string): string | undefined =>
  /^\d{1,6}$/.test(value) ? undefined : 'a whole number from 0 (no limit) to 999999';

export const limitsOf = (settings: VelocitySettings): Limits =>
  Object.fromEntries(
    velocityRules.map((rule) => [rule, Number(settings[`${rule}Limit`] ?? ruleTable[rule].limit)]),
  ) as Limits;

/** Every setting as it is, by the names that an operator uses. */
export const velocitySettingsOf = (settings: VelocitySettings): Readonly<Record<VelocitySettingName, number>> => {
  const limits = limitsOf(settings);
  return Object.fromEntries(velocityRules.map((rule) => [`${rule}Limit`, limits[rule]])) as Readonly<
    Record<VelocitySettingName, number>
  >;
};

export type FindLimits = (merchantId: string) => Promise<Limits>;

/** Read from the merchant's row, and remembered for some seconds: a payment does not wait for it. */
export const createFindLimits = (deps: { readonly db: Pick<Db, 'query'>; readonly clock: Clock }): FindLimits => {
  const remembered = new LRUCache<string, { readonly limits: Limits; readonly readAtMs: number }>({
    max: REMEMBER_MOST,
  });
  return async (merchantId) => {
    const known = remembered.get(merchantId);
    if (known !== undefined && deps.clock.monotonicMs() - known.readAtMs < REMEMBER_MS) return known.limits;
    const row = await findMerchant(deps.db.query, merchantId as Uuid<'merchant'>);
    const limits = limitsOf(row?.velocity ?? {});
    remembered.set(merchantId, { limits, readAtMs: deps.clock.monotonicMs() });
    return limits;
  };
};

const REMEMBER_MS = 5_000;
const REMEMBER_MOST = 10_000;
