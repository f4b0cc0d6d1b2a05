/** Whatever is wrong with a request is said by name, all of it at once, and nothing is stored. */
import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, describe, test } from 'node:test';
import { formatId } from '../../src/base/id.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { contractOf } from '../support/contract.ts';
import { countRows } from '../support/rows.ts';
import { aSession, type Answer } from '../support/shop.ts';

let world: World;
let acme: TestMerchant;

before(async () => {
  world = await createWorld();
  acme = await world.addMerchant();
});
after(() => world.close());

type Problem = {
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly { readonly pointer: string; readonly code: string }[];
};

const pointersOf = ({ body }: Answer<Problem>): readonly string[] => body.errors.map(({ pointer }) => pointer).sort();

/** Sends it, sees that it is refused with this status and these fields, and that no table has grown. */
const refuses = async (
  request: {
    readonly method?: string;
    readonly path: string;
    readonly body?: unknown;
    readonly rawBody?: string;
    readonly headers?: Record<string, string>;
  },
  expected: { readonly status: number; readonly code?: string; readonly pointers?: readonly string[] },
): Promise<Answer<Problem>> => {
  const before = await countRows(world.database.url);
  const answer = await acme.shop.call<Problem>(request.method ?? 'POST', request.path, request);
  assert.equal(answer.status, expected.status, answer.text);
  if (expected.code !== undefined) assert.equal(answer.body.code, expected.code, answer.text);
  if (expected.pointers !== undefined) assert.deepEqual(pointersOf(answer), [...expected.pointers].sort(), answer.text);
  assert.deepEqual(await countRows(world.database.url), before, `${request.path} stored something`);
  return answer;
};

const session = (fields: Readonly<Record<string, unknown>>) => ({
  path: '/sessions',
  body: { ...aSession, ...fields },
});
const PAN = '4444 5555 1111 3333';
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

