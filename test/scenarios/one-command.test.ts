/**
 * `npm start` as a developer meets it: one command, everything answers, the data stays, and what is in the way is one
 * sentence.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { settings } from '../../src/config.ts';
import { payByForm } from '../support/customer.ts';
import { createStarter, type Environment, type Starter } from '../support/npm-start.ts';
import { aCard, createShop } from '../support/shop.ts';

let starter: Starter;
let dataDir: string;
let ports: Environment;

before(async () => {
  starter = await createStarter();
  ({ dataDir, ports } = starter);
});
after(() => starter.close());

const run: Starter['run'] = (environment, options) => starter.run(environment, options);

/** It ends by itself with exit code 1 and one sentence. */
const refuses = async (environment: Environment, sentence: RegExp, options?: readonly string[]): Promise<void> => {
  const { code, errors } = await run(environment, options).ended;
  const lines = errors
    .trim()
    .split('\n')
    .filter((line) => !/ExperimentalWarning|trace-warnings/.test(line));
  assert.equal(code, 1, errors);
  assert.equal(lines.length, 1, errors);
  assert.match(lines[0] ?? '', sentence);
};

test(
  'the first start makes a merchant, the second finds it and all its payments again',
  { timeout: 500_000 },
  async () => {
    const first = run();
    const demo = await first.demo;
    for (const url of [
      `${demo.gateway}/readyz`,
      `${demo.gateway}/docs`,
      `${demo.gateway}/test-cards`,
      `${demo.store}/healthz`,
      `${demo.acquirer}/healthz`,
      `${demo.threeds}/healthz`,
    ]) {
      assert.equal((await fetch(url)).status, 200, url);
    }
    const file = join(dataDir, 'demo.json');
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), demo);
    assert.equal(statSync(join(dataDir, 'master.key')).mode & 0o777, 0o600);
    assert.equal(statSync(join(dataDir, 'logs')).mode & 0o077, 0, 'others may read the logs');

    const shop = createShop({ gatewayUrl: demo.gateway, apiKey: demo.apiKey });
    const session = await shop.createSession();
    const { left } = await payByForm(session.paymentUrl, aCard);
    assert.match(String(left), /status=completed/);

    await refuses({}, /^Another Tollgate \(process \d+\) already runs on /);
    const elsewhere = mkdtempSync(join(tmpdir(), 'tollgate-start-'));
    await refuses(
      { TOLLGATE_DATA_DIR: elsewhere },
      /^Port \d+ \(gateway\) is already in use: stop the program that has it, or set TOLLGATE_PORT/,
    );
    assert.deepEqual(readdirSync(elsewhere), [], 'a start that was refused left something behind');
    rmSync(elsewhere, { recursive: true });

    first.process.kill('SIGINT');
    assert.equal((await first.ended).code, 0);
    await assert.rejects(fetch(`${demo.gateway}/healthz`));

    const second = run();
    const again = await second.demo;
    assert.deepEqual({ ...again, signInLink: demo.signInLink, operatorLink: demo.operatorLink }, demo);
    assert.notEqual(again.signInLink, demo.signInLink, 'each start has a link of its own');
    assert.match(await (await fetch(again.signInLink ?? '')).text(), /signs you in as <b>owner@demo\.example<\/b>/);
    const operator = await fetch(again.operatorLink ?? '');
    assert.match(await operator.text(), /signs you in as <b>operator@demo\.example<\/b>/);
    assert.equal((await shop.session(session.id)).paymentStatus, 'paid');
    second.process.kill('SIGTERM');
    const { code, errors } = await second.ended;
    assert.equal(code, 0, errors);
  },
);

const banks = {
  TOLLGATE_ACQUIRER_URL: 'https://acquirer.example',
  TOLLGATE_THREEDS_URL: 'https://ds.example',
  TOLLGATE_TRUST_PROXY: 'none',
};

