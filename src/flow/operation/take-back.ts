import { newUuid } from '../../base/id.ts';
import type { OperationRow } from '../../contract/rows.ts';
import type { PaymentDeps } from '../deps.ts';
import { takeBackOperations } from '../statements/take-back-operations.ts';

/**
 * A capture or a refund that had succeeded did not last: the amounts are as before it, and merchants hear of it by an
 * event of its own. False: what was captured has been refunded meanwhile, so a person has to look.
 */
export const takeBackOperation = async (
  deps: PaymentDeps,
  operation: OperationRow,
  acquirerCode: string,
): Promise<boolean> => {
  const done = await deps.db.transaction((query) =>
    takeBackOperations(query, {
      merchantId: operation.merchant_id,
      operationId: operation.id,
      paymentId: operation.payment_id,
      eventId: newUuid<'event'>(deps),
      acquirerCode,
    }),
  );
  if (done) deps.hintDeliveries();
  return done;
};
