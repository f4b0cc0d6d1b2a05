import { timingSafeEqual } from 'node:crypto';
import { hmacSha256, unseal, type Keys } from '../base/keys.ts';
import type { Query } from '../db/db.ts';

/** Whether a database was made with this master key. `new`: it has never seen one. */
export type MasterKeyVerdict = 'new' | 'right' | 'wrong';

/** Whether the database knows a master key already, so that a new one could only be a wrong one. */
export const knowsMasterKey = async (query: Query): Promise<boolean> =>
  (await findCheckValue(query)) !== undefined || (await findSealed(query)) !== undefined;

/**
 * Compares the master key with the value that the first start wrote, and writes it where there is none. Several may
 * start at once with different keys: one of them writes, and the others are wrong. A database made before there were
 * check values is asked by a value that was sealed under its key.
 */
export const checkMasterKey = async (query: Query, keys: Keys): Promise<MasterKeyVerdict> => {
  const value = hmacSha256(keys.deriveKeyObject('master-key-check'), 'tollgate master key check v1');
  const known = await findCheckValue(query);
  if (known !== undefined) return timingSafeEqual(known, value) ? 'right' : 'wrong';
  const sealed = await findSealed(query);
  if (sealed !== undefined && !opens(keys, sealed)) return 'wrong';
  await insertCheckValue(query, value);
  const written = await findCheckValue(query);
  if (written === undefined || !timingSafeEqual(written, value)) return 'wrong';
  return sealed === undefined ? 'new' : 'right';
};

type Sealed = { readonly merchant_id: string; readonly id: string; readonly return_key_sealed: Buffer };

const opens = (keys: Keys, { merchant_id, id, return_key_sealed }: Sealed): boolean => {
  try {
    unseal(keys.derive('return-key-sealing'), `${merchant_id}/${id}`, return_key_sealed);
    return true;
  } catch {
    return false;
  }
};

const findCheckValue = async (query: Query): Promise<Buffer | undefined> => {
  const [row] = await query<{ check_value: Buffer }>({
    name: 'find-key-check',
    text: `select check_value from gateway_key_checks where key = 'master'`,
  });
  return row?.check_value;
};

const insertCheckValue = (query: Query, value: Buffer): Promise<unknown> =>
  query(
    {
      name: 'insert-key-check',
      text: `insert into gateway_key_checks (key, check_value) values ('master', $1) on conflict do nothing`,
    },
    [value],
  );

/** Of any merchant: every return key of a database is sealed under the same master key. */
const findSealed = async (query: Query): Promise<Sealed | undefined> => {
  const [row] = await query<Sealed>({
    name: 'find-any-return-key',
    text: 'select merchant_id, id, return_key_sealed from api_keys limit 1',
  });
  return row;
};
