/**
 * What an acquirer tells us by itself. Checked, stored without card data, acknowledged, and only then applied: a
 * process that dies in between has it applied by another one.
 */
import type { NotificationDelivery } from '../../connectors/acquirer/contract.ts';
import type { PaymentDeps } from '../deps.ts';
import { applyAll } from './apply.ts';
import { storeNotifications, type AccountPlace } from './store.ts';

/** `noSuchDoor`: this acquirer sends nothing. */
export type Received = 'stored' | 'forged' | 'unreadable' | 'noSuchDoor';

export const receiveNotifications = async (
  deps: PaymentDeps,
  place: AccountPlace,
  delivery: NotificationDelivery,
): Promise<Received> => {
  const connector = await deps.acquirers.of(place.merchantId, place.accountId);
  if (connector.readNotifications === undefined) return 'noSuchDoor';
  const reading = connector.readNotifications(delivery);
  if (reading.kind !== 'notifications') return reading.kind;
  if (reading.notifications.length === 0) return 'stored';
  const fresh = await storeNotifications(deps.db.query, place, reading.notifications);
  deps.inBackground(applyAll(deps, fresh));
  return 'stored';
};
