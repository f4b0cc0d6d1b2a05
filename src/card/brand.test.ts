import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { brandRulesOf, findCvcMistake } from './brand.ts';

test('the first digits name the brand', () => {
  const rows: readonly (readonly [digits: string, brand: string])[] = [
    ['4', 'visa'],
    ['4111111111111111', 'visa'],
    ['51', 'mastercard'],
    ['5599', 'mastercard'],
    ['2221', 'mastercard'],
    ['2720', 'mastercard'],
    ['2721', 'unknown'],
    ['2220', 'unknown'],
    ['5', 'unknown'],
    ['222', 'unknown'],
    ['34', 'amex'],
    ['378282246310005', 'amex'],
    ['6011', 'discover'],
    ['644', 'discover'],
    ['65', 'discover'],
    ['36', 'diners'],
    ['3095', 'diners'],
    ['305', 'diners'],
    ['306', 'unknown'],
    ['3528', 'jcb'],
    ['3589', 'jcb'],
    ['3590', 'unknown'],
    ['62', 'unionpay'],
    ['81', 'unionpay'],
    ['2200', 'mir'],
    ['2204', 'mir'],
    ['2205', 'unknown'],
    ['50', 'maestro'],
    ['6759', 'maestro'],
    ['6304', 'maestro'],
    ['639', 'maestro'],
    ['', 'unknown'],
    ['1', 'unknown'],
    ['9', 'unknown'],
  ];
  for (const [digits, brand] of rows) assert.equal(brandRulesOf(digits).brand, brand, digits);
});

test('a brand, once recognized, stays while the number grows', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9]{1,19}$/), (digits) => {
      let known = 'unknown';
      for (let length = 1; length <= digits.length; length++) {
        const { brand } = brandRulesOf(digits.slice(0, length));
        if (known !== 'unknown') assert.equal(brand, known);
        known = brand;
      }
    }),
  );
});

test('the groups of a brand hold its longest number', () => {
  for (const digits of ['4', '51', '34', '6011', '36', '3528', '62', '2200', '50', '1']) {
    const { groups, panLengths } = brandRulesOf(digits);
    assert.ok(groups.reduce((sum, size) => sum + size, 0) >= Math.max(...panLengths), digits);
  }
});

test('a CVC has three digits, four for American Express', () => {
  assert.equal(findCvcMistake('', '4111'), 'required');
  assert.equal(findCvcMistake('123', '4111'), undefined);
  assert.equal(findCvcMistake('1234', '4111'), 'invalid3');
  assert.equal(findCvcMistake('12a', '4111'), 'invalid3');
  assert.equal(findCvcMistake('123', '3782'), 'invalid4');
  assert.equal(findCvcMistake('1234', '3782'), undefined);
  assert.equal(findCvcMistake('1234', ''), undefined);
});
