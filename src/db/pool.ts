import pg from 'pg';
import { parseServers, type Servers } from './database-url.ts';
import type { Db, Query, Statement } from './db.ts';
import { prepareSession } from './session.ts';
import { NoPrimaryError, spoilsConnection, unavailableReasonOf } from './unavailable.ts';

export type PoolOptions = {
  /** One server or several, see `database-url.ts`. */
  readonly databaseUrl: string;
  readonly maxConnections: number;
  /**
   * `unnamed`: each statement is planned anew, for a pooler that gives a session to others between two transactions.
   */
  readonly statements?: StatementKind;
  /**
   * How long an answer is waited for; longer than the server works on a statement. A connection without one is given
   * up.
   */
  readonly answerTimeoutMs?: number;
  /**
   * A connection that died while nobody used it, or under somebody: worth a line in the log, never the end of the
   * process.
   */
  readonly onConnectionError: (error: Error) => void;
};

export const statementKinds = ['named', 'unnamed'] as const;
export type StatementKind = (typeof statementKinds)[number];

const CONNECT_TIMEOUT_MS = 5_000;
const ANSWER_TIMEOUT_MS = 12_000;

/**
 * A pool of PostgreSQL connections. Every wait has a limit: 5 s for a connection, 10 s for a statement by the server's
 * own clock, and 12 s by ours for a server that is not heard any more (a firewall between that forgot the connection, a
 * machine that is gone): without it whoever asked, the clock's jobs among them, would wait for as long as TCP keeps
 * trying.
 *
 * Of several servers it uses the one that takes writes. Once that one refuses a write or is not reached, every
 * connection to it is given up, and the next one is tried.
 */
export const createPool = ({
  databaseUrl,
  maxConnections,
  statements = 'named',
  answerTimeoutMs = ANSWER_TIMEOUT_MS,
  onConnectionError,
}: PoolOptions): Db => {
  const choice = chooseServer(parseServers(databaseUrl));
  const pool = new pg.Pool({
    Client: choice.Client,
    max: maxConnections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: 30_000,
    query_timeout: answerTimeoutMs,
    application_name: 'tollgate',
    // The pool waits for it, which its types do not say.
    // eslint-disable-next-line @typescript-eslint/no-misused-promises
    onConnect: choice.prepare,
  });
  pool.on('error', onConnectionError);
  // Without a listener of its own, a client whose backend dies while it is checked out ends the process (node-postgres
  // #2386).
  pool.on('connect', (client) => client.on('error', onConnectionError));

  const run = async <Row>(client: pg.PoolClient, { name, text }: Statement, values: readonly unknown[]) => {
    const result = await client.query({ text, values: [...values], ...(statements === 'named' && { name }) });
    return result.rows as Row[];
  };

  const query: Query = async (statement, values = []) => {
    const client = await choice.connect(pool);
    try {
      const rows = await run(client, statement, values);
      choice.release(client);
      return rows as never;
    } catch (error) {
      choice.release(client, error);
      throw error;
    }
  };

  const transaction: Db['transaction'] = async (work) => {
    const client = await choice.connect(pool);
    let broken: unknown;
    try {
      await client.query('begin');
      const query: Query = async (statement, values = []) => (await run(client, statement, values)) as never;
      const result = await work(Object.assign(query, { isTransaction: true } as const));
      await client.query('commit');
      return result;
    } catch (error) {
      broken = error;
      await client.query('rollback').then(
        // What the caller threw says nothing about the connection, which has just rolled back.
        () => (broken = error instanceof pg.DatabaseError ? error : undefined),
        (rollbackError: unknown) => (broken = rollbackError),
      );
      throw error;
    } finally {
      choice.release(client, broken);
    }
  };

  return { query, transaction, close: () => pool.end() };
};

/** Which server new connections lead to, and which of the old connections are still good. */
const chooseServer = (servers: Servers) => {
  // Counted up whenever a server turns out not to take writes: what was opened before is given up.
  let round = 0;
  const roundOf = new WeakMap<object, number>();

  class Client extends pg.Client {
    constructor(options?: pg.ClientConfig) {
      super({ ...options, connectionString: servers[round % servers.length] ?? servers[0] });
      roundOf.set(this, round);
    }
  }
  const moveOn = (from: number | undefined): void => {
    if (from === round) round++;
  };

  const prepare = async (client: pg.ClientBase): Promise<void> => {
    const { isWritable } = await prepareSession(client);
    // The only server there is may still be read from.
    if (isWritable || servers.length === 1) return;
    throw new NoPrimaryError('no server of DATABASE_URL takes writes');
  };

  const connect = async (pool: pg.Pool, triesLeft = servers.length): Promise<pg.PoolClient> => {
    const before = round;
    let client: pg.PoolClient;
    try {
      client = await pool.connect();
    } catch (error) {
      if (servers.length === 1 || unavailableReasonOf(error) === undefined) throw error;
      moveOn(before);
      if (triesLeft <= 1) throw error;
      return connect(pool, triesLeft - 1);
    }
    if (roundOf.get(client) === round) return client;
    client.release(true);
    return connect(pool, triesLeft);
  };

  const release = (client: pg.PoolClient, error?: unknown): void => {
    if (error !== undefined && isReadOnly(error)) moveOn(roundOf.get(client));
    const isSpoiled = error !== undefined && spoilsConnection(error);
    client.release(isSpoiled || roundOf.get(client) !== round);
  };

  return { Client, prepare, connect, release };
};

const READ_ONLY = '25006';

const isReadOnly = (error: unknown): boolean => error instanceof pg.DatabaseError && error.code === READ_ONLY;
