import type { Uuid } from '../../base/id.ts';
import type { CheckoutAddress, CheckoutView } from '../checkout.ts';
import type { FlowDeps } from '../deps.ts';
import { findSession } from '../session/store.ts';
import { viewCheckout } from '../session/view.ts';
import { deletePaymentMethod } from './delete.ts';
import { findPaymentMethod } from './store.ts';

/**
 * The customer takes away a card that was saved: only one of the customer that the session is for, and only while it is
 * open.
 */
export const removeSavedCard = async (
  deps: FlowDeps,
  address: CheckoutAddress,
  paymentMethodId: Uuid<'paymentMethod'>,
): Promise<CheckoutView | undefined> => {
  const { merchantId, sessionId } = address;
  const session = await findSession(deps.db.query, merchantId, sessionId);
  const method = await findPaymentMethod(deps.db.query, merchantId, paymentMethodId);
  const isTheirs =
    session !== undefined && method !== undefined && session.merchant_customer_id === method.merchant_customer_id;
  if (isTheirs && session.state === 'open') await deletePaymentMethod(deps, { merchantId, paymentMethodId });
  return viewCheckout(deps, address);
};
