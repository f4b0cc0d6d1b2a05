import type { CardSummary } from '../card/card.ts';
import type { PayInput } from './checkout.ts';
import type { FlowDeps } from './deps.ts';
import type { HowToCharge } from './payment/authorize.ts';
import { keepCard, type KeptCard } from './payment-method/keep.ts';
import { openForCustomer } from './payment-method/open.ts';
import { findSession } from './session/store.ts';

/** The card that pays, and what becomes of it afterwards. */
export type ChosenCard = {
  readonly cardSummary: CardSummary;
  readonly charge: HowToCharge;
  /** To be kept, should the payment be approved. */
  readonly keptCard?: KeptCard;
  /** One that was kept before. */
  readonly paymentMethodId?: string;
};

/**
 * The customer's new card, or one saved before; a saved card only for the customer that the session is for. Undefined: there
 * is no such saved card (any more).
 */
export const chooseCard = async (deps: FlowDeps, input: PayInput): Promise<ChosenCard | undefined> => {
  const { method, merchantId } = input;
  if (method.kind === 'newCard') {
    const { card, cardSummary, saves } = method;
    // Whether the shop asked for it is decided by the statement that writes the payment: it keeps nothing for nobody.
    const keptCard = saves ? { keptCard: await keepCard(deps, { merchantId, card, cardSummary }) } : {};
    return { cardSummary, charge: { card, initiator: { by: 'customer', storesCard: saves } }, ...keptCard };
  }
  const { paymentMethodId, cvc } = method;
  const session = await findSession(deps.db.query, merchantId, input.sessionId);
  const opened = await openForCustomer(deps, { merchantId, paymentMethodId });
  // How often the merchant may charge by itself does not bind the customer, who is here.
  if (opened.kind === 'refused' || session === undefined || opened.merchantCustomerId !== session.merchant_customer_id) return undefined;
  const { card, cardSummary } = opened;
  return { cardSummary, charge: { card: { ...card, cvc }, initiator: { by: 'customer', storesCard: false } }, paymentMethodId };
};
