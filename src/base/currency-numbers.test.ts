import assert from 'node:assert/strict';
import { test } from 'node:test';
import { currencyExponents } from './currencies.ts';
import { parseCurrency } from './money.ts';
import { currencyOf, numberOf } from './currency-numbers.ts';

test('every currency of the gateway has a number of its own, and comes back from it', () => {
  const numbers = new Set<string>();
  for (const letters of currencyExponents.keys()) {
    const currency = parseCurrency(letters);
    assert(currency !== undefined);
    const number = numberOf(currency);
    assert.match(number, /^\d{3}$/);
    assert.equal(currencyOf(number), currency);
    numbers.add(number);
  }
  assert.equal(numbers.size, currencyExponents.size);
});

test('well-known numbers are right, unknown ones are nothing', () => {
  for (const [number, letters] of [
    ['978', 'EUR'],
    ['840', 'USD'],
    ['826', 'GBP'],
    ['392', 'JPY'],
    ['008', 'ALL'],
    ['414', 'KWD'],
  ]) {
    assert.equal(currencyOf(number ?? ''), letters);
  }
  for (const number of ['999', '000', '', 'EUR', '097']) assert.equal(currencyOf(number), undefined);
});
