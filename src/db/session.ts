import type pg from 'pg';
import { sqlStateOf, type Db } from './db.ts';

/**
 * What a session must be set to, whatever the server, its role, DATABASE_URL or a pooler sets: how values are written,
 * and how long the server works for us. Set by a statement, because a pooler refuses or forgets what is asked for when
 * a connection is opened, and PgBouncer carries a time zone and a style of dates that were set like this along to
 * whichever server it takes next.
 */
const SESSION: Readonly<Record<string, string>> = {
  timezone: 'UTC',
  datestyle: 'ISO, MDY',
  intervalstyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
  standard_conforming_strings: 'on',
  default_transaction_isolation: 'read committed',
  plan_cache_mode: 'auto',
  statement_timeout: '10s',
  idle_in_transaction_session_timeout: '15s',
};

const SET_SESSION = `
  select ${Object.entries(SESSION)
    .map(([name, value]) => `set_config('${name}', '${value}', false)`)
    .join(', ')},
    not pg_is_in_recovery() and current_setting('transaction_read_only') = 'off' as is_writable`;

/** For a connection that was just opened; one round trip. */
export const prepareSession = async (client: pg.ClientBase): Promise<{ readonly isWritable: boolean }> => {
  const { rows } = await client.query<{ is_writable: boolean }>(SET_SESSION);
  return { isWritable: rows[0]?.is_writable === true };
};

/** The database, or what stands before it, can't be worked with; the message is the one sentence an operator sees. */
export class SessionError extends Error {}

/**
 * Asks over two connections (`first` and `second` hold one each) what a session makes of a time and of bytes, and
 * whether a named statement is kept apart from another session's of that name. Throws `SessionError`: a gateway that
 * reads times wrong, or whose statements get lost one time in a few, must not start.
 */
export const checkSessions = async (first: Pick<Db, 'query'>, second: Pick<Db, 'query'>): Promise<void> => {
  try {
    await first.query(PROBE);
    const [row] = await second.query<Probe>(PROBE);
    const wrong = row === undefined ? ['answers'] : Object.keys(EXPECTED).filter((name) => !isAsExpected(row, name));
    if (wrong.length === 0) return;
    throw new SessionError(
      `The database does not keep what a session is set to: ${wrong.join(', ')} came back changed. Something ` +
        'between gateway and database loses the settings; see "PgBouncer" in the README.',
    );
  } catch (error) {
    if (!['26000', '42P05'].includes(sqlStateOf(error) ?? '')) throw error;
    throw new SessionError(
      'A pooler before the database gives a session to others between two transactions and does not keep named ' +
        'statements apart: set TOLLGATE_DATABASE_STATEMENTS=unnamed, or use PgBouncer 1.21 or newer with ' +
        'max_prepared_statements.',
      { cause: error },
    );
  }
};

const EXPECTED = {
  times: '2026-01-02T03:04:05.678Z',
  bytes: '0001feff',
  days: '2026-01-02',
} as const;

type Probe = { readonly times: Date; readonly bytes: Buffer; readonly days: string };

const PROBE = {
  name: 'probe-session',
  text: `
    select timestamptz '2026-01-02 03:04:05.678+00' as times, '\\x0001feff'::bytea as bytes,
      date '2026-01-02'::text as days`,
};

const isAsExpected = (row: Probe, name: string): boolean => {
  const read: Readonly<Record<string, string>> = {
    times: Number.isNaN(row.times.getTime()) ? '' : row.times.toISOString(),
    bytes: row.bytes.toString('hex'),
    days: row.days,
  };
  return read[name] === EXPECTED[name as keyof typeof EXPECTED];
};
