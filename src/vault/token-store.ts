/** All SQL on the keys that card tokens are made with, and on the tokens that were accepted. */
import type { Query } from '../db/db.ts';

export type TokenKeyRow = {
  readonly version: number;
  readonly key_version: number;
  readonly sealed: Buffer;
  readonly public_key: string;
  /** Milliseconds since it was made, by the database's clock. */
  readonly age_ms: number;
  readonly created_ms: number;
};

/** Newest first: those that tokens may be made with, or were a moment ago. */
export const findTokenKeys = (query: Query): Promise<TokenKeyRow[]> =>
  query({
    name: 'find-vault-token-keys',
    text: `
      select version, key_version, sealed, public_key,
        (extract(epoch from now() - created_at) * 1000)::float8 as age_ms,
        (extract(epoch from created_at) * 1000)::float8 as created_ms
      from vault_token_keys
      where created_at > now() - interval '49 hours'
      order by version desc`,
  });

/** Does nothing when another process made this version first: then its key is the one. */
export const insertTokenKey = async (
  query: Query,
  { version, key_version, sealed, public_key }: Pick<TokenKeyRow, 'version' | 'key_version' | 'sealed' | 'public_key'>,
): Promise<void> => {
  await query(
    {
      name: 'insert-vault-token-key',
      text: `
        insert into vault_token_keys (version, key_version, sealed, public_key) values ($1, $2, $3, $4)
        on conflict do nothing`,
    },
    [version, key_version, sealed, public_key],
  );
};

/** Also of keys that are over and were not forgotten yet, so that the next one finds its number free. */
export const findNewestTokenKeyVersion = async (query: Query): Promise<number> => {
  const [row] = await query<{ version: number }>({
    name: 'find-newest-vault-token-key-version',
    text: 'select coalesce(max(version), 0) as version from vault_token_keys',
  });
  return row?.version ?? 0;
};

export type SpentToken = {
  readonly merchantId: string;
  readonly tokenHash: Buffer;
  readonly usedBy: Buffer;
  readonly usableUntilMs: number;
  /** False: writes nothing, and takes as long. */
  readonly isUsable: boolean;
};

/** True for the request that a token is accepted for, whenever it comes; false for all others. */
export const spendToken = async (query: Query, spent: SpentToken): Promise<boolean> => {
  const rows = await query(
    {
      name: 'spend-card-token',
      text: `
        insert into spent_card_tokens as t (merchant_id, token_hash, used_by, usable_until)
        select $1::uuid, $2::bytea, $3::bytea, to_timestamp($4::float8 / 1000) where $5::boolean
        on conflict (merchant_id, token_hash) do update set used_by = excluded.used_by where t.used_by = excluded.used_by
        returning t.token_hash`,
    },
    [spent.merchantId, spent.tokenHash, spent.usedBy, spent.usableUntilMs, spent.isUsable],
  );
  return rows.length > 0;
};

/** An hour is more than any two clocks differ by. Called by the clock. */
export const forgetTokens = async (query: Query): Promise<number> => {
  const tokens = await query({
    name: 'forget-spent-card-tokens',
    text: `
      delete from spent_card_tokens where (merchant_id, token_hash) in (
        select merchant_id, token_hash from spent_card_tokens
        where usable_until < now() - interval '1 hour' order by usable_until limit 1000)
      returning token_hash`,
  });
  const keys = await query({
    name: 'forget-vault-token-keys',
    text: `delete from vault_token_keys where created_at < now() - interval '49 hours' returning version`,
  });
  return tokens.length + keys.length;
};
