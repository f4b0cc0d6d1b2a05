import { createCipheriv } from 'node:crypto';
import type { Spec } from './spec.ts';

/** The 8 bytes that sign a message. The key is 16 bytes, or 32 for AES-256. */
export const signWith =
  (spec: Spec, key: Buffer) =>
  (bytes: Buffer): Buffer =>
    (spec.mac === 'x919' ? x919(key, bytes) : cmac(key, bytes)).subarray(0, 8);

/** Block by block: each XORed onto the last result, under the left half; the last one under both halves. */
const x919 = (key: Buffer, bytes: Buffer): Buffer => {
  const left = key.subarray(0, 8);
  const blocks = Math.max(1, Math.ceil(bytes.length / 8));
  let state = 0n;
  for (let block = 0; block < blocks; block++) {
    const piece = Buffer.alloc(8);
    bytes.copy(piece, 0, block * 8, block * 8 + 8);
    const isLast = block === blocks - 1;
    const under = isLast ? Buffer.concat([key, left]) : Buffer.concat([left, left, left]);
    state = crypt('des-ede3-ecb', under, state ^ piece.readBigUInt64BE(), 8);
  }
  return bytesOf(state, 8);
};

const cmac = (key: Buffer, bytes: Buffer): Buffer => {
  const cipher = key.length === 32 ? 'aes-256-ecb' : 'aes-128-ecb';
  const double = (value: bigint) => ((value << 1n) & MASK_128) ^ (value >> 127n === 1n ? 0x87n : 0n);
  const one = double(crypt(cipher, key, 0n, 16));
  const blocks = Math.max(1, Math.ceil(bytes.length / 16));
  let state = 0n;
  for (let block = 0; block < blocks; block++) {
    const piece = Buffer.alloc(16);
    const length = bytes.copy(piece, 0, block * 16, block * 16 + 16);
    let value = BigInt(`0x${piece.toString('hex')}`);
    if (block === blocks - 1) {
      if (length === 16) value ^= one;
      else {
        piece.writeUInt8(0x80, length);
        value = BigInt(`0x${piece.toString('hex')}`) ^ double(one);
      }
    }
    state = crypt(cipher, key, state ^ value, 16);
  }
  return bytesOf(state, 16);
};

const MASK_128 = (1n << 128n) - 1n;

const bytesOf = (value: bigint, length: number): Buffer =>
  Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex');

const crypt = (cipher: string, key: Buffer, block: bigint, length: number): bigint => {
  const engine = createCipheriv(cipher.replace('des-ede3-ecb', 'des-ede3'), key, null).setAutoPadding(false);
  return BigInt(`0x${engine.update(bytesOf(block, length)).toString('hex')}`);
};
