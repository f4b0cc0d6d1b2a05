import { setTimeout as sleep } from 'node:timers/promises';

/** Looks until there is something to see; throws what was seen last when it is not there in time. */
export const waitFor = async <T>(what: string, look: () => Promise<T | undefined | false>, timeoutMs = 15_000): Promise<T> => {
  const deadlineMs = performance.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > deadlineMs) throw new Error(`${what}: not within ${timeoutMs} ms`);
    await sleep(30);
  }
};
