/**
 * All SQL on the vault's cards and data keys, but for what the statements of payments write and erase
 * (`flow/statements`).
 */
import type { Query } from '../db/db.ts';

export type KeyPurpose = 'seal' | 'fingerprint';

export type DataKeyRow = {
  readonly purpose: KeyPurpose;
  readonly version: number;
  readonly kek_id: string;
  readonly wrapped: Buffer;
};

/** A handful: one for each rotation whose cards are not all under the next key yet. */
export const findDataKeys = (query: Query): Promise<DataKeyRow[]> =>
  query({
    name: 'find-vault-data-keys',
    text: 'select purpose, version, kek_id, wrapped from vault_data_keys order by purpose, version',
  });

/** Whether this database's vault has been used before. */
export const hasDataKeys = async (query: Query): Promise<boolean> => (await findDataKeys(query)).length > 0;

/** False when somebody was faster: theirs is the key of this version. */
export const insertDataKey = async (
  query: Query,
  { purpose, version, kek_id, wrapped }: DataKeyRow,
): Promise<boolean> => {
  const rows = await query(
    {
      name: 'insert-vault-data-key',
      text: `
        insert into vault_data_keys (purpose, version, kek_id, wrapped) values ($1, $2, $3, $4)
        on conflict do nothing returning version`,
    },
    [purpose, version, kek_id, wrapped],
  );
  return rows.length > 0;
};

/** The same key under another key-encryption key; false when somebody has done it already. */
export const replaceWrapping = async (query: Query, before: DataKeyRow, after: DataKeyRow): Promise<boolean> => {
  const rows = await query(
    {
      name: 'replace-vault-key-wrapping',
      text: `
        update vault_data_keys set kek_id = $4, wrapped = $5
        where purpose = $1 and version = $2 and kek_id = $3
        returning version`,
    },
    [before.purpose, before.version, before.kek_id, after.kek_id, after.wrapped],
  );
  return rows.length > 0;
};

/**
 * Removes keys that nothing is sealed under: no card, no secret, and no key that card tokens are made with. A process may seal
 * under the key before the newest for a minute after a rotation, and its statement may take some seconds more: an hour
 * leaves no doubt that nothing under the old key is on its way.
 */
export const deleteUnusedDataKeys = async (query: Query): Promise<readonly number[]> => {
  const rows = await query<{ version: number }>({
    name: 'delete-unused-vault-data-keys',
    text: `
      delete from vault_data_keys k
      where k.purpose = 'seal'
        and exists (
          select from vault_data_keys newer
          where newer.purpose = 'seal' and newer.version > k.version and newer.created_at < now() - interval '1 hour')
        and not exists (select from vault_cards c where c.key_version = k.version)
        and not exists (select from vault_secrets s where s.key_version = k.version)
        and not exists (select from vault_token_keys t where t.key_version = k.version)
      returning k.version`,
  });
  return rows.map(({ version }) => version).sort((a, b) => a - b);
};

export type SealedCardRow = {
  readonly merchant_id: string;
  readonly id: string;
  readonly key_version: number;
  readonly sealed: Buffer;
};

/** Where a walk through the cards has come to. */
export type CardPlace = Pick<SealedCardRow, 'merchant_id' | 'id' | 'key_version'>;

/** Cards of all merchants under keys older than `version`, in the order of the index that holds them. */
export const findCardsUnderOlderKeys = (
  query: Query,
  {
    version,
    after,
    limit,
  }: { readonly version: number; readonly after: CardPlace | undefined; readonly limit: number },
): Promise<SealedCardRow[]> =>
  query(
    {
      name: 'find-cards-under-older-keys',
      text: `
        select merchant_id, id, key_version, sealed from vault_cards
        where key_version < $1 and (key_version, merchant_id, id) > ($2, $3::uuid, $4::uuid)
        order by key_version, merchant_id, id
        limit $5`,
    },
    [version, after?.key_version ?? 0, after?.merchant_id ?? LOWEST_ID, after?.id ?? LOWEST_ID, limit],
  );

const LOWEST_ID = '00000000-0000-0000-0000-000000000000';

export const countCardsUnderOlderKeys = async (query: Query, version: number): Promise<number> => {
  const [row] = await query<{ count: number }>(
    {
      name: 'count-cards-under-older-keys',
      text: 'select count(*)::float8 as count from vault_cards where key_version < $1',
    },
    [version],
  );
  return row?.count ?? 0;
};

export type ResealedCard = CardPlace & { readonly new_version: number; readonly sealed: Buffer };

/**
 * Puts cards under another key; one that was removed or resealed meanwhile is left alone. Gives how many were changed.
 */
export const replaceSealedCards = async (query: Query, cards: readonly ResealedCard[]): Promise<number> => {
  const rows = await query(
    {
      name: 'replace-sealed-cards',
      text: `
        update vault_cards c
        set key_version = i.new_version, sealed = decode(i.sealed, 'hex')
        from json_to_recordset($1::json) as i (merchant_id uuid, id uuid, key_version integer, new_version integer, sealed text)
        where c.merchant_id = i.merchant_id and c.id = i.id and c.key_version = i.key_version
        returning c.id`,
    },
    [JSON.stringify(cards.map((card) => ({ ...card, sealed: card.sealed.toString('hex') })))],
  );
  return rows.length;
};
