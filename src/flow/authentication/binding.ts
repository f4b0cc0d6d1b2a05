import type { Money } from '../../base/money.ts';

/** What the cardholder agreed to: written down with the AReq, compared before the authorization. */
export type AuthenticationBinding = {
  readonly amount: Money;
  /** The keyed fingerprint of the whole number: last four digits are no card. */
  readonly cardFingerprint: string;
  readonly expiryMonth: number;
  readonly expiryYear: number;
};

export type BindingMismatch = 'amount' | 'currency' | 'card';

/** A proof is good for what it was made for. Undefined: it is this payment's. */
export const findBindingMismatch = (
  authenticated: AuthenticationBinding,
  authorizing: AuthenticationBinding,
): BindingMismatch | undefined => {
  if (authenticated.amount.currency !== authorizing.amount.currency) return 'currency';
  if (authenticated.amount.minor !== authorizing.amount.minor) return 'amount';
  const isSameCard =
    authenticated.cardFingerprint === authorizing.cardFingerprint &&
    authenticated.expiryMonth === authorizing.expiryMonth &&
    authenticated.expiryYear === authorizing.expiryYear;
  return isSameCard ? undefined : 'card';
};
