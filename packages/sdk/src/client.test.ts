import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import {
  API_VERSION,
  createTollgate,
  TollgateAuthenticationError,
  TollgateConflictError,
  TollgateConnectionError,
  TollgateError,
  TollgateInvalidRequestError,
  TollgateNotFoundError,
  TollgateRateLimitError,
  TollgateTimeoutError,
} from './index.ts';
import type { RequestLogEntry, TollgateOptions } from './index.ts';

type Seen = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};
type Answer = (response: ServerResponse, seen: Seen) => void;

const API_KEY = '6HUXQFbeomV1zf5i8cgm5W8KfncENVEa5uh8RngB';
const session = { id: 'ps_1', amount: 10_000, currency: 'EUR', paymentUrl: 'http://localhost/pay/1', status: 'open' };
const input = {
  amount: 10_000,
  currency: 'eur',
  successUrl: 'https://shop.example/ok',
  failureUrl: 'https://shop.example/no',
};

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, {
      'content-type': 'application/json',
      'api-request-id': 'req_1',
      'x-version': '2023-11-15',
      ...headers,
    });
    response.end(JSON.stringify(body));
  };
const problem = (status: number, code: string, more: object = {}, headers: Record<string, string> = {}): Answer =>
  json(
    status,
    {
      type: 't',
      title: 'T',
      status,
      code,
      detail: 'What was wrong.',
      message: 'What was wrong.',
      errors: [],
      requestId: 'req_9',
      ...more,
    },
    headers,
  );
const cutLine: Answer = (response) => {
  response.destroy();
};
const silence: Answer = () => undefined;

/** A server that gives the answers one after another (the last one again and again) and remembers what it was asked. */
const startGateway = async (t: TestContext, answers: readonly Answer[], options: Partial<TollgateOptions> = {}) => {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      seen.push(one);
      (answers[seen.length - 1] ?? answers.at(-1))?.(response, one);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    seen,
    tollgate: createTollgate({ apiKey: API_KEY, baseUrl: `http://127.0.0.1:${String(port)}`, ...options }),
  };
};

const rejection = async <T>(promise: PromiseLike<T>): Promise<TollgateError> => {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof TollgateError, String(error));
    return error;
  }
  return assert.fail('It should have been refused.');
};

test('a session is created with the headers of the contract', async (t) => {
  const { tollgate, seen } = await startGateway(t, [json(200, session)], { version: '2023-11-15' });
  const created = await tollgate.sessions.create(input, { idempotencyKey: 'order-7' });
  assert.equal(created.paymentUrl, session.paymentUrl);
  const [request] = seen;
  assert.equal(`${request?.method ?? ''} ${request?.url ?? ''}`, 'POST /api2/sessions');
  assert.equal(request?.headers['x-api-key'], API_KEY);
  assert.equal(request?.headers['x-version'], '2023-11-15');
  assert.equal(request?.headers['idempotency-key'], 'order-7');
  assert.equal(request?.headers['content-type'], 'application/json');
  assert.deepEqual(JSON.parse(request?.body ?? ''), input);
});

test('lastResponse is there and does not show', async (t) => {
  const { tollgate } = await startGateway(t, [
    json(200, session, {
      'idempotent-replayed': 'true',
      'idempotent-session-status': 'expired',
      'x-ignored-fields': 'basket, customerDetails.planet',
    }),
  ]);
  const created = await tollgate.sessions.create(input, { idempotencyKey: 'k' });
  assert.deepEqual(created.lastResponse, {
    status: 200,
    requestId: 'req_1',
    version: '2023-11-15',
    idempotentReplayed: true,
    sessionStatus: 'expired',
    ignoredFields: ['basket', 'customerDetails.planet'],
    idempotencyKey: 'k',
    tries: 1,
  });
  assert.deepEqual(JSON.parse(JSON.stringify(created)), session);
});

test('a POST is repeated under one idempotency key, made up when none is given', async (t) => {
  const { tollgate, seen } = await startGateway(t, [
    cutLine,
    problem(503, 'unavailable', {}, { 'retry-after': '0' }),
    json(200, session),
  ]);
  const created = await tollgate.sessions.create(input);
  assert.equal(created.lastResponse.tries, 3);
  const keys = new Set(seen.map((request) => request.headers['idempotency-key']));
  assert.equal(keys.size, 1);
  assert.match([...keys][0]?.toString() ?? '', /^[0-9a-f-]{36}$/);
});

test('two calls have two keys', async (t) => {
  const { tollgate, seen } = await startGateway(t, [json(200, session)]);
  await Promise.all([tollgate.sessions.create(input), tollgate.sessions.create(input)]);
  assert.notEqual(seen[0]?.headers['idempotency-key'], seen[1]?.headers['idempotency-key']);
});

