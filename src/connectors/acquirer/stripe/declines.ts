import type { Decline } from '../contract.ts';
import { errorCodes, type Row } from './error-codes.ts';

/** What the issuer, or Stripe's own risk check, said: `decline_code`. */
export const declineCodes: Readonly<Record<string, Row>> = {
  approve_with_id: { reason: 'doNotHonor' },
  authentication_not_handled: { reason: 'authenticationRequired', soft: true },
  authentication_required: { reason: 'authenticationRequired', soft: true },
  call_issuer: { reason: 'doNotHonor' },
  card_not_supported: { reason: 'notPermitted' },
  card_velocity_exceeded: { reason: 'limitExceeded' },
  currency_not_supported: { reason: 'notPermitted' },
  do_not_honor: { reason: 'doNotHonor' },
  do_not_try_again: { reason: 'doNotHonor' },
  duplicate_transaction: { reason: 'doNotHonor' },
  expired_card: { reason: 'expiredCard' },
  fraudulent: { reason: 'suspectedFraud' },
  generic_decline: { reason: 'doNotHonor' },
  highest_risk_level: { reason: 'suspectedFraud' },
  incorrect_address: { reason: 'doNotHonor' },
  incorrect_cvc: { reason: 'incorrectCvc' },
  incorrect_number: { reason: 'incorrectNumber' },
  incorrect_pin: { reason: 'notPermitted' },
  incorrect_zip: { reason: 'doNotHonor' },
  insufficient_funds: { reason: 'insufficientFunds' },
  invalid_account: { reason: 'incorrectNumber' },
  invalid_amount: { reason: 'invalidAmount' },
  invalid_cvc: { reason: 'incorrectCvc' },
  invalid_expiry_month: { reason: 'expiredCard' },
  invalid_expiry_year: { reason: 'expiredCard' },
  invalid_number: { reason: 'incorrectNumber' },
  invalid_pin: { reason: 'notPermitted' },
  issuer_not_available: { reason: 'issuerUnavailable' },
  lost_card: { reason: 'lostCard' },
  merchant_blacklist: { reason: 'suspectedFraud' },
  mobile_device_authentication_required: { reason: 'authenticationRequired', soft: true },
  new_account_information_available: { reason: 'doNotHonor' },
  no_action_taken: { reason: 'doNotHonor' },
  not_permitted: { reason: 'notPermitted' },
  offline_pin_required: { reason: 'authenticationRequired', soft: true },
  online_or_offline_pin_required: { reason: 'authenticationRequired', soft: true },
  pickup_card: { reason: 'restrictedCard' },
  pin_try_exceeded: { reason: 'limitExceeded' },
  processing_error: { reason: 'acquirerError' },
  reenter_transaction: { reason: 'acquirerError' },
  restricted_card: { reason: 'restrictedCard' },
  revocation_of_all_authorizations: { reason: 'notPermitted' },
  revocation_of_authorization: { reason: 'notPermitted' },
  security_violation: { reason: 'suspectedFraud' },
  service_not_allowed: { reason: 'notPermitted' },
  stolen_card: { reason: 'stolenCard' },
  stop_payment_order: { reason: 'notPermitted' },
  testmode_decline: { reason: 'notPermitted' },
  transaction_not_allowed: { reason: 'notPermitted' },
  try_again_later: { reason: 'issuerUnavailable' },
  withdrawal_count_limit_exceeded: { reason: 'limitExceeded' },
};

/** Why a refund that was accepted did not happen: `failure_reason`. */
export const refundFailures: Readonly<Record<string, Row>> = {
  charge_for_pending_refund_disputed: { reason: 'notPermitted' },
  declined: { reason: 'doNotHonor' },
  expired_or_canceled_card: { reason: 'expiredCard' },
  insufficient_funds: { reason: 'insufficientFunds' },
  lost_or_stolen_card: { reason: 'lostCard' },
  merchant_request: { reason: 'notPermitted' },
  unknown: { reason: 'doNotHonor' },
};

export const declinedAs = (acquirerCode: string, { reason, soft = false }: Row): Decline => ({
  kind: 'declined',
  declineReason: reason,
  acquirerCode,
  softDecline: soft,
});

/** By the more exact of the two. An issuer's code without a row is `doNotHonor`, a code of Stripe's `acquirerError`. */
export const declineOf = (error: {
  readonly code: string | undefined;
  readonly declineCode: string | undefined;
}): Decline => {
  const { code = 'declined', declineCode } = error;
  const own = Object.hasOwn(errorCodes, code) ? errorCodes[code] : undefined;
  if (declineCode === undefined) return declinedAs(code, own ?? { reason: 'acquirerError' });
  const row = Object.hasOwn(declineCodes, declineCode) ? declineCodes[declineCode] : undefined;
  // `generic_decline` beside a code that says more, such as `expired_card`: the one that says more.
  const isVague = row === undefined || declineCode === 'generic_decline';
  return declinedAs(declineCode, (isVague ? own : undefined) ?? row ?? { reason: 'doNotHonor' });
};

export const refundFailureOf = (reason = 'unknown'): Decline =>
  declinedAs(
    reason,
    (Object.hasOwn(refundFailures, reason) ? refundFailures[reason] : undefined) ?? { reason: 'doNotHonor' },
  );

/** `requires_action`: the issuer wants to ask the customer, by a page of Stripe's. We ask by our own 3-D Secure. */
export const wantsAuthentication: Decline = declinedAs('requires_action', {
  reason: 'authenticationRequired',
  soft: true,
});
/** It was given up before, so it takes nothing any more. */
export const alreadyCanceled: Decline = declinedAs('canceled', { reason: 'acquirerError' });
/** An amount or a currency that Stripe can't be told. */
export const amountImpossible: Decline = declinedAs('amount_not_possible', { reason: 'invalidAmount' });
