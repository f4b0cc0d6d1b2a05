import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { createHttpClient, type HttpAnswer, type HttpClientSettings, type HttpRequest } from './http-client.ts';

const cleanups: (() => unknown)[] = [];
after(async () => {
  for (const cleanUp of cleanups.reverse()) await cleanUp();
});

test('an answer comes with its status, headers and bytes', async () => {
  const url = await listenHttp((request, response) => {
    response.setHeader('X-Twice', ['a', 'b']);
    response.writeHead(418, { 'content-type': 'text/plain' });
    request.pipe(response);
  });
  const answer = await client().send(post(`${url}/path?q=1`, { body: 'hello' }));
  assert(answer.kind === 'answered');
  assert.equal(answer.status, 418);
  assert.equal(answer.headers['content-type'], 'text/plain');
  assert.equal(answer.headers['x-twice'], 'a, b');
  assert.equal(answer.body.toString(), 'hello');
  assert.equal(answer.isCutOff, false);
});

test('a redirect is an answer like any other', async () => {
  const url = await listenHttp((_request, response) => {
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  const answer = await client().send({ ...post(url), method: 'GET', body: undefined });
  assert.equal(answer.kind === 'answered' && answer.status, 302);
});

test('a refused connection is notSent', async () => {
  const { url, close } = await listenTcp(() => undefined);
  await close();
  assert.deepEqual(await client().send(post(url)), { kind: 'notSent', cause: 'connectionRefused' });
});

test('a name without an address is notSent', async () => {
  const answer = await client({ resolveHost: () => Promise.reject(new Error('no such name')) }).send(
    post('http://nowhere.test/'),
  );
  assert.deepEqual(answer, { kind: 'notSent', cause: 'dnsFailed' });
  const looked = await client().send(post('http://host.invalid/'));
  assert.equal(looked.kind, 'notSent');
});

test('an address that the caller forbids is notSent, IP literals too', async () => {
  const asked: string[] = [];
  const guarded = client({
    resolveHost: (hostname) => {
      asked.push(hostname);
      return Promise.resolve({ kind: 'forbidden' });
    },
  });
  for (const host of ['shop.test', '127.0.0.1', '[::1]']) {
    assert.deepEqual(await guarded.send(post(`http://${host}/`)), { kind: 'notSent', cause: 'addressForbidden' });
  }
  assert.deepEqual(asked, ['shop.test', '127.0.0.1', '::1']);
});

test('the caller chooses the address, the Host header keeps the name', async () => {
  const url = await listenHttp((request, response) => response.end(request.headers.host));
  const { port } = new URL(url);
  const chosen = client({ resolveHost: () => Promise.resolve({ kind: 'address', address: '127.0.0.1' }) });
  const answer = await chosen.send(post(`http://shop.test:${port}/`));
  assert.equal(answer.kind === 'answered' && answer.body.toString(), `shop.test:${port}`);
});

test('a connection that is never accepted is notSent after the connect timeout', async () => {
  const url = await openBlackHole();
  assert.deepEqual(await client({ connectTimeoutMs: 150 }).send(post(url)), {
    kind: 'notSent',
    cause: 'connectTimeout',
  });
});

test('TLS that is not TLS, or never answers, is notSent', async () => {
  const chatter = await listenTcp((socket) => socket.end('this is not a handshake'));
  const secure = (url: string) => url.replace('http:', 'https:');
  assert.deepEqual(await client().send(post(secure(chatter.url))), { kind: 'notSent', cause: 'tlsFailed' });
  const closer = await listenTcp((socket) => socket.destroy());
  assert.deepEqual(await client().send(post(secure(closer.url))), { kind: 'notSent', cause: 'tlsFailed' });
  const silent = await listenTcp(() => undefined);
  const impatient = client({ connectTimeoutMs: 100 });
  assert.deepEqual(await impatient.send(post(secure(silent.url))), { kind: 'notSent', cause: 'connectTimeout' });
});

test('a request that gave up waiting for a connection is notSent, and never sent later', async () => {
  const seen: string[] = [];
  const givenUp: PromiseWithResolvers<void> = Promise.withResolvers();
  const url = await listenHttp((request, response) => {
    seen.push(request.url ?? '');
    void givenUp.promise.then(() => response.end('late'));
  });
  const narrow = client({ maxConnectionsPerOrigin: 1 });
  const first = narrow.send(post(`${url}/first`));
  const second = await narrow.send(post(`${url}/second`, { totalTimeoutMs: 50 }));
  assert.deepEqual(second, { kind: 'notSent', cause: 'queueTimeout' });
  givenUp.resolve();
  assert.equal((await first).kind, 'answered');
  assert.equal((await narrow.send(post(`${url}/third`))).kind, 'answered');
  assert.deepEqual(seen, ['/first', '/third']);
});

const brokenLines: readonly (readonly [
  story: string,
  onRequest: (socket: net.Socket) => void,
  expected: HttpAnswer,
])[] = [
  ['a line cut after the request', (socket) => socket.destroy(), { kind: 'noAnswer', cause: 'connectionLost' }],
  ['a reset after the request', (socket) => socket.resetAndDestroy(), { kind: 'noAnswer', cause: 'connectionLost' }],
  ['no answer at all', () => undefined, { kind: 'noAnswer', cause: 'timeout' }],
  [
    'half an answer, then a cut line',
    (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345'),
    { kind: 'noAnswer', cause: 'connectionLost' },
  ],
  [
    'half a head, then a cut line',
    (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Le'),
    { kind: 'noAnswer', cause: 'connectionLost' },
  ],
  [
    'an answer that drips too slowly',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n');
      const drip = setInterval(() => socket.write('.'), 20);
      socket.on('close', () => {
        clearInterval(drip);
      });
    },
    { kind: 'noAnswer', cause: 'timeout' },
  ],
  ['garbage', (socket) => socket.end('\u0000\u0001 what is this?'), { kind: 'noAnswer', cause: 'malformedAnswer' }],
  [
    'an answer that is too large',
    (socket) => socket.end(`HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n${'x'.repeat(4000)}`),
    { kind: 'noAnswer', cause: 'answerTooLarge' },
  ],
  [
    'headers that never end',
    (socket) => socket.end(`HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(100_000)}\r\n\r\n`),
    { kind: 'noAnswer', cause: 'malformedAnswer' },
  ],
];

for (const [story, onRequest, expected] of brokenLines) {
  test(`${story} is noAnswer, and the request went out once`, async () => {
    let requests = 0;
    const { url } = await listenTcp((socket) => {
      socket.once('data', () => {
        requests++;
        onRequest(socket);
      });
    });
    // Long enough to connect and to send on a busy machine; the others end by themselves.
    const totalTimeoutMs = expected.kind === 'noAnswer' && expected.cause === 'timeout' ? 2_000 : PATIENT_MS;
    assert.deepEqual(await client().send(post(url, { totalTimeoutMs, maxAnswerBytes: 1_000 })), expected);
    assert.equal(requests, 1);
  });
}

test('a connection reset before it reads the request is noAnswer: bytes may have arrived', async () => {
  const { url } = await listenTcp((socket) => setTimeout(() => socket.resetAndDestroy(), 500).unref());
  assert.deepEqual(await client().send(post(url)), { kind: 'noAnswer', cause: 'connectionLost' });
});

test('a kept connection that the other side resets under the next request is noAnswer, for GET too', async () => {
  for (const method of ['GET', 'POST'] as const) {
    let requests = 0;
    let connections = 0;
    const { url } = await listenTcp((socket) => {
      connections++;
      socket.on('data', () => {
        requests++;
        if (requests === 1) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
        else socket.resetAndDestroy();
      });
    });
    const keeping = client();
    const request: HttpRequest = { ...post(url), method, body: method === 'GET' ? undefined : '{}' };
    assert.equal((await keeping.send(request)).kind, 'answered');
    // The connection is free a turn after its answer; before that, a request opens another one.
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(await keeping.send(request), { kind: 'noAnswer', cause: 'connectionLost', wasUsedBefore: true });
    assert.deepEqual([requests, connections], [2, 1]);
  }
});

test('a second, unasked answer is not taken for the answer to the next request', async () => {
  let requests = 0;
  const { url } = await listenTcp((socket) => {
    socket.on('data', () => {
      requests++;
      const answer = `HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n${requests}`;
      socket.write(requests === 1 ? answer + answer : answer);
    });
  });
  const keeping = client();
  await keeping.send(post(url));
  const next = await keeping.send(post(url));
  if (next.kind === 'answered') assert.equal(next.body.toString(), '2');
});

test('an oversized answer can be cut off instead', async () => {
  const url = await listenHttp((_request, response) => response.end('x'.repeat(5_000)));
  const answer = await client().send({ ...post(url, { maxAnswerBytes: 100 }), oversizedAnswer: 'cutOff' });
  assert(answer.kind === 'answered');
  assert.equal(answer.body.length, 100);
  assert.equal(answer.isCutOff, true);
});

test('a header that cannot be written is notSent', async () => {
  const answer = await client().send({ ...post('http://127.0.0.1:1/'), headers: { 'x-name': 'a\r\nb: c' } });
  assert.deepEqual(answer, { kind: 'notSent', cause: 'requestInvalid' });
});

test('closing ends what runs, at once or after the grace, and later requests are notSent', async () => {
  for (const graceMs of [0, 100]) {
    const arrived: PromiseWithResolvers<void> = Promise.withResolvers();
    const { url } = await listenTcp((socket) =>
      socket.once('data', () => {
        arrived.resolve();
      }),
    );
    const closing = client();
    const running = closing.send(post(url));
    await arrived.promise;
    await closing.close(graceMs);
    // And not 'timeout', which would be the case if closing had waited for it.
    assert.deepEqual(await running, { kind: 'noAnswer', cause: 'stopped' });
    assert.deepEqual(await closing.send(post(url)), { kind: 'notSent', cause: 'stopped' });
  }
});

test('a hundred requests at once share the connections and each gets its own answer', async () => {
  const url = await listenHttp((request, response) => response.end(request.url));
  const sharing = client({ maxConnectionsPerOrigin: 4 });
  const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => sharing.send(post(`${url}/${i}`))));
  assert.deepEqual(
    answers.map((answer) => answer.kind === 'answered' && answer.body.toString()),
    Array.from({ length: 100 }, (_, i) => `/${i}`),
  );
});

/** For whatever does not wait in vain. */
const PATIENT_MS = 60_000;

const client = (settings: Partial<HttpClientSettings> = {}) => {
  const created = createHttpClient({ connectTimeoutMs: PATIENT_MS, ...settings });
  cleanups.push(() => created.close());
  return created;
};

const post = (url: string, fields: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'POST',
  url,
  headers: { 'content-type': 'application/json' },
  body: '{}',
  totalTimeoutMs: PATIENT_MS,
  maxAnswerBytes: 65_536,
  ...fields,
});

const listenHttp = async (onRequest: http.RequestListener): Promise<string> => {
  const server = http.createServer(onRequest);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const listenTcp = async (onConnection: (socket: net.Socket) => unknown) => {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
  };
  cleanups.push(close);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
};

/** A listener whose thread stands still and whose queue is full: the kernel drops every further SYN. */
const openBlackHole = async (): Promise<string> => {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
     const server = require('node:net').createServer();
     server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
       parentPort.postMessage(server.address().port);
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
     });`,
    { eval: true },
  );
  const port = await new Promise<number>((resolve) => worker.once('message', resolve));
  const fillers = Array.from({ length: 4 }, () => net.connect(port, '127.0.0.1').on('error', () => undefined));
  // The kernel takes one more than the backlog says; the others knock in vain from then on.
  await Promise.all(fillers.slice(0, 2).map((filler) => once(filler, 'connect')));
  cleanups.push(async () => {
    for (const filler of fillers) filler.destroy();
    await worker.terminate();
  });
  return `http://127.0.0.1:${port}`;
};
