import type { Uuid } from '../base/id.ts';
import type { Query } from '../db/db.ts';
import type { Role } from './roles.ts';

export type Factor = 'password' | 'recoveryCode' | 'link' | 'passkey';

/** A browser that is signed in, with whom. */
export type SessionRow = {
  readonly id: Uuid<'memberSession'>;
  readonly member_id: Uuid<'member'>;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly merchant_name: string;
  readonly has_password: boolean;
  readonly authenticated_by: Factor;
  /** How long ago, in seconds. */
  readonly authenticated_ago: number;
  readonly is_unseen: boolean;
};

/** A sign-in ends after twelve hours, after one in which nobody used it, and with the membership. */
export const findMemberSession = async (
  query: Query,
  merchantId: string,
  tokenHash: Buffer,
): Promise<SessionRow | undefined> => {
  const [row] = await query<SessionRow>(
    {
      name: 'find-member-session',
      text: `
        select s.id, s.member_id, m.email, m.name, m.role, merchant.name as merchant_name,
          m.password_hash is not null as has_password, s.authenticated_by,
          extract(epoch from now() - s.authenticated_at)::float8 as authenticated_ago,
          s.last_seen_at < now() - interval '1 minute' as is_unseen
        from member_sessions s
        join members m on m.merchant_id = s.merchant_id and m.id = s.member_id
        join merchants merchant on merchant.merchant_id = s.merchant_id
        where s.merchant_id = $1 and s.token_hash = $2 and m.removed_at is null
          and s.expires_at > now() and s.last_seen_at > now() - interval '1 hour'`,
    },
    [merchantId, tokenHash],
  );
  return row;
};

export const insertMemberSession = async (
  query: Query,
  merchantId: string,
  session: {
    readonly tokenHash: Buffer;
    readonly id: string;
    readonly memberId: string;
    readonly by: Factor;
    readonly address: string;
    readonly userAgent: string;
  },
): Promise<void> => {
  await query(
    {
      name: 'insert-member-session',
      text: `
        insert into member_sessions (merchant_id, token_hash, id, member_id, authenticated_by, address, user_agent,
          authenticated_at, created_at, last_seen_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, now(), now(), now(), now() + interval '12 hours')`,
    },
    [merchantId, session.tokenHash, session.id, session.memberId, session.by, session.address, session.userAgent],
  );
};

export const touchMemberSession = async (query: Query, merchantId: string, tokenHash: Buffer): Promise<void> => {
  await query(
    {
      name: 'touch-member-session',
      text: 'update member_sessions set last_seen_at = now() where merchant_id = $1 and token_hash = $2',
    },
    [merchantId, tokenHash],
  );
};

export type ListedSession = {
  readonly id: Uuid<'memberSession'>;
  readonly address: string;
  readonly user_agent: string;
  readonly authenticated_by: Factor;
  readonly created_at: string;
  readonly last_seen_at: string;
};

/** Where a member is signed in now, the latest first. */
export const findSessionsOf = (query: Query, merchantId: string, memberId: string): Promise<ListedSession[]> =>
  query<ListedSession>(
    {
      name: 'find-sessions-of-member',
      text: `
        select id, address, user_agent, authenticated_by, to_json(created_at) #>> '{}' as created_at,
          to_json(last_seen_at) #>> '{}' as last_seen_at
        from member_sessions
        where merchant_id = $1 and member_id = $2
          and expires_at > now() and last_seen_at > now() - interval '1 hour'
        order by last_seen_at desc, id
        limit 100`,
    },
    [merchantId, memberId],
  );

/** `sessionId` null: all of them. Gives how many there were. */
export const deleteSessionsOf = async (
  query: Query,
  merchantId: string,
  memberId: string,
  sessionId: string | null,
): Promise<number> => {
  const rows = await query(
    {
      name: 'delete-sessions-of-member',
      text: `
        delete from member_sessions
        where merchant_id = $1 and member_id = $2 and ($3::uuid is null or id = $3)
        returning id`,
    },
    [merchantId, memberId, sessionId],
  );
  return rows.length;
};
