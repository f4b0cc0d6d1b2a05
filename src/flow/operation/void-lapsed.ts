import type { FlowDeps } from '../deps.ts';
import { LAPSED } from './lifecycle.ts';
import { runOperation } from './run.ts';
import { findLapsedPayments } from './store.ts';

/**
 * Gives up authorizations that nobody captured in time, and what partial captures left of them. Called by the clock;
 * gives how many.
 */
export const voidLapsed = async (deps: FlowDeps): Promise<number> => {
  const lapsed = await findLapsedPayments(deps.db.query, MOST_AT_ONCE);
  await Promise.all(
    lapsed.map(({ merchant_id, id }) =>
      runOperation(deps, 'void', {
        merchantId: merchant_id,
        paymentId: id,
        amount: undefined,
        final: true,
        reason: LAPSED,
        once: undefined,
      }).catch((error: unknown) => {
        // It is found again in a while; the others are not kept from their end.
        const cause = error instanceof Error ? error : new Error('unknown');
        deps.log.error({ paymentId: id, error: cause }, 'an authorization that lapsed could not be given up');
      }),
    ),
  );
  return lapsed.length;
};

const MOST_AT_ONCE = 20;
