/** The package as it is published: packed, installed without a net into an empty folder, and run from there. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

const packageFolder = join(import.meta.dirname, '..');
let folder: string;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'tollgate-cli-'));
  execFileSync(process.execPath, [join(packageFolder, 'build.ts'), join(folder, 'dist')], { stdio: 'pipe' });
  const packed = execFileSync('npm', ['pack', join(folder, 'dist'), '--pack-destination', folder, '--silent'], {
    encoding: 'utf8',
  }).trim();
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const options = ['--offline', '--no-audit', '--no-fund', '--silent'];
  execFileSync('npm', ['install', join(folder, packed), ...options], { cwd: folder, stdio: 'pipe' });
});
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const tollgate = (...words: readonly string[]) => {
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder };
  const { status, stdout, stderr } = spawnSync(join(folder, 'node_modules/.bin/tollgate'), words, {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

test('it brings everything it needs, and nothing of the gateway', () => {
  const modules = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));
  assert.deepEqual(modules, ['@tollgate']);
  assert.deepEqual(readdirSync(join(folder, 'node_modules/@tollgate')), ['cli']);
  const installed = join(folder, 'node_modules/@tollgate/cli');
  assert.deepEqual(readdirSync(installed).sort(), ['LICENSE', 'README.md', 'package.json', 'tollgate.js']);
  assert.doesNotMatch(readFileSync(join(installed, 'tollgate.js'), 'utf8'), /webhook_endpoints|from "pg"/);
});

test('it runs by the name that npm gives it, whatever Node.js that finds', () => {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  assert.deepEqual(tollgate('--version'), { status: 0, stdout: `${version}\n`, stderr: '' });
  const help = tollgate('--help').stdout;
  assert.match(help, /^ {2}listen /m);
  assert.doesNotMatch(help, /merchant create/);
  const stranger = tollgate('whoami');
  assert.deepEqual([stranger.status, stranger.stdout], [3, '']);
  assert.match(stranger.stderr, /^Nobody is signed in: run `tollgate login`/);
});

test('the folder of the sources is not packed', () => {
  const { status, stderr } = spawnSync('npm', ['pack', packageFolder, '--pack-destination', folder], {
    encoding: 'utf8',
  });
  assert.notEqual(status, 0);
  assert.match(stderr, /Only dist is packed and published/);
});
