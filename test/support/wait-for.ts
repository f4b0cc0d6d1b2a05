import { AssertionError } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Looks until there is something to see. The limit only ends a test that would wait for ever: a busy machine may be
 * slow.
 */
export const waitFor = async <T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  timeoutMs = 60_000,
): Promise<T> => {
  const deadlineMs = performance.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > deadlineMs) throw new Error(`${what}: not within ${timeoutMs} ms`);
    await sleep(30);
  }
};

/** Asserts until nothing is refused: for what holds in the end. At the limit the last refusal is the error. */
export const untilItHolds = async (
  claim: () => Promise<void>,
  { timeoutMs = 60_000 }: { readonly timeoutMs?: number } = {},
): Promise<void> => {
  const deadlineMs = performance.now() + timeoutMs;
  for (;;) {
    try {
      await claim();
      return;
    } catch (error) {
      if (!(error instanceof AssertionError) || performance.now() > deadlineMs) throw error;
    }
    await sleep(100);
  }
};
