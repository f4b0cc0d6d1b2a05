import type { Uuid } from '../../base/id.ts';
import type { SessionRow } from '../../contract/rows.ts';
import type { Query } from '../../db/db.ts';
import { idRange } from '../../events/store.ts';

export const findSession = async (
  query: Query,
  merchantId: Uuid<'merchant'>,
  sessionId: Uuid<'session'>,
): Promise<SessionRow | undefined> => {
  const [row] = await query<{ session: SessionRow }>(
    {
      name: 'find-session',
      text: 'select to_jsonb(s) as session from sessions s where s.merchant_id = $1 and s.id = $2',
    },
    [merchantId, sessionId],
  );
  return row?.session;
};

/** What the payment page needs beside the session: the shop's name, and the time left by the clock that decides. */
export type CheckoutRow = {
  readonly session: SessionRow;
  readonly merchant_name: string;
  /** What the merchant gave its page; null: nothing. */
  readonly accent_color: string | null;
  readonly ms_left: number;
  /** Until the way back is open at the latest; null: it never was held. */
  readonly held_ms_left: number | null;
  /** Hash, as hex, of the browser that opened the page first. */
  readonly first_visitor: string | null;
};

/**
 * Many at once, in the order of the ids: pages that are loaded at the same time share a statement. With an array for the ids
 * PostgreSQL would plan anew each time (0.14 ms), as its plan depends on how many there are.
 */
export const findCheckouts = async (
  query: Query,
  merchantId: string,
  sessionIds: readonly string[],
): Promise<(CheckoutRow | undefined)[]> => {
  const rows = await query<CheckoutRow>(
    {
      name: 'find-checkouts',
      text: `
        select to_jsonb(s) as session, m.name as merchant_name, m.accent_color,
          greatest(0, extract(epoch from s.expires_at - now()) * 1000)::float8 as ms_left,
          (extract(epoch from s.return_held_until - now()) * 1000)::float8 as held_ms_left,
          encode(v.visitor_hash, 'hex') as first_visitor
        from json_array_elements_text($2::json) as i (id)
        join sessions s on s.merchant_id = $1 and s.id = i.id::uuid
        join merchants m on m.merchant_id = s.merchant_id
        left join session_visitors v on v.merchant_id = s.merchant_id and v.session_id = s.id
        where length(i.id) = 36`,
    },
    [merchantId, JSON.stringify(sessionIds)],
  );
  const byId = new Map(rows.map((row) => [row.session.id, row]));
  return sessionIds.map((id) => byId.get(id));
};

export type SessionFilter = {
  readonly limit: number;
  /** Only sessions made before this one: ids grow with time. */
  readonly before: string | undefined;
  readonly states: readonly string[] | undefined;
  readonly merchantReferenceId: string | undefined;
  readonly createdFrom: string | undefined;
  readonly createdTo: string | undefined;
};

export const findSessions = async (
  query: Query,
  merchantId: Uuid<'merchant'>,
  filter: SessionFilter,
): Promise<SessionRow[]> => {
  const range = idRange(filter);
  const rows = await query<{ session: SessionRow }>(
    {
      name: 'find-sessions',
      text: `
        select to_jsonb(s) as session from sessions s
        where s.merchant_id = $1
          and s.id < $2 and s.id >= $8
          and ($3::text[] is null or s.state = any ($3))
          and ($4::text is null or s.merchant_reference_id = $4)
          and ($5::timestamptz is null or s.created_at >= $5)
          and ($6::timestamptz is null or s.created_at < $6)
        order by s.id desc
        limit $7`,
    },
    [
      merchantId,
      range.below,
      filter.states,
      filter.merchantReferenceId,
      filter.createdFrom,
      filter.createdTo,
      filter.limit,
      range.lowest,
    ].map((value) => value ?? null),
  );
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
