import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import Fastify from 'fastify';
import { collectWhenIdle } from './idle-memory.ts';

const MB = 1024 * 1024;

const open = () => {
  const app = Fastify();
  const heap = { bytes: 40 * MB, collected: 0 };
  const look = collectWhenIdle(app, {
    usedBytes: () => heap.bytes,
    collect: () => {
      heap.collected++;
      heap.bytes = 45 * MB;
    },
  });
  app.get('/api2/sessions', () => 'ok');
  app.get('/healthz', () => 'ok');
  return { app, heap, look };
};

test('what a flood left is collected when nobody asks any more, once', async () => {
  const { app, heap, look } = open();
  heap.bytes = 300 * MB;
  look();
  assert.equal(heap.collected, 0, 'it was only just started');
  await app.inject('/api2/sessions');
  look();
  assert.equal(heap.collected, 0, 'somebody asked a moment ago');
  await app.inject('/healthz');
  look();
  assert.equal(heap.collected, 1, 'a health check is nobody');
  look();
  assert.equal(heap.collected, 1);
  await app.close();
});

test('a heap that has hardly grown is left alone', async () => {
  const { app, heap, look } = open();
  look();
  heap.bytes = 60 * MB;
  look();
  look();
  assert.equal(heap.collected, 0);
  await app.close();
});

test('the engine collects: what nobody holds any more is gone', async () => {
  const app = Fastify();
  const look = collectWhenIdle(app);
  look();
  const left = leave();
  // A weak reference holds until the end of the turn that made it.
  await setImmediate();
  look();
  assert.equal(left.deref(), undefined);
  await app.close();
});

/** Some 80 MB that nobody holds. */
const leave = (): WeakRef<object> =>
  new WeakRef(Array.from({ length: 1_000_000 }, (_, n) => ({ n, text: `item ${n}` })));
