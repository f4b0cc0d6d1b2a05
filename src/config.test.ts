import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ConfigError, readConfig, settings } from './config.ts';
import { requireClosedDoors, requireProxies } from './config-doors.ts';

const KEY = 'ab'.repeat(32);
const refuses = (environment: Readonly<Record<string, string>>, sentence: RegExp): void => {
  assert.throws(
    () => readConfig(environment),
    (error: unknown) => error instanceof ConfigError && sentence.test(error.message),
    JSON.stringify(environment),
  );
};

test('nothing set: a sandbox on this machine alone', () => {
  const config = readConfig({});
  assert.deepEqual(
    [config.mode, config.host, config.port, config.publicUrl, config.databaseUrl, config.trustedProxies],
    ['sandbox', '127.0.0.1', 8080, 'http://localhost:8080', undefined, undefined],
  );
  assert.deepEqual(config.roles, ['api', 'checkout', 'jobs']);
});

test('empty and blank are as good as not set', () => {
  assert.deepEqual(
    { ...readConfig({ TOLLGATE_PORT: '', TOLLGATE_MODE: '  ' }), masterKey: 0, vaultKeys: 0 },
    { ...readConfig({}), masterKey: 0, vaultKeys: 0 },
  );
});

test('addresses lose the slash at their end and follow the port', () => {
  assert.equal(readConfig({ TOLLGATE_URL: 'https://pay.example/base//' }).publicUrl, 'https://pay.example/base');
  assert.equal(readConfig({ TOLLGATE_PORT: '9000' }).publicUrl, 'http://localhost:9000');
  assert.equal(readConfig({ TOLLGATE_ACQUIRER_PORT: '9002' }).acquirerUrl, 'http://127.0.0.1:9002');
  assert.equal(readConfig({ TOLLGATE_THREEDS_PORT: '9003' }).threeDsUrl, 'http://127.0.0.1:9003');
  assert.equal(readConfig({ TOLLGATE_THREEDS_URL: 'https://acs.example/' }).threeDsUrl, 'https://acs.example');
});

