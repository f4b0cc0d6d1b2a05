import { deliver } from '../../respond.ts';
import { errorReply, paymentDetails, paymentReply } from './answers.ts';
import { toWire } from './amounts.ts';
import { fieldsOf, readPayment } from './messages.ts';
import { pspReferenceOf } from './names.ts';
import { isFirst, settleAndTell, type AdyenCall, type Desk, type Outcome } from './operate.ts';
import { refusalOf, triggeredCode } from './refusals.ts';
import type { Posting } from '../../ledger.ts';

/** A payment with a raw card: authorized, or authorized and captured. */
export const pay = async (desk: Desk, call: AdyenCall): Promise<void> => {
  const { body, response, ref, reference } = call;
  const purchase = readPayment(body, ref);
  if ('errorCode' in purchase) {
    deliver(response, errorReply(purchase), undefined);
    return;
  }
  desk.names.remember(ref, reference);
  const { holderName } = fieldsOf(body, 'paymentMethod');
  const { RequestedTestAcquirerResponseCode: asked } = fieldsOf(body, 'additionalData');
  const declineCode = triggeredCode(textOf(holderName), textOf(asked));
  await settleAndTell(desk, { ...call, declineCode }, purchase, (answer, plan) => {
    const posting = desk.host.ledger.postings.get(ref);
    if (posting === undefined) throw new Error('A payment that is answered stands in the books.');
    return {
      reply: () => paymentReply(posting, reference, plan?.change),
      item: isFirst(answer) ? itemOf(posting, purchase.merchant, reference) : undefined,
    };
  });
};

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const itemOf = (posting: Posting, merchantAccountCode: string, merchantReference: string): Outcome['item'] => {
  const isApproved = posting.code === '00';
  const { authCode = '', last4 = '' } = posting.authorization ?? {};
  return {
    eventCode: 'AUTHORISATION',
    pspReference: pspReferenceOf(posting.ref),
    merchantAccountCode,
    merchantReference,
    amount: toWire(posting),
    success: isApproved,
    reason: isApproved ? `${authCode}:${last4}:03/2030` : refusalOf(posting.code).text,
    additionalData: paymentDetails(posting),
  };
};
