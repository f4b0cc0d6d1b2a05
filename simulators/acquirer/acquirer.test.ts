import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { acquirerAt, startAcquirerProcess, startTestAcquirer, type TestAcquirer } from '../../test/support/acquirer.ts';
import { waitFor } from '../../test/support/wait-for.ts';
import { startAcquirer } from './acquirer.ts';

let acquirer: TestAcquirer;
before(async () => {
  acquirer = await startTestAcquirer();
});
after(() => acquirer.stop());

let lastRef = 0;
const purchase = (fields: Readonly<Record<string, unknown>> = {}) => ({
  type: 'AUTH',
  ref: `t${++lastRef}`,
  amount: 1_000,
  currency: '978',
  merchant: 'm1',
  order: `order-${lastRef}`,
  pan: '4444555511113333',
  expiry: '4012',
  cvv: '123',
  initiator: 'CIT',
  ...fields,
});

const send = async (operation: unknown, url = acquirer.url) => {
  const body = typeof operation === 'string' ? operation : JSON.stringify(operation);
  const response = await fetch(`${url}/v1/operations`, { method: 'POST', body });
  return { status: response.status, body: (await response.json()) as Readonly<Record<string, unknown>> };
};

describe('messages', () => {
  for (const [story, message] of [
    ['no JSON', '{"type":'],
    ['no object', '[]'],
    ['no type', { ref: 'x' }],
    ['an unknown type', purchase({ type: 'GIFT' })],
    ['an amount with a point', purchase({ amount: 10.5 })],
    ['an amount as text', purchase({ amount: '1000' })],
    ['a negative amount', purchase({ amount: -1 })],
    ['a currency in letters', purchase({ currency: 'EUR' })],
    ['a number with spaces', purchase({ pan: '4444 5555 1111 3333' })],
    ['a month 13', purchase({ expiry: '4013' })],
    ['a reference with a space', purchase({ ref: 'a b' })],
  ] as const) {
    test(`${story} is a format error, and nothing is done`, async () => {
      const { lastSeq } = await acquirer.stats();
      const { status, body } = await send(message);
      assert.equal(status, 400);
      assert.equal(body['responseCode'], '30');
      assert(!JSON.stringify(body).includes('4444'));
      assert.equal((await acquirer.stats()).lastSeq, lastSeq);
    });
  }

  test('a message that is too long is not read', async () => {
    const response = await fetch(`${acquirer.url}/v1/operations`, { method: 'POST', body: 'x'.repeat(20_000) });
    assert.equal(response.status, 413);
  });

  test('unknown paths and methods are told apart', async () => {
    assert.equal((await fetch(`${acquirer.url}/nowhere`)).status, 404);
    const response = await fetch(`${acquirer.url}/journal`, { method: 'POST' });
    assert.equal(response.status, 405);
    assert.equal(response.headers.get('allow'), 'GET');
  });
});

