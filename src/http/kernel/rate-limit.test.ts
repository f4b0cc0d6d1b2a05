import assert from 'node:assert/strict';
import { test } from 'node:test';
import Fastify from 'fastify';
import { Problem } from '../../base/problem.ts';
import { createRateLimit, limitForms, type SharedLimit } from './rate-limit.ts';

/** A clock that stands until it is put forward. */
const createClock = () => {
  let nowMs = 0;
  return { monotonicMs: () => nowMs, forward: (ms: number) => (nowMs += ms) };
};

const aLimit = (perSecond: number, clock = createClock()): SharedLimit =>
  createRateLimit({ name: 'key', perSecond, sentence: `More than ${perSecond} requests a second.` }, clock);

const refusal = (work: () => void): number | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    assert.ok(error instanceof Problem);
    assert.equal(error.code, 'rate_limited');
    assert.match(error.message, /^More than \d+ .+\. Try again in \d+ s\.$/);
    return error.retryAfterSeconds;
  }
};

test('after its share a key waits, and is told how long; others are not touched', () => {
  const clock = createClock();
  const limit = aLimit(3, clock);
  const take = (key: string) =>
    refusal(() => {
      limit.take(key);
    });
  assert.deepEqual(['a', 'a', 'a', 'a', 'b'].map(take), [undefined, undefined, undefined, 1, undefined]);
  clock.forward(334);
  assert.deepEqual(['a', 'a'].map(take), [undefined, 1]);
});

test('what is known afterwards makes the next one wait until all of it has drained', () => {
  const clock = createClock();
  const limit = aLimit(500, clock);
  const judge = () =>
    refusal(() => {
      limit.judge('a');
    });
  limit.add('a', 500);
  assert.equal(judge(), undefined);
  limit.add('a', 1_300);
  assert.equal(judge(), 3);
  clock.forward(2_600);
  assert.equal(judge(), undefined);
});

test('0 is no limit, and keeps nothing', () => {
  const limit = aLimit(0);
  for (let call = 0; call < 1_000; call++) limit.take('a');
  limit.add('a', 1_000_000);
  limit.judge('a');
  assert.deepEqual(limit.unsaid(10), []);
});

test('only who uses much of his share is worth a word; who has drained is forgotten', () => {
  const clock = createClock();
  const limit = aLimit(80, clock);
  for (let call = 0; call < 9; call++) limit.take('quiet');
  for (let call = 0; call < 20; call++) limit.take('busy');
  for (let call = 0; call < 30; call++) limit.take('busier');
  assert.deepEqual(
    limit.unsaid(1).map(({ subject, amount }) => [subject, amount]),
    [['busier', 30]],
  );
  assert.equal(limit.unsaid(9).length, 2);
  clock.forward(1_000);
  assert.deepEqual(limit.unsaid(9), []);
});

test('forms are counted by address, however it is written; pages are not', async () => {
  const app = Fastify();
  limitForms(app, { customers: aLimit(2), strangers: aLimit(1) }, () => true);
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
  limitForms(app, { customers: aLimit(30), strangers: aLimit(5) }, (request) => request.url === '/pay/honest');
  app.post('/pay/:token', () => 'page');
  const post = async (url: string) => (await app.inject({ method: 'POST', url })).statusCode;
  const nonsense = [];
  for (let call = 0; call < 100; call++) nonsense.push(await post('/pay/zzz'));
  assert.equal(nonsense.filter((status) => status === 429).length, 95);
  const honest = [];
  for (let customer = 0; customer < 25; customer++) honest.push(await post('/pay/honest'));
  assert.deepEqual(honest, new Array(25).fill(200));
  await app.close();
});
