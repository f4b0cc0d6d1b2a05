import { parseId } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';
import type { PaymentRow } from '../../contract/rows.ts';
import type { Db } from '../../db/db.ts';
import { findPayment } from '../../flow/payment/store.ts';

/** The same for a payment that never was and one of another merchant. */
export const noSuchPayment = (): Problem => new Problem('not_found', 'There is no payment with this id.');

/** The merchant's payment of this public id. */
export const existingPayment = async (
  deps: { readonly db: Db },
  merchantId: string,
  id: string,
): Promise<PaymentRow> => {
  const paymentId = parseId('payment', id);
  const row = paymentId === undefined ? undefined : await findPayment(deps.db.query, merchantId, paymentId);
  if (row === undefined) throw noSuchPayment();
  return row;
};

/** `done`: "captured", "refunded". */
export const exceedsLeft = (left: number, asked: number | undefined, done: string): Problem =>
  new Problem(
    'amount_exceeded',
    `Only ${left} of this payment can still be ${done}; ${asked ?? 'more'} was asked for.`,
    {
      fields: [{ pointer: '/amount', code: 'tooLarge', message: `amount must be at most ${left}.` }],
    },
  );