describe('fields of a session', () => {
  const rows: readonly (readonly [name: string, fields: Readonly<Record<string, unknown>>, pointer: string])[] = [
    ['amount 0', { amount: 0 }, '/amount'],
    ['amount -1', { amount: -1 }, '/amount'],
    ['amount above 10^12', { amount: 1_000_000_000_001 }, '/amount'],
    ['amount as text', { amount: '100' }, '/amount'],
    ['amount null', { amount: null }, '/amount'],
    ['amount as a list', { amount: [100] }, '/amount'],
    ['a currency nobody has', { currency: 'ABC' }, '/currency'],
    ['a currency without minor unit', { currency: 'XAU' }, '/currency'],
    ['a currency of two letters', { currency: 'EU' }, '/currency'],
    ['a currency with letters that only look like it', { currency: 'ſek' }, '/currency'],
    ['a currency as a number', { currency: 978 }, '/currency'],
    ['a relative address', { successUrl: '/done' }, '/successUrl'],
    ['an empty address', { successUrl: '' }, '/successUrl'],
    ['an address that runs code', { successUrl: 'javascript://shop.example/%0aalert(1)' }, '/successUrl'],
    ['the same in other letters', { failureUrl: 'JaVaScRiPt:alert(1)' }, '/failureUrl'],
    ['a data address', { failureUrl: 'data:text/html,hi' }, '/failureUrl'],
    ['a file', { failureUrl: 'file:///etc/passwd' }, '/failureUrl'],
    ['a blob', { failureUrl: 'blob:https://shop.example/1' }, '/failureUrl'],
    ['vbscript', { failureUrl: 'vbscript:msgbox(1)' }, '/failureUrl'],
    ['an address with a user', { successUrl: 'https://user:pass@shop.example/' }, '/successUrl'],
    ['an address with an empty user', { failureUrl: 'https://@shop.example/' }, '/failureUrl'],
    ['an address with a line break', { successUrl: 'https://shop.example/\r\nSet-Cookie: a=b' }, '/successUrl'],
    ['an address with a tab in its scheme', { successUrl: 'java\tscript://x' }, '/successUrl'],
    ['an address of 3,000 letters', { successUrl: `https://shop.example/${'a'.repeat(3000)}` }, '/successUrl'],
    ['a reference of 65', { merchantReferenceId: 'r'.repeat(65) }, '/merchantReferenceId'],
    ['a reference with NUL', { merchantReferenceId: 'a\u0000b' }, '/merchantReferenceId'],
    ['half of a surrogate pair', { merchantReferenceId: 'a\ud800b' }, '/merchantReferenceId'],
    ['a locale that is none', { locale: 'not a language' }, '/locale'],
    ['metadata that is a list', { metadata: [] }, '/metadata'],
    ['metadata with a number', { metadata: { a: 1 } }, '/metadata/a'],
    ['metadata with a long key', { metadata: { ['k'.repeat(41)]: 'v' } }, `/metadata/${'k'.repeat(41)}`],
    ['metadata with a long value', { metadata: { a: 'v'.repeat(501) } }, '/metadata/a'],
    [
      'metadata with 51 keys',
      { metadata: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, 'v'])) },
      '/metadata',
    ],
    ['metadata with NUL', { metadata: { a: '\u0000' } }, '/metadata/a'],
    ['an e-mail that is none', { customerDetails: { email: 'nobody' } }, '/customerDetails/email'],
    ['an e-mail with NUL', { customerDetails: { email: 'a\u0000@b.example' } }, '/customerDetails/email'],
    [
      'an e-mail with half a surrogate pair',
      { customerDetails: { email: 'a\udfff@b.example' } },
      '/customerDetails/email',
    ],
    ['a phone with letters', { customerDetails: { phone: 'call me' } }, '/customerDetails/phone'],
    [
      'a country of three letters',
      { customerDetails: { billingAddress: { country: 'DEU' } } },
      '/customerDetails/billingAddress/country',
    ],
    ['a field nobody knows', { surprise: true }, '/surprise'],
    [
      'a field nobody knows, deep inside',
      { customerDetails: { billingAddress: { planet: 'Mars' } } },
      '/customerDetails/billingAddress/planet',
    ],
    ['a capture method nobody knows', { paymentData: { captureMethod: 'later' } }, '/paymentData/captureMethod'],
    ['a customer id of 7', { merchantCustomerId: '1234567' }, '/merchantCustomerId'],
    ['a customer id of 51', { merchantCustomerId: 'c'.repeat(51) }, '/merchantCustomerId'],
    ['a customer id with a space', { merchantCustomerId: 'customer 1042' }, '/merchantCustomerId'],
    ['future usage without a customer', { setupFutureUsage: { category: 'unscheduled' } }, '/merchantCustomerId'],
    ['an expiry in 30 s', { expiresAt: new Date(Date.now() + 30_000).toISOString() }, '/expiresAt'],
    ['an expiry in 31 days', { expiresAt: inDays(31) }, '/expiresAt'],
    ['an expiry in the past', { expiresAt: '2024-03-28T08:46:37Z' }, '/expiresAt'],
    ['an expiry that is a number', { expiresAt: 1_711_615_597 }, '/expiresAt'],
    ['an expiry without a zone', { expiresAt: inDays(1).slice(0, 19) }, '/expiresAt'],
    ['an expiry in a zone that is none', { expiresAt: `${inDays(1).slice(0, 19)}+23:59` }, '/expiresAt'],
  ];
  for (const [name, fields, pointer] of rows) {
    test(name, async () => {
      await refuses(session(fields), { status: 400, code: 'invalid_fields', pointers: [pointer] });
    });
  }

  test('a day that the month does not have is no day', async () => {
    const model = (expiry: string) => ({
      merchantCustomerId: 'customer-1042',
      setupFutureUsage: { category: 'recurrent', recurringModel: { recurrent: { expiry, frequency: 30 } } },
    });
    await refuses(session(model('2031-02-30')), {
      status: 400,
      pointers: ['/setupFutureUsage/recurringModel/recurrent/expiry'],
    });
    await refuses(session(model('2031-13-01')), {
      status: 400,
      pointers: ['/setupFutureUsage/recurringModel/recurrent/expiry'],
    });
  });

  test('all of it at once, each field by its name', async () => {
    const { body } = await refuses(
      {
        path: '/sessions',
        body: {
          amount: '1',
          currency: 'nope',
          failureUrl: 'x',
          extra: 1,
          metadata: { a: 1, b: 2 },
          paymentData: { captureMethod: 1 },
        },
      },
      {
        status: 400,
        pointers: [
          '/amount',
          '/currency',
          '/extra',
          '/failureUrl',
          '/metadata/a',
          '/metadata/b',
          '/paymentData/captureMethod',
          '/successUrl',
        ],
      },
    );
    for (const { pointer } of body.errors)
      assert.ok(body.detail.includes(pointer.slice(1).replaceAll('/', '.')), pointer);
  });

  test('no body at all names what is missing', async () => {
    await refuses(
      { path: '/sessions' },
      { status: 400, pointers: ['/amount', '/currency', '/failureUrl', '/successUrl'] },
    );
  });

  for (const [name, fields] of [
    ['reference', { merchantReferenceId: PAN }],
    ['description', { description: `pay with ${PAN}` }],
    ['metadata value', { metadata: { note: PAN.replaceAll(' ', '-') } }],
    ['metadata key', { metadata: { [PAN.replaceAll(' ', '')]: 'x' } }],
    ['name', { customerDetails: { fullName: `Ada ${PAN}` } }],
    ['e-mail', { customerDetails: { email: `${PAN.replaceAll(' ', '')}@shop.example` } }],
    ['customer id', { merchantCustomerId: PAN.replaceAll(' ', '') }],
    ['telephone number', { customerDetails: { phone: PAN } }],
    ['language', { locale: 'en-44445555-11113333' }],
  ] as const) {
    test(`a card number in the ${name}: 422, and it is not said again`, async () => {
      const { text } = await refuses(session(fields), { status: 422, code: 'card_number_in_text' });
      assert.doesNotMatch(text.replaceAll(/[ -]/g, ''), /4444555511113333/);
    });
  }
});

