import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOutcomes } from './outcomes.ts';

/** Nobody's time passes: who waits is woken, or waits for ever. */
const standstill = {
  nowMs: () => 0,
  monotonicMs: () => 0,
  sleep: (_ms: number, signal?: AbortSignal) =>
    new Promise<void>((_resolve, reject) => {
      signal?.addEventListener('abort', () => {
        reject(new Error('woken'));
      });
    }),
};

test('those who wait for a session look when it is announced, and nobody else does', async () => {
  const outcomes = createOutcomes(standstill);
  const woken: string[] = [];
  const waiting = ['a', 'a', 'b'].map((id) =>
    outcomes.waitForNews(id, 1_000).then((why) => woken.push(`${id} ${why}`)),
  );
  outcomes.announce('c');
  outcomes.announce('a');
  await Promise.all(waiting.slice(0, 2));
  assert.deepEqual(woken, ['a look', 'a look']);
});

test('a process that is going to end lets nobody wait, and nobody begin to', async () => {
  const outcomes = createOutcomes(standstill);
  const waiting = outcomes.waitForNews('a', 1_000);
  outcomes.close();
  assert.equal(await waiting, 'closing');
  assert.equal(await outcomes.waitForNews('b', 1_000), 'closing');
});
