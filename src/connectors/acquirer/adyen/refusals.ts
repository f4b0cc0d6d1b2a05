import type { Decline, DeclineReason } from '../contract.ts';

type Row = { readonly text: string; readonly reason: DeclineReason; readonly soft?: true };

/**
 * `refusalReasonCode` → our reason, with the host's own words for it, which are all that a notification brings
 * (docs.adyen.com, "Refusal reasons"). `soft`: the same card may pass with 3-D Secure. A code without a row is
 * `doNotHonor`. 0 is missing: with it the host says nothing.
 */
export const refusals: Readonly<Record<string, Row>> = {
  '2': { text: 'Refused', reason: 'doNotHonor' },
  '3': { text: 'Referral', reason: 'doNotHonor' },
  '4': { text: 'Acquirer Error', reason: 'acquirerError' },
  '5': { text: 'Blocked Card', reason: 'restrictedCard' },
  '6': { text: 'Expired Card', reason: 'expiredCard' },
  '7': { text: 'Invalid Amount', reason: 'invalidAmount' },
  '8': { text: 'Invalid Card Number', reason: 'incorrectNumber' },
  '9': { text: 'Issuer Unavailable', reason: 'issuerUnavailable' },
  '10': { text: 'Not supported', reason: 'notPermitted' },
  '11': { text: '3D Not Authenticated', reason: 'authenticationFailed' },
  '12': { text: 'Not enough balance', reason: 'insufficientFunds' },
  '14': { text: 'Acquirer Fraud', reason: 'suspectedFraud' },
  '15': { text: 'Cancelled', reason: 'doNotHonor' },
  '16': { text: 'Shopper Cancelled', reason: 'doNotHonor' },
  '17': { text: 'Invalid Pin', reason: 'notPermitted' },
  '18': { text: 'Pin tries exceeded', reason: 'restrictedCard' },
  '19': { text: 'Pin validation not possible', reason: 'notPermitted' },
  '20': { text: 'FRAUD', reason: 'suspectedFraud' },
  '21': { text: 'Not Submitted', reason: 'acquirerError' },
  '22': { text: 'FRAUD-CANCELLED', reason: 'suspectedFraud' },
  '23': { text: 'Transaction Not Permitted', reason: 'notPermitted' },
  '24': { text: 'CVC Declined', reason: 'incorrectCvc' },
  '25': { text: 'Restricted Card', reason: 'restrictedCard' },
  '26': { text: 'Revocation Of Auth', reason: 'notPermitted' },
  '27': { text: 'Declined Non Generic', reason: 'doNotHonor' },
  '28': { text: 'Withdrawal amount exceeded', reason: 'limitExceeded' },
  '29': { text: 'Withdrawal count exceeded', reason: 'limitExceeded' },
  '31': { text: 'Issuer Suspected Fraud', reason: 'suspectedFraud' },
  '32': { text: 'AVS Declined', reason: 'doNotHonor' },
  '33': { text: 'Card requires online pin', reason: 'notPermitted' },
  '34': { text: 'No checking account available on Card', reason: 'notPermitted' },
  '35': { text: 'No savings account available on Card', reason: 'notPermitted' },
  '36': { text: 'Mobile PIN required', reason: 'notPermitted' },
  '37': { text: 'Contactless fallback', reason: 'notPermitted' },
  '38': { text: 'Authentication required', reason: 'authenticationRequired', soft: true },
  '39': { text: 'RReq not received from DS', reason: 'authenticationFailed' },
  '40': { text: 'Current AID is in Penalty Box.', reason: 'notPermitted' },
  '41': { text: 'CVM Required Restart Payment', reason: 'notPermitted' },
  '42': { text: '3DS Authentication Error', reason: 'authenticationFailed' },
  '43': { text: 'Online PIN required', reason: 'notPermitted' },
  '44': { text: 'Try another interface', reason: 'notPermitted' },
  '45': { text: 'Chip downgrade mode', reason: 'notPermitted' },
  '46': { text: 'Transaction blocked by Adyen to prevent excessive retry fees', reason: 'restrictedCard' },
};

/** The issuer's own word, where the account has it shown, says which card a blocked one is: `41 : Lost card`. */
const blockedCards: Readonly<Record<string, DeclineReason>> = { '41': 'lostCard', '43': 'stolenCard' };

/** `raw`: the issuer's answer as the host passes it on, `41 : Lost card`. */
export const declineOfCode = (code: string, raw: string | undefined): Decline => {
  const row = Object.hasOwn(refusals, code) ? refusals[code] : undefined;
  const issuerCode = /^(\d{2})\b/.exec(raw ?? '')?.[1];
  const reason = code === '5' && issuerCode !== undefined ? (blockedCards[issuerCode] ?? row?.reason) : row?.reason;
  return {
    kind: 'declined',
    declineReason: reason ?? 'doNotHonor',
    acquirerCode: code,
    softDecline: row?.soft ?? false,
  };
};

const lettersOf = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

const codesByText: ReadonlyMap<string, string> = new Map(
  Object.entries(refusals).map(([code, { text }]) => [lettersOf(text), code] as const),
);

/** What a notification calls it: `Not enough balance`, also written `NOT_ENOUGH_BALANCE`. Other words are `2`. */
export const codeOfReason = (reason: string): string => codesByText.get(lettersOf(reason)) ?? '2';

/** The host wants to authenticate the customer itself, which we do: nothing was authorized. */
export const declineOfAction = (resultCode: string): Decline => ({
  kind: 'declined',
  declineReason: 'authenticationRequired',
  acquirerCode: resultCode,
  softDecline: true,
});
