/** `rehearse` against the example store, which takes everything, and against shops that are wrong in one way each. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, test, type TestContext } from 'node:test';
import { createTollgate, verifyWebhook } from '../../sdk.ts';
import { createLiveOrders } from '../../../../../examples/online-store/src/live.ts';
import { openOrders } from '../../../../../examples/online-store/src/orders.ts';
import { readSettings } from '../../../../../examples/online-store/src/settings.ts';
import { createShop } from '../../../../../examples/online-store/src/shop.ts';
import { listen } from '../../../../../examples/online-store/src/web.ts';
import { tollgate } from '../command.fixture.ts';

const SECRET = `whsec_${Buffer.from('of the rehearsal, thirty-two byt').toString('base64')}`;
const folder = mkdtempSync(join(tmpdir(), 'tollgate-rehearse-'));
after(() => rmSync(folder, { recursive: true, force: true }));

type Report = {
  readonly grade: string;
  readonly checks: readonly {
    readonly name: string;
    readonly grade: string;
    readonly saw: string;
    readonly change?: string;
  }[];
};

const rehearse = async (url: string, ...more: readonly string[]) => {
  const words = ['rehearse', url, '--secret', SECRET, '--slow-ms', '1', '--json', ...more];
  const { code, stdout, stderr } = await tollgate(folder, words);
  assert.notEqual(stdout, '', stderr);
  const report = JSON.parse(stdout) as Report;
  const graded = (grade: string) => report.checks.filter((one) => one.grade === grade).map(({ name }) => name);
  return { code, report, graded };
};

type Hear = (body: string, headers: IncomingHttpHeaders, response: ServerResponse) => void;

/** A shop of a few lines. */
const openShop = async (t: TestContext, hear: Hear): Promise<string> => {
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      hear('', request.headers, response);
      return;
    }
    const hearAll = (chunks: unknown[]): void => {
      try {
        hear(Buffer.concat(chunks as Buffer[]).toString('utf8'), request.headers, response);
      } catch {
        response.writeHead(500).end('oops');
      }
    };
    // A request that breaks off is forgotten.
    request.toArray().then(hearAll, () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hook`;
};

/** Answers 400 to what is not signed, as a right shop does. */
const verified = (body: string, headers: IncomingHttpHeaders, response: ServerResponse) => {
  try {
    return verifyWebhook(body, headers, SECRET);
  } catch {
    response.writeHead(400).end();
    return undefined;
  }
};

test('the example store passes every check', async (t) => {
  const orders = openOrders(':memory:');
  const live = createLiveOrders();
  const settings = readSettings({
    TOLLGATE_URL: 'http://gateway.test',
    TOLLGATE_API_KEY: 'k'.repeat(40),
    TOLLGATE_WEBHOOK_SECRET: SECRET,
  });
  const api = createTollgate({ apiKey: settings.apiKey, baseUrl: settings.gatewayUrl });
  const deps = { settings, orders, live, tollgate: api, log: () => undefined, nowMs: () => Date.now() };
  const server = await listen({ host: '127.0.0.1', port: 0 }, createShop(deps));
  t.after(async () => {
    live.close();
    await server.close();
    orders.close();
  });
  const { code, report, graded } = await rehearse(`http://127.0.0.1:${String(server.port)}/webhooks/tollgate`);
  assert.deepEqual(
    [code, report.grade, graded('pass').length],
    [0, 'pass', report.checks.length],
    JSON.stringify(report),
  );
  assert.ok(report.checks.length >= 16);
});

test('a shop that checks no signature', async (t) => {
  const url = await openShop(t, (body, _, response) => {
    JSON.parse(body);
    response.writeHead(204).end();
  });
  const { code, report, graded } = await rehearse(url);
  assert.deepEqual([code, graded('fail')], [1, ['unsigned', 'wrongSignature', 'stale']]);
  // It dies of what is no JSON, which is no answer either.
  assert.deepEqual(graded('warn'), ['notJson']);
  assert.match(report.checks.find(({ name }) => name === 'unsigned')?.change ?? '', /anybody can post here/);
});

