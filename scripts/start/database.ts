import { Client } from 'pg';
import { connectForWriting } from '../../src/db/connect.ts';
import { parseServers } from '../../src/db/database-url.ts';
import { EmbeddedPostgresError, startEmbeddedPostgres } from '../embedded-postgres/embedded-postgres.ts';
import type { Part } from './child.ts';
import { messageOf, Sentence } from './sentence.ts';

const OLDEST_VERSION = 150_000;

export type Database = { readonly databaseUrl: string; readonly part: Part | undefined };

/** The database of DATABASE_URL when one is named, and otherwise the one that comes with Tollgate. */
export const startDatabase = async (
  { databaseUrl, dataDir }: { readonly databaseUrl: string | undefined; readonly dataDir: string },
  note: (text: string) => void,
): Promise<Database> => {
  if (databaseUrl !== undefined) {
    note(await checkDatabase(databaseUrl));
    return { databaseUrl, part: undefined };
  }
  try {
    const postgres = await startEmbeddedPostgres({ dataDir, onProgress: note });
    const ended = postgres.ended.then((lines) => `PostgreSQL ended; its log ${postgres.logFile} ends:\n    ${lines}`);
    const part: Part = {
      name: 'PostgreSQL',
      ended,
      stop: postgres.stop,
      // SIGQUIT ends it at once and takes its own processes along, which SIGKILL would not; the next start recovers.
      kill: () => process.kill(postgres.pid, 'SIGQUIT'),
    };
    return { databaseUrl: postgres.databaseUrl, part };
  } catch (error) {
    throw error instanceof EmbeddedPostgresError ? new Sentence(error.message) : error;
  }
};

/** Answers how the database calls itself; the sentence names the server without the password of the address. */
const checkDatabase = async (databaseUrl: string): Promise<string> => {
  let client: Client | undefined;
  try {
    client = await connectForWriting(databaseUrl);
    const { rows } = await client.query<{ number: string; name: string }>(
      `select current_setting('server_version_num') as number, current_setting('server_version') as name`,
    );
    const { number = '0', name = '?' } = rows[0] ?? {};
    if (Number(number) < OLDEST_VERSION) {
      throw new Sentence(`DATABASE_URL names a PostgreSQL ${name}; Tollgate needs 15 or newer.`);
    }
    return `PostgreSQL ${name} of DATABASE_URL`;
  } catch (error) {
    if (error instanceof Sentence) throw error;
    throw new Sentence(`The database of DATABASE_URL (${serversOf(databaseUrl)}) does not answer: ${messageOf(error)}`);
  } finally {
    await client?.end().catch(() => undefined);
  }
};

const serversOf = (databaseUrl: string): string =>
  parseServers(databaseUrl)
    .map((connectionString) => new Client({ connectionString }))
    .map(({ host, port }) => `${host}:${port}`)
    .join(', ');
