import { brandRulesOf, findCvcMistake, type CvcMistake } from '../card/brand.ts';
import type { Card, CardSummary } from '../card/card.ts';
import { findCardholderNameMistake, type CardholderNameMistake } from '../card/cardholder-name.ts';
import { findExpiryMistake, parseExpiry, type ExpiryMistake } from '../card/expiry.ts';
import { findPanMistake, normalizePan, toAsciiDigits, type PanMistake } from '../card/pan.ts';
import { Secret } from '../base/secret.ts';

/** The four fields of the payment page as typed. All secret: people type the number into the name field too. */
export type CardFields = {
  readonly pan: Secret;
  readonly expiry: Secret;
  readonly cvc: Secret;
  readonly cardholderName: Secret;
};

export type CardMistakes = {
  readonly pan?: PanMistake;
  readonly expiry?: ExpiryMistake;
  readonly cvc?: CvcMistake;
  readonly cardholderName?: CardholderNameMistake;
};

export type ReadCardResult =
  | { readonly kind: 'card'; readonly card: Card; readonly cardSummary: CardSummary }
  | { readonly kind: 'mistakes'; readonly mistakes: CardMistakes };

export type ReadCvcResult =
  | { readonly kind: 'cvc'; readonly cvc: Secret }
  | { readonly kind: 'mistakes'; readonly mistakes: Pick<CardMistakes, 'cvc'> };

/** A field longer than this is no card field; the rest is cut off before anything looks at it. */
const MAX_FIELD_LENGTH = 200;

/** Wraps what a form, or an opened envelope, says. A field that is missing or not text counts as empty. */
export const wrapCardFields = (fields: Readonly<Record<string, unknown>>): CardFields => {
  const field = (name: string): Secret => {
    const value = fields[name];
    return new Secret(typeof value === 'string' ? value.slice(0, MAX_FIELD_LENGTH) : '');
  };
  return { pan: field('pan'), expiry: field('expiry'), cvc: field('cvc'), cardholderName: field('cardholderName') };
};

/** The card in the fields, or everything that is wrong with them at once. */
export const readCard = (fields: CardFields, nowMs: number): ReadCardResult => {
  const pan = normalizePan(fields.pan.reveal());
  const cvc = cvcIn(fields);
  const expiryText = fields.expiry.reveal();
  const cardholderName = fields.cardholderName.reveal().trim();

  const mistakes = withoutUndefined({
    pan: findPanMistake(pan),
    expiry: findExpiryMistake(expiryText, nowMs),
    cvc: findCvcMistake(cvc, pan),
    cardholderName: findCardholderNameMistake(cardholderName),
  });
  const expiry = parseExpiry(expiryText);
  if (expiry === undefined || Object.keys(mistakes).length > 0) return { kind: 'mistakes', mistakes };

  const { month: expiryMonth, year: expiryYear } = expiry;
  return {
    kind: 'card',
    card: { pan: new Secret(pan), cvc: new Secret(cvc), expiryMonth, expiryYear, cardholderName },
    cardSummary: summarize(pan, { expiryMonth, expiryYear }),
  };
};

/** The CVC typed for a card that was saved before; the card's first digits (`bin`) say how long it is. */
export const readCvc = (fields: Pick<CardFields, 'cvc'>, bin: string): ReadCvcResult => {
  const cvc = cvcIn(fields);
  const mistake = findCvcMistake(cvc, bin);
  return mistake === undefined
    ? { kind: 'cvc', cvc: new Secret(cvc) }
    : { kind: 'mistakes', mistakes: { cvc: mistake } };
};

const cvcIn = ({ cvc }: Pick<CardFields, 'cvc'>): string => toAsciiDigits(cvc.reveal()).trim();

const summarize = (
  pan: string,
  expiry: { readonly expiryMonth: number; readonly expiryYear: number },
): CardSummary => ({
  brand: brandRulesOf(pan).brand,
  // PCI DSS 3.4.1: the first eight digits may be shown of numbers of 16 and more, six of shorter ones.
  bin: pan.slice(0, pan.length >= 16 ? 8 : 6),
  last4: pan.slice(-4),
  ...expiry,
});

const withoutUndefined = (mistakes: {
  readonly [Field in keyof CardMistakes]: CardMistakes[Field] | undefined;
}): CardMistakes => ({
  ...(mistakes.pan && { pan: mistakes.pan }),
  ...(mistakes.expiry && { expiry: mistakes.expiry }),
  ...(mistakes.cvc && { cvc: mistakes.cvc }),
  ...(mistakes.cardholderName && { cardholderName: mistakes.cardholderName }),
});
