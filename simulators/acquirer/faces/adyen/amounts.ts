import { numberOf } from '../../currency-numbers.ts';

/** An amount on this wire: minor units as this host has them, and letters. */
export type WireAmount = { readonly value: number; readonly currency: string };

/** An amount in the books: minor units of ISO 4217, and the number of the currency. */
export type BookAmount = { readonly amount: number; readonly currency: string };

/** The wire's units for one unit of the books, where they are not the same: CLP 10.00 is 1000 here and 10 there. */
const unitsPerBookUnit: Readonly<Record<string, number>> = { CLP: 100, ISK: 100, CVE: 0.01, IDR: 0.01 };

/** Undefined: no currency of this host, or an amount that the books cannot hold. */
export const toBooks = ({ value, currency }: WireAmount): BookAmount | undefined => {
  const number = numberOf(currency);
  const amount = value / (unitsPerBookUnit[currency] ?? 1);
  return number === undefined || !Number.isSafeInteger(amount) ? undefined : { amount, currency: number };
};

const lettersByNumber: ReadonlyMap<string, string> = new Map(
  Intl.supportedValuesOf('currency').flatMap((letters) => {
    const number = numberOf(letters);
    return number === undefined ? [] : [[number, letters] as const];
  }),
);

/** What stands in the books, as this wire writes it. */
export const toWire = ({ amount, currency }: BookAmount): WireAmount => {
  const letters = lettersByNumber.get(currency) ?? 'XXX';
  return { value: Math.round(amount * (unitsPerBookUnit[letters] ?? 1)), currency: letters };
};
