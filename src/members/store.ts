import type { Uuid } from '../base/id.ts';
import type { Query, Transaction } from '../db/db.ts';
import type { Role } from './roles.ts';

export type MemberRow = {
  readonly id: Uuid<'member'>;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly password_hash: string | null;
  readonly totp_sealed: Buffer | null;
  readonly totp_step: string;
  readonly recovery_hashes: readonly Buffer[];
};

export const findMemberByEmail = async (
  query: Query,
  merchantId: string,
  email: string,
): Promise<MemberRow | undefined> => {
  const [row] = await query<MemberRow>(
    {
      name: 'find-member-by-email',
      text: `
        select id, email, name, role, password_hash, totp_sealed, totp_step::text as totp_step, recovery_hashes
        from members where merchant_id = $1 and email = $2 and removed_at is null`,
    },
    [merchantId, email],
  );
  return row;
};

/** Locks a member's row: two codes at the same moment are judged one after the other. */
export const lockMember = async (
  query: Transaction,
  merchantId: string,
  memberId: string,
): Promise<MemberRow | undefined> => {
  const [row] = await query<MemberRow>(
    {
      name: 'lock-member',
      text: `
        select id, email, name, role, password_hash, totp_sealed, totp_step::text as totp_step, recovery_hashes
        from members where merchant_id = $1 and id = $2 and removed_at is null for update`,
    },
    [merchantId, memberId],
  );
  return row;
};

/** Who may sign in, and who was invited. */
export type ListedMember = Pick<MemberRow, 'id' | 'email' | 'name' | 'role'> & {
  readonly has_joined: boolean;
  readonly created_at: string;
  readonly last_signed_in_at: string | null;
};

export const findMembers = (query: Query, merchantId: string): Promise<ListedMember[]> =>
  query<ListedMember>(
    {
      name: 'find-members',
      text: `
        select id, email, name, role, password_hash is not null as has_joined,
          to_json(created_at) #>> '{}' as created_at, to_json(last_signed_in_at) #>> '{}' as last_signed_in_at
        from members where merchant_id = $1 and removed_at is null
        order by created_at, id
        limit 1000`,
    },
    [merchantId],
  );

/** A page of them, whoever was invited last first. */
export const findMembersPage = (
  query: Query,
  merchantId: string,
  { before, limit }: { readonly before: string | undefined; readonly limit: number },
): Promise<ListedMember[]> =>
  query<ListedMember>(
    {
      name: 'find-members-page',
      text: `
        select id, email, name, role, password_hash is not null as has_joined,
          to_json(created_at) #>> '{}' as created_at, to_json(last_signed_in_at) #>> '{}' as last_signed_in_at
        from members
        where merchant_id = $1 and removed_at is null and ($2::uuid is null or id < $2)
        order by id desc
        limit $3`,
    },
    [merchantId, before ?? null, limit],
  );

export const findMember = async (
  query: Query,
  merchantId: string,
  memberId: string,
): Promise<ListedMember | undefined> => {
  const [row] = await query<ListedMember>(
    {
      name: 'find-member',
      text: `
        select id, email, name, role, password_hash is not null as has_joined,
          to_json(created_at) #>> '{}' as created_at, to_json(last_signed_in_at) #>> '{}' as last_signed_in_at
        from members where merchant_id = $1 and id = $2 and removed_at is null`,
    },
    [merchantId, memberId],
  );
  return row;
};

export type LockedMember = Pick<MemberRow, 'id' | 'email' | 'role'> & {
  readonly has_joined: boolean;
  readonly is_removed: boolean;
};

/** Locks every member of a merchant in one order, so that the last owner is seen to be the last. */
export const lockMembers = (query: Transaction, merchantId: string): Promise<LockedMember[]> =>
  query<LockedMember>(
    {
      name: 'lock-members',
      text: `
        select id, email, role, password_hash is not null as has_joined, removed_at is not null as is_removed
        from members where merchant_id = $1 order by id for update`,
    },
    [merchantId],
  );

