import type { Approval, Decline, InquiryAnswer, Unknown } from '../contract.ts';
import { fromWireAmount } from './amounts.ts';
import { unknown } from './causes.ts';
import { declineOf, wantsAuthentication } from './declines.ts';
import { undecidedCodes } from './error-codes.ts';
import type { Charge, Intent } from './wire.ts';

/** What an intent says about its authorization, by itself. Status and charge must tell the same story. */
export const standingOf = (intent: Intent): Told => {
  switch (intent.status) {
    case 'requires_payment_method':
      // Never confirmed, or confirmed and declined: then it waits for another card, which we never send.
      return intent.lastError === undefined ? { kind: 'notFound' } : declineIn(intent);
    case 'requires_confirmation':
      return { kind: 'notFound' };
    case 'requires_action':
      // Only the customer can go on with it, by an address that we give to nobody.
      return wantsAuthentication;
    case 'processing':
      return { kind: 'pending' };
    case 'canceled':
      return { kind: 'reversed' };
    case 'requires_capture':
    case 'succeeded':
      return intent.charge === undefined ? unknown('missingField') : approvalIn(intent, intent.charge);
  }
};

const declineIn = ({ lastError }: Intent): Decline | Unknown =>
  lastError === undefined || lastError.type === 'api_error' || undecidedCodes.has(lastError.code ?? '')
    ? unknown('serverError')
    : declineOf(lastError);

type Told = Exclude<InquiryAnswer, { readonly kind: 'notSent' }>;

const approvalIn = (intent: Intent, charge: Charge): Told => {
  if (charge.status !== 'succeeded') return unknown('missingField');
  if (charge.currency !== intent.currency) return unknown('wrongCurrency');
  if (charge.amount !== intent.amount) return unknown('wrongAmount');
  if (charge.isRefunded) return afterRefund(charge);
  return approvalBy(charge, intent.id) ?? unknown('wrongCurrency');
};

/** Everything was given back, or is about to be. */
const afterRefund = ({ refunds = [] }: Charge): { readonly kind: 'reversed' } | { readonly kind: 'pending' } =>
  refunds.every(({ status }) => status !== 'pending' && status !== 'requires_action')
    ? { kind: 'reversed' }
    : { kind: 'pending' };

/** A charge as the approval of its intent; undefined where it is none. */
export const chargeApproval = (charge: Charge): Approval | undefined =>
  charge.status === 'succeeded' && charge.intentId !== undefined ? approvalBy(charge, charge.intentId) : undefined;

const approvalBy = (charge: Charge, acquirerReference: string): Approval | undefined => {
  const amount = fromWireAmount(charge.amount, charge.currency);
  if (amount === undefined) return undefined;
  // Some networks give no code; then the charge is what support can be asked about.
  const approvalCode = charge.authorizationCode ?? charge.id;
  return {
    kind: 'approved',
    acquirerReference,
    approvalCode,
    networkTransactionId: charge.networkTransactionId,
    amount,
  };
};
