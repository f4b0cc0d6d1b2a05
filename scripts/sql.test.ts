/** `npm run sql` shows and never changes, and the statements of docs/debugging.md know today's tables. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { createTestDatabase, type TestDatabase } from '../test/support/postgres.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
let database: TestDatabase;

before(async () => {
  database = await createTestDatabase();
});
after(() => database.drop());

const sql = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['scripts/sql.ts', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: database.url },
  });

test('rows in columns, one table a statement', () => {
  const { stdout } = sql(
    `select 1 as one, true as yes, null as nothing; select '{"a":1}'::jsonb as j, '\\x01'::bytea as b`,
  );
  assert.equal(stdout, 'one  yes   nothing\n1    true\n\nj        b\n{"a":1}  \\x01\n\n');
});

test('nothing is changed', () => {
  const { status, stderr } = sql('delete from sessions');
  assert.equal(status, 1);
  assert.match(stderr, /read-only transaction/);
});

test('the statements of docs/debugging.sql run', () => {
  const { status, stdout, stderr } = sql('--file', 'docs/debugging.sql', '--set', `reference=it's`);
  assert.equal(stderr, '');
  assert.deepEqual([status, stdout], [0, '(no rows)\n\n'.repeat(4)]);
});