describe('the form of a request', () => {
  const post = (rawBody: string, headers: Record<string, string> = {}) => ({ path: '/sessions', rawBody, headers });
  const valid = JSON.stringify(aSession);
  const rows: readonly (readonly [name: string, request: ReturnType<typeof post>, status: number, code: string])[] = [
    ['half of a body', post(valid.slice(0, 30)), 400, 'invalid_json'],
    ['a body that is text', post('hello'), 400, 'invalid_json'],
    ['a list', post('[]'), 400, 'invalid_fields'],
    ['null', post('null'), 400, 'invalid_fields'],
    ['a key twice', post(valid.replace('{', '{"amount":1,')), 400, 'invalid_fields'],
    ['a key twice, once escaped', post(valid.replace('{', '{"\\u0061mount":1,')), 400, 'invalid_fields'],
    ['__proto__', post(valid.replace('{', '{"__proto__":{"amount":1},')), 400, 'invalid_fields'],
    ['1e3', post(valid.replace('10000', '1e3')), 400, 'invalid_fields'],
    ['100.0', post(valid.replace('10000', '100.0')), 400, 'invalid_fields'],
    ['0.1+0.2', post(valid.replace('10000', '0.30000000000000004')), 400, 'invalid_fields'],
    ['2^53+1', post(valid.replace('10000', '9007199254740993')), 400, 'invalid_fields'],
    ['-0', post(valid.replace('10000', '-0')), 400, 'invalid_fields'],
    ['nine levels', post(valid.replace('{', `{"metadata":${'['.repeat(9)}${']'.repeat(9)},`)), 400, 'invalid_fields'],
    ['100,000 levels', post(`${'['.repeat(30_000)}${']'.repeat(30_000)}`), 400, 'invalid_fields'],
    ['70 KB', post(valid.replace('{', `{"metadata":{"a":"${'x'.repeat(70_000)}"},`)), 413, 'body_too_large'],
    [
      'a form',
      post('amount=1', { 'Content-Type': 'application/x-www-form-urlencoded' }),
      415,
      'unsupported_media_type',
    ],
    ['text', post(valid, { 'Content-Type': 'text/plain' }), 415, 'unsupported_media_type'],
    ['UTF-16', post(valid, { 'Content-Type': 'application/json; charset=utf-16' }), 415, 'unsupported_media_type'],
    ['a packed body', post(valid, { 'Content-Encoding': 'gzip' }), 415, 'unsupported_media_type'],
    ['XML', post('<a/>', { 'Content-Type': 'application/xml' }), 415, 'unsupported_media_type'],
    ['a version that never was', post(valid, { 'X-Version': '2020-01-01' }), 400, 'unknown_version'],
    ['a version that was left empty', post(valid, { 'X-Version': '' }), 400, 'unknown_version'],
    ['a version that is no date', post(valid, { 'X-Version': 'latest' }), 400, 'unknown_version'],
    ['an idempotency key of 256', post(valid, { 'Idempotency-Key': 'k'.repeat(256) }), 400, 'invalid_fields'],
    ['an empty idempotency key', post(valid, { 'Idempotency-Key': '' }), 400, 'invalid_fields'],
    ['an idempotency key beyond ASCII', post(valid, { 'Idempotency-Key': 'schlüssel' }), 400, 'invalid_fields'],
  ];
  for (const [name, request, status, code] of rows)
    test(name, async () => {
      await refuses(request, { status, code });
    });

  test('bytes that are no UTF-8', async () => {
    const before = await countRows(world.database.url);
    for (const bytes of ['c3', 'ff', 'c0af', 'eda080', 'f5808080']) {
      const body = Buffer.concat([
        Buffer.from(valid.slice(0, -1)),
        Buffer.from(',"description":"'),
        Buffer.from(bytes, 'hex'),
        Buffer.from('"}'),
      ]);
      const answer = await fetch(`${world.gatewayUrl}/api2/sessions`, {
        method: 'POST',
        body,
        headers: { 'X-Api-Key': acme.apiKey, 'Content-Type': 'application/json' },
      });
      assert.deepEqual([answer.status, ((await answer.json()) as Problem).code], [400, 'invalid_json'], bytes);
    }
    assert.deepEqual(await countRows(world.database.url), before);
  });

  test('an unknown version lists the known ones', async () => {
    const { body } = await refuses(post(valid, { 'X-Version': '2020-01-01' }), { status: 400 });
    assert.match(body.detail, /2023-10-31, 2023-11-15/);
  });
});

