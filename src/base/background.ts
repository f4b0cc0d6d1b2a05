/** Work that outlives the request that began it. A shutdown waits for it, up to a limit. */
export type Background = {
  readonly add: (work: Promise<unknown>) => void;
  readonly size: () => number;
  /** Resolves when nothing is under way, or after `timeoutMs`; gives how much was left. */
  readonly drain: (timeoutMs: number) => Promise<number>;
};

export const createBackground = (): Background => {
  const underWay = new Set<Promise<unknown>>();
  return {
    add: (work) => {
      // Whoever began the work looks at its failure; here it only has to end.
      const tracked = work
        .then(
          () => undefined,
          () => undefined,
        )
        .finally(() => underWay.delete(tracked));
      underWay.add(tracked);
    },
    size: () => underWay.size,
    drain: async (timeoutMs) => {
      const waited = new AbortController();
      const limit = new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        waited.signal.addEventListener(
          'abort',
          () => {
            clearTimeout(timer);
          },
          { once: true },
        );
      });
      await Promise.race([Promise.all(underWay), limit]);
      waited.abort();
      return underWay.size;
    },
  };
};
