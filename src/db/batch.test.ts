import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { test } from 'node:test';
import fc from 'fast-check';
import { createBatch } from './batch.ts';

type Item = { readonly group: string; readonly key: string; readonly value: number };
const item = (value: number, key = String(value), group = 'acme'): Item => ({ group, key, value });

/** A statement that waits until it is let go, and keeps what it was run with. */
const createStage = (options: { readonly maxItems?: number; readonly maxInFlight?: number } = {}) => {
  const runs: {
    readonly group: string;
    readonly items: readonly Item[];
    readonly succeed: () => void;
    readonly fail: (error: Error) => void;
  }[] = [];
  const write = createBatch<Item, number>({
    run: (group, items) =>
      new Promise((resolve, reject) => {
        runs.push({
          group,
          items,
          succeed: () => {
            resolve(items.map(({ value }) => value * 10));
          },
          fail: reject,
        });
      }),
    groupOf: ({ group }) => group,
    keyOf: ({ key }) => key,
    ...options,
  });
  return { runs, write, valuesOf: () => runs.map(({ items }) => items.map(({ value }) => value)) };
};
const rolledBack = Object.assign(new Error('violates'), { code: '23505', severity: 'ERROR' });
const lostConnection = Object.assign(new Error('terminated'), { code: 'ECONNRESET' });

test('one alone leaves at once; those that come while it runs share the next', async () => {
  const { runs, write, valuesOf } = createStage();
  const answers = [1, 2, 3, 4, 5].map((value) => write(item(value)));
  assert.deepEqual(valuesOf(), [[1]]);
  runs[0]?.succeed();
  await turn();
  assert.deepEqual(valuesOf(), [[1], [2, 3, 4, 5]]);
  runs[1]?.succeed();
  assert.deepEqual(await Promise.all(answers), [10, 20, 30, 40, 50]);
});

test('when many wait they pass a statement that is slow, and a third one waits for both', async () => {
  const { runs, write } = createStage();
  const answers = Array.from({ length: 40 }, (_, value) => write(item(value)));
  assert.deepEqual(
    runs.map(({ items }) => items.length),
    [1, 16],
  );
  runs[1]?.succeed();
  await turn();
  assert.deepEqual(
    runs.map(({ items }) => items.length),
    [1, 16, 23],
  );
  runs[2]?.succeed();
  runs[0]?.succeed();
  assert.deepEqual(
    await Promise.all(answers),
    Array.from({ length: 40 }, (_, value) => value * 10),
  );
});

test('one merchant’s slow statement is not waited for by another, up to so many in all, and then in turn', async () => {
  const { runs, write } = createStage({ maxInFlight: 2 });
  const groupsOf = () => runs.map(({ group }) => group);
  const answers = [
    item(1, 'a', 'acme'),
    item(2, 'b', 'acme'),
    item(3, 'c', 'bull'),
    item(4, 'd', 'corn'),
    item(5, 'e', 'acme'),
  ].map(write);
  assert.deepEqual(groupsOf(), ['acme', 'bull']);
  runs[1]?.succeed();
  await turn();
  assert.deepEqual(groupsOf(), ['acme', 'bull', 'corn']);
  runs[0]?.succeed();
  await turn();
  assert.deepEqual(
    runs[3]?.items.map(({ value }) => value),
    [2, 5],
  );
  runs[2]?.succeed();
  runs[3].succeed();
  assert.deepEqual(await Promise.all(answers), [10, 20, 30, 40, 50]);
});

test('two of one key never share a statement, and no statement has two merchants', async () => {
  const { runs, write } = createStage({ maxInFlight: 1 });
  const answers = [item(0), item(1, 'same'), item(2, 'same'), item(3, 'x', 'other'), item(4, 'y')].map(write);
  for (let at = 0; at < 4; at++) {
    runs[at]?.succeed();
    await turn();
  }
  assert.deepEqual(
    runs.map(({ group, items }) => [group, ...items.map(({ value }) => value)]),
    [
      ['acme', 0],
      ['acme', 1, 4],
      ['other', 3],
      ['acme', 2],
    ],
  );
  assert.deepEqual(await Promise.all(answers), [0, 10, 20, 30, 40]);
});

test('no more items than allowed, sorted by key so that statements lock rows in one order', async () => {
  const { runs, write, valuesOf } = createStage({ maxInFlight: 1, maxItems: 2 });
  const answers = [item(0), item(9), item(8), item(7)].map(write);
  for (let at = 0; at < 3; at++) {
    runs[at]?.succeed();
    await turn();
  }
  assert.deepEqual(valuesOf(), [[0], [8, 9], [7]]);
  await Promise.all(answers);
});

test('one bad item does not fail its neighbours', async () => {
  const { runs, write, valuesOf } = createStage({ maxInFlight: 1 });
  const answers = [item(0), item(1), item(2), item(3)].map((one) => write(one).catch((error: unknown) => error));
  runs[0]?.succeed();
  await turn();
  runs[1]?.fail(rolledBack);
  await turn();
  assert.deepEqual(valuesOf().slice(2), [[1], [2], [3]]);
  runs[2]?.succeed();
  runs[3]?.fail(rolledBack);
  runs[4]?.succeed();
  assert.deepEqual(await Promise.all(answers), [0, 10, rolledBack, 30]);
});

test('after a lost connection nothing is run again: it may have been committed', async () => {
  const { runs, write } = createStage({ maxInFlight: 1 });
  const answers = [item(0), item(1), item(2)].map((one) => write(one).catch((error: unknown) => error));
  runs[0]?.succeed();
  await turn();
  runs[1]?.fail(lostConnection);
  assert.deepEqual(await Promise.all(answers), [0, lostConnection, lostConnection]);
  assert.equal(runs.length, 2);
});

test('a statement that gives another number of results is a bug, told to everybody in it', async () => {
  const write = createBatch<Item, number>({
    run: () => Promise.resolve([]),
    groupOf: () => 'a',
    keyOf: ({ key }) => key,
  });
  await assert.rejects(write(item(1)), /a batch of 1 gave 0 results/);
});

test('whatever comes in whatever order: everybody gets the own result, once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(
        fc.record({
          value: fc.nat(50),
          key: fc.constantFrom('a', 'b', 'c', 'd'),
          group: fc.constantFrom('x', 'y', 'z'),
        }),
        { maxLength: 60 },
      ),
      fc.integer({ min: 1, max: 4 }),
      async (scheduler, items, maxItems) => {
        const inFlight: string[] = [];
        const write = createBatch<Item, Item>({
          run: async (group, taken) => {
            inFlight.push(group);
            assert.ok(
              inFlight.length <= 3 && inFlight.filter((one) => one === group).length <= 2 && taken.length <= maxItems,
            );
            assert.equal(new Set(taken.map(({ key }) => key)).size, taken.length);
            assert.ok(taken.every((one) => one.group === group));
            await scheduler.schedule(Promise.resolve());
            inFlight.splice(inFlight.indexOf(group), 1);
            return taken;
          },
          groupOf: ({ group }) => group,
          keyOf: ({ key }) => key,
          maxItems,
          maxInFlight: 3,
        });
        const answers = items.map((one) => write(one));
        await scheduler.waitFor(Promise.all(answers));
        (await Promise.all(answers)).forEach((answer, at) => {
          assert.equal(answer, items[at]);
        });
      },
    ),
    { numRuns: 100 },
  );
});
