import { parseId } from '../../base/id.ts';
import { exponentOf, MAX_AMOUNT_MINOR, parseCurrency, type Currency } from '../../base/money.ts';
import { currencyExponents } from '../../base/currencies.ts';
import type { PaymentKey } from '../../flow/payment/search.ts';

/**
 * What a person may mean by what he typed: all that it can be is looked for at once. Undefined: nothing was typed. An
 * id or an e-mail address can be nothing else; four digits are a card's end, an amount or a reference.
 */
export const keysOf = (q: string): readonly PaymentKey[] | undefined => {
  if (q === '') return undefined;
  const payment = parseId('payment', q);
  if (payment !== undefined) return [{ by: 'id', id: payment }];
  const session = parseId('session', q);
  if (session !== undefined) return [{ by: 'session', id: session }];
  if (/^[^@\s]+@[^@\s]+$/.test(q)) return [{ by: 'email', email: q }];
  const reference = { by: 'reference', reference: q } as const;
  const last4 = /^\d{4}$/.test(q) ? [{ by: 'last4', last4: q } as const] : [];
  return [reference, ...last4, ...amountsIn(q)];
};

/** `12,5` and EUR: 1250. Undefined: no amount of this currency that the gateway takes. */
export const readAmount = (text: string, letters: string): number | undefined => {
  const currency = parseCurrency(letters);
  const [, whole, decimals = ''] = /^(\d{1,13})(?:[.,](\d{1,4}))?$/.exec(text.trim()) ?? [];
  if (currency === undefined || whole === undefined || decimals.length > exponentOf(currency)) return undefined;
  const minor = Number(whole + decimals.padEnd(exponentOf(currency), '0'));
  return minor >= 1 && minor <= MAX_AMOUNT_MINOR ? minor : undefined;
};

const AMOUNT = /^(?:([A-Za-z]{3}) ?)?(\d{1,13})(?:[.,](\d{1,4}))?(?: ?([A-Za-z]{3}))?$/;

/** `12.50`, `12,5 EUR`, `JPY 500`: one amount for each number of decimals that a currency may have. */
const amountsIn = (q: string): readonly PaymentKey[] => {
  const [, before, whole, decimals = '', after] = AMOUNT.exec(q) ?? [];
  if (whole === undefined || (before !== undefined && after !== undefined)) return [];
  const letters = before ?? after;
  const currency = letters === undefined ? undefined : parseCurrency(letters);
  if (letters !== undefined && currency === undefined) return [];
  const exponents = currency === undefined ? [...new Set(currencyExponents.values())] : [exponentOf(currency)];
  return exponents.flatMap((exponent): readonly PaymentKey[] => {
    if (decimals.length > exponent && !/^0+$/.test(decimals.slice(exponent))) return [];
    const minor = Number(whole + decimals.slice(0, exponent).padEnd(exponent, '0'));
    if (minor < 1 || minor > MAX_AMOUNT_MINOR) return [];
    const currencies = currency === undefined ? currenciesWith(exponent) : [currency];
    return [{ by: 'amount', minor, currencies }];
  });
};

const currenciesWith = (exponent: number): readonly Currency[] =>
  [...currencyExponents.keys()].filter((code): code is Currency => exponentOf(code as Currency) === exponent);
