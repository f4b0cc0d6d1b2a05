import assert from 'node:assert/strict';
import { test } from 'node:test';
import { currencyExponents } from '../../../base/currencies.ts';
import { exponentOf, parseCurrency, type Currency } from '../../../base/money.ts';
import { decimalsOfHost, fromWireAmount, toWireAmount } from './amounts.ts';

const currencyOf = (letters: string): Currency => {
  const currency = parseCurrency(letters);
  assert(currency !== undefined, letters);
  return currency;
};

test('one major unit of every currency is written with the decimals of the host, and read back as it was', () => {
  assert(currencyExponents.size > 150);
  for (const letters of currencyExponents.keys()) {
    const currency = currencyOf(letters);
    const money = { minor: 10n ** BigInt(exponentOf(currency)), currency };
    const wire = toWireAmount(money);
    assert.deepEqual(wire, { value: 10 ** (decimalsOfHost.get(letters) ?? exponentOf(currency)), currency: letters });
    assert.deepEqual(fromWireAmount(wire), money, letters);
  }
});

for (const [letters, minor, value] of [
  ['EUR', 1_099n, 1_099],
  ['JPY', 500n, 500],
  ['KWD', 1_500n, 1_500],
  ['CLP', 990n, 99_000],
  ['ISK', 7n, 700],
  ['IDR', 1_500_000n, 15_000],
  ['CVE', 100n, 1],
  ['EUR', 1_000_000_000_000n, 1_000_000_000_000],
] as const) {
  test(`${minor} minor units of ${letters} are ${value} there`, () => {
    const money = { minor, currency: currencyOf(letters) };
    assert.deepEqual(toWireAmount(money), { value, currency: letters });
    assert.deepEqual(fromWireAmount({ value, currency: letters }), money);
  });
}

test('an amount that the host has no unit for is no amount, in neither direction', () => {
  assert.equal(toWireAmount({ minor: 150n, currency: currencyOf('IDR') }), undefined);
  assert.equal(toWireAmount({ minor: 1n, currency: currencyOf('CVE') }), undefined);
  assert.equal(fromWireAmount({ value: 99, currency: 'CLP' }), undefined);
  assert.equal(fromWireAmount({ value: 101, currency: 'ISK' }), undefined);
});

test('what is no whole amount of a known currency is not read', () => {
  for (const wrong of [
    undefined,
    null,
    5,
    {},
    { value: 1 },
    { value: '1', currency: 'EUR' },
    { value: 1.5, currency: 'EUR' },
    { value: -1, currency: 'EUR' },
    { value: 2 ** 53, currency: 'EUR' },
    { value: 1, currency: 'eur' },
    { value: 1, currency: 'XXX' },
    { value: 1, currency: 978 },
  ])
    assert.equal(fromWireAmount(wrong), undefined, JSON.stringify(wrong));
});

test('an amount that a JSON number cannot hold is a bug, not a message', () => {
  assert.throws(() => toWireAmount({ minor: 2n ** 53n, currency: currencyOf('EUR') }), RangeError);
});