test('what cannot be used is named, with what could be', () => {
  for (const port of ['0', '65536', '-1', '80.5', '8e3', 'http', '0x50', '99999999999'])
    refuses({ TOLLGATE_PORT: port }, /^TOLLGATE_PORT is ".*"; it must be a whole number from 1 to 65535\.$/);
  refuses({ TOLLGATE_MODE: 'Live' }, /must be one of sandbox, live/);
  refuses({ TOLLGATE_LOG_LEVEL: 'verbose' }, /must be one of debug/);
  refuses({ TOLLGATE_ROLES: 'api,cook' }, /TOLLGATE_ROLES is "cook"/);
  refuses({ TOLLGATE_ROLES: 'api,' }, /TOLLGATE_ROLES is ""/);
  for (const proxies of ['yes', 'true', '-1', '0.0.0.0/0', 'proxy.example'])
    refuses({ TOLLGATE_TRUST_PROXY: proxies }, /^TOLLGATE_TRUST_PROXY is ".*"; it must be how many reverse proxies/);
  refuses({ TOLLGATE_METRICS_TOKEN: 'short' }, /^TOLLGATE_METRICS_TOKEN must have 32 letters or more/);
  refuses({ TOLLGATE_PROXY_HEADER: 'x-real-ip' }, /must be one of x-forwarded-for, forwarded/);
  refuses({ TOLLGATE_DATABASE_CONNECTIONS: '1' }, /from 2 to 200/);
  for (const days of ['-1', '366', 'always', '1.5'])
    refuses(
      { TOLLGATE_REQUEST_LOG_DAYS: days },
      /^TOLLGATE_REQUEST_LOG_DAYS is ".*"; it must be a whole number from 0/,
    );
  for (const url of ['http://x/?a=b', 'http://x/#a', 'http://user:hunter2@x']) {
    refuses({ TOLLGATE_URL: url }, /^TOLLGATE_URL must be an address without user name, password, "\?" and "#"\.$/);
  }
  refuses({ TOLLGATE_URL: 'ftp://x' }, /must be an address that begins with http:\/\/ or https:\/\//);
  refuses({ TOLLGATE_MODE: 'live', TOLLGATE_URL: 'http://pay.example' }, /begins with https:\/\//);
});

test('where money is real the proxies in front are said, also that there is none', () => {
  const live = { TOLLGATE_MODE: 'live', TOLLGATE_URL: 'https://pay.example' };
  requireProxies(readConfig({}));
  for (const proxies of ['none', '1', '10.0.0.0/8'])
    requireProxies(readConfig({ ...live, TOLLGATE_TRUST_PROXY: proxies }));
  assert.throws(
    () => {
      requireProxies(readConfig({ ...live, TOLLGATE_TRUST_PROXY: ' ' }));
    },
    (error: unknown) => error instanceof ConfigError && /^TOLLGATE_TRUST_PROXY is not set/.test(error.message),
  );
});

test('where money is real no bank is invented, and card numbers travel encrypted or not at all', () => {
  const live = { TOLLGATE_MODE: 'live', TOLLGATE_URL: 'https://pay.example' };
  refuses(
    { ...live, TOLLGATE_ACQUIRER_URL: 'http://acquirer.example' },
    /^TOLLGATE_ACQUIRER_URL is "http:\/\/acquirer\.example"; it must be an address that begins with https:\/\/\.$/,
  );
  refuses({ ...live, TOLLGATE_THREEDS_URL: 'http://ds.example' }, /^TOLLGATE_THREEDS_URL/);
  assert.equal(
    readConfig({ ...live, TOLLGATE_ACQUIRER_URL: 'http://127.0.0.1:9000' }).acquirerUrl,
    'http://127.0.0.1:9000',
  );
  // Nobody is asked at an address that nobody gave.
  const { acquirerUrl, threeDsUrl } = readConfig(live);
  assert.deepEqual({ acquirerUrl, threeDsUrl }, { acquirerUrl: undefined, threeDsUrl: undefined });
});

test('a wrong key or database address is refused without repeating it', () => {
  for (const key of ['secret', KEY.slice(1), `${KEY}0`, 'zz'.repeat(32)]) {
    assert.throws(
      () => readConfig({ TOLLGATE_MASTER_KEY: key }),
      (error: unknown) =>
        error instanceof ConfigError && /64 hex digits/.test(error.message) && !error.message.includes(key),
    );
  }
  for (const url of [
    'mysql://root:hunter2@db',
    'postgres://root:hunter2@db:99999999/x',
    'postgres://root:hunter2@db/x?sslrootcert=/none.pem',
  ]) {
    assert.throws(
      () => readConfig({ DATABASE_URL: url }),
      (error: unknown) =>
        error instanceof ConfigError && /^DATABASE_URL /.test(error.message) && !error.message.includes('hunter2'),
      url,
    );
  }
  for (const url of ['postgres://a:b@db:5433/x', 'postgresql://db', 'postgres:///x?host=/run/postgresql'])
    assert.equal(readConfig({ DATABASE_URL: url }).databaseUrl, url);
});

test('the master key: given, from a file, or made once for the sandbox and for its owner alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-config-'));
  const reveal = (environment: Readonly<Record<string, string>>): string =>
    readConfig({ TOLLGATE_DATA_DIR: folder, ...environment })
      .masterKey()
      .reveal()
      .toString('hex');
  assert.equal(reveal({ TOLLGATE_MASTER_KEY: KEY.toUpperCase() }), KEY);
  const made = reveal({});
  assert.equal(reveal({}), made);
  assert.equal(statSync(join(folder, 'master.key')).mode & 0o777, 0o600);
  assert.equal(readFileSync(join(folder, 'master.key'), 'utf8').trim(), made);
  writeFileSync(join(folder, 'other.key'), `${KEY}\n`);
  assert.equal(reveal({ TOLLGATE_MASTER_KEY_FILE: join(folder, 'other.key') }), KEY);
  writeFileSync(join(folder, 'other.key'), 'short');
  assert.throws(() => reveal({ TOLLGATE_MASTER_KEY_FILE: join(folder, 'other.key') }), ConfigError);
  // A folder where the file should be, and a file where its folder should be: as root, too, nothing can be read there.
  for (const file of [folder, join(folder, 'other.key', 'master.key')]) {
    assert.throws(
      () => reveal({ TOLLGATE_MASTER_KEY_FILE: file }),
      (error: unknown) =>
        error instanceof ConfigError && error.message.startsWith(`The key file ${file} cannot be read or made (E`),
    );
  }
  const live = {
    TOLLGATE_MODE: 'live',
    TOLLGATE_URL: 'https://pay.example',
    TOLLGATE_MASTER_KEY_FILE: join(folder, 'none.key'),
  };
  assert.throws(() => reveal(live), /Live mode needs a master key/);
  rmSync(folder, { recursive: true });
});

