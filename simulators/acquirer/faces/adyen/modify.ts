import { settle } from '../../rules.ts';
import type { Posting } from '../../ledger.ts';
import { deliver } from '../../respond.ts';
import type { FollowUp } from '../../wire.ts';
import { errorReply, receivedReply } from './answers.ts';
import { toWire, type BookAmount } from './amounts.ts';
import { invalid, readAmount } from './messages.ts';
import { pspReferenceOf } from './names.ts';
import { isFirst, settleAndTell, type AdyenCall, type Desk, type Outcome } from './operate.ts';

type Verb = {
  readonly type: FollowUp['type'];
  readonly eventCode: string;
  /** The event that takes a success back. */
  readonly failedCode?: string;
};

const verbs: Readonly<Record<string, Verb>> = {
  captures: { type: 'CAPTURE', eventCode: 'CAPTURE', failedCode: 'CAPTURE_FAILED' },
  refunds: { type: 'REFUND', eventCode: 'REFUND', failedCode: 'REFUND_FAILED' },
  amountUpdates: { type: 'INCREMENT', eventCode: 'AUTHORISATION_ADJUSTMENT' },
  cancels: { type: 'VOID', eventCode: 'CANCELLATION' },
};

/** A capture, refund or cancel: received whatever it asks for; whether it could be done is told later. */
export const modify = async (desk: Desk, call: AdyenCall): Promise<void> => {
  const { body, response, payment = '', ref, reference } = call;
  const verb = verbs[call.verb];
  const original = desk.names.paymentOf(payment);
  const amount = verb?.type === 'VOID' ? undefined : readAmount(body);
  if (verb === undefined || original === undefined) {
    deliver(response, errorReply(invalid('167', 'Original pspReference required for this operation')), undefined);
    return;
  }
  if (amount !== undefined && 'errorCode' in amount) {
    deliver(response, errorReply(amount), undefined);
    return;
  }
  const followUp: FollowUp = {
    type: verb.type,
    ref,
    originalRef: original.ref,
    originalRrn: undefined,
    amount: verb.type === 'INCREMENT' ? addedBy(desk, ref, { original, total: amount?.amount ?? 0 }) : amount?.amount,
    currency: amount?.currency,
    final: verb.type === 'CAPTURE' && desk.settings.multipleCaptures !== true,
  };
  await settleAndTell(desk, call, followUp, (answer, plan) => {
    const posting = desk.host.ledger.postings.get(ref);
    if (posting === undefined) throw new Error('An operation that is answered stands in the books.');
    const merchantAccount = String(body['merchantAccount']);
    const pspReference = pspReferenceOf(ref);
    const item = itemOf({ verb, posting, amount: amount ?? original, original, merchantAccount, reference });
    const isTakenBack = plan?.takenBack === true && isFirst(answer) && item.success && verb.failedCode !== undefined;
    if (isTakenBack) takeBack(desk, ref);
    return {
      reply: () =>
        receivedReply(
          {
            merchantAccount,
            paymentPspReference: payment,
            reference,
            pspReference,
            ...(amount === undefined ? {} : { amount: toWire(amount) }),
          },
          plan?.change,
        ),
      item: isFirst(answer) ? item : undefined,
      takenBack: isTakenBack
        ? { ...item, eventCode: verb.failedCode ?? '', reason: 'Rejected by the card scheme' }
        : undefined,
    };
  });
};

/** This wire names the new total, the books what is added. Of a repeat it is what was added the first time. */
const addedBy = (
  { host }: Desk,
  ref: string,
  { original, total }: { readonly original: Posting; readonly total: number },
): number => host.ledger.postings.get(ref)?.amount ?? Math.max(0, total - (original.authorization?.amount ?? total));

/** The money is where it was. */
const takeBack = ({ host }: Desk, originalRef: string): void => {
  const facts = { nowMs: host.nowMs(), fingerprint: '', declineCode: undefined, fault: 'takenBack' };
  const { entry } = settle(host.ledger, { type: 'REVERSAL', originalRef }, facts);
  void host.journal.append(entry).catch(() => undefined);
};

type Modified = {
  readonly verb: Verb;
  readonly posting: Posting;
  /** What was asked for; of a cancel what was authorized. */
  readonly amount: BookAmount;
  readonly original: Posting;
  readonly merchantAccount: string;
  readonly reference: string;
};

const itemOf = ({
  verb,
  posting,
  amount,
  original,
  merchantAccount,
  reference,
}: Modified): NonNullable<Outcome['item']> => {
  const isDone = posting.code === '00';
  return {
    eventCode: verb.eventCode,
    pspReference: pspReferenceOf(posting.ref),
    originalReference: pspReferenceOf(original.ref),
    merchantAccountCode: merchantAccount,
    merchantReference: reference,
    amount: toWire(amount),
    success: isDone,
    reason: isDone ? '' : (reasons[posting.code] ?? 'Not allowed in the state of the payment'),
  };
};

const reasons: Readonly<Record<string, string>> = {
  '12': "Transaction hasn't been captured, refund not possible",
  '13': 'Insufficient balance on payment',
};
