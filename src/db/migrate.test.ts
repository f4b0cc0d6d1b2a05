import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createTestDatabase, runSql, type TestDatabase } from '../../test/support/postgres.ts';
import { migrate, MigrationError } from './migrate.ts';
import { migrationNames } from './migrations.ts';
import { createPool } from './pool.ts';

let database: TestDatabase;

before(async () => {
  database = await createTestDatabase();
  await runSql(database.url, 'drop schema public cascade; create schema public');
});
after(() => database.drop());

test('from nothing, by several at once, each migration once; then there is nothing to do', async () => {
  const names = await migrationNames();
  const applied = await Promise.all([migrate(database.url), migrate(database.url), migrate(database.url)]);
  assert.deepEqual(applied.flat().sort(), names);
  assert.deepEqual(await migrate(database.url), []);
});

test('a user who may not make tables is told so in one sentence', async () => {
  const closed = await createTestDatabase();
  await runSql(
    closed.url,
    'drop schema public cascade; create schema public; revoke create on schema public from current_user',
  );
  await assert.rejects(
    migrate(closed.url),
    (error: unknown) =>
      error instanceof MigrationError &&
      error.message === 'The database does not let its user make tables: permission denied for schema public.',
  );
  await closed.drop();
});

test('every table, unique index and foreign key begins with the merchant, and there are no triggers', async () => {
  const indexes = await runSql<{ name: string; first: string }>(
    database.url,
    `
    select i.relname as name, a.attname as first from pg_index x
    join pg_class i on i.oid = x.indexrelid
    join pg_class t on t.oid = x.indrelid
    join pg_namespace n on n.oid = t.relnamespace
    join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[0]
    where n.nspname = 'public' and x.indisunique and t.relname <> 'schema_migrations'`,
  );
  assert.ok(indexes.length > 10);
  const exceptions = new Set(indexes.filter(({ first }) => first !== 'merchant_id').map(({ name }) => name));
  // Keys that wrap other keys belong to the gateway, not to a merchant.
  assert.deepEqual(
    [...exceptions].filter((name) => !/^(vault|data|gateway)_/.test(name)),
    [],
  );
  const foreign = await runSql<{ name: string }>(
    database.url,
    `
    select c.conname as name from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and a.attname <> 'merchant_id'`,
  );
  assert.deepEqual(
    foreign.filter(({ name }) => !/^(vault|data|gateway)_/.test(name)),
    [],
  );
  assert.deepEqual(await runSql(database.url, 'select tgname from pg_trigger where not tgisinternal'), []);
});

test('a transaction that throws leaves nothing, and its connection is good for the next', async () => {
  const db = createPool({ databaseUrl: database.url, maxConnections: 1, onConnectionError: () => undefined });
  const insert = {
    name: 'insert-for-test',
    text: `insert into merchants (merchant_id, name) values (gen_random_uuid(), 'x')`,
  };
  await assert.rejects(
    db.transaction(async (query) => {
      await query(insert);
      throw new Error('changed my mind');
    }),
    /changed my mind/,
  );
  await assert.rejects(
    db.transaction((query) => query({ name: 'broken', text: 'select 1/0' })),
    /division by zero/,
  );
  const rows = await db.query<{ n: number }>({
    name: 'count-for-test',
    text: `select count(*)::int as n from merchants where name = 'x'`,
  });
  assert.deepEqual(rows, [{ n: 0 }]);
  await db.close();
});

test('a connection that is ended under our hands is an error of one request, not the end', async () => {
  const lost: Error[] = [];
  const db = createPool({
    databaseUrl: database.url,
    maxConnections: 2,
    onConnectionError: (error) => lost.push(error),
  });
  await assert.rejects(db.query({ name: 'end-me', text: 'select pg_terminate_backend(pg_backend_pid())' }));
  assert.deepEqual(await db.query({ name: 'still-here', text: 'select 1 as one' }), [{ one: 1 }]);
  await db.close();
});
