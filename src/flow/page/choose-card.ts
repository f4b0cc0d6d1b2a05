import { Secret } from '../../base/secret.ts';
import type { CardSummary } from '../../card/card.ts';
import type { TicketCard } from '../../vault/ticket.ts';
import type { PayInput } from './checkout.ts';
import type { FlowDeps } from '../deps.ts';
import type { HowToCharge } from '../payment/charge.ts';
import { keepCard, type KeptCard } from '../payment-method/keep.ts';
import { openForCustomer } from '../payment-method/open.ts';
import { findSession } from '../session/store.ts';

/** The card that pays, and what becomes of it afterwards. */
export type ChosenCard = {
  readonly cardSummary: CardSummary;
  readonly charge: HowToCharge;
  /** By which the card is known again in this shop. */
  readonly cardFingerprint: Buffer;
  /** To be kept, should the payment be approved. */
  readonly keptCard?: KeptCard;
  /** One that was kept before. */
  readonly paymentMethodId?: string;
};

/**
 * The customer's new card, or one saved before; a saved card only for the customer that the session is for. Undefined:
 * there is no such saved card (any more).
 */
export const chooseCard = async (deps: FlowDeps, input: PayInput): Promise<ChosenCard | undefined> => {
  const { method, merchantId } = input;
  if (method.kind === 'newCard') {
    const { card, cardSummary, saves } = method;
    // Whether the shop asked for it is decided by the statement that writes the payment: it keeps nothing for nobody.
    const keptCard = saves ? { keptCard: await keepCard(deps, { merchantId, card, cardSummary }) } : {};
    const cardFingerprint = await deps.vault.fingerprintOf(merchantId, card.pan);
    return {
      cardSummary,
      cardFingerprint,
      charge: { card, initiator: { by: 'customer', storesCard: saves } },
      ...keptCard,
    };
  }
  const { paymentMethodId, cvc } = method;
  const session = await findSession(deps.db.query, merchantId, input.sessionId);
  const opened = await openForCustomer(deps, { merchantId, paymentMethodId });
  // How often the merchant may charge by itself does not bind the customer, who is here.
  if (opened.kind === 'refused' || session === undefined || opened.merchantCustomerId !== session.merchant_customer_id)
    return undefined;
  const { card, cardSummary } = opened;
  const cardFingerprint = await deps.vault.fingerprintOf(merchantId, card.pan);
  return {
    cardSummary,
    cardFingerprint,
    charge: { card: { ...card, cvc }, initiator: { by: 'customer', storesCard: false } },
    paymentMethodId,
  };
};

/**
 * What of it has to come again after a challenge. The number of a saved card never leaves the vault but for the
 * acquirer.
 */
export const ticketCardOf = ({ charge: { card }, paymentMethodId }: ChosenCard): TicketCard => {
  if (paymentMethodId !== undefined) return { cvc: card.cvc };
  const month = String(card.expiryMonth).padStart(2, '0');
  return {
    pan: card.pan,
    cvc: card.cvc,
    expiry: new Secret(`${month}/${card.expiryYear}`),
    cardholderName: new Secret(card.cardholderName ?? ''),
  };
};