/** A new member, or undefined: somebody with this address was here before, or is. */
export const insertMember = async (
  query: Query,
  merchantId: string,
  member: Pick<MemberRow, 'id' | 'email' | 'name' | 'role'>,
): Promise<Uuid<'member'> | undefined> => {
  const [row] = await query<{ id: Uuid<'member'> }>(
    {
      name: 'insert-member',
      text: `
        insert into members (merchant_id, id, email, name, role) values ($1, $2, $3, $4, $5)
        on conflict (merchant_id, email) do nothing returning id`,
    },
    [merchantId, member.id, member.email, member.name, member.role],
  );
  return row?.id;
};

/** Whoever comes back, or never came, begins anew: without a password. */
export const renewMember = async (query: Query, merchantId: string, memberId: string, role: Role): Promise<void> => {
  await query(
    {
      name: 'renew-member',
      text: `
        update members
        set role = $3, removed_at = null, password_hash = null, totp_sealed = null, totp_step = 0, recovery_hashes = '{}'
        where merchant_id = $1 and id = $2`,
    },
    [merchantId, memberId, role],
  );
};

export const updateRole = async (query: Query, merchantId: string, memberId: string, role: Role): Promise<void> => {
  await query({ name: 'update-member-role', text: 'update members set role = $3 where merchant_id = $1 and id = $2' }, [
    merchantId,
    memberId,
    role,
  ]);
};

/** For the page of people. */
export const noteSignIn = async (query: Query, merchantId: string, memberId: string): Promise<void> => {
  await query(
    {
      name: 'note-member-sign-in',
      text: 'update members set last_signed_in_at = now() where merchant_id = $1 and id = $2',
    },
    [merchantId, memberId],
  );
};

export const endMember = async (query: Query, merchantId: string, memberId: string): Promise<void> => {
  await query(
    { name: 'end-member', text: 'update members set removed_at = now() where merchant_id = $1 and id = $2' },
    [merchantId, memberId],
  );
};

export const updateFactors = async (
  query: Query,
  merchantId: string,
  factors: {
    readonly memberId: string;
    readonly name: string;
    readonly passwordHash: string;
    readonly totpSealed: Buffer;
    readonly totpStep: number;
    readonly recoveryHashes: readonly Buffer[];
  },
): Promise<void> => {
  await query(
    {
      name: 'update-member-factors',
      text: `
        update members
        set name = $3, password_hash = $4, totp_sealed = $5, totp_step = $6, recovery_hashes = $7::bytea[]
        where merchant_id = $1 and id = $2`,
    },
    [
      merchantId,
      factors.memberId,
      factors.name,
      factors.passwordHash,
      factors.totpSealed,
      factors.totpStep,
      factors.recoveryHashes,
    ],
  );
};

export const updatePassword = async (
  query: Query,
  merchantId: string,
  memberId: string,
  passwordHash: string,
): Promise<void> => {
  await query(
    {
      name: 'update-member-password',
      text: 'update members set password_hash = $3 where merchant_id = $1 and id = $2',
    },
    [merchantId, memberId, passwordHash],
  );
};

/** The code of this step was taken, and none of it or before is taken again. */
export const updateTotpStep = async (
  query: Query,
  merchantId: string,
  memberId: string,
  step: number,
): Promise<void> => {
  await query(
    {
      name: 'update-member-totp-step',
      text: 'update members set totp_step = $3 where merchant_id = $1 and id = $2',
    },
    [merchantId, memberId, step],
  );
};

export const removeRecoveryHash = async (
  query: Query,
  merchantId: string,
  memberId: string,
  hash: Buffer,
): Promise<void> => {
  await query(
    {
      name: 'remove-member-recovery-hash',
      text: `
        update members set recovery_hashes = array_remove(recovery_hashes, $3) where merchant_id = $1 and id = $2`,
    },
    [merchantId, memberId, hash],
  );
};
