import type { Random } from '../base/random.ts';

/** How long to wait after each failed try of one delivery. The last row goes on until the delivery is given up. */
const waits = ['5s', '30s', '2m', '10m', '30m', '1h', '2h', '4h', '6h'] as const;

/**
 * The same while the endpoint takes other events: then the failure is of the moment or of this event, and a server that
 * refuses one in five by chance should have the rest in a minute or two. Later rows are those of the table above, so
 * that no event has used up its early tries when somebody repairs what refuses it.
 */
const waitsWhileTaking = ['5s', '5s', '10s', '10s', '20s', '30s', ...waits.slice(2)] as const;

/** An endpoint takes events when it took one so lately. */
export const TAKING_FOR_MS = 60_000;

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

const toMs = (wait: (typeof waits | typeof waitsWhileTaking)[number]): number => {
  const amount = Number.parseInt(wait, 10);
  if (wait.endsWith('s')) return amount * unitMs.s;
  return wait.endsWith('m') ? amount * unitMs.m : amount * unitMs.h;
};

const waitsMs: readonly number[] = waits.map(toMs);
const waitsWhileTakingMs: readonly number[] = waitsWhileTaking.map(toMs);
const lastWaitMs = Math.max(...waitsMs);

/** The wait before the next try, ± 20 % so that what failed together does not come back together. */
export const waitAfter = (random: Random, failedAttempts: number, isTaking = false): number => {
  const wait = (isTaking ? waitsWhileTakingMs : waitsMs)[failedAttempts - 1] ?? lastWaitMs;
  return Math.round(wait * (0.8 + 0.4 * chance(random)));
};

/** A number from 0 up to, but not, 1. */
const chance = (random: Random): number => random.bytes(4).readUInt32BE() / 2 ** 32;

/** A delivery is given up when its event is this old. */
export const GIVE_UP_AFTER_DAYS = 30;

/** An endpoint whose tries all fail: from then on one event is tried at a time, this far apart. */
export const PROBE_EVERY_MS = 30_000;

/** Failures in a row that open the breaker at once; a few are enough when nothing got through for a minute. */
export const FAILURES_TO_OPEN = 10;
export const FAILURES_TO_OPEN_LATER = 3;
export const OPEN_LATER_AFTER_MS = 60_000;

/** The merchant is told when nothing got through for so long. */
export const TELL_AFTER_DAYS = 3;

const RETRY_AFTER_MOST_MS = 3_600_000;

/** What `Retry-After` asks for, seconds or an HTTP date, at most an hour; undefined when it says nothing usable. */
export const parseRetryAfter = (value: string | undefined, nowMs: number): number | undefined => {
  if (value === undefined) return undefined;
  const text = value.trim();
  const waitMs = /^\d{1,10}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - nowMs;
  if (!Number.isFinite(waitMs)) return undefined;
  return Math.min(Math.max(waitMs, 1_000), RETRY_AFTER_MOST_MS);
};
