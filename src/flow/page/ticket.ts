import type { Card } from '../../card/card.ts';
import { readCard, readCvc } from '../../vault/card-fields.ts';
import type { AuthenticationCase } from '../authentication/store.ts';
import type { Cards, Ground } from '../deps.ts';
import { openSavedCard } from '../pay-cleared.ts';

export type TicketDeps = Ground & Cards;

/**
 * The card that a ticket brings, or completes: of a saved card, and of one that waits in the vault, only the code
 * travels. Undefined: not a ticket of this attempt.
 */
export const openTicket = async (
  deps: TicketDeps,
  about: AuthenticationCase,
  ticket: string,
): Promise<Card | undefined> => {
  const { merchant_id: merchantId, attempt_id: attemptId } = about.authentication;
  const fields = deps.tickets.open(
    { merchantId, ticketOf: about.waiting_card === null ? attemptId : about.payment.id },
    ticket,
  );
  if (fields === undefined) return undefined;
  if (about.payment.payment_method_id === null && about.waiting_card === null) {
    const read = readCard(fields, deps.clock.nowMs());
    return read.kind === 'card' ? read.card : undefined;
  }
  const read = readCvc(fields, about.payment.card.bin);
  const cvc = read.kind === 'cvc' ? read.cvc : undefined;
  return about.waiting_card === null ? openSavedCard(deps, about, cvc) : openWaitingCard(deps, about, cvc);
};

/**
 * A card that a shop's server sent. Its code is in no store: without the ticket that travels with the customer, it is
 * authorized without one.
 */
export const openWaitingCard = async (
  deps: TicketDeps,
  { authentication, payment, waiting_card: waiting }: AuthenticationCase,
  cvc: Card['cvc'],
): Promise<Card | undefined> => {
  if (waiting === null) return undefined;
  const pan = await deps.vault.openCard({
    merchantId: authentication.merchant_id,
    recordId: authentication.attempt_id,
    keyVersion: waiting.key_version,
    sealed: Buffer.from(waiting.sealed, 'hex'),
  });
  if (pan === 'unreadable') throw new Error('a card that waits for its customer does not open');
  const { expiryMonth, expiryYear } = payment.card;
  return { pan, cvc, expiryMonth, expiryYear, cardholderName: waiting.cardholder_name ?? undefined };
};
