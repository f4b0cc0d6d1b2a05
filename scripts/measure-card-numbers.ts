/**
 * How often what is no card number is taken for one, and whether any card number is missed: a million ids of each kind
 * that shops use, and numbers of every scheme. Writes the table of `docs/card-numbers-in-text.md` anew; the seed is
 * fixed, so a run gives the same figures until the rule changes.
 *
 *   node_modules/.bin/node scripts/measure-card-numbers.ts [ids of each kind]
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { holdsCardNumber } from '../src/card/number-in-text.ts';
import { isLuhnValid } from '../src/card/pan.ts';

const COUNT = Number(process.argv[2] ?? 1_000_000);
const DOCUMENT = fileURLToPath(new URL('../docs/card-numbers-in-text.md', import.meta.url));

/** xorshift32: the same numbers at every run. */
const createRandom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
};

const random = createRandom(20_261_128);
const digit = (): string => String(Math.floor(random() * 10));
const digits = (length: number): string => Array.from({ length }, digit).join('');
const between = (low: number, high: number): number => low + Math.floor(random() * (high - low));
const padded = (value: number, length: number): string => String(value).padStart(length, '0');
const hex = (length: number): string => Array.from({ length }, () => between(0, 16).toString(16)).join('');
const withCheckDigit = (body: string): string =>
  body + (Array.from({ length: 10 }, (_, last) => String(last)).find((last) => isLuhnValid(body + last)) ?? '');

const FROM_MS = Date.UTC(2024, 0, 1);
const TO_MS = Date.UTC(2034, 0, 1);
const moment = (): number => between(FROM_MS, TO_MS);
const stamp = (): string =>
  new Date(moment())
    .toISOString()
    .replaceAll(/[-:TZ.]/g, '')
    .slice(0, 14);
/** 41 bits of milliseconds since an epoch, 22 bits of machine and sequence. */
const snowflake = (epochMs: number): string =>
  String((BigInt(moment() - epochMs) << 22n) | BigInt(between(0, 4_194_304)));
const startingWith = (first: string, length: number): string => first + digits(length - first.length);

const ids: Readonly<Record<string, () => string>> = {
  'milliseconds since 1970': () => String(moment()),
  'milliseconds and a counter of 3': () => `${moment()}${digits(3)}`,
  'microseconds since 1970': () => `${moment()}${digits(3)}`,
  'nanoseconds since 1970': () => `${moment()}${digits(6)}`,
  'date and counter of 6': () => stamp().slice(0, 8) + digits(6),
  'date, time and counter of 4': () => stamp() + digits(4),
  'date and counter with dashes': () => `${stamp().slice(0, 4)}-${stamp().slice(4, 8)}-${digits(4)}-${digits(4)}`,
  'snowflake since 2010 (18 and 19 digits)': () => snowflake(1_288_834_974_657),
  'snowflake since 2015 (18 and 19 digits)': () => snowflake(1_420_070_400_000),
  'ids of 12 digits': () => startingWith(String(between(1, 10)), 12),
  'ids of 13 digits': () => startingWith(String(between(1, 10)), 13),
  'ids of 14 digits': () => startingWith(String(between(1, 10)), 14),
  'ids of 15 digits': () => startingWith(String(between(1, 10)), 15),
  'ids of 16 digits': () => startingWith(String(between(1, 10)), 16),
  'ids of 16 digits that begin with 4': () => startingWith('4', 16),
  'ids of 16 digits that begin with 5': () => startingWith('5', 16),
  'ids of 16 digits that begin with 6': () => startingWith('6', 16),
  'ids of 17 digits': () => startingWith(String(between(1, 10)), 17),
  'ids of 18 digits': () => startingWith(String(between(1, 10)), 18),
  'ids of 19 digits': () => startingWith(String(between(1, 10)), 19),
  'ids of 19 digits that begin with 4': () => startingWith('4', 19),
  'ids of 19 digits that begin with 5': () => startingWith('5', 19),
  'ids of 19 digits that begin with 6': () => startingWith('6', 19),
  'ids of 20 digits': () => startingWith(String(between(1, 10)), 20),
  IMEI: () => withCheckDigit((['35', '86', '01', '99'][between(0, 4)] ?? '') + digits(12)),
  'ICCID of 19 digits': () => withCheckDigit(`89${digits(16)}`),
  'ICCID of 20 digits': () => withCheckDigit(`89${digits(17)}`),
  'GTIN-13': () => digits(13),
  'GTIN-14': () => String(between(0, 9)) + digits(13),
  UUID: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
  'UUID, digits alone': () => `${digits(8)}-${digits(4)}-4${digits(3)}-8${digits(3)}-${digits(12)}`,
  'UUID without dashes': () => hex(32),
  'SHA-256 in hex': () => hex(64),
  'telephone number, plain': () => `+${startingWith(String(between(1, 10)), between(8, 16))}`,
  'telephone number, in groups': () => `+${between(1, 99)} ${digits(3)} ${digits(3)} ${digits(4)}`,
  'telephone number with 00': () => `00${between(20, 99)} ${digits(3)} ${digits(7)}`,
  'two telephone numbers': () =>
    `+${between(1, 99)} ${digits(3)} ${digits(7)}, +${between(1, 99)} ${digits(3)} ${digits(7)}`,
  'IBAN (DE), in groups': () => iban(digits(18)).replaceAll(/(.{4})(?=.)/g, '$1 '),
  'IBAN (DE), plain': () => iban(digits(18)),
  'list of eight numbers of 4 digits': () =>
    Array.from({ length: 8 }, () => padded(between(1000, 10_000), 4)).join(', '),
  'a place on the map': () => `${(random() * 90).toFixed(7)},${(random() * 180).toFixed(7)}`,
  'date and time': () => new Date(moment()).toISOString(),
};

