import type { FastifyRequest } from 'fastify';
import { Problem } from '../base/problem.ts';
import { holdsCardNumber } from '../card/number-in-text.ts';
import type { Query } from '../db/db.ts';
import type { EventObject } from '../events/catalog.ts';
import { hashRequest, isRequestHash, type RequestHashDeps } from './request-hash.ts';
import { mayBeRepeatOf } from './unhashed-repeat.ts';

/**
 * A caller's word that this request is one request, however often it arrives. The key commits with the effect, so after
 * any crash either both are there or neither is. What is kept is a hash of the request and the answer, never the
 * request.
 */
export type Once = {
  readonly key: string;
  readonly requestHash: Buffer;
  /** Judges an answer whose request has no hash any more: whether this request may be the one that got it. */
  readonly mayBeRepeatOf: (answer: StoredAnswer) => boolean;
};

/**
 * Undefined when the caller sent no `Idempotency-Key`. Address, version and what was read of the body count as the
 * request.
 */
export const readOnce = async (
  deps: RequestHashDeps,
  request: FastifyRequest,
  by: { readonly merchantId: string; readonly version: string },
): Promise<Once | undefined> => {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  checkKey(key);
  const { method, url, body } = request;
  return {
    key,
    requestHash: await hashRequest(deps, { ...by, method, url, body }),
    mayBeRepeatOf: (answer) => mayBeRepeatOf(answer, { url, body }),
  };
};

/** A key is stored as it is, so it may be no card number either. */
function checkKey(key: string | string[]): asserts key is string {
  if (typeof key !== 'string' || !/^[\x20-\x7e]{1,255}$/.test(key)) {
    const message = 'Idempotency-Key must be 1 to 255 printable ASCII characters.';
    throw new Problem('invalid_fields', message, { fields: [{ pointer: KEY_POINTER, code: 'form', message }] });
  }
  if (holdsCardNumber(key)) {
    const message = 'Idempotency-Key looks like it holds a card number; name the order and the try instead.';
    throw new Problem('card_number_in_text', message, {
      fields: [{ pointer: KEY_POINTER, code: 'cardNumber', message }],
    });
  }
}

const KEY_POINTER = 'header:Idempotency-Key';

/** A stored answer: bytes to repeat, or the row it was made from. */
export type StoredAnswer = {
  readonly status: number;
  readonly answer:
    | { readonly body: string }
    | { readonly sealed: string }
    | { readonly object: EventObject; readonly snapshot: Readonly<Record<string, unknown>> };
};

/**
 * The first answer under this key, undefined when there is none. Another request under the same key is the caller's
 * mistake, a request that still runs is a matter of seconds.
 */
export const findFirstAnswer = async (
  query: Query,
  merchantId: string,
  once: Once,
): Promise<StoredAnswer | undefined> => {
  const [row] = await query<{ request_hash: Buffer; status: number | null; answer: StoredAnswer['answer'] | null }>(
    {
      name: 'find-first-answer',
      text: 'select request_hash, status, answer from idempotency_keys where merchant_id = $1 and key = $2',
    },
    [merchantId, once.key],
  );
  if (row === undefined) return undefined;
  const isHashed = isRequestHash(row.request_hash);
  if (isHashed && !row.request_hash.equals(once.requestHash)) throw mismatch();
  if (row.status === null || row.answer === null) throw stillRunning();
  const first = { status: row.status, answer: row.answer };
  // The hash was of an older form, and is gone: what can be compared is compared, and in doubt nothing is done.
  if (!isHashed && !once.mayBeRepeatOf(first)) throw mismatch();
  return first;
};

const mismatch = (): Problem =>
  new Problem(
    'idempotency_mismatch',
    'This Idempotency-Key was used for a different request. Use a new key for a new request.',
  );

export const isKeyTaken = async (query: Query, merchantId: string, once: Once): Promise<boolean> => {
  const rows = await query(
    { name: 'find-idempotency-key', text: 'select key from idempotency_keys where merchant_id = $1 and key = $2' },
    [merchantId, once.key],
  );
  return rows.length > 0;
};

export const stillRunning = (): Problem =>
  new Problem(
    'idempotency_in_progress',
    'The first request with this Idempotency-Key is still running. Try again in a moment.',
    { retryAfterSeconds: 1 },
  );

/**
 * Takes the key inside the effect's transaction; false when somebody had it before. Waits for a transaction that is
 * taking it now.
 */
export const takeKey = async (query: Query, merchantId: string, once: Once): Promise<boolean> => {
  const rows = await query(
    {
      name: 'take-idempotency-key',
      text: `
        insert into idempotency_keys (merchant_id, key, request_hash) values ($1, $2, $3)
        on conflict do nothing returning key`,
    },
    [merchantId, once.key, once.requestHash],
  );
  return rows.length > 0;
};

export const storeAnswer = async (
  query: Query,
  merchantId: string,
  once: Once,
  stored: StoredAnswer,
): Promise<void> => {
  await query(
    {
      name: 'store-idempotent-answer',
      text: 'update idempotency_keys set status = $3, answer = $4 where merchant_id = $1 and key = $2',
    },
    [merchantId, once.key, stored.status, JSON.stringify(stored.answer)],
  );
};

/** Makes this the answer of a key whose request runs; false when it has one already. */
export const keepAnswer = async (
  query: Query,
  merchantId: string,
  once: Once,
  stored: StoredAnswer,
): Promise<boolean> => {
  const rows = await query(
    {
      name: 'keep-idempotent-answer',
      text: `update idempotency_keys set status = $3, answer = $4 where merchant_id = $1 and key = $2 and status is null
        returning key`,
    },
    [merchantId, once.key, stored.status, JSON.stringify(stored.answer)],
  );
  return rows.length > 0;
};

/** Keys live for 30 days. Called by the clock. */
export const forgetOldKeys = async (query: Query): Promise<number> => {
  const rows = await query({
    name: 'forget-old-idempotency-keys',
    text: `
      delete from idempotency_keys where (merchant_id, key) in (
        select merchant_id, key from idempotency_keys where created_at < now() - interval '30 days' order by created_at
        limit 1000)
      returning key`,
  });
  return rows.length;
};

/**
 * Overwrites hashes that a process of an older version wrote beside this one: they were made without a key, and a card
 * could be computed from them. Called by the clock; finds nothing once all processes are of this version.
 */
export const forgetPlainHashes = async (query: Query): Promise<number> => {
  const rows = await query({
    name: 'forget-plain-request-hashes',
    text: `
      update idempotency_keys set request_hash = '\\x00' where (merchant_id, key) in (
        select merchant_id, key from idempotency_keys where length(request_hash) = 32 limit 1000)
      returning key`,
  });
  return rows.length;
};
