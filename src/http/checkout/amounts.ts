import { exponentOf, toDecimal, type Money } from '../../base/money.ts';

const MAX_FORMATTERS = 500;
const amountFormatters = new Map<string, Intl.NumberFormat>();
const timeFormatters = new Map<string, Intl.NumberFormat>();

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
  return isDecimal(decimal) ? formatter.format(decimal) : `${decimal} ${amount.currency}`;
};

const isDecimal = (text: string): text is `${number}` => /^\d+(?:\.\d+)?$/.test(text);

const MINUTE_MS = 60_000;
const UNITS = [
  ['day', 24 * 60 * MINUTE_MS],
  ['hour', 60 * MINUTE_MS],
  ['minute', MINUTE_MS],
] as const;

/** `1,140,000` → `19 minutes`: the largest unit of which there are two, in the language's own plural; the last minute counts as one. */
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
  formatters: Map<string, Intl.NumberFormat>,
  key: string,
  make: () => Intl.NumberFormat,
): Intl.NumberFormat => {
  const known = formatters.get(key);
  if (known !== undefined) return known;
  if (formatters.size >= MAX_FORMATTERS) formatters.clear();
  const formatter = make();
  formatters.set(key, formatter);
  return formatter;
};
