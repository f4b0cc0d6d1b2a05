import { firstLineOf } from '../base/describe-error.ts';
import type { Clock } from '../base/clock.ts';

/** A job of the clock has run: `found` things to do, or an error. */
export type JobRun = {
  readonly name: string;
  readonly everyMs: number;
  readonly beganAtMs: number;
  readonly durationMs: number;
  readonly ended: { readonly found: number } | { readonly error: Error };
};

/** The last run of a job since it was written down last, and the last that failed; how long ago, by this clock. */
export type JobNote = {
  readonly name: string;
  readonly everyMs: number;
  readonly agoMs: number;
  readonly durationMs: number;
  readonly found: number;
  readonly failedAgoMs: number | null;
  readonly failure: string | null;
};

/** Jobs run every second, and what they did is written down every few: kept here meanwhile, one run of each. */
export type JobRuns = {
  readonly note: (run: JobRun) => void;
  /** What ran since the last time. */
  readonly take: () => readonly JobNote[];
};

export const createJobRuns = (clock: Pick<Clock, 'monotonicMs'>): JobRuns => {
  type Kept = { run: JobRun; failed: { readonly atMs: number; readonly failure: string } | undefined };
  let kept = new Map<string, Kept>();
  return {
    note: (run) => {
      const failed =
        'error' in run.ended
          ? { atMs: run.beganAtMs, failure: `${run.ended.error.name}: ${firstLineOf(run.ended.error)}`.slice(0, 300) }
          : kept.get(run.name)?.failed;
      kept.set(run.name, { run, failed });
    },
    take: () => {
      const taken = [...kept.values()];
      kept = new Map();
      const nowMs = clock.monotonicMs();
      return taken.map(({ run: { name, everyMs, beganAtMs, durationMs, ended }, failed }) => ({
        name,
        everyMs,
        agoMs: nowMs - beganAtMs,
        durationMs,
        found: 'found' in ended ? ended.found : 0,
        failedAgoMs: failed === undefined ? null : nowMs - failed.atMs,
        failure: failed?.failure ?? null,
      }));
    },
  };
};
