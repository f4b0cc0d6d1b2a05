/**
 * Every route there is, with every method and without: no answer is an accident. And what an answer says about https.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { METHODS, request as sendRequest } from 'node:http';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { startGateway } from '../../src/app.ts';
import { createAdmin } from '../../src/admin.ts';
import { loadOpenApi } from '../support/contract.ts';
import { freePort } from '../support/free-port.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { aSession } from '../support/shop.ts';
import { configOf, createWorld, type TestMerchant, type World } from '../support/gateway.ts';

let world: World;
let acme: TestMerchant;
let paths: readonly string[];

before(async () => {
  world = await createWorld();
  acme = await world.addMerchant();
  const { paymentUrl } = await acme.shop.createSession();
  const page = new URL(paymentUrl).pathname;
  const token = page.split('/').at(-1) ?? '';
  const rest = ['status', 'challenge', 'method', 'abandon', 'continue'];
  paths = [
    ...Object.keys((await loadOpenApi(world.gatewayUrl)).paths).map(
      (path) => `/api2${path.replace(/\{\w+\}/g, 'none')}`,
    ),
    ...[
      '/',
      '/docs',
      '/docs/errors',
      '/docs/errors.md',
      '/docs/search',
      '/llms.txt',
      '/api2/openapi.json',
      '/api2',
      '/pay/',
    ],
    ...[
      '/payment/se/keys.do',
      '/healthz',
      '/readyz',
      '/metrics',
      '/3ds/method',
      '/3ds/returned',
      '/3ds/results',
      '/nowhere',
      '/api2/nowhere',
    ],
    ...[page, ...rest.map((one) => `${page}/${one}`)],
    ...[`/authenticate/${token}`, ...rest.map((one) => `/authenticate/${token}/${one}`)],
  ];
});
after(() => world.close());

type Got = { readonly status: number; readonly allow: string | undefined; readonly requestId: unknown };

const send = (method: string, path: string, headers: Readonly<Record<string, string>>): Promise<Got> =>
  new Promise((resolve, reject) => {
    const sent = sendRequest(`${world.gatewayUrl}${path}`, { method, headers, agent: false }, (answer) => {
      answer.resume().on('end', () => {
        resolve({
          status: answer.statusCode ?? 0,
          allow: answer.headers.allow,
          requestId: answer.headers['api-request-id'],
        });
      });
    });
    sent.on('error', reject).end();
  });

/** Deleting and doing come last: nothing here exists but the page, which may end. */
const methods = METHODS.filter((one) => one !== 'CONNECT');

const assertTold = (name: string, method: string, { status, allow, requestId }: Got): void => {
  assert.ok(status >= 200 && status < 500, `${name}: ${status}`);
  if (status !== 405) return;
  assert.ok(allow !== undefined && !allow.split(', ').includes(method), `${name}: ${allow}`);
  assert.match(String(requestId), /./, name);
};

test('every method at every route, with a key and without: an answer that says what is wrong, and never 5xx', async () => {
  assert.ok(paths.length > 40, `${paths.length} routes`);
  for (const path of paths) {
    const withKey = await Promise.all(methods.map((method) => send(method, path, { 'X-Api-Key': acme.apiKey })));
    const without = await Promise.all(methods.map((method) => send(method, path, {})));
    for (const answers of [withKey, without])
      for (const [index, got] of answers.entries()) assertTold(`${methods[index]} ${path}`, methods[index] ?? '', got);
    // Whether there is a method is no secret, and the same for everybody.
    assert.deepEqual(
      withKey.map(({ status }) => status === 405),
      without.map(({ status }) => status === 405),
      path,
    );
  }
});

test('every answer says what it is, is not guessed at, and is framed and scripted by nobody but our own pages', async () => {
  for (const path of paths) {
    for (const method of ['GET', 'POST', 'PUT']) {
      const answer = await fetch(`${world.gatewayUrl}${path}`, { method, redirect: 'manual' });
      const body = await answer.text();
      const told = `${method} ${path} ${answer.status}`;
      assert.equal(answer.headers.get('access-control-allow-credentials'), null, told);
      // Other origins read what is for everybody, and nothing else.
      const isForAll = answer.status === 200 && ['/api2/openapi.json', '/payment/se/keys.do'].includes(path);
      assert.equal(answer.headers.get('access-control-allow-origin'), isForAll ? '*' : null, told);
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff', told);
      if (answer.status >= 300 && answer.status < 400) continue;
      const policy = answer.headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'none'/, told);
      assert.doesNotMatch(policy, /unsafe-(inline|eval)|\*/, told);
      // Issuers frame the page that ends their look at the browser; there is nothing on it.
      if (path !== '/3ds/method') assert.match(policy, /frame-ancestors '(none|self)'/, told);
      if (body === '') continue;
      assert.match(
        answer.headers.get('content-type') ?? '',
        /^(text\/\w+; ?(.*; ?)?charset=utf-8|application\/(problem\+)?json.*)/,
        told,
      );
    }
  }
});

test('two Hosts are refused at every kind of route', async () => {
  const { port } = new URL(world.gatewayUrl);
  for (const path of paths) {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1');
      let text = '';
      socket.setEncoding('utf8').on('data', (part: string) => (text += part));
      socket.on('end', () => {
        resolve(text);
      });
      socket.on('error', reject);
      const host = `Host: 127.0.0.1:${port}\r\nHost: evil.example\r\n`;
      socket.write(`GET ${path} HTTP/1.1\r\n${host}X-Api-Key: ${acme.apiKey}\r\nConnection: close\r\n\r\n`);
    });
    assert.match(answer, /^HTTP\/1\.1 400 /, path);
    // Customers see a page, all others a problem.
    assert.match(answer, /invalid_http|<!doctype html>/, path);
  }
});

test('in live mode everything says to come by https only: documentation, what succeeds, and the page', async () => {
  const [port, database] = await Promise.all([freePort(), createTestDatabase()]);
  const config = configOf({
    databaseUrl: database.url,
    acquirerUrl: world.acquirer.url,
    threeDsUrl: world.threeDs.url,
    port,
    environment: {
      TOLLGATE_MODE: 'live',
      TOLLGATE_URL: 'https://pay.example',
      TOLLGATE_TRUST_PROXY: '1',
      TOLLGATE_MASTER_KEY: randomBytes(32).toString('hex'),
      TOLLGATE_VAULT_KEY: randomBytes(32).toString('hex'),
    },
  });
  const gateway = await startGateway(config);
  const admin = createAdmin(config);
  try {
    const { apiKey } = await admin.createMerchant({ name: 'Live' });
    const headers = { 'X-Api-Key': apiKey, 'Content-Type': 'application/json' };
    const made = await fetch(`http://127.0.0.1:${port}/api2/sessions`, {
      method: 'POST',
      headers,
      body: JSON.stringify(aSession),
    });
    const session = (await made.json()) as { paymentUrl: string };
    assert.equal(made.headers.get('strict-transport-security'), 'max-age=31536000');
    const page = new URL(session.paymentUrl).pathname;
    for (const path of [
      '/docs',
      '/docs/errors',
      '/',
      '/llms.txt',
      '/api2/openapi.json',
      '/api2/sessions',
      page,
      '/pay/none',
      '/healthz',
    ]) {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers, redirect: 'manual' });
      await answer.arrayBuffer();
      assert.equal(answer.headers.get('strict-transport-security'), 'max-age=31536000', `${path} ${answer.status}`);
      if (path === page || path === '/api2/sessions') assert.equal(answer.status, 200, path);
    }
  } finally {
    await Promise.all([gateway.stop(), admin.close()]);
    await database.drop();
  }
});
