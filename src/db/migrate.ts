import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const MIGRATIONS = fileURLToPath(new URL('../../migrations/', import.meta.url));

// Any number will do, as long as every gateway process uses the same: the ASCII letters "toll".
const LOCK_ID = 0x746f6c6c;

/** The schema can't be made newer; the message is the one sentence an operator sees. */
export class MigrationError extends Error {}

/**
 * Brings the database to the newest schema: numbered SQL files, forward only, each in a transaction of its own, noted in
 * `schema_migrations`. Processes that start together wait for one another. Gives the names that were applied now.
 */
export const migrate = async (databaseUrl: string): Promise<readonly string[]> => {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK_ID]);
    const done = await findDone(client);
    const pending = (await migrationNames()).filter((name) => !done.has(name));
    for (const name of pending) await apply(client, name);
    return pending;
  } finally {
    await client.end();
  }
};

const findDone = async (client: pg.Client): Promise<ReadonlySet<string>> => {
  try {
    await client.query(`
      create table if not exists schema_migrations (
        name        text        primary key,
        applied_at  timestamptz not null default now()
      )`);
    const { rows } = await client.query<{ name: string }>('select name from schema_migrations');
    return new Set(rows.map((row) => row.name));
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    throw new MigrationError(`The database does not let its user make tables: ${error.message}.`, { cause: error });
  }
};

/** The migrations that this program knows, in order: `0001-…`, … */
export const migrationNames = async (): Promise<readonly string[]> =>
  (await readdir(MIGRATIONS))
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, -'.sql'.length))
    .sort();

const apply = async (client: pg.Client, name: string): Promise<void> => {
  const sql = await readFile(`${MIGRATIONS}${name}.sql`, 'utf8');
  try {
    await client.query('begin');
    await client.query(sql);
    await client.query('insert into schema_migrations (name) values ($1)', [name]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new MigrationError(`Migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
};
