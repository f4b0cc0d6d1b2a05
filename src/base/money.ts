import { currencyExponents } from './currencies.ts';

/** An exact amount: whole minor units (cents, yen, fils) of one ISO 4217 currency. */
export type Money = { readonly minor: bigint; readonly currency: Currency };

/** Upper-case ISO 4217 letters that the gateway knows the minor unit of. */
export type Currency = string & { readonly __brand: 'Currency' };

/** The largest amount the API takes, in minor units. */
export const MAX_AMOUNT_MINOR = 1_000_000_000_000;

/** `eur` and `EUR` give `EUR`; letters that ISO 4217 does not list, or lists without a minor unit, give undefined. */
export const parseCurrency = (letters: string): Currency | undefined => {
  // Before the upper case: beyond ASCII other letters become these (`ſek` would be SEK).
  if (!/^[A-Za-z]{3}$/.test(letters)) return undefined;
  const code = letters.toUpperCase();
  return currencyExponents.has(code) ? (code as Currency) : undefined;
};

/** How many decimals the currency's major unit has: 2 for EUR, 0 for JPY, 3 for KWD. */
export const exponentOf = (currency: Currency): number => currencyExponents.get(currency) ?? 2;

/** `1099n EUR` → `"10.99"`: a plain decimal that formatters can take without a float. */
export const toDecimal = ({ minor, currency }: Money): string => {
  const exponent = exponentOf(currency);
  if (exponent === 0) return minor.toString();
  const digits = minor.toString().padStart(exponent + 1, '0');
  return `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
};
