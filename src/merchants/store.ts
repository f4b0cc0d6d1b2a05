import type { Uuid } from '../base/id.ts';
import type { Query } from '../db/db.ts';

export type MerchantRow = {
  readonly merchant_id: string;
  readonly name: string;
  /** What an operator set about 3-D Secure; whoever set it checked it. */
  readonly three_ds: Readonly<Record<string, unknown>> | null;
  /** What becomes of request fields that nobody knows. */
  readonly unknown_fields: 'refuse' | 'ignore';
};

export type ApiKeyRow = {
  readonly merchant_id: string;
  readonly id: string;
  readonly name: string;
  readonly last4: string;
  readonly created_at: string;
  readonly deleted_at: string | null;
};

export const insertMerchant = async (query: Query, merchantId: Uuid<'merchant'>, name: string): Promise<void> => {
  await query(
    {
      name: 'insert-merchant',
      text: `
        with merchant as (
          insert into merchants (merchant_id, name) values ($1, $2) returning merchant_id
        )
        insert into merchant_counters (merchant_id) select merchant_id from merchant`,
    },
    [merchantId, name],
  );
};

export const findMerchant = async (query: Query, merchantId: Uuid<'merchant'>): Promise<MerchantRow | undefined> => {
  const [row] = await query<MerchantRow>(
    {
      name: 'find-merchant',
      text: 'select merchant_id, name, three_ds, unknown_fields from merchants where merchant_id = $1',
    },
    [merchantId],
  );
  return row;
};

/** Changes what is given; the settings of 3-D Secure are merged with those there are. */
export const updateMerchant = async (
  query: Query,
  merchantId: Uuid<'merchant'>,
  change: {
    readonly name: string | undefined;
    readonly threeDs: Readonly<Record<string, string>>;
    readonly unknownFields: 'refuse' | 'ignore' | undefined;
  },
): Promise<MerchantRow | undefined> => {
  const [row] = await query<MerchantRow>(
    {
      name: 'update-merchant',
      text: `
        update merchants
        set name = coalesce($2, name), three_ds = nullif(coalesce(three_ds, '{}') || $3::jsonb, '{}'),
          unknown_fields = coalesce($4, unknown_fields)
        where merchant_id = $1
        returning merchant_id, name, three_ds, unknown_fields`,
    },
    [merchantId, change.name ?? null, JSON.stringify(change.threeDs), change.unknownFields ?? null],
  );
  return row;
};

/** What of a key may be shown; its columns as JSON, so that times have one form everywhere. */
const SHOWN = `merchant_id, id, name, last4, to_json(created_at) #>> '{}' as created_at, to_json(deleted_at) #>> '{}' as deleted_at`;

export const insertApiKey = async (
  query: Query,
  key: {
    readonly merchantId: string;
    readonly id: string;
    readonly name: string;
    readonly keyHash: Buffer;
    readonly last4: string;
    readonly returnKeySealed: Buffer;
  },
): Promise<ApiKeyRow> => {
  const [row] = await query<ApiKeyRow>(
    {
      name: 'insert-api-key',
      text: `
        insert into api_keys (merchant_id, id, name, key_hash, last4, return_key_sealed)
        values ($1, $2, $3, $4, $5, $6)
        returning ${SHOWN}`,
    },
    [key.merchantId, key.id, key.name, key.keyHash, key.last4, key.returnKeySealed],
  );
  if (row === undefined) throw new Error('an insert gave no row');
  return row;
};

/** A key with what its merchant has set about requests. */
export type CallerRow = ApiKeyRow & { readonly unknown_fields: 'refuse' | 'ignore' };

export const findApiKeyByHash = async (query: Query, keyHash: Buffer): Promise<CallerRow | undefined> => {
  const [row] = await query<CallerRow>(
    {
      name: 'find-api-key-by-hash',
      text: `
        select
          k.merchant_id, k.id, k.name, k.last4,
          to_json(k.created_at) #>> '{}' as created_at, to_json(k.deleted_at) #>> '{}' as deleted_at,
          m.unknown_fields
        from api_keys k join merchants m on m.merchant_id = k.merchant_id
        where k.key_hash = $1`,
    },
    [keyHash],
  );
  return row;
};

/** A merchant's living keys, newest first; at most `limit` of those made before the key `before`. */
export const findApiKeys = async (
  query: Query,
  merchantId: Uuid<'merchant'>,
  page: { readonly limit: number; readonly before: string | undefined },
): Promise<ApiKeyRow[]> =>
  query<ApiKeyRow>(
    {
      name: 'find-api-keys',
      text: `
        select ${SHOWN} from api_keys
        where merchant_id = $1 and deleted_at is null and ($2::uuid is null or id < $2)
        order by id desc limit $3`,
    },
    [merchantId, page.before ?? null, page.limit],
  );

export const deleteApiKey = async (
  query: Query,
  merchantId: Uuid<'merchant'>,
  id: Uuid<'apiKey'>,
): Promise<boolean> => {
  const rows = await query(
    {
      name: 'delete-api-key',
      text: 'update api_keys set deleted_at = now() where merchant_id = $1 and id = $2 and deleted_at is null returning id',
    },
    [merchantId, id],
  );
  return rows.length > 0;
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
