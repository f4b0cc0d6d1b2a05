/** What merchants read of their own requests: all of it, and nothing that is card data, a secret, or another's. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { createPayment } from '../support/payments.ts';
import { withCheckDigit } from '../support/pans.ts';
import { aSession, createShop, type Answer } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

type Entry = {
  readonly id: string;
  readonly requestId: string;
  readonly path: string;
  readonly status: number;
  readonly problem: string | null;
  readonly session: string | null;
  readonly payment: string | null;
  readonly apiKey: string;
  readonly idempotentReplayed: boolean;
  readonly requestBody?: string | null;
  readonly responseBody?: string | null;
};
type Page = { readonly data: readonly Entry[]; readonly hasMore: boolean; readonly nextCursor: string | null };

let world: World;
let merchant: TestMerchant;
const PAN = withCheckDigit('411111765432109');

before(async () => {
  world = await createWorld();
  merchant = await world.addMerchant();
});
after(() => world.close());

const list = async (query = '', { shop } = merchant): Promise<Page> =>
  (await shop.call<Page>('GET', `/request-log?${query}`)).body;
const idOf = ({ headers }: Answer<unknown>): string => headers.get('API-Request-Id') ?? '';
/** The row of an answer, with its bodies; it is written within about a second. */
const rowOf = (answer: Answer<unknown>): Promise<Entry> =>
  waitFor('a request in the log', async () => {
    const { status, body } = await merchant.shop.call<Entry>('GET', `/request-log/${idOf(answer)}`);
    return status === 200 && body;
  });

test('a request is there with who asked, what, and what came of it; found by its ids', async () => {
  const body = { ...aSession, description: 'two cups' };
  const answer = await merchant.shop.call<{ id: string }>('POST', '/sessions', { body });
  const row = await rowOf(answer);
  assert.deepEqual(
    [row.path, row.status, row.problem, row.session, row.payment],
    ['/api2/sessions', 200, null, answer.body.id, null],
  );
  assert.deepEqual(JSON.parse(row.requestBody ?? ''), body);
  assert.match(row.responseBody ?? '', /"paymentUrl":"http[^"]+\/pay\/\[hidden\]"/);
  const { responseBody: _answered, requestBody: _sent, ...listed } = row;
  assert.deepEqual((await list(`requestId=${row.requestId}`)).data, [listed]);
  assert.deepEqual((await merchant.shop.call<Entry>('GET', `/request-log/${row.id}`)).body, row);
  const read = await rowOf(await merchant.shop.call('GET', `/request-log/${row.id}`));
  assert.equal(read.responseBody, null, 'what is read out of the log is not written into it once more');
});

test('no card data is kept, wherever it was sent', async () => {
  const { call } = merchant.shop;
  const card = { number: PAN, expiryMonth: 12, expiryYear: 2039, cvc: '737', cardholderName: 'Ada Lovelace' };
  const money = { amount: 1_000, currency: 'EUR' };
  const paid = await createPayment(merchant.shop, { paymentMethod: { card } });
  const answers = [
    await call('POST', '/payments', { body: { ...money, paymentMethod: { card: { ...card, number: `${PAN}0` } } } }),
    await call('POST', '/payments', { body: { ...money, card, cvv: '737' } }),
    await call('POST', '/payments', { body: { ...money, paymentMethod: { card: { ...card, cvc: 737 } } } }),
    await call('POST', '/payments', { body: { ...money, paymentMethod: card } }),
    await call('POST', '/sessions', { body: { ...money, description: `card ${PAN} cvc` } }),
    await call('POST', '/sessions', { body: { ...money, metadata: { [PAN]: 'x', note: PAN } } }),
    await call('POST', '/sessions', { rawBody: `{"amount": ${PAN}, "cvc": "737"` }),
    await call('GET', `/payments?cvc=737&merchantReferenceId=${PAN}`),
    await call('GET', `/payments/${PAN}`),
    await call('GET', `/events?types=${PAN}&after=start`),
  ];
  for (const answer of answers) {
    const row = await rowOf(answer);
    assert.equal(row.status, answer.status);
    assert.equal(row.problem, answer.body['code']);
  }
  assert.match((await list('path=/payments&status=4xx')).data.map(({ path }) => path).join(), /cvc=\[unknown field\]/);
  await waitFor('the payment in the log', async () =>
    (await list('path=/payments&status=200')).data.some(({ payment }) => payment === paid.id),
  );
  // Ids of ours may end in these three digits, too.
  const rows = JSON.stringify(await world.sql('select path, request_body, response_body from api_requests'));
  for (const hidden of [PAN, PAN.slice(0, 12), '737"', '=737', 'Lovelace']) assert.equal(rows.includes(hidden), false);
});

