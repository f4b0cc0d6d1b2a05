import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Random } from '../base/random.ts';
import type { Secret } from '../base/secret.ts';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM: nonce (12 bytes) ‖ tag (16) ‖ ciphertext. The nonce comes from the port, so that two runs of one seed
 * store the same bytes and show what of a card they depend on. One key is good for 2^32 of these (NIST SP 800-38D,
 * 8.3); rotate before.
 */
export const encrypt = (random: Random, key: Secret<Buffer>, context: string, plain: Buffer): Buffer => {
  const nonce = random.bytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key.reveal(), nonce).setAAD(Buffer.from(context));
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]);
};

/** Undefined when the key, the context or a single bit is not the one it was encrypted with. */
export const decrypt = (key: Secret<Buffer>, context: string, sealed: Buffer): Buffer | undefined => {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(ALGORITHM, key.reveal(), sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const plain = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    // Which of the three was wrong helps only someone who tries.
    return undefined;
  } finally {
    plain.fill(0);
  }
};
