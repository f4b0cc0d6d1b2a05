import { moveSql } from '../base/lifecycle.ts';
import type { ExpirationReason, SessionRow } from '../contract/rows.ts';
import type { Query, Statement, Transaction } from '../db/db.ts';
import { queueDeliveries } from '../events/outbox.ts';
import { lockSessions } from './locks.ts';
import { paymentLifecycle } from './payment/lifecycle.ts';
import { sessionLifecycle } from './session/lifecycle.ts';
import { insertEvents } from './tell.ts';

const expire = moveSql(sessionLifecycle, 'expire', 's');
const cancelPayment = moveSql(paymentLifecycle, 'cancel', 'p');

/**
 * Ends open sessions of one merchant. A session that is being paid is left alone, whatever the clock says; one that had a
 * declined payment takes it along as canceled.
 */
const expireSessionsStatement: Statement = {
  name: 'expire-sessions',
  text: `
  with input as (
    select * from json_to_recordset($2::json) as i (session_id uuid, event_ids uuid[])
  ), session as (
    update sessions s
    set ${expire.set}, expiration_reason = $3, sequence = s.sequence + case when s.payment_id is null then 1 else 2 end
    from input i
    where s.merchant_id = $1 and s.id = i.session_id and ${expire.from}
      and ($3 <> 'timeout' or s.expires_at <= now())
    returning s.*, to_jsonb(s) as snapshot
  ), payment as (
    update payments p
    set ${cancelPayment.set}, sequence = s.sequence
    from session s
    where p.merchant_id = s.merchant_id and p.id = s.payment_id and ${cancelPayment.from}
    returning p.*, to_jsonb(p) as snapshot
  ), told as (${insertEvents([
    {
      type: 'payment.canceled',
      alias: 'p',
      object: 'payment',
      sequence: 'p.sequence - 1',
      subject: 'p.session_id',
      idAt: 1,
      from: 'from payment p join input i on i.session_id = p.session_id',
    },
    {
      type: 'session.expired',
      alias: 's',
      object: 'session',
      sequence: 's.sequence',
      subject: 's.id',
      idAt: 2,
      from: 'from session s join input i on i.session_id = s.id',
    },
  ])}
  ), queued as (${queueDeliveries('told')}
  )
  select s.snapshot as session from session s`,
};

/**
 * The sessions that were ended now. They are locked before: a session that waited for its payment's end may have got a payment since,
 * which a statement that began before would not see.
 */
export const expireSessions = async (
  query: Transaction,
  merchantId: string,
  input: {
    readonly reason: ExpirationReason;
    readonly sessions: readonly { readonly session_id: string; readonly event_ids: readonly string[] }[];
  },
): Promise<SessionRow[]> => {
  const ids = input.sessions.map(({ session_id: id }) => id);
  await lockSessions(query, merchantId, ids);
  const rows = await query<{ session: SessionRow }>(expireSessionsStatement, [
    merchantId,
    JSON.stringify(input.sessions),
    input.reason,
  ]);
  return rows.map((row) => row.session);
};

/** Open sessions whose time is over, oldest first, of any merchant. */
export const findOverdueSessions = async (
  query: Query,
  limit: number,
): Promise<{ merchant_id: string; id: string }[]> =>
  query(
    {
      name: 'find-overdue-sessions',
      text: `select merchant_id, id from sessions where state = 'open' and expires_at <= now() order by expires_at limit $1`,
    },
    [limit],
  );