test('no key and no secret is kept, sent or answered', async () => {
  const made = await merchant.shop.call<{ apiKey: string }>('POST', '/api-keys', { body: { name: 'server 2' } });
  const endpoint = { url: merchant.sink.url, description: merchant.apiKey };
  const hearing = await merchant.shop.call<{ secret: string }>('POST', '/webhook-endpoints', { body: endpoint });
  assert.match((await rowOf(made)).responseBody ?? '', /"apiKey":"\[hidden\]"/);
  assert.match((await rowOf(hearing)).responseBody ?? '', /"secret":"\[hidden\]"/);
  const rows = JSON.stringify(await world.sql('select * from api_requests'));
  for (const hidden of [made.body.apiKey, hearing.body.secret, merchant.apiKey])
    assert.equal(rows.includes(hidden), false);
});

test('what a key may not do is there, a repeat is marked, and a stranger is in nobody’s log', async () => {
  const { apiKey } = (
    await merchant.shop.call<{ apiKey: string }>('POST', '/api-keys', {
      body: { name: 'r', scopes: ['sessions:read'] },
    })
  ).body;
  const weak = createShop({ gatewayUrl: world.gatewayUrl, apiKey });
  assert.equal((await rowOf(await weak.call('GET', '/payments'))).problem, 'forbidden');
  assert.equal((await weak.call('GET', '/request-log')).status, 403);
  const once = { body: aSession, headers: { 'Idempotency-Key': 'one' } };
  const [first, second] = [
    await merchant.shop.call('POST', '/sessions', once),
    await merchant.shop.call('POST', '/sessions', once),
  ];
  assert.deepEqual([(await rowOf(first)).idempotentReplayed, (await rowOf(second)).idempotentReplayed], [false, true]);
  const stranger = createShop({ gatewayUrl: world.gatewayUrl, apiKey: `tgs${'a'.repeat(37)}` });
  const unknown = await stranger.call('GET', '/sessions');
  await rowOf(await merchant.shop.call('GET', '/sessions'));
  assert.equal((await list(`requestId=${idOf(unknown)}`)).data.length, 0);
});

test('a list is narrowed by path, status and time, and goes on where a page ended', async () => {
  await rowOf(await merchant.shop.call('GET', '/sessions/ps_1'));
  assert.deepEqual(
    (await list('path=/sessions/ps_1')).data.map(({ status }) => status),
    [404],
  );
  assert.deepEqual((await list('path=/api2/sessions/ps_1')).data.length, 1);
  for (const { status } of (await list('status=4xx&limit=100')).data) assert.ok(status >= 400 && status < 500);
  for (const { status } of (await list('status=200&limit=100')).data) assert.equal(status, 200);
  assert.equal((await list('createdTo=2020-01-01T00:00:00Z')).data.length, 0);
  assert.equal((await merchant.shop.call('GET', '/request-log?status=6xx')).status, 400);
  const until = `createdTo=${new Date().toISOString()}`;
  const all = (await list(`${until}&limit=100&path=/sessions`)).data.map(({ id }) => id);
  const walked: string[] = [];
  for (let cursor = ''; ;) {
    const page = await list(`${until}&limit=2&path=/sessions${cursor}`);
    walked.push(...page.data.map(({ id }) => id));
    if (page.nextCursor === null) break;
    cursor = `&cursor=${page.nextCursor}`;
  }
  assert.deepEqual(walked, all);
});

test('another merchant reads nothing of it', async () => {
  const row = await rowOf(await merchant.shop.call('GET', '/sessions'));
  const other = await world.addMerchant();
  assert.equal(
    (await list('limit=100', other)).data.some(({ apiKey }) => apiKey === row.apiKey),
    false,
  );
  for (const id of [row.id, row.requestId])
    assert.equal((await other.shop.call('GET', `/request-log/${id}`)).status, 404);
  assert.equal((await list(`requestId=${row.requestId}`, other)).data.length, 0);
});

test('what waits is written when the gateway stops; after 30 days it is gone', async () => {
  await world.sql(`insert into api_requests
    select merchant_id, '018e8411-1b20-7a55-8c1d-2f3e4d5c6b70', request_id, method, route, 'old', status, duration_ms,
      api_key_id, address, api_version, problem_code, is_replay, session, payment,
    request_body, response_body, now() - interval '31 days' from api_requests limit 1`);
  const last = await merchant.shop.call('GET', '/sessions?limit=1');
  await world.restart();
  assert.equal((await list(`requestId=${idOf(last)}`)).data.length, 1);
  await waitFor('the old one to go', async () => {
    const [row] = await world.sql<{ count: string }>(`select count(*) as count from api_requests where path = 'old'`);
    return row?.count === '0';
  });
});
