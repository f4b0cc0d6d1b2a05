/** What reaches the server before, or without, becoming a request to a route: real connections, byte by byte. */
import assert from 'node:assert/strict';
import { METHODS } from 'node:http';
import net from 'node:net';
import { after, before, describe, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { systemClock } from '../../base/clock.ts';
import { createLog } from '../../base/log.ts';
import { Problem } from '../../base/problem.ts';
import { CONNECTION_TIMES, type ConnectionLimits } from './connections.ts';
import { createServer } from './server.ts';

const open = async (mode: 'sandbox' | 'live', connections: Partial<ConnectionLimits> = {}) => {
  const { app } = createServer({
    log: createLog('silent'),
    publicUrl: 'https://pay.example',
    mode,
    clock: systemClock,
    trustedProxies: { kind: 'none' },
    connections: { ...CONNECTION_TIMES, perAddress: 0, ...connections },
    onAnswered: () => undefined,
  });
  app.get('/things/:id', () => 'ok');
  app.post('/things/:id', () => 'ok');
  app.post('/locked', {
    onRequest: async () => {
      throw new Problem('invalid_request', 'An API key is needed.');
    },
    handler: () => 'never',
  });
  app.get('/broken', () => {
    throw new Error('connection to 10.0.0.1 refused for 4444555511113333');
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return app;
};

const portOf = (app: FastifyInstance): number => (app.server.address() as net.AddressInfo).port;

type Answer = { readonly status: number; readonly headers: Headers; readonly body: string };

/** All answers on one connection, once the server has closed it. */
const exchange = (
  app: FastifyInstance,
  text: string,
  write: (socket: net.Socket) => void = (socket) => socket.write(text),
) =>
  new Promise<readonly Answer[]>((resolve, reject) => {
    const socket = net.connect(portOf(app), '127.0.0.1', () => {
      write(socket);
    });
    let got = '';
    socket
      .setEncoding('latin1')
      .on('data', (more: string) => {
        got += more;
      })
      .on('close', () => {
        resolve(
          got
            .split(/(?=HTTP\/1\.1 \d{3} )/)
            .filter((one) => one !== '')
            .map(readAnswer),
        );
      })
      .on('error', (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
      });
  });

const readAnswer = (text: string): Answer => {
  const [head = '', body = ''] = text.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  return {
    status: Number(first.split(' ')[1]),
    headers: new Headers(lines.map((line) => line.split(/: ?/, 2) as [string, string])),
    body,
  };
};

const assertProblem = (answer: Answer | undefined, status: number, code: string): void => {
  assert.ok(answer, 'an answer');
  assert.equal(answer.status, status);
  assert.match(String(answer.headers.get('content-type')), /^application\/problem\+json/);
  assert.match(String(answer.headers.get('api-request-id')), /^req_/);
  assert.match(String(answer.headers.get('x-version')), /^\d{4}-/);
  assert.equal((JSON.parse(answer.body) as { code: string }).code, code);
};

describe('methods and what is no request', () => {
  let app: FastifyInstance;
  before(async () => {
    app = await open('live');
  });
  after(() => app.close());

  test('every method that the parser knows, with and without a body: 405 that says which there are, or 404', async () => {
    for (const method of METHODS.filter((one) => !['GET', 'HEAD', 'POST', 'CONNECT'].includes(one)))
      for (const body of ['', 'Content-Type: text/odd\r\nContent-Length: 2\r\n\r\n{}']) {
        const rest = `HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${body === '' ? '\r\n' : body}`;
        const [there] = await exchange(app, `${method} /things/1 ${rest}`);
        assert.deepEqual([method, there?.status, there?.headers.get('allow')], [method, 405, 'GET, HEAD, POST']);
        const [nowhere] = await exchange(app, `${method} /nowhere ${rest}`);
        assert.deepEqual([method, nowhere?.status], [method, 404]);
      }
  });

  for (const [name, text, status, code] of [
    [
      'an Expect that nobody knows',
      'GET /things/1 HTTP/1.1\r\nHost: x\r\nExpect: tea\r\n\r\n',
      417,
      'expectation_failed',
    ],
    ['no Host', 'GET /things/1 HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'invalid_http'],
    ['two Hosts', 'GET /things/1 HTTP/1.1\r\nHost: x\r\nhost: y\r\nConnection: close\r\n\r\n', 400, 'invalid_http'],
    ['CONNECT', 'CONNECT pay.example:443 HTTP/1.1\r\nHost: x\r\n\r\n', 405, 'method_not_allowed'],
    ['a version of HTTP that is none', 'GET /things/1 HTTP/9.9\r\n\r\n', 400, 'invalid_http'],
    ['headers of 20 KB', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, 431, 'headers_too_large'],
    [
      'a body that nobody wants',
      'POST /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 9\r\n\r\n{',
      404,
      'not_found',
    ],
  ] as const)
    test(`${name}: one problem like any other, that also says to come by https only`, async () => {
      const answers = await exchange(app, text);
      assert.equal(answers.length, 1);
      assertProblem(answers[0], status, code);
      assert.equal(answers[0]?.headers.get('strict-transport-security'), 'max-age=31536000');
    });

  test('a 401 names the way to sign in', async () => {
    const [answer] = await exchange(app, 'POST /locked HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    assertProblem(answer, 401, 'invalid_request');
    assert.equal(answer?.headers.get('www-authenticate'), 'Bearer realm="tollgate"');
  });

  test('a failure of ours says that it is one, under which number, and nothing of what failed', async () => {
    const [answer] = await exchange(app, 'GET /broken HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    assertProblem(answer, 500, 'internal');
    assert.doesNotMatch(String(answer?.body), /10\.0\.0\.1|44445555|refused|server\.ts| at /);
  });

  test('nonsense behind a whole request does not take the place of its answer', async () => {
    const answers = await exchange(app, 'GET /things/1 HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n');
    assert.deepEqual(
      answers.map(({ status, body }) => [status, body]),
      [[200, 'ok']],
    );
  });
});

describe('slow senders and many lines', () => {
  const quick = { headersMs: 300, requestMs: 600, checkEveryMs: 50 };
  let app: FastifyInstance;
  before(async () => {
    app = await open('sandbox', quick);
  });
  after(() => app.close());

  /** Writes the beginning and then a byte at a time for as long as the line lives. */
  const trickle = (beginning: string) => (socket: net.Socket) => {
    socket.write(beginning);
    const timer = setInterval(() => socket.write('a'), 20);
    socket.once('close', () => {
      clearInterval(timer);
    });
  };

  for (const [name, beginning, expected] of [
    ['headers that come a byte at a time', 'GET /things/1 HTTP/1.1\r\nX: ', [408]],
    [
      'a body that comes a byte at a time',
      'POST /things/1 HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{',
      [408],
    ],
    [
      'a body that never ends, after its answer: no second one',
      'POST /locked HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{',
      [401],
    ],
    ['a line on which nothing is said', '', [408]],
  ] as const)
    test(`${name}: the line is closed`, async () => {
      const write = beginning === '' ? () => undefined : trickle(beginning);
      const answers = await exchange(app, '', write);
      assert.deepEqual(
        answers.map(({ status }) => status),
        expected,
      );
    });

  test('Node looks for them often enough that its limits are what they say', () => {
    assert.ok(CONNECTION_TIMES.checkEveryMs <= CONNECTION_TIMES.headersMs / 5);
  });

  test('of one address so many lines are held and no more; one that ends makes room', async () => {
    const capped = await open('sandbox', { perAddress: 3 });
    const get = 'GET /things/1 HTTP/1.1\r\nHost: x\r\n\r\n';
    const openLine = () =>
      new Promise<net.Socket | 'closed'>((resolve) => {
        const socket = net.connect(portOf(capped), '127.0.0.1', () => socket.write(get));
        socket
          .once('data', () => {
            resolve(socket);
          })
          .on('error', () => undefined)
          .once('close', () => {
            resolve('closed');
          });
      });
    const lines = [await openLine(), await openLine(), await openLine()];
    assert.ok(!lines.includes('closed'));
    assert.equal(await openLine(), 'closed');
    const [first] = lines;
    if (first !== 'closed') first?.destroy();
    let next = await openLine();
    // The server hears of the end in its own time.
    while (next === 'closed') next = await openLine();
    for (const line of [...lines, next]) if (line !== 'closed') line?.destroy();
    await capped.close();
  });
});
