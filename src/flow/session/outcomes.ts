import type { Clock } from '../../base/clock.ts';

/**
 * Who waits for a session to change, or for its webhook. A change made in this process wakes the waiters at once; one
 * made elsewhere is found by their next look, so a waiter never depends on being woken.
 */
export type Outcomes = {
  /** Says whether anybody waited here. */
  readonly announce: (sessionId: string) => boolean;
  /** Resolves when the session is announced, or after `ms`, whichever is first. `closing`: don't wait again. */
  readonly waitForNews: (sessionId: string, ms: number) => Promise<'look' | 'closing'>;
  /** The process is going to end: everybody who waits is answered as things stand. */
  readonly close: () => void;
};

export const createOutcomes = (clock: Clock): Outcomes => {
  const waiting = new Map<string, Set<AbortController>>();
  let isClosing = false;
  const whatNext = () => (isClosing ? 'closing' : 'look');
  return {
    announce: (sessionId) => {
      const waiters = waiting.get(sessionId);
      for (const waiter of waiters ?? []) waiter.abort();
      return waiters !== undefined;
    },
    waitForNews: async (sessionId, ms) => {
      if (whatNext() === 'closing') return 'closing';
      const waiter = new AbortController();
      const waiters = waiting.get(sessionId) ?? new Set();
      waiting.set(sessionId, waiters.add(waiter));
      // Being woken rejects the sleep; both ends of it mean "look again".
      await clock.sleep(ms, waiter.signal).catch(() => undefined);
      waiters.delete(waiter);
      if (waiters.size === 0) waiting.delete(sessionId);
      return whatNext();
    },
    close: () => {
      isClosing = true;
      for (const waiters of waiting.values()) for (const waiter of waiters) waiter.abort();
    },
  };
};
