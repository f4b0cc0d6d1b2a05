import { randomUUID } from 'node:crypto';
import type { Posting } from '../../ledger.ts';
import { deliver } from '../../respond.ts';
import { errorReply, receivedReply, type Received } from './answers.ts';
import { toWire } from './amounts.ts';
import { invalid } from './messages.ts';
import { pspReferenceOf } from './names.ts';
import { settleAndTell, tellAll, type AdyenCall, type Desk, type Outcome } from './operate.ts';

/** A technical cancel: of the payment that the merchant named so. Whether there was one is told later. */
export const cancelByReference = async (desk: Desk, call: AdyenCall): Promise<void> => {
  const { body } = call;
  const paymentReference = typeof body['paymentReference'] === 'string' ? body['paymentReference'] : '';
  if (paymentReference === '') {
    deliver(call.response, errorReply(invalid('130', 'Reference Missing')), undefined);
    return;
  }
  const posting = desk.names.namedBy(paymentReference);
  await undo(desk, call, { posting, eventCode: 'TECHNICAL_CANCEL', merchantReference: paymentReference }, (name) => ({
    ...name,
    paymentReference,
  }));
};

/** A cancel, or a refund of all that was captured, of the payment that the host named so. */
export const reverseByName = async (desk: Desk, call: AdyenCall): Promise<void> => {
  const { payment = '', reference } = call;
  const posting = desk.names.paymentOf(payment);
  if (posting === undefined) {
    deliver(call.response, errorReply(invalid('167', 'Original pspReference required for this operation')), undefined);
    return;
  }
  await undo(desk, call, { posting, eventCode: 'CANCEL_OR_REFUND', merchantReference: reference }, (name) => ({
    ...name,
    paymentPspReference: payment,
  }));
};

type Undoing = {
  readonly posting: Posting | undefined;
  readonly eventCode: string;
  readonly merchantReference: string;
};

const undo = async (
  desk: Desk,
  call: AdyenCall,
  { posting, eventCode, merchantReference }: Undoing,
  received: (name: Received) => Received,
): Promise<void> => {
  const merchantAccount = String(call.body['merchantAccount']);
  const pspReference = pspReferenceOf(randomUUID());
  const answer = received({ merchantAccount, reference: call.reference, pspReference });
  const itemOf = (success: boolean): Outcome['item'] => ({
    eventCode,
    pspReference,
    ...(posting === undefined ? {} : { originalReference: pspReferenceOf(posting.ref) }),
    merchantAccountCode: merchantAccount,
    merchantReference,
    amount: posting === undefined ? { value: 0, currency: 'EUR' } : toWire(posting),
    success,
    reason: success ? '' : 'Original payment not found or not authorised',
  });
  // What was refused or is not there can't be cancelled: the request is received all the same.
  if (posting?.code !== '00') {
    deliver(call.response, receivedReply(answer, undefined), undefined);
    await tellAll(desk, [itemOf(false)]);
    return;
  }
  const reversal = { type: 'REVERSAL', originalRef: posting.ref } as const;
  await settleAndTell(desk, { ...call, key: undefined, ref: posting.ref }, reversal, ({ responseCode }, plan) => ({
    reply: () => receivedReply(answer, plan?.change),
    item: itemOf(responseCode === '00'),
  }));
};
