import type { Layout, Spec } from './spec.ts';

export type Fields = Readonly<Record<number, string>>;
/** `signed`: the bytes that stand before the MAC. */
export type Unpacked = { readonly mti: string; readonly fields: Fields; readonly signed: Buffer };

/** Those of the fields that are named. */
export const pick = (fields: Fields, numbers: readonly number[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([number]) => numbers.includes(Number(number))));

/** Undefined: no message of this host. */
export const unpack = (spec: Spec, bytes: Buffer): Unpacked | undefined => {
  let at = 0;
  const cut = (length: number): Buffer => {
    const piece = bytes.subarray(at, at + length);
    at += length;
    return piece;
  };
  const digitsOf = (count: number): string => {
    if (!spec.isPacked) return cut(count).toString('latin1');
    return cut(Math.ceil(count / 2))
      .toString('hex')
      .slice(count % 2);
  };
  const bitmap = (): string => {
    const raw = spec.isBitmapRaw ? cut(8).toString('hex') : cut(16).toString('latin1');
    return [...raw].map((digit) => parseInt(digit, 16).toString(2).padStart(4, '0')).join('');
  };
  const mti = digitsOf(4);
  const first = bitmap();
  const bits = first.startsWith('1') ? first + bitmap() : first;
  const fields: Record<number, string> = {};
  let signed = bytes;
  for (let number = 2; number <= bits.length; number++) {
    if (bits[number - 1] !== '1') continue;
    const layout = spec.layout[number];
    if (layout === undefined) return undefined;
    if (number === 64 || number === 128) signed = bytes.subarray(0, at);
    const [content, fixed, lengthDigits] = layout;
    const length = lengthDigits === 0 ? fixed : Number(digitsOf(lengthDigits));
    if (!(length <= fixed)) return undefined;
    if (content === 'digits') fields[number] = digitsOf(length);
    else if (content === 'text') fields[number] = cut(length).toString('latin1').trimEnd();
    else fields[number] = spec.areBytesRaw ? cut(length).toString('hex') : cut(length * 2).toString('latin1');
  }
  return at === bytes.length && /^\d{4}$/.test(mti) ? { mti, fields, signed } : undefined;
};

/** With a MAC over what comes before it, when `sign` is there. */
export const pack = (spec: Spec, mti: string, fields: Fields, sign?: (bytes: Buffer) => Buffer): Buffer => {
  const numbers = Object.keys(fields).map(Number);
  const isLong = numbers.some((number) => number > 64);
  const macField = isLong ? 128 : 64;
  const all = [...numbers, ...(sign === undefined ? [] : [macField])].sort((a, b) => a - b);
  const bits = Array.from({ length: isLong ? 128 : 64 }, (_, index) =>
    all.includes(index + 1) || (isLong && index === 0) ? '1' : '0',
  ).join('');
  const hex = (bits.match(/.{4}/g) ?? []).map((four) => parseInt(four, 2).toString(16)).join('');
  const head = [packDigits(spec, mti), spec.isBitmapRaw ? Buffer.from(hex, 'hex') : letters(hex.toUpperCase())];
  const body = all
    .filter((number) => sign === undefined || number !== macField)
    .map((number) => packField(spec, layoutOf(spec, number), fields[number] ?? ''));
  const unsigned = Buffer.concat([...head, ...body]);
  if (sign === undefined) return unsigned;
  const mac = sign(unsigned);
  return Buffer.concat([unsigned, spec.areBytesRaw ? mac : letters(mac.toString('hex').toUpperCase())]);
};

const layoutOf = (spec: Spec, number: number): Layout => {
  const layout = spec.layout[number];
  if (layout === undefined) throw new Error(`The host has no field ${number}.`);
  return layout;
};

const packField = (spec: Spec, [content, length, lengthDigits]: Layout, value: string): Buffer => {
  const prefix = lengthDigits === 0 ? [] : [packDigits(spec, String(value.length).padStart(lengthDigits, '0'))];
  const padded = lengthDigits > 0 ? value : content === 'digits' ? value.padStart(length, '0') : value.padEnd(length);
  return Buffer.concat([...prefix, content === 'digits' ? packDigits(spec, padded) : letters(padded)]);
};

const packDigits = (spec: Spec, value: string): Buffer =>
  spec.isPacked ? Buffer.from((value.length % 2 === 1 ? '0' : '') + value, 'hex') : letters(value);

const letters = (value: string): Buffer => Buffer.from(value, 'latin1');
