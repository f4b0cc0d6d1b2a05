import { exponentOf, parseCurrency, type Money } from '../../../base/money.ts';

/** An amount as the host writes it. */
export type WireAmount = { readonly value: number; readonly currency: string };

/**
 * Decimals of the host where they are not those of ISO 4217 (docs.adyen.com, "Currency codes and minor units"). Its
 * table leads: an amount in the other unit would be a hundred times too much or too little.
 */
export const decimalsOfHost: ReadonlyMap<string, number> = new Map([
  ['CLP', 2],
  ['CVE', 0],
  ['IDR', 0],
  ['ISK', 2],
]);

/** Undefined: the host has no unit that is small enough, as for half a rupiah. */
export const toWireAmount = ({ minor, currency }: Money): WireAmount | undefined => {
  const { factor, divisor } = scaleOf(currency);
  if (minor % divisor !== 0n) return undefined;
  const value = (minor * factor) / divisor;
  if (value < 0n || value > BigInt(Number.MAX_SAFE_INTEGER))
    throw new RangeError('An amount that the host cannot be told exactly.');
  return { value: Number(value), currency };
};

/** Undefined: not a whole amount of a currency that we know, or of a unit that we do not have. */
export const fromWireAmount = (amount: unknown): Money | undefined => {
  if (typeof amount !== 'object' || amount === null) return undefined;
  const { value, currency: letters } = amount as Readonly<Record<string, unknown>>;
  const currency = typeof letters === 'string' && /^[A-Z]{3}$/.test(letters) ? parseCurrency(letters) : undefined;
  if (currency === undefined || typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    return undefined;
  const { factor, divisor } = scaleOf(currency);
  const scaled = BigInt(value) * divisor;
  return scaled % factor === 0n ? { minor: scaled / factor, currency } : undefined;
};

/** The host's amount is ours, times the factor, through the divisor. */
const scaleOf = (currency: Money['currency']): { readonly factor: bigint; readonly divisor: bigint } => {
  const more = (decimalsOfHost.get(currency) ?? exponentOf(currency)) - exponentOf(currency);
  return { factor: 10n ** BigInt(Math.max(more, 0)), divisor: 10n ** BigInt(Math.max(-more, 0)) };
};
