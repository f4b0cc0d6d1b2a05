import { asError } from '../base/as-error.ts';
import { newUuids, type Uuid } from '../base/id.ts';
import type { ExpirationReason, SessionRow } from '../contract/rows.ts';
import { isSurelyRolledBack, type Transaction } from '../db/db.ts';
import type { FlowDeps } from './deps.ts';
import { findOverdueSessions } from './session/store.ts';
import { expireSessions } from './statements/expire-sessions.ts';

type ExpireDeps = Pick<FlowDeps, 'clock' | 'random' | 'db' | 'outcomes' | 'hintDeliveries'>;

/**
 * Ends one open session. `notOpen`: it is paid, over, or being paid right now (then its outcome decides).
 * `query` is the caller's transaction, when the end must commit with something else.
 */
export const expireSession = async (
  deps: ExpireDeps,
  input: {
    readonly merchantId: Uuid<'merchant'>;
    readonly sessionId: Uuid<'session'>;
    readonly reason: ExpirationReason;
    readonly query?: Transaction;
  },
): Promise<SessionRow | 'notOpen'> => {
  const { merchantId, sessionId, reason, query } = input;
  const end = (transaction: Transaction): Promise<SessionRow[]> =>
    expireSessions(transaction, merchantId, { reason, sessions: [ending(deps, sessionId)] });
  const [row] = await (query === undefined ? deps.db.transaction(end) : end(query));
  if (row === undefined) return 'notOpen';
  tellOthers(deps, [row]);
  return row;
};

/** Ends every open session whose time is over; gives how many. Called by the clock, every second. */
export const expireOverdueSessions = async (deps: ExpireDeps & Pick<FlowDeps, 'log'>): Promise<number> => {
  const overdue = await findOverdueSessions(deps.db.query, MOST_AT_ONCE);
  let ended = 0;
  for (const [merchantId, sessions] of Map.groupBy(overdue, (session) => session.merchant_id)) {
    // By id, so that two processes lock the rows in the same order.
    ended += await endOverdue(deps, merchantId, sessions.map(({ id }) => id).sort());
  }
  return ended;
};

/**
 * One that can't be ended keeps no other from its end: then each goes alone, and only the bad one meets its error
 * again.
 */
const endOverdue = async (
  deps: ExpireDeps & Pick<FlowDeps, 'log'>,
  merchantId: string,
  sessionIds: readonly string[],
): Promise<number> => {
  try {
    const sessions = sessionIds.map((sessionId) => ending(deps, sessionId));
    const rows = await deps.db.transaction((query) =>
      expireSessions(query, merchantId, { reason: 'timeout', sessions }),
    );
    tellOthers(deps, rows);
    return rows.length;
  } catch (error) {
    if (sessionIds.length > 1 && isSurelyRolledBack(error)) {
      let ended = 0;
      for (const sessionId of sessionIds) ended += await endOverdue(deps, merchantId, [sessionId]);
      return ended;
    }
    const [only] = sessionIds.length === 1 ? sessionIds : [];
    const cause = asError(error);
    deps.log.error(
      { merchantId, ...(only !== undefined && { sessionId: only }), count: sessionIds.length, error: cause },
      'sessions past their end could not be expired; this is tried again',
    );
    return 0;
  }
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
