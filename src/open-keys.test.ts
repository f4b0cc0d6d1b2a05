import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { freePort } from '../test/support/free-port.ts';
import { configOf } from '../test/support/gateway.ts';
import { createTestDatabase, runSql, type TestDatabase } from '../test/support/postgres.ts';
import { createAdmin } from './admin.ts';
import { startGateway, type GatewayConfig } from './app.ts';
import { ConfigError } from './config.ts';
import { VaultKeyError } from './vault/data-keys.ts';

let database: TestDatabase;
let folder: string;

before(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), 'tollgate-keys-'));
});
after(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});
beforeEach(() => runSql(database.url, 'truncate gateway_key_checks, vault_data_keys, merchants cascade'));

const RIGHT = '7'.repeat(64);
const WRONG = '9'.repeat(64);

const configured = async (environment: Readonly<Record<string, string>> = {}): Promise<GatewayConfig> =>
  configOf({
    databaseUrl: database.url,
    acquirerUrl: 'http://127.0.0.1:9',
    threeDsUrl: 'http://127.0.0.1:9',
    port: await freePort(),
    environment,
  });

const start = async (environment: Readonly<Record<string, string>> = {}): Promise<void> => {
  const gateway = await startGateway(await configured(environment));
  await gateway.stop();
};

const isRefused = (error: unknown): boolean =>
  error instanceof ConfigError &&
  error.message.startsWith('The master key is not the one that this database was made with:');

test('the first start writes what others are compared with; another master key is refused in a sentence', async () => {
  await start({ TOLLGATE_MASTER_KEY: RIGHT });
  await start({ TOLLGATE_MASTER_KEY: RIGHT });
  await assert.rejects(start({ TOLLGATE_MASTER_KEY: WRONG }), isRefused);
  const admin = createAdmin(await configured({ TOLLGATE_MASTER_KEY: WRONG }));
  await assert.rejects(admin.createMerchant({ name: 'Acme' }), isRefused);
  await admin.close();
});

test('what is stored says nothing about the key', async () => {
  await start({ TOLLGATE_MASTER_KEY: RIGHT });
  const [row] = await runSql<{ check_value: Buffer }>(database.url, 'select check_value from gateway_key_checks');
  assert.equal(row?.check_value.length, 32);
  assert.notEqual(row.check_value.toString('hex'), RIGHT);
});

test('a database made before there were check values still knows its key', async () => {
  const admin = createAdmin(await configured({ TOLLGATE_MASTER_KEY: RIGHT }));
  await admin.createMerchant({ name: 'Acme' });
  await admin.close();
  await runSql(database.url, 'truncate gateway_key_checks');
  await assert.rejects(start({ TOLLGATE_MASTER_KEY: WRONG }), isRefused);
  await start({ TOLLGATE_MASTER_KEY: RIGHT });
  await assert.rejects(start({ TOLLGATE_MASTER_KEY: WRONG }), isRefused);
});

test('of several that start first at once with two keys, those of one key run', async () => {
  const keys = [RIGHT, WRONG, RIGHT, WRONG];
  const results = await Promise.allSettled(keys.map((key) => start({ TOLLGATE_MASTER_KEY: key })));
  const started = keys.filter((_, i) => results[i]?.status === 'fulfilled');
  assert.equal(new Set(started).size, 1);
  assert.equal(started.length, 2);
  for (const result of results)
    if (result.status === 'rejected') assert.ok(isRefused(result.reason), String(result.reason));
});

test('a sandbox whose master key file is gone makes no new one: the database knows the old', async () => {
  const files = { TOLLGATE_DATA_DIR: folder, TOLLGATE_MASTER_KEY: '', TOLLGATE_VAULT_KEY: '' };
  await start(files);
  for (const [name, noun] of [
    ['vault.key', 'vault key'],
    ['master.key', 'master key'],
  ] as const) {
    rmSync(join(folder, name));
    await assert.rejects(
      start(files),
      (error: unknown) =>
        error instanceof ConfigError &&
        error.message.startsWith(`The ${noun} that this database was made with is not there`),
    );
    assert.equal(existsSync(join(folder, name)), false);
  }
});

test('another vault key is refused in a sentence', async () => {
  await start();
  await assert.rejects(start({ TOLLGATE_VAULT_KEY: WRONG }), VaultKeyError);
});
