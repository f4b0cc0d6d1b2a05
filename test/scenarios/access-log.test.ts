/**
 * What a gateway says of the requests it answers: one line each, and nothing in it that a stranger or a customer wrote.
 */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { parseId } from '../../src/base/id.ts';
import { formFields, getPage, submitCard } from '../support/customer.ts';
import type { TestMerchant } from '../support/gateway.ts';
import { createMortalWorld, type MortalWorld } from '../support/mortal-world.ts';
import { aCard } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

type Line = {
  readonly level: number;
  readonly msg: string;
  readonly requestId?: string;
  readonly method?: string;
  readonly route?: string;
  readonly status?: number;
  readonly [field: string]: unknown;
};

const INFO = 30;
/** What a line about a request may hold, and pino's own. */
const FIELDS = [
  'level',
  'time',
  'msg',
  'requestId',
  'method',
  'route',
  'status',
  'durationMs',
  'merchantId',
  'outcome',
];
/** Stands wherever a caller can put something. */
const MARK = 'mark5c1f';

let world: MortalWorld;
let acme: TestMerchant;

before(async () => {
  world = await createMortalWorld({ TOLLGATE_LOG_LEVEL: 'info' });
  acme = await world.addMerchant();
});
after(() => world.close());

const linesOf = (from: MortalWorld): readonly Line[] =>
  from
    .log()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
const aboutRequests = (from: MortalWorld): readonly Line[] =>
  linesOf(from).filter(({ msg, route }) => /request/.test(msg) && route !== '/readyz');

const linesAt = (route: string): readonly Line[] => aboutRequests(world).filter((line) => line.route === route);

/** The one line about this request, once it is there. */
const lineOf = async (requestId: string): Promise<Line> => {
  await waitFor('the line', async () => aboutRequests(world).some((line) => line.requestId === requestId));
  const lines = aboutRequests(world).filter((line) => line.requestId === requestId);
  assert.equal(lines.length, 1, 'one line a request');
  return lines[0] ?? assert.fail();
};

const requestIdOf = (headers: Headers): string =>
  headers.get('API-Request-Id') ?? assert.fail('an answer without a request id');

test('a request of the API is one line: who, what, how it ended, how long it took', async () => {
  const { headers } = await acme.shop.call('POST', '/sessions', {
    body: { amount: 100, currency: 'EUR', successUrl: 'https://shop.example/a', failureUrl: 'https://shop.example/b' },
  });
  const line = await lineOf(requestIdOf(headers));
  const { time, durationMs, merchantId, ...rest } = line;
  assert.deepEqual(rest, {
    level: INFO,
    requestId: requestIdOf(headers),
    method: 'POST',
    route: '/api2/sessions',
    status: 200,
    msg: 'a request was answered',
  });
  assert.ok(typeof durationMs === 'number' && durationMs > 0 && durationMs < 60_000);
  assert.ok(Math.abs(Date.parse(String(time)) - Date.now()) < 60_000);
  assert.equal(merchantId, parseId('merchant', acme.merchantId));
});

test('whatever is asked, the line has the route and nothing that the caller wrote', async () => {
  const paths: readonly (readonly [method: string, path: string, route: string, status: number])[] = [
    ['GET', `/sessions?${MARK}=${MARK}`, '/api2/sessions', 400],
    ['GET', `/sessions/ps_${MARK}`, '/api2/sessions/:id', 404],
    ['GET', `/sessions?merchantReferenceId=${MARK}`, '/api2/sessions', 200],
    ['DELETE', `/webhook-endpoints/we_${MARK}`, '/api2/webhook-endpoints/:id', 404],
    ['GET', `/${MARK}`, '(none)', 404],
    ['PUT', `/sessions/ps_${MARK}`, '(none)', 405],
  ];
  for (const [method, path, route, status] of paths) {
    const answer = await fetch(`${world.url}/api2${path}`, {
      method,
      headers: { 'X-Api-Key': acme.apiKey, 'User-Agent': MARK, Referer: `https://${MARK}.example` },
    });
    const line = await lineOf(requestIdOf(answer.headers));
    assert.deepEqual([line.method, line.route, line.status], [method, route, status], path);
    assert.equal(answer.status, status, path);
  }
  const stranger = await fetch(`${world.url}/api2/sessions`, { headers: { 'X-Api-Key': MARK } });
  const line = await lineOf(requestIdOf(stranger.headers));
  assert.equal(line.status, 401);
  assert.equal('merchantId' in line, false);
  assertOnlyKnownFields();
});

