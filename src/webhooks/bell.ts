import type { Clock } from '../base/clock.ts';

/** A wait that ends early when the bell is rung; rings while nobody waits are kept, as one. */
export type Bell = {
  readonly ring: () => void;
  readonly hasRung: () => boolean;
  readonly wait: (mostMs: number) => Promise<void>;
  /** Waits whether or not the bell is rung; only closing it ends the wait. Forgets earlier rings. */
  readonly pause: (ms: number) => Promise<void>;
  readonly close: () => void;
};

export const createBell = (clock: Clock): Bell => {
  const closing = new AbortController();
  let hasRung = false;
  let wake: AbortController | undefined;
  const sleep = (ms: number, signal: AbortSignal): Promise<void> => clock.sleep(ms, signal).catch(() => undefined);
  return {
    ring: () => {
      hasRung = true;
      wake?.abort();
    },
    hasRung: () => hasRung,
    wait: async (mostMs) => {
      wake = new AbortController();
      if (!hasRung && !closing.signal.aborted) await sleep(mostMs, wake.signal);
      wake = undefined;
      hasRung = false;
    },
    pause: async (ms) => {
      hasRung = false;
      if (ms > 0) await sleep(ms, closing.signal);
    },
    close: () => {
      closing.abort();
      wake?.abort();
    },
  };
};
