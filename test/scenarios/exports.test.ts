/** Whole lists as files: exactly the rows asked for, harmless to spreadsheets, and nobody waits for the reader. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { createTollgate, TollgateError, type ExportQuery } from '@tollgate/sdk';
import { deskEnvironment, createDeskBrowser } from '../support/desk.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { isLong } from '../support/length.ts';
import { createPayment, refund } from '../support/payments.ts';
import { aSession } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

const ROWS = isLong ? 1_000_000 : 3_000;

let world: World;
let merchant: TestMerchant;
let big: TestMerchant;
let deskUrl: string;

/** Payments like the one there is, one a second, the newest first. */
const multiply = (payment: string): Promise<unknown> =>
  world.sql(`
    insert into payments
    select (jsonb_populate_record(p, jsonb_build_object('id', uuidv7(make_interval(secs => -n)), 'created_at',
      now() - make_interval(secs => n), 'merchant_reference_id', 'order-' || n, 'idempotency_key', null))).*
    from payments p, generate_series(1, ${ROWS}) n where p.merchant_reference_id = '${payment}'`);

before(async () => {
  const environment = await deskEnvironment();
  deskUrl = environment.url;
  world = await createWorld(environment);
  [merchant, big] = [await world.addMerchant(), await world.addMerchant()];
  // Rows so long that what the network keeps for a reader who takes nothing is soon full.
  const metadata = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`key${n}`, 'x'.repeat(500)]));
  await createPayment(big.shop, { merchantReferenceId: 'template', metadata: isLong ? {} : metadata });
  await multiply('template');
});
after(() => world.close());

const tollgateOf = (apiKey: string) => createTollgate({ apiKey, baseUrl: world.gatewayUrl });

const textOf = async (stream: ReadableStream<Uint8Array>): Promise<string> => {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let text = '';
  for await (const chunk of stream) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
};

const exportOf = async (shop: TestMerchant, list: 'payments' | 'refunds', query: ExportQuery = {}): Promise<string> =>
  textOf(await tollgateOf(shop.apiKey).exports.download(list, query));

