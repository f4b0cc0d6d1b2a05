import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findPan, findPanMistake, findPans, isLuhnValid, normalizePan, toAsciiDigits } from './pan.ts';

const withCheckDigit = (digits: string): string => {
  const check = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].find((last) => isLuhnValid(`${digits}${last}`));
  return `${digits}${check}`;
};
const digits = (length: number) => fc.stringMatching(new RegExp(`^[1-9][0-9]{${length - 1}}$`));
const luhnValid = fc.integer({ min: 13, max: 19 }).chain((length) => digits(length - 1).map(withCheckDigit));

test('digits of other scripts become 0–9', () => {
  assert.equal(toAsciiDigits('٤١١١ ۴۵ ４２ 𝟗𝟘'), '4111 45 42 90');
});

test('a number is normalized whatever stands between its digits', () => {
  for (const typed of [
    '4111 1111 1111 1111',
    '4111-1111-1111-1111',
    '4111\u00a01111\u202f1111–1111',
    ' 4111.1111.1111.1111 ',
  ]) {
    assert.equal(normalizePan(typed), '4111111111111111', typed);
  }
  assert.equal(normalizePan('4111x'), '4111x');
});

test('what is wrong with a typed number', () => {
  const rows: readonly (readonly [typed: string, mistake: string | undefined])[] = [
    ['', 'required'],
    ['  - ', 'required'],
    ['4111 1111 1111 1111', undefined],
    ['4111 1111 1111 1112', 'invalid'],
    ['٤١١١ ١١١١ ١١١١ ١١١١', undefined],
    ['3782 822463 10005', undefined],
    ['676770000008', 'invalid'],
    ['0000 0000 0000 0000', 'invalid'],
    ['4111 1111 111', 'invalid'],
    ['41111111111111111111', 'invalid'],
    ['4111 1111 1111 111l', 'invalid'],
  ];
  for (const [typed, mistake] of rows) assert.equal(findPanMistake(typed), mistake, typed);
});

test('one wrong digit, and two neighbours swapped, are noticed', () => {
  fc.assert(
    fc.property(luhnValid, fc.nat(), fc.integer({ min: 1, max: 9 }), (pan, at, shift) => {
      const i = at % pan.length;
      const wrong = pan.slice(0, i) + String((Number(pan[i]) + shift) % 10) + pan.slice(i + 1);
      assert.equal(isLuhnValid(wrong), false);
    }),
  );
  fc.assert(
    fc.property(luhnValid, fc.nat(), (pan, at) => {
      const i = at % (pan.length - 1);
      const [left = '', right = ''] = pan.slice(i, i + 2);
      // Luhn is known not to notice 09 ⇄ 90.
      fc.pre(left !== right && `${left}${right}` !== '09' && `${left}${right}` !== '90');
      assert.equal(isLuhnValid(pan.slice(0, i) + right + left + pan.slice(i + 2)), false);
    }),
  );
});

test('a card number is found in any text, plain, spaced, dashed or in digits of another script', () => {
  const words = fc.stringMatching(/^[a-zA-Z,:;()# ]{0,20}$/);
  fc.assert(
    fc.property(
      luhnValid,
      words,
      words,
      fc.constantFrom('', ' ', '-', '\u00a0', '.', '–'),
      (pan, before, after, separator) => {
        const groups = pan.match(/\d{1,4}/g) ?? [];
        const found = findPan(`${before}:${groups.join(separator)};${after}`);
        // A beginning of it may be Luhn-valid by chance and is then found first.
        assert.equal(found?.start, before.length + 1);
      },
    ),
  );
  assert.ok(findPan('رقم ٤١١١ ١١١١ ١١١١ ١١١١'));
  assert.ok(findPan('order 12 4111 1111 1111 1111'));
  assert.ok(findPan('4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1'));
  assert.ok(findPan('pan4111111111111111x'));
  assert.ok(findPan('3782-822463-10005'));
});

test('several are found from left to right, also right after one another', () => {
  const text = 'a 4111 1111 1111 1111 4444555511113333,3782-822463-10005 z 5';
  const found = [...findPans(text)].map(({ start, end }) => text.slice(start, end));
  assert.deepEqual(found, ['4111 1111 1111 1111', '4444555511113333', '3782-822463-10005']);
});

test('what is no card number is left alone', () => {
  const harmless = [
    '',
    '4000',
    'order 2024-03-28 08:26',
    '4111111111111112',
    '+49 171 1234567',
    '0000000000000000',
    'b8dd201e-5da0-4655-bc31-c3470698c172',
    '00000000-0000-4000-8000-446655440000',
    '41111111111111111111111111',
  ];
  for (const text of harmless) assert.equal(findPan(text), undefined, text);
  fc.assert(
    fc.property(fc.uuid(), fc.boolean(), (uuid, upper) => {
      assert.equal(findPan(`order ${upper ? uuid.toUpperCase() : uuid}`), undefined);
    }),
    { numRuns: 1000 },
  );
});

test('a text of digits and separators without end is searched in a moment', () => {
  const text = '1 '.repeat(50_000);
  const startedAt = process.hrtime.bigint();
  findPan(text);
  assert.ok(process.hrtime.bigint() - startedAt < 2_000_000_000n);
});
