import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openDatabaseLine } from '../../test/support/line-proxy.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/postgres.ts';
import type { Db } from './db.ts';
import { createPool } from './pool.ts';

let database: TestDatabase;
let line: Awaited<ReturnType<typeof openDatabaseLine>>;
let db: Db;

before(async () => {
  database = await createTestDatabase();
  line = await openDatabaseLine(database.url);
  db = createPool({
    databaseUrl: line.url,
    maxConnections: 1,
    answerTimeoutMs: 500,
    onConnectionError: () => undefined,
  });
});
after(async () => {
  await db.close();
  await line.close();
  await database.drop();
});

const one = { name: 'one', text: 'select 1 as one' };

for (const [what, ask] of [
  ['a statement', () => db.query(one)],
  ['a transaction', () => db.transaction((query) => query(one))],
] as const) {
  test(`a connection that carries nothing any more does not keep ${what} waiting, and the next one gets a new connection`, async () => {
    assert.deepEqual(await db.query(one), [{ one: 1 }]);
    line.silence();
    await assert.rejects(ask, /timeout/);
    assert.deepEqual(await ask(), [{ one: 1 }]);
  });
}

test('a transaction that fails for a reason of its own gives its connection back clean', async () => {
  await assert.rejects(
    db.transaction(async (query) => {
      await query({ name: 'make', text: 'create table made (id integer)' });
      throw new Error('changed its mind');
    }),
    /changed its mind/,
  );
  assert.deepEqual(await db.query({ name: 'look', text: `select to_regclass('made') as made` }), [{ made: null }]);
});
