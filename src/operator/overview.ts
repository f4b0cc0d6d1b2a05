import type { Db } from '../db/db.ts';
import { OPERATORS } from '../members/roles.ts';
import type { BacklogReader, Backlog } from '../webhooks/backlog.ts';
import { countOpenAlerts } from './alerts/store.ts';
import { countHealth, type HealthFigures } from './health-store.ts';
import { findJobs, findProcesses, type JobRow, type ProcessRow } from './process-store.ts';
import { countInDoubt, type DoubtFigures } from './stuck-store.ts';
import { STUCK_AFTER_SECONDS } from './stuck.ts';

export type Overview = {
  readonly stuck: DoubtFigures;
  readonly health: HealthFigures;
  /** Undefined: it could not be read at this moment. */
  readonly backlog: Backlog | undefined;
  readonly alerts: number;
  readonly jobs: readonly JobRow[];
  readonly processes: readonly ProcessRow[];
};

/** A job that has not run for so long after its time is late: the process that did it is gone, or it hangs. */
export const LATE_AFTER_SECONDS = 60;
/** A process says every five seconds that it is there. */
export const SEEN_WITHIN_SECONDS = 20;

/** Those that serve; `isLost`: that serve, as far as their rows say, and have not been seen lately. */
export const isServing = ({ ended_at, seen_ago }: ProcessRow): boolean =>
  ended_at === null && seen_ago <= SEEN_WITHIN_SECONDS;
export const isLost = ({ ended_at, seen_ago }: ProcessRow): boolean =>
  ended_at === null && seen_ago > SEEN_WITHIN_SECONDS;
export const isLate = ({ overdue }: JobRow): boolean => overdue > LATE_AFTER_SECONDS;

/** How the whole installation does, in one look. */
export const readOverview = async ({
  db,
  backlog,
}: {
  readonly db: Pick<Db, 'query'>;
  readonly backlog: BacklogReader;
}): Promise<Overview> => {
  const [stuck, health, waiting, alerts, jobs, processes] = await Promise.all([
    countInDoubt(db.query, STUCK_AFTER_SECONDS),
    countHealth(db.query, OPERATORS),
    backlog.read(),
    countOpenAlerts(db.query),
    findJobs(db.query),
    findProcesses(db.query),
  ]);
  return { stuck, health, backlog: waiting, alerts, jobs, processes };
};
