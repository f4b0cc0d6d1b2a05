import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Query } from './db.ts';

/**
 * The database's clock, as a process without a question at hand can know it. Gateways are many and their clocks differ;
 * what they tell others (the time in a signature) comes from the one clock that they share.
 */
export type DatabaseTime = {
  /**
   * Milliseconds since the Unix epoch by the database's clock; by our own until the database was asked for the first
   * time.
   */
  readonly nowMs: () => number;
  /** How far this machine's clock is ahead of the database's, as last measured; undefined before. */
  readonly skewMs: () => number | undefined;
  /** Asks the database, unless it was asked a moment ago. Rejects when the database does not answer. */
  readonly refresh: () => Promise<void>;
};

const REFRESH_EVERY_MS = 5_000;
/** An answer that took longer says less than one of the last minutes. */
const PRECISE_MS = 250;
const PRECISE_FOR_MS = 300_000;
/** Receivers of webhooks allow five minutes; a machine that keeps its time is off by some milliseconds. */
export const SKEW_TO_WARN_MS = 5_000;

type Deps = { readonly query: Query; readonly clock: Clock; readonly log: Pick<Log, 'info' | 'warn'> };

type Measured = {
  readonly offsetMs: number;
  readonly skewMs: number;
  readonly roundTripMs: number;
  readonly atMs: number;
};

export const createDatabaseTime = ({ query, clock, log }: Deps): DatabaseTime => {
  let measured: Measured | undefined;
  let askedAtMs = -Infinity;
  let isOff = false;

  const tell = (skewMs: number): void => {
    const wasOff = isOff;
    isOff = Math.abs(skewMs) > SKEW_TO_WARN_MS;
    const durationMs = Math.round(skewMs);
    if (isOff && !wasOff) {
      log.warn(
        { durationMs },
        "this machine's clock differs from the database's; webhooks are signed with the database's time",
      );
    }
    if (wasOff && !isOff) log.info({ durationMs }, "this machine's clock agrees with the database's again");
  };

  return {
    nowMs: () => (measured === undefined ? clock.nowMs() : clock.monotonicMs() + measured.offsetMs),
    skewMs: () => measured?.skewMs,
    refresh: async () => {
      const beganAtMs = clock.monotonicMs();
      if (beganAtMs - askedAtMs < REFRESH_EVERY_MS) return;
      askedAtMs = beganAtMs;
      const found = await measure(query, clock);
      const isBetter =
        measured === undefined || found.roundTripMs <= PRECISE_MS || found.atMs - measured.atMs > PRECISE_FOR_MS;
      if (!isBetter) return;
      measured = found;
      tell(found.skewMs);
    },
  };
};

/**
 * The answer was made somewhere between question and answer: taken for the middle, it is wrong by half of the way at
 * most.
 */
const measure = async (query: Query, clock: Clock): Promise<Measured> => {
  const beganAtMs = clock.monotonicMs();
  const [row] = await query<{ now_ms: number }>({
    name: 'find-database-time',
    text: 'select (extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms',
  });
  if (row === undefined) throw new Error('the database did not say what time it is');
  const atMs = clock.monotonicMs();
  const roundTripMs = atMs - beganAtMs;
  return {
    offsetMs: row.now_ms - (beganAtMs + roundTripMs / 2),
    skewMs: clock.nowMs() - (row.now_ms + roundTripMs / 2),
    roundTripMs,
    atMs,
  };
};
