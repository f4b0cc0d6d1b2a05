import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { test } from 'node:test';
import { addressOf } from '../../../../../simulators/shared/server.ts';
import { createCertificate } from '../../../../../test/support/certificate.ts';
import { freePort } from '../../../../../test/support/free-port.ts';
import { systemClock } from '../../../../base/clock.ts';
import { openSocket } from './open-socket.ts';

const PATIENT_MS = 60_000;

const listening = async <Server extends net.Server>(server: Server): Promise<Server> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
};

test('over TLS only the certificate authority that was named is trusted, and only for the name of the host', async () => {
  const [good, other] = [createCertificate('localhost'), createCertificate('other.test')];
  for (const [certificate, ca, isTrusted] of [
    [good, good.cert, true],
    [good, other.cert, false],
    [good, undefined, false],
    [other, other.cert, false],
  ] as const) {
    const server = await listening(tls.createServer(certificate, (socket) => socket.end('hello')));
    const address = { host: 'localhost', port: addressOf(server).port, tls: { ca } };
    const socket = await openSocket(address, PATIENT_MS, systemClock);
    assert.equal(socket !== undefined, isTrusted);
    if (socket !== undefined) {
      const [greeting] = (await once(socket, 'data')) as [Buffer];
      assert.equal(greeting.toString(), 'hello');
      socket.destroy();
    }
    server.close();
  }
});

test('a host that takes the connection and says nothing about TLS is given up in time', async () => {
  const sockets: net.Socket[] = [];
  const server = await listening(net.createServer((socket) => sockets.push(socket)));
  const address = { host: '127.0.0.1', port: addressOf(server).port, tls: { ca: undefined } };
  assert.equal(await openSocket(address, 200, systemClock), undefined);
  for (const socket of sockets) socket.destroy();
  server.close();
});

test('where nobody listens there is no socket, and nothing is thrown', async () => {
  const address = { host: '127.0.0.1', port: await freePort(), tls: undefined };
  assert.equal(await openSocket(address, PATIENT_MS, systemClock), undefined);
  const nobody = { host: 'no-such-host.invalid', port: 1, tls: undefined };
  assert.equal(await openSocket(nobody, PATIENT_MS, systemClock), undefined);
});
