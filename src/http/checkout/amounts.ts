import { LRUCache } from 'lru-cache';
import { exponentOf, toDecimal, type Money } from '../../base/money.ts';

const MAX_FORMATTERS = 500;
const amountFormatters = new LRUCache<string, Intl.NumberFormat>({ max: MAX_FORMATTERS });
const timeFormatters = new LRUCache<string, Intl.NumberFormat>({ max: MAX_FORMATTERS });

/**
 * `1999n EUR` → `€19.99`, `19,99 €`: exact, because the formatter reads the decimal as text. The number of decimals is
 * ISO 4217's; ICU's own differs for some currencies (ISK, IQD, LAK …).
 */
export const formatAmount = (amount: Money, tag: string): string => {
  const decimal = toDecimal(amount);
  const formatter = remember(amountFormatters, `${tag} ${amount.currency}`, () => {
    const decimals = exponentOf(amount.currency);
    return new Intl.NumberFormat(tag, {
      style: 'currency',
      currency: amount.currency,
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
  });
  if (!isDecimal(decimal)) return `${decimal} ${amount.currency}`;
  return isRightToLeft(tag)
    ? formatter.formatToParts(decimal).map(keepSymbolWhole).join('')
    : formatter.format(decimal);
};

const isDecimal = (text: string): text is `${number}` => /^\d+(?:\.\d+)?$/.test(text);

const isRightToLeft = (tag: string): boolean => tag === 'ar' || tag.startsWith('ar-');

/**
 * In a line that runs from right to left, the sign of `US$` would be shown before its letters: `$US`. The isolates of
 * Unicode's bidirectional algorithm keep such a symbol in one piece, in text as in attributes and titles.
 */
const keepSymbolWhole = ({ type, value }: Intl.NumberFormatPart): string =>
  type === 'currency' && /\p{Script=Latin}/u.test(value) ? `\u2066${value}\u2069` : value;

/**
 * The digits that amounts of this language are written in (`latn`, `arab`), so that the page's script writes no others.
 */
export const digitsOf = (tag: string): string =>
  remember(timeFormatters, `${tag} count`, () => new Intl.NumberFormat(tag)).resolvedOptions().numberingSystem;

const MINUTE_MS = 60_000;
const UNITS = [
  ['day', 24 * 60 * MINUTE_MS],
  ['hour', 60 * MINUTE_MS],
  ['minute', MINUTE_MS],
] as const;

/**
 * `1,140,000` → `19 minutes`: the largest unit of which there are two, in the language's own plural; the last minute
 * counts as one.
 */
export const formatTimeLeft = (msLeft: number, tag: string): string => {
  const [unit, unitMs] = UNITS.find(([, ms]) => msLeft >= 2 * ms) ?? ['minute', MINUTE_MS];
  const formatter = remember(
    timeFormatters,
    `${tag} ${unit}`,
    () => new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 }),
  );
  return formatter.format(Math.max(1, Math.floor(msLeft / unitMs)));
};

/** A whole number in the language's digits. */
export const formatCount = (count: number, tag: string): string =>
  remember(timeFormatters, `${tag} count`, () => new Intl.NumberFormat(tag)).format(count);

// Building a formatter costs a hundred times what using it does. Tags come from browsers, so the memory has a bound.
const remember = (
  formatters: LRUCache<string, Intl.NumberFormat>,
  key: string,
  make: () => Intl.NumberFormat,
): Intl.NumberFormat => {
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const formatter = make();
  formatters.set(key, formatter);
  return formatter;
};