test('retries end after maxRetries, and the error tells the key to go on with', async (t) => {
  const { tollgate, seen } = await startGateway(t, [problem(500, 'internal')], { maxRetries: 1 });
  const error = await rejection(tollgate.sessions.create(input, { idempotencyKey: 'order-7' }));
  assert.equal(seen.length, 2);
  assert.equal(error.status, 500);
  assert.equal(error.idempotencyKey, 'order-7');
});

test('PATCH is sent once', async (t) => {
  const { tollgate, seen } = await startGateway(t, [cutLine]);
  await rejection(tollgate.webhookEndpoints.update('we_1', { url: 'https://x.example' }));
  assert.equal(seen.length, 1);
});

test('DELETE is repeated: what the first one deleted, the second one need not find', async (t) => {
  const { tollgate, seen } = await startGateway(t, [cutLine, problem(404, 'not_found')]);
  const deleted = await tollgate.apiKeys.delete('ak_1');
  assert.deepEqual([seen.length, deleted.status, deleted.tries], [2, 404, 2]);
  const error = await rejection(tollgate.apiKeys.delete('ak_2'));
  assert.equal(error.status, 404, 'nothing was there from the start');
});

test('the version of these types is asked for, so that a newer gateway answers as they say', async (t) => {
  const { tollgate, seen } = await startGateway(t, [json(200, session)]);
  await tollgate.sessions.retrieve('ps_1');
  assert.equal(seen[0]?.headers['x-version'], API_VERSION);
});

test('one call may go under another key', async (t) => {
  const { tollgate, seen } = await startGateway(t, [json(200, session)]);
  await tollgate.sessions.retrieve('ps_1', { apiKey: 'another' });
  await tollgate.sessions.retrieve('ps_1');
  assert.deepEqual(
    seen.map(({ headers }) => headers['x-api-key']),
    ['another', API_KEY],
  );
  await assert.rejects(tollgate.sessions.retrieve('ps_1', { apiKey: 'a\nb' }), TypeError);
});

test('the log hears of every try, and of no key and no body; what it throws hurts nobody', async (t) => {
  const told: RequestLogEntry[] = [];
  const log = (entry: RequestLogEntry) => {
    told.push(entry);
    throw new Error('disk full');
  };
  const { tollgate } = await startGateway(t, [cutLine, json(200, session)], { log });
  await tollgate.sessions.create(input, { idempotencyKey: 'order-7' });
  assert.deepEqual(
    told.map(({ method, path, tries, status, requestId, idempotencyKey }) => ({
      method,
      path,
      tries,
      status,
      requestId,
      idempotencyKey,
    })),
    [
      {
        method: 'POST',
        path: '/sessions',
        tries: 1,
        status: undefined,
        requestId: undefined,
        idempotencyKey: 'order-7',
      },
      { method: 'POST', path: '/sessions', tries: 2, status: 200, requestId: 'req_1', idempotencyKey: 'order-7' },
    ],
  );
  assert.ok((told[0]?.retryInMs ?? 0) > 0 && told[1]?.retryInMs === undefined);
  assert.match(told[0]?.error ?? '', /No connection/);
  assert.doesNotMatch(JSON.stringify(told), new RegExp(`${API_KEY}|successUrl`));
});

test('what the caller got wrong is not repeated', async (t) => {
  const errors = [{ pointer: '/amount', code: 'too_small', message: 'must be at least 1' }];
  const { tollgate, seen } = await startGateway(t, [problem(400, 'invalid_fields', { errors })]);
  const error = await rejection(tollgate.sessions.create({ ...input, amount: 0 }));
  assert.ok(error instanceof TollgateInvalidRequestError);
  assert.equal(seen.length, 1);
  assert.equal(error.code, 'invalid_fields');
  assert.equal(error.requestId, 'req_9');
  assert.deepEqual(error.errors, errors);
  assert.equal(error.message, 'What was wrong. (/amount: must be at least 1)');
});

test('a status is a class', async (t) => {
  const rows = [
    [401, 'authentication', TollgateAuthenticationError],
    [404, 'not_found', TollgateNotFoundError],
    [409, 'conflict', TollgateConflictError],
    [422, 'idempotency_mismatch', TollgateInvalidRequestError],
    [429, 'rate_limited', TollgateRateLimitError],
  ] as const;
  const { tollgate } = await startGateway(
    t,
    rows.map(([status, code]) => problem(status, code)),
    { maxRetries: 0 },
  );
  for (const [, code, errorClass] of rows) {
    const error = await rejection(tollgate.sessions.retrieve('ps_1'));
    assert.ok(error instanceof errorClass, code);
    assert.equal(error.code, code);
  }
});