describe('what is in the way is one sentence and exit 1', () => {
  for (const [setting, sentence] of [
    ['TOLLGATE_STORE_PORT', /^Port \d+ \(online store\) is already in use: .*TOLLGATE_STORE_PORT=\d+/],
    ['TOLLGATE_THREEDS_PORT', /^Port \d+ \(3-D Secure simulator\) is already in use: .*TOLLGATE_THREEDS_PORT=\d+/],
  ] as const) {
    test(`${setting} that another program has`, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => {
        server.listen(Number(ports[setting]), '127.0.0.1', resolve);
      });
      await refuses({}, sentence);
      await new Promise((resolve) => server.close(resolve));
    });
  }

  for (const [name, environment, sentence] of [
    [
      'a port that is none',
      { TOLLGATE_PORT: 'eighty' },
      /^TOLLGATE_PORT is "eighty"; it must be a whole number from 1 to 65535\.$/,
    ],
    ['a mode nobody knows', { TOLLGATE_MODE: 'test' }, /^TOLLGATE_MODE is "test"; it must be one of sandbox, live\.$/],
    ['a key that is too short', { TOLLGATE_MASTER_KEY: 'abc' }, /^TOLLGATE_MASTER_KEY must be 64 hex digits/],
    [
      'an address without http',
      { TOLLGATE_URL: 'gateway.example' },
      /^TOLLGATE_URL is "gateway\.example"; it must be an address/,
    ],
    [
      'live without a key',
      { TOLLGATE_MODE: 'live', TOLLGATE_URL: 'https://pay.example', ...banks },
      /^Live mode needs a master key/,
    ],
    [
      'live over plain http',
      { TOLLGATE_MODE: 'live', TOLLGATE_URL: 'http://pay.example' },
      /^TOLLGATE_URL is "http:\/\/pay\.example"/,
    ],
    [
      'live without a word about proxies',
      { TOLLGATE_MODE: 'live', TOLLGATE_URL: 'https://pay.example', ...banks, TOLLGATE_TRUST_PROXY: '' },
      /^TOLLGATE_TRUST_PROXY is not set; live mode needs to know how many reverse proxies/,
    ],
    [
      'live without a key for stored cards',
      {
        TOLLGATE_MODE: 'live',
        TOLLGATE_URL: 'https://pay.example',
        TOLLGATE_MASTER_KEY: randomBytes(32).toString('hex'),
        ...banks,
      },
      /^Live mode needs a vault key/,
    ],
    [
      'live with a key for stored cards that is none',
      {
        TOLLGATE_MODE: 'live',
        TOLLGATE_URL: 'https://pay.example',
        TOLLGATE_MASTER_KEY: randomBytes(32).toString('hex'),
        TOLLGATE_VAULT_KEY: 'abc',
        ...banks,
      },
      /^TOLLGATE_VAULT_KEY must hold keys of 64 hex digits/,
    ],
    [
      'an address of a database that cannot be read',
      { DATABASE_URL: 'postgres://user:secret@host:99999999/db' },
      /^DATABASE_URL cannot be read \(Invalid URL\); [^/@]+$/,
    ],
    [
      'a database that is no PostgreSQL',
      { DATABASE_URL: 'mysql://user:secret@host/db' },
      /^DATABASE_URL must begin with postgres:\/\/ or postgresql:\/\/ and hold no "#"\.$/,
    ],
    [
      'two parts on one port',
      { TOLLGATE_PORT: '18099', TOLLGATE_STORE_PORT: '18099' },
      /^TOLLGATE_PORT and TOLLGATE_STORE_PORT are both 18099/,
    ],
  ] as const) {
    test(name, async () => {
      const own = mkdtempSync(join(tmpdir(), 'tollgate-start-'));
      await refuses({ TOLLGATE_DATA_DIR: own, ...environment }, sentence);
      rmSync(own, { recursive: true });
    });
  }

  test('something else in the place of the database', async () => {
    const own = mkdtempSync(join(tmpdir(), 'tollgate-start-'));
    mkdirSync(join(own, 'postgres'));
    await refuses({ TOLLGATE_DATA_DIR: own }, /postgres is no database that Tollgate made, or a damaged one/, []);
    rmSync(own, { recursive: true });
  });

  test('an acquirer nobody knows', () =>
    refuses({}, /^--acquirer is "strip"; it must be one of sandbox, stripe, adyen, iso8583\.$/, [
      '--acquirer',
      'strip',
    ]));

  test('a simulated acquirer in live mode', () =>
    refuses(
      { TOLLGATE_MODE: 'live', TOLLGATE_URL: 'https://pay.example', ...banks },
      /^--acquirer chooses a simulated host: live mode has none/,
      ['--acquirer', 'stripe'],
    ));

  test('an option nobody knows', () => refuses({}, /--jason.*`npm start -- --help` lists what there is/, ['--jason']));

  test('--help lists every setting and starts nothing', async () => {
    const { code, out } = await run({}, ['--help']).ended;
    assert.equal(code, 0);
    for (const { name } of settings) assert.ok(out.includes(name), name);
  });
});