describe('a list as a file', () => {
  let csv: string;

  before(async () => {
    const first = await createPayment(merchant.shop, {
      amount: 1_010,
      captureMethod: 'automatic',
      merchantReferenceId: '=HYPERLINK("https://evil.example")',
      metadata: { note: '+1;=1' },
    });
    await createPayment(merchant.shop, { amount: 500, currency: 'JPY', merchantReferenceId: 'größer, "quoted"' });
    await refund(merchant.shop, first.id, 10);
    await merchant.shop.createSession(aSession);
    csv = await exportOf(merchant, 'payments');
  });

  test('a table says its time zone, money twice, and of a card brand, BIN and last four digits', () => {
    const [head = '', jpy = '', eur = '', ...rest] = csv.split('\r\n');
    assert.match(head, /^"id","created \(UTC\)","status","merchantReferenceId","amount","amountMinor",/);
    assert.match(
      jpy,
      /,"requiresCapture","größer, ""quoted""",500,500,0,0,0,0,"JPY","manual","visa","\d{6,8}","4242",/,
    );
    assert.match(
      eur,
      /,"succeeded","'=HYPERLINK\(""https:\/\/evil\.example""\)",10\.10,1010,10\.10,1010,0\.10,10,"EUR",/,
    );
    assert.deepEqual(rest, ['']);
    assert.doesNotMatch(csv, /expiry|2039/);
  });

  test('JSON has an object of the list on every line, without addresses at which one could pay', async () => {
    const tollgate = tollgateOf(merchant.apiKey);
    for (const list of ['payments', 'refunds', 'sessions', 'events', 'deliveries', 'payment-methods'] as const) {
      const text = await textOf(await tollgate.exports.download(list, { format: 'ndjson' }));
      const rows = text
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as { readonly id?: string });
      const { body } = await merchant.shop.call<{ data: readonly { id?: string }[] }>('GET', `/${list}?limit=100`);
      assert.deepEqual(
        rows.map(({ id }) => id),
        body.data.map(({ id }) => id),
        list,
      );
      assert.doesNotMatch(text, /paymentUrl|expiryYear|nextAction/);
    }
  });

  test('a filter is the list’s own, and one that it does not know is refused', async () => {
    assert.equal((await exportOf(merchant, 'payments', { status: 'requiresCapture' })).split('\r\n').length, 3);
    assert.equal((await exportOf(merchant, 'payments', { createdTo: '2020-01-01T00:00:00Z' })).split('\r\n').length, 2);
    for (const query of [{ paymentId: 'x' }, { status: 'delivered' }, { type: 'session.completed' }] as const)
      await assert.rejects(exportOf(merchant, 'payments', query), (error) => {
        assert.ok(error instanceof TollgateError);
        return error.code === 'invalid_fields';
      });
  });

  test('who exports a list needs to be allowed to read it, and is written down', async () => {
    const { apiKey } = await world.admin.createApiKey({
      merchantId: merchant.merchantId,
      name: 'finance',
      scopes: ['exports:read', 'refunds:read'],
    });
    const tollgate = tollgateOf(apiKey);
    await assert.rejects(tollgate.exports.download('payments'), /payments:read/);
    assert.match(await textOf(await tollgate.exports.download('refunds')), /"succeeded"/);
    const [entry] = await tollgateOf(merchant.apiKey).auditLog.list({ action: 'list.exported' }).toArray({ limit: 1 });
    assert.equal(entry?.actor.name, 'finance');
    assert.deepEqual(entry?.after, { filter: {}, format: 'csv', list: 'refunds' });
  });

  test('the page gives the search that is on the screen, for a spreadsheet', async () => {
    await world.admin.inviteMember({ merchantId: merchant.merchantId, email: 'fin@shop.example', role: 'finance' });
    const { link } = await world.admin.createSignInLink({ merchantId: merchant.merchantId, email: 'fin@shop.example' });
    const browser = createDeskBrowser(deskUrl);
    await browser.post(new URL(link).pathname, {});
    const page = await browser.get(`/m/${merchant.merchantId}/payments?state=succeeded`);
    const [, path = ''] = /href="([^"]+format=csv)"/.exec(page.body) ?? [];
    const file = await browser.get(path.replaceAll('&amp;', '&'));
    assert.equal(file.headers.get('content-disposition'), 'attachment; filename="payments.csv"');
    assert.equal(file.body.split('\r\n').length, 3);
    const { body } = await browser.get(`/m/${merchant.merchantId}/exports/payments?q=4242424242424242`);
    assert.match(body, /last four digits/);
  });
});

describe('many rows', () => {
  test('all of them are there, each once, in the order of the list', async () => {
    let rows = 0;
    let last = 0;
    let rest = '';
    const decoder = new TextDecoder();
    let highest = process.memoryUsage().rss;
    const before = highest;
    for await (const chunk of await tollgateOf(big.apiKey).exports.download('payments')) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const number = /,"order-(\d+)",/.exec(line)?.[1];
        if (number === undefined) continue;
        assert.equal(Number(number), last + 1);
        last = Number(number);
        rows++;
      }
      highest = Math.max(highest, process.memoryUsage().rss);
    }
    assert.equal(rows, ROWS);
    process.stdout.write(`# ${rows} rows; memory grew by ${((highest - before) / 2 ** 20).toFixed(0)} MiB\n`);
    assert.ok(highest - before < 200 * 2 ** 20, 'memory grows with the rows');
  });

  test('who does not read holds no connection to the database, and only two of one merchant wait', async () => {
    const [one, two] = [await openWithoutReading(), await openWithoutReading()];
    await assert.rejects(exportOf(big, 'payments'), /Too many exports/);
    await waitFor('connections at rest', async () => {
      const [row] = await world.sql<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity
         where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()
           and backend_type = 'client backend'`,
      );
      return row?.n === 0;
    });
    assert.match(await exportOf(merchant, 'refunds'), /"succeeded"/);
    one.destroy();
    two.destroy();
    await waitFor('a place for another export', async () => {
      try {
        return (await exportOf(big, 'payments', { status: 'failed' })) !== '';
      } catch {
        return false;
      }
    });
  });
});

/** Asks, and takes nothing but the first bytes. */
const openWithoutReading = async () => {
  const { hostname, port } = new URL(world.gatewayUrl);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.write(`GET /api2/exports/payments?format=ndjson HTTP/1.1\r\nHost: x\r\nX-Api-Key: ${big.apiKey}\r\n\r\n`);
  await new Promise((resolve) => socket.once('readable', resolve));
  return socket;
};
