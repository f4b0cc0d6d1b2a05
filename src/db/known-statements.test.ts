import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createTestDatabase } from '../../test/support/postgres.ts';
import { hashOfStatement, onlyKnownStatements, UnknownStatementError } from './known-statements.ts';
import known from './known-statements.json' with { type: 'json' };
import { createPool } from './pool.ts';

const database = await createTestDatabase();
const pool = createPool({ databaseUrl: database.url, maxConnections: 2, onConnectionError: () => undefined });
after(async () => {
  await pool.close();
  await database.drop();
});

const one = { name: 'one', text: 'select 1 as one' };

test('a statement of the list is sent, in a transaction and outside', async () => {
  const db = onlyKnownStatements(pool, { one: hashOfStatement(one.text) });
  assert.deepEqual(await db.query(one), [{ one: 1 }]);
  assert.deepEqual(await db.query(one), [{ one: 1 }]);
  assert.deepEqual(await db.transaction((query) => query(one)), [{ one: 1 }]);
});

test('what is not in the list is not sent: a new name, a changed text, another text under a name that was checked', async () => {
  const db = onlyKnownStatements(pool, { one: hashOfStatement(one.text) });
  await db.query(one);
  const strangers = [
    { name: 'two', text: one.text },
    { name: 'one', text: `${one.text} ` },
    { name: 'toString', text: one.text },
    { name: 'analyze x.y; drop table sessions', text: 'analyze x.y; drop table sessions' },
    { name: 'analyze x.y', text: 'select * from sessions' },
  ];
  for (const stranger of strangers) {
    await assert.rejects(db.query(stranger), UnknownStatementError, stranger.name);
    await assert.rejects(
      db.transaction((query) => query(stranger)),
      UnknownStatementError,
    );
  }
  assert.deepEqual(await db.query({ name: 'analyze public.sessions', text: 'analyze public.sessions' }), []);
});

test("the list has the program's statements", () => {
  assert.ok(Object.keys(known).length > 140);
});
