import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Db } from '../db/db.ts';
import { abandonDeliveriesOfDeleted, abandonOldDeliveries, forgetOldEvents } from '../webhooks/forget-store.ts';
import type { Job } from './clock-work.ts';

type Deps = { readonly db: Db; readonly clock: Clock; readonly log: Pick<Log, 'warn'> };

/**
 * Gives up deliveries that no endpoint will take, so that a dead endpoint's backlog has an end; later forgets what they
 * told.
 */
export const forgetDeliveriesJobs = ({ db, clock, log }: Deps): readonly Job[] => [
  {
    name: 'abandon-old-deliveries',
    everyMs: 60_000,
    run: async () => {
      const count = await abandonOldDeliveries(db.query);
      if (count > 0) log.warn({ count }, 'webhook deliveries older than thirty days were dropped');
      return count;
    },
  },
  { name: 'abandon-deliveries-of-deleted', everyMs: 60_000, run: () => abandonDeliveriesOfDeleted(db.query) },
  { name: 'forget-old-events', everyMs: 60_000, run: () => forgetOldEvents({ query: db.query, clock }) },
];
