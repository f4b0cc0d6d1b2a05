import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { connectForWriting } from './connect.ts';

const MIGRATIONS = fileURLToPath(new URL('../../migrations/', import.meta.url));

// Any number will do, as long as every gateway process uses the same: the ASCII letters "toll".
const LOCK_ID = 0x746f6c6c;

/** The schema can't be made newer; the message is the one sentence an operator sees. */
export class MigrationError extends Error {}

/**
 * Brings the database to the newest schema: numbered SQL files, forward only, each in a transaction of its own, noted in
 * `schema_migrations`. Processes that start together wait for one another: the lock is the transaction's, because a session's would
 * stay on a pooler's connection. Where nothing is to be done nothing is written, so a role that only serves may ask. Gives the names
 * that were applied now.
 */
export const migrate = async (databaseUrl: string): Promise<readonly string[]> => {
  const client = await connectForWriting(databaseUrl);
  const applied: string[] = [];
  try {
    for (let name = await applyNext(client); name !== undefined; name = await applyNext(client)) applied.push(name);
    return applied;
  } finally {
    await client.end();
  }
};

/** The name of the migration that was applied, or undefined when there is none left. */
const applyNext = async (client: pg.Client): Promise<string | undefined> => {
  const names = await migrationNames();
  if ((await firstOpen(client, names)) === undefined) return undefined;
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock($1)', [LOCK_ID]);
    // A pooler's connection may still carry a gateway's limit, and a migration takes as long as it takes.
    await client.query('set local statement_timeout = 0');
    await makeNotes(client);
    // Asked again: somebody else may have applied it while this one waited for the lock.
    const name = await firstOpen(client, names);
    if (name !== undefined) await apply(client, name);
    await client.query('commit');
    return name;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
};

const firstOpen = async (client: pg.Client, names: readonly string[]): Promise<string | undefined> => {
  const there = await client.query<{ exists: boolean }>(
    `select to_regclass('schema_migrations') is not null as exists`,
  );
  if (there.rows[0]?.exists !== true) return names[0];
  const { rows } = await client.query<{ name: string }>('select name from schema_migrations');
  const done = new Set(rows.map((row) => row.name));
  return names.find((name) => !done.has(name));
};

const makeNotes = async (client: pg.Client): Promise<void> => {
  try {
    await client.query(`
      create table if not exists schema_migrations (
        name        text        primary key,
        applied_at  timestamptz not null default now()
      )`);
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
    await client.query(sql);
    await client.query('insert into schema_migrations (name) values ($1)', [name]);
  } catch (error) {
    throw new MigrationError(`Migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
};
