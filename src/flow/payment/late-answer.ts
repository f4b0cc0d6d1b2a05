import { asError } from '../../base/as-error.ts';
import type { LateAnswer } from '../../connectors/acquirer/contract.ts';
import type { PaymentDeps } from '../deps.ts';
import { applyToAttempt } from '../notification/apply.ts';

/**
 * The answer to an authorization that nobody waits for any more. It passes the gates of an answer: an attempt that is
 * still in doubt is settled by it, and an approval that nobody can use is undone. It is written down nowhere else:
 * should it be lost with this process, reconciliation goes on without it.
 */
export const hearLateAnswer = async (
  deps: PaymentDeps,
  account: { readonly merchant_id: string; readonly id: string },
  { reference, answer }: LateAnswer,
): Promise<void> => {
  // It says no more than its absence did.
  if (answer.kind !== 'approved' && answer.kind !== 'declined') return;
  const told = { merchant_id: account.merchant_id, account_id: account.id, reference, handle: null };
  try {
    const outcome = await applyToAttempt(deps, told, answer);
    deps.log.info({ attemptId: reference, outcome }, 'an acquirer answered after the time was up');
  } catch (error) {
    deps.log.error(
      { attemptId: reference, error: asError(error) },
      'a late answer of an acquirer could not be applied',
    );
  }
};
