import { asError } from '../base/as-error.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Random } from '../base/random.ts';
import { Secret } from '../base/secret.ts';
import type { Db } from '../db/db.ts';
import type { FindKeyEncryptionKeys, KeyEncryptionKey } from './key-encryption-key.ts';
import { findDataKeys, insertDataKey, replaceWrapping, type DataKeyRow, type KeyPurpose } from './store.ts';

export type DataKeyDeps = {
  readonly db: Pick<Db, 'query'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Pick<Log, 'warn' | 'error'>;
  readonly keyEncryptionKeys: FindKeyEncryptionKeys;
};

/** The vault can't be used with the key-encryption keys that it was given; the message is for the operator. */
export class VaultKeyError extends Error {}

export type DataKey = { readonly version: number; readonly key: Secret<Buffer> };

/** The data keys, opened, in this process's memory. */
export type DataKeys = {
  /** What is sealed under: the newest version, as of a minute ago at most. */
  readonly newest: () => Promise<DataKey>;
  /** A version of the past or the present; undefined when there is none. */
  readonly find: (version: number) => Promise<Secret<Buffer> | undefined>;
  readonly fingerprintKey: () => Promise<Secret<Buffer>>;
  /** Makes the next version, and gives its number. */
  readonly addVersion: () => Promise<number>;
  /** Puts every data key under the first key-encryption key; gives how many were under another. */
  readonly rewrap: () => Promise<number>;
};

/** The keys as they were read last. Never changed, only replaced, so nobody sees half of a new one. */
type Ring = {
  readonly opened: ReadonlyMap<string, Secret<Buffer>>;
  readonly newestVersion: number;
  readonly readAtMs: number;
};

/** A new version is picked up by every process within this time. */
const READ_AGAIN_AFTER_MS = 10_000;
/** While the database or a key service does not answer, the keys read last are good for this long. */
const TRUST_FOR_MS = 60_000;
const DATA_KEY_BYTES = 32;

export const createDataKeys = (deps: DataKeyDeps): DataKeys => {
  const { query } = deps.db;
  let ring: Ring | undefined;
  let reading: Promise<Ring> | undefined;

  const read = (): Promise<Ring> => {
    reading ??= readRing(deps, ring)
      .then((fresh) => (ring = fresh))
      .finally(() => {
        reading = undefined;
      });
    return reading;
  };
  const current = async (): Promise<Ring> => {
    const known = ring;
    const ageMs = known === undefined ? Infinity : deps.clock.monotonicMs() - known.readAtMs;
    if (known !== undefined && ageMs < READ_AGAIN_AFTER_MS) return known;
    return read().catch((error: unknown) => {
      if (known === undefined || ageMs >= TRUST_FOR_MS) throw error;
      deps.log.warn({ error: asError(error) }, 'the vault could not read its keys again; it goes on with those it has');
      return known;
    });
  };
  const inRing = async (purpose: KeyPurpose, version: number): Promise<Secret<Buffer> | undefined> => {
    const name = nameOf({ purpose, version });
    // Keys never change under their version, so for opening the ones in memory are as good as new. One that is not
    // there was made by another process a moment ago, or its key-encryption key came later.
    return ring?.opened.get(name) ?? (await read()).opened.get(name);
  };

  return {
    newest: async () => {
      const { newestVersion: version, opened } = await current();
      const key = opened.get(nameOf({ purpose: 'seal', version }));
      // An older key that does open is no way out: it may be given up any moment.
      if (key === undefined) throw doesNotOpen(`data key ${version}`);
      return { version, key };
    },
    find: (version) => inRing('seal', version),
    fingerprintKey: async () => {
      const key = await inRing('fingerprint', 1);
      if (key === undefined) throw doesNotOpen('fingerprint key');
      return key;
    },
    addVersion: async () => {
      const { newestVersion } = await read();
      const version = newestVersion + 1;
      await makeKey(
        deps,
        { purpose: 'seal', version },
        (await findDataKeys(query)).find(isOf({ purpose: 'seal', version: newestVersion }))?.kek_id,
      );
      // A read that began before the key was there does not know it.
      await reading?.catch(() => undefined);
      await read();
      return version;
    },
    rewrap: async () => {
      const keks = await keyEncryptionKeysOf(deps);
      let changed = 0;
      for (const row of await findDataKeys(query)) {
        if (row.kek_id !== keks[0].id && (await replaceWrapping(query, row, await wrapAgain(keks, row)))) changed++;
      }
      return changed;
    },
  };
};

