import type { Dialect } from '../dialects/dialect.ts';
import { alphabets, fieldsOf, type Field } from './field.ts';
import type { IsoMessage } from './message.ts';

/** A message as bytes, from its type to its last field. A value that its field can't hold is a bug of ours. */
export const writeMessage = (dialect: Dialect, message: IsoMessage): Buffer => {
  const table = fieldsOf(dialect);
  const numbers = message.numbers();
  const parts = [dialect.mti === 'bcd' ? bcd(message.mti) : ascii(message.mti), writeBitmap(dialect, numbers)];
  for (const number of numbers) {
    const field = table.get(number);
    const value = message.get(number) ?? '';
    // The value stays out of the sentence: it may be a card number.
    if (field === undefined || !fits(field, value)) throw new RangeError(`Field ${number} can't be written.`);
    parts.push(writeField(dialect, field, value));
  }
  return Buffer.concat(parts);
};

/** Whether a field can hold a value: its letters, and its length before padding. */
export const fits = (field: Field, value: string): boolean =>
  alphabets[field.kind].test(value) && isLengthRight(field, field.kind === 'b' ? value.length / 2 : value.length);

const isLengthRight = ({ kind, length, prefixDigits }: Field, actual: number): boolean =>
  prefixDigits === 0 && (kind === 'b' || kind === 'z') ? actual === length : actual <= length;

export const writeBitmap = (dialect: Pick<Dialect, 'bitmap'>, numbers: readonly number[]): Buffer => {
  const isLong = numbers.some((number) => number > 64);
  const bits = Buffer.alloc(isLong ? 16 : 8);
  for (const number of isLong ? [1, ...numbers] : numbers) {
    const at = (number - 1) >> 3;
    bits.writeUInt8(bits.readUInt8(at) | (0x80 >> ((number - 1) & 7)), at);
  }
  return dialect.bitmap === 'binary' ? bits : ascii(bits.toString('hex').toUpperCase());
};

const writeField = (dialect: Dialect, field: Field, value: string): Buffer => {
  if (field.prefixDigits === 0) return writeValue(dialect, field, pad(field, value));
  const length = String(field.kind === 'b' ? value.length / 2 : value.length).padStart(field.prefixDigits, '0');
  return Buffer.concat([dialect.lengths === 'bcd' ? bcd(length) : ascii(length), writeValue(dialect, field, value)]);
};

/** Numbers have zeroes before them, letters spaces behind. */
const pad = ({ kind, length }: Field, value: string): string => {
  if (kind === 'n') return value.padStart(length, '0');
  return kind === 'an' || kind === 'ans' ? value.padEnd(length, ' ') : value;
};

const writeValue = (dialect: Dialect, { kind }: Field, value: string): Buffer => {
  switch (kind) {
    case 'an':
    case 'ans':
      return ascii(value);
    case 'b':
      return dialect.bytes === 'binary' ? Buffer.from(value, 'hex') : ascii(value);
    case 'n':
      return dialect.digits === 'bcd' ? bcd(value) : ascii(value);
    case 'z':
      return dialect.digits === 'bcd' ? packedTrack(value) : ascii(value);
  }
};

const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Two digits a byte; an odd number of digits has a zero before it. */
const bcd = (digits: string): Buffer => Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');

/** A track has its separator as D, and an F behind an odd number of digits. */
const packedTrack = (track: string): Buffer => {
  const nibbles = track.replaceAll('=', 'D');
  return Buffer.from(nibbles.length % 2 === 0 ? nibbles : `${nibbles}F`, 'hex');
};
