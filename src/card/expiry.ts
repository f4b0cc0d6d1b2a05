import { toAsciiDigits } from './pan.ts';

export type Expiry = { readonly month: number; readonly year: number };
export type ExpiryMistake = 'required' | 'invalid' | 'past' | 'tooFar';

// Month and year with something between them, or four or six digits in one piece.
const WITH_SEPARATOR = /^(\d{1,2})\s*[/.\s\u2010-\u2015-]\s*(\d{2}|\d{4})$/u;
const IN_ONE_PIECE = /^(\d{2})(\d{2}|\d{4})$/;
// What browsers fill in for `cc-exp` (a month string of HTML), and the same in other hands: `2030-12`, `2030/12`,
// `203012`.
const YEAR_FIRST = /^(20\d{2})(?:\s*[/.\s\u2010-\u2015-]\s*(\d{1,2})|(0[1-9]|1[0-2]))$/u;

/** True for `2030-12`: the year stands first, and cannot be read as a month. The text has ASCII digits. */
export const isYearFirst = (text: string): boolean => YEAR_FIRST.test(text.trim());

/**
 * `01/27`, `1/2027`, `01 / 27`, `0127`, `012027`, `2027-01` → month and four-digit year; anything else gives undefined.
 */
export const parseExpiry = (text: string): Expiry | undefined => {
  const typed = toAsciiDigits(text).trim();
  const [, yearFirst, separateMonth, joinedMonth] = YEAR_FIRST.exec(typed) ?? [];
  const match = WITH_SEPARATOR.exec(typed) ?? IN_ONE_PIECE.exec(typed);
  const [, monthDigits, yearDigits] =
    yearFirst === undefined ? (match ?? []) : [typed, separateMonth ?? joinedMonth, yearFirst];
  if (monthDigits === undefined || yearDigits === undefined) return undefined;
  const month = Number(monthDigits);
  if (month < 1 || month > 12) return undefined;
  return { month, year: yearDigits.length === 2 ? 2000 + Number(yearDigits) : Number(yearDigits) };
};

/** A card is good to the last minute of its month wherever the customer is, so the last time zone on earth decides. */
const LAST_TIME_ZONE_OFFSET_MS = -12 * 60 * 60 * 1000;

/** No issuer makes cards for longer; a year further away is a typing mistake. */
const MAX_YEARS_AHEAD = 20;

export const isPast = ({ month, year }: Expiry, nowMs: number): boolean => year * 12 + month < currentMonth(nowMs);

/** What is wrong with an expiry date as typed, or undefined. */
export const findExpiryMistake = (text: string, nowMs: number): ExpiryMistake | undefined => {
  if (text.trim() === '') return 'required';
  const expiry = parseExpiry(text);
  if (expiry === undefined) return 'invalid';
  if (isPast(expiry, nowMs)) return 'past';
  return expiry.year * 12 + expiry.month > currentMonth(nowMs) + MAX_YEARS_AHEAD * 12 ? 'tooFar' : undefined;
};

/** Months since the year 0, in the last time zone on earth. */
const currentMonth = (nowMs: number): number => {
  const there = new Date(nowMs + LAST_TIME_ZONE_OFFSET_MS);
  return there.getUTCFullYear() * 12 + there.getUTCMonth() + 1;
};
