import type { Uuid } from '../base/id.ts';
import type { Query } from '../db/db.ts';

export type ApiKeyRow = {
  readonly merchant_id: string;
  readonly id: string;
  readonly name: string;
  readonly last4: string;
  readonly created_at: string;
  readonly deleted_at: string | null;
  /** Null: it was made before keys had scopes, and may do everything. */
  readonly scopes: readonly string[] | null;
  readonly expires_at: string | null;
  readonly allowed_addresses: readonly string[] | null;
  /** To ten minutes. */
  readonly last_used_at: string | null;
};

/** A key that somebody calls with. */
export type KeyInUse = ApiKeyRow & {
  /** Milliseconds until it expires, by the database's clock; null: never. */
  readonly ms_left: number | null;
  /** Its last use was written down too long ago. */
  readonly is_use_unnoted: boolean;
  readonly is_suspended: boolean;
  readonly unknown_fields: 'refuse' | 'ignore';
  readonly return_origins: readonly string[];
  readonly order_guard: boolean;
  readonly session_minutes: number;
};

/** What of a key may be shown; its columns as JSON, so that times have one form everywhere. */
const SHOWN = `k.merchant_id, k.id, k.name, k.last4, k.scopes, k.allowed_addresses,
          to_json(k.created_at) #>> '{}' as created_at, to_json(k.deleted_at) #>> '{}' as deleted_at,
          to_json(k.expires_at) #>> '{}' as expires_at, to_json(k.last_used_at) #>> '{}' as last_used_at`;

export type ApiKeyInsert = {
  readonly merchantId: string;
  readonly id: string;
  readonly name: string;
  readonly keyHash: Buffer;
  readonly last4: string;
  readonly returnKeySealed: Buffer;
  readonly scopes: readonly string[];
  readonly expiresAt: string | null;
  readonly allowedAddresses: readonly string[] | null;
};

export const insertApiKey = async (query: Query, key: ApiKeyInsert): Promise<ApiKeyRow> => {
  const [row] = await query<ApiKeyRow>(
    {
      name: 'insert-api-key',
      text: `
        insert into api_keys as k (
          merchant_id, id, name, key_hash, last4, return_key_sealed, scopes, expires_at, allowed_addresses)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        returning ${SHOWN}`,
    },
    [
      key.merchantId,
      key.id,
      key.name,
      key.keyHash,
      key.last4,
      key.returnKeySealed,
      key.scopes,
      key.expiresAt,
      key.allowedAddresses,
    ],
  );
  if (row === undefined) throw new Error('an insert gave no row');
  return row;
};

/** The one look-up that starts without merchant_id: a request names no merchant, only a key. */
export const findKeyByHash = async (query: Query, keyHash: Buffer): Promise<KeyInUse | undefined> => {
  const [row] = await query<KeyInUse>(
    {
      name: 'find-api-key-by-hash',
      text: `
        select ${SHOWN},
          (extract(epoch from k.expires_at - now()) * 1000)::float8 as ms_left,
          k.last_used_at is null or k.last_used_at < now() - interval '10 minutes' as is_use_unnoted,
          m.suspended_at is not null as is_suspended, m.unknown_fields, m.return_origins, m.order_guard,
          m.session_minutes
        from api_keys k join merchants m on m.merchant_id = k.merchant_id
        where k.key_hash = $1`,
    },
    [keyHash],
  );
  return row;
};

/** Writes down that a key is used, at most once in ten minutes however many processes see it. */
export const noteKeyUse = async (
  query: Query,
  { merchantId, apiKeyId }: { readonly merchantId: string; readonly apiKeyId: string },
): Promise<void> => {
  await query(
    {
      name: 'note-api-key-use',
      text: `
        update api_keys set last_used_at = now()
        where merchant_id = $1 and id = $2 and (last_used_at is null or last_used_at < now() - interval '10 minutes')`,
    },
    [merchantId, apiKeyId],
  );
};

/** A merchant's living keys, newest first; at most `limit` of those made before the key `before`. */
export const findApiKeys = (
  query: Query,
  merchantId: Uuid<'merchant'>,
  page: { readonly limit: number; readonly before: string | undefined },
): Promise<ApiKeyRow[]> =>
  query<ApiKeyRow>(
    {
      name: 'find-api-keys',
      text: `
        select ${SHOWN} from api_keys k
        where k.merchant_id = $1 and k.deleted_at is null and ($2::uuid is null or k.id < $2)
        order by k.id desc limit $3`,
    },
    [merchantId, page.before ?? null, page.limit],
  );

/** Locks a living key, so that it is judged as it is when it is deleted. */
export const lockApiKey = async (
  query: Query,
  merchantId: Uuid<'merchant'>,
  id: Uuid<'apiKey'>,
): Promise<ApiKeyRow | undefined> => {
  const [row] = await query<ApiKeyRow>(
    {
      name: 'lock-api-key',
      text: `select ${SHOWN} from api_keys k where k.merchant_id = $1 and k.id = $2 and k.deleted_at is null for update`,
    },
    [merchantId, id],
  );
  return row;
};

export const markApiKeyDeleted = async (
  query: Query,
  merchantId: Uuid<'merchant'>,
  id: Uuid<'apiKey'>,
): Promise<void> => {
  await query(
    {
      name: 'delete-api-key',
      text: 'update api_keys set deleted_at = now() where merchant_id = $1 and id = $2 and deleted_at is null',
    },
    [merchantId, id],
  );
};

export const selectReturnKey = async (
  query: Query,
  merchantId: string,
  apiKeyId: string,
): Promise<Buffer | undefined> => {
  const [row] = await query<{ return_key_sealed: Buffer }>(
    { name: 'select-return-key', text: 'select return_key_sealed from api_keys where merchant_id = $1 and id = $2' },
    [merchantId, apiKeyId],
  );
  return row?.return_key_sealed;
};
