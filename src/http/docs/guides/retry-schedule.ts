import type { Random } from '../../../base/random.ts';
import { waitAfter } from '../../../webhooks/schedule.ts';

export type RetryRow = { readonly attempt: string; readonly wait: string; readonly since: string };

/** Chance in the very middle, where it neither shortens a wait nor lengthens it. */
const middle: Random = {
  bytes: (length) => {
    const bytes = Buffer.alloc(length);
    bytes.writeUInt8(0x80);
    return bytes;
  },
};

/** The schedule as the deliverer computes it, told until the waits no longer grow. */
export const retrySchedule = (): readonly RetryRow[] => {
  const rows: RetryRow[] = [{ attempt: '1', wait: 'at once', since: '–' }];
  let sinceMs = 0;
  for (let failed = 1; failed < MOST_ROWS; failed++) {
    const waitMs = waitAfter(middle, failed);
    sinceMs += waitMs;
    const isLast = waitAfter(middle, failed + 1) === waitMs;
    rows.push({
      attempt: isLast ? `${failed + 1} and later` : String(failed + 1),
      wait: isLast ? `${inWords(waitMs)} each` : inWords(waitMs),
      since: inWords(sinceMs),
    });
    if (isLast) break;
  }
  return rows;
};

const MOST_ROWS = 50;

const units = [
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** `9_155_000` → `2 h 32 min 35 s` */
const inWords = (ms: number): string => {
  let left = ms;
  const parts: string[] = [];
  for (const [unit, unitMs] of units) {
    const count = Math.floor(left / unitMs);
    left -= count * unitMs;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  return parts.join(' ');
};
