import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser } from './chromium.ts';
import { createTestDatabase, runSql, withClient } from './postgres.ts';

test('two test databases are apart, migrated and gone after the drop', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  const tables = `select count(*)::int as count from pg_tables where tablename = 'schema_migrations'`;
  assert.deepEqual(await runSql(one.url, tables), [{ count: 1 }]);
  await runSql(one.url, 'create table only_here ()');
  assert.deepEqual(await runSql(other.url, `select to_regclass('only_here') as found`), [{ found: null }]);
  await one.drop();
  await other.drop();
  await assert.rejects(runSql(one.url, 'select 1'), /does not exist/);
});

test('a leaked connection fails the drop', async () => {
  const database = await createTestDatabase();
  await withClient(database.url, async () => {
    await assert.rejects(database.drop(), /1 connection\(s\) were left open/);
  }).catch((error: unknown) => {
    // The forced drop ends this connection under our hands; that is what it is for.
    if (!(error instanceof Error) || !/terminat/.test(error.message)) throw error;
  });
});

test('the browser renders a page and leaves no profile behind', async () => {
  const browser = await openBrowser({ locale: 'el-GR' });
  const page = await browser.context.newPage();
  await page.setContent('<title>Πληρωμή</title><p>1</p>');
  assert.equal(await page.title(), 'Πληρωμή');
  await browser.close();
});
