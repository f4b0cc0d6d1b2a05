import type { Dialect } from '../dialects/dialect.ts';
import { alphabets, fieldsOf, type Field } from './field.ts';
import { IsoMessage } from './message.ts';

/** `fieldAt`: at which byte a field begins; a MAC is of the bytes before its own. */
export type MessageReading =
  | { readonly kind: 'message'; readonly message: IsoMessage; readonly fieldAt: ReadonlyMap<number, number> }
  | { readonly kind: 'unreadable'; readonly cause: UnreadableCause };

export type UnreadableCause =
  'tooShort' | 'tooLong' | 'wrongType' | 'wrongBitmap' | 'unknownField' | 'wrongLength' | 'wrongLetters';

/**
 * Reads a message, from its type to its last byte. It is total: any bytes give a message that fits its dialect to the
 * letter, or `unreadable`.
 */
export const readMessage = (dialect: Dialect, bytes: Buffer): MessageReading => {
  const cursor: Cursor = { bytes, at: 0 };
  const mti = readDigits(cursor, 4, dialect.mti);
  if (mti === undefined) return unreadable('tooShort');
  if (!/^[0-9]{4}$/.test(mti)) return unreadable('wrongType');
  const numbers = readBitmap(dialect, cursor);
  if (typeof numbers === 'string') return unreadable(numbers);
  const table = fieldsOf(dialect);
  const fields = new Map<number, string>();
  const fieldAt = new Map<number, number>();
  for (const number of numbers) {
    const field = table.get(number);
    if (field === undefined) return unreadable('unknownField');
    fieldAt.set(number, cursor.at);
    const value = readField(dialect, field, cursor);
    if (value.kind === 'unreadable') return value;
    fields.set(number, value.text);
  }
  if (cursor.at !== bytes.length) return unreadable('tooLong');
  return { kind: 'message', message: new IsoMessage(mti, fields), fieldAt };
};

type Cursor = { readonly bytes: Buffer; at: number };
type Value =
  { readonly kind: 'value'; readonly text: string } | { readonly kind: 'unreadable'; readonly cause: UnreadableCause };

const unreadable = (cause: UnreadableCause) => ({ kind: 'unreadable', cause }) as const;

/** Takes bytes off the front; undefined when there are fewer. */
const take = (cursor: Cursor, length: number): Buffer | undefined => {
  if (cursor.at + length > cursor.bytes.length) return undefined;
  cursor.at += length;
  return cursor.bytes.subarray(cursor.at - length, cursor.at);
};

/** The numbers of the fields that follow. A third bitmap is in no dialect. */
const readBitmap = (dialect: Dialect, cursor: Cursor): readonly number[] | UnreadableCause => {
  const first = readBits(dialect, cursor);
  if (typeof first === 'string') return first;
  if (first.readUInt8(0) < 0x80) return numbersIn(first, 0);
  const second = readBits(dialect, cursor);
  if (typeof second === 'string') return second;
  if (second.readUInt8(0) >= 0x80) return 'wrongBitmap';
  return [...numbersIn(first, 0).slice(1), ...numbersIn(second, 64)];
};

const readBits = (dialect: Dialect, cursor: Cursor): Buffer | UnreadableCause => {
  const raw = take(cursor, dialect.bitmap === 'binary' ? 8 : 16);
  if (raw === undefined) return 'tooShort';
  if (dialect.bitmap === 'binary') return raw;
  const hex = raw.toString('latin1');
  return /^[0-9A-Fa-f]{16}$/.test(hex) ? Buffer.from(hex, 'hex') : 'wrongBitmap';
};

const numbersIn = (bits: Buffer, offset: number): readonly number[] => {
  const numbers: number[] = [];
  for (let bit = 0; bit < 64; bit++) {
    if ((bits.readUInt8(bit >> 3) & (0x80 >> (bit & 7))) !== 0) numbers.push(offset + bit + 1);
  }
  return numbers;
};

const readField = (dialect: Dialect, field: Field, cursor: Cursor): Value => {
  let { length } = field;
  if (field.prefixDigits > 0) {
    const prefix = readDigits(cursor, field.prefixDigits, dialect.lengths);
    if (prefix === undefined) return unreadable('tooShort');
    if (!/^\d+$/.test(prefix) || Number(prefix) > length) return unreadable('wrongLength');
    length = Number(prefix);
  }
  const text = readValue(dialect, field, { cursor, length });
  if (text === undefined) return unreadable('tooShort');
  if (!alphabets[field.kind].test(text)) return unreadable('wrongLetters');
  const isPadded = field.prefixDigits === 0 && (field.kind === 'an' || field.kind === 'ans');
  return { kind: 'value', text: isPadded ? text.trimEnd() : text };
};

type Extent = { readonly cursor: Cursor; readonly length: number };

const readValue = (dialect: Dialect, { kind }: Field, { cursor, length }: Extent): string | undefined => {
  switch (kind) {
    case 'an':
    case 'ans':
      return take(cursor, length)?.toString('latin1');
    case 'b':
      return dialect.bytes === 'binary'
        ? take(cursor, length)?.toString('hex').toUpperCase()
        : take(cursor, 2 * length)?.toString('latin1');
    case 'n':
      return readDigits(cursor, length, dialect.digits);
    case 'z':
      return dialect.digits === 'bcd' ? readPackedTrack(cursor, length) : take(cursor, length)?.toString('latin1');
  }
};

/** Of an odd number of packed digits the first half byte must be the zero that was put before them. */
const readDigits = (cursor: Cursor, length: number, coding: 'ascii' | 'bcd'): string | undefined => {
  if (coding === 'ascii') return take(cursor, length)?.toString('latin1');
  const hex = take(cursor, (length + 1) >> 1)?.toString('hex');
  if (hex === undefined || length % 2 === 0) return hex;
  return hex.startsWith('0') ? hex.slice(1) : NO_DIGITS;
};

const readPackedTrack = (cursor: Cursor, length: number): string | undefined => {
  const hex = take(cursor, (length + 1) >> 1)
    ?.toString('hex')
    .toUpperCase();
  if (hex === undefined || length % 2 === 0) return hex?.replaceAll('D', '=');
  return hex.endsWith('F') ? hex.slice(0, -1).replaceAll('D', '=') : NO_DIGITS;
};

/** Stands for padding that is not there: in no alphabet of digits. */
const NO_DIGITS = '?';
