import { asError } from '../base/as-error.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { JobRun } from '../operator/job-runs.ts';

/** Something the clock does again and again. */
export type Job = {
  readonly name: string;
  readonly everyMs: number;
  /** Gives how much it found to do; more work than `everyMs` can wait for is taken up at once. */
  readonly run: () => Promise<number>;
};

export type ClockDeps = {
  readonly clock: Clock;
  readonly log: Log;
  /** Hears of each run. */
  readonly onRun: (run: JobRun) => void;
};

export type ClockWork = { readonly stop: () => Promise<void> };

/**
 * Runs each job by itself, one run at a time, until stopped. A failing run is logged and tried again at its next time:
 * a database that is away for a minute must not end the clock. `stop` waits for runs under way.
 */
export const startClockWork = (deps: ClockDeps, jobs: readonly Job[]): ClockWork => {
  const stopping = new AbortController();
  const turns = jobs.map((job) => keepRunning(deps, job, stopping.signal));
  return {
    stop: async () => {
      stopping.abort(new Error('stopping'));
      await Promise.all(turns);
    },
  };
};

const keepRunning = async (deps: ClockDeps, job: Job, signal: AbortSignal): Promise<void> => {
  const { clock, log } = deps;
  while (!signal.aborted) {
    let found = 0;
    const beganAtMs = clock.monotonicMs();
    const tell = (ended: JobRun['ended']): void => {
      const durationMs = clock.monotonicMs() - beganAtMs;
      deps.onRun({ name: job.name, everyMs: job.everyMs, beganAtMs, durationMs, ended });
    };
    try {
      found = await job.run();
      tell({ found });
    } catch (thrown) {
      const error = asError(thrown);
      tell({ error });
      log.error({ role: job.name, error }, 'a job failed; it runs again at its next time');
    }
    if (found >= BUSY) continue;
    await clock.sleep(job.everyMs, signal).catch(() => undefined);
  }
};

/** Found this much: probably there is more. */
const BUSY = 20;
