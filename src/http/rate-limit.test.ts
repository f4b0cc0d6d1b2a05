import assert from 'node:assert/strict';
import { test } from 'node:test';
import Fastify from 'fastify';
import { Problem } from '../base/problem.ts';
import { createRateLimit, limitCardForms } from './rate-limit.ts';

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

test('card forms are counted by address, pages are not', async () => {
  const app = Fastify();
  limitCardForms(app, createRateLimit(2, 'address'));
  for (const url of ['/pay/:token', '/authenticate/:token'])
    app.route({ method: ['GET', 'POST'], url, handler: () => 'page' });
  const statuses = [];
  for (const method of ['POST', 'POST', 'POST', 'GET'] as const)
    statuses.push((await app.inject({ method, url: '/pay/x' })).statusCode);
  assert.deepEqual(statuses, [200, 200, 429, 200]);
  // However the address is written: the route is the same, or there is none.
  for (const url of ['/%70ay/x', '/p%61y/x', '/pay/x?a=/b', '/pay/y'])
    assert.equal((await app.inject({ method: 'POST', url })).statusCode, 429, url);
  assert.equal((await app.inject({ method: 'POST', url: '/authenticate/x' })).statusCode, 429);
  await app.close();
});
