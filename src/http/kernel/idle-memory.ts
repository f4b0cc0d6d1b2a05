import type { FastifyInstance } from 'fastify';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { kindOf } from './overload.ts';

/** What is asked of the engine; tests bring their own. */
export type Heap = {
  /** Bytes in use, with what nobody needs any more. */
  readonly usedBytes: () => number;
  /** Takes away what nobody needs any more; nothing else happens meanwhile. */
  readonly collect: () => void;
};

const LOOK_EVERY_MS = 5_000;
/** A collection of a heap that has grown less is not worth its pause. */
const GROWN_BYTES = 32 * 1024 * 1024;

/**
 * Gives memory back when a flood is over. V8 collects when something new needs room; a gateway that nobody asks any
 * more needs none, and kept up to 320 MB of what three floods of 1,500 connections had left (idle: 145 MB). So when
 * nobody has asked for five to ten seconds, and the heap has grown since the last time, it is collected: 60 to 130 ms
 * in which next to nobody waits. Health checks and metrics do not count as asking. A gateway that is always asked
 * collects by itself.
 */
export const collectWhenIdle = (app: FastifyInstance, heap: Heap = engine): (() => void) => {
  let wasAsked = true;
  let leftBytes = heap.usedBytes();
  app.addHook('onRequest', (request, _reply, done) => {
    // Looked up once in five seconds: a busy gateway knows already.
    wasAsked ||= kindOf(request.method, request.routeOptions.url ?? '') !== undefined;
    done();
  });
  const look = (): void => {
    const isIdle = !wasAsked;
    wasAsked = false;
    if (!isIdle || heap.usedBytes() < leftBytes + GROWN_BYTES) return;
    heap.collect();
    leftBytes = heap.usedBytes();
  };
  // eslint-disable-next-line no-restricted-globals -- the memory of this process itself
  const timer = setInterval(look, LOOK_EVERY_MS);
  timer.unref();
  app.addHook('onClose', (_app, done) => {
    clearInterval(timer);
    done();
  });
  return look;
};

const engine: Heap = {
  usedBytes: () => getHeapStatistics().used_heap_size,
  collect: () => {
    // A context that is made while the flag is set has the function; it is made only for this.
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('globalThis.gc');
    setFlagsFromString('--no-expose-gc');
    if (typeof collect === 'function') (collect as () => void)();
  },
};
