import assert from 'node:assert/strict';
import { test } from 'node:test';
import Fastify from 'fastify';
import { waitFor } from '../../../test/support/wait-for.ts';
import { kindOf, shedLoad, waitAside } from './overload.ts';

test('what is turned away, by method and route; what is not named is always answered', () => {
  const rows: readonly (readonly [method: string, route: string, kind: ReturnType<typeof kindOf>])[] = [
    ['GET', '/docs', 'read'],
    ['GET', '/docs/errors', 'read'],
    ['GET', '/api2/sessions', 'read'],
    ['HEAD', '/api2/payments/:id', 'read'],
    ['POST', '/api2/sessions', 'create'],
    ['POST', '/api2/webhook-endpoints', 'create'],
    ['DELETE', '/api2/api-keys/:id', 'create'],
    ['GET', '/pay/:token', 'page'],
    ['GET', '/pay/:token/status', 'page'],
    ['POST', '/pay/:token/cancel', 'page'],
    ['POST', '/api2/refunds', 'operation'],
    ['POST', '/api2/payments/:id/capture', 'operation'],
    ['POST', '/3ds/result/:token', 'operation'],
    ['POST', '/api2/payments', 'card'],
    ['POST', '/pay/:token', 'card'],
    ['POST', '/pay/:token/continue', 'card'],
    ['POST', '/authenticate/:token', 'card'],
    ['GET', '/healthz', undefined],
    ['GET', '/readyz', undefined],
    ['GET', '/metrics', undefined],
    ['GET', '/assets/checkout.js', undefined],
  ];
  for (const [method, route, kind] of rows) assert.equal(kindOf(method, route), kind, `${method} ${route}`);
});

/** Routes whose answers come when they are let go. */
const openGate = (lagMs: () => number) => {
  const app = Fastify();
  const pauses: number[] = [];
  const sleep = (ms: number) => {
    pauses.push(ms);
    return Promise.resolve();
  };
  shedLoad(app, { lagMs, clock: { sleep } });
  const waiting: (() => void)[] = [];
  const hold = () =>
    new Promise<string>((resolve) => {
      waiting.push(() => {
        resolve('done');
      });
    });
  app.get('/api2/sessions', hold);
  app.get('/api2/events', (request) => waitAside(request, hold));
  app.post('/api2/sessions', hold);
  app.post('/pay/:token', () => 'paid');
  app.post('/api2/refunds', () => 'refunded');
  app.get('/healthz', () => 'ok');
  const letGo = (): void => {
    for (const one of waiting.splice(0)) one();
  };
  return { app, letGo, held: () => waiting.length, pauses };
};

test('a flood of creates is answered in part, and in part told when to come back, after a pause that slows the flood; cards are still taken', async () => {
  const { app, letGo, held, pauses } = openGate(() => 0);
  const flood = Array.from({ length: 700 }, () => app.inject({ method: 'POST', url: '/api2/sessions' }));
  // Everything that is not held is answered while nothing is let go: nobody waits for his turn to be refused.
  let answered = 0;
  for (const one of flood) void one.then(() => answered++);
  while (answered + held() < flood.length) await new Promise(setImmediate);
  assert.equal(held(), 512);
  assert.deepEqual(pauses, new Array(700 - 512).fill(1_000));

  assert.equal((await app.inject({ url: '/api2/sessions' })).statusCode, 503);
  for (const url of ['/pay/x', '/api2/refunds'])
    assert.equal((await app.inject({ method: 'POST', url })).statusCode, 200, url);
  assert.equal((await app.inject({ url: '/healthz' })).statusCode, 200);

  letGo();
  const statuses = (await Promise.all(flood)).map(({ statusCode }) => statusCode);
  assert.deepEqual(
    [200, 503].map((status) => statuses.filter((one) => one === status).length),
    [512, 700 - 512],
  );

  // The flood is over, and so is the refusing.
  const after = app.inject({ url: '/api2/sessions' });
  while (held() === 0) await new Promise(setImmediate);
  letGo();
  assert.equal((await after).statusCode, 200);
  await app.close();
});

test('when the event loop is late, a quarter of what else may wait is too much; late alone is no reason', async () => {
  let lagMs = 60_000;
  const { app, letGo, held } = openGate(() => lagMs);
  const statusOf = async (method: 'GET' | 'POST', url: string) => (await app.inject({ method, url })).statusCode;
  const flood = Array.from({ length: 200 }, () => statusOf('POST', '/api2/sessions'));
  let refused = 0;
  for (const one of flood) void one.then(() => refused++);
  while (refused + held() < flood.length) await new Promise(setImmediate);
  assert.equal(held(), 128);
  assert.equal(await statusOf('GET', '/api2/sessions'), 503);
  for (const url of ['/pay/x', '/api2/refunds']) assert.equal(await statusOf('POST', url), 200, url);
  lagMs = 0;
  const taken = statusOf('POST', '/api2/sessions');
  while (held() < 129) await new Promise(setImmediate);
  letGo();
  assert.equal(await taken, 200);
  await Promise.all(flood);
  await app.close();
});

test('whoever waits aside, for news and not for us, takes no place of those who come to read', async () => {
  const { app, letGo, held } = openGate(() => 0);
  const aside = Array.from({ length: 500 }, () => app.inject('/api2/events'));
  await waitFor('all wait aside', () => Promise.resolve(held() === 500));
  // More than that many readers are turned away; those aside are none of them.
  const readers = Array.from({ length: 300 }, () => app.inject('/api2/sessions'));
  await waitFor('all are let in', () => Promise.resolve(held() === 800));
  letGo();
  const answers = await Promise.all([...aside, ...readers]);
  assert.deepEqual(new Set(answers.map(({ statusCode }) => statusCode)), new Set([200]));
  // And nobody is counted any more: as many as there may be are let in again.
  const again = Array.from({ length: 384 }, () => app.inject('/api2/sessions'));
  await waitFor('all are let in again', () => Promise.resolve(held() === 384));
  letGo();
  await Promise.all(again);
  await app.close();
});
