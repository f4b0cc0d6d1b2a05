/**
 * The recipe of the container. No container is built here: the recipe is read, what it copies is laid out as it says,
 * and started with its environment and its command; its health check is run against that. hadolint judges it where it
 * is installed.
 */
import assert from 'node:assert/strict';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { findProduction } from '../../scripts/deb/production.ts';
import { freePort } from '../support/free-port.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { waitFor } from '../support/wait-for.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FILE = 'packaging/docker/Dockerfile';
const text = readFileSync(join(ROOT, FILE), 'utf8');

/** One line an instruction, in their order; comments are gone. */
const instructions = text
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => ({ word: line.slice(0, line.indexOf(' ')), rest: line.slice(line.indexOf(' ') + 1) }));
const lastStage = instructions.slice(instructions.findLastIndex(({ word }) => word === 'FROM'));
const all = (word: string, of = instructions): readonly string[] =>
  of.filter((one) => one.word === word).map(({ rest }) => rest);
const last = (word: string): string => all(word, lastStage).at(-1) ?? '';
const copies = all('COPY').filter((rest) => !rest.startsWith('--from='));

describe('the recipe', () => {
  test('its base is a version and no moving name, and can be named by digest', () => {
    const [base = ''] = all('ARG');
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    assert.equal(base, `BASE=node:${dependencies['node'] ?? ''}-bookworm-slim`);
    assert.deepEqual(all('FROM'), ['${BASE} AS build', '${BASE}']);
  });

  test('it runs as a numbered user that is not root, and installs neither scripts nor development packages', () => {
    assert.match(last('USER'), /^[1-9]\d*:[1-9]\d*$/);
    assert.ok(lastStage.findIndex(({ word }) => word === 'USER') < lastStage.findIndex(({ word }) => word === 'CMD'));
    const [install = ''] = all('RUN');
    assert.match(install, /^npm ci --omit=dev --ignore-scripts /);
    assert.doesNotMatch(text, /\bcurl\b.*\||\bsudo\b|:latest|^ADD |apt-get/m);
    assert.match(last('STOPSIGNAL'), /^SIGTERM$/);
  });

  test('what it copies is there, and its ignore file lets that through and no tests', () => {
    const ignored = readFileSync(join(ROOT, `${FILE}.dockerignore`), 'utf8').split('\n');
    assert.equal(ignored[0], '**');
    assert.ok(ignored.includes('**/*.test.ts'));
    const allowed = ignored
      .filter((line) => line.startsWith('!'))
      .map((line) => new RegExp(`^${line.slice(1).replaceAll('*', '[^/]+')}(/|$)`));
    for (const source of copies.flatMap((rest) => rest.split(' ').slice(0, -1))) {
      assert.ok(existsSync(join(ROOT, source)), source);
      assert.ok(
        allowed.some((pattern) => pattern.test(source) || pattern.test(`${source}/src`)),
        source,
      );
    }
  });

  const noHadolint = spawnSync('hadolint', ['--version']).status !== 0 && 'hadolint is not installed here.';
  test('hadolint has no complaint', { skip: noHadolint }, async () => {
    const { stdout } = await promisify(execFile)('hadolint', [join(ROOT, FILE)]);
    assert.equal(stdout, '');
  });
});

test('what it lays out starts by its command, and its health check knows whether it lives', async () => {
  const app = mkdtempSync(join(tmpdir(), 'tollgate-image-'));
  const [database, port] = await Promise.all([createTestDatabase(), freePort()]);
  try {
    for (const rest of copies) {
      const sources = rest.split(' ');
      const target = sources.pop() ?? '';
      for (const source of sources)
        cpSync(join(ROOT, source), join(app, target === './' ? source : target), {
          recursive: true,
          filter: (path) => !path.endsWith('node_modules') && !/\.(test|fixture)\.ts$/.test(path),
        });
    }
    for (const { place } of findProduction(ROOT)) cpSync(join(ROOT, place), join(app, place), { recursive: true });
    const env = {
      PATH: process.env['PATH'],
      ...Object.fromEntries(all('ENV', lastStage).flatMap((rest) => rest.split(' ').map((pair) => pair.split('=')))),
      TOLLGATE_DATA_DIR: join(app, 'data'),
      TOLLGATE_PORT: String(port),
      DATABASE_URL: database.url,
    };
    const check = commandOf(last('HEALTHCHECK'));
    const isHealthy = () => spawnSync(process.execPath, check, { cwd: app, env }).status === 0;
    assert.equal(isHealthy(), false);
    const gateway = spawn(process.execPath, commandOf(last('CMD')), {
      cwd: app,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const ended = once(gateway, 'exit');
    await waitFor('it is healthy', () => {
      if (gateway.exitCode !== null) throw new Error(`it ended with ${gateway.exitCode}`);
      return Promise.resolve(isHealthy());
    });
    gateway.kill('SIGTERM');
    assert.deepEqual(await ended, [0, null]);
    assert.equal(isHealthy(), false);
  } finally {
    await database.drop();
    rmSync(app, { recursive: true });
  }
});

/** What stands in the brackets behind `node`. */
const commandOf = (rest: string): readonly string[] => {
  const [node, ...args] = JSON.parse(/\[.*\]$/.exec(rest)?.[0] ?? '[]') as readonly string[];
  assert.equal(node, 'node');
  return args;
};
