import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { systemClock } from '../../../../../src/base/clock.ts';
import { systemRandom } from '../../../../../src/base/random.ts';
import { Secret } from '../../../../../src/base/secret.ts';
import { createPool } from '../../../../../src/db/pool.ts';
import { createVault } from '../../../../../src/vault/at-rest.ts';
import { createLocalKeyEncryptionKey, parseVaultKeys } from '../../../../../src/vault/key-encryption-key.ts';
import { bareEnvironment } from '../../../../../test/support/bare-environment.ts';
import { createTestDatabase } from '../../../../../test/support/postgres.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'main.ts');
const PAN = '4444555511113333';
const CARDS = 5_000;

const folder = mkdtempSync(join(tmpdir(), 'vault-rotate-'));
const keyFile = join(folder, 'vault.key');
const [oldKey, newKey] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')];
const database = await createTestDatabase();
const db = createPool({ databaseUrl: database.url, maxConnections: 2, onConnectionError: () => undefined });
const env = {
  ...bareEnvironment,
  DATABASE_URL: database.url,
  TOLLGATE_VAULT_KEY_FILE: keyFile,
  TOLLGATE_MASTER_KEY: randomBytes(32).toString('hex'),
  TOLLGATE_MODE: 'live',
  TOLLGATE_URL: 'https://pay.example',
};
after(async () => {
  await db.close();
  await database.drop();
  rmSync(folder, { recursive: true });
});

const run = (...words: readonly string[]) =>
  new Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      [MAIN, 'vault', 'rotate', ...words],
      { env, timeout: 120_000 },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      },
    );
  });

/** As a gateway that starts now: with whatever the key file says. */
const openVault = (text: string) => {
  const keks = (parseVaultKeys(text) ?? []).map((key) => createLocalKeyEncryptionKey({ random: systemRandom }, key));
  const log = { warn: () => undefined, error: () => undefined };
  return createVault({
    db,
    clock: systemClock,
    random: systemRandom,
    log,
    keyEncryptionKeys: () => Promise.resolve(keks),
  });
};

const countOpening = async (text: string): Promise<number> => {
  const vault = openVault(text);
  type Row = {
    readonly merchant_id: string;
    readonly id: string;
    readonly key_version: number;
    readonly sealed: Buffer;
  };
  const rows = await db.query<Row>({ name: 'test-all-cards', text: 'select * from vault_cards' });
  const pans = await Promise.all(
    rows.map((row) =>
      vault.openCard({
        merchantId: row.merchant_id,
        recordId: row.id,
        keyVersion: row.key_version,
        sealed: row.sealed,
      }),
    ),
  );
  return pans.filter((pan) => pan !== 'unreadable' && pan.reveal() === PAN).length;
};

test(
  'an operator changes the vault key, then the data key; killed in the middle, run again',
  { timeout: 280_000 },
  async () => {
    writeFileSync(keyFile, `${oldKey}\n`, { mode: 0o600 });
    const merchantId = randomUUID();
    await db.query({ name: 'test-merchant', text: `insert into merchants (merchant_id, name) values ($1, 'test')` }, [
      merchantId,
    ]);
    const vault = openVault(oldKey);
    const cards = await Promise.all(
      Array.from({ length: CARDS }, async () => {
        const id = randomUUID();
        const { keyVersion, sealed } = await vault.sealCard({ merchantId, recordId: id, pan: new Secret(PAN) });
        return { id, key_version: keyVersion, sealed: sealed.toString('hex') };
      }),
    );
    await db.query(
      {
        name: 'test-cards',
        text: `insert into vault_cards (merchant_id, id, key_version, sealed)
      select $1, i.id, i.key_version, decode(i.sealed, 'hex')
      from json_to_recordset($2::json) as i (id uuid, key_version integer, sealed text)`,
      },
      [merchantId, JSON.stringify(cards)],
    );

    const nothing = await run('--kek');
    assert.equal(nothing.code, 0, nothing.stderr);
    assert.match(nothing.stdout, /under the first vault key already\. To change it: `openssl rand -hex 32`/);

    writeFileSync(keyFile, `# since today\n${newKey}\n${oldKey}\n`);
    const rewrapped = await run('--kek', '--json');
    assert.deepEqual([rewrapped.stderr, (JSON.parse(rewrapped.stdout) as { rewrapped: number }).rewrapped], ['', 2]);
    writeFileSync(keyFile, `${newKey}\n`);
    assert.equal(await countOpening(newKey), CARDS);
    assert.equal(await countOpening(oldKey), 0);

    const dying = spawn(process.execPath, [MAIN, 'vault', 'rotate', '--data-key'], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    for await (const chunk of dying.stderr.setEncoding('utf8')) {
      said += String(chunk);
      if (said.includes('cards are under the newest key')) dying.kill('SIGKILL');
    }
    if (dying.exitCode === null && dying.signalCode === null) await once(dying, 'exit');
    assert.equal(dying.signalCode, 'SIGKILL', said);
    const versions = await db.query<{ key_version: number }>({
      name: 'test-versions',
      text: 'select distinct key_version from vault_cards order by 1',
    });
    assert.deepEqual(versions, [{ key_version: 1 }, { key_version: 2 }], 'killed in the middle');
    assert.equal(await countOpening(newKey), CARDS);

    const finished = await run('--data-key');
    assert.equal(finished.code, 0, finished.stderr);
    assert.match(
      finished.stdout,
      /^Put \d+ cards under the newest data key\.\nThis finished an earlier rotation; run it again for a new data key\.\n$/,
    );
    assert.match(finished.stderr, /finishing an earlier rotation: \d+ cards/);
    assert.equal(await countOpening(newKey), CARDS);
  },
);

test('keys that cannot be read stop it with one sentence, before anything is changed', async () => {
  writeFileSync(keyFile, 'not a key\n');
  const { code, stdout, stderr } = await run();
  assert.deepEqual([code, stdout, stderr.trim().split('\n').length], [1, '', 1]);
  assert.match(stderr, /64 hex digits, the newest first/);
});
