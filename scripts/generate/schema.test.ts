import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createTestDatabase, runSql, withClient } from '../../test/support/postgres.ts';
import { describeSchema, readTables } from './schema.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const written = readFileSync(`${ROOT}docs/schema.sql`, 'utf8');

test('docs/schema.sql is what the migrations make', async () => {
  assert.equal(await describeSchema(ROOT), written, 'docs/schema.sql is stale: run `npm run generate`');
});

test('the schema as it is written makes the same database', async () => {
  const database = await createTestDatabase();
  try {
    const before = await withClient(database.url, readTables);
    assert.ok(before.length > 20, `only ${before.length} tables were found`);
    await runSql(database.url, `drop schema public cascade; create schema public; ${written}`);
    assert.deepEqual(await withClient(database.url, readTables), before);
  } finally {
    await database.drop();
  }
});
