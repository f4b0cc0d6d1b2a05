import type { EmbeddedPostgres } from '../../scripts/embedded-postgres/embedded-postgres.ts';
import { withClient } from '../support/postgres.ts';

/** Every process of the server at the same moment: none of them can tidy up, or tell a client why. */
export const killDatabase = async (postgres: EmbeddedPostgres): Promise<void> => {
  await withClient(postgres.databaseUrl, async (client) => {
    // Stopped, it makes no more of them while they are counted.
    process.kill(postgres.pid, 'SIGSTOP');
    const { rows } = await client.query<{ pid: number }>('select pid from pg_stat_activity');
    for (const pid of [postgres.pid, ...rows.map((row) => row.pid)]) killIfThere(pid);
  });
  await postgres.ended;
};

const killIfThere = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // A backend may have ended by itself meanwhile.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
};
