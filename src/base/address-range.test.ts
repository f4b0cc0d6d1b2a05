import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAddressFilter, formatAddressRange, isRangeWithin, parseAddressRange } from './address-range.ts';

const range = (text: string) => {
  const parsed = parseAddressRange(text);
  assert.ok(parsed, text);
  return parsed;
};

test('ranges are read as people write them, and nothing else is', () => {
  const good = {
    '203.0.113.7': '203.0.113.7/32',
    '10.0.0.0/8': '10.0.0.0/8',
    '2001:DB8::/48': '2001:db8::/48',
    '::/0': '::/0',
  };
  for (const [text, shown] of Object.entries(good)) assert.equal(formatAddressRange(range(text)), shown);
  for (const text of [
    '',
    '10.0.0.0/33',
    '10.0.0/8',
    '::1/129',
    '10.0.0.0/-1',
    '10.0.0.0/8 ',
    'localhost',
    '::ffff:10.0.0.0/104',
    '010.0.0.1',
    'fe80::1%eth0',
  ])
    assert.equal(parseAddressRange(text), undefined, text);
});

test('an address is in its ranges, in whatever form the socket tells it', () => {
  const isIn = createAddressFilter([range('203.0.113.0/24'), range('2001:db8::/48')]);
  for (const address of ['203.0.113.0', '203.0.113.255', '::ffff:203.0.113.9', '2001:db8::1', '2001:DB8:0:ffff::'])
    assert.equal(isIn(address), true, address);
  for (const address of [
    '203.0.112.255',
    '203.0.114.0',
    '2001:db8:1::',
    '::203.0.113.9',
    '',
    'nonsense',
    '203.0.113.9:80',
  ])
    assert.equal(isIn(address), false, address);
});

test('a range is within another when all of it is', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['10.1.0.0/16', '10.0.0.0/8', true],
    ['10.0.0.0/8', '10.0.0.0/8', true],
    ['10.0.0.0/7', '10.0.0.0/8', false],
    ['0.0.0.0/0', '10.0.0.0/8', false],
    ['11.0.0.1', '10.0.0.0/8', false],
    ['2001:db8::1', '2001:db8::/32', true],
    ['10.0.0.1', '::/0', false],
  ];
  for (const [inner, outer, expected] of cases)
    assert.equal(isRangeWithin(range(inner), [range(outer)]), expected, `${inner} in ${outer}`);
});
