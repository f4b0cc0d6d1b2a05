import { parseId } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';
import type { PaymentRow } from '../../contract/rows.ts';
import type { Db } from '../../db/db.ts';
import { findPayment } from '../../flow/payment/store.ts';

/** The merchant's payment of this public id; the same 404 for one that never was and one of another merchant. */
export const existingPayment = async (
  deps: { readonly db: Db },
  merchantId: string,
  id: string,
): Promise<PaymentRow> => {
  const paymentId = parseId('payment', id);
  const row = paymentId === undefined ? undefined : await findPayment(deps.db.query, merchantId, paymentId);
  if (row === undefined) throw new Problem('not_found', 'There is no payment with this id.');
  return row;
};
