import { randomFillSync } from 'node:crypto';

/** Chance reaches the flow through this port, so that a seed can replay it. */
export type Random = {
  readonly bytes: (length: number) => Buffer;
};

/**
 * The operating system's generator, read 4 KiB at a time: one 16-byte read costs about as much as one of 4 KiB.
 * A byte is handed out once and wiped from the pool.
 */
const createPooledRandom = (): Random => {
  const pool = Buffer.alloc(4096);
  let used = pool.length;
  return {
    bytes: (length) => {
      if (length > pool.length) return randomFillSync(Buffer.alloc(length));
      if (used + length > pool.length) {
        randomFillSync(pool);
        used = 0;
      }
      const bytes = Buffer.from(pool.subarray(used, used + length));
      pool.fill(0, used, used + length);
      used += length;
      return bytes;
    },
  };
};

export const systemRandom: Random = createPooledRandom();
