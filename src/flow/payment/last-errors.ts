import type { DeclineReason } from '../../connectors/acquirer/contract.ts';
import type { PaymentRow } from '../../contract/rows.ts';

/** What the merchant reads on a payment that did not go through. */
export const lastErrors = {
  cardDeclined: {
    code: 'cardDeclined',
    message: 'The card was declined. The customer can try another card, or the same one when the reason is gone.',
  },
  authenticationFailed: {
    code: 'authenticationFailed',
    message:
      "The card's issuer could not confirm that it is the cardholder. Nothing was authorized. The customer can " +
      'try again or use another card.',
  },
  authenticationRequired: {
    code: 'authenticationRequired',
    message:
      'The payment needs the cardholder to be authenticated, which was not possible. Nothing was authorized. The ' +
      'customer can use another card.',
  },
  velocityExceeded: {
    code: 'velocityExceeded',
    message:
      'Too many payments failed lately with this card, from this address or with this API key, as when stolen cards ' +
      'are tried out. Nobody was asked and nothing was authorized. The customer can try again in a few hours.',
  },
  notPermitted: {
    code: 'cardNotAccepted',
    message:
      'No acquirer account of this merchant takes this card in this currency now. Nobody was asked and nothing was ' +
      'authorized. The customer can use another card.',
  },
  acquirerUnavailable: {
    code: 'acquirerUnavailable',
    message: 'The acquirer could not be reached. Nothing was charged; try again.',
  },
} as const satisfies Record<string, PaymentRow['last_error']>;

const isNamed = (reason: DeclineReason): reason is 'authenticationRequired' | 'velocityExceeded' | 'notPermitted' =>
  reason === 'authenticationRequired' || reason === 'velocityExceeded' || reason === 'notPermitted';

/** Of a payment that ended with the issuer: the acquirer was never asked. */
export const stopReason = (declineReason: DeclineReason): NonNullable<PaymentRow['last_error']> => ({
  ...(isNamed(declineReason) ? lastErrors[declineReason] : lastErrors.authenticationFailed),
  declineReason,
});
