import assert from 'node:assert/strict';
import { test } from 'node:test';
import Fastify from 'fastify';
import { Problem } from '../base/problem.ts';
import { createRateLimit, limitForms } from './rate-limit.ts';

test('after its share a key waits, and is told how long; others are not touched', async () => {
  const limit = createRateLimit(3, 'API key');
  for (let call = 0; call < 3; call++) await limit.take('a');
  await assert.rejects(
    limit.take('a'),
    (error) => error instanceof Problem && error.code === 'rate_limited' && error.retryAfterSeconds === 1,
  );
  await limit.take('b');
});

test('0 is no limit', async () => {
  const limit = createRateLimit(0, 'API key');
  for (let call = 0; call < 1_000; call++) await limit.take('a');
});

test('forms are counted by address, however it is written; pages are not', async () => {
  const app = Fastify();
  limitForms(app, { customers: createRateLimit(2, 'address'), strangers: createRateLimit(1, 'address') }, () => true);
  for (const url of ['/pay/:token', '/authenticate/:token'])
    app.route({ method: ['GET', 'POST'], url, handler: () => 'page' });
  const statuses = [];
  for (const method of ['POST', 'POST', 'POST', 'GET'] as const)
    statuses.push((await app.inject({ method, url: '/pay/x' })).statusCode);
  assert.deepEqual(statuses, [200, 200, 429, 200]);
  for (const url of ['/%70ay/x', '/p%61y/x', '/pay/x?a=/b', '/pay/y', '/authenticate/x'])
    assert.equal((await app.inject({ method: 'POST', url })).statusCode, 429, url);
  await app.close();
});

test("a stranger's nonsense locks out nobody who shares his address", async () => {
  const app = Fastify();
  const limits = { customers: createRateLimit(30, 'address'), strangers: createRateLimit(5, 'address') };
  limitForms(app, limits, (request) => request.url === '/pay/honest');
  app.post('/pay/:token', () => 'page');
  const post = async (url: string) => (await app.inject({ method: 'POST', url })).statusCode;
  const nonsense = [];
  for (let call = 0; call < 100; call++) nonsense.push(await post('/pay/zzz'));
  assert.ok(nonsense.filter((status) => status === 429).length > 0);
  const honest = [];
  for (let customer = 0; customer < 25; customer++) honest.push(await post('/pay/honest'));
  assert.deepEqual(honest, new Array(25).fill(200));
  await app.close();
});