describe('faults by control', () => {
  test('count and match decide whom a fault meets', async () => {
    await acquirer.setFault({ kind: 'decline', code: '61', count: 2, match: { merchant: 'm7' } });
    const codes: unknown[] = [];
    for (const merchant of ['m1', 'm7', 'm7', 'm7'])
      codes.push((await send(purchase({ merchant }))).body['responseCode']);
    assert.deepEqual(codes, ['00', '61', '61', '00']);
  });

  test('a card number chooses the operations that follow its authorization', async () => {
    const { ref } = purchase();
    await send(purchase({ ref, pan: '5555555555554444' }));
    await acquirer.setFault({
      kind: 'decline',
      code: '05',
      count: 1,
      match: { pan: '5555555555554444', type: 'CAPTURE' },
    });
    const capture = { type: 'CAPTURE', ref: `${ref}-c`, originalRef: ref, amount: 1, currency: '978' };
    assert.equal((await send(capture)).body['responseCode'], '05');
  });

  test('the journal says whose order it was that was read and not acted upon', async () => {
    await acquirer.setFault({ kind: 'cutBefore', match: { order: 'read-only' }, count: 1 });
    await assert.rejects(send(purchase({ order: 'read-only' })));
    const entries = await acquirer.journal({ order: 'read-only' });
    assert.deepEqual(
      entries.map(({ event, merchant, fault }) => [event, merchant, fault]),
      [['received', 'm1', 'cutBefore']],
    );
  });

  test('an answer that is held back leaves when the faults are cleared', async () => {
    await acquirer.setFault({ kind: 'lateAnswer', match: { order: 'held-back' }, ms: 600_000 });
    const answer = send(purchase({ order: 'held-back' }));
    await waitFor(
      'the approval',
      async () => (await acquirer.journal({ order: 'held-back', event: 'approved' })).length === 1,
    );
    await acquirer.clearFaults();
    assert.equal((await answer).body['responseCode'], '00');
  });

  test('faults are listed without card numbers, removed one by one and all at once', async () => {
    await acquirer.setFault({ kind: 'cutAfter', match: { pan: '4242424242424242' } });
    await acquirer.setFault({ kind: 'lateAnswer', ms: 10 });
    const list = async () => {
      const response = await fetch(`${acquirer.url}/control/faults`);
      return ((await response.json()) as { faults: { id: number; match: { pan?: string } }[] }).faults;
    };
    const faults = await list();
    assert.equal(faults[0]?.match.pan, '424242…4242');
    await fetch(`${acquirer.url}/control/faults/${faults[0].id}`, { method: 'DELETE' });
    assert.equal((await list()).length, 1);
    assert.equal((await fetch(`${acquirer.url}/control/faults/${faults[0].id}`, { method: 'DELETE' })).status, 404);
    await acquirer.clearFaults();
    assert.deepEqual(await list(), []);
  });

  test('a wish that makes no sense is refused with a sentence', async () => {
    for (const wish of [
      'nonsense',
      '{}',
      '{"kind":"fire"}',
      '{"kind":"cutAfter","count":-1}',
      '{"kind":"cutAfter","match":{"colour":"red"}}',
      '{"kind":"decline","code":"5"}',
    ]) {
      const response = await fetch(`${acquirer.url}/control/faults`, { method: 'POST', body: wish });
      assert.equal(response.status, 400, wish);
    }
  });

  test('pages of other sites switch nothing', async () => {
    for (const path of ['/control/faults', '/control/form']) {
      const response = await fetch(`${acquirer.url}${path}`, {
        method: 'POST',
        headers: { 'sec-fetch-site': 'cross-site' },
        body: '{"kind":"cutAfter"}',
      });
      assert.equal(response.status, 403);
    }
  });

  test('down: connections are refused or cut for a while, then all is well', async () => {
    await Promise.all(
      (['refuseConnections', 'cutConnections'] as const).map(async (kind) => {
        const host = await startTestAcquirer();
        const isUp = () =>
          fetch(`${host.url}/healthz`, { headers: { connection: 'close' } }).then(
            () => true,
            () => false,
          );
        await host.setFault({ kind, ms: 2_000 });
        // The answer to the wish leaves before it is played.
        await waitFor(kind, async () => !(await isUp()));
        await host.untilUp();
        assert.equal((await send(purchase(), host.url)).body['responseCode'], '00');
        await host.stop();
      }),
    );
  });

  test('slow to accept: a new connection is read late', async () => {
    await acquirer.setFault({ kind: 'slowAccept', ms: 250, count: 1 });
    const socket = net.connect(Number(new URL(acquirer.url).port), '127.0.0.1');
    const started = performance.now();
    socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    await once(socket, 'data');
    assert(performance.now() - started > 200);
    socket.destroy();
  });
});

