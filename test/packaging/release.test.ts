/** What RELEASING.md asks for, tried in a copy of the repository. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, test } from 'node:test';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const COPIED = [
  'CHANGELOG.md',
  'package.json',
  'package-lock.json',
  'packages/cli/package.json',
  'packages/sdk/package.json',
  'scripts/release.ts',
  'scripts/release',
];
let copy: string;

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'tollgate-release-'));
  for (const path of COPIED) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  }
  commit('before');
});
afterEach(() => {
  rmSync(copy, { recursive: true });
});

const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@tollgate.example', ...args], {
    cwd: copy,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
const commit = (message: string): void => {
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', message);
};
const release = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/release.ts', ...args], {
    cwd: copy,
    encoding: 'utf8',
  });
  return { status, stdout: stdout.trim(), stderr: stderr.trim() };
};

test('a version is prepared, tagged, checked, and named by what is built', () => {
  const old = (JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8')) as { version: string }).version;
  const isCalled = (pattern: string) => assert.match(release('version').stdout, new RegExp(`^${pattern}$`));
  isCalled(`${old.replaceAll('.', '\\.')}-dev\\.\\d{14}\\.g[0-9a-f]{10}`);
  assert.equal(release('prepare', '7.8.9').status, 0);
  commit('Release 7.8.9');
  assert.match(release('check-tag', 'v7.8.8').stderr, /package\.json says 7\.8\.9/);
  git('tag', 'v7.8.9');
  isCalled('7\\.8\\.9');
  assert.deepEqual(release('check-tag', 'refs/tags/v7.8.9').status, 0);
  assert.match(release('notes').stdout, /^## 7\.8\.9 \(\d{4}-\d\d-\d\d\)\n\n/);
  // Nothing but versions has changed.
  assert.match(git('diff', '--numstat', 'HEAD^', '--', 'package.json'), /^1\t1\t/);
  git('commit', '--quiet', '--allow-empty', '--message', 'After it');
  isCalled('7\\.8\\.9\\+dev\\.\\d{14}\\.g[0-9a-f]{10}');
});

test('what is wrong is said in a sentence', () => {
  assert.match(release('prepare', '1.0').stderr, /^"1\.0" is no version; it must be like 0\.2\.0\.$/);
  assert.equal(release('prepare', '7.8.9').status, 0);
  assert.match(release('prepare', '7.9.0').stderr, /no part that is "\(unreleased\)"/);
  assert.match(release('notes', '6.6.6').stderr, /says nothing about 6\.6\.6/);
  assert.match(release('tidy').stderr, /^There is no command "tidy"/);
  assert.match(release('--help').stdout, /^Usage: npm run release/);
});
