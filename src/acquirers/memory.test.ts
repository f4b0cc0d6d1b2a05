import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../base/clock.ts';
import type { Statement } from '../db/db.ts';
import { createMemory } from './memory.ts';

const MERCHANT = '01890000-0000-7000-8000-000000000001';

/** A database that answers when it is told to, and counts the questions. */
const heldDatabase = () => {
  const asked: string[] = [];
  const held: (() => void)[] = [];
  const query = <Row>({ name }: Statement): Promise<Row[]> => {
    asked.push(name);
    return new Promise((resolve) => {
      held.push(() => {
        resolve([]);
      });
    });
  };
  return {
    db: { query },
    asked,
    answer: () => {
      for (const one of held.splice(0)) one();
    },
  };
};

test('a thousand who ask at one moment are one question, and for some seconds nobody asks again', async () => {
  const { db, asked, answer } = heldDatabase();
  const { recall } = createMemory({ db, clock: systemClock });
  const all = Array.from({ length: 1_000 }, () => recall(MERCHANT));
  answer();
  await Promise.all(all);
  await recall(MERCHANT);
  assert.deepEqual(asked, ['find-acquirer-accounts', 'find-acquirer-rules']);
});

test('what was read before a change of this process is not remembered after it', async () => {
  const { db, asked, answer } = heldDatabase();
  const { recall, forget } = createMemory({ db, clock: systemClock });
  const before = recall(MERCHANT);
  forget(MERCHANT);
  answer();
  await before;
  const after = recall(MERCHANT);
  answer();
  await after;
  assert.equal(asked.length, 4);
});