test('the page and its card form: neither the token of the address nor a field is told', async () => {
  const session = await acme.shop.createSession({ merchantReferenceId: MARK });
  const page = await getPage(session.paymentUrl);
  const { status } = await submitCard(page, { ...aCard, cardholderName: `Ada ${MARK}` });
  assert.equal(status, 200);
  await waitFor('two lines', async () => linesAt('/pay/:token').length >= 2);
  assert.deepEqual(
    linesAt('/pay/:token').map(({ method, status: told }) => [method, told]),
    [
      ['GET', 200],
      ['POST', 200],
    ],
  );
  const token = new URL(session.paymentUrl).pathname.split('/').at(-1) ?? assert.fail();
  assert.equal(world.log().includes(token), false);
  assertOnlyKnownFields();
});

test('an address that cannot be read is one line', async () => {
  const before = linesAt('(none)').length;
  await sendRaw(`GET /api2/%E0%A4%A${MARK} HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n`);
  await waitFor('a line', async () => linesAt('(none)').length > before);
  assert.deepEqual(
    linesAt('(none)')
      .slice(before)
      .map(({ method, status }) => [method, status]),
    [['GET', 404]],
  );
  assertOnlyKnownFields();
});

test('a customer who goes before the answer is one line, which does not say that there was one', async () => {
  await world.acquirer.setFault({ kind: 'lateAnswer', match: { order: 'gone' }, count: 1, ms: 10_000 });
  const session = await acme.shop.createSession({ merchantReferenceId: 'gone' });
  const page = await getPage(session.paymentUrl);
  await waitFor('the line of the page', async () => linesAt('/pay/:token').at(-1)?.method === 'GET');
  const before = linesAt('/pay/:token').length;
  const going = new AbortController();
  const paying = fetch(page.url, {
    method: 'POST',
    body: new URLSearchParams({ ...formFields(page.html), ...aCard }),
    signal: going.signal,
  }).catch(() => 'gone');
  await waitFor(
    'the bank has it',
    async () => (await world.acquirer.journal({ order: 'gone', event: 'approved' })).length === 1,
  );
  going.abort();
  assert.equal(await paying, 'gone');
  await waitFor('the payment', async () => (await acme.shop.session(session.id)).status === 'completed');
  await waitFor('a line', async () => linesAt('/pay/:token').length > before);
  // The process ends by itself, so whatever it had to say is there.
  assert.equal(await world.stop(), 0);
  assert.deepEqual(
    linesAt('/pay/:token')
      .slice(before)
      .map(({ msg, outcome, status }) => [msg, outcome, status]),
    [['a request was abandoned by its client', 'senderGone', undefined]],
  );
  assertOnlyKnownFields();
  await world.start();
});

test('the level decides: from warn on, answered requests are not told', async () => {
  const quiet = await createMortalWorld({ TOLLGATE_LOG_LEVEL: 'warn' });
  try {
    const shop = (await quiet.addMerchant()).shop;
    await shop.createSession();
    assert.equal(await quiet.stop(), 0);
    assert.deepEqual(linesOf(quiet), []);
  } finally {
    await quiet.close();
  }
});

test('what was answered before a stop is written before the process ends', async () => {
  const ids = await Promise.all(
    Array.from({ length: 50 }, async () => requestIdOf((await acme.shop.call('GET', '/sessions')).headers)),
  );
  assert.equal(await world.stop(), 0);
  const told = aboutRequests(world).map(({ requestId }) => requestId);
  assert.deepEqual(
    ids.filter((id) => told.filter((one) => one === id).length !== 1),
    [],
  );
  await world.start();
});

const assertOnlyKnownFields = (): void => {
  const known = new Set(FIELDS);
  for (const line of aboutRequests(world))
    assert.deepEqual(
      Object.keys(line).filter((name) => !known.has(name)),
      [],
    );
  assert.equal(world.log().includes(MARK), false, 'something that a caller wrote');
};

/** Sends these very bytes, which no client would, and waits for the end. */
const sendRaw = (bytes: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(world.url).port), '127.0.0.1', () => socket.write(bytes));
    socket
      .on('error', reject)
      .on('end', () => socket.end())
      .on('close', () => {
        resolve();
      })
      .resume();
  });
