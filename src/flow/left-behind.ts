/**
 * Payments that the end of their session left behind. Until the rows were locked before they were judged, a session
 * that ended in the moment in which its first payment was declined ended without it: the payment stayed
 * `requiresPaymentMethod`, and the number of its `payment.canceled` was used for nothing. Such a payment is canceled
 * now, under that number.
 */
import { asError } from '../base/as-error.ts';
import { newUuid } from '../base/id.ts';
import type { Query } from '../db/db.ts';
import type { FlowDeps } from './deps.ts';
import { cancelPaymentLeftBehind } from './statements/cancel-left-behind.ts';

type Deps = Pick<FlowDeps, 'clock' | 'random' | 'db' | 'log' | 'hintDeliveries'>;

/** Called by the clock; gives how many it canceled. Beside processes of an older version there may be new ones. */
export const cancelLeftBehind = async (deps: Deps): Promise<number> => {
  const sessions = await findLeftBehind(deps.db.query);
  let canceled = 0;
  for (const { merchant_id: merchantId, session_id: sessionId } of sessions) {
    try {
      const input = { sessionId, eventId: newUuid<'event'>(deps) };
      if (await deps.db.transaction((query) => cancelPaymentLeftBehind(query, merchantId, input))) canceled++;
    } catch (error) {
      const cause = asError(error);
      deps.log.error(
        { merchantId, sessionId, error: cause },
        'the payment of an expired session could not be canceled',
      );
    }
  }
  if (canceled > 0) {
    deps.log.warn({ count: canceled }, 'payments of expired sessions were still open; they are canceled now');
    deps.hintDeliveries();
  }
  return canceled;
};

const findLeftBehind = (query: Query): Promise<{ readonly merchant_id: string; readonly session_id: string }[]> =>
  query({
    name: 'find-payments-left-behind',
    text: `
      select p.merchant_id, p.session_id
      from payments p
      join sessions s on s.merchant_id = p.merchant_id and s.id = p.session_id
      where p.state = 'requiresPaymentMethod' and p.session_id is not null and s.state = 'expired'
      limit 100`,
  });
