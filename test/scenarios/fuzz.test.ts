/**
 * Whatever a stranger or a careless program sends, the gateway never fails: no 5xx, no broken line. Each run draws a
 * new seed and prints it when it found something; FUZZ_SEED repeats a run.
 */
import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { createContract, loadOpenApi, type Contract, type OpenApi } from '../support/contract.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { aCard, aSession } from '../support/shop.ts';
import { getPage, formFields } from '../support/customer.ts';

const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const BUDGET_MS = 4_500;

let world: World;
let acme: TestMerchant;
let contract: Contract;
let openApi: OpenApi;
let ids: readonly string[];

before(async () => {
  world = await createWorld();
  acme = await world.addMerchant({ events: ['session.completed'] });
  openApi = await loadOpenApi(world.gatewayUrl);
  contract = createContract(openApi);
  const session = await acme.shop.createSession();
  const payment = await acme.shop.call('POST', '/payments', {
    body: {
      amount: 500,
      currency: 'EUR',
      captureMethod: 'manual',
      paymentMethod: { card: { number: '4242424242424242', expiryMonth: 1, expiryYear: 2040 } },
    },
  });
  const endpoints = await acme.shop.call<{ data: readonly { id: string }[] }>('GET', '/webhook-endpoints');
  ids = [session.id, String(payment.body['id']), ...endpoints.body.data.map(({ id }) => id)];
});
after(() => world.close());

/** Runs the property for a while from one seed; what it finds is shrunk and told with the seed. */
const holds = async (property: fc.IAsyncProperty<[unknown]>): Promise<void> => {
  await fc.assert(property, {
    seed: SEED,
    numRuns: 100_000,
    interruptAfterTimeLimit: BUDGET_MS,
    markInterruptAsFailure: false,
    endOnFailure: true,
  });
};

type Sent = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | undefined;
};

/** Without fetch's opinions: any method, any bytes in the path. */
const send = ({
  method,
  path,
  headers,
  body,
}: Sent): Promise<{ readonly status: number; readonly headers: Headers; readonly text: string }> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(world.gatewayUrl);
    const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
    const request = httpRequest(
      { hostname, port, method, path, headers: { ...headers, ...length }, timeout: 60_000 },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: new Headers(response.headers as Record<string, string>),
            text: Buffer.concat(chunks).toString('utf8'),
          });
        });
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.on('timeout', () => request.destroy(new Error('no answer within 10 s')));
    request.end(body);
  });

const survives = async (sent: Sent): Promise<void> => {
  const { status, headers, text } = await send(sent);
  assert.ok(status >= 200 && status < 500, `${status} to ${sent.method} ${sent.path}: ${text}`);
  if (!sent.path.startsWith('/api2/') || sent.path.startsWith('/api2/openapi.json') || sent.method === 'HEAD') return;
  contract.checkAnswer({
    method: sent.method,
    path: sent.path.slice('/api2'.length),
    status,
    headers,
    body: text === '' ? undefined : JSON.parse(text),
  });
};

const withKey = (headers: Readonly<Record<string, string>> = {}) => ({
  'X-Api-Key': acme.apiKey,
  'Content-Type': 'application/json',
  ...headers,
});

