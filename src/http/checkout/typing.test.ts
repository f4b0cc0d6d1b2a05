import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { brandRulesOf } from '../../card/brand.ts';
import { isLuhnValid } from '../../card/pan.ts';
import { formatCvc, formatExpiry, formatPan, isLongestPan } from './typing.ts';

/** Types letter by letter at the end, as a person does. */
const type = (text: string, format: (raw: string, caret: number) => { readonly text: string }): string =>
  [...text].reduce((shown, letter) => format(shown + letter, shown.length + 1).text, '');

test('a number falls into the groups of its brand while it is typed', () => {
  assert.equal(type('4111111111111111', formatPan), '4111 1111 1111 1111');
  assert.equal(type('378282246310005', formatPan), '3782 822463 10005');
  assert.equal(type('4111-1111-1111-1111', formatPan), '4111 1111 1111 1111');
  assert.equal(type('36227206271667', formatPan), '3622 720627 1667');
  assert.equal(formatPan('٤١١١١', 5).text, '4111 1');
  assert.equal(formatPan('41111111111111111119999', 23).text, '4111 1111 1111 1111 111');
});

test('the caret stays behind its digit when something changes in the middle', () => {
  assert.deepEqual(formatPan('41911 1111', 3), { text: '4191 1111 1', caret: 3 });
  assert.deepEqual(formatPan('41119 1111', 5), { text: '4111 9111 1', caret: 6 });
  assert.deepEqual(formatPan('4111 111', 4), { text: '4111 111', caret: 5 });
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9]{0,19}$/), fc.nat({ max: 19 }), (digits, at) => {
      const caret = Math.min(at, digits.length);
      const typed = formatPan(digits, caret);
      assert.equal(typed.text.slice(0, typed.caret).replaceAll(' ', ''), digits.slice(0, caret));
      assert.deepEqual(formatPan(typed.text, typed.caret), typed, 'formatting twice changes nothing');
    }),
  );
});

test('an expiry date is completed while it is typed', () => {
  const typed = (text: string) => type(text, (raw, caret) => formatExpiry(raw, caret, false));
  const rows: readonly (readonly [keys: string, shown: string])[] = [
    ['0', '0'],
    ['01', '01/'],
    ['0127', '01/27'],
    ['01/27', '01/27'],
    ['1/27', '01/27'],
    ['5', '05/'],
    ['527', '05/27'],
    ['1', '1'],
    ['12', '12/'],
    ['1227', '12/27'],
    ['012027', '01/27'],
    ['01/2027', '01/27'],
    ['12279', '12/27'],
    ['٠١٢٧', '01/27'],
  ];
  for (const [keys, shown] of rows) assert.equal(typed(keys), shown, keys);
  assert.equal(formatExpiry('1/2027', 6, false).text, '01/27');
  assert.equal(formatExpiry('01 / 27', 7, false).text, '01/27');
});

test('an expiry date can be deleted key by key', () => {
  let shown = '01/27';
  const seen: string[] = [];
  while (shown !== '') {
    shown = formatExpiry(shown.slice(0, -1), shown.length - 1, true).text;
    seen.push(shown);
  }
  assert.deepEqual(seen, ['01/2', '01', '0', '']);
});

test('an expiry date that a browser fills in with the year first is read as such', () => {
  const rows: readonly (readonly [filledIn: string, shown: string])[] = [
    ['2030-12', '12/30'],
    ['2034-12', '12/34'],
    ['2029-01', '01/29'],
    ['2030/1', '01/30'],
    ['2030 - 02', '02/30'],
    ['203012', '12/30'],
    ['\uff12\uff10\uff13\uff10-\uff11\uff12', '12/30'],
  ];
  for (const [filledIn, shown] of rows)
    assert.deepEqual(formatExpiry(filledIn, filledIn.length, false), { text: shown, caret: 5 }, filledIn);
  assert.equal(formatExpiry('2030-13', 7, false).text, '20/30', 'no month 13: it stays wrong, for the check to say so');
});

test('a number that could still grow never counts as complete', () => {
  assert.equal(isLongestPan('6200000000000005'), false, 'the first 16 of 6200000000000005124');
  assert.equal(isLongestPan('6200000000000005124'), true);
  assert.equal(isLongestPan('5555555555555599'), true);
  assert.equal(isLongestPan('378282246310005'), true);
  const nineteen = fc.stringMatching(/^(?:4|62|36|3530|6011|2200|50)[0-9]{17}$/).map((digits) => digits.slice(0, 19));
  fc.assert(
    fc.property(nineteen, fc.integer({ min: 12, max: 18 }), (pan, length) => {
      const beginning = pan.slice(0, length);
      assert.ok(Math.max(...brandRulesOf(pan).panLengths) === 19);
      assert.equal(isLongestPan(beginning), false, `${length} digits, check digit right: ${isLuhnValid(beginning)}`);
    }),
  );
});

test('a CVC is digits, no more than its brand has', () => {
  assert.equal(formatCvc('12a34', 3), '123');
  assert.equal(formatCvc('١٢٣', 4), '123');
});
