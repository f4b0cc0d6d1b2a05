import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startEmbeddedPostgres } from '../../../../scripts/embedded-postgres/embedded-postgres.ts';
import { migrate as runMigrations } from '../../../../src/db/migrate.ts';
import { bareEnvironment } from '../../../../test/support/bare-environment.ts';
import { freePort } from '../../../../test/support/free-port.ts';
import { createTestDatabase } from '../../../../test/support/postgres.ts';

const main = join(import.meta.dirname, '..', 'main.ts');

const tollgate = (words: readonly string[], env: Record<string, string> = {}) =>
  new Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>((resolve) => {
    const options = { env: { ...bareEnvironment, ...env }, timeout: 120_000 };
    execFile(process.execPath, [main, ...words], options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });

test('help lists the commands and needs no database', async () => {
  const { code, stdout } = await tollgate(['--help']);
  assert.equal(code, 0);
  for (const words of ['merchant create', 'merchant list', 'key revoke', 'audit verify', 'doctor', 'migrate'])
    assert.match(stdout, new RegExp(`^ {2}${words} `, 'm'));
  assert.match((await tollgate(['key', 'create', '--help'])).stdout, /--merchant/);
  const group = await tollgate(['merchant', '--help']);
  assert.deepEqual(
    [group.code, /merchant suspend/.test(group.stdout), /key create/.test(group.stdout)],
    [0, true, false],
  );
  assert.deepEqual(await tollgate(['--version']), { code: 0, stdout: '0.1.0\n', stderr: '' });
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
  assert.match((await tollgate(['key', 'creat'])).stderr, /did you mean `tollgate key create`\?/);
  assert.match(
    (await tollgate(['key', 'list', '--mechant', 'x'])).stderr,
    /no flag --mechant, did you mean --merchant\?/,
  );
});

test('what fails is one sentence on stderr and exit 1', async () => {
  const env = { DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/x', TOLLGATE_MASTER_KEY: 'a'.repeat(64) };
  const { code, stdout, stderr } = await tollgate(['migrate'], env);
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, /^The database does not answer.*\n$/);
  assert.doesNotMatch(stderr, /secret/);
});

test('a folder without a gateway is refused, and nothing is made in it', async (t) => {
  const parent = mkdtempSync(join(tmpdir(), 'cli-'));
  t.after(() => {
    rmSync(parent, { recursive: true, force: true });
  });
  const dataDir = join(parent, 'mistyped');
  for (const words of [
    ['merchant', 'create', '--name', 'Acme'],
    ['key', 'list', '--merchant', 'mr_1'],
    ['migrate'],
    ['audit', 'verify'],
  ]) {
    const { code, stdout, stderr } = await tollgate(words, { TOLLGATE_DATA_DIR: dataDir });
    assert.deepEqual([code, stdout], [1, ''], words.join(' '));
    assert.match(stderr, /^There is no database in .*mistyped\. .*only `npm start` makes a new one\.\n$/);
  }
  const sick = await tollgate(['doctor', '--json'], { TOLLGATE_DATA_DIR: dataDir });
  const { ok, findings } = JSON.parse(sick.stdout) as {
    ok: boolean;
    findings: readonly { check: string; state: string }[];
  };
  assert.deepEqual([sick.code, ok, findings.find(({ check }) => check === 'database')?.state], [1, false, 'fail']);
  assert.equal(existsSync(dataDir), false);
});

test('beside a database of its own a mistyped folder makes no key that opens nothing', async (t) => {
  const database = await createTestDatabase();
  const parent = mkdtempSync(join(tmpdir(), 'cli-'));
  t.after(async () => {
    await database.drop();
    rmSync(parent, { recursive: true, force: true });
  });
  const env = { DATABASE_URL: database.url, TOLLGATE_DATA_DIR: join(parent, 'mistyped') };
  const { code, stdout, stderr } = await tollgate(['merchant', 'create', '--name', 'Acme'], env);
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, /^There is no key in .*master\.key\. /);
  assert.equal((await tollgate(['migrate'], env)).code, 0, 'migrations need no key');
  assert.equal(existsSync(env.TOLLGATE_DATA_DIR), false);
});

