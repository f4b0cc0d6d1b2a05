import { asError } from '../../base/as-error.ts';
import type { PaymentDeps } from '../deps.ts';
import { LAPSED } from './lifecycle.ts';
import { runOperation } from './run.ts';
import { findLapsedPayments } from './store.ts';

/**
 * Gives up authorizations that nobody captured in time, and what partial captures left of them. Called by the clock;
 * gives how many.
 */
export const voidLapsed = async (deps: PaymentDeps): Promise<number> => {
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
        const cause = asError(error);
        deps.log.error({ paymentId: id, error: cause }, 'a lapsed authorization could not be voided');
      }),
    ),
  );
  return lapsed.length;
};

const MOST_AT_ONCE = 20;
