import { Problem } from '../../base/problem.ts';
import { publicStatusOf } from '../../contract/payment.ts';
import type { PaymentRow } from '../../contract/rows.ts';
import type { RefusedOperation } from '../../flow/statements/operations.ts';
import { exceedsLeft, noSuchPayment } from './existing-payment.ts';

/** Why a payment is not captured, for who asked for `amount` of it (undefined: all). */
export const cannotCapture = (refused: RefusedOperation, amount: number | undefined): Problem => {
  switch (refused.refusal) {
    case 'notFound':
      return noSuchPayment();
    case 'keyUsed':
    case 'otherUnderWay':
    case 'nothingLeft':
      return new Problem('conflict', underWay(refused.payment));
    case 'wrongState':
      return new Problem(
        'conflict',
        `This payment cannot be captured: its status is ${publicStatusOf(refused.payment)}.`,
      );
    case 'exceedsLeft':
      return exceedsLeft(refused.amount_left, amount, 'captured');
  }
};

const underWay = (payment: PaymentRow | null): string => {
  const what = payment?.amount_increment_pending ? 'An increment' : 'A capture';
  return `${what} of this payment is under way. Wait for its outcome.`;
};

/** Why a payment is not canceled, and what can be done instead. */
export const cannotCancel = (payment: PaymentRow): Problem => {
  if (payment.state === 'requiresPaymentMethod') {
    return new Problem(
      'conflict',
      'This payment belongs to a session. Expire the session, and the payment ends with it.',
    );
  }
  return new Problem('conflict', whyNotCanceled(payment));
};

const whyNotCanceled = (payment: PaymentRow): string => {
  if (payment.state === 'requiresCapture') return underWay(payment);
  if (payment.state === 'canceling' || payment.state === 'releasing')
    return 'This payment is being canceled. Wait for the outcome.';
  return payment.amount_captured > 0
    ? 'All of this payment that can be captured was captured. Refund it instead.'
    : `This payment cannot be canceled: its status is ${publicStatusOf(payment)}.`;
};
