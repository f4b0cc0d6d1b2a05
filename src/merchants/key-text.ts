import { crc32 } from 'node:zlib';
import type { Random } from '../base/random.ts';

/**
 * How an API key is written, so that people and secret scanners recognise one: 40 letters and digits, of which the
 * first three say whose it is and what money it moves (`tgl` real money, `tgs` sandbox) and the last six are the CRC-32
 * of the 34 before, in base 62. A scanner finds it with `\btg[ls][0-9A-Za-z]{37}\b` and tells it from a coincidence
 * without asking us.
 */
export type KeyMode = 'sandbox' | 'live';

const PREFIXES = { live: 'tgl', sandbox: 'tgs' } as const satisfies Record<KeyMode, string>;
/** 31 letters are 184 bits of chance. */
const RANDOM_LETTERS = 31;
const CHECKSUM_LETTERS = 6;
const LETTERS_AND_DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export const newKeyText = (random: Random, mode: KeyMode): string => {
  const text = PREFIXES[mode] + randomLettersAndDigits(random, RANDOM_LETTERS);
  return text + checksumOf(text);
};

/** Keys given out before keys had a prefix have the same length and letters. */
export const mayBeKey = (text: string): boolean => /^[0-9A-Za-z]{40}$/.test(text);

/** What a key says of itself. Undefined: it was given out before keys said anything, or was copied wrongly. */
export const modeOfKey = (text: string): KeyMode | undefined => {
  if (!mayBeKey(text) || checksumOf(text.slice(0, -CHECKSUM_LETTERS)) !== text.slice(-CHECKSUM_LETTERS))
    return undefined;
  if (text.startsWith(PREFIXES.live)) return 'live';
  return text.startsWith(PREFIXES.sandbox) ? 'sandbox' : undefined;
};

const checksumOf = (text: string): string => {
  let left = crc32(text);
  let letters = '';
  for (let n = 0; n < CHECKSUM_LETTERS; n++) {
    letters = LETTERS_AND_DIGITS.charAt(left % 62) + letters;
    left = Math.floor(left / 62);
  }
  return letters;
};

/** Every letter equally likely: bytes from 248 on are thrown away instead of wrapped. */
const randomLettersAndDigits = (random: Random, length: number): string => {
  let text = '';
  while (text.length < length) {
    for (const byte of random.bytes(length)) {
      if (byte < 248 && text.length < length) text += LETTERS_AND_DIGITS.charAt(byte % 62);
    }
  }
  return text;
};
