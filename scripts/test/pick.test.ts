/** What `npm test -- --only <part>` runs. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { pickFiles } from './pick.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const filesOf = (part: string): readonly string[] | undefined =>
  pickFiles(ROOT, part)?.suites.flatMap(({ files }) => files);

test('a path, a part of one, a folder, a suite', () => {
  assert.deepEqual(filesOf('src/base/money.test.ts'), ['src/base/money.test.ts']);
  assert.deepEqual(filesOf('./src/base/money'), ['src/base/money.test.ts']);
  assert.deepEqual(filesOf('Captures-and'), ['test/scenarios/captures-and-refunds.test.ts']);
  assert.ok(filesOf('src/db')?.every((file) => file.startsWith('src/db/')));
  assert.ok(filesOf('crash')?.includes('test/crash/killed-under-load.test.ts'));
});

test("a test's name finds its file, and runs it alone", () => {
  const picked = pickFiles(ROOT, 'what is a part of a NAME (here)?');
  assert.deepEqual(
    picked?.suites.flatMap(({ files }) => files),
    ['scripts/test/pick.test.ts'],
  );
  assert.equal(picked.grep, '/what is a part of a NAME \\(here\\)\\?/i');
});

test('what is a part of a name (here)? This one', async () => {
  if (process.env['TOLLGATE_PICK_TEST'] !== undefined) return;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['scripts/test.ts', '--only', 'what is a part of a NAME (here)?'],
    // The runner marks those whom it runs, and a runner in a runner would run nothing.
    { cwd: ROOT, env: { ...process.env, TOLLGATE_PICK_TEST: '1', NODE_TEST_CONTEXT: undefined } },
  );
  assert.match(stdout, /^1 passed, 0 failed$/m);
});

test('nothing is nothing', () => {
  assert.equal(pickFiles(ROOT, ['no', 'such', 'thing'].join('-')), undefined);
});
