import type { Secret } from '../base/secret.ts';

/** A card as the customer gave it, on its way from the vault to an acquirer. Lives in memory only. */
export type Card = {
  /** 12–19 digits, Luhn-valid. */
  readonly pan: Secret;
  /** 3 or 4 digits; absent for merchant-initiated payments, which never have one. */
  readonly cvc: Secret | undefined;
  /** 1–12 */
  readonly expiryMonth: number;
  /** Four digits. */
  readonly expiryYear: number;
  readonly cardholderName: string | undefined;
};

/** What everyone may see of a card. */
export type CardSummary = {
  readonly brand: CardBrand;
  /** The first 6 digits (8 for PANs of 16 and more), which name the issuer. */
  readonly bin: string;
  readonly last4: string;
  readonly expiryMonth: number;
  readonly expiryYear: number;
};

export type CardBrand =
  'visa' | 'mastercard' | 'amex' | 'maestro' | 'discover' | 'diners' | 'jcb' | 'unionpay' | 'mir' | 'unknown';