test('a shop that answers 500 to what it has, and to what it does not know', async (t) => {
  const ids = new Set<string>();
  const url = await openShop(t, (body, headers, response) => {
    const event = verified(body, headers, response);
    if (event === undefined) return;
    if (ids.has(event.id)) throw new Error('duplicate key value violates unique constraint');
    ids.add(event.id);
    if (!['session.created', 'session.completed', 'session.expired'].includes(event.type)) throw new Error('what?');
    response.writeHead(200).end();
  });
  const { code, graded, report } = await rehearse(url);
  assert.deepEqual([code, graded('fail')], [1, ['duplicate', 'duplicateAtOnce', 'unknownType']]);
  assert.match(report.checks.find(({ name }) => name === 'duplicateAtOnce')?.saw ?? '', /^4 of 5: 500 "oops"/);
});

test('a shop that parses before it verifies, and looks at no time', async (t) => {
  const url = await openShop(t, (body, headers, response) => {
    const printedAgain = JSON.stringify(JSON.parse(body));
    const [, at = '', given = ''] = /^t=(\d+),v1=([0-9a-f]+)/.exec(String(headers['x-signature'])) ?? [];
    const right = createHmac('sha256', SECRET).update(`${printedAgain}.${at}`).digest('hex');
    response.writeHead(given === right ? 200 : 400).end();
  });
  const { code, graded } = await rehearse(url);
  assert.deepEqual([code, graded('fail'), graded('warn')], [1, ['stale', 'bytes'], ['notJson', 'rotation']]);
});

test('a shop that compares the beginning of a signature, and keeps the last one alone', async (t) => {
  const url = await openShop(t, (body, headers, response) => {
    const [, at = ''] = /t=(\d+)/.exec(String(headers['x-signature'])) ?? [];
    const given = String(headers['x-signature']).split('v1=').at(-1) ?? '';
    const right = createHmac('sha256', SECRET).update(`${body}.${at}`).digest('hex');
    const isFresh = Math.abs(Date.now() / 1_000 - Number(at)) < 300;
    response.writeHead(isFresh && right.startsWith(given) ? 200 : 400).end();
  });
  const { graded } = await rehearse(url);
  assert.deepEqual([graded('fail'), graded('warn')], [['wrongSignature'], ['rotation']]);
});

test('a shop whose count shows that a repetition counted, behind a 200', async (t) => {
  let paid = 0;
  const url = await openShop(t, (body, headers, response) => {
    if (body === '') {
      response.writeHead(200).end(`paid: ${String(paid)}`);
      return;
    }
    const event = verified(body, headers, response);
    if (event === undefined) return;
    if (event.type === 'session.completed') paid++;
    response.writeHead(200).end();
  });
  const { graded } = await rehearse(url, '--state-url', url, '--only', 'duplicate,unsigned');
  assert.deepEqual([graded('fail'), graded('pass')], [['duplicate'], ['correct', 'unsigned']]);
});

test('with another secret nothing is judged but that', async (t) => {
  const url = await openShop(t, (_, __, response) => response.writeHead(401).end());
  const { code, report, graded } = await rehearse(url);
  assert.deepEqual([code, graded('fail'), graded('skipped').length], [1, ['correct'], report.checks.length - 1]);
});

test('a shop that does not know the order is told so, and takes everything with one that it knows', async (t) => {
  const url = await openShop(t, (body, headers, response) => {
    const event = verified(body, headers, response);
    if (event === undefined) return;
    const isKnown = event.type !== 'session.completed' || event.data.object.merchantReferenceId === 'order-1042';
    response.writeHead(isKnown ? 200 : 404).end('no such order');
  });
  const { report } = await rehearse(url);
  assert.match(report.checks[0]?.change ?? '', /--reference/);
  assert.deepEqual((await rehearse(url, '--reference', 'order-1042')).report.grade, 'pass');
});