describe('addresses and queries', () => {
  const strangeIds = [
    'ps_',
    'ps_1',
    'nonsense',
    '%00',
    '%20',
    '..%2f..%2f',
    'ps_%F0%9F%92%B3',
    '0',
    '-1',
    'null',
    'ps_' + 'z'.repeat(54),
    'ps_' + '1'.repeat(54),
    'p'.repeat(200),
    formatId('payment', '01890000-0000-7000-8000-000000000000'),
    formatId('session', '01890000-0000-7000-8000-000000000000'),
    '01890000-0000-7000-8000-000000000000',
  ];
  test('an id of the wrong kind or shape is a 404 everywhere', async () => {
    for (const id of strangeIds) {
      await refuses({ method: 'GET', path: `/sessions/${id}` }, { status: 404, code: 'not_found' });
      await refuses({ path: `/sessions/${id}/expire` }, { status: 404, code: 'not_found' });
      if (id.length <= 128)
        await refuses(
          { path: '/refunds', body: { paymentId: decodeURIComponent(id) } },
          { status: 404, code: 'not_found' },
        );
    }
  });

  test('an address that no URL may have is a 4xx of ours', async () => {
    await refuses({ method: 'GET', path: '/sessions/%ff' }, { status: 404, code: 'not_found' });
    await refuses({ method: 'GET', path: '/sessions/%' }, { status: 404, code: 'not_found' });
    await refuses({ method: 'GET', path: `/sessions/${'x'.repeat(5_000)}` }, { status: 404, code: 'not_found' });
  });

  test('wrong query parameters are named', async () => {
    await refuses(
      { method: 'GET', path: '/sessions?limit=0&cursor=x&colour=red&status=new' },
      {
        status: 400,
        pointers: ['query:colour', 'query:limit', 'query:status'],
      },
    );
    for (const [query, pointer] of [
      ['limit=101', 'limit'],
      ['limit=ten', 'limit'],
      ['limit=1&limit=2', 'limit'],
      ['cursor=x', 'cursor'],
      ['createdFrom=yesterday', 'createdFrom'],
      ['createdFrom=2026-02-30T00:00:00Z', 'createdFrom'],
      ['createdTo=0000-01-01T00:00:00Z', 'createdTo'],
      ['createdTo=2026-01-01T00:00:00%2B23:59', 'createdTo'],
      ['merchantReferenceId=%00', 'merchantReferenceId'],
    ] as const) {
      await refuses({ method: 'GET', path: `/sessions?${query}` }, { status: 400, pointers: [`query:${pointer}`] });
      if (pointer === 'merchantReferenceId')
        await refuses({ method: 'GET', path: `/payments?${query}` }, { status: 400, pointers: [`query:${pointer}`] });
      else await refuses({ method: 'GET', path: `/events?${query}` }, { status: 400, pointers: [`query:${pointer}`] });
    }
  });

  test('an id in a query that is none, or of another kind, is wrong everywhere', async () => {
    const refund = formatId('refund', '01890000-0000-7000-8000-000000000000');
    for (const [path, name] of [
      ['/events', 'session'],
      ['/payments', 'session'],
      ['/refunds', 'payment'],
    ] as const) {
      for (const id of ['', 'nonsense', refund])
        await refuses({ method: 'GET', path: `${path}?${name}=${id}` }, { status: 400, pointers: [`query:${name}`] });
    }
  });

  test('a method that an address does not have', async () => {
    const { headers } = await refuses(
      { method: 'PUT', path: '/sessions', body: aSession },
      { status: 405, code: 'method_not_allowed' },
    );
    assert.equal(headers.get('allow'), 'GET, HEAD, POST');
    await refuses({ method: 'DELETE', path: '/payments' }, { status: 405 });
    await refuses({ method: 'GET', path: '/nothing/here' }, { status: 404 });
  });
});

