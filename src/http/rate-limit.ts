import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from '../base/problem.ts';
import { clientAddress } from './client-address.ts';

/** So many a second, for each key. Kept in this process: with several gateways behind a balancer each allows its share and more. */
export type RateLimit = {
  /** Throws `rate_limited`, with the seconds to wait, when `key` has used up its second. */
  readonly take: (key: string) => Promise<void>;
};

const NO_LIMIT: RateLimit = { take: () => Promise.resolve() };

/** `perSecond` 0: no limit. */
export const createRateLimit = (perSecond: number, whose: string): RateLimit => {
  if (perSecond === 0) return NO_LIMIT;
  const limiter = new RateLimiterMemory({ points: perSecond, duration: 1 });
  return {
    take: async (key) => {
      try {
        await limiter.consume(key);
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        const retryAfterSeconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
        throw new Problem(
          'rate_limited',
          `More than ${perSecond} requests a second from this ${whose}. Try again in ${retryAfterSeconds} s.`,
          { retryAfterSeconds },
        );
      }
    },
  };
};

/** By address: forms that our pages made, and everything else, apart: a stranger behind a shared address uses up nobody's share but his own. */
export type FormLimits = { readonly customers: RateLimit; readonly strangers: RateLimit };

/**
 * Forms count by address, whichever session they are for: one that tries out card numbers has many sessions. Register it in the scope of
 * the forms' routes: the route decides what a form is and never the address as it was written, of which there are many for one
 * route (`/%70ay/`). `isOurs`: whether the form's token proves that a page of ours made it.
 */
export const limitForms = (
  scope: FastifyInstance,
  { customers, strangers }: FormLimits,
  isOurs: (request: FastifyRequest) => boolean,
): void => {
  scope.addHook('preHandler', async (request) => {
    if (request.method === 'POST') await (isOurs(request) ? customers : strangers).take(clientAddress(request).network);
  });
};