test('on the embedded database: while the gateway is stopped, and while it runs', { timeout: 280_000 }, async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cli-'));
  t.after(() => {
    rmSync(dataDir, { recursive: true, force: true });
  });
  const env = { TOLLGATE_DATA_DIR: dataDir, TOLLGATE_PORT: String(await freePort()) };
  // As `npm start` leaves a folder behind: a database with its schema, and keys.
  const first = await startEmbeddedPostgres({ dataDir });
  await runMigrations(first.databaseUrl);
  await first.stop();
  for (const file of ['master.key', 'vault.key'])
    writeFileSync(join(dataDir, file), `${'a1b2c3d4'.repeat(8)}\n`, { mode: 0o600 });
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
      '--card-limit',
      '4',
      '--json',
    );
    assert.deepEqual(JSON.parse(updated.stdout), {
      merchantId: merchant.merchantId,
      name: 'Acme & Sons',
      threeDs: { whenUnavailable: 'stop', categoryCode: '5411' },
      velocity: { cardLimit: 4, addressLimit: 5, binLimit: 15, merchantLimit: 15, apiKeyLimit: 12 },
      unknownFields: 'refuse',
      waitForWebhookMs: 2_000,
    });
    assert.match((await update('--challenge', 'requested')).stdout, /challenge +requested\n[^]*whenUnavailable +stop/);
    assert.match((await update('--address-limit', '0')).stdout, /cardLimit +4\n +addressLimit +0\n/);
    const { stderr } = await update('--bin-limit', '1e3');
    assert.equal(stderr, '--bin-limit must be a whole number from 0 (no limit) to 999999.\n');
    assert.match((await update('--wait-for-webhook-ms', '10000')).stdout, /^Customers wait up to 10000 ms/m);
    assert.equal(
      (await update('--wait-for-webhook-ms', '10001')).stderr,
      '--wait-for-webhook-ms must be a whole number from 0 to 10000.\n',
    );
    const wrong = await update('--when-unavailable', 'maybe');
    assert.deepEqual([wrong.code, wrong.stderr], [1, '--when-unavailable must be authorize or stop.\n']);
    await walkKeys(merchant.merchantId, env);
    const unknown = await tollgate(['key', 'create', '--merchant', 'mr_none'], env);
    assert.deepEqual([unknown.code, unknown.stderr], [1, 'There is no merchant mr_none.\n']);
  } finally {
    await postgres.stop();
  }
});

/** What an operator does in a year, in the order of a bad day. */
const walkKeys = async (merchantId: string, env: Record<string, string>): Promise<void> => {
  const json = async <T>(...words: readonly string[]): Promise<T> => {
    const { code, stdout, stderr } = await tollgate([...words, '--json'], env);
    assert.equal(code, 0, `${words.join(' ')}: ${stderr}${stdout}`);
    return JSON.parse(stdout) as T;
  };
  const limits = [
    '--scopes',
    'refunds:read, refunds:write',
    '--addresses',
    '203.0.113.7',
    '--expires-at',
    '2099-01-01T00:00:00Z',
  ];
  const made = await json<{ id: string; apiKey: string }>('key', 'create', '--merchant', merchantId, ...limits);
  const { keys } = await json<{
    keys: readonly { id: string; scopes: readonly string[]; allowedAddresses: unknown }[];
  }>('key', 'list', '--merchant', merchantId);
  const listed = keys.find(({ id }) => id === made.id);
  assert.deepEqual([listed?.scopes, listed?.allowedAddresses], [['refunds:read', 'refunds:write'], ['203.0.113.7/32']]);
  const wrong = await tollgate(['key', 'create', '--merchant', merchantId, '--scopes', 'refund:write'], env);
  assert.deepEqual([wrong.code, /^--scopes has "refund:write"; there are /.test(wrong.stderr)], [1, true]);

  assert.equal((await json<{ id: string }>('key', 'revoke', '--api-key', made.apiKey)).id, made.id);
  assert.equal((await tollgate(['key', 'revoke', '--api-key', made.apiKey], env)).code, 1);
  const other = keys.find(({ id }) => id !== made.id)?.id ?? '';
  await json('key', 'delete', '--merchant', merchantId, '--key', other);
  assert.match(
    (await tollgate(['key', 'delete', '--merchant', merchantId, '--key', other], env)).stderr,
    /no such API key/,
  );

  await json('merchant', 'suspend', '--merchant', merchantId, '--reason', 'stolen cards');
  assert.match((await tollgate(['merchant', 'list'], env)).stdout, /suspended: stolen cards/);
  await json('merchant', 'resume', '--merchant', merchantId);

  const { entries } = await json<{ entries: readonly { action: string; actor: { type: string } }[] }>(
    'audit',
    'list',
    '--merchant',
    merchantId,
  );
  assert.deepEqual(new Set(entries.map(({ actor }) => actor.type)), new Set(['operator']));
  assert.ok(entries.some(({ action }) => action === 'merchant.suspended'));
  const exported = await tollgate(['audit', 'export', '--merchant', merchantId], env);
  assert.equal(exported.stdout.trim().split('\n').length, entries.length);
  assert.equal((await json<{ ok: boolean }>('audit', 'verify')).ok, true);
  const { findings } = await json<{ findings: readonly { check: string; state: string; detail: string }[] }>('doctor');
  assert.deepEqual(
    findings.filter(({ state }) => state === 'fail'),
    [],
  );
  assert.equal(findings.find(({ check }) => check === 'master key')?.detail, 'fits the database');
  const sick = await tollgate(['doctor'], { ...env, TOLLGATE_MASTER_KEY: 'f'.repeat(63) + '0' });
  assert.deepEqual([sick.code, /^fail +master key/m.test(sick.stdout)], [1, true]);
};
