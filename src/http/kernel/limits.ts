import type { Clock } from '../../base/clock.ts';
import { createRateLimit, type SharedLimit } from './rate-limit.ts';

/** Per second; 0: no limit. */
export type LimitSettings = {
  readonly rateLimitPerKey: number;
  readonly rateLimitPerIp: number;
  readonly kilobytesPerMerchant: number;
  readonly workMsPerMerchant: number;
};

/** Every limit by rate of a gateway. Their names are the same in all processes, which is how they count together. */
export type Limits = Readonly<Record<'key' | 'stranger' | 'customer' | 'bytes' | 'work', SharedLimit>>;

export const createLimits = (settings: LimitSettings, clock: Pick<Clock, 'monotonicMs'>): Limits => {
  const limit = (name: keyof Limits, perSecond: number, sentence: string): SharedLimit =>
    createRateLimit({ name, perSecond, sentence }, clock);
  const { rateLimitPerKey, rateLimitPerIp, kilobytesPerMerchant, workMsPerMerchant } = settings;
  const fromAddress = `More than ${rateLimitPerIp} requests a second from this address.`;
  return {
    key: limit('key', rateLimitPerKey, `More than ${rateLimitPerKey} requests a second from this API key.`),
    stranger: limit('stranger', rateLimitPerIp, fromAddress),
    customer: limit('customer', rateLimitPerIp, fromAddress),
    bytes: limit(
      'bytes',
      kilobytesPerMerchant * 1000,
      `More than ${kilobytesPerMerchant} KB a second were sent and answered for this merchant.`,
    ),
    work: limit(
      'work',
      workMsPerMerchant,
      `What this merchant sent took more than ${workMsPerMerchant} ms a second to read.`,
    ),
  };
};
