import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startEmbeddedPostgres } from '../../../src/db/embedded.ts';

const main = join(import.meta.dirname, 'main.ts');

const tollgate = (words: readonly string[], env: Record<string, string> = {}) =>
  new Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>((resolve) => {
    const options = { env: { PATH: process.env['PATH'] ?? '', ...env }, timeout: 120_000 };
    execFile(process.execPath, [main, ...words], options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });

test('help lists the commands and needs no database', async () => {
  const { code, stdout } = await tollgate(['--help']);
  assert.equal(code, 0);
  for (const words of ['merchant create', 'merchant update', 'key create', 'migrate'])
    assert.match(stdout, new RegExp(`^ {2}${words} `, 'm'));
  assert.match((await tollgate(['key', 'create', '--help'])).stdout, /--merchant/);
});

test('a wrong call is one sentence on stderr and exit 2', async () => {
  const calls = [
    ['nope'],
    ['merchant', 'create'],
    ['merchant', 'create', '--name', ' '],
    ['migrate', '--what'],
    ['key', 'create', '--merchant'],
  ];
  for (const words of calls) {
    const { code, stdout, stderr } = await tollgate(words);
    assert.deepEqual([code, stdout, stderr.trim().split('\n').length], [2, '', 1], words.join(' '));
  }
});

test('what fails is one sentence on stderr and exit 1', async () => {
  const env = { DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/x', TOLLGATE_MASTER_KEY: 'a'.repeat(64) };
  const { code, stdout, stderr } = await tollgate(['migrate'], env);
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, /^The database does not answer.*\n$/);
  assert.doesNotMatch(stderr, /secret/);
});

test('on the embedded database: before it runs, and while it runs', { timeout: 280_000 }, async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cli-'));
  t.after(() => {
    rmSync(dataDir, { recursive: true, force: true });
  });
  const env = { TOLLGATE_DATA_DIR: dataDir };
  const created = await tollgate(['merchant', 'create', '--name', 'Acme', '--json'], env);
  assert.equal(created.code, 0, created.stderr);
  const merchant = JSON.parse(created.stdout) as { merchantId: string; apiKey: string };
  assert.deepEqual(Object.keys(merchant), ['merchantId', 'apiKey']);

  const postgres = await startEmbeddedPostgres({ dataDir });
  try {
    const key = await tollgate(['key', 'create', '--merchant', merchant.merchantId, '--json'], env);
    assert.equal(key.code, 0, key.stderr);
    const { id, apiKey } = JSON.parse(key.stdout) as { id: string; apiKey: string };
    assert.match(id, /^ak_/);
    assert.notEqual(apiKey, merchant.apiKey);
    const update = (...flags: readonly string[]) =>
      tollgate(['merchant', 'update', '--merchant', merchant.merchantId, ...flags], env);
    const updated = await update(
      '--name',
      'Acme & Sons',
      '--when-unavailable',
      'stop',
      '--category-code',
      '5411',
      '--json',
    );
    assert.deepEqual(JSON.parse(updated.stdout), {
      merchantId: merchant.merchantId,
      name: 'Acme & Sons',
      threeDs: { whenUnavailable: 'stop', categoryCode: '5411' },
      unknownFields: 'refuse',
    });
    assert.match((await update('--challenge', 'requested')).stdout, /challenge +requested\n[^]*whenUnavailable +stop/);
    const wrong = await update('--when-unavailable', 'maybe');
    assert.deepEqual([wrong.code, wrong.stderr], [1, '--when-unavailable must be authorize or stop.\n']);
    const unknown = await tollgate(['key', 'create', '--merchant', 'mr_none'], env);
    assert.deepEqual([unknown.code, unknown.stderr], [1, 'There is no merchant mr_none.\n']);
  } finally {
    await postgres.stop();
  }
});
