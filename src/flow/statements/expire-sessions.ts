/** The end of sessions that nobody paid. */
import type { ExpirationReason, SessionRow } from '../../contract/rows.ts';
import type { Statement, Transaction } from '../../db/db.ts';
import { lockSessions } from './locks.ts';

/**
 * Ends open sessions of one merchant. A session that is being paid is left alone, whatever the clock says; one that had
 * a declined payment takes it along as canceled.
 */
const statement: Statement = {
  name: 'expire-sessions',
  text: `
  with input as (
    select i.*, 'open' as session_from
    from json_to_recordset($2::json) as i (session_id uuid, event_ids uuid[])
    where length(i.session_id::text) = 36
  ), session as (
    update sessions s
    set previous_state = s.state, state = 'expired', version = s.version + 1, expiration_reason = $3,
      sequence = s.sequence + case when s.payment_id is null then 1 else 2 end
    from input i
    where s.merchant_id = $1 and s.id = i.session_id and s.state = i.session_from and ($3 <> 'timeout' or s.expires_at <= now())
    returning s.*, to_jsonb(s) as snapshot
  ), payment as (
    update payments p
    set previous_state = p.state, state = 'canceled', version = p.version + 1, sequence = s.sequence
    from session s
    where p.merchant_id = s.merchant_id and p.id = s.payment_id and p.state in ('requiresPaymentMethod',
      'requiresAction')
    returning p.*, to_jsonb(p) as snapshot
  ), event as (
    insert into events (merchant_id, id, type, subject_id, sequence, object, object_id, snapshot)
    select p.merchant_id, i.event_ids[1], 'payment.canceled', p.session_id, p.sequence - 1, 'payment', p.id, p.snapshot
    from payment p join input i on i.session_id = p.session_id
    union all
    select s.merchant_id, i.event_ids[2], 'session.expired', s.id, s.sequence, 'session', s.id, s.snapshot
    from session s join input i on i.session_id = s.id
    returning merchant_id, id, type, subject_id, sequence
  ), queued as (
    insert into deliveries (merchant_id, endpoint_id, event_id, subject_id, sequence, state, next_attempt_at)
    select $1::uuid, w.id, e.id, e.subject_id, e.sequence, 'pending', now()
    from event e
    join webhook_endpoints w on w.merchant_id = $1::uuid and w.enabled and w.deleted_at is null
      and w.events && array['*', e.type]
  ), fed as (
    insert into event_feed_queue (merchant_id, event_id)
    select f.merchant_id, e.id from event e join event_feeds f on f.merchant_id = $1
  )
  select s.snapshot as session from session s`,
};

/**
 * The sessions that were ended now. They are locked before: a session that waited for its payment's end may have got a
 * payment since, which a statement that began before would not see.
 */
export const expireSessions = async (
  query: Transaction,
  merchantId: string,
  input: {
    readonly reason: ExpirationReason;
    readonly sessions: readonly { readonly session_id: string; readonly event_ids: readonly string[] }[];
  },
): Promise<SessionRow[]> => {
  await lockSessions(
    query,
    merchantId,
    input.sessions.map(({ session_id: id }) => id),
  );
  const rows = await query<{ session: SessionRow }>(statement, [
    merchantId,
    JSON.stringify(input.sessions),
    input.reason,
  ]);
  return rows.map((row) => row.session);
};
