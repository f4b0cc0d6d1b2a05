import type { Clock } from '../../base/clock.ts';
import { newUuid, type Uuid } from '../../base/id.ts';
import type { Random } from '../../base/random.ts';
import type { Db } from '../../db/db.ts';
import { deletePaymentMethodRow } from '../statements/delete-payment-method.ts';

/**
 * Forgets a card for good: its number, its fingerprint and the holder's name are gone when this answers. A charge that
 * has begun goes on. False when the merchant has no such payment method; deleting one again changes and tells nothing.
 */
export const deletePaymentMethod = async (
  deps: {
    readonly db: Pick<Db, 'query'>;
    readonly clock: Clock;
    readonly random: Random;
    readonly hintDeliveries: () => void;
  },
  { merchantId, paymentMethodId }: { readonly merchantId: string; readonly paymentMethodId: Uuid<'paymentMethod'> },
): Promise<boolean> => {
  const isThere = await deletePaymentMethodRow(deps.db.query, {
    merchantId,
    id: paymentMethodId,
    eventId: newUuid<'event'>(deps),
  });
  if (isThere) deps.hintDeliveries();
  return isThere;
};
