import { newUuid } from '../../base/id.ts';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import type { Db } from '../../db/db.ts';
import type { BacklogReader } from '../../webhooks/backlog.ts';
import { findAccountHealth, findEndpointHealth } from '../health-store.ts';
import { findJobs, findNewestMigration, findProcesses } from '../process-store.ts';
import { countInDoubt } from '../stuck-store.ts';
import { findWrong, STUCK_MINUTES, type Facts } from './rules.ts';
import { claimWatch, endUnseen, writeWrong, type Way } from './store.ts';

export type WatchDeps = {
  readonly db: Pick<Db, 'query'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly backlog: BacklogReader;
  /** By which somebody is told. */
  readonly ways: readonly Way[];
};

/** What is found every few seconds and missing twice has ended; once may be a look at the wrong moment. */
export const WATCH_EVERY_SECONDS = 5;
const UNSEEN_SECONDS = 12;
/** Of a thousand accounts that fail together nobody reads a thousand messages. */
const MOST = 200;

/**
 * Looks whether anything is wrong, by the rules, and has what began and what ended told. A job of every process,
 * whatever its role: were it of those that run jobs alone, nobody would tell that they are gone. Gives how much began
 * or ended.
 */
export const watchForAlerts = async (deps: WatchDeps): Promise<number> => {
  const { query } = deps.db;
  if (!(await claimWatch(query, WATCH_EVERY_SECONDS))) return 0;
  const wrong = findWrong(await readFacts(deps)).slice(0, MOST);
  const found = wrong.map((one) => ({ ...one, id: newUuid(deps) }));
  const began = found.length === 0 ? [] : await writeWrong(query, found, deps.ways);
  const ended = await endUnseen(query, UNSEEN_SECONDS);
  for (const { rule } of began) deps.log.warn({ cause: rule }, 'an alert began; the operators are told');
  for (const { rule } of ended) deps.log.info({ cause: rule }, 'an alert ended; the operators are told');
  return began.length + ended.length;
};

const readFacts = async ({ db: { query }, clock, backlog }: WatchDeps): Promise<Facts> => {
  const [stuck, accounts, endpoints, waiting, jobs, processes, migration] = await Promise.all([
    countInDoubt(query, STUCK_MINUTES * 60),
    findAccountHealth(query, MOST),
    findEndpointHealth(query, MOST),
    backlog.read(),
    findJobs(query),
    findProcesses(query),
    findNewestMigration(query),
  ]);
  return { nowMs: clock.nowMs(), stuck, accounts, endpoints, backlog: waiting, jobs, processes, migration };
};
