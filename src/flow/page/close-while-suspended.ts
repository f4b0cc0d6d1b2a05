import type { Uuid } from '../../base/id.ts';
import type { Checkout, CheckoutAddress, CheckoutView } from './checkout.ts';
import { hideFromOthers } from '../session/standing.ts';

/**
 * What customers of a suspended merchant see: an open session is closed, as if the merchant had ended it, with a way
 * back to the shop. It is open again when the suspension ends before the session does. A payment that has begun is
 * finished: a customer who is with the bank is not left there, and its outcome is what the customer sees.
 */
export const closeWhileSuspended = (
  isSuspended: (merchantId: Uuid<'merchant'>) => Promise<boolean>,
  checkout: Checkout,
): Checkout => {
  const close = async (address: CheckoutAddress, view: CheckoutView | undefined): Promise<CheckoutView | undefined> =>
    view?.state === 'open' && (await isSuspended(address.merchantId)) ? closed(view) : view;
  return {
    ...checkout,
    view: async (address) => close(address, await checkout.view(address)),
    waitForOutcome: async (address, timeoutMs) => close(address, await checkout.waitForOutcome(address, timeoutMs)),
    pay: async (input) => {
      if (!(await isSuspended(input.merchantId))) return checkout.pay(input);
      const view = await checkout.view(input);
      if (view === undefined) return { kind: 'unknownSession' };
      return view.state === 'paying' ? { kind: 'processing', view } : { kind: 'over', view: closed(view) };
    },
  };
};

const closed = (view: CheckoutView): CheckoutView =>
  view.state === 'open'
    ? hideFromOthers({ ...view, state: 'expired', expirationReason: 'merchant', savedCards: [] })
    : view;
