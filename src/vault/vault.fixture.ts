import { systemClock, type Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { newUuid } from '../base/id.ts';
import { systemRandom } from '../base/random.ts';
import { Secret } from '../base/secret.ts';
import type { Db, Query } from '../db/db.ts';
import { createPool } from '../db/pool.ts';
import { createVault, type CardAddress, type SealedCard, type Vault } from './at-rest.ts';
import { createLocalKeyEncryptionKey } from './key-encryption-key.ts';

/** A clock that a test owns: nobody waits, time passes when somebody sleeps. */
export type TestClock = Clock & { readonly pass: (ms: number) => void };

export const createTestClock = (startMs: number): TestClock => {
  let passedMs = 0;
  const pass = (ms: number): void => {
    passedMs += ms;
  };
  const sleep = (ms: number): Promise<void> => {
    pass(ms);
    return Promise.resolve();
  };
  // The clock on the wall is put back all the time: nothing may be measured by it.
  return { nowMs: () => startMs - passedMs, monotonicMs: () => startMs + passedMs, sleep, pass };
};

/** The key file of an installation, as every process finds it when it looks. */
export type KeyFile = { keys: readonly Secret<Buffer>[] };

export const newKey = (): Secret<Buffer> => new Secret(systemRandom.bytes(32));

/** What one process has: its own memory, its own clock, and the file and database that all share. */
export type VaultProcess = { readonly vault: Vault; readonly clock: TestClock; readonly logged: readonly string[] };

export const startVaultProcess = (db: Pick<Db, 'query'>, file: KeyFile, startMs: number): VaultProcess => {
  const clock = createTestClock(startMs);
  const logged: string[] = [];
  const note = (fields: object, message: string): void => {
    logged.push(`${message} ${JSON.stringify(fields)}`);
  };
  const log: Log = { info: note, warn: note, error: note };
  const keyEncryptionKeys = () =>
    Promise.resolve(file.keys.map((key) => createLocalKeyEncryptionKey({ random: systemRandom }, key)));
  return { vault: createVault({ db, clock, random: systemRandom, log, keyEncryptionKeys }), clock, logged };
};

export const openTestPool = (databaseUrl: string): Db =>
  createPool({ databaseUrl, maxConnections: 4, onConnectionError: () => undefined });

export const insertTestMerchant = async (query: Query): Promise<string> => {
  const merchantId = newUuid<'merchant'>({ clock: systemClock, random: systemRandom });
  await query({ name: 'test-insert-merchant', text: `insert into merchants (merchant_id, name) values ($1, 'test')` }, [
    merchantId,
  ]);
  return merchantId;
};

/** Stores a sealed card under its address, as the flow does within a statement of its own. */
export const storeCard = async (
  query: Query,
  { merchantId, recordId }: CardAddress,
  { keyVersion, sealed }: SealedCard,
): Promise<void> => {
  await query(
    {
      name: 'test-store-card',
      text: 'insert into vault_cards (merchant_id, id, key_version, sealed) values ($1, $2, $3, $4)',
    },
    [merchantId, recordId, keyVersion, sealed],
  );
};

/** What lies in the table under an address now. */
export const loadCard = async (
  query: Query,
  { merchantId, recordId }: CardAddress,
): Promise<Pick<SealedCard, 'keyVersion' | 'sealed'>> => {
  const [row] = await query<{ key_version: number; sealed: Buffer }>(
    { name: 'test-load-card', text: 'select key_version, sealed from vault_cards where merchant_id = $1 and id = $2' },
    [merchantId, recordId],
  );
  if (row === undefined) throw new Error('no card there');
  return { keyVersion: row.key_version, sealed: row.sealed };
};
