/** How the host speaks on this line. Written apart from the gateway's dialects, from the same documents. */
export type Spec = {
  readonly name: SpecName;
  readonly year: 1987 | 1993;
  /** Packed digits and raw bytes, instead of letters. */
  readonly isPacked: boolean;
  readonly isBitmapRaw: boolean;
  readonly areBytesRaw: boolean;
  readonly lengthHeader: 'fourDigits' | 'twoBytes' | 'twoBytesInclusive';
  readonly hasTpdu: boolean;
  readonly privateField: number;
  readonly mac: 'x919' | 'cmac';
  readonly layout: Readonly<Record<number, Layout>>;
};

export type SpecName = 'ascii-1987' | 'bcd-1987' | 'iso-1993';
/** What it is made of, how long it is, and how many digits of length stand before it. */
export type Layout = readonly [content: 'digits' | 'text' | 'bytes', length: number, lengthDigits: 0 | 2 | 3];

const digits = (length: number): Layout => ['digits', length, 0];
const text = (length: number): Layout => ['text', length, 0];
const longText: Layout = ['text', 999, 3];
const mac: Layout = ['bytes', 8, 0];

const common: Readonly<Record<number, Layout>> = {
  2: ['digits', 19, 2],
  3: digits(6),
  4: digits(12),
  7: digits(10),
  11: digits(6),
  14: digits(4),
  18: digits(4),
  24: digits(3),
  32: ['digits', 11, 2],
  37: text(12),
  38: text(6),
  41: text(8),
  42: text(15),
  48: longText,
  49: digits(3),
  60: longText,
  64: mac,
  70: digits(3),
  126: longText,
  128: mac,
};
const of1987: Readonly<Record<number, Layout>> = {
  ...common,
  12: digits(6),
  13: digits(4),
  22: digits(3),
  25: digits(2),
  39: text(2),
  90: digits(42),
};
const of1993: Readonly<Record<number, Layout>> = {
  ...common,
  12: digits(12),
  22: text(12),
  25: digits(4),
  39: digits(3),
  56: ['digits', 35, 2],
};

export const specs: Readonly<Record<SpecName, Spec>> = {
  'ascii-1987': {
    name: 'ascii-1987',
    year: 1987,
    isPacked: false,
    isBitmapRaw: false,
    areBytesRaw: false,
    lengthHeader: 'fourDigits',
    hasTpdu: false,
    privateField: 48,
    mac: 'x919',
    layout: of1987,
  },
  'bcd-1987': {
    name: 'bcd-1987',
    year: 1987,
    isPacked: true,
    isBitmapRaw: true,
    areBytesRaw: true,
    lengthHeader: 'twoBytes',
    hasTpdu: true,
    privateField: 60,
    mac: 'x919',
    layout: of1987,
  },
  'iso-1993': {
    name: 'iso-1993',
    year: 1993,
    isPacked: false,
    isBitmapRaw: true,
    areBytesRaw: true,
    lengthHeader: 'twoBytesInclusive',
    hasTpdu: false,
    privateField: 126,
    mac: 'cmac',
    layout: of1993,
  },
};

export const isSpecName = (name: string): name is SpecName => Object.hasOwn(specs, name);
