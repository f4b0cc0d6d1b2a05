import type { CardBrand } from '../../card/card.ts';

/** Schemes with the same codes. `other`: nobody told us what their codes mean, so none of them shifts anything. */
export type EciFamily = 'visa' | 'mastercard' | 'other';

export const eciFamilies: Readonly<Record<CardBrand, EciFamily>> = {
  visa: 'visa',
  amex: 'visa',
  jcb: 'visa',
  discover: 'visa',
  diners: 'visa',
  unionpay: 'visa',
  mastercard: 'mastercard',
  maestro: 'mastercard',
  mir: 'other',
  unknown: 'other',
};

/** How much the issuer vouches for: authenticated, tried to, or nothing. The first two shift the liability to it. */
export type Strength = 'full' | 'attempt' | 'none';

/** What each code says. 04 data only, 06 exemption, 07 recurring at Mastercard; a code without a row says nothing. */
export const eciStrengths: Readonly<Record<EciFamily, Readonly<Record<string, Strength>>>> = {
  visa: { '05': 'full', '06': 'attempt', '07': 'none' },
  mastercard: { '02': 'full', '01': 'attempt', '00': 'none', '04': 'none', '06': 'none', '07': 'none' },
  other: {},
};

/** The code that says so, for an issuer that gave none, or one that says more than its status does. */
export const eciFor: Readonly<Record<EciFamily, Readonly<Record<Strength, string>>>> = {
  visa: { full: '05', attempt: '06', none: '07' },
  mastercard: { full: '02', attempt: '01', none: '00' },
  other: { full: '07', attempt: '07', none: '07' },
};

/** What a status is worth at most. */
const strengthOfStatus = { Y: 'full', A: 'attempt', I: 'none', U: 'none' } as const satisfies Readonly<
  Record<string, Strength>
>;

export type ProvenStatus = keyof typeof strengthOfStatus;

const ranks: Readonly<Record<Strength, number>> = { none: 0, attempt: 1, full: 2 };

export type EciReading = { readonly eci: string; readonly liabilityShift: boolean };

/** Status and code must both say it: of two that differ the weaker counts, and its code is what the acquirer hears. */
export const readEci = (brand: CardBrand, status: ProvenStatus, given: string | undefined): EciReading => {
  const family = eciFamilies[brand];
  const byStatus: Strength = family === 'other' ? 'none' : strengthOfStatus[status];
  const row = eciStrengths[family];
  const byCode: Strength =
    given === undefined ? byStatus : ((Object.hasOwn(row, given) ? row[given] : undefined) ?? 'none');
  const strength = ranks[byCode] < ranks[byStatus] ? byCode : byStatus;
  const isGivenUsable = given !== undefined && Object.hasOwn(row, given) && row[given] === strength;
  return { eci: isGivenUsable ? given : eciFor[family][strength], liabilityShift: strength !== 'none' };
};