const iban = (account: string): string => {
  const rest = [...`${account}131400`].reduce((sum, letter) => (sum * 10 + Number(letter)) % 97, 0);
  return `DE${padded(98 - rest, 2)}${account}`;
};

const schemes: Readonly<Record<string, () => string>> = {
  'Visa (16)': () => withCheckDigit(startingWith('4', 15)),
  'Mastercard 51–55 (16)': () => withCheckDigit(startingWith(String(between(51, 56)), 15)),
  'Mastercard 2221–2720 (16)': () => withCheckDigit(startingWith(String(between(2221, 2721)), 15)),
  'American Express (15)': () => withCheckDigit(startingWith(random() < 0.5 ? '34' : '37', 14)),
  'Discover (16)': () => withCheckDigit(startingWith(['6011', '644', '649', '65'][between(0, 4)] ?? '', 15)),
  'Diners Club (14)': () =>
    withCheckDigit(startingWith(['300', '305', '3095', '36', '38', '39'][between(0, 6)] ?? '', 13)),
  'JCB (16)': () => withCheckDigit(startingWith(String(between(3528, 3590)), 15)),
  'UnionPay (16)': () => withCheckDigit(startingWith('62', 15)),
  'UnionPay (19)': () => withCheckDigit(startingWith('62', 18)),
  'Mir (16)': () => withCheckDigit(startingWith(String(between(2200, 2205)), 15)),
  'Maestro (16)': () =>
    withCheckDigit(startingWith(['50', '56', '57', '58', '639', '6304', '67'][between(0, 7)] ?? '', 15)),
  'Maestro 6759, 6761–6763 (19)': () =>
    withCheckDigit(startingWith(['6759', '6761', '6762', '6763'][between(0, 4)] ?? '', 18)),
  'Visa (13)': () => withCheckDigit(startingWith('4', 12)),
  'Visa (19)': () => withCheckDigit(startingWith('4', 18)),
};

const inGroups = (pan: string): string => pan.replaceAll(/(.{4})(?=.)/g, '$1 ');

const share = (make: () => string, count: number): number => {
  let found = 0;
  for (let n = 0; n < count; n++) if (holdsCardNumber(make())) found++;
  return found / count;
};

const percent = (part: number): string =>
  part === 0 ? '0' : part === 1 ? '100 %' : `${(part * 100).toPrecision(3)} %`;

const taken = Object.entries(ids).map(([kind, make]) => `| ${kind} | \`${make()}\` | ${percent(share(make, COUNT))} |`);
const found = Object.entries(schemes).map(
  ([kind, make]) =>
    `| ${kind} | ${percent(share(make, COUNT / 10))} | ${percent(share(() => inGroups(make()), COUNT / 10))} |`,
);
const table = [
  `Taken for a card number, of ${COUNT.toLocaleString('en')} of each kind:`,
  '',
  '| Kind | Such as | Refused |',
  '|---|---|---|',
  ...taken,
  '',
  `Found, of ${(COUNT / 10).toLocaleString('en')} numbers of each scheme:`,
  '',
  '| Scheme | In one piece | In groups of four |',
  '|---|---|---|',
  ...found,
].join('\n');

const MARK = '<!-- measured -->';
const before = await readFile(DOCUMENT, 'utf8');
const [head = '', , tail = ''] = before.split(MARK);
await writeFile(DOCUMENT, `${head}${MARK}\n\n${table}\n\n${MARK}${tail}`);
process.stdout.write(`${table}\n`);
