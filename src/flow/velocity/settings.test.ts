import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFindLimits } from './settings.ts';

test('limits are read again after some seconds, whatever was done to the clock of the machine', async () => {
  let passedMs = 0;
  let reads = 0;
  let clockMs = 1_700_000_000_000;
  const find = createFindLimits({
    db: {
      query: <Row>() => {
        reads++;
        return Promise.resolve([{ velocity: { failuresPerCardLimit: reads } }] as Row[]);
      },
    },
    clock: { nowMs: () => clockMs, monotonicMs: () => passedMs, sleep: () => Promise.resolve() },
  });
  const first = await find('merchant');
  passedMs += 4_999;
  assert.equal(await find('merchant'), first);
  // The clock is put back an hour: by it the limits would be remembered for as long.
  clockMs -= 3_600_000;
  passedMs += 1;
  await find('merchant');
  assert.equal(reads, 2);
});
