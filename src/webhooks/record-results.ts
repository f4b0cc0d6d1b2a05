import { asError } from '../base/as-error.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Db } from '../db/db.ts';
import { releaseFollowers } from './follower-store.ts';
import type { EndpointQueue, Queues } from './queues.ts';
import { recordResults, type AttemptResult, type Recorded } from './result-store.ts';

type RecordDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
  readonly queues: Queues;
  readonly needWork: (queue: EndpointQueue) => void;
};

/**
 * The results stand whether or not the followers could be released: their mark stays, and is found at the next tick.
 */
export const recordAndRelease = async (
  deps: RecordDeps,
  results: readonly AttemptResult[],
): Promise<readonly Recorded[]> => {
  const recorded = await recordResults(deps.db.query, results);
  if (!recorded.some(({ hasFollowers }) => hasFollowers)) return recorded;
  try {
    const endpoints = await releaseFollowers(deps.db.query);
    for (const endpoint of endpoints) {
      const queue = deps.queues.get(endpoint, deps.clock.monotonicMs());
      queue.mayHaveMore = true;
      deps.needWork(queue);
    }
  } catch (error) {
    deps.log.warn(
      { error: asError(error) },
      'deliveries waiting for a delivered webhook could not be made due; this is tried again',
    );
  }
  return recorded;
};
