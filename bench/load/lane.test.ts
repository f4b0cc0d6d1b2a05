import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { openLane, type Answer, type Lane } from './lane.ts';
import { compileRequest } from './request.ts';

const serve = async (t: TestContext, listener: RequestListener): Promise<number> => {
  const server = createServer(listener).listen(0, '127.0.0.1');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

const laneTo = (t: TestContext, port: number): Lane => {
  const lane = openLane({ host: '127.0.0.1', port });
  t.after(lane.close);
  return lane;
};

const ask = (lane: Lane, request: string): Promise<Answer | undefined> =>
  new Promise((resolve) => {
    lane.send(request, resolve);
  });

test('requests on one line reach the server whole, each with its own number', async (t) => {
  const bodies: string[] = [];
  const port = await serve(t, (request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      bodies.push(`${request.url ?? ''} ${String(request.headers['idempotency-key'])} ${body}`);
      response.end('x'.repeat(100_000));
    });
  });
  const lane = laneTo(t, port);
  const request = compileRequest(
    { method: 'POST', paths: ['/a', '/b?n={n}'], headers: { 'Idempotency-Key': 'k-{n}' }, body: '{"n":"{n}"}' },
    'shop',
  );
  for (const n of [0, 1]) {
    const answer = await ask(lane, request(n));
    assert.equal(answer?.status, 200);
    assert.equal(answer.body.length, 100_000);
  }
  assert.deepEqual(bodies, ['/a k-0000000000 {"n":"0000000000"}', '/b?n=0000000001 k-0000000001 {"n":"0000000001"}']);
});

test('a line that is cut tells whoever waits, and the next request gets a new one', async (t) => {
  let count = 0;
  const port = await serve(t, (request, response) => {
    if (count++ === 0) request.socket.destroy();
    else response.writeHead(204).end();
  });
  const lane = laneTo(t, port);
  const request = compileRequest({ method: 'GET', paths: ['/'], headers: {} }, 'shop')(0);
  assert.equal(await ask(lane, request), undefined);
  assert.equal((await ask(lane, request))?.status, 204);
});

test('what is no HTTP, or does not say its length, is an error and no wait', async (t) => {
  for (const garbage of ['SSH-2.0-OpenSSH\r\n\r\n', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n']) {
    const server = net.createServer((socket) => socket.end(garbage)).listen(0, '127.0.0.1');
    t.after(() => server.close());
    await once(server, 'listening');
    const lane = laneTo(t, (server.address() as AddressInfo).port);
    assert.equal(await ask(lane, 'GET / HTTP/1.1\r\n\r\n'), undefined);
  }
});
