import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { decrypt, encrypt } from './cipher.ts';
import { createDataKeys, type DataKeyDeps } from './data-keys.ts';
import { findNewestTokenKeyVersion, findTokenKeys, insertTokenKey, type TokenKeyRow } from './token-store.ts';

/** What apps encrypt cards to. `expiresAtMs`: tokens are opened until then. */
export type TokenPublicKey = { readonly pem: string; readonly expiresAtMs: number };

export type TokenKeys = {
  /** The newest; makes one when there is none, or the newest has been given out for a day. */
  readonly publicKey: () => Promise<TokenPublicKey>;
  /** Every private key that a token of these days may have been made with, newest first. */
  readonly privateKeys: () => Promise<readonly KeyObject[]>;
};

const HOUR_MS = 3_600_000;
/** Given out for a day, good for two: an app that asked last in the old key's last minute has a day left. */
const GIVEN_OUT_FOR_MS = 24 * HOUR_MS;
const GOOD_FOR_MS = 48 * HOUR_MS;
const MODULUS_BITS = 2048;

/**
 * Key pairs that all processes share: the private half lies in the database, sealed under a data key of the vault. Read
 * again for each use, because a token may be made with a key that another process made a moment ago; opened once.
 */
export const createTokenKeys = (deps: DataKeyDeps): TokenKeys => {
  const dataKeys = createDataKeys(deps);
  const { query } = deps.db;
  let opened: ReadonlyMap<string, KeyObject> = new Map();
  let making: Promise<void> | undefined;

  const open = async (row: TokenKeyRow): Promise<KeyObject | undefined> => {
    const known = opened.get(row.public_key);
    if (known !== undefined) return known;
    const dataKey = await dataKeys.find(row.key_version);
    const plain = dataKey && decrypt(dataKey, contextOf(row), row.sealed);
    if (plain === undefined) return undefined;
    const key = createPrivateKey({ key: plain, format: 'der', type: 'pkcs8' });
    plain.fill(0);
    // A row of another's making that opens has our seal; its public half could still have been put beside a stranger's.
    return pemOf(createPublicKey(key)) === row.public_key ? key : undefined;
  };
  const openAll = async (): Promise<readonly { readonly row: TokenKeyRow; readonly key: KeyObject }[]> => {
    const rows = await findTokenKeys(query);
    const keys = await Promise.all(rows.map(async (row) => ({ row, key: await open(row) })));
    const good = keys.flatMap(({ row, key }) => (key === undefined ? [] : [{ row, key }]));
    opened = new Map(good.map(({ row, key }) => [row.public_key, key]));
    return good;
  };
  const make = async (): Promise<void> => {
    const { version: key_version, key } = await dataKeys.newest();
    const version = (await findNewestTokenKeyVersion(query)) + 1;
    const { publicKey, privateKey } = await generate('rsa', { modulusLength: MODULUS_BITS });
    const plain = privateKey.export({ format: 'der', type: 'pkcs8' });
    const sealed = encrypt(deps.random, key, contextOf({ version, key_version }), plain);
    plain.fill(0);
    await insertTokenKey(query, { version, key_version, sealed, public_key: pemOf(publicKey) });
  };
  const newest = async (): Promise<TokenKeyRow | undefined> => {
    const [first] = await openAll();
    // One under an older data key goes with it: a data key is changed for a reason.
    const isFresh =
      first !== undefined &&
      first.row.age_ms < GIVEN_OUT_FOR_MS &&
      first.row.key_version >= (await dataKeys.newest()).version;
    return isFresh ? first.row : undefined;
  };

  return {
    publicKey: async () => {
      let row = await newest();
      if (row === undefined) {
        making ??= make().finally(() => {
          making = undefined;
        });
        await making;
        row = await newest();
      }
      if (row === undefined) throw new Error('no key for card tokens could be made');
      return { pem: row.public_key, expiresAtMs: Math.floor(row.created_ms) + GOOD_FOR_MS };
    },
    privateKeys: async () => (await openAll()).map(({ key }) => key),
  };
};

const generate = promisify(generateKeyPair);

const pemOf = (key: KeyObject): string => String(key.export({ format: 'pem', type: 'spki' }));

const contextOf = ({ version, key_version }: Pick<TokenKeyRow, 'version' | 'key_version'>): string =>
  `tollgate card token key ${version}/${key_version}`;
