import { LRUCache } from 'lru-cache';
import type { Clock } from '../../base/clock.ts';
import type { ThreeDsMerchant } from '../../connectors/threeds/contract.ts';
import type { Db } from '../../db/db.ts';
import type { Uuid } from '../../base/id.ts';
import { findMerchant } from '../../merchants/store.ts';
import { defaultPolicies, type ThreeDsPolicy } from './decide.ts';

/** How a merchant is introduced to issuers, and what it wants where the schemes leave a choice. */
export type ThreeDsProfile = { readonly policy: ThreeDsPolicy; readonly merchant: ThreeDsMerchant };

/**
 * What an operator may set for a merchant; what is left out is as in `defaults`. Kept as it is in `merchants.three_ds`.
 */
export type ThreeDsSettings = Partial<ThreeDsPolicy> &
  Partial<
    Pick<
      ThreeDsMerchant,
      'categoryCode' | 'countryNumber' | 'url' | 'acquirerBin' | 'acquirerMerchantId' | 'requestorId'
    >
  >;

/** What each setting may be, and how a person is told. */
const settingRules = {
  whenUnavailable: [/^(?:authorize|stop)$/, 'authorize or stop'],
  whenNotEnrolled: [/^(?:authorize|stop)$/, 'authorize or stop'],
  challenge: [/^(?:noPreference|noChallenge|requested|mandated)$/, 'noPreference, noChallenge, requested or mandated'],
  categoryCode: [/^\d{4}$/, 'four digits (ISO 18245)'],
  countryNumber: [/^\d{3}$/, 'three digits (ISO 3166-1 numeric)'],
  url: [/^https?:\/\/[^\s]{1,240}$/, 'a web address'],
  acquirerBin: [/^\d{6,11}$/, 'six to eleven digits'],
  acquirerMerchantId: [/^[\x21-\x7e]{1,35}$/, '1 to 35 letters and digits'],
  requestorId: [/^[\x21-\x7e]{1,35}$/, '1 to 35 letters and digits'],
} as const satisfies Readonly<Record<keyof ThreeDsSettings, readonly [RegExp, string]>>;

export type ThreeDsSettingName = keyof typeof settingRules;
export const threeDsSettingNames = Object.keys(settingRules) as readonly ThreeDsSettingName[];

/** What such a setting has to be, for a person; undefined: it is. */
export const findSettingMistake = (name: ThreeDsSettingName, value: string): string | undefined => {
  const [pattern, words] = settingRules[name];
  return pattern.test(value) ? undefined : words;
};

/** ISO 18245 5999: miscellaneous and specialty retail. ISO 3166-1 528: the Netherlands. */
const defaults = { categoryCode: '5999', countryNumber: '528', acquirerBin: '455555' } as const;

export type FindThreeDsProfile = (merchantId: string) => Promise<ThreeDsProfile>;

/** Read from the merchant's row, and remembered for some seconds: a payment does not wait for it. */
export const createThreeDsProfiles = (deps: {
  readonly db: Pick<Db, 'query'>;
  readonly clock: Clock;
  readonly publicUrl: string;
  readonly mode: Mode;
}): FindThreeDsProfile => {
  const remembered = new LRUCache<string, { readonly profile: ThreeDsProfile; readonly readAtMs: number }>({
    max: REMEMBER_MOST,
  });
  return async (merchantId) => {
    const known = remembered.get(merchantId);
    if (known !== undefined && deps.clock.monotonicMs() - known.readAtMs < REMEMBER_MS) return known.profile;
    const row = await findMerchant(deps.db.query, merchantId as Uuid<'merchant'>);
    if (row === undefined) throw new Error('a payment names a merchant that is not stored');
    const { publicUrl, mode } = deps;
    const profile = profileOf({ merchantId, name: row.name, publicUrl, mode, settings: row.three_ds ?? {} });
    remembered.set(merchantId, { profile, readAtMs: deps.clock.monotonicMs() });
    return profile;
  };
};

const REMEMBER_MS = 5_000;
const REMEMBER_MOST = 10_000;

type Mode = keyof typeof defaultPolicies;

type ProfileInput = {
  readonly merchantId: string;
  readonly name: string;
  readonly publicUrl: string;
  readonly mode: Mode;
  readonly settings: ThreeDsSettings;
};

/** What the merchant wants, and else what is wanted in this mode. */
export const policyOf = (settings: ThreeDsSettings, mode: Mode): ThreeDsPolicy => {
  const { whenUnavailable, whenNotEnrolled, challenge } = { ...defaultPolicies[mode], ...settings };
  return { whenUnavailable, whenNotEnrolled, challenge };
};

const profileOf = ({ merchantId, name, publicUrl, mode, settings }: ProfileInput): ThreeDsProfile => {
  const id = merchantId.replaceAll('-', '');
  const { categoryCode, countryNumber, acquirerBin, url, acquirerMerchantId, requestorId } = {
    ...defaults,
    url: publicUrl,
    acquirerMerchantId: id,
    requestorId: id,
    ...settings,
  };
  return {
    policy: policyOf(settings, mode),
    merchant: { name, url, categoryCode, countryNumber, acquirerBin, acquirerMerchantId, requestorId },
  };
};
