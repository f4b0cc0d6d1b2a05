import pg from 'pg';
import { systemClock } from '../base/clock.ts';
import { connectForWriting } from './connect.ts';
import { MIGRATIONS, migrationNames, readMigration, type Migration } from './migrations.ts';

// Any number will do, as long as every gateway process uses the same: the ASCII letters "toll".
const LOCK_ID = 0x746f6c6c;

/** Whoever wants a table waits behind a migration that waits for it: so it waits shortly, and gives way. */
const LOCK_TIMEOUT_MS = 250;
/** Before it asks again. */
const GIVE_WAY_MS = 250;
const GIVE_UP_AFTER_MS = 5 * 60_000;

/** The schema can't be made newer; the message is the one sentence an operator sees. */
export class MigrationError extends Error {}

/**
 * Brings the database to the newest schema: numbered SQL files, forward only, each of their steps in a transaction of its own, noted in
 * `schema_migrations`. Gateways may go on serving meanwhile: a migration never keeps a table that it waits for from them, and is not
 * waited for by those for whom it waits. Processes that start together wait for one another: the lock is the transaction's, because a
 * session's would stay on a pooler's connection. Where nothing is to be done nothing is written, so a role that only serves may ask.
 * Gives the names that were applied now.
 */
export const migrate = async (databaseUrl: string, folder = MIGRATIONS): Promise<readonly string[]> => {
  const client = await connectForWriting(databaseUrl);
  const applied: string[] = [];
  try {
    for (let done = await applyNext(client, folder); done !== undefined; done = await applyNext(client, folder))
      if (done.isWhole) applied.push(done.name);
    return applied;
  } finally {
    await client.end();
  }
};

/** A step of a migration that is still to be taken. `isWhole`: it is the last one. */
type Step = {
  readonly migration: Migration;
  readonly sql: string;
  readonly note: string;
  readonly isWhole: boolean;
};

/** The migration of which a step was taken, or undefined when there is none left. */
const applyNext = async (
  client: pg.Client,
  folder: string,
): Promise<{ readonly name: string; readonly isWhole: boolean } | undefined> => {
  const giveUpAtMs = systemClock.monotonicMs() + GIVE_UP_AFTER_MS;
  for (;;) {
    try {
      if ((await firstOpen(client, folder)) === undefined) return undefined;
      const step = await takeStep(client, folder);
      return step === undefined ? undefined : { name: step.migration.name, isWhole: step.isWhole };
    } catch (error) {
      if (!isInTheWay(error) || systemClock.monotonicMs() >= giveUpAtMs) throw error;
      await systemClock.sleep(GIVE_WAY_MS);
    }
  }
};

const takeStep = async (client: pg.Client, folder: string): Promise<Step | undefined> => {
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock($1)', [LOCK_ID]);
    // A pooler's connection may still carry a gateway's limit, and a migration takes as long as it takes.
    await client.query('set local statement_timeout = 0');
    // Shorter than the second after which PostgreSQL looks for a deadlock, and might end a payment's statement instead of ours.
    await client.query(`set local lock_timeout = ${LOCK_TIMEOUT_MS}`);
    await makeNotes(client);
    // Asked again: somebody else may have taken it while this one waited for the lock.
    const step = await firstOpen(client, folder);
    if (step !== undefined) await take(client, step);
    await client.query('commit');
    return step;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
};

const firstOpen = async (client: pg.Client, folder: string): Promise<Step | undefined> => {
  const done = await findDone(client);
  const name = (await migrationNames(folder)).find((one) => !done.has(one));
  if (name === undefined) return undefined;
  const migration = await readMigration(name, folder);
  const noteOf = (at: number): string => (at === migration.steps.length - 1 ? name : `${name} step ${at + 1}`);
  const next = migration.steps.findIndex((_, at) => !done.has(noteOf(at)));
  const isWhole = next === migration.steps.length - 1;
  return { migration, sql: migration.steps[next] ?? '', note: noteOf(next), isWhole };
};

const findDone = async (client: pg.Client): Promise<ReadonlySet<string>> => {
  const there = await client.query<{ exists: boolean }>(
    `select to_regclass('schema_migrations') is not null as exists`,
  );
  if (there.rows[0]?.exists !== true) return new Set();
  const { rows } = await client.query<{ name: string }>('select name from schema_migrations');
  return new Set(rows.map((row) => row.name));
};

/** `contract` came after the table itself, and is looked for by programs of before it, too: see `schema-state.ts`. */
const makeNotes = async (client: pg.Client): Promise<void> => {
  try {
    await client.query(`
      create table if not exists schema_migrations (
        name        text        primary key,
        applied_at  timestamptz not null default now(),
        contract    text
      )`);
    const { rowCount } = await client.query(
      `select from pg_attribute where attrelid = to_regclass('schema_migrations') and attname = 'contract'`,
    );
    if (rowCount === 0) await client.query('alter table schema_migrations add column contract text');
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || isInTheWay(error)) throw error;
    throw new MigrationError(`The database does not let its user make tables: ${error.message}.`, { cause: error });
  }
};

const take = async (client: pg.Client, { migration, sql, note, isWhole }: Step): Promise<void> => {
  try {
    await client.query(sql);
    await client.query('insert into schema_migrations (name, contract) values ($1, $2)', [
      note,
      isWhole ? migration.contract : null,
    ]);
  } catch (error) {
    throw new MigrationError(`Migration ${note} failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
};

const LOCK_NOT_AVAILABLE = '55P03';
const DEADLOCK = '40P01';

/** Somebody uses the table; in a moment it may be free. */
const isInTheWay = (error: unknown): boolean => {
  const inner = error instanceof MigrationError ? error.cause : error;
  return inner instanceof pg.DatabaseError && (inner.code === LOCK_NOT_AVAILABLE || inner.code === DEADLOCK);
};
