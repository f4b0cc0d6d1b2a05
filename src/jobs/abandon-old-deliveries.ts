import type { Log } from '../base/log.ts';
import type { Db } from '../db/db.ts';
import { abandonOldDeliveries } from '../webhooks/result-store.ts';
import type { Job } from './clock-work.ts';

const ABANDON_MOST = 1_000;

/** Gives up deliveries that no endpoint took for thirty days, so that a dead endpoint's backlog has an end. */
export const abandonOldDeliveriesJob = ({ db, log }: { readonly db: Db; readonly log: Pick<Log, 'warn'> }): Job => ({
  name: 'abandon-old-deliveries',
  everyMs: 60_000,
  run: async () => {
    const count = await abandonOldDeliveries(db.query, ABANDON_MOST);
    if (count > 0) log.warn({ count }, 'webhook deliveries were given up after thirty days');
    return count;
  },
});
