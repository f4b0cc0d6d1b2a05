import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatId } from '../../base/id.ts';
import { keysOf } from './search-words.ts';

const UUID = '01a00000-0000-7000-8000-000000000001';

/** What is typed, and what it is looked for as: amounts by their minor units. */
const rows: readonly (readonly [typed: string, ...meant: string[]])[] = [
  ['order-1042', 'reference'],
  [formatId('payment', UUID), 'id'],
  [formatId('session', UUID), 'session'],
  ['kim@customer.example', 'email'],
  ['kim@@customer', 'reference'],
  ['3333', 'reference', 'last4', '333300', '3333', '3333000', '33330000'],
  ['33333', 'reference', '3333300', '33333', '33333000', '333330000'],
  ['12.50', 'reference', '1250', '12500', '125000'],
  ['12,5 EUR', 'reference', '1250'],
  ['eur12', 'reference', '1200'],
  ['JPY 500', 'reference', '500'],
  ['500.00 jpy', 'reference', '500'],
  ['500.50 JPY', 'reference'],
  ['1.234 KWD', 'reference', '1234'],
  ['12.50 XXQ', 'reference'],
  ['EUR 12.50 EUR', 'reference'],
  ['0', 'reference'],
  ['9999999999999', 'reference'],
  ['-5', 'reference'],
];

for (const [typed, ...meant] of rows)
  test(`"${typed}"`, () => {
    const found = (keysOf(typed) ?? []).map((key) => (key.by === 'amount' ? String(key.minor) : key.by));
    assert.deepEqual(found.toSorted(), meant.toSorted());
  });

test('nothing typed is no search', () => {
  assert.equal(keysOf(''), undefined);
});
