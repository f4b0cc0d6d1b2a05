import { createSecretKey, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Actor } from '../audit/entry.ts';
import { writeAudit } from '../audit/write.ts';
import { formatId, newUuid, type Uuid } from '../base/id.ts';
import type { Clock } from '../base/clock.ts';
import { hmacSha256, seal, unseal, type Keys } from '../base/keys.ts';
import type { FieldError } from '../base/problem.ts';
import type { Random } from '../base/random.ts';
import { Secret } from '../base/secret.ts';
import type { Db, Query } from '../db/db.ts';
import { hashApiKey, limitsOf, type Caller } from './authenticator.ts';
import { limitsUnder, strongerIn, type KeyLimits } from './key-limits.ts';
import {
  findApiKeys,
  insertApiKey,
  lockApiKey,
  markApiKeyDeleted,
  selectReturnKey,
  type ApiKeyRow,
} from './key-store.ts';
import { newKeyText, type KeyMode } from './key-text.ts';

export type { Caller } from './authenticator.ts';

export type ApiKeyDeps = {
  readonly db: Pick<Db, 'query'>;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly random: Random;
};

/** Who makes or deletes a key: `limits` are those of the key that is used for it; nothing may be stronger. */
export type KeyMaker = { readonly actor: Actor; readonly limits: KeyLimits };

/** `stronger`: it would be, or is, stronger than its maker in these. Nothing was done. */
export type KeyRefusal = { readonly kind: 'stronger'; readonly fields: readonly FieldError[] };

export type NewKey = {
  readonly merchantId: Uuid<'merchant'>;
  readonly name: string;
  /** What is left out is as its maker's. */
  readonly limits?: Partial<KeyLimits>;
};

/**
 * A new key, shown to the caller once and kept only as a keyed hash. `query` is a transaction's: the audit log commits
 * with it.
 */
export const createApiKey = async (
  deps: Omit<ApiKeyDeps, 'db'> & { readonly mode: KeyMode },
  query: Query,
  maker: KeyMaker,
  input: NewKey,
): Promise<{ readonly kind: 'made'; readonly row: ApiKeyRow; readonly apiKey: Secret } | KeyRefusal> => {
  const limits = limitsUnder(maker.limits, input.limits ?? {});
  const fields = strongerIn(limits, maker.limits);
  if (fields.length > 0) return { kind: 'stronger', fields };
  const id = newUuid<'apiKey'>(deps);
  const apiKey = newKeyText(deps.random, deps.mode);
  const returnKey = hmacSha256(apiKey, RETURN_KEY_LABEL);
  const row = await insertApiKey(query, {
    merchantId: input.merchantId,
    id,
    name: input.name,
    keyHash: hashApiKey(deps.keys, apiKey),
    last4: apiKey.slice(-4),
    returnKeySealed: seal(deps.keys.derive('return-key-sealing'), `${input.merchantId}/${id}`, returnKey),
    scopes: limits.scopes,
    expiresAt: limits.expiresAtMs === undefined ? null : new Date(limits.expiresAtMs).toISOString(),
    allowedAddresses: limits.allowedAddresses ?? null,
  });
  await writeAudit(deps, query, {
    merchantId: input.merchantId,
    actor: maker.actor,
    acts: [{ action: 'apiKey.created', subject: { kind: 'apiKey', id: formatId('apiKey', id) }, after: shownOf(row) }],
  });
  return { kind: 'made', row, apiKey: new Secret(apiKey) };
};

export const listApiKeys = findApiKeys;

/**
 * Deletes a key. Whoever calls it lets its authenticator forget the key after the commit. `unknown`: the merchant has
 * no such key, or deleted it before.
 */
export const deleteApiKey = async (
  deps: Omit<ApiKeyDeps, 'db'>,
  query: Query,
  maker: KeyMaker,
  { merchantId, id }: { readonly merchantId: Uuid<'merchant'>; readonly id: Uuid<'apiKey'> },
): Promise<{ readonly kind: 'deleted'; readonly row: ApiKeyRow } | { readonly kind: 'unknown' } | KeyRefusal> => {
  const row = await lockApiKey(query, merchantId, id);
  if (row === undefined) return { kind: 'unknown' };
  const fields = strongerIn(limitsOf(row), maker.limits);
  if (fields.length > 0) return { kind: 'stronger', fields };
  await markApiKeyDeleted(query, merchantId, id);
  await writeAudit(deps, query, {
    merchantId,
    actor: maker.actor,
    acts: [{ action: 'apiKey.deleted', subject: { kind: 'apiKey', id: formatId('apiKey', id) }, before: shownOf(row) }],
  });
  return { kind: 'deleted', row };
};

const shownOf = (row: ApiKeyRow) => ({
  name: row.name,
  last4: row.last4,
  scopes: limitsOf(row).scopes,
  expiresAt: row.expires_at,
  allowedAddresses: row.allowed_addresses,
});

/** The key that signs the way back to the shop for sessions made with this API key; it outlives the API key. */
export const createReturnKeys = (deps: ApiKeyDeps): ((caller: Caller) => Promise<KeyObject>) => {
  const remembered = new LRUCache<string, KeyObject>({ max: REMEMBER_MOST });
  return async ({ merchantId, apiKeyId }) => {
    const context = `${merchantId}/${apiKeyId}`;
    const known = remembered.get(context);
    if (known !== undefined) return known;
    const sealed = await selectReturnKey(deps.db.query, merchantId, apiKeyId);
    if (sealed === undefined) throw new Error('a session names an API key that is not stored');
    const key = createSecretKey(unseal(deps.keys.derive('return-key-sealing'), context, sealed));
    remembered.set(context, key);
    return key;
  };
};

/** The shop's SDK derives the same: HMAC-SHA256(API key, this text). */
const RETURN_KEY_LABEL = 'tollgate return v1';
const REMEMBER_MOST = 10_000;
