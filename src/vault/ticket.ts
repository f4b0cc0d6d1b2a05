import { createHmac } from 'node:crypto';
import { Secret } from '../base/secret.ts';
import { wrapCardFields, type CardFields } from './card-fields.ts';
import { decrypt, encrypt } from './cipher.ts';

/**
 * A card on its way through the customer's browser and back while the issuer asks. The gateway keeps nothing of it: the
 * code of a card stands in no store, not even encrypted. Only the vault opens a ticket, and whoever asks it to does so
 * for an attempt that waits.
 */
export type CardTickets = {
  /**
   * base64url, at most 900 letters: a `threeDSSessionData` may have 1,024. The same card for the same use gives the
   * same ticket.
   */
  readonly seal: (use: TicketUse, card: TicketCard) => string;
  /** Undefined: not a ticket for this use. A field that the ticket does not have is empty. */
  readonly open: (use: TicketUse, ticket: string) => CardFields | undefined;
};

/**
 * `ticketOf`: the attempt of a card typed on the page; the payment of a card that a shop's server sent, for all of its
 * attempts.
 */
export type TicketUse = { readonly merchantId: string; readonly ticketOf: string };

/** As typed. Of a card whose number waits in the vault the code is all that travels. */
export type TicketCard = { readonly [Field in keyof CardFields]?: Secret | undefined };

const NONCE_BYTES = 12;
const MAX_TICKET_LENGTH = 900;
/**
 * Tickets of a kind have one length, so that it says nothing about the card or the name. A code alone goes into an
 * address.
 */
const PLAINTEXT_LENGTHS = { card: 384, codeAlone: 32 } as const;

export const createCardTickets = (key: Secret<Buffer>): CardTickets => {
  // A key for each use, and one plaintext under it: the nonce is made of both, so an answer that is given again has the
  // same bytes.
  const keyOf = (context: string): Secret<Buffer> =>
    new Secret(createHmac('sha256', key.reveal()).update(`key ${context}`).digest());
  return {
    seal: (use, card) => {
      const context = contextOf(use);
      const own = keyOf(context);
      const fields = Object.fromEntries(
        Object.entries(card).flatMap(([name, value]) => (value === undefined ? [] : [[name, value.reveal()]])),
      );
      const length = card.pan === undefined ? PLAINTEXT_LENGTHS.codeAlone : PLAINTEXT_LENGTHS.card;
      const json = Buffer.from(JSON.stringify(fields));
      const plain = Buffer.alloc(Math.max(length, json.length), ' ');
      json.copy(plain);
      json.fill(0);
      const nonce = createHmac('sha256', own.reveal()).update('nonce ').update(plain).digest().subarray(0, NONCE_BYTES);
      const sealed = encrypt({ bytes: () => nonce }, own, context, plain);
      plain.fill(0);
      return sealed.toString('base64url');
    },
    open: (use, ticket) => {
      const context = contextOf(use);
      if (ticket.length > MAX_TICKET_LENGTH) return undefined;
      const plain = decrypt(keyOf(context), context, Buffer.from(ticket, 'base64url'));
      return plain && unpack(plain);
    },
  };
};

const contextOf = ({ merchantId, ticketOf }: TicketUse): string => `tollgate card ticket ${merchantId}/${ticketOf}`;

const unpack = (plain: Buffer): CardFields => {
  try {
    return wrapCardFields(JSON.parse(plain.toString('utf8')) as Readonly<Record<string, unknown>>);
  } finally {
    plain.fill(0);
  }
};
