import { findPayment } from '../payment/store.ts';
import type { PaymentDeps } from '../deps.ts';
import type { RefusedOperation } from '../statements/operations.ts';
import { runOperation, type OperationRequest, type OperationResult } from './run.ts';

export type IncrementRequest = Pick<OperationRequest, 'merchantId' | 'paymentId' | 'once' | 'actor'> & {
  /** Minor units that are added to what is authorized. */
  readonly amount: number;
};

/** `notSupported`: the acquirer of this payment can't add to an authorization; nothing was written, nobody asked. */
export type RefusedIncrement = RefusedOperation | { readonly refusal: 'notSupported' };

/** Has more authorized for a payment that waits for its capture, where its acquirer can. */
export const incrementAuthorization = async (
  deps: PaymentDeps,
  request: IncrementRequest,
): Promise<OperationResult | RefusedIncrement> => {
  // An account is for ever, and so is what its acquirer can: this needs no lock. All else is judged under it.
  const payment = await findPayment(deps.db.query, request.merchantId, request.paymentId);
  if (payment?.state === 'requiresCapture') {
    const acquirer = await deps.acquirers.of(payment.merchant_id, payment.account_id);
    if (acquirer.increment === undefined) return { refusal: 'notSupported' };
  }
  return runOperation(deps, 'increment', { ...request, final: false, reason: undefined });
};
