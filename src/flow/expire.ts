import { newUuids, type Uuid } from '../base/id.ts';
import type { ExpirationReason, SessionRow } from '../contract/rows.ts';
import type { Query } from '../db/db.ts';
import type { FlowDeps } from './deps.ts';
import { expireSessions, findOverdueSessions } from './expire-store.ts';

type ExpireDeps = Pick<FlowDeps, 'clock' | 'random' | 'db' | 'outcomes' | 'hintDeliveries'>;

/**
 * Ends one open session. Undefined when it is not open: paid, over, or being paid right now (then its outcome decides).
 * `query` is the caller's transaction, when the end must commit with something else.
 */
export const expireSession = async (
  deps: ExpireDeps,
  input: {
    readonly merchantId: Uuid<'merchant'>;
    readonly sessionId: Uuid<'session'>;
    readonly reason: ExpirationReason;
    readonly query?: Query;
  },
): Promise<SessionRow | undefined> => {
  const { merchantId, sessionId, reason, query = deps.db.query } = input;
  const [row] = await expireSessions(query, merchantId, { reason, sessions: [ending(deps, sessionId)] });
  if (row !== undefined) tellOthers(deps, [row]);
  return row;
};

/** Ends every open session whose time is over; gives how many. Called by the clock, every second. */
export const expireOverdueSessions = async (deps: ExpireDeps): Promise<number> => {
  const overdue = await findOverdueSessions(deps.db.query, MOST_AT_ONCE);
  const byMerchant = Map.groupBy(overdue, (session) => session.merchant_id);
  let ended = 0;
  for (const [merchantId, sessions] of byMerchant) {
    const rows = await expireSessions(deps.db.query, merchantId, {
      reason: 'timeout',
      // By id, so that two processes lock the rows in the same order.
      sessions: sessions.map(({ id }) => ending(deps, id)).sort((a, b) => (a.session_id < b.session_id ? -1 : 1)),
    });
    tellOthers(deps, rows);
    ended += rows.length;
  }
  return ended;
};

const MOST_AT_ONCE = 500;

const ending = (deps: ExpireDeps, sessionId: string) => ({
  session_id: sessionId,
  event_ids: newUuids<'event'>(deps, 2),
});

const tellOthers = (deps: ExpireDeps, rows: readonly SessionRow[]): void => {
  if (rows.length === 0) return;
  deps.hintDeliveries();
  for (const row of rows) deps.outcomes.announce(row.id);
};