const strangeText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.constantFrom(
    '\u0000',
    '\ud800',
    '\udfff x',
    '‮',
    '__proto__',
    'constructor',
    '4444555511113333',
    'null',
    '-1',
    '1e400',
    "'; drop table sessions; --",
    '{{7*7}}',
    '\r\nX: y',
  ),
);
/** An object of JSON may have a field `toString`, which `String` would call. */
const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const strangeValue: fc.Arbitrary<unknown> = fc.oneof(
  strangeText,
  fc.integer(),
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.constant(null),
  fc.constant([]),
  fc.constant({}),
  fc.constant('x'.repeat(5_000)),
  fc.jsonValue({ maxDepth: 10 }),
  fc.constantFrom(
    '2026-02-30T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '+275760-09-13T00:00:00Z',
    '9999-12-31T23:59:60Z',
    '2026-12-01T00:00:00+15:59',
  ),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
);
const anId = fc.oneof(
  fc.nat({ max: 10 }).map((n) => ids[n % ids.length] ?? ''),
  fc.string({ unit: fc.constantFrom(...'psy_123456789ABCabczZ0OIl'.split('')), maxLength: 70 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

/** A good body with some fields replaced, taken away or added, at any depth. */
const bodies = {
  '/sessions': {
    ...aSession,
    merchantReferenceId: 'r-1',
    locale: 'EN',
    description: 'kettle',
    metadata: { a: 'b' },
    customerDetails: {
      email: 'a@b.example',
      phone: '+1',
      fullName: 'Ada',
      billingAddress: { line1: 'x', country: 'DE' },
    },
    paymentData: { captureMethod: 'manual' },
    merchantCustomerId: 'customer-1',
    setupFutureUsage: { category: 'recurrent', recurringModel: { recurrent: { expiry: '2031-01-31', frequency: 30 } } },
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  },
  '/payments': {
    amount: 100,
    currency: 'EUR',
    captureMethod: 'automatic',
    paymentMethod: {
      card: {
        number: '4242424242424242',
        expiryMonth: 12,
        expiryYear: 2039,
        cvc: '123',
        cardholderName: 'Ada Lovelace',
      },
    },
    metadata: {},
    returnUrl: 'https://shop.example/',
    merchantReferenceId: 'r',
  },
  '/refunds': { paymentId: 'py_x', amount: 1, reason: 'because' },
  '/webhook-endpoints': { url: 'http://127.0.0.1:9/', events: ['refund.failed'], description: 'x' },
  '/api-keys': { name: 'fuzz' },
} as const;

const fieldsOf = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? [
        ...(path.length === 0 ? [] : [path]),
        ...Object.entries(value).flatMap(([key, inner]) => fieldsOf(inner, [...path, key])),
      ]
    : [path];

const changed = (value: unknown, [key, ...rest]: readonly string[], to: unknown): unknown => {
  if (key === undefined) return to;
  const object = typeof value === 'object' && value !== null ? value : {};
  return { ...object, [key]: changed(Reflect.get(object, key), rest, to) };
};

const spoiledBody = (good: unknown): fc.Arbitrary<unknown> =>
  fc
    .array(
      fc.tuple(
        fc.oneof(
          fc.constantFrom(...fieldsOf(good)),
          strangeText.map((key) => [key]),
        ),
        fc.oneof(strangeValue, fc.constant(undefined)),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((changes) => changes.reduce((body, [path, value]) => changed(body, path, value), good));

const posts = Object.entries(bodies).map(([path, good]) => spoiledBody(good).map((body) => ({ path, body })));

test(`bodies around the schemas (seed ${SEED})`, () =>
  holds(
    fc.asyncProperty(fc.oneof(...posts), ({ path, body }) =>
      survives({ method: 'POST', path: `/api2${path}`, headers: withKey(), body: JSON.stringify(body) }),
    ),
  ));

test(`raw bytes, headers and versions (seed ${SEED})`, () => {
  const json = JSON.stringify(aSession);
  const raw = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc
      .tuple(fc.nat({ max: json.length }), strangeText)
      .map(([at, text]) => Buffer.from(json.slice(0, at) + text + json.slice(at))),
    fc
      .tuple(fc.nat({ max: 60_000 }), fc.constantFrom('[', '{"a":', '"', '\\', '9', '-', '{"a":1,'))
      .map(([times, text]) => Buffer.from(text.repeat(times))),
    fc.json({ maxDepth: 12 }).map((text) => Buffer.from(text)),
  );
  const headerText = fc.string({
    unit: fc.constantFrom(...Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)), '\u00e9', '\u00ff'),
    maxLength: 300,
  });
  const headers = fc.dictionary(
    fc.constantFrom(
      'X-Version',
      'Idempotency-Key',
      'Authorization',
      'X-Api-Key',
      'Content-Type',
      'Accept-Language',
      'X-Forwarded-For',
      'Cookie',
      'Sec-Fetch-Site',
      'If-None-Match',
    ),
    fc.oneof(headerText, fc.constantFrom('2023-10-31', 'application/json; charset=utf-16', 'Bearer x', '')),
    { maxKeys: 3 },
  );
  return holds(
    fc.asyncProperty(fc.record({ raw, headers, path: fc.constantFrom(...Object.keys(bodies)) }), (drawn) =>
      survives({ method: 'POST', path: `/api2${drawn.path}`, headers: withKey(drawn.headers), body: drawn.raw }),
    ),
  );
});

test(`methods, ids and queries on every path of the document (seed ${SEED})`, () => {
  const query = fc.dictionary(
    fc.oneof(
      fc.constantFrom(
        'limit',
        'cursor',
        'status',
        'createdFrom',
        'createdTo',
        'merchantReferenceId',
        'session',
        'payment',
        'type',
      ),
      strangeText,
    ),
    fc.oneof(strangeText, fc.integer().map(asText), anId, strangeValue.map(asText)),
    { maxKeys: 3 },
  );
  const safeEncode = (text: string) =>
    Array.from(Buffer.from(text, 'utf8'), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const drawn = fc.record({
    path: fc.constantFrom(...Object.keys(openApi.paths)),
    method: fc.constantFrom('GET', 'GET', 'GET', 'POST', 'HEAD', 'PUT', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'),
    id: fc.oneof(anId.map(safeEncode), fc.constantFrom('%ff', '%', '%zz', '..', '.', '%2e%2e', '%00')),
    query: fc.option(query),
    body: fc.option(fc.jsonValue({ maxDepth: 3 })),
  });
  return holds(
    fc.asyncProperty(drawn, ({ path, method, id, query: parameters, body }) => {
      const search =
        parameters === null
          ? ''
          : `?${Object.entries(parameters)
              .map(([name, value]) => `${safeEncode(name)}=${safeEncode(value)}`)
              .join('&')}`;
      const hasBody = body !== null && method !== 'HEAD' && method !== 'GET' && method !== 'TRACE';
      const address = `/api2${path.replaceAll(/\{\w+\}/g, id)}${search}`;
      // Deleting the shop's own endpoint or changing it is no fault: only what must not break is looked at.
      return survives({
        method,
        path: address.slice(0, 6_000),
        headers: withKey(),
        body: hasBody ? JSON.stringify(body) : undefined,
      });
    }),
  );
});

test(`the payment page's doors (seed ${SEED})`, async () => {
  const { id, paymentUrl } = await acme.shop.createSession();
  const path = new URL(paymentUrl).pathname;
  const fields = formFields((await getPage(`${world.gatewayUrl}${path}`)).html);
  const spoiled = fc.dictionary(
    fc.oneof(fc.constantFrom(...Object.keys({ ...fields, ...aCard }), 'sealed', 'keyId'), strangeText),
    strangeText,
    { maxKeys: 5 },
  );
  const bytes = fc.uint8Array({ maxLength: 200 }).map((raw) => Buffer.from(raw));
  const body = fc.oneof(
    spoiled.map((changes) => new URLSearchParams({ ...fields, ...aCard, formToken: 'x', ...changes }).toString()),
    bytes,
    fc.json({ maxDepth: 6 }),
    spoiled.map((changes) => JSON.stringify({ ...fields, ...changes })),
  );
  await holds(
    fc.asyncProperty(
      fc.record({
        body,
        ending: fc.constantFrom('', '', '/cancel', '/status', '/x'),
        token: fc.oneof(
          fc.constant(path),
          fc
            .string({ unit: fc.constantFrom(...'123abcXYZ0OIl%/.'.split('')), maxLength: 60 })
            .map((text) => `/pay/${text}`),
        ),
        method: fc.constantFrom('GET', 'POST', 'POST', 'PUT', 'HEAD'),
        type: fc.constantFrom(
          'application/x-www-form-urlencoded',
          'application/json',
          'text/plain',
          'multipart/form-data',
        ),
        site: fc.constantFrom('same-origin', 'cross-site', ''),
      }),
      (drawn) =>
        survives({
          method: drawn.method,
          path: `${drawn.token}${drawn.ending}`,
          headers: { 'Content-Type': drawn.type, 'Sec-Fetch-Site': drawn.site },
          body: drawn.method === 'POST' ? drawn.body : undefined,
        }),
    ),
  );
  const still = await acme.shop.session(id);
  assert.equal(still.paymentStatus, 'unpaid');
});

test('bytes that are no HTTP end in a 400 or a closed line, and the next request is served', async () => {
  const { hostname, port } = new URL(world.gatewayUrl);
  const garbage = [
    'GET\r\n\r\n',
    '\u0000\u0001\u0002\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
    'POST /api2/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!',
    'POST /api2/sessions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\nzz\r\n',
    `GET /api2/sessions HTTP/1.1\r\nHost: x\r\nX-Api-Key: ${'a'.repeat(40)}\r\nX-Api-Key: ${'b'.repeat(40)}\r\n` +
      'Connection: close\r\n\r\n',
    'GET http://[::1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    'GET /api2/sessions HTTP/1.1\r\nConnection: close\r\n\r\n',
  ];
  for (const text of garbage) {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.end(text));
      let received = '';
      socket.on('data', (chunk) => {
        received += chunk.toString('latin1');
      });
      socket.on('close', () => {
        resolve(received);
      });
      socket.on('error', () => {
        resolve(received);
      });
      socket.setTimeout(60_000, () => {
        socket.destroy();
        reject(new Error('the line stayed open'));
      });
    });
    assert.match(answer, /^$|^HTTP\/1\.1 4\d\d /, JSON.stringify(text.slice(0, 80)));
    assert.equal((await acme.shop.call('GET', '/sessions?limit=1')).status, 200);
  }
});
