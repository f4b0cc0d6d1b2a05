import { withCheckDigit } from './pans.ts';

/** Where a card number was found, and in what clothes. Never the number itself. */
export type PanHit = { readonly last4: string; readonly form: string; readonly offset: number };

/** How people and programs write the digits of a card number. */
const layouts: Readonly<Record<string, (pan: string) => string>> = {
  plain: (pan) => pan,
  spaced: (pan) => groupsOf(pan).join(' '),
  dashed: (pan) => groupsOf(pan).join('-'),
};

/**
 * How text becomes bytes. Three alignments of base64, because three bytes become four letters wherever the number
 * begins.
 */
const encodings: Readonly<Record<string, (text: string) => Buffer>> = {
  bytes: (text) => Buffer.from(text, 'latin1'),
  'utf-16le': (text) => Buffer.from(text, 'utf16le'),
  'utf-16be': (text) => Buffer.from(text, 'utf16le').swap16(),
  hex: (text) => Buffer.from(Buffer.from(text, 'latin1').toString('hex')),
  'hex in capitals': (text) => Buffer.from(Buffer.from(text, 'latin1').toString('hex').toUpperCase()),
  'hex of utf-16le': (text) => Buffer.from(Buffer.from(text, 'utf16le').toString('hex')),
  'base64 at 0': (text) => base64At(text, 0),
  'base64 at 1': (text) => base64At(text, 1),
  'base64 at 2': (text) => base64At(text, 2),
  'url-encoded': (text) => Buffer.from(encodeURIComponent(text)),
  'url-encoded with +': (text) => Buffer.from(text.replaceAll(' ', '+')),
  'url-encoded throughout': (text) => Buffer.from(percentEncode(text)),
  'url-encoded throughout, capitals': (text) => Buffer.from(percentEncode(text).toUpperCase()),
  'packed digits': (text) =>
    Buffer.from(/^\d+$/.test(text) ? text.padStart(text.length + (text.length % 2), '0') : '', 'hex'),
};

const groupsOf = (pan: string): readonly string[] =>
  pan.length === 15 ? [pan.slice(0, 4), pan.slice(4, 10), pan.slice(10)] : (pan.match(/.{1,4}/g) ?? []);

/** The letters that stand for the text whatever stands before and after it. */
const base64At = (text: string, before: number): Buffer => {
  const encoded = Buffer.from('\0'.repeat(before) + text, 'latin1')
    .toString('base64')
    .replaceAll('=', '');
  const wholeLetters = Math.floor(((before + text.length) * 8) / 6);
  return Buffer.from(encoded.slice(Math.ceil((before * 8) / 6), wholeLetters));
};

const percentEncode = (text: string): string =>
  [...Buffer.from(text, 'latin1')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

type Pattern = { readonly bytes: Buffer; readonly last4: string; readonly form: string };

const patternsOf = (pan: string): readonly Pattern[] => {
  const known = new Map<string, Pattern>();
  for (const [layout, arrange] of Object.entries(layouts)) {
    for (const [encoding, encode] of Object.entries(encodings)) {
      const bytes = encode(arrange(pan));
      // Digits look the same in several of these: the first name that fits is enough.
      if (bytes.length >= 8 && !known.has(bytes.toString('latin1'))) {
        known.set(bytes.toString('latin1'), { bytes, last4: pan.slice(-4), form: `${layout}, ${encoding}` });
      }
    }
  }
  return [...known.values()];
};

/**
 * Finds card numbers in anything: files, dumps, logs. All of them in one walk, because thousands of patterns over
 * hundreds of megabytes one by one take minutes: two bytes tell that nothing begins here, four tell what might.
 */
export const createPanScanner = (pans: readonly string[]): ((haystack: Buffer) => readonly PanHit[]) => {
  const byBeginning = new Map<number, Pattern[]>();
  const begins = new Uint8Array(65_536);
  for (const pattern of pans.flatMap(patternsOf)) {
    const beginning = pattern.bytes.readUInt32BE(0);
    begins[beginning >>> 16] = 1;
    byBeginning.set(beginning, [...(byBeginning.get(beginning) ?? []), pattern]);
  }
  return (haystack) => {
    const hits: PanHit[] = [];
    for (let offset = 0; offset + 4 <= haystack.length; offset++) {
      if (begins[((haystack[offset] ?? 0) << 8) | (haystack[offset + 1] ?? 0)] === 0) continue;
      for (const { bytes, last4, form } of byBeginning.get(haystack.readUInt32BE(offset)) ?? []) {
        if (haystack.subarray(offset, offset + bytes.length).equals(bytes)) hits.push({ last4, form, offset });
      }
    }
    return hits;
  };
};

export const findPans = (haystack: Buffer, pans: readonly string[]): readonly PanHit[] =>
  createPanScanner(pans)(haystack);

/**
 * Luhn-valid numbers of 15, 16 and 19 digits that nobody else uses: what is found of them was put there by this run.
 */
export const makePans = (count: number, random: (length: number) => Buffer): readonly string[] =>
  Array.from({ length: count }, (_, at) => {
    const length = [16, 16, 15, 19][at % 4] ?? 16;
    const prefix = { 15: '37', 16: '4', 19: '62' }[length] ?? '4';
    const digits = [...random(length)].map((byte) => byte % 10).join('');
    const body = (prefix + digits).slice(0, length - 1);
    return withCheckDigit(body);
  });
