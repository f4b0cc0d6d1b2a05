import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { Secret } from './secret.ts';

/**
 * Every key of the gateway that is not a merchant's is derived (HKDF-SHA256) from one master key of 32 bytes, which
 * comes from a file or the environment and is never in the database.
 */
export type Keys = {
  /** 32 bytes for one purpose; the same purpose gives the same key in every process. */
  readonly derive: (purpose: KeyPurpose) => Secret<Buffer>;
  /** The same, made ready for HMAC once: 2 µs a use where the bytes take 9. */
  readonly deriveKeyObject: (purpose: KeyPurpose) => KeyObject;
};

export type KeyPurpose =
  | 'api-key-hash'
  | 'audit-entry'
  | 'audit-chain'
  | 'return-key-sealing'
  | 'webhook-secret-sealing'
  | 'webhook-signing-key'
  | 'idempotent-answer-sealing'
  | 'idempotent-request-hash'
  | 'checkout-form-token'
  | 'page-visitor'
  | 'card-transit'
  | 'card-ticket'
  | 'card-token'
  | 'attempt-id'
  | 'three-ds-address'
  | 'feed-cursor'
  | 'velocity-address'
  | 'limit-subject'
  | 'proof-of-work'
  | 'session-address'
  | 'action-address'
  | 'master-key-check'
  | 'member-token-hash'
  | 'member-form-token'
  | 'member-totp-sealing'
  | 'member-recovery-hash'
  | 'member-passkey-challenge';

export const createKeys = (masterKey: Secret<Buffer>): Keys => {
  const derived = new Map<KeyPurpose, Secret<Buffer>>();
  const keyObjects = new Map<KeyPurpose, KeyObject>();
  const derive = (purpose: KeyPurpose): Secret<Buffer> => {
    const known = derived.get(purpose);
    if (known !== undefined) return known;
    const key = new Secret(Buffer.from(hkdfSync('sha256', masterKey.reveal(), '', `tollgate ${purpose} v1`, 32)));
    derived.set(purpose, key);
    return key;
  };
  const deriveKeyObject = (purpose: KeyPurpose): KeyObject => {
    const known = keyObjects.get(purpose);
    if (known !== undefined) return known;
    const key = createSecretKey(derive(purpose).reveal());
    keyObjects.set(purpose, key);
    return key;
  };
  return { derive, deriveKeyObject };
};

export const hmacSha256 = (key: string | Buffer | KeyObject, message: string | Buffer): Buffer =>
  createHmac('sha256', key).update(message).digest();

/**
 * AES-256 of one block of 16 bytes: who lacks the key can't tell it from chance, and the same block gives the same
 * every time. It hides an id; it proves nothing, so whatever is deciphered has to be looked up.
 */
export const encipherBlock = (key: KeyObject, block: Buffer): Buffer => {
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]);
};

export const decipherBlock = (key: KeyObject, block: Buffer): Buffer => {
  const cipher = createDecipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]);
};

const TAG_BYTES = 16;

/**
 * AES-256-GCM: nonce (12 bytes) ‖ tag (16) ‖ ciphertext. `context` says what the value belongs to (merchant and row),
 * so that a sealed value moved to another row does not open.
 */
export const seal = (key: Secret<Buffer>, context: string, plain: Buffer): Buffer => {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key.reveal(), nonce).setAAD(Buffer.from(context));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
};

/** Throws when the key, the context or a single bit is not the one it was sealed with. */
export const unseal = (key: Secret<Buffer>, context: string, sealed: Buffer): Buffer => {
  // Without its length Node takes a tag of four bytes, too, which somebody who writes to the database could guess.
  const decipher = createDecipheriv('aes-256-gcm', key.reveal(), sealed.subarray(0, 12), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(12, 12 + TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
};
