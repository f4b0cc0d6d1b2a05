import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Random } from '../base/random.ts';
import { parseRetryAfter, waitAfter } from './schedule.ts';

const always = (byte: number): Random => ({ bytes: (length) => Buffer.alloc(length, byte) });

const rows: readonly (readonly [failedAttempts: number, seconds: number])[] = [
  [1, 5],
  [2, 30],
  [3, 120],
  [4, 600],
  [5, 1_800],
  [6, 3_600],
  [7, 7_200],
  [8, 14_400],
  [9, 21_600],
  [10, 21_600],
  [500, 21_600],
];

const rowsWhileTaking: typeof rows = [
  [1, 5],
  [2, 5],
  [3, 10],
  [4, 10],
  [5, 20],
  [6, 30],
  [7, 120],
  [8, 600],
  [13, 21_600],
  [500, 21_600],
];

for (const [failedAttempts, seconds] of rowsWhileTaking) {
  test(`after ${failedAttempts} failed tries, while the endpoint takes other events: ${seconds} s`, () => {
    assert.equal(waitAfter(always(0x00), failedAttempts, true), seconds * 800);
  });
}

for (const [failedAttempts, seconds] of rows) {
  test(`after ${failedAttempts} failed tries: ${seconds} s, give or take a fifth`, () => {
    assert.equal(waitAfter(always(0x00), failedAttempts), seconds * 800);
    assert.ok(Math.abs(waitAfter(always(0xff), failedAttempts) - seconds * 1_200) <= 1);
    assert.ok(Math.abs(waitAfter(always(0x80), failedAttempts) / (seconds * 1_000) - 1) < 0.01);
  });
}

const nowMs = Date.parse('2026-03-01T12:00:00Z');
const retryAfters: readonly (readonly [value: string | undefined, ms: number | undefined])[] = [
  [undefined, undefined],
  ['', undefined],
  ['soon', undefined],
  ['120', 120_000],
  [' 7 ', 7_000],
  ['0', 1_000],
  ['-5', 1_000],
  ['3600', 3_600_000],
  ['999999', 3_600_000],
  ['Sun, 01 Mar 2026 12:01:00 GMT', 60_000],
  ['Sun, 01 Mar 2026 11:00:00 GMT', 1_000],
  ['Mon, 02 Mar 2026 12:00:00 GMT', 3_600_000],
];

for (const [value, ms] of retryAfters) {
  test(`Retry-After ${value === undefined ? 'missing' : `"${value}"`} is ${ms ?? 'nothing'}`, () => {
    assert.equal(parseRetryAfter(value, nowMs), ms);
  });
}
