import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { currencyExponents } from './currencies.ts';
import { exponentOf, parseCurrency, toDecimal } from './money.ts';

test('any case of a known currency is that currency; everything else is none', () => {
  for (const text of ['EUR', 'eur', 'eUr']) assert.equal(parseCurrency(text), 'EUR');
  for (const text of [
    '',
    'EU',
    'EURO',
    'XAU',
    'XXX',
    'XTS',
    'ABC',
    'eur ',
    'ſek',
    'ıdr',
    'ＥＵＲ',
    '978',
    '__proto__',
    'constructor',
  ]) {
    assert.equal(parseCurrency(text), undefined, text);
  }
});

test('every currency has three letters, once, and 0, 2, 3 or 4 decimals', () => {
  assert.ok(currencyExponents.size > 150);
  for (const [code, exponent] of currencyExponents) {
    assert.match(code, /^[A-Z]{3}$/);
    assert.ok([0, 2, 3, 4].includes(exponent), code);
  }
  for (const [code, exponent] of [
    ['EUR', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['CLF', 4],
    ['ISK', 0],
    ['HUF', 2],
  ] as const)
    assert.equal(currencyExponents.get(code), exponent);
});

test('an amount as a decimal loses nothing and gains nothing', () => {
  const money = (minor: bigint, letters: string) => {
    const currency = parseCurrency(letters);
    assert.ok(currency);
    return { minor, currency };
  };
  for (const [minor, currency, text] of [
    [1099n, 'EUR', '10.99'],
    [5n, 'EUR', '0.05'],
    [0n, 'EUR', '0.00'],
    [1099n, 'JPY', '1099'],
    [5n, 'KWD', '0.005'],
    [10n ** 12n, 'EUR', '10000000000.00'],
  ] as const) {
    assert.equal(toDecimal(money(minor, currency)), text);
  }
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 15n }),
      fc.constantFrom(...currencyExponents.keys()),
      (minor, code) => {
        const value = money(minor, code);
        const [whole = '', fraction = ''] = toDecimal(value).split('.');
        assert.equal(fraction.length, exponentOf(value.currency));
        assert.equal(BigInt(whole + fraction), minor);
      },
    ),
  );
});
