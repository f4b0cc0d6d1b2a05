import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCardholderNameMistake } from './cardholder-name.ts';
import { findExpiryMistake, parseExpiry } from './expiry.ts';

test('every way people write a month and a year is read', () => {
  for (const typed of [
    '01/27',
    '1/27',
    '01/2027',
    '1/2027',
    '01 / 27',
    '01-27',
    '01.27',
    '01 27',
    '0127',
    '012027',
    ' 01/27 ',
    '٠١/٢٧',
    '01–27',
    '2027-01',
    '2027/01',
    '2027 - 1',
    '202701',
  ]) {
    assert.deepEqual(parseExpiry(typed), { month: 1, year: 2027 }, typed);
  }
  for (const typed of [
    '',
    '13/27',
    '00/27',
    '127',
    '1',
    '01/7',
    '01/227',
    '2027/13',
    '202713',
    '1927-01',
    'ab/cd',
    '01/27/2027',
    '01//27',
  ]) {
    assert.equal(parseExpiry(typed), undefined, typed);
  }
});

test('a card is good until its month is over everywhere on earth, and no longer than twenty years', () => {
  const rows: readonly (readonly [typed: string, now: string, mistake: string | undefined])[] = [
    ['', '2026-11-15T00:00:00Z', 'required'],
    ['1', '2026-11-15T00:00:00Z', 'invalid'],
    ['11/26', '2026-11-01T12:00:00Z', undefined],
    ['11/26', '2026-11-30T23:59:59Z', undefined],
    ['11/26', '2026-12-01T11:59:59Z', undefined],
    ['11/26', '2026-12-01T12:00:00Z', 'past'],
    ['12/25', '2026-01-10T00:00:00Z', 'past'],
    ['11/46', '2026-11-15T00:00:00Z', undefined],
    ['12/46', '2026-11-15T00:00:00Z', 'tooFar'],
    ['11/2099', '2026-11-15T00:00:00Z', 'tooFar'],
  ];
  for (const [typed, now, mistake] of rows)
    assert.equal(findExpiryMistake(typed, Date.parse(now)), mistake, `${typed} at ${now}`);
});

test('a cardholder name is 2 to 64 letters and no card number', () => {
  assert.equal(findCardholderNameMistake('  '), 'required');
  assert.equal(findCardholderNameMistake('A'), 'invalid');
  assert.equal(findCardholderNameMistake('Li'), undefined);
  assert.equal(findCardholderNameMistake('Ανδρέας Παπαδόπουλος'), undefined);
  assert.equal(findCardholderNameMistake('𠮷'.repeat(64)), undefined);
  assert.equal(findCardholderNameMistake('x'.repeat(65)), 'invalid');
  assert.equal(findCardholderNameMistake('Jo\u0000e'), 'invalid');
  assert.equal(findCardholderNameMistake('4111 1111 1111 1111'), 'containsPan');
});
