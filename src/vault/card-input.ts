import { brandRulesOf } from '../card/brand.ts';
import type { Card, CardSummary } from '../card/card.ts';
import { readCard, wrapCardFields } from './card-fields.ts';

/** A card as a merchant's server sends it. */
export type CardInput = {
  readonly number: string;
  readonly expiryMonth: number;
  readonly expiryYear: number;
  readonly cvc?: string;
  readonly cardholderName?: string;
};

export type CardInputMistake = { readonly field: keyof CardInput; readonly message: string };
export type ReadCardInput =
  | { readonly kind: 'card'; readonly card: Card; readonly cardSummary: CardSummary }
  | { readonly kind: 'mistakes'; readonly mistakes: readonly CardInputMistake[] };

/** Takes the card into the vault's types, or says everything that is wrong with it; values are never repeated. */
export const readCardInput = (input: CardInput, nowMs: number): ReadCardInput => {
  const month = String(input.expiryMonth).padStart(2, '0');
  const read = readCard(
    wrapCardFields({
      pan: input.number,
      expiry: `${month}/${input.expiryYear}`,
      // A server may leave out the CVC and the name; stand-ins of the right form let the other fields be checked alike.
      cvc: input.cvc ?? '0'.repeat(brandRulesOf(input.number.replaceAll(/\D/g, '')).cvcLengths[0] ?? 3),
      cardholderName: input.cardholderName ?? 'Unknown',
    }),
    nowMs,
  );
  if (read.kind === 'mistakes') {
    const { pan, expiry, cvc, cardholderName } = read.mistakes;
    return {
      kind: 'mistakes',
      mistakes: [
        ...(pan === undefined ? [] : [{ field: 'number', message: 'is not a card number.' } as const]),
        ...(expiry === undefined
          ? []
          : [
              {
                field: 'expiryYear',
                message: expiry === 'past' ? 'says that the card has expired.' : 'is not a plausible expiry.',
              } as const,
            ]),
        ...(cvc === undefined
          ? []
          : [
              {
                field: 'cvc',
                message:
                  cvc === 'invalid4' ? 'must have 4 digits for this brand.' : 'must have 3 digits for this brand.',
              } as const,
            ]),
        ...(cardholderName === undefined
          ? []
          : [{ field: 'cardholderName', message: 'must be a name of 2 to 64 letters.' } as const]),
      ],
    };
  }
  const { card, cardSummary } = read;
  return {
    kind: 'card',
    card: { ...card, cvc: input.cvc === undefined ? undefined : card.cvc, cardholderName: input.cardholderName },
    cardSummary,
  };
};
