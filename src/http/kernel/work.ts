import type { FastifyRequest } from 'fastify';
import { systemClock } from '../../base/clock.ts';

/**
 * What a request took of what all share: bytes of its body, and how long the event loop did nothing else than to read
 * it.
 */
export type Work = { readonly bodyBytes: number; readonly ms: number };

const NONE: Work = { bodyBytes: 0, ms: 0 };
const done = new WeakMap<FastifyRequest['raw'], Work>();

export const workOf = (request: FastifyRequest): Work => done.get(request.raw) ?? NONE;

export const addWork = (request: FastifyRequest, { bodyBytes = 0, ms = 0 }: Partial<Work>): void => {
  const before = workOf(request);
  done.set(request.raw, { bodyBytes: before.bodyBytes + bodyBytes, ms: before.ms + ms });
};

/** Of an asynchronous `work` only what it does at once counts: while it waits, others get on. */
export const measureWork = <T>(request: FastifyRequest, work: () => T): T => {
  const beganAtMs = systemClock.monotonicMs();
  try {
    return work();
  } finally {
    addWork(request, { ms: systemClock.monotonicMs() - beganAtMs });
  }
};
