import type { Uuid } from '../base/id.ts';
import type { Query } from '../db/db.ts';

export type LinkRow = {
  readonly member_id: Uuid<'member'>;
  readonly purpose: 'join' | 'signIn';
  readonly email: string;
  readonly name: string;
  readonly merchant_name: string;
  readonly has_password: boolean;
};

export const insertLink = async (
  query: Query,
  merchantId: string,
  link: {
    readonly tokenHash: Buffer;
    readonly memberId: string;
    readonly purpose: LinkRow['purpose'];
    readonly hours: number;
  },
): Promise<void> => {
  await query(
    {
      name: 'insert-member-link',
      text: `
        insert into member_links (merchant_id, token_hash, member_id, purpose, expires_at)
        values ($1, $2, $3, $4, now() + make_interval(hours => $5))`,
    },
    [merchantId, link.tokenHash, link.memberId, link.purpose, link.hours],
  );
};

/** A link that still works. */
export const findLink = async (query: Query, merchantId: string, tokenHash: Buffer): Promise<LinkRow | undefined> => {
  const [row] = await query<LinkRow>(
    {
      name: 'find-member-link',
      text: `
        select l.member_id, l.purpose, m.email, m.name, merchant.name as merchant_name,
          m.password_hash is not null as has_password
        from member_links l
        join members m on m.merchant_id = l.merchant_id and m.id = l.member_id
        join merchants merchant on merchant.merchant_id = l.merchant_id
        where l.merchant_id = $1 and l.token_hash = $2 and l.used_at is null and l.expires_at > now()
          and m.removed_at is null`,
    },
    [merchantId, tokenHash],
  );
  return row;
};

/** True for one of all who use it at the same moment. */
export const useLink = async (query: Query, merchantId: string, tokenHash: Buffer): Promise<boolean> => {
  const rows = await query(
    {
      name: 'use-member-link',
      text: `
        update member_links set used_at = now()
        where merchant_id = $1 and token_hash = $2 and used_at is null and expires_at > now()
        returning member_id`,
    },
    [merchantId, tokenHash],
  );
  return rows.length > 0;
};

/** The links of a member lead nowhere any more. */
export const endLinksOf = async (query: Query, merchantId: string, memberId: string): Promise<void> => {
  await query(
    {
      name: 'end-links-of-member',
      text: `
        update member_links set used_at = now() where merchant_id = $1 and member_id = $2 and used_at is null`,
    },
    [merchantId, memberId],
  );
};
