/** What people type, paste and dictate between the digits of a card number: spaces of every width, dashes, dots. */
const SEPARATORS = /[\s\u00ad\u2010-\u2015\u2212._-]+/gu;
const OTHER_DIGIT = /(?![0-9])\p{Nd}/gu;
const DIGIT = /\p{Nd}/u;

/**
 * Digits of every script as 0–9: an Arabic or Persian keyboard types ٤١١١. Unicode keeps decimal digits in runs of ten,
 * so the distance to the start of the run is the value.
 */
export const toAsciiDigits = (text: string): string =>
  text.replace(OTHER_DIGIT, (letter) => {
    const codePoint = letter.codePointAt(0) ?? 0;
    let first = codePoint;
    while (DIGIT.test(String.fromCodePoint(first - 1))) first--;
    return String((codePoint - first) % 10);
  });

/** `4111 1111-1111 1111` → `4111111111111111`. What is neither digit nor separator stays, for the check to refuse. */
export const normalizePan = (text: string): string => toAsciiDigits(text).replace(SEPARATORS, '');

/** ISO/IEC 7812-1, annex B. The text must be digits only. */
export const isLuhnValid = (digits: string): boolean => {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    const doubled = digit * 2;
    sum += i % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
};

export type PanMistake = 'required' | 'invalid';

/** What is wrong with a card number as typed, or undefined. ISO/IEC 7812-1 allows 12 to 19 digits in practice. */
export const findPanMistake = (text: string): PanMistake | undefined => {
  const pan = normalizePan(text);
  if (pan === '') return 'required';
  return /^\d{12,19}$/.test(pan) && !/^0+$/.test(pan) && isLuhnValid(pan) ? undefined : 'invalid';
};

/**
 * Where a text holds what may be a card number, for texts in which too much may be masked and nothing be missed; what
 * refuses a request asks `holdsCardNumber`. A Luhn-valid number of 13–19 digits, in one piece or in groups of up to six
 * with one separator between them. UUIDs, which shops use as references, are no card numbers whatever digits they have.
 */
export const findPan = (text: string): Place | undefined => findPans(text).next().value;

export type Place = { readonly start: number; readonly end: number };

/** All of them, from left to right, none in another, in time that grows with the text and not with its square. */
export function* findPans(withUuids: string): Generator<Place, undefined> {
  const text = withUuids.replace(UUID, (uuid) => 'x'.repeat(uuid.length));
  const groups = [...text.matchAll(/\p{Nd}+/gu)].map(({ 0: digits, index }) => ({
    digits: toAsciiDigits(digits),
    start: index,
    end: index + digits.length,
  }));
  for (let first = 0; first < groups.length; first++) {
    const last = findLastGroup(text, groups, first);
    const [from, to] = [groups[first], last === undefined ? undefined : groups[last]];
    if (from === undefined || last === undefined || to === undefined) continue;
    yield { start: from.start, end: to.end };
    first = last;
  }
}

type Group = Place & { readonly digits: string };

/** With which group a number ends that begins with the group `first`; undefined when none does. */
const findLastGroup = (text: string, groups: readonly Group[], first: number): number | undefined => {
  let joined = '';
  for (let last = first; last < groups.length && joined.length < MAX_PAN_DIGITS; last++) {
    const next = groups[last];
    if (next === undefined || (last > first && !isJoined(text, groups[last - 1], next))) return undefined;
    joined += next.digits;
    if (isPanLike(joined)) return last;
  }
  return undefined;
};

const isJoined = (text: string, previous: Group | undefined, next: Group): boolean =>
  previous !== undefined &&
  previous.digits.length <= MAX_GROUP_DIGITS &&
  next.digits.length <= MAX_GROUP_DIGITS &&
  GROUP_SEPARATOR.test(text.slice(previous.end, next.start));

const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;
const MAX_PAN_DIGITS = 19;
const MAX_GROUP_DIGITS = 6;
const GROUP_SEPARATOR = /^(?:[\s\u00ad\u2010-\u2015\u2212._-]| - )$/u;

// A number of zeroes alone passes Luhn and is a filler, not a card.
const isPanLike = (digits: string): boolean =>
  digits.length >= 13 && digits.length <= MAX_PAN_DIGITS && isLuhnValid(digits) && /[1-9]/.test(digits);
