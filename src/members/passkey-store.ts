import type { Uuid } from '../base/id.ts';
import type { Query, Transaction } from '../db/db.ts';
import { CHALLENGE_MINUTES } from './passkey-challenge.ts';

export type PasskeyRow = {
  readonly id: Uuid<'passkey'>;
  readonly member_id: Uuid<'member'>;
  readonly credential_id: Buffer;
  readonly public_key: Buffer;
  readonly counter: string;
  readonly transports: readonly string[];
  readonly name: string;
};

/** False: the device's key is known here already. */
export const insertPasskey = async (
  query: Transaction,
  merchantId: string,
  passkey: Omit<PasskeyRow, 'counter'> & { readonly counter: number },
): Promise<boolean> => {
  const rows = await query(
    {
      name: 'insert-passkey',
      text: `
        insert into member_passkeys (merchant_id, id, member_id, credential_id, public_key, counter, transports, name)
        values ($1, $2, $3, $4, $5, $6, $7::text[], $8)
        on conflict (merchant_id, credential_id) do nothing
        returning id`,
    },
    [
      merchantId,
      passkey.id,
      passkey.member_id,
      passkey.credential_id,
      passkey.public_key,
      passkey.counter,
      passkey.transports,
      passkey.name,
    ],
  );
  return rows.length > 0;
};

/** Of somebody who is still a member. */
export const findPasskey = async (
  query: Query,
  merchantId: string,
  credentialId: Buffer,
): Promise<PasskeyRow | undefined> => {
  const [row] = await query<PasskeyRow>(
    {
      name: 'find-passkey',
      text: `
        select k.id, k.member_id, k.credential_id, k.public_key, k.counter::text as counter, k.transports, k.name
        from member_passkeys k
        join members m on m.merchant_id = k.merchant_id and m.id = k.member_id
        where k.merchant_id = $1 and k.credential_id = $2 and m.removed_at is null`,
    },
    [merchantId, credentialId],
  );
  return row;
};

export type ListedPasskey = Pick<PasskeyRow, 'id' | 'credential_id' | 'transports' | 'name'> & {
  readonly created_at: string;
  readonly last_used_at: string | null;
};

export const findPasskeysOf = (query: Query, merchantId: string, memberId: string): Promise<ListedPasskey[]> =>
  query<ListedPasskey>(
    {
      name: 'find-passkeys-of-member',
      text: `
        select id, credential_id, transports, name, to_json(created_at) #>> '{}' as created_at,
          to_json(last_used_at) #>> '{}' as last_used_at
        from member_passkeys where merchant_id = $1 and member_id = $2
        order by id
        limit 100`,
    },
    [merchantId, memberId],
  );

/**
 * Writes down that a passkey signed. False: it is gone, or says a count that it said before, so that there are two of
 * it.
 */
export const notePasskeyUse = async (
  query: Transaction,
  merchantId: string,
  { id, counter }: { readonly id: string; readonly counter: number },
): Promise<boolean> => {
  const rows = await query(
    {
      name: 'note-passkey-use',
      text: `
        update member_passkeys set counter = $3, last_used_at = now()
        where merchant_id = $1 and id = $2 and (counter < $3 or counter = 0 and $3 = 0)
        returning id`,
    },
    [merchantId, id, counter],
  );
  return rows.length > 0;
};

/** The name of the one that is gone now; undefined: this member has none of this id. */
export const deletePasskey = async (
  query: Transaction,
  merchantId: string,
  memberId: string,
  passkeyId: string,
): Promise<string | undefined> => {
  const [row] = await query<{ name: string }>(
    {
      name: 'delete-passkey',
      text: 'delete from member_passkeys where merchant_id = $1 and member_id = $2 and id = $3 returning name',
    },
    [merchantId, memberId, passkeyId],
  );
  return row?.name;
};

/** Whoever begins anew has none of before. */
export const deletePasskeysOf = async (query: Transaction, merchantId: string, memberId: string): Promise<void> => {
  await query(
    {
      name: 'delete-passkeys-of-member',
      text: 'delete from member_passkeys where merchant_id = $1 and member_id = $2',
    },
    [merchantId, memberId],
  );
};

/** True for one of all who bring what was signed at the same moment. */
export const spendChallenge = async (query: Transaction, merchantId: string, nonce: Buffer): Promise<boolean> => {
  const rows = await query(
    {
      name: 'spend-passkey-challenge',
      text: `
        insert into spent_passkey_challenges (merchant_id, nonce, expires_at)
        values ($1, $2, now() + make_interval(mins => $3))
        on conflict do nothing
        returning nonce`,
    },
    // Kept for longer than the challenge lives, should the clocks of gateway and database differ.
    [merchantId, nonce, CHALLENGE_MINUTES * 3],
  );
  return rows.length > 0;
};
