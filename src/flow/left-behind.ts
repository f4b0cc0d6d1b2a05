/**
 * Payments that the end of their session left behind. Until the rows were locked before they were judged, a session
 * that ended in the moment in which its first payment was declined ended without it: the payment stayed
 * `requiresPaymentMethod`, and the number of its `payment.canceled` was used for nothing. Such a payment is canceled
 * now, under that number.
 */
import { moveSql } from '../base/lifecycle.ts';
import { newUuid } from '../base/id.ts';
import type { Query, Statement, Transaction } from '../db/db.ts';
import { queueDeliveries } from '../events/outbox.ts';
import type { FlowDeps } from './deps.ts';
import { lockSessions } from './locks.ts';
import { paymentLifecycle } from './payment/lifecycle.ts';
import { insertEvents } from './tell.ts';

type Deps = Pick<FlowDeps, 'clock' | 'random' | 'db' | 'log' | 'hintDeliveries'>;

/** Called by the clock; gives how many it canceled. Beside processes of an older version there may be new ones. */
export const cancelLeftBehind = async (deps: Deps): Promise<number> => {
  const sessions = await findLeftBehind(deps.db.query);
  let canceled = 0;
  for (const { merchant_id: merchantId, session_id: sessionId } of sessions) {
    try {
      const input = { merchantId, sessionId, eventId: newUuid<'event'>(deps) };
      if (await deps.db.transaction((query) => cancelPaymentOf(query, input))) canceled++;
    } catch (error) {
      const cause = error instanceof Error ? error : new Error('unknown');
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

const cancel = moveSql(paymentLifecycle, 'cancel', 'p');

const cancelLeftBehindStatement: Statement = {
  name: 'cancel-payment-left-behind',
  text: `
    with input as (
      select $2::uuid as session_id, array[$3::uuid] as event_ids
    ), payment as (
      update payments p
      set ${cancel.set}, sequence = s.sequence - 1
      from input i
      join sessions s on s.merchant_id = $1 and s.id = i.session_id and s.state = 'expired'
      where p.merchant_id = $1 and p.session_id = s.id and ${cancel.from}
      returning p.*, to_jsonb(p) as snapshot
    ), told as (${insertEvents([
      {
        type: 'payment.canceled',
        alias: 'p',
        object: 'payment',
        sequence: 'p.sequence',
        subject: 'p.session_id',
        idAt: 1,
        from: 'from payment p join input i on i.session_id = p.session_id',
      },
    ])}
    ), queued as (${queueDeliveries('told')}
    )
    select p.id from payment p`,
};

const cancelPaymentOf = async (
  query: Transaction,
  {
    merchantId,
    sessionId,
    eventId,
  }: { readonly merchantId: string; readonly sessionId: string; readonly eventId: string },
): Promise<boolean> => {
  await lockSessions(query, merchantId, [sessionId]);
  return (await query(cancelLeftBehindStatement, [merchantId, sessionId, eventId])).length > 0;
};
