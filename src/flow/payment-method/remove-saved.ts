import type { Uuid } from '../../base/id.ts';
import type { CheckoutAddress, CheckoutView } from '../page/checkout.ts';
import type { FlowDeps } from '../deps.ts';
import { viewCheckout } from '../session/view.ts';
import { deletePaymentMethod } from './delete.ts';

/**
 * The customer takes away a saved card: only one that the page shows to this browser, and only while the session is
 * open.
 */
export const removeSavedCard = async (
  deps: FlowDeps,
  address: CheckoutAddress,
  paymentMethodId: Uuid<'paymentMethod'>,
): Promise<CheckoutView | undefined> => {
  const view = await viewCheckout(deps, address);
  const isShown = view?.savedCards.some((saved) => saved.paymentMethodId === paymentMethodId) === true;
  if (!isShown || view.state !== 'open') return view;
  await deletePaymentMethod(deps, { merchantId: address.merchantId, paymentMethodId });
  return viewCheckout(deps, address);
};
