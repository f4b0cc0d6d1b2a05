import type { Card } from '../../card/card.ts';
import { readCvc } from '../../vault/card-fields.ts';
import type { AuthenticationCase } from '../authentication/store.ts';
import type { ActionResult, BroughtCode } from './customer-action.ts';
import { recordTicketOpening } from '../session/visitor-store.ts';
import { openTicket, openWaitingCard, type TicketDeps } from './ticket.ts';

type Brought =
  | { readonly kind: 'card'; readonly card: Card }
  | Extract<ActionResult, { readonly kind: 'codeNeeded' | 'mistakes' | 'unknownPayment' }>;

/**
 * The card that waits in the vault, with the code that a browser brings. A ticket opens for the browser that brings it
 * first, as often as that one needs it: in the hands of others it is none, and they type the code. Where no ticket was
 * ever brought (an address that a shop took from an event, a card that was sent without its code) the card goes without
 * one.
 */
export const cardBroughtBy = async (
  deps: TicketDeps,
  about: AuthenticationCase,
  brought: BroughtCode,
): Promise<Brought> => {
  const { ticket, cvc, visitor } = brought;
  if (cvc !== undefined) {
    const read = readCvc({ cvc }, about.payment.card.bin);
    return read.kind === 'mistakes' ? read : waiting(await openWaitingCard(deps, about, read.cvc));
  }
  const opened = ticket === undefined ? undefined : await openTicket(deps, about, ticket);
  const opener = await recordTicketOpening(deps.db.query, {
    merchantId: about.payment.merchant_id,
    paymentId: about.payment.id,
    visitorHash: opened === undefined ? null : visitor,
  });
  if (opened === undefined && opener === null) return waiting(await openWaitingCard(deps, about, undefined));
  return opened !== undefined && opener === visitor ? { kind: 'card', card: opened } : { kind: 'codeNeeded' };
};

const waiting = (card: Card | undefined): Brought =>
  card === undefined ? { kind: 'unknownPayment' } : { kind: 'card', card };