test('Retry-After is honoured: not earlier, and not at all when it is beyond the total limit', async (t) => {
  const { tollgate, seen } = await startGateway(t, [
    problem(429, 'rate_limited', {}, { 'retry-after': '1' }),
    json(200, session),
    problem(429, 'rate_limited', {}, { 'retry-after': '3600' }),
  ]);
  const startedMs = Date.now();
  await tollgate.sessions.retrieve('ps_1');
  assert.ok(Date.now() - startedMs >= 990);
  const error = await rejection(tollgate.sessions.retrieve('ps_1'));
  assert.equal(seen.length, 3);
  assert.equal(error.retryAfterMs, 3_600_000);
});

test('409 is repeated only when it says that the first request is still running', async (t) => {
  const { tollgate, seen } = await startGateway(t, [
    problem(409, 'idempotency_in_progress', {}, { 'retry-after': '0' }),
    json(200, session),
    problem(409, 'conflict'),
  ]);
  await tollgate.sessions.create(input);
  await rejection(tollgate.sessions.expire('ps_1'));
  assert.equal(seen.length, 3);
});

test('no answer ends in a timeout, within the total limit', async (t) => {
  const { tollgate } = await startGateway(t, [silence], { timeoutMs: 80, totalTimeoutMs: 100 });
  const error = await rejection(tollgate.sessions.create(input, { idempotencyKey: 'order-7' }));
  assert.ok(error instanceof TollgateTimeoutError);
  assert.match(error.message, /within 80 ms .* repeat it with idempotencyKey "order-7"/);
});

test('the limit also ends a body that never ends', async (t) => {
  const drip: Answer = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{');
  };
  const { tollgate } = await startGateway(t, [drip], { timeoutMs: 80, maxRetries: 0 });
  assert.ok((await rejection(tollgate.sessions.retrieve('ps_1'))) instanceof TollgateTimeoutError);
});

test('the caller can call it off, before, during and between tries', async (t) => {
  const { tollgate, seen } = await startGateway(t, [silence, problem(503, 'unavailable', {}, { 'retry-after': '30' })]);
  const reason = new Error('customer left');
  await assert.rejects(tollgate.sessions.retrieve('ps_1', { signal: AbortSignal.abort(reason) }), reason);
  assert.equal(seen.length, 0);
  for (const label of ['during', 'between']) {
    const controller = new AbortController();
    setTimeout(() => {
      controller.abort(reason);
    }, 60);
    await assert.rejects(tollgate.sessions.retrieve('ps_1', { signal: controller.signal }), reason, label);
  }
});

test('nobody there: the message names the address and the reason', async () => {
  const tollgate = createTollgate({ apiKey: API_KEY, baseUrl: 'http://127.0.0.1:1/', maxRetries: 0 });
  const error = await rejection(tollgate.sessions.retrieve('ps_1'));
  assert.ok(error instanceof TollgateConnectionError);
  assert.match(error.message, /http:\/\/127\.0\.0\.1:1\/api2.*baseUrl/);
  assert.ok(!error.message.includes(API_KEY));
});

test('another server behind baseUrl is named as such, and redirects are not followed', async (t) => {
  const html: Answer = (response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<html>');
  };
  const moved: Answer = (response) => {
    response.writeHead(301, { location: 'https://new.example/api2/sessions/ps_1' });
    response.end();
  };
  const { tollgate, seen } = await startGateway(t, [html, moved]);
  assert.match(
    (await rejection(tollgate.sessions.retrieve('ps_1'))).message,
    /not one of the gateway's: status 200, text\/html/,
  );
  assert.match((await rejection(tollgate.sessions.retrieve('ps_1'))).message, /redirect to https:\/\/new\.example/);
  assert.equal(seen.length, 2);
});

test('a list can be awaited for a page or walked to its end', async (t) => {
  const pages: Answer = (response, seen) => {
    const cursor = new URL(seen.url, 'http://x').searchParams.get('cursor');
    const page =
      cursor === 'two'
        ? { data: [{ id: 'ps_3' }], hasMore: false, nextCursor: null }
        : { data: [{ id: 'ps_1' }, { id: 'ps_2' }], hasMore: true, nextCursor: 'two' };
    json(200, page)(response, seen);
  };
  const { tollgate, seen } = await startGateway(t, [pages]);
  const page = await tollgate.sessions.list({ limit: 2, status: 'open' });
  assert.equal(page.data.length, 2);
  assert.equal(seen[0]?.url, '/api2/sessions?limit=2&status=open');

  const ids: string[] = [];
  for await (const one of tollgate.sessions.list({ limit: 2 })) ids.push(one.id);
  assert.deepEqual(ids, ['ps_1', 'ps_2', 'ps_3']);
  assert.equal((await tollgate.sessions.list().toArray({ limit: 1 })).length, 1);
});

