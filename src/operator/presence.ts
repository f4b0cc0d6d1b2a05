import type { AdjustableLog, LogLevel } from '../base/log.ts';
import type { Db } from '../db/db.ts';
import type { JobRuns } from './job-runs.ts';
import { endProcess, findLogLevel, writeJobRuns, writeProcess, type ProcessFacts } from './process-store.ts';

/** A process is told apart from one that hangs or is gone by having been seen within some of these. */
export const TELL_EVERY_MS = 5_000;

export type Presence = {
  /** Says that this process is there and what its clock did, and hears how much it is to log. A job of the clock. */
  readonly tell: () => Promise<number>;
  /** It stops. */
  readonly end: () => Promise<void>;
};

export const createPresence = (deps: {
  readonly db: Pick<Db, 'query'>;
  readonly log: AdjustableLog;
  readonly runs: JobRuns;
  readonly facts: ProcessFacts;
  /** What the process was started with. */
  readonly logLevel: LogLevel;
}): Presence => {
  const { db, log, runs, facts } = deps;
  return {
    tell: async () => {
      const asked = await findLogLevel(db.query);
      log.setLevel(asked?.level ?? deps.logLevel);
      await writeProcess(db.query, facts, asked?.level ?? deps.logLevel);
      const notes = runs.take();
      if (notes.length > 0) await writeJobRuns(db.query, facts.id, notes);
      return 0;
    },
    end: () => endProcess(db.query, facts.id),
  };
};
