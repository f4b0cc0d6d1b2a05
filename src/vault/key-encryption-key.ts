import { createHash } from 'node:crypto';
import type { Random } from '../base/random.ts';
import { Secret } from '../base/secret.ts';
import { decrypt, encrypt } from './cipher.ts';

/**
 * The key that the vault's data keys are wrapped under. It lives outside of the database: in a file, in the
 * environment, or in a key management service, of which these three are all that has to be implemented.
 */
export type KeyEncryptionKey = {
  /** Written beside whatever it wrapped; says nothing about the key. */
  readonly id: string;
  readonly wrap: (plain: Secret<Buffer>, context: string) => Promise<Buffer>;
  /** Undefined: not wrapped by this key, or for another context. */
  readonly unwrap: (wrapped: Buffer, context: string) => Promise<Secret<Buffer> | undefined>;
};

/**
 * The one that wraps first, then those that were used before and still open. Asked for again whenever an unknown key
 * turns up.
 */
export type FindKeyEncryptionKeys = () => Promise<readonly KeyEncryptionKey[]>;

/** A key of 32 bytes that this process holds itself. */
export const createLocalKeyEncryptionKey = (
  { random }: { readonly random: Random },
  key: Secret<Buffer>,
): KeyEncryptionKey => ({
  id: `local-${createHash('sha256').update('tollgate key-encryption key id v1\n').update(key.reveal()).digest('hex').slice(0, 16)}`,
  wrap: (plain, context) => Promise.resolve(encrypt(random, key, context, plain.reveal())),
  unwrap: (wrapped, context) => {
    const plain = decrypt(key, context, wrapped);
    return Promise.resolve(plain === undefined ? undefined : new Secret(plain));
  },
});

/**
 * What an operator writes down: keys of 64 hex digits, the newest first, apart by lines, spaces or commas; `#` begins a
 * remark. Undefined when a word is no key, a key stands there twice, or there is none.
 */
export const parseVaultKeys = (text: string): readonly Secret<Buffer>[] | undefined => {
  const words = text
    .replaceAll(/#.*$/gm, '')
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
  const isUsable =
    words.length > 0 && new Set(words).size === words.length && words.every((word) => /^[0-9a-f]{64}$/.test(word));
  return isUsable ? words.map((word) => new Secret(Buffer.from(word, 'hex'))) : undefined;
};
