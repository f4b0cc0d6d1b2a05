import { createCipheriv, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../../../base/secret.ts';

export type MacAlgorithm = 'retail' | 'aesCmac';

/** 16 hex digits: 8 bytes over a message up to its MAC field. */
export const macOf = (algorithm: MacAlgorithm, key: Secret, bytes: Buffer): string => {
  const raw = Buffer.from(key.reveal(), 'hex');
  return (algorithm === 'retail' ? retailMac(raw, bytes) : aesCmac(raw, bytes))
    .subarray(0, 8)
    .toString('hex')
    .toUpperCase();
};

export const isSameMac = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a, 'latin1'), Buffer.from(b, 'latin1'));

/**
 * ANSI X9.19 (ISO 9797-1 algorithm 3, padding 1) with a key of two halves: a CBC-MAC with DES under the first, its last
 * block once more with 3DES. DES alone is gone from OpenSSL; it is 3DES with the same key three times.
 */
const retailMac = (key: Buffer, bytes: Buffer): Buffer => {
  const left = key.subarray(0, 8);
  const padded = padTo(bytes, 8);
  const chained = encrypt('des-ede3-cbc', Buffer.concat([left, left, left]), padded.subarray(0, -8));
  const last = xor(padded.subarray(-8), chained.length === 0 ? Buffer.alloc(8) : chained.subarray(-8));
  return encrypt('des-ede3', Buffer.concat([key, left]), last);
};

/** NIST SP 800-38B with AES of 128 or 256 bits. */
const aesCmac = (key: Buffer, bytes: Buffer): Buffer => {
  const bits = key.length * 8;
  const first = doubled(encrypt(`aes-${bits}-ecb`, key, Buffer.alloc(16)));
  const isWhole = bytes.length > 0 && bytes.length % 16 === 0;
  const padded = isWhole ? Buffer.from(bytes) : padTo(Buffer.concat([bytes, Buffer.from([0x80])]), 16);
  const last = xor(padded.subarray(-16), isWhole ? first : doubled(first));
  return encrypt(`aes-${bits}-cbc`, key, Buffer.concat([padded.subarray(0, -16), last])).subarray(-16);
};

const encrypt = (algorithm: string, key: Buffer, bytes: Buffer): Buffer => {
  const iv = algorithm.endsWith('cbc') ? Buffer.alloc(algorithm.startsWith('aes') ? 16 : 8) : null;
  const cipher = createCipheriv(algorithm, key, iv).setAutoPadding(false);
  return Buffer.concat([cipher.update(bytes), cipher.final()]);
};

/** Zeroes behind, and at least one block. */
const padTo = (bytes: Buffer, block: number): Buffer =>
  Buffer.concat([bytes, Buffer.alloc(bytes.length === 0 ? block : (block - (bytes.length % block)) % block)]);

const xor = (a: Buffer, b: Buffer): Buffer => Buffer.from(a.map((byte, at) => byte ^ (b[at] ?? 0)));

/** Shifted left by one bit in GF(2^128). */
const doubled = (block: Buffer): Buffer => {
  const shifted = Buffer.from(block.map((byte, at) => ((byte << 1) | ((block[at + 1] ?? 0) >> 7)) & 0xff));
  if ((block[0] ?? 0) >= 0x80) shifted.writeUInt8(shifted.readUInt8(15) ^ 0x87, 15);
  return shifted;
};
