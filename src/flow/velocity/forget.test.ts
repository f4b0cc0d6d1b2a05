import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createPool } from '../../db/pool.ts';
import type { Db } from '../../db/db.ts';
import { createTestDatabase, runSql, type TestDatabase } from '../../../test/support/postgres.ts';
import { forgetVelocity } from './forget.ts';
import { count, countGuess } from './store.ts';

let database: TestDatabase;
let db: Db;
before(async () => {
  database = await createTestDatabase();
  db = createPool({ databaseUrl: database.url, maxConnections: 2, onConnectionError: () => undefined });
});
after(async () => {
  await db.close();
  await database.drop();
});

const HOUR_MS = 3_600_000;
const START_MS = Date.parse('2030-01-01T00:00:00Z');
const merchantId = '00000000-0000-7000-8000-000000000001';

const countAt = (hours: number, subject: string, adds: number) =>
  count(db.query, merchantId, {
    counts: [{ rule: 'card', subject, adds, approved: 0 }],
    most: { card: 12 },
    nowMs: START_MS + hours * HOUR_MS,
  });

test('a score halves in twelve hours, and the past weighs no more than its limit', async () => {
  assert.equal((await countAt(0, 'halves', 4))[0]?.score, 4);
  assert.equal((await countAt(12, 'halves', 1))[0]?.score, 3);
  // A clock that is behind counts as no time.
  assert.equal((await countAt(11, 'halves', 1))[0]?.score, 4);
  await countAt(12, 'capped', 1_000);
  assert.equal((await countAt(24, 'capped', 1))[0]?.score, 7);
  await countAt(24, 'forgiven', -50);
  assert.equal((await countAt(24, 'forgiven', 1))[0]?.score, 1);
});

test('what says nothing any more is forgotten: a single try after a day, all after four', async () => {
  await countAt(0, 'once', 1);
  await countAt(0, 'often', 40);
  await countGuess(db.query, merchantId, { cardHash: 'ab'.repeat(32), nowMs: START_MS, most: 3 });
  const forgetAt = async (hours: number): Promise<readonly string[]> => {
    const clock = { nowMs: () => START_MS + hours * HOUR_MS, monotonicMs: () => 0, sleep: () => Promise.resolve() };
    await forgetVelocity({ db, clock });
    const rows = await runSql<{ subject: string }>(
      database.url,
      `select subject from velocity_scores where subject in ('once', 'often')
       union all select 'guess' from velocity_guesses order by subject`,
    );
    return rows.map(({ subject }) => subject);
  };
  assert.deepEqual(await forgetAt(23), ['guess', 'often', 'once']);
  assert.deepEqual(await forgetAt(25), ['guess', 'often']);
  assert.deepEqual(await forgetAt(97), []);
});
