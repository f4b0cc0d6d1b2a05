import type { Db } from '../db/db.ts';
import { OPERATORS } from '../members/roles.ts';
import type { BacklogReader, Backlog } from '../webhooks/backlog.ts';
import { countHealth, type HealthFigures } from './health-store.ts';
import { countInDoubt, type DoubtFigures } from './stuck-store.ts';
import { STUCK_AFTER_SECONDS } from './stuck.ts';

export type Overview = {
  readonly stuck: DoubtFigures;
  readonly health: HealthFigures;
  /** Undefined: it could not be read at this moment. */
  readonly backlog: Backlog | undefined;
};

/** How the whole installation does, in one look. */
export const readOverview = async ({
  db,
  backlog,
}: {
  readonly db: Pick<Db, 'query'>;
  readonly backlog: BacklogReader;
}): Promise<Overview> => {
  const [stuck, health, waiting] = await Promise.all([
    countInDoubt(db.query, STUCK_AFTER_SECONDS),
    countHealth(db.query, OPERATORS),
    backlog.read(),
  ]);
  return { stuck, health, backlog: waiting };
};