test('every setting is documented: a name of ours, a default, a sentence', () => {
  const names = settings.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const { name, default: otherwise, about } of settings) {
    assert.match(name, /^(TOLLGATE_[A-Z0-9_]+|DATABASE_URL)$/);
    assert.ok(otherwise.length > 0 && about.length > 10);
  }
});

const strong = (seed: number): string =>
  Buffer.from(Array.from({ length: 32 }, (_, i) => (i * i * 7 + i * 31 + seed) % 256)).toString('hex');
const LIVE = {
  TOLLGATE_MODE: 'live',
  TOLLGATE_URL: 'https://pay.example',
  TOLLGATE_MASTER_KEY: strong(1),
  TOLLGATE_VAULT_KEY: strong(2),
};
const refusedLive = (environment: Readonly<Record<string, string>>, sentence: RegExp): void => {
  assert.throws(
    () => {
      requireClosedDoors(readConfig({ ...LIVE, ...environment }));
    },
    (error: unknown) => error instanceof ConfigError && sentence.test(error.message),
    JSON.stringify(environment),
  );
};

test('live mode takes no key that can be guessed, whichever way it is given; the sandbox does', () => {
  requireClosedDoors(readConfig(LIVE));
  const counting = Buffer.from(Array.from({ length: 32 }, (_, i) => 200 - 5 * i)).toString('hex');
  const text = Buffer.from('correct horse battery staple 123').toString('hex');
  for (const weak of [
    '0'.repeat(64),
    'ab'.repeat(32),
    '0123456789abcdef'.repeat(4),
    strong(1).slice(0, 32).repeat(2),
    counting,
    text,
  ]) {
    refusedLive({ TOLLGATE_MASTER_KEY: weak }, /^TOLLGATE_MASTER_KEY can be guessed: .* `openssl rand -hex 32`\.$/);
    refusedLive({ TOLLGATE_VAULT_KEY: `${strong(2)} ${weak}` }, /^TOLLGATE_VAULT_KEY can be guessed/);
    readConfig({ TOLLGATE_MASTER_KEY: weak }).masterKey();
  }
  refusedLive({ TOLLGATE_VAULT_KEY: strong(1) }, /^The master key and the vault key are the same\./);
});

test('live mode takes no key file that others can read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-config-'));
  const file = join(folder, 'some.key');
  writeFileSync(file, strong(3), { mode: 0o600 });
  const files = { TOLLGATE_MASTER_KEY: '', TOLLGATE_MASTER_KEY_FILE: file };
  requireClosedDoors(readConfig({ ...LIVE, ...files }));
  for (const mode of [0o604, 0o644, 0o666, 0o602]) {
    chmodSync(file, mode);
    refusedLive(files, /^Every user of this machine can get at the key file .*: `chmod o= /);
    refusedLive({ TOLLGATE_VAULT_KEY: '', TOLLGATE_VAULT_KEY_FILE: file }, /^Every user of this machine/);
  }
  rmSync(folder, { recursive: true });
});

test('live mode speaks to a database across a net by TLS, and to the net not at all by plain http', () => {
  refusedLive(
    { DATABASE_URL: 'postgres://u:hunter2@db.example/x' },
    /^DATABASE_URL leads to db\.example without TLS.*sslmode=verify-full/,
  );
  refusedLive(
    { DATABASE_URL: 'postgres://u:hunter2@db.example/x?sslmode=no-verify' },
    /^DATABASE_URL leads to db\.example by TLS that checks no certificate.*sslmode=verify-full/,
  );
  requireClosedDoors(readConfig({ ...LIVE, DATABASE_URL: 'postgres://db.example/x?sslmode=verify-full' }));
  for (const host of ['0.0.0.0', '::', '93.184.215.14', '2606:4700::1111']) {
    refusedLive({ TOLLGATE_HOST: host }, /^TOLLGATE_HOST is .* plain http/);
    requireClosedDoors(readConfig({ ...LIVE, TOLLGATE_HOST: host, TOLLGATE_TRUST_PROXY: '1' }));
  }
  for (const host of ['127.0.0.1', '::1', '10.0.0.7', 'gateway.internal'])
    requireClosedDoors(readConfig({ ...LIVE, TOLLGATE_HOST: host }));
});
