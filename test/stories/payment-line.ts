import type { PaymentBody } from '../support/payments.ts';
import type { ThreeDsBody } from '../support/authentication.ts';
import { fromMinor } from './stage.ts';

/** A payment as one line: its status, and each amount that is not nothing. */
export const paymentLine = (payment: PaymentBody): string =>
  [
    payment.status,
    ...amount(payment.amountCapturable, 'can be captured'),
    ...amount(payment.amountCaptured, 'captured'),
    ...amount(payment.amountRefunded, 'refunded'),
    ...error(payment['lastError'] as { readonly code: string; readonly declineReason?: string } | undefined),
    ...authentication(payment['threeDs'] as ThreeDsBody | undefined),
  ].join('; ');

const amount = (minor: number, what: string): readonly string[] => (minor === 0 ? [] : [`${fromMinor(minor)} ${what}`]);

const error = (last: { readonly code: string; readonly declineReason?: string } | undefined): readonly string[] =>
  last === undefined ? [] : [`last error ${[last.code, last.declineReason].filter(Boolean).join(' ')}`];

const authentication = (threeDs: ThreeDsBody | undefined): readonly string[] => {
  if (threeDs === undefined) return [];
  const eci = threeDs.eci === undefined ? '' : ` eci ${threeDs.eci}`;
  return [`3-D Secure ${threeDs.status}${eci}${threeDs.liabilityShift ? ', the issuer is liable' : ''}`];
};
