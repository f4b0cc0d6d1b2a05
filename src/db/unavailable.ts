import { sqlStateOf } from './db.ts';

/**
 * What PostgreSQL, or a pooler in front of it, says when it can't do now what it could do a moment ago, one row each:
 * SQLSTATE or its first letters → what an operator reads. Whoever asked is told to come again; the statement changed
 * nothing, or its connection was lost.
 */
const reasons = [
  ['08', 'the connection was refused or lost'],
  ['25006', 'the database is read-only'],
  ['25P03', 'the database ended a transaction that was idle'],
  ['25P04', 'the database ended a transaction that took too long'],
  ['26000', 'a pooler gave the session to somebody else; see TOLLGATE_DATABASE_STATEMENTS'],
  ['42P05', 'a pooler gave the session to somebody else; see TOLLGATE_DATABASE_STATEMENTS'],
  ['28', 'the database refuses the user or password'],
  ['3D000', 'the database does not exist'],
  ['40', 'two transactions were in each other’s way'],
  ['53100', 'the disk of the database is full'],
  ['53200', 'the database is out of memory'],
  ['53300', 'the database has too many connections'],
  ['53', 'the database lacks what it needs'],
  ['55P03', 'a lock was not to be had'],
  ['57014', 'the statement took too long'],
  ['57P01', 'the database shuts down'],
  ['57P02', 'the database restarts after a crash'],
  ['57P03', 'the database starts or recovers'],
  ['57', 'an operator of the database stepped in'],
  ['58', 'the database cannot use its files'],
] as const satisfies readonly (readonly [sqlState: string, reason: string])[];

/** Failures below PostgreSQL: nobody there, or the line was cut. */
const lineFailures: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);

/** No server among those of DATABASE_URL takes writes now. */
export class NoPrimaryError extends Error {}

/** Why the database can't be used now, in words; undefined for every other error. */
export const unavailableReasonOf = (error: unknown): string | undefined => {
  if (error instanceof NoPrimaryError) return error.message;
  if (error instanceof AggregateError) return unavailableReasonOf(error.errors[0]);
  const sqlState = sqlStateOf(error);
  if (sqlState !== undefined) return reasons.find(([beginning]) => sqlState.startsWith(beginning))?.[1];
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const isLineFailure = lineFailures.has(code) && 'syscall' in error;
  const isDriverGivingUp =
    /timeout exceeded when trying to connect|Query read timeout|Connection terminated|Client has encountered a connection error/.test(
      error.message,
    );
  return isLineFailure || isDriverGivingUp ? 'the database does not answer' : undefined;
};

/** Worth waiting for at the start: a server that comes up. A wrong password or name does not mend itself. */
export const isPassing = (error: unknown): boolean =>
  unavailableReasonOf(error) !== undefined && !/^(28|3D)/.test(sqlStateOf(error) ?? '');

/**
 * After such an error the connection is of no more use: it leads to a server that takes no writes any more, or its
 * session is somebody else's.
 */
export const spoilsConnection = (error: unknown): boolean => {
  const sqlState = sqlStateOf(error);
  return sqlState === undefined || /^(08|25006|25P0[34]|26000|42P05|57P)/.test(sqlState);
};