test('a list that is not used asks nothing, and a cursor that stands still ends the walk', async (t) => {
  const { tollgate, seen } = await startGateway(t, [json(200, { data: [], hasMore: true, nextCursor: 'same' })]);
  tollgate.sessions.list();
  assert.equal(seen.length, 0);
  await assert.rejects(tollgate.sessions.list().toArray({ limit: 10 }), TollgateError);
});

test('a deletion may answer nothing', async (t) => {
  const { tollgate } = await startGateway(t, [
    (response) => {
      response.writeHead(204);
      response.end();
    },
  ]);
  await tollgate.webhookEndpoints.delete('we_1');
});

test('what may be left out is sent as an empty object, and options still are the last argument', async (t) => {
  const { tollgate, seen } = await startGateway(t, [json(200, { id: 'x' })]);
  const options = { idempotencyKey: 'k' };
  await tollgate.payments.capture('py_1');
  await tollgate.payments.capture('py_1', { amount: 5 }, options);
  await tollgate.webhookEndpoints.rotateSecret('we_1');
  await tollgate.webhookEndpoints.rotateSecret('we_1', { overlapHours: 0 }, options);
  await tollgate.events.resend('ev_1');
  await tollgate.events.resend('ev_1', { webhookEndpoint: 'we_1' }, options);
  await tollgate.payments.increment('py_1', { amount: 5 }, options);
  await tollgate.payments.cancel('py_1', options);
  await tollgate.payments.attempts('py_1');
  await tollgate.webhookEndpoints.test('we_1', options);
  assert.deepEqual(
    seen.map(({ method, url, body }) => `${method} ${url.slice('/api2'.length)} ${body}`),
    [
      'POST /payments/py_1/capture {}',
      'POST /payments/py_1/capture {"amount":5}',
      'POST /webhook-endpoints/we_1/rotate-secret {}',
      'POST /webhook-endpoints/we_1/rotate-secret {"overlapHours":0}',
      'POST /events/ev_1/resend {}',
      'POST /events/ev_1/resend {"webhookEndpoint":"we_1"}',
      'POST /payments/py_1/increment {"amount":5}',
      'POST /payments/py_1/cancel ',
      'GET /payments/py_1/attempts ',
      'POST /webhook-endpoints/we_1/test ',
    ],
  );
  assert.equal(seen.filter(({ headers }) => headers['idempotency-key'] === 'k').length, 6);
});

test('deliveries are a list of their endpoint', async (t) => {
  const { tollgate, seen } = await startGateway(t, [json(200, { data: [], hasMore: false, nextCursor: null })]);
  assert.deepEqual(await tollgate.webhookEndpoints.deliveries('we_1', { status: 'pending' }).toArray({ limit: 5 }), []);
  assert.equal(seen[0]?.url, '/api2/webhook-endpoints/we_1/deliveries?status=pending');
  assert.throws(() => tollgate.webhookEndpoints.deliveries('../sessions'), TypeError);
});

test('what cannot be right is refused before anything is sent', async (t) => {
  const { tollgate, seen } = await startGateway(t, [json(200, session)]);
  for (const id of ['', '..', 'a/b', 'a?b']) await assert.rejects(tollgate.sessions.retrieve(id), TypeError);
  await assert.rejects(tollgate.sessions.create(input, { idempotencyKey: 'line\nbreak' }), TypeError);
  await assert.rejects(tollgate.sessions.create({ ...input, amount: 1n as unknown as number }), TypeError);
  await assert.rejects(
    tollgate.sessions.list({ status: Object.create(null) as 'open' }).toArray({ limit: 1 }),
    TypeError,
  );
  assert.equal(seen.length, 0);
  const base = { apiKey: API_KEY, baseUrl: 'https://pay.example' };
  const wrong: readonly Partial<TollgateOptions>[] = [
    { apiKey: '' },
    { apiKey: 'a\nb' },
    { baseUrl: 'pay.example' },
    { baseUrl: 'ftp://pay.example' },
    { timeoutMs: 0 },
    { maxRetries: -1 },
    { maxRetries: 1.5 },
  ];
  for (const options of wrong)
    assert.throws(() => createTollgate({ ...base, ...options }), TypeError, JSON.stringify(options));
});

test('a setting that is not there is missed by its name, in the program and not in the first call', () => {
  const notSet = process.env['TOLLGATE_NOT_SET'];
  assert.throws(() => createTollgate({ apiKey: notSet, baseUrl: 'http://localhost:8080' }), {
    name: 'TypeError',
    message: /^apiKey is missing/,
  });
  assert.throws(() => createTollgate({ apiKey: 'k', baseUrl: notSet }), {
    name: 'TypeError',
    message: /^baseUrl is missing/,
  });
  assert.doesNotThrow(() =>
    createTollgate({ apiKey: 'k', baseUrl: 'http://localhost:8080', previousApiKeys: [notSet] }),
  );
});
