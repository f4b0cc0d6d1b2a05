/** All SQL on the vault's secrets. */
import type { Query } from '../db/db.ts';

export type SecretAddress = { readonly merchant_id: string; readonly id: string };
export type SealedSecretRow = SecretAddress & { readonly key_version: number; readonly sealed: Buffer };

export const insertSecret = async (query: Query, row: SealedSecretRow): Promise<void> => {
  await query(
    {
      name: 'insert-vault-secret',
      text: 'insert into vault_secrets (merchant_id, id, key_version, sealed) values ($1, $2, $3, $4)',
    },
    [row.merchant_id, row.id, row.key_version, row.sealed],
  );
};

export const deleteSecret = async (query: Query, { merchant_id, id }: SecretAddress): Promise<void> => {
  await query({ name: 'delete-vault-secret', text: 'delete from vault_secrets where merchant_id = $1 and id = $2' }, [
    merchant_id,
    id,
  ]);
};

/** Of all merchants: a handful for each account. */
export const findSecretsUnderOlderKeys = (query: Query, version: number, limit: number): Promise<SealedSecretRow[]> =>
  query(
    {
      name: 'find-secrets-under-older-keys',
      text: `
        select merchant_id, id, key_version, sealed from vault_secrets
        where key_version < $1
        order by key_version, merchant_id, id
        limit $2`,
    },
    [version, limit],
  );

/** False: it was rotated or sealed anew meanwhile. */
export const replaceSealedSecret = async (
  query: Query,
  before: SealedSecretRow,
  after: Pick<SealedSecretRow, 'key_version' | 'sealed'>,
): Promise<boolean> => {
  const rows = await query(
    {
      name: 'replace-sealed-secret',
      text: `
        update vault_secrets set key_version = $4, sealed = $5
        where merchant_id = $1 and id = $2 and key_version = $3
        returning id`,
    },
    [before.merchant_id, before.id, before.key_version, after.key_version, after.sealed],
  );
  return rows.length > 0;
};