describe('what people and tests read', () => {
  test('the page shows operations and faults, escaped, without script, under a strict policy', async () => {
    const { ref } = purchase();
    await send(purchase({ ref, order: '<script>alert(1)</script>' }));
    await acquirer.setFault({ kind: 'cutAfter', match: { ref: '"><b>' } });
    const response = await fetch(acquirer.url);
    const html = await response.text();
    assert.match(
      response.headers.get('content-security-policy') ?? '',
      /^default-src 'none'; img-src data:; style-src 'sha256-/,
    );
    assert(html.includes(ref) && html.includes('&#60;script&#62;') && html.includes('10.00 EUR'));
    assert(!/<script|<b>| style=| on[a-z]+=/.test(html));
    await acquirer.clearFaults();
  });

  test('the buttons of the page work', async () => {
    const submit = (fields: Readonly<Record<string, string>>) =>
      fetch(`${acquirer.url}/control/form`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
    const added = await submit({ action: 'add', kind: 'decline', code: '51', count: '1', ms: '', type: 'SALE' });
    assert.equal(added.status, 303);
    assert.equal((await send(purchase({ type: 'SALE' }))).body['responseCode'], '51');
    assert.equal((await submit({ action: 'add', kind: 'nothing' })).status, 400);
    await submit({ action: 'add', kind: 'decline' });
    await submit({ action: 'clear' });
    assert.equal((await send(purchase())).body['responseCode'], '00');
  });

  test('the journal can be asked by reference, type, event, order and number', async () => {
    const { ref } = purchase();
    await send(purchase({ ref, order: 'mine' }));
    await send({ type: 'CAPTURE', ref: `${ref}-c`, originalRef: ref, amount: 10, currency: '978' });
    const events = async (filter: Parameters<TestAcquirer['journal']>[0]) =>
      (await acquirer.journal(filter)).map(({ event }) => event);
    assert.deepEqual(await events({ ref }), ['approved', 'captured']);
    assert.deepEqual(await events({ order: 'mine', type: 'CAPTURE' }), ['captured']);
    assert.deepEqual(await events({ order: 'mine', event: 'approved' }), ['approved']);
    const [first] = await acquirer.journal({ ref });
    assert.deepEqual(await events({ order: 'mine', after: first?.seq ?? 0 }), ['captured']);
    assert.equal((await acquirer.authorization(ref))?.captured, 10);
    assert.equal((await fetch(`${acquirer.url}/journal?limit=0`)).status, 400);
  });

  test('several live approvals of one order stand out; reversed and voided ones do not count', async () => {
    const [first, second, third] = [purchase(), purchase(), purchase()].map((message) => ({
      ...message,
      order: 'twice',
    }));
    for (const message of [first, second, third]) await send(message);
    assert.equal((await acquirer.unreversedApprovals({ order: 'twice' })).length, 3);
    await send({ type: 'REVERSAL', originalRef: first?.ref });
    await send({ type: 'VOID', ref: `${second?.ref ?? ''}-v`, originalRef: second?.ref });
    assert.deepEqual(await acquirer.unreversedApprovals({ order: 'twice' }), [third?.ref]);
    const stats = await acquirer.stats({ order: 'twice' });
    assert.equal(stats.unreversedApprovals, 1);
    assert.deepEqual(stats.ordersWithSeveralApprovals, []);
  });

  test('the report comes as JSON and as CSV', async () => {
    const report = (await (await fetch(`${acquirer.url}/report`)).json()) as { totals: unknown[] };
    assert(report.totals.length > 0);
    const csv = await fetch(`${acquirer.url}/report`, { headers: { accept: 'text/csv' } });
    assert.match(await csv.text(), /^date,merchant,currency,/);
    assert.equal((await fetch(`${acquirer.url}/report?date=yesterday`)).status, 400);
  });
});

describe('the process', () => {
  test('what was answered before a SIGKILL is there after the next start, and is the same again', async () => {
    const first = await startAcquirerProcess();
    const messages = Array.from({ length: 200 }, () => purchase());
    const answers = await Promise.all(messages.map((message) => send(message, first.url)));
    void Promise.all(messages.map(() => send(purchase(), first.url))).catch(() => undefined);
    await first.kill();
    const second = await startAcquirerProcess({ dataDir: first.dataDir });
    for (const [i, message] of messages.entries()) {
      assert.deepEqual((await send(message, second.url)).body, { ...answers[i]?.body, duplicate: true });
      assert.equal(await acquirerAt(second.url).effectsOf(message.ref), 1);
    }
    await second.stop();
    assert.equal(second.process.exitCode, 0);
    const journal = await readFile(join(first.dataDir, 'acquirer/journal.jsonl'), 'utf8');
    assert(!journal.includes('4444555511113333') && !journal.includes('"cvv"'));
    await rm(first.dataDir, { recursive: true });
  });

  test('people get pages where programs get JSON: the journal, and an address that leads nowhere', async () => {
    const ask = (path: string, accept: string) => fetch(`${acquirer.url}${path}`, { headers: { accept } });
    const page = await ask('/journal?limit=1', 'text/html,application/xhtml+xml;q=0.9');
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
    const markup = await page.text();
    assert.match(markup, /<th scope="col">seq<\/th>/);
    assert.match(markup, /<a href="\/journal\?limit=1&#38;after=\d+">Next page<\/a>/);
    assert.match((await ask('/journal', '*/*')).headers.get('content-type') ?? '', /^application\/json/);
    const missing = await ask('/nowhere', 'text/html');
    assert.equal(missing.status, 404);
    assert.match(await missing.text(), /There is no page at this address/);
    assert.match((await ask('/nowhere', '*/*')).headers.get('content-type') ?? '', /^application\/json/);
  });

  test('a second host on the same port is refused, and leaves the journal alone', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'acquirer-second-'));
    const port = Number(new URL(acquirer.url).port);
    await assert.rejects(startAcquirer({ port, dataDir }), { code: 'EADDRINUSE' });
    await assert.rejects(readFile(join(dataDir, 'acquirer/journal.jsonl')), { code: 'ENOENT' });
    await rm(dataDir, { recursive: true });
  });

  test('stopping does not wait for late answers', async () => {
    const stopping = await startTestAcquirer();
    const late = send(purchase({ pan: '4000000000007031' }), stopping.url);
    late.catch(() => undefined);
    await waitFor('it is approved', async () => (await stopping.journal({ event: 'approved' })).length === 1);
    await stopping.stop();
    await assert.rejects(late, TypeError, 'it was answered after all');
  });
});