describe('what is no HTTP', () => {
  const send = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = net.connect(Number(new URL(world.gatewayUrl).port), '127.0.0.1', () => socket.write(text));
      let answer = '';
      socket
        .setEncoding('utf8')
        .on('data', (more: string) => {
          answer += more;
        })
        .on('close', () => {
          resolve(answer);
        })
        .on('error', reject);
    });
  for (const [name, text, status] of [
    [
      'a header of 20,000 letters',
      `GET /api2/sessions HTTP/1.1\r\nHost: a\r\nX-Api-Key: ${'a'.repeat(20_000)}\r\n\r\n`,
      431,
    ],
    ['an address with a space', 'GET /api2/ses sions HTTP/1.1\r\nHost: a\r\n\r\n', 400],
    ['a method that nobody knows', 'BUY /api2/sessions HTTP/1.1\r\nHost: a\r\n\r\n', 400],
    [
      'two lengths',
      'POST /api2/sessions HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
  ] as const) {
    test(`${name} is a problem like any other`, async () => {
      const answer = await send(text);
      const [head = '', body = ''] = answer.split('\r\n\r\n');
      assert.match(head, new RegExp(`^HTTP/1\\.1 ${status} `));
      const headers = new Headers(
        head
          .split('\r\n')
          .slice(1)
          .map((line) => line.split(': ', 2) as [string, string]),
      );
      (await contractOf(world.gatewayUrl)).checkAnswer({
        method: 'GET',
        path: '/sessions',
        status,
        headers,
        body: JSON.parse(body),
      });
    });
  }
});

