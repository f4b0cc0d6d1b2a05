import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startPooler, type Pooler } from '../support/pgbouncer.ts';
import { createTestDatabase, runSql, type TestDatabase } from '../support/postgres.ts';
import { wholeSeconds } from '../../src/contract/session.ts';
import { migrate } from '../../src/db/migrate.ts';
import { migrationNames } from '../../src/db/migrations.ts';
import { createPool, type StatementKind } from '../../src/db/pool.ts';
import { checkSessions, SessionError } from '../../src/db/session.ts';

/** What somebody may have set for the database: each of them writes values in another way, or in another place. */
const STRANGE = {
  timezone: 'America/St_Johns',
  datestyle: 'SQL, DMY',
  intervalstyle: 'iso_8601',
  bytea_output: 'escape',
  extra_float_digits: '-15',
  statement_timeout: '300ms',
  default_transaction_isolation: 'serializable',
  plan_cache_mode: 'force_custom_plan',
};

const LOOK = {
  name: 'look',
  text: `select timestamptz '2026-07-01 12:00:31.25+00' as at,
    to_jsonb(timestamptz '2026-07-01 12:00:31.25+00') as at_text,
    '\\x00ff5c41'::bytea as bytes, 0.1::float8 + 0.2::float8 as number, date '2026-07-01'::text as day,
    current_setting('transaction_isolation') as isolation, current_setting('statement_timeout') as limit_text
    from pg_sleep($1)`,
};

type Look = {
  readonly at: Date;
  readonly at_text: string;
  readonly bytes: Buffer;
  readonly number: number;
  readonly day: string;
  readonly isolation: string;
};

type Way = { readonly statements?: StatementKind; readonly isPooled?: boolean };

/** A pooler carries along what PgBouncer knows of; the rest, of which no answer depends, is as the database has it. */
const look = async (databaseUrl: string, { statements = 'named', isPooled = false }: Way = {}): Promise<void> => {
  const db = createPool({ databaseUrl, maxConnections: 2, statements, onConnectionError: () => undefined });
  try {
    const sleeps = [isPooled ? 0 : 0.4];
    const answers = await Promise.all([
      db.query<Look>(LOOK, sleeps),
      db.transaction((query) => query<Look>(LOOK, sleeps)),
    ]);
    for (const { at, at_text, bytes, number, day, isolation } of answers.flat()) {
      assert.equal(at.toISOString(), '2026-07-01T12:00:31.250Z');
      assert.equal(wholeSeconds(at_text), '2026-07-01T12:00:31Z');
      assert.equal(bytes.toString('hex'), '00ff5c41');
      if (!isPooled) assert.equal(number, 0.30000000000000004);
      assert.equal(day, '2026-07-01');
      if (!isPooled) assert.equal(isolation, 'read committed');
    }
  } finally {
    await db.close();
  }
};

const check = async (databaseUrl: string, statements: StatementKind): Promise<void> => {
  const open = () => createPool({ databaseUrl, maxConnections: 1, statements, onConnectionError: () => undefined });
  const [first, second] = [open(), open()];
  try {
    await checkSessions(first, second);
  } finally {
    await Promise.all([first.close(), second.close()]);
  }
};

test('a time is the same moment in whatever zone the database wrote it', () => {
  for (const text of ['2026-07-01T12:00:31.25+00:00', '2026-07-01T09:30:31.25-02:30', '2026-07-02T02:00:31.25+14:00'])
    assert.equal(wholeSeconds(text), '2026-07-01T12:00:31Z');
});

describe('a database whose settings are all others than ours', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestDatabase();
    const name = new URL(database.url).pathname.slice(1);
    for (const [setting, value] of Object.entries(STRANGE))
      await runSql(database.url, `alter database ${name} set ${setting} = '${value}'`);
  });
  after(() => database.drop());

  test('is read as every other', async () => {
    await look(database.url);
    await check(database.url, 'named');
  });

  test('also when its address brings options of its own', async () => {
    const url = `${database.url}${database.url.includes('?') ? '&' : '?'}options=${encodeURIComponent('-c timezone=Asia/Kathmandu -c datestyle=German')}`;
    await look(url);
    await check(url, 'named');
  });

  for (const mode of ['transaction', 'session'] as const) {
    describe(`behind PgBouncer in ${mode} mode`, () => {
      let pooler: Pooler;
      before(async () => {
        pooler = await startPooler(database.url, mode);
      });
      after(() => pooler.stop());

      test('is read as every other, and can be migrated', async () => {
        await look(pooler.url, {
          isPooled: true,
          statements: mode === 'transaction' && pooler.isOld ? 'unnamed' : 'named',
        });
        assert.deepEqual(await migrate(pooler.url), []);
      });

      test('passes the check with statements that get along with it', async () => {
        await check(pooler.url, mode === 'transaction' && pooler.isOld ? 'unnamed' : 'named');
        await check(pooler.url, 'unnamed');
      });

      test('leaves no lock behind after a migration', async () => {
        const newest = (await migrationNames()).at(-1) ?? '';
        await runSql(database.url, `delete from schema_migrations where name = '${newest}'`);
        await assert.rejects(migrate(pooler.url), /already exists/);
        const locks = await runSql(
          database.url,
          `select pid from pg_locks where locktype = 'advisory'
            and database = (select oid from pg_database where datname = current_database())`,
        );
        assert.deepEqual(locks, []);
        await runSql(database.url, `insert into schema_migrations (name) values ('${newest}')`);
      });

      test('an old one in transaction mode is refused at the start, with the setting that helps', async () => {
        const checked = check(pooler.url, 'named');
        if (mode === 'session' || !pooler.isOld) return checked;
        await assert.rejects(
          checked,
          (error: unknown) =>
            error instanceof SessionError && /set TOLLGATE_DATABASE_STATEMENTS=unnamed/.test(error.message),
        );
      });
    });
  }
});
