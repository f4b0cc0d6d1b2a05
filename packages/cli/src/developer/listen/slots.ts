export type Slots = {
  /** Waits for a place; the answer gives it back. */
  readonly enter: () => Promise<() => void>;
  readonly within: <T>(act: () => Promise<T>) => Promise<T>;
  /** Resolves when a place is free, without taking it. */
  readonly whileFull: () => Promise<void>;
};

/** So many places and no more; who comes first enters first. */
export const createSlots = (places: number): Slots => {
  let taken = 0;
  const waiting: (() => void)[] = [];
  const enter = async (): Promise<() => void> => {
    while (taken >= places) await new Promise<void>((resolve) => waiting.push(resolve));
    taken++;
    return () => {
      taken--;
      waiting.shift()?.();
    };
  };
  return {
    enter,
    within: async (act) => {
      const leave = await enter();
      try {
        return await act();
      } finally {
        leave();
      }
    },
    whileFull: async () => {
      const leave = await enter();
      leave();
    },
  };
};
