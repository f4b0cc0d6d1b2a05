import { asError } from '../base/as-error.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { createBell } from './bell.ts';
import { TICK_MS } from './look.ts';

/** Takes a turn when it is rung, and now and then without. */
export type Loop = {
  readonly ring: () => void;
  readonly start: () => void;
  /** Begins no turn more, and waits for the one that has begun. */
  readonly end: () => Promise<void>;
};

export type LoopDeps = { readonly clock: Clock; readonly log: Pick<Log, 'error'> };

const AFTER_ERROR_MS = 1_000;

/** `paceMs`: rings that come faster share a turn. */
export const createLoop = (
  { clock, log }: LoopDeps,
  { paceMs, turn }: { readonly paceMs: number; readonly turn: () => Promise<void> },
): Loop => {
  const bell = createBell(clock);
  let isEnding = false;
  let running: Promise<void> = Promise.resolve();

  const keepTurning = async (): Promise<void> => {
    while (!isEnding) {
      const beganAtMs = clock.monotonicMs();
      try {
        await turn();
      } catch (error) {
        // The database is away or too slow. Nothing is lost; leases and due times wait for it.
        log.error({ error: asError(error) }, 'claiming webhook deliveries failed; this is tried again');
        await bell.pause(AFTER_ERROR_MS);
        continue;
      }
      if (bell.hasRung()) await bell.pause(paceMs - (clock.monotonicMs() - beganAtMs));
      else await bell.wait(TICK_MS);
    }
  };

  return {
    ring: bell.ring,
    start: () => {
      running = keepTurning();
    },
    end: async () => {
      isEnding = true;
      bell.close();
      await running;
    },
  };
};
