/** Credentials: a handful of named texts of a merchant, sealed as cards are, and bound to their record. */
import { Secret } from '../base/secret.ts';
import type { Random } from '../base/random.ts';
import { decrypt, encrypt } from './cipher.ts';
import type { DataKeys } from './data-keys.ts';
import {
  findSecretsUnderOlderKeys,
  replaceSealedSecret,
  type SealedSecretRow,
  type SecretAddress,
} from './secret-store.ts';
import type { Query } from '../db/db.ts';

export type SecretTexts = Readonly<Record<string, Secret>>;
export type SealedSecret = { readonly keyVersion: number; readonly sealed: Buffer };

export type SecretVault = {
  /** To be written by the caller's statement, with what it belongs to. */
  readonly sealSecrets: (address: SecretAddress, texts: SecretTexts) => Promise<SealedSecret>;
  /** `unreadable`: changed, moved here from another merchant or record, or its key is gone. */
  readonly openSecrets: (address: SecretAddress, sealed: SealedSecret) => Promise<SecretTexts | 'unreadable'>;
};

export const createSecretVault = (random: Random, dataKeys: DataKeys): SecretVault => ({
  sealSecrets: async (address, texts) => {
    const { version, key } = await dataKeys.newest();
    const plain = Buffer.from(
      JSON.stringify(Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.reveal()]))),
    );
    try {
      return { keyVersion: version, sealed: encrypt(random, key, contextOf(address, version), plain) };
    } finally {
      plain.fill(0);
    }
  },
  openSecrets: async (address, { keyVersion, sealed }) => {
    const key = await dataKeys.find(keyVersion);
    const plain = key && decrypt(key, contextOf(address, keyVersion), sealed);
    if (plain === undefined) return 'unreadable';
    const texts = JSON.parse(plain.toString('utf8')) as Readonly<Record<string, string>>;
    plain.fill(0);
    return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, new Secret(text)]));
  },
});

/**
 * Puts secrets under the newest data key; gives how many. One that does not open stays as it is: the account says so
 * when it is used.
 */
export const reencryptSecrets = async (
  deps: { readonly query: Query; readonly random: Random },
  dataKeys: DataKeys,
  limit: number,
): Promise<number> => {
  const newest = await dataKeys.newest();
  const rows = await findSecretsUnderOlderKeys(deps.query, newest.version, limit);
  const done = await Promise.all(
    rows.map(async (row) => {
      const plain = await openRow(dataKeys, row);
      if (plain === undefined) return false;
      const sealed = encrypt(deps.random, newest.key, contextOf(row, newest.version), plain);
      plain.fill(0);
      return replaceSealedSecret(deps.query, row, { key_version: newest.version, sealed });
    }),
  );
  return done.filter(Boolean).length;
};

const openRow = async (dataKeys: DataKeys, row: SealedSecretRow): Promise<Buffer | undefined> => {
  const key = await dataKeys.find(row.key_version);
  return key && decrypt(key, contextOf(row, row.key_version), row.sealed);
};

const contextOf = ({ merchant_id, id }: SecretAddress, keyVersion: number): string =>
  `tollgate secret ${merchant_id}/${id}/${keyVersion}`;
