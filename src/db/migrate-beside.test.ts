/** Migrations while gateways are at work: who waits for whom, and when an older program must not run any more. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { createTestDatabase, runSql, withClient, type TestDatabase } from '../../test/support/postgres.ts';
import { waitFor } from '../../test/support/wait-for.ts';
import type { Db } from './db.ts';
import { migrate, MigrationError } from './migrate.ts';
import { createPool } from './pool.ts';
import { checkSchema, complainAbout, readSchemaState } from './schema-state.ts';

let database: TestDatabase;
let db: Db;
let folder: string;

before(async () => {
  database = await createTestDatabase();
  db = createPool({ databaseUrl: database.url, maxConnections: 2, onConnectionError: () => undefined });
});
after(async () => {
  await db.close();
  await database.drop();
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tollgate-migrations-'));
  await runSql(
    database.url,
    'drop schema public cascade; create schema public; create table sold (id int); create table kept (id int)',
  );
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const write = (files: Readonly<Record<string, string>>): void => {
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, `${name}.sql`), sql);
};
const isWaiting = async (): Promise<boolean> =>
  (
    await runSql(
      database.url,
      `select 1 from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())`,
    )
  ).length > 0;
const notes = async (): Promise<readonly string[]> =>
  (await runSql<{ name: string }>(database.url, 'select name from schema_migrations order by applied_at, name')).map(
    ({ name }) => name,
  );

test('whoever uses a table that a migration waits for is not kept waiting behind it', async () => {
  write({ '0001-more': 'alter table sold add column more int' });
  await withClient(database.url, async (payment) => {
    await payment.query('begin; select from sold');
    const migrating = migrate(database.url, folder);
    await waitFor('the migration waits', isWaiting);
    // Behind a migration that waits without a limit this one would wait until the first has ended, which is after it.
    await runSql(database.url, 'select from sold');
    await payment.query('commit');
    assert.deepEqual(await migrating, ['0001-more']);
  });
});

test('of a migration and a payment that wait for each other the migration gives way, and tries again', async () => {
  write({ '0001-both': 'alter table sold add column more int; alter table kept add column more int' });
  await withClient(database.url, async (payment) => {
    await payment.query('begin; select from kept');
    const migrating = migrate(database.url, folder);
    await waitFor('the migration waits', isWaiting);
    await payment.query('select from sold');
    await payment.query('commit');
    assert.deepEqual(await migrating, ['0001-both']);
  });
});

test('steps are transactions of their own; what was interrupted goes on where it was', async () => {
  write({ '0001-steps': 'alter table sold add column more int;\n-- step\nalter table nowhere add column more int;\n' });
  await assert.rejects(migrate(database.url, folder), /^MigrationError: Migration 0001-steps failed|nowhere/);
  assert.deepEqual(await notes(), ['0001-steps step 1']);
  await runSql(database.url, 'create table nowhere (id int)');
  assert.deepEqual(await migrate(database.url, folder), ['0001-steps']);
  assert.deepEqual(await notes(), ['0001-steps step 1', '0001-steps']);
  assert.deepEqual(await migrate(database.url, folder), []);
});

test('a newer database is as good as its own, until something was taken away that this program uses', async () => {
  write({ '0001-ours': 'select 1', '0002-better': 'alter table kept add column better int' });
  await migrate(database.url, folder);
  const older = ['0001-ours'];
  await checkSchema(db.query, older);
  assert.deepEqual(await readSchemaState(db.query, older), { missing: [], newer: ['0002-better'], contracted: [] });

  write({ '0003-drops-what-better-replaced': '-- Why.\n-- contract: 0002-better\nalter table kept drop column id' });
  await migrate(database.url, folder);
  await assert.rejects(checkSchema(db.query, older), (error: unknown) => {
    assert.ok(error instanceof MigrationError);
    assert.match(
      error.message,
      /newer release, which took away what this one uses \(0003-drops-what-better-replaced\)/,
    );
    return true;
  });
  // The release in between uses what is new already, and goes on.
  await checkSchema(db.query, ['0001-ours', '0002-better']);
});

test('a database that is older than the program is said to be', async () => {
  write({ '0001-ours': 'select 1' });
  await migrate(database.url, folder);
  const state = await readSchemaState(db.query, ['0001-ours', '0002-better']);
  assert.match(complainAbout(state) ?? '', /older than this release needs \(0002-better\): run `tollgate migrate`/);
});

test('a table of migrations from before there were contracts is read, and gets the column with the next one', async () => {
  await runSql(
    database.url,
    `create table schema_migrations (name text primary key, applied_at timestamptz not null default now());
    insert into schema_migrations (name) values ('0001-ours')`,
  );
  await checkSchema(db.query, ['0001-ours']);
  write({ '0001-ours': 'select 1', '0002-drops': '-- contract: 0001-ours\nalter table sold drop column id' });
  assert.deepEqual(await migrate(database.url, folder), ['0002-drops']);
  await checkSchema(db.query, ['0001-ours']);
  assert.deepEqual((await readSchemaState(db.query, [])).contracted, ['0002-drops']);
});
