/** Signing in, and what a person reads when something is wrong; against a server that answers as the gateway does. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { environmentOf, MAIN, tollgate } from './command.fixture.ts';

const KEY = `tgs${'k'.repeat(33)}4a5b`;
const home = mkdtempSync(join(tmpdir(), 'tollgate-home-'));
const config = join(home, '.config/tollgate/config.json');
const keys: string[] = [];
let url = '';

const server = createServer((request, response) => {
  const key = String(request.headers['x-api-key']);
  keys.push(key);
  const answer = (status: number, body: object): void => {
    response.writeHead(status, { 'Content-Type': 'application/json', 'API-Request-Id': 'req_1' });
    response.end(JSON.stringify(body));
  };
  const problem = (status: number, code: string, message: string, errors: readonly object[] = []): void =>
    answer(status, { code, message, errors, status, requestId: 'req_1' });
  if (key === 'dead') problem(401, 'invalid_request', 'There is no such API key.');
  else if (key === 'narrow') problem(403, 'forbidden', 'This key may not read sessions.');
  else if (request.method === 'POST')
    problem(422, 'invalid_fields', 'The body has two fields to correct.', [
      { pointer: '/currency', code: 'currency', message: 'currency is not one of ISO 4217.' },
      { pointer: '/successUrl', code: 'form', message: 'It is not an address.' },
    ]);
  else answer(200, { data: [], hasMore: false, nextCursor: null });
});

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
  rmSync(home, { recursive: true, force: true });
});

test('a key that is piped in is checked, stored for this user alone, and shown nowhere', async () => {
  const { code, stdout, stderr } = await tollgate(home, ['login', '--base-url', url], { input: `${KEY}\n` });
  assert.equal(code, 0, stderr);
  assert.deepEqual(keys, [KEY]);
  assert.doesNotMatch(stdout + stderr, new RegExp(KEY));
  assert.equal(statSync(config).mode & 0o777, 0o600);
  assert.equal(statSync(join(config, '..')).mode & 0o777, 0o700);
  const { stdout: who } = await tollgate(home, ['whoami', '--json']);
  assert.deepEqual(JSON.parse(who), {
    profile: 'default',
    baseUrl: url,
    apiKey: 'tgs…4a5b',
    mode: 'sandbox',
    source: 'file',
    profiles: ['default'],
  });
});

test('profiles stand beside each other; the environment wins; logout forgets one', async () => {
  const narrow = ['login', '--profile', 'narrow', '--base-url', url, '--api-key', 'narrow'];
  assert.equal((await tollgate(home, narrow)).code, 0, 'a key that may less is a key');
  keys.length = 0;
  await tollgate(home, ['events', 'list', '--profile', 'narrow']);
  await tollgate(home, ['events', 'list'], { env: { TOLLGATE_API_KEY: 'from-the-environment' } });
  assert.deepEqual(keys, ['narrow', 'from-the-environment']);
  assert.match((await tollgate(home, ['logout', '--profile', 'narrow'])).stdout, /^Signed out as "narrow"\./);
  const { code, stderr } = await tollgate(home, ['whoami', '--profile', 'narrow']);
  assert.deepEqual(
    [code, /^Nobody is signed in as "narrow": run `tollgate login --profile narrow`/.test(stderr)],
    [3, true],
  );
  assert.equal((await tollgate(home, ['whoami'])).code, 0);
});

test('a key that is not taken is not stored, and neither is one whose gateway does not answer', async () => {
  const before = readFileSync(config, 'utf8');
  const dead = await tollgate(home, ['login', '--base-url', url, '--api-key', 'dead']);
  assert.deepEqual(
    [dead.code, dead.stderr],
    [3, 'There is no such API key.\nSign in again: `tollgate login`.\nRequest id: req_1\n'],
  );
  const env = { TOLLGATE_BASE_URL: 'http://127.0.0.1:1' };
  const away = await tollgate(home, ['whoami'], { env });
  assert.equal(away.code, 4, away.stderr);
  assert.equal(readFileSync(config, 'utf8'), before);
});

test('the demo of a gateway that runs here is found from any folder below', async () => {
  const project = join(home, 'project');
  mkdirSync(join(project, '.tollgate'), { recursive: true });
  writeFileSync(join(project, '.tollgate/demo.json'), JSON.stringify({ gateway: url, apiKey: KEY }));
  mkdirSync(join(project, 'src/deep'), { recursive: true });
  const run = (cwd: string) =>
    spawnSync(process.execPath, [MAIN, 'login', '--demo'], {
      cwd,
      env: environmentOf(home, { XDG_CONFIG_HOME: join(home, 'elsewhere') }),
    });
  // In a process of its own the server of this test would not answer while we wait, so only the search is looked at.
  const nowhere = run(home);
  assert.equal(nowhere.status, 1);
  assert.match(String(nowhere.stderr), /There is no \.tollgate\/demo\.json here or above/);
  const { findDemo } = await import('./demo.ts');
  assert.deepEqual(findDemo({ environment: {}, folder: join(project, 'src/deep') }), { baseUrl: url, apiKey: KEY });
  assert.equal(existsSync(join(home, 'elsewhere')), false);
});

test('a refusal names every wrong field on a line of its own, and the request; for programs as JSON', async () => {
  const words = ['sessions', 'create', '--currency', 'XXX', '--success-url', 'nowhere'];
  const refused = await tollgate(home, words);
  assert.equal(refused.code, 1);
  assert.deepEqual(refused.stderr.trim().split('\n'), [
    'The body has two fields to correct.',
    '  currency is not one of ISO 4217.',
    '  /successUrl: It is not an address.',
    'Request id: req_1',
  ]);
  const { stdout, stderr } = await tollgate(home, [...words, '--json']);
  assert.equal(stdout, '');
  const { error } = JSON.parse(stderr) as { error: { code: string; requestId: string; errors: readonly object[] } };
  assert.deepEqual([error.code, error.requestId, error.errors.length], ['invalid_fields', 'req_1', 2]);
});

test('a wrong call is one sentence, and asks no gateway', async () => {
  keys.length = 0;
  const calls: readonly (readonly [readonly string[], RegExp])[] = [
    [['trigger'], /needs <event>/],
    [['trigger', 'session.complete'], /did you mean session\.completed\?/],
    [['trigger', 'session.created', '--session', 'ps_1'], /--session cannot be given/],
    [['events', 'shwo'], /did you mean `tollgate events show`\?/],
    [['events', 'show', 'ev_1', 'ev_2'], /"ev_2" is one word too many/],
    [['sessions', 'list', '--status', 'over'], /it must be open, completed or expired/],
    [['payments', 'create', '--amount', '1.5'], /--amount must be a whole number/],
    [['listen', '--forward-to', 'localhost:3000'], /must be an address that begins with http/],
    [['rehearse', 'http://127.0.0.1:1', '--secret', 'abc'], /must be "whsec_" followed by base64/],
  ];
  for (const [words, says] of calls) {
    const { code, stdout, stderr } = await tollgate(home, words);
    assert.deepEqual([code, stdout, stderr.trim().split('\n').length], [2, '', 1], `${words.join(' ')}: ${stderr}`);
    assert.match(stderr, says);
  }
  assert.deepEqual(keys, []);
});

test('bash completes commands, flags and the words that they take', async () => {
  const { stdout: program } = await tollgate(home, ['completion', 'bash']);
  const complete = (...words: readonly string[]): readonly string[] => {
    const typed = ['tollgate', ...words];
    const script = `${program}
COMP_WORDS=(${typed.map((word) => `'${word}'`).join(' ')})
COMP_CWORD=${String(typed.length - 1)}
_tollgate
printf '%s\\n' "\${COMPREPLY[@]}"`;
    return spawnSync('bash', ['-c', script], { encoding: 'utf8' }).stdout.trim().split('\n');
  };
  assert.deepEqual(complete('reh'), ['rehearse']);
  assert.deepEqual(complete('events', 'res'), ['resend']);
  assert.deepEqual(complete('trigger', 'session.c'), ['session.created', 'session.completed']);
  assert.deepEqual(complete('trigger', 'session.completed', '--se'), ['--session']);
  assert.deepEqual(complete('sessions', 'list', '--status', 'ex'), ['expired']);
  assert.deepEqual(complete('completion', ''), ['bash', 'zsh', 'fish', '--json', '--help']);
});
