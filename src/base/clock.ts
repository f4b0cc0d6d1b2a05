/** Time and waiting reach the flow through this port, so that a simulation can own them. */
export type Clock = {
  /** Milliseconds since the Unix epoch. Decides nothing about money or expiry: that clock is the database's. */
  readonly nowMs: () => number;
  /**
   * Milliseconds since an unnamed moment of this process; never goes back. Every duration, deadline and cache is
   * measured by it: an operator, or NTP, may put the clock of `nowMs` back an hour.
   */
  readonly monotonicMs: () => number;
  /** Resolves after `ms`, or rejects with the signal's reason when aborted first. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
};

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      }, ms);
      const onAbort = () => {
        clearTimeout(timer);
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
    }),
};
