import { brandRulesOf } from './brand.ts';
import { isLuhnValid, toAsciiDigits } from './pan.ts';

/**
 * Whether a text holds a card number, for texts that are stored and shown: references, descriptions, metadata,
 * addresses, names.
 *
 * A card number is a scheme's prefix **and** a length that this scheme issues **and** a right check digit. The check
 * digit alone takes one order number in ten for a card. How many are taken for one all the same is measured in
 * `docs/card-numbers-in-text.md`.
 *
 * Found: in one piece; in groups, whatever stands between them; with letters, zeros, an expiry or a CVC around it; in
 * digits of any script, also full-width or circled; with invisible letters inside; in percent encoding or as HTML
 * entities. Not found: what somebody hid on purpose (base64, words, another field for each half).
 */
export const holdsCardNumber = (text: string): boolean => {
  // Most texts have no 13 digits, whatever script they are in, and are done here.
  if (!MANY_DIGITS.test(text)) return false;
  return readingsOf(text).some((reading) => chainsIn(reading).some(holdsNumber));
};

const MANY_DIGITS = /(?:\p{N}[^\p{N}]*){13}/u;

/** The text, and what a browser or a server would read in its place. */
const readingsOf = (text: string): readonly string[] => {
  const readings = [text];
  for (let rounds = 0; rounds < 3; rounds++) {
    const last = readings[rounds] ?? '';
    const decoded = last
      .replaceAll(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'))
      .replaceAll(/&#(?:x([0-9a-f]{1,5})|(\d{1,6}));?/gi, (_, hex?: string, digits?: string) =>
        letterOf(hex === undefined ? Number(digits) : Number.parseInt(hex, 16)),
      )
      .replaceAll(/&[a-z]{2,8};/gi, ' ');
    if (decoded === last) break;
    readings.push(decoded);
  }
  return readings.map(plain);
};

const letterOf = (codePoint: number): string => (codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : ' ');

/**
 * Ligatures, full-width and circled digits as the letters they stand for; invisible and combining marks gone; no UUID,
 * no IBAN.
 */
const plain = (text: string): string =>
  toAsciiDigits(text.normalize('NFKC').replaceAll(/[\p{Cf}\p{M}]/gu, ''))
    .replaceAll(UUID, ' uuid ')
    .replaceAll(IBAN, (iban) => (isIban(iban) ? ' iban ' : iban));

const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;
const IBAN = /\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?\b/g;

/** ISO 13616: its own check digits, of which one text in 97 has the right ones by chance. */
const isIban = (text: string): boolean => {
  const letters = text.replaceAll(/[ -]/g, '');
  let rest = 0;
  for (const letter of letters.slice(4) + letters.slice(0, 4)) {
    const value = Number.parseInt(letter, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
};

type Group = { readonly digits: string; readonly gapBefore: string };

/** Groups of digits with no letter and no more than three other signs between them. */
const chainsIn = (text: string): readonly (readonly Group[])[] => {
  const chains: Group[][] = [];
  let end = 0;
  for (const { 0: digits, index } of text.matchAll(/[0-9]+/g)) {
    const gapBefore = text.slice(end, index);
    const goesOn = chains.length > 0 && GAP.test(gapBefore);
    if (goesOn) chains.at(-1)?.push({ digits, gapBefore });
    else chains.push([{ digits, gapBefore: '' }]);
    end = index + digits.length;
  }
  return chains;
};

const GAP = /^[^\p{L}\p{N}]{1,3}$/u;
/** 19 digits, an expiry of six and a code of four. */
const MAX_DIGITS = 29;
/** So many groups of uneven lengths are a list, and no card number. */
const MAX_UNEVEN_GROUPS = 6;
/** A row of numbers with as many digits to spare beside a card's is a list. */
const LIST_DIGITS = 28;

const holdsNumber = (chain: readonly Group[]): boolean =>
  chain.some((group, first) => {
    let joined = group.digits;
    if (isCard(joined, isIssued)) return true;
    for (let last = first + 1; last < chain.length; last++) {
      joined += chain[last]?.digits ?? '';
      if (joined.length > MAX_DIGITS) return false;
      if (joined.length < 13) continue;
      if (isEven(chain, first, last)) {
        if (!isPartOfList(chain, first, last) && isCard(joined, isPossible)) return true;
      } else if (last - first < MAX_UNEVEN_GROUPS && isOneGap(chain, first, last) && isCard(joined, isIssued))
        return true;
    }
    return false;
  });

const isOneGap = (chain: readonly Group[], first: number, last: number): boolean =>
  chain.slice(first + 1, last + 1).every(({ gapBefore }) => gapBefore === chain[first + 1]?.gapBefore);

/** As on a card: groups of one length, but for the last, which is shorter, or longer by an expiry that it runs into. */
const isEven = (chain: readonly Group[], first: number, last: number): boolean => {
  const size = chain[first]?.digits.length ?? 0;
  return size <= 8 && chain.slice(first, last).every(({ digits }) => digits.length === size);
};

/** Out of a longer row of such groups: a list of numbers that happen to have as many digits each. */
const isPartOfList = (chain: readonly Group[], first: number, last: number): boolean => {
  const size = chain[first]?.digits.length ?? 0;
  let row = (last - first + 1) * size;
  for (let at = first - 1; row < LIST_DIGITS && chain[at]?.digits.length === size; at--) row += size;
  for (let at = last + 1; row < LIST_DIGITS && chain[at]?.digits.length === size; at++) row += size;
  return row >= LIST_DIGITS;
};

/** The digits are a card's number, or one with zeros before it, or with an expiry and perhaps a code on either side. */
const isCard = (digits: string, isNumber: (digits: string) => boolean): boolean => {
  if (digits.length < 13 || digits.length > MAX_DIGITS) return false;
  const number = digits.replace(/^0+/, '');
  if (isNumber(number)) return true;
  return PAN_LENGTHS.some(
    (length) =>
      (EXPIRY_AND_CODE.test(number.slice(length)) && isNumber(number.slice(0, length))) ||
      (EXPIRY.test(digits.slice(0, -length)) && isNumber(digits.slice(-length))),
  );
};

const PAN_LENGTHS = [14, 15, 16, 19];
const EXPIRY = /^(?:(?:0[1-9]|1[0-2])(?:20)?[2-4]\d|[2-4]\d(?:0[1-9]|1[0-2]))$/;
const EXPIRY_AND_CODE = /^(?:(?:0[1-9]|1[0-2])(?:20)?[2-4]\d|[2-4]\d(?:0[1-9]|1[0-2]))(?:\d{3,4})?$/;

/**
 * What the schemes issue, not what they could: in one piece a number of another length is far more often an id. Visa
 * has hardly any of 13 or 19 digits, Discover, Diners, JCB and Mir hardly any but one length, and Maestro's long ones
 * begin as few banks' do.
 */
const ISSUED: readonly (readonly [ranges: string, lengths: readonly number[]])[] = [
  ['4 51-55 2221-2720 6011 644-649 65 3528-3589 2200-2204 50 56-58 639 6304 67', [16]],
  ['34 37', [15]],
  ['300-305 3095 36 38-39', [14]],
  ['62 810-817', [16, 19]],
  ['5018 5020 5038 5893 6304 6759 6761-6763 6799', [18, 19]],
];

const RANGES = ISSUED.flatMap(([ranges, lengths]) =>
  ranges.split(' ').map((range) => {
    const [low = '', high = low] = range.split('-');
    return { low, high, lengths };
  }),
);

const isIssued = (digits: string): boolean =>
  RANGES.some(({ low, high, lengths }) => {
    const beginning = digits.slice(0, low.length);
    return lengths.includes(digits.length) && beginning >= low && beginning <= high;
  }) && isLuhnValid(digits);

/** In groups as on a card every length counts that the scheme allows: ids are seldom written so. */
const isPossible = (digits: string): boolean => {
  const { brand, panLengths } = brandRulesOf(digits);
  return brand !== 'unknown' && digits.length >= 13 && panLengths.includes(digits.length) && isLuhnValid(digits);
};
