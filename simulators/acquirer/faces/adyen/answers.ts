import type { FaultPlan } from '../../fault-kinds.ts';
import type { Posting } from '../../ledger.ts';
import type { HttpReply } from '../../respond.ts';
import { textOf } from '../../codes.ts';
import { toWire, type WireAmount } from './amounts.ts';
import type { WireError } from './messages.ts';
import { pspReferenceOf } from './names.ts';
import { rawOf, refusalOf } from './refusals.ts';

export const errorReply = (error: WireError): HttpReply => ({ status: error.status, body: JSON.stringify(error) });

/** The first request with this key is not done yet. */
export const underWay: HttpReply = errorReply({
  status: 422,
  errorCode: '704',
  message: 'Request already processed or in progress',
  errorType: 'validation',
});

/** From the books, so that a repeated request has the answer of the first one, whatever else it asks for. */
export const paymentReply = (posting: Posting, reference: string, change: FaultPlan['change']): HttpReply => {
  const refusal = posting.code === '00' ? undefined : refusalOf(posting.code);
  return json(200, {
    pspReference: pspReferenceOf(posting.ref),
    resultCode: refusal?.resultCode ?? 'Authorised',
    ...(refusal === undefined ? {} : { refusalReason: refusal.text, refusalReasonCode: refusal.code }),
    amount: changedAmount(toWire(posting), change),
    merchantReference: changedName(reference, change),
    additionalData: paymentDetails(posting),
  });
};

/** What an account shows when all of its additional data is switched on. */
export const paymentDetails = (posting: Posting): Readonly<Record<string, string>> => {
  const { authorization, code } = posting;
  if (code !== '00' || authorization === undefined)
    return { refusalReasonRaw: rawOf(code, /^R/.test(code) ? refusalOf(code).text : textOf(code)) };
  return {
    authCode: authorization.authCode,
    networkTxReference: authorization.networkTransactionId,
    cardSummary: authorization.last4,
  };
};

export type Received = {
  readonly merchantAccount: string;
  readonly paymentPspReference?: string;
  readonly paymentReference?: string;
  readonly reference: string;
  readonly pspReference: string;
  readonly amount?: WireAmount;
};

/** Of everything that is done to a payment: it was received, no more. */
export const receivedReply = (received: Received, change: FaultPlan['change']): HttpReply => {
  const { reference, paymentReference, amount } = received;
  return json(201, {
    ...received,
    reference: changedName(reference, change),
    ...(paymentReference === undefined ? {} : { paymentReference: changedName(paymentReference, change) }),
    ...(amount === undefined ? {} : { amount: changedAmount(amount, change) }),
    status: 'received',
  });
};

const json = (status: number, message: unknown): HttpReply => ({ status, body: JSON.stringify(message) });

const changedName = (name: string, change: FaultPlan['change']): string =>
  change === 'reference' ? `${name}-other`.slice(-80) : name;

const changedAmount = (amount: WireAmount, change: FaultPlan['change']): WireAmount => ({
  value: change === 'amount' ? amount.value + 1 : amount.value,
  currency: change === 'currency' ? (amount.currency === 'CHF' ? 'SEK' : 'CHF') : amount.currency,
});
