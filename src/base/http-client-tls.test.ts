import assert from 'node:assert/strict';
import { once } from 'node:events';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { createCertificate } from '../../test/support/certificate.ts';
import { createHttpClient, type HttpAnswer, type HttpClientSettings } from './http-client.ts';

const certificate = createCertificate('host.test');
const seen: string[] = [];
const server = https.createServer(certificate, (request, response) => {
  seen.push(request.headers.host ?? '');
  response.end('secret hello');
});

before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const send = async (host: string, settings: Partial<HttpClientSettings>): Promise<HttpAnswer> => {
  const client = createHttpClient({
    connectTimeoutMs: 60_000,
    resolveHost: () => Promise.resolve({ kind: 'address', address: '127.0.0.1' }),
    ...settings,
  });
  const url = `https://${host}:${(server.address() as AddressInfo).port}/`;
  const answer = await client.send({
    method: 'POST',
    url,
    headers: {},
    body: '{}',
    totalTimeoutMs: 60_000,
    maxAnswerBytes: 1_000,
  });
  await client.close();
  return answer;
};

test('a certificate of a trusted authority, for the name in the URL, is answered', async () => {
  const answer = await send('host.test', { tls: { ca: certificate.cert } });
  assert.equal(answer.kind === 'answered' && answer.body.toString(), 'secret hello');
  assert.equal(seen.length, 1);
  assert.match(seen[0] ?? '', /^host\.test:\d+$/);
});

test('a certificate that nobody vouches for, or of another name, is notSent: no byte of the request leaves', async () => {
  const refused = { kind: 'notSent', cause: 'tlsFailed' };
  const before = seen.length;
  assert.deepEqual(await send('host.test', {}), refused);
  assert.deepEqual(await send('other.test', { tls: { ca: certificate.cert } }), refused);
  assert.deepEqual(await send('127.0.0.1', { tls: { ca: certificate.cert } }), refused);
  assert.equal(seen.length, before);
});
