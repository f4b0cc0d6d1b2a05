import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemRandom } from './base/random.ts';
import { Secret } from './base/secret.ts';
import { ConfigError } from './config-error.ts';
import { parseVaultKeys } from './vault/key-encryption-key.ts';

/** Where the master key or the vault's keys come from. */
export type KeySource = {
  /** The setting that may hold it, and what that holds. */
  readonly setting: 'TOLLGATE_MASTER_KEY' | 'TOLLGATE_VAULT_KEY';
  readonly given: string | undefined;
  readonly file: string;
  readonly mode: 'sandbox' | 'live';
};

/** `mayMake: false`: the database knows a key already, so a new one could only be a wrong one. */
export type KeyWish = { readonly mayMake: boolean };

/** Throws `ConfigError` with what to do. */
export const readMasterKey = (source: KeySource, wish: KeyWish): Secret<Buffer> => {
  const text = source.given ?? readKeyFile(source, wish).trim();
  const name = source.given === undefined ? `The master key in ${source.file}` : 'TOLLGATE_MASTER_KEY';
  const key = parseMasterKey(name, text);
  if (source.mode === 'live') refuseWeak(name, [key]);
  return key;
};

export const parseMasterKey = (name: string, text: string): Secret<Buffer> => {
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new ConfigError(`${name} must be 64 hex digits (\`openssl rand -hex 32\`).`);
  return new Secret(Buffer.from(text, 'hex'));
};

/** The newest first. Throws `ConfigError` with what to do. */
export const readVaultKeys = (source: KeySource, wish: KeyWish): readonly Secret<Buffer>[] => {
  const keys = parseVaultKeys(source.given ?? readKeyFile(source, wish));
  const name = source.given === undefined ? `The vault key file ${source.file}` : 'TOLLGATE_VAULT_KEY';
  if (keys === undefined)
    throw new ConfigError(
      `${name} must hold keys of 64 hex digits, the newest first, each once (\`openssl rand -hex 32\`).`,
    );
  if (source.mode === 'live') refuseWeak(name, keys);
  return keys;
};

/**
 * Whoever holds one of them must not hold the other: the vault may become a process of its own, on a machine of its
 * own.
 */
export const refuseSameKeys = (masterKey: Secret<Buffer>, vaultKeys: readonly Secret<Buffer>[]): void => {
  if (vaultKeys.some((key) => key.reveal().equals(masterKey.reveal())))
    throw new ConfigError(
      'The master key and the vault key are the same. Make another one for whichever is newer (`openssl rand -hex ' +
        '32`); a vault key is changed with `tollgate vault rotate`.',
    );
};

const refuseWeak = (name: string, keys: readonly Secret<Buffer>[]): void => {
  if (keys.some((key) => isWeakKey(key.reveal())))
    throw new ConfigError(
      `${name} can be guessed: it repeats itself, counts, or is text. Make one by chance: \`openssl rand -hex 32\`.`,
    );
};

/** Of 32 bytes by chance some 30 differ; fewer than 20 do once in 10^11 keys, and all are letters once in 10^15. */
const LEAST_DIFFERENT_BYTES = 20;

/** All zero, one pattern again and again, counting up or down in any step, or a sentence. */
export const isWeakKey = (key: Buffer): boolean => {
  const bytes = [...key];
  const step = (i: number): number => ((bytes[i] ?? 0) - (bytes[i - 1] ?? 0) + 256) % 256;
  const isCounting = bytes.slice(2).every((_, i) => step(i + 2) === step(1));
  const isText = bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
  return new Set(bytes).size < LEAST_DIFFERENT_BYTES || isCounting || isText;
};

const nouns = { TOLLGATE_MASTER_KEY: 'master key', TOLLGATE_VAULT_KEY: 'vault key' } as const;

/** The text of a key file; in sandbox mode one that is missing is made, for its owner's eyes only. */
const readKeyFile = ({ setting, file, mode }: KeySource, { mayMake }: KeyWish): string => {
  if (!existsSync(file)) {
    if (mode === 'live')
      throw new ConfigError(
        `Live mode needs a ${nouns[setting]}: set ${setting}, or ${setting}_FILE to a file with 64 hex digits ` +
          '(`openssl rand -hex 32`).',
      );
    if (!mayMake)
      throw new ConfigError(
        `The ${nouns[setting]} that this database was made with is not there: put its file back at ${file}, or ` +
          'start with another database.',
      );
  }
  try {
    if (!existsSync(file)) makeKeyFile(file);
    if (mode === 'live') refuseReadable(file);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const reason = error instanceof Error ? error.message : 'no reason given';
    throw new ConfigError(`The key file ${file} cannot be read or made (${reason}).`);
  }
};

const OF_OTHERS = 0o007;

const refuseReadable = (file: string): void => {
  if ((statSync(file).mode & OF_OTHERS) !== 0)
    throw new ConfigError(`Every user of this machine can get at the key file ${file}: \`chmod o= ${file}\`.`);
};

const makeKeyFile = (file: string): void => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    // `wx`: of two processes that start together one writes, the other reads what it wrote.
    writeFileSync(file, `${systemRandom.bytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
};
