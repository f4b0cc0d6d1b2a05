import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secondsUntilTry } from './reconcile.ts';

test('questions come after 2, 5, 10, 20, 40, 60 s, every minute for an hour, every 15 minutes for a day', () => {
  assert.deepEqual([1, 2, 3, 4, 5, 6, 7, 66, 67, 200].map(secondsUntilTry), [2, 5, 10, 20, 40, 60, 60, 60, 900, 900]);
});
