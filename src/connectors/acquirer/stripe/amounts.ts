import { exponentOf, parseCurrency, type Money } from '../../../base/money.ts';

/** How many decimals Stripe counts in, and how many of the last digits have to be zeroes. */
type Unit = { readonly exponent: number; readonly zeroes: number };

/** Amounts in whole units: ISO 4217 agrees, but for the ariary (MGA), which it counts in two decimals. */
const ZERO_DECIMALS = 'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF';
/** Of these Stripe wants two decimals by habit, and that both are zero. */
const WHOLE_UNITS_IN_TWO_DECIMALS = 'ISK UGX';
/** Card networks round them to two decimals, so the third has to be zero. */
const THREE_DECIMALS = 'BHD JOD KWD OMR TND';
/**
 * All others that Stripe lists as currencies to charge in. HUF and TWD are charged in two decimals; it is their payouts
 * that are in whole units.
 */
const TWO_DECIMALS = `
  AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CNY COP CRC CVE CZK DKK
  DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR JMD KES KGS KHR KYD KZT LAK LBP LKR
  LRD LSL MAD MDL MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD
  RUB SAR SBD SCR SEK SGD SHP SLE SOS SRD SZL THB TJS TOP TRY TTD TWD TZS UAH USD UYU UZS WST XCD XCG YER ZAR ZMW
`;

const rows = (letters: string, unit: Unit) =>
  letters
    .trim()
    .split(/\s+/)
    .map((code) => [code, unit] as const);

const units: ReadonlyMap<string, Unit> = new Map([
  ...rows(ZERO_DECIMALS, { exponent: 0, zeroes: 0 }),
  ...rows(WHOLE_UNITS_IN_TWO_DECIMALS, { exponent: 2, zeroes: 2 }),
  ...rows(THREE_DECIMALS, { exponent: 3, zeroes: 1 }),
  ...rows(TWO_DECIMALS, { exponent: 2, zeroes: 0 }),
]);

/** An amount as Stripe's forms have it. */
export type WireAmount = { readonly amount: string; readonly currency: string };

/** Undefined: Stripe can't be told this amount exactly, or does not take the currency. Nothing is ever rounded. */
export const toWireAmount = ({ minor, currency }: Money): WireAmount | undefined => {
  const unit = units.get(currency);
  const amount = unit === undefined ? undefined : scaled(minor, unit.exponent - exponentOf(currency));
  if (unit === undefined || amount === undefined || amount % 10n ** BigInt(unit.zeroes) !== 0n) return undefined;
  return { amount: String(amount), currency: currency.toLowerCase() };
};

/** Undefined: a currency that we don't take, or an amount that is none in our minor units. */
export const fromWireAmount = (amount: bigint, letters: string): Money | undefined => {
  const currency = parseCurrency(letters);
  const unit = units.get(currency ?? '');
  if (currency === undefined || unit === undefined) return undefined;
  const minor = scaled(amount, exponentOf(currency) - unit.exponent);
  return minor === undefined ? undefined : { minor, currency };
};

/** Times a power of ten; undefined where digits would be lost. */
const scaled = (amount: bigint, by: number): bigint | undefined => {
  const factor = 10n ** BigInt(Math.abs(by));
  if (by >= 0) return amount * factor;
  return amount % factor === 0n ? amount / factor : undefined;
};

export const isSameMoney = (one: Money, other: Money): boolean =>
  one.minor === other.minor && one.currency === other.currency;
