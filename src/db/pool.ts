import pg from 'pg';
import type { Db, Query } from './db.ts';

export type PoolOptions = {
  readonly databaseUrl: string;
  readonly maxConnections: number;
  /** How long an answer is waited for; longer than the server works on a statement. A connection without one is given up. */
  readonly answerTimeoutMs?: number;
  /** A connection that died while nobody used it, or under somebody: worth a line in the log, never the end of the process. */
  readonly onConnectionError: (error: Error) => void;
};

/**
 * A pool of PostgreSQL connections. Every wait has a limit: 5 s for a connection, 10 s for a statement by the server's own clock, and
 * 12 s by ours for a server that is not heard any more (a firewall between that forgot the connection, a machine that is gone):
 * without it whoever asked, the clock's jobs among them, would wait for as long as TCP keeps trying.
 */
export const createPool = ({
  databaseUrl,
  maxConnections,
  answerTimeoutMs = 12_000,
  onConnectionError,
}: PoolOptions): Db => {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: maxConnections,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    query_timeout: answerTimeoutMs,
    // Times leave the database as UTC whatever the server's own setting is.
    options: '-c timezone=UTC -c statement_timeout=10000 -c idle_in_transaction_session_timeout=15000',
    application_name: 'tollgate',
  });
  pool.on('error', onConnectionError);
  // Without a listener of its own, a client whose backend dies while it is checked out ends the process (node-postgres #2386).
  pool.on('connect', (client) => client.on('error', onConnectionError));

  const query: Query = async (statement, values = []) => {
    const result = await pool.query({ name: statement.name, text: statement.text, values: [...values] });
    return result.rows as never;
  };

  const transaction: Db['transaction'] = async (work) => {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('begin');
      const query: Query = async (statement, values = []) => {
        const answer = await client.query({ name: statement.name, text: statement.text, values: [...values] });
        return answer.rows as never;
      };
      const result = await work(Object.assign(query, { isTransaction: true } as const));
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch((rollbackError: unknown) => {
        broken = rollbackError instanceof Error ? rollbackError : new Error('rollback failed');
      });
      throw error;
    } finally {
      client.release(broken);
    }
  };

  return { query, transaction, close: () => pool.end() };
};
