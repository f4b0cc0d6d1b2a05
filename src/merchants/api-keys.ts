import { createSecretKey, type KeyObject } from 'node:crypto';
import { hmacSha256, seal, unseal, type Keys } from '../base/keys.ts';
import { newUuid, type Uuid } from '../base/id.ts';
import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import { Secret } from '../base/secret.ts';
import type { Db } from '../db/db.ts';
import {
  deleteApiKey as deleteRow,
  findApiKeyByHash,
  findApiKeys,
  insertApiKey,
  selectReturnKey,
  type ApiKeyRow,
} from './store.ts';

export type ApiKeyDeps = { readonly db: Db; readonly keys: Keys; readonly clock: Clock; readonly random: Random };

/** Who is calling. */
export type Caller = {
  readonly merchantId: Uuid<'merchant'>;
  readonly apiKeyId: Uuid<'apiKey'>;
  /** What the merchant wants to become of request fields that nobody knows. */
  readonly unknownFields?: 'refuse' | 'ignore';
};

export type Authentication =
  { readonly kind: 'known'; readonly caller: Caller } | { readonly kind: 'unknown' } | { readonly kind: 'deleted' };

/** A new key: 40 letters and digits (238 bits of chance), shown to the caller once and kept only as a keyed hash. */
export const createApiKey = async (
  deps: ApiKeyDeps,
  input: { readonly merchantId: Uuid<'merchant'>; readonly name: string },
): Promise<{ readonly row: ApiKeyRow; readonly apiKey: Secret }> => {
  const made = newApiKey(deps, input);
  const row = await insertApiKey(deps.db.query, made.insert);
  return { row, apiKey: made.apiKey };
};

/** The key and the row that will know it, before either is stored. */
export const newApiKey = (
  deps: ApiKeyDeps,
  input: { readonly merchantId: Uuid<'merchant'>; readonly name: string },
) => {
  const id = newUuid<'apiKey'>(deps);
  const apiKey = randomLettersAndDigits(deps.random, API_KEY_LENGTH);
  const returnKey = hmacSha256(apiKey, RETURN_KEY_LABEL);
  return {
    apiKey: new Secret(apiKey),
    insert: {
      merchantId: input.merchantId,
      id,
      name: input.name,
      keyHash: hashApiKey(deps.keys, apiKey),
      last4: apiKey.slice(-4),
      returnKeySealed: seal(deps.keys.derive('return-key-sealing'), `${input.merchantId}/${id}`, returnKey),
    },
  };
};

/**
 * Looks a key up by its keyed hash. Equal time for any key: what is compared is a hash the caller can't steer.
 * Answers are remembered for a few seconds, so a deleted key is dead everywhere within `REMEMBER_MS`.
 */
export const createAuthenticator = (deps: ApiKeyDeps): ((apiKey: string) => Promise<Authentication>) => {
  const remembered = new Map<string, { readonly answer: Authentication; readonly untilMs: number }>();
  return async (apiKey) => {
    if (!API_KEY_PATTERN.test(apiKey)) return { kind: 'unknown' };
    const hash = hashApiKey(deps.keys, apiKey);
    const name = hash.toString('latin1');
    const known = remembered.get(name);
    if (known !== undefined && known.untilMs > deps.clock.monotonicMs()) return known.answer;
    const row = await findApiKeyByHash(deps.db.query, hash);
    if (row === undefined) return { kind: 'unknown' };
    const answer: Authentication =
      row.deleted_at === null
        ? {
            kind: 'known',
            caller: {
              merchantId: row.merchant_id as Uuid<'merchant'>,
              apiKeyId: row.id as Uuid<'apiKey'>,
              unknownFields: row.unknown_fields,
            },
          }
        : { kind: 'deleted' };
    // Only keys that exist are remembered, so guessing can't fill the memory.
    if (remembered.size >= REMEMBER_MOST) remembered.clear();
    remembered.set(name, { answer, untilMs: deps.clock.monotonicMs() + REMEMBER_MS });
    return answer;
  };
};

export const listApiKeys = findApiKeys;

/** False when the merchant has no such key, or deleted it before. */
export const deleteApiKey = deleteRow;

/** The key that signs the way back to the shop for sessions made with this API key; it outlives the API key. */
export const createReturnKeys = (deps: ApiKeyDeps): ((caller: Caller) => Promise<KeyObject>) => {
  const remembered = new Map<string, KeyObject>();
  return async ({ merchantId, apiKeyId }) => {
    const context = `${merchantId}/${apiKeyId}`;
    const known = remembered.get(context);
    if (known !== undefined) return known;
    const sealed = await selectReturnKey(deps.db.query, merchantId, apiKeyId);
    if (sealed === undefined) throw new Error('a session names an API key that is not stored');
    const key = createSecretKey(unseal(deps.keys.derive('return-key-sealing'), context, sealed));
    if (remembered.size >= REMEMBER_MOST) remembered.clear();
    remembered.set(context, key);
    return key;
  };
};

const API_KEY_LENGTH = 40;
const API_KEY_PATTERN = /^[0-9A-Za-z]{40}$/;
/** The shop's SDK derives the same: HMAC-SHA256(API key, this text). */
const RETURN_KEY_LABEL = 'tollgate return v1';
const REMEMBER_MS = 3_000;
const REMEMBER_MOST = 10_000;

const hashApiKey = (keys: Keys, apiKey: string): Buffer => hmacSha256(keys.deriveKeyObject('api-key-hash'), apiKey);

const LETTERS_AND_DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Every letter equally likely: bytes from 248 on are thrown away instead of wrapped. */
const randomLettersAndDigits = (random: Random, length: number): string => {
  let text = '';
  while (text.length < length) {
    for (const byte of random.bytes(length)) {
      if (byte < 248 && text.length < length) text += LETTERS_AND_DIGITS.charAt(byte % 62);
    }
  }
  return text;
};
