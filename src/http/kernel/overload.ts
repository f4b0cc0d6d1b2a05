import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock } from '../../base/clock.ts';
import { Problem } from '../../base/problem.ts';

/**
 * What is turned away when more comes than can be done, and in which order: who is told at once can come again, who is
 * kept waiting gives up and comes again all the same. A customer who has typed a card is the last to be sent away.
 */
export type WorkKind = 'read' | 'create' | 'page' | 'operation' | 'card';

/**
 * `waiting`: requests that wait for this gateway and its database (never for a bank, whose slowness is no overload)
 * above which a kind is turned away. 512 creates at the sustainable 900/s of two cores wait 0.6 s, long before a client
 * gives up. While the event loop is late by `lagMs` a quarter of them is too many. Lateness alone is no reason: one
 * stall of a busy machine, with nobody waiting, is over before anybody could come again.
 */
const LIMITS: Readonly<Record<WorkKind, { readonly waiting: number; readonly lagMs: number }>> = {
  read: { waiting: 384, lagMs: 250 },
  create: { waiting: 512, lagMs: 500 },
  page: { waiting: 768, lagMs: 1_500 },
  operation: { waiting: 896, lagMs: 2_000 },
  card: { waiting: 2_048, lagMs: 5_000 },
};

/** First that matches; what matches none (health, files) is always answered. */
const KINDS: readonly (readonly [method: RegExp, route: RegExp, kind: WorkKind])[] = [
  [/^POST$/, /^\/(?:pay|authenticate)\/:token(?:\/continue)?$/, 'card'],
  [/^POST$/, /^\/api2\/payments$/, 'card'],
  [/^(?:GET|HEAD|POST)$/, /^\/(?:pay|authenticate)\//, 'page'],
  // Results of 3-D Secure, and browsers that come back from an issuer: a payment is half way.
  [/^POST$/, /^\/3ds\//, 'operation'],
  [/^POST$/, /^\/api2\/(?:refunds|payments\/)/, 'operation'],
  [/^POST$/, /^\/api2\//, 'create'],
  [/^(?:DELETE|PATCH|PUT)$/, /^\/api2\//, 'create'],
  [/^(?:GET|HEAD)$/, /^\/(?:api2|docs)(?:\/|$)/, 'read'],
];

export const kindOf = (method: string, route: string): WorkKind | undefined =>
  KINDS.find(([methods, routes]) => methods.test(method) && routes.test(route))?.[2];

/**
 * They wait for somebody outside: a status request for the payment's outcome, a card for the bank. Not counted as
 * waiting for us.
 */
const waitsOutside = (kind: WorkKind, route: string): boolean =>
  kind === 'card' || kind === 'operation' || route.endsWith('/status');

const RETRY_AFTER_SECONDS = 2;

/**
 * A refusal waits so long. To say no costs nearly as much as a create does, and who hears it at once sends the next
 * request at once: without the pause 6,200 requests a second over 1,500 connections left the time for 279 creates a
 * second out of 2,400.
 */
const REFUSED_AFTER_MS = 1_000;

/**
 * One for all: thousands a second may be turned away, and the trace of each would cost more than the rest of its
 * answer.
 */
const TURNED_AWAY = new Problem(
  'unavailable',
  'There is more to do than the gateway can do now. Nothing was changed; try again in a moment, with the same ' +
    'Idempotency-Key.',
  { retryAfterSeconds: RETRY_AFTER_SECONDS },
);

type Load = { readonly lagMs: () => number; readonly clock: Pick<Clock, 'sleep'> };

/** Gives a request's place among those who wait for us to others; the result takes it back. */
const leavers = new WeakMap<FastifyRequest, () => () => void>();

/**
 * Waits for something outside in the middle of a request, such as news for a long poll, without being counted as
 * waiting for this gateway meanwhile.
 */
export const waitAside = async <T>(request: FastifyRequest, wait: () => Promise<T>): Promise<T> => {
  const comeBack = leavers.get(request)?.();
  try {
    return await wait();
  } finally {
    comeBack?.();
  }
};

/** Answers 503 with `Retry-After` after a moment instead of late or never. Register it before other hooks. */
export const shedLoad = (app: FastifyInstance, { lagMs, clock }: Load): void => {
  let waiting = 0;
  const counted = new WeakSet<FastifyRequest>();
  const known = new Map<string, WorkKind | 'always'>();
  const kindAt = (request: FastifyRequest): WorkKind | 'always' => {
    const key = `${request.method} ${request.routeOptions.url ?? ''}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = kindOf(request.method, request.routeOptions.url ?? '') ?? 'always';
    known.set(key, found);
    return found;
  };
  const judge = (request: FastifyRequest): Problem | undefined => {
    const kind = kindAt(request);
    if (kind === 'always') return undefined;
    const limit = LIMITS[kind];
    const most = lagMs() < limit.lagMs ? limit.waiting : limit.waiting / 4;
    return waiting < most ? undefined : TURNED_AWAY;
  };
  const refuse = async (refused: Problem): Promise<never> => {
    await clock.sleep(REFUSED_AFTER_MS);
    throw refused;
  };
  const leave = (request: FastifyRequest): (() => void) => {
    if (!counted.delete(request)) return () => undefined;
    waiting--;
    return () => {
      counted.add(request);
      waiting++;
    };
  };
  app.addHook('onRequest', (request, _reply, done) => {
    const refused = judge(request);
    if (refused === undefined) done();
    else refuse(refused).catch(done);
  });
  // Counted when the body has arrived, so that nobody fills the places by sending slowly; and judged once more, as many
  // may have passed the first time together.
  app.addHook('preHandler', (request, _reply, done) => {
    const refused = judge(request);
    const kind = kindAt(request);
    if (refused === undefined && kind !== 'always' && !waitsOutside(kind, request.routeOptions.url ?? '')) {
      counted.add(request);
      waiting++;
      leavers.set(request, () => leave(request));
    }
    if (refused === undefined) done();
    else refuse(refused).catch(done);
  });
  app.addHook('onSend', (request, _reply, _payload, done) => {
    if (counted.delete(request)) waiting--;
    done();
  });
};

const SAMPLE_EVERY_MS = 100;

/** By how much the event loop is late: the worst of the last moments, halved with every sample that is better. */
/* eslint-disable no-restricted-properties, no-restricted-globals -- the lag of this process itself */
export const watchEventLoop = (app: FastifyInstance): (() => number) => {
  let lagMs = 0;
  let dueMs = performance.now() + SAMPLE_EVERY_MS;
  const timer = setInterval(() => {
    const nowMs = performance.now();
    lagMs = Math.max(nowMs - dueMs, lagMs / 2);
    dueMs = nowMs + SAMPLE_EVERY_MS;
  }, SAMPLE_EVERY_MS);
  timer.unref();
  app.addHook('onClose', (_app, done) => {
    clearInterval(timer);
    done();
  });
  return () => lagMs;
};
/* eslint-enable no-restricted-properties, no-restricted-globals */
