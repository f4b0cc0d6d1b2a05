import type { Money } from '../../../base/money.ts';
import type { Approval, AuthorizeAnswer, OperationAnswer } from '../contract.ts';
import { fromWireAmount, type WireAmount } from './amounts.ts';
import { unknown, type Cause } from './causes.ts';
import { declineOfAction, declineOfCode } from './refusals.ts';
import type { ModificationRequest } from './wire.ts';
import { isFields, PHRASE, PSP_REFERENCE, REFERENCE, textIn, WORD, type Fields } from './wire.ts';

/** What each `resultCode` of a payment means for us; one without a row proves nothing. */
const results: Readonly<Record<string, 'approved' | 'refused' | 'action' | Cause>> = {
  Authorised: 'approved',
  Refused: 'refused',
  Cancelled: 'refused',
  Error: 'refused',
  RedirectShopper: 'action',
  IdentifyShopper: 'action',
  ChallengeShopper: 'action',
  Pending: 'inProgress',
  Received: 'inProgress',
  PresentToShopper: 'unexpectedApproval',
  PartiallyAuthorised: 'unexpectedApproval',
  AuthenticationFinished: 'unexpectedApproval',
  AuthenticationNotRequired: 'unexpectedApproval',
  Success: 'unexpectedApproval',
};

/** An answer counts only when it is an answer to what we asked: our reference, our amount, our currency. */
export const readPayment = (
  sent: { readonly reference: string; readonly amount: WireAmount },
  fields: Fields,
): AuthorizeAnswer => {
  const resultCode = textIn(fields, 'resultCode', WORD);
  if (resultCode === undefined) return unknown('missingField');
  const result = (Object.hasOwn(results, resultCode) ? results[resultCode] : undefined) ?? 'unreadableAnswer';
  const mismatch = mismatchOf(sent, fields, 'merchantReference');
  if (mismatch !== undefined) return unknown(mismatch);
  switch (result) {
    case 'approved':
      return approvalOf(fields, sent.amount);
    case 'refused':
      return refusalOf(fields);
    case 'action':
      return declineOfAction(resultCode);
    default:
      return unknown(result);
  }
};

const approvalOf = (fields: Fields, sent: WireAmount): AuthorizeAnswer => {
  const pspReference = textIn(fields, 'pspReference', PSP_REFERENCE);
  const amount = fromWireAmount(sent);
  if (pspReference === undefined || amount === undefined) return unknown('missingField');
  return approvalFrom(pspReference, amount, additionalDataOf(fields));
};

/** Of an answer or of a notification. */
export const approvalFrom = (
  pspReference: string,
  amount: Money,
  additionalData: Fields | undefined,
  approvalCode = textIn(additionalData, 'authCode', /^[0-9A-Za-z]{1,8}$/),
): Approval => ({
  kind: 'approved',
  acquirerReference: pspReference,
  // Shown only where the account is set to: an approval without it is an approval.
  approvalCode: approvalCode ?? NOT_SHOWN,
  networkTransactionId: textIn(additionalData, 'networkTxReference', /^[\x21-\x7e]{1,64}$/),
  amount,
});

const NOT_SHOWN = '-';

/** Code 0 says nothing: an error without a reason may be the error of an approval that was lost. */
const refusalOf = (fields: Fields): AuthorizeAnswer => {
  const code = textIn(fields, 'refusalReasonCode', /^\d{1,3}$/);
  if (code === undefined || code === '0') return unknown('missingField');
  return declineOfCode(code, textIn(additionalDataOf(fields), 'refusalReasonRaw', PHRASE));
};

/** Captures, refunds, cancels and amount updates are received; what became of them comes later. */
export const readModification = (
  sent: ModificationRequest,
  payment: string | undefined,
  fields: Fields,
): OperationAnswer => {
  const pspReference = textIn(fields, 'pspReference', PSP_REFERENCE);
  if (pspReference === undefined || fields['status'] !== 'received') return unknown('missingField');
  if (payment !== undefined && fields['paymentPspReference'] !== payment) return unknown('wrongReference');
  const mismatch = mismatchOf(sent, fields, 'reference');
  return mismatch === undefined ? { kind: 'accepted', acquirerReference: pspReference } : unknown(mismatch);
};

/**
 * The host may leave the amount out where it did all of what was asked; one that it gives must be ours. The same goes
 * for what it says was authorized, where the account is set to show it.
 */
const mismatchOf = (
  sent: { readonly reference: string; readonly amount?: WireAmount },
  fields: Fields,
  name: 'merchantReference' | 'reference',
): Cause | undefined => {
  if (textIn(fields, name, REFERENCE) !== sent.reference) return 'wrongReference';
  if (sent.amount === undefined) return undefined;
  const { authorisedAmountValue = String(sent.amount.value), authorisedAmountCurrency = sent.amount.currency } =
    additionalDataOf(fields) ?? {};
  const amount = fields['amount'] ?? sent.amount;
  if (!isFields(amount)) return 'wrongAmount';
  if (amount['currency'] !== sent.amount.currency || authorisedAmountCurrency !== sent.amount.currency)
    return 'wrongCurrency';
  const isSame = amount['value'] === sent.amount.value && authorisedAmountValue === String(sent.amount.value);
  return isSame ? undefined : 'wrongAmount';
};

const additionalDataOf = (fields: Fields): Fields | undefined => {
  const additionalData = fields['additionalData'];
  return isFields(additionalData) ? additionalData : undefined;
};
