import type { Random } from '../../../../base/random.ts';

/** Two tries to connect are at least so far apart, however many payments wait. */
export const MIN_GAP_MS = 250;
const LONGEST_MS = 30_000;

/** 250 ms, doubled with each failure up to 30 s; half of it by chance, so that gateways do not come back in step. */
export const backoffMs = (failures: number, random: Random): number => {
  const ms = Math.min(MIN_GAP_MS * 2 ** Math.min(failures, 16), LONGEST_MS);
  return Math.round(ms / 2 + (ms / 2) * (random.bytes(2).readUInt16BE() / 0xffff));
};
