/** The SQL of idempotency keys. */
import { Problem } from '../../base/problem.ts';
import type { Query } from '../../db/db.ts';
import type { EventObject } from '../../events/catalog.ts';
import type { Once } from './once.ts';
import { isRequestHash } from './request-hash.ts';

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