const doesNotOpen = (key: string): VaultKeyError =>
  new VaultKeyError(`The vault's ${key} does not open with the key-encryption keys given.`);

/** Opens what is not open yet. The first process ever makes the first keys. */
const readRing = async (deps: DataKeyDeps, before: Ring | undefined): Promise<Ring> => {
  const readAtMs = deps.clock.monotonicMs();
  let rows = await findDataKeys(deps.db.query);
  const missing = firstKeys.filter(({ purpose }) => !rows.some((row) => row.purpose === purpose));
  if (missing.length > 0) {
    for (const first of missing) await makeKey(deps, first);
    rows = await findDataKeys(deps.db.query);
  }
  const opened = new Map<string, Secret<Buffer>>();
  const closed = rows.filter((row) => {
    const known = before?.opened.get(nameOf(row));
    if (known !== undefined) opened.set(nameOf(row), known);
    return known === undefined;
  });
  // Only when something is new: a key service need not be asked every ten seconds.
  const keks = closed.length === 0 ? [] : await keyEncryptionKeysOf(deps);
  for (const row of closed) {
    const key = await unwrap(keks, row);
    if (key !== undefined) opened.set(nameOf(row), key);
    else
      deps.log.error(
        { cause: `${nameOf(row)} under ${row.kek_id}` },
        'a data key of the vault cannot be unwrapped with the key-encryption keys given',
      );
  }
  const newestVersion = Math.max(...rows.filter((row) => row.purpose === 'seal').map((row) => row.version));
  return { opened, newestVersion, readAtMs };
};

const firstKeys = [
  { purpose: 'seal', version: 1 },
  { purpose: 'fingerprint', version: 1 },
] as const;

type KeyName = { readonly purpose: KeyPurpose; readonly version: number };

const nameOf = ({ purpose, version }: KeyName): string => `${purpose} ${version}`;

/** Sealed along with a key, so that none can be put in another's place. */
const contextOf = (name: KeyName): string => `tollgate vault key ${nameOf(name)}`;

const isOf =
  (name: KeyName) =>
  (row: DataKeyRow): boolean =>
    nameOf(row) === nameOf(name);

/**
 * Of two processes that make the same version at once one writes it, and both use what was written. `kekId`: the one in
 * use. A newer one may stand on this machine and not yet on the others, so only `rewrap` goes over to it.
 */
const makeKey = async (deps: DataKeyDeps, name: KeyName, kekId?: string): Promise<void> => {
  const keks = await keyEncryptionKeysOf(deps);
  const kek = kekId === undefined ? keks[0] : keks.find(({ id }) => id === kekId);
  if (kek === undefined)
    throw new VaultKeyError(
      `The vault's keys are wrapped under ${kekId ?? 'a key'}, which is not among the keys given.`,
    );
  const key = new Secret(deps.random.bytes(DATA_KEY_BYTES));
  await insertDataKey(deps.db.query, { ...name, kek_id: kek.id, wrapped: await kek.wrap(key, contextOf(name)) });
};

type KeyEncryptionKeys = readonly [KeyEncryptionKey, ...KeyEncryptionKey[]];

const keyEncryptionKeysOf = async (deps: DataKeyDeps): Promise<KeyEncryptionKeys> => {
  const [first, ...others] = await deps.keyEncryptionKeys();
  if (first === undefined) throw new VaultKeyError('The vault was given no key-encryption key.');
  return [first, ...others];
};

const unwrap = async (keks: readonly KeyEncryptionKey[], row: DataKeyRow): Promise<Secret<Buffer> | undefined> =>
  keks.find((kek) => kek.id === row.kek_id)?.unwrap(row.wrapped, contextOf(row));

/** The old wrapping is given up only for one that was opened again: a key lost here is every card under it lost. */
const wrapAgain = async (keks: KeyEncryptionKeys, row: DataKeyRow): Promise<DataKeyRow> => {
  const [kek] = keks;
  const key = await unwrap(keks, row);
  if (key === undefined) {
    throw new VaultKeyError(
      `The vault's ${row.purpose} key ${row.version} is wrapped under ${row.kek_id}, which is not among the keys ` +
        'given: list the old key below the new one.',
    );
  }
  const wrapped = await kek.wrap(key, contextOf(row));
  const again = await kek.unwrap(wrapped, contextOf(row));
  if (again?.reveal().equals(key.reveal()) !== true)
    throw new VaultKeyError(`The key-encryption key ${kek.id} does not open what it wrapped; nothing was changed.`);
  return { ...row, kek_id: kek.id, wrapped };
};