describe('other resources', () => {
  const card = { number: '4444555511113333', expiryMonth: 12, expiryYear: 2039, cvc: '123' };
  const payment = (fields: object, cardFields: object = {}) => ({
    path: '/payments',
    body: { amount: 100, currency: 'EUR', paymentMethod: { card: { ...card, ...cardFields } }, ...fields },
  });
  const cardRows: readonly (readonly [string, object, string])[] = [
    ['a number that fails its check digit', { number: '4444555511113334' }, 'number'],
    ['a number of letters', { number: 'abcdefghijklmnop' }, 'number'],
    ['month 13', { expiryMonth: 13 }, 'expiryMonth'],
    ['a year long gone', { expiryYear: 2001 }, 'expiryYear'],
    ['a CVC of two', { cvc: '12' }, 'cvc'],
    ['a CVC of letters', { cvc: 'abc' }, 'cvc'],
    ['a CVC of four on a card with three', { cvc: '1234' }, 'cvc'],
    ['a name with NUL', { cardholderName: 'A\u0000da' }, 'cardholderName'],
  ];
  for (const [name, fields, field] of cardRows) {
    test(name, async () => {
      await refuses(payment({}, fields), { status: 400, pointers: [`/paymentMethod/card/${field}`] });
    });
  }
  test('the card number of a refused card is not said again', async () => {
    const { text } = await refuses(payment({ amount: 0 }, { number: '4444555511113334' }), { status: 400 });
    assert.doesNotMatch(text, /44445555/);
  });

  test('what takes no field takes nothing or {}, and a field that somebody hoped for is named', async () => {
    const { body: payment } = await acme.shop.call('POST', '/payments', {
      body: { amount: 100, currency: 'EUR', captureMethod: 'manual', paymentMethod: { card } },
    });
    const {
      body: {
        data: [endpoint],
      },
    } = await acme.shop.call<{ data: { id: string }[] }>('GET', '/webhook-endpoints');
    const sessions = [await acme.shop.createSession(), await acme.shop.createSession()];
    const paths = [
      `/sessions/${String(sessions[0]?.id)}/expire`,
      `/payments/${String(payment['id'])}/cancel`,
      `/webhook-endpoints/${String(endpoint?.id)}/test`,
    ];
    for (const path of paths) {
      await refuses(
        { path, body: { reason: 'stock', amount: 5 } },
        { status: 400, code: 'invalid_fields', pointers: ['/amount', '/reason'] },
      );
      for (const rawBody of ['[]', '"now"', '1']) await refuses({ path, rawBody }, { status: 400, pointers: [''] });
      await refuses({ path, rawBody: '{' }, { status: 400, code: 'invalid_json' });
      assert.equal((await acme.shop.call('POST', path, { body: {} })).status, 200, path);
    }
    assert.equal(
      (await acme.shop.call('POST', `/sessions/${String(sessions[1]?.id)}/expire`, { rawBody: '' })).status,
      200,
    );
    assert.equal((await acme.shop.call('POST', paths[2] ?? '')).status, 200);
  });

  test('an endpoint cannot subscribe to tests of endpoints', async () => {
    const events = ['session.created', 'webhookEndpoint.test'];
    await refuses(
      { path: '/webhook-endpoints', body: { url: 'https://shop.example/', events } },
      { status: 400, pointers: ['/events/1'] },
    );
    const {
      body: {
        data: [endpoint],
      },
    } = await acme.shop.call<{ data: { id: string }[] }>('GET', '/webhook-endpoints');
    await refuses(
      { method: 'PATCH', path: `/webhook-endpoints/${String(endpoint?.id)}`, body: { events } },
      { status: 400, pointers: ['/events/1'] },
    );
  });

  test('captures, refunds, endpoints and keys', async () => {
    const id = formatId('payment', '01890000-0000-7000-8000-000000000000');
    await refuses({ path: `/payments/${id}/capture`, body: { amount: 0 } }, { status: 400, pointers: ['/amount'] });
    await refuses(
      { path: `/payments/${id}/capture`, body: { amount: -5, final: 'yes', why: 1 } },
      { status: 400, pointers: ['/amount', '/final', '/why'] },
    );
    await refuses({ path: '/refunds', body: { amount: -60 } }, { status: 400, pointers: ['/amount', '/paymentId'] });
    await refuses({ path: '/refunds', body: { paymentId: id, reason: PAN } }, { status: 422 });
    await refuses({ path: '/api-keys', body: { name: '' } }, { status: 400, pointers: ['/name'] });
    await refuses({ path: '/api-keys', body: { name: 'a'.repeat(101) } }, { status: 400, pointers: ['/name'] });
    await refuses(
      { path: '/webhook-endpoints', body: { url: 'nowhere', events: ['no.such'], colour: 1 } },
      { status: 400, pointers: ['/colour', '/events/0', '/url'] },
    );
    const {
      body: {
        data: [endpoint],
      },
    } = await acme.shop.call<{ data: { id: string }[] }>('GET', '/webhook-endpoints');
    await refuses(
      { method: 'PATCH', path: `/webhook-endpoints/${String(endpoint?.id)}`, body: { url: 'nowhere', events: [] } },
      { status: 400, pointers: ['/events', '/url'] },
    );
    for (const url of [
      'ftp://shop.example/',
      'javascript:alert(1)',
      'https://user:pass@shop.example/',
      'https://shop.example/\u0000',
      'http://',
      `https://\ud800.example/`,
    ]) {
      await refuses({ path: '/webhook-endpoints', body: { url } }, { status: 400, pointers: ['/url'] });
    }
    await refuses(
      { path: '/webhook-endpoints', body: { url: 'https://shop.example/', description: PAN } },
      { status: 422 },
    );
  });
});
