import type { CardError } from './state.ts';

/** What a statement shows of a card. */
export type Card = { readonly last4: string; readonly month: number; readonly year: number; readonly brand: string };

/** Stripe's documented test cards: the code of the books, and what Stripe says. All others are approved. */
type Row = { readonly code: string; readonly error: CardError };

const declined = (code: string, decline: string): Row => ({
  code,
  error: { code: 'card_declined', decline_code: decline },
});

export const testCards: Readonly<Record<string, Row>> = {
  '4000000000000002': declined('05', 'generic_decline'),
  '4000000000009995': declined('51', 'insufficient_funds'),
  '4000000000009987': declined('41', 'lost_card'),
  '4000000000009979': declined('43', 'stolen_card'),
  '4000000000006975': declined('61', 'card_velocity_exceeded'),
  '4100000000000019': declined('59', 'fraudulent'),
  '4000000000000069': { code: '54', error: { code: 'expired_card', decline_code: 'expired_card' } },
  '4000000000000127': { code: 'N7', error: { code: 'incorrect_cvc', decline_code: 'incorrect_cvc' } },
  '4000000000000119': { code: '96', error: { code: 'processing_error', decline_code: 'processing_error' } },
  // The issuer wants to ask the customer, unless somebody has done so.
  '4000002760003184': {
    code: '1A',
    error: { code: 'authentication_required', decline_code: 'authentication_required' },
  },
  '4000002500003155': {
    code: '1A',
    error: { code: 'authentication_required', decline_code: 'authentication_required' },
  },
};

/** Refunds of these: on their way for a while, and done; or done, and then failed. */
export const slowRefundCard = '4000000000007726';
export const failingRefundCard = '4000000000005126';

/** What Stripe says for a code of the books, when the card is none of its own. */
const errors: Readonly<Record<string, CardError>> = {
  '13': { code: 'card_declined', decline_code: 'invalid_amount' },
  '14': { code: 'incorrect_number', decline_code: 'incorrect_number' },
  '1A': { code: 'authentication_required', decline_code: 'authentication_required' },
  '41': { code: 'card_declined', decline_code: 'lost_card' },
  '43': { code: 'card_declined', decline_code: 'stolen_card' },
  '51': { code: 'card_declined', decline_code: 'insufficient_funds' },
  '54': { code: 'expired_card', decline_code: 'expired_card' },
  '57': { code: 'card_declined', decline_code: 'transaction_not_allowed' },
  '59': { code: 'card_declined', decline_code: 'fraudulent' },
  '61': { code: 'card_declined', decline_code: 'card_velocity_exceeded' },
  '62': { code: 'card_declined', decline_code: 'restricted_card' },
  '63': { code: 'card_declined', decline_code: 'security_violation' },
  '91': { code: 'card_declined', decline_code: 'issuer_not_available' },
  '96': { code: 'processing_error', decline_code: 'processing_error' },
  N7: { code: 'incorrect_cvc', decline_code: 'incorrect_cvc' },
};

export const errorFor = (code: string, pan: string): CardError => {
  const own = testCards[pan];
  if (own?.code === code) return own.error;
  return errors[code] ?? { code: 'card_declined', decline_code: 'generic_decline' };
};

export const brandOf = (pan: string): string => {
  if (pan.startsWith('4')) return 'visa';
  if (/^(5[1-5]|2[2-7])/.test(pan)) return 'mastercard';
  return /^3[47]/.test(pan) ? 'amex' : 'unknown';
};
