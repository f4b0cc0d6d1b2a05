import pg from 'pg';
import { parseServers } from './database-url.ts';
import { NoPrimaryError, unavailableReasonOf } from './unavailable.ts';

/** One connection to the server that takes writes, for work that is no request. Whoever asked for it ends it. */
export const connectForWriting = async (databaseUrl: string): Promise<pg.Client> => {
  let failure: unknown;
  for (const connectionString of parseServers(databaseUrl)) {
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000, application_name: 'tollgate' });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ recovering: boolean }>('select pg_is_in_recovery() as recovering');
      if (rows[0]?.recovering === false) return client;
      failure ??= new NoPrimaryError('no server of DATABASE_URL takes writes');
    } catch (error) {
      if (unavailableReasonOf(error) === undefined) {
        await client.end();
        throw error;
      }
      failure = error;
    }
    await client.end().catch(() => undefined);
  }
  throw failure;
};
