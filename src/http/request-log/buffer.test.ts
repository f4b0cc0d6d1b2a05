import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Query } from '../../db/db.ts';
import { createRequestLog, type Noted } from './buffer.ts';

const noted = (id: number, merchantId = 'm'): Noted => ({
  merchantId,
  row: { id: String(id) } as unknown as Noted['row'],
});

const createStage = (insert: (merchantId: string, count: number) => Promise<void> = () => Promise.resolve()) => {
  const written: (readonly [merchantId: string, count: number])[] = [];
  let leftOut = 0;
  const query = (async (_statement: unknown, values: readonly unknown[]) => {
    const [merchantId, rows] = values as readonly [string, string];
    const { length } = JSON.parse(rows) as readonly unknown[];
    await insert(merchantId, length);
    written.push([merchantId, length]);
    return [];
  }) as unknown as Query;
  const requestLog = createRequestLog({
    db: { query },
    log: { warn: () => undefined },
    onLeftOut: (count) => (leftOut += count),
  });
  return { requestLog, written, leftOut: () => leftOut };
};

test('requests are written merchant by merchant, some at a time', async () => {
  const { requestLog, written } = createStage();
  for (let i = 0; i < 250; i++) requestLog.add(() => noted(i, i % 2 === 0 ? 'a' : 'b'));
  assert.equal(await requestLog.write(), 250);
  assert.deepEqual(written, [
    ['a', 100],
    ['b', 100],
    ['a', 25],
    ['b', 25],
  ]);
  assert.equal(await requestLog.write(), 0);
});

test('while the database takes nothing, memory holds so many and the rest is counted; later ones are written again', async () => {
  let takes = false;
  const { requestLog, written, leftOut } = createStage(() =>
    takes ? Promise.resolve() : Promise.reject(new Error('away')),
  );
  for (let i = 0; i < 5_000; i++) requestLog.add(() => noted(i));
  assert.equal(leftOut(), 3_000);
  assert.equal(await requestLog.write(), 0);
  assert.equal(leftOut(), 5_000);
  takes = true;
  requestLog.add(() => noted(1));
  assert.equal(await requestLog.write(), 1);
  assert.deepEqual(written, [['m', 1]]);
});

test('a request that cannot be noted costs itself and no other', async () => {
  const { requestLog, leftOut } = createStage();
  requestLog.add(() => {
    throw new Error('odd');
  });
  requestLog.add(() => noted(1));
  assert.equal(await requestLog.write(), 1);
  assert.equal(leftOut(), 1);
});
