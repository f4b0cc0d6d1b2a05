import { setTimeout as sleep } from 'node:timers/promises';
import { operate } from '../../exchange.ts';
import { failingRefundCard, slowRefundCard } from './cards.ts';
import { locked, missing, refuse, replyOf, sendError, sendObject, type Call } from './exchange.ts';
import { hashIn } from './form.ts';
import { wholeOf } from './intents.ts';
import { chargeObject, refundObject } from './objects.ts';
import { newId, type Intent, type Refund } from './state.ts';

export const createRefund = async (call: Call, refundMs: number): Promise<unknown> => {
  const { form, state, host } = call;
  const intent =
    state.intents.get(form.get('payment_intent') ?? '') ??
    [...state.intents.values()].find(({ chargeId }) => chargeId !== undefined && chargeId === form.get('charge'));
  if (intent === undefined) return missing(call, 'payment_intent');
  const charge = host.ledger.authorizations.get(intent.chargeId ?? '');
  if (charge === undefined || charge.captured === 0)
    return refuse(call, 'charge_not_refundable', 'There is no captured charge to refund.');
  const left = charge.captured - charge.refunded;
  if (left === 0) return refuse(call, 'charge_already_refunded', 'The charge has been refunded.');
  const amount = form.has('amount') ? wholeOf(form.get('amount')) : left;
  if (amount === undefined || amount === 0) return refuse(call, 'parameter_invalid_integer', 'Not an amount.');
  if (amount > left) return refuse(call, 'amount_too_large', 'More than is left of the charge.');
  const refund: Refund = {
    id: newId('re'),
    intentId: intent.id,
    chargeId: charge.ref,
    amount,
    currency: intent.currency,
    metadata: hashIn(form, 'metadata'),
    createdMs: host.nowMs(),
    status: isCard(intent, slowRefundCard) ? 'pending' : 'succeeded',
    failureReason: undefined,
  };
  const { id } = refund;
  return operate(
    host,
    {
      type: 'REFUND',
      ref: id,
      originalRef: charge.ref,
      originalRrn: undefined,
      amount,
      currency: charge.currency,
      final: false,
    },
    {
      clientRef: call.key,
      onEffect: ({ event }) => {
        if (event !== 'refunded') return;
        state.refunds.set(id, refund);
      },
      reply: replyOf(call, ({ responseCode }, plan) => {
        // Once its first answer is on its way: what it says first is what it was first.
        if (responseCode === '00' || responseCode === '09') endInTime(call, intent, { refund, refundMs });
        if (responseCode === '09') return locked(call, plan);
        if (['12', '13'].includes(responseCode)) return refuse(call, 'charge_already_refunded', 'Nothing is left.');
        if (responseCode !== '00') {
          const message = 'The refund was declined.';
          const error = {
            type: 'card_error',
            code: 'card_declined',
            decline_code: 'generic_decline',
            message,
          } as const;
          return sendError(call, 402, error, plan);
        }
        call.tell('charge.refunded', () => chargeObject(call, intent));
        call.tell('refund.created', () => refundObject(call, refund));
        return sendObject(call, refundObject(call, refund), plan);
      }),
    },
  );
};

const isCard = ({ card }: Intent, pan: string): boolean => card?.last4 === pan.slice(-4) && pan.startsWith('4');

const endInTime = (
  call: Call,
  intent: Intent,
  { refund, refundMs }: { readonly refund: Refund; readonly refundMs: number },
): void => {
  if (refund.status === 'pending' || isCard(intent, failingRefundCard)) void endLater(call, refund, refundMs);
};

/** What was pending is done; what looked done fails, and the books take it back. */
const endLater = async (call: Call, refund: Refund, refundMs: number): Promise<void> => {
  const { host } = call;
  await sleep(refundMs, undefined, { signal: host.stopping, ref: false }).catch(() => undefined);
  if (host.stopping.aborted) return;
  const before = refund.status;
  if (before === 'pending') refund.status = 'succeeded';
  else {
    const ignored = { answer: () => undefined, spoil: () => undefined };
    await operate(host, { type: 'REVERSAL', originalRef: refund.id }, { reply: ignored });
    refund.status = 'failed';
    refund.failureReason = 'expired_or_canceled_card';
  }
  call.state.refunds.set(refund.id, refund);
  call.state.save();
  const told = () => ({ ...refundObject(call, refund), [PREVIOUS]: { status: before } });
  call.tell(refund.status === 'failed' ? 'refund.failed' : 'refund.updated', told);
  call.tell('charge.refund.updated', told);
};

/** Leaves the object before it is sent, and stands beside it. */
export const PREVIOUS = 'previous_attributes';
