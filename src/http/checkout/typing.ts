import { brandRulesOf } from '../../card/brand.ts';
import { isYearFirst, parseExpiry } from '../../card/expiry.ts';
import { toAsciiDigits } from '../../card/pan.ts';

/** What a field shows after a keystroke, and where the caret stands in it. */
export type Typed = { readonly text: string; readonly caret: number };

const MAX_PAN_DIGITS = 19;

/** The number in the groups its brand prints on the card; the caret stays behind the digit it stood behind. */
export const formatPan = (raw: string, caret: number): Typed => {
  const digits = onlyDigits(raw).slice(0, MAX_PAN_DIGITS);
  const digitsBefore = Math.min(onlyDigits(raw.slice(0, caret)).length, digits.length);
  const groups: string[] = [];
  let rest = digits;
  for (const size of brandRulesOf(digits).groups) {
    if (rest === '') break;
    groups.push(rest.slice(0, size));
    rest = rest.slice(size);
  }
  const text = groups.join(' ');
  return { text, caret: caretAfterDigits(text, digitsBefore) };
};

/**
 * `0` `01/` `01/2` `01/27`; a month typed as `5` becomes `05/`, a year written `2027` becomes `27`. While deleting, the
 * slash at the end is not put back. A browser that fills the field in may write `2030-12`, the form of `cc-exp` in
 * HTML.
 */
export const formatExpiry = (raw: string, caret: number, isDeleting: boolean): Typed => {
  const ascii = toAsciiDigits(raw).trimStart();
  const filledIn = isYearFirst(ascii) ? parseExpiry(ascii) : undefined;
  if (filledIn !== undefined) {
    const text = `${twoDigits(filledIn.month)}/${twoDigits(filledIn.year % 100)}`;
    return { text, caret: text.length };
  }
  const isOneDigitMonth = isDeleting ? false : /^[2-9]$/.test(ascii) || /^\d\s*[/.\u2013-]/.test(ascii);
  const all = onlyDigits(isOneDigitMonth ? `0${ascii}` : ascii);
  const month = all.slice(0, 2);
  const yearDigits = all.slice(2, 4) === '20' ? all.slice(2, 6) : all.slice(2, 4);
  const year = yearDigits.length === 4 ? yearDigits.slice(2) : yearDigits;
  const text = year !== '' || (month.length === 2 && !isDeleting) ? `${month}/${year}` : month;
  if (caret >= raw.length) return { text, caret: text.length };
  return { text, caret: caretAfterDigits(text, onlyDigits(raw.slice(0, caret)).length + (isOneDigitMonth ? 1 : 0)) };
};

export const formatCvc = (raw: string, longest: number): string => onlyDigits(raw).slice(0, longest);

/**
 * Is the number as long as its brand's numbers can be? Any shorter one may still grow: one in ten beginnings of a
 * longer number passes the check digit.
 */
export const isLongestPan = (pan: string): boolean => pan.length === Math.max(...brandRulesOf(pan).panLengths);

const twoDigits = (value: number): string => String(value).padStart(2, '0');

const onlyDigits = (text: string): string => toAsciiDigits(text).replace(/\D/g, '');

/** Behind the n-th digit, and behind a separator that follows it, so that typing goes on in the next group. */
const caretAfterDigits = (text: string, digits: number): number => {
  let position = 0;
  for (let seen = 0; seen < digits && position < text.length; position++) {
    if (/\d/.test(text.charAt(position))) seen++;
  }
  return digits > 0 && /[ /]/.test(text.charAt(position)) ? position + 1 : position;
};
