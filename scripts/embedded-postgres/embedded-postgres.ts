import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { Client, DatabaseError, escapeLiteral } from 'pg';

import { systemClock, type Clock } from '../../src/base/clock.ts';
import { systemRandom } from '../../src/base/random.ts';
import { lastLines, openCluster, POSTGRES_ENV, readSuperuserPassword, SUPERUSER, type Cluster } from './cluster.ts';
import { EmbeddedPostgresError, findOwner, stopOrphan, stopPostmaster, takeFolder } from './owner.ts';
import { findReady, readIfThere, SOCKET_PORT, startServer, type Address, type Server } from './server.ts';

export { EmbeddedPostgresError } from './owner.ts';

export type EmbeddedPostgresInput = {
  /** The folder of this Tollgate; the database goes to `postgres/` in it, its log to `logs/postgres.log`. */
  readonly dataDir: string;
  readonly onProgress?: (line: string) => void;
  /** `false` trades crash safety for speed: only for databases that a test run throws away. */
  readonly durable?: boolean;
  /** Also listen on a free port of 127.0.0.1, e.g. to put a proxy in between. The URL then names that port. */
  readonly tcp?: boolean;
};

export type EmbeddedPostgres = {
  /** Names the application's own role, which owns its database and may create others, but is no superuser. */
  readonly databaseUrl: string;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when PostgreSQL has ended, for whatever reason, with the last lines of its log. */
  readonly ended: Promise<string>;
  readonly stop: () => Promise<void>;
};

const APPLICATION = 'tollgate';

/**
 * Starts the PostgreSQL that comes with Tollgate and answers when it can be used. Throws `EmbeddedPostgresError` with a
 * sentence for everything that the person at the keyboard can change.
 *
 * The server must not outlive its owner for ever: a watcher holds a pipe of this process and stops the server when the
 * pipe closes, however this process ended; should the watcher be killed too, the next start stops what it finds.
 */
export const startEmbeddedPostgres = async (input: EmbeddedPostgresInput): Promise<EmbeddedPostgres> => {
  const clock = systemClock;
  const dataDir = makeDataDir(input.dataDir);
  const owner = takeFolder(dataDir);
  try {
    const onProgress = input.onProgress ?? (() => undefined);
    const clusterDir = join(dataDir, 'postgres');
    if ((await stopOrphan(clock, clusterDir)) === 'stopped') onProgress('stopped a PostgreSQL that was left running');
    const cluster = openCluster(systemRandom, dataDir, onProgress);
    const logFile = join(dataDir, 'logs', 'postgres.log');
    const { server, address } = await startServer(clock, {
      cluster,
      logFile,
      isDurable: input.durable !== false,
      wantsTcp: input.tcp === true,
    });
    try {
      const databaseUrl = await openDatabase(cluster, address);
      return hold({ clock, server, cluster, logFile, databaseUrl, release: owner.release });
    } catch (error) {
      await stopPostmaster(clock, server.pid, server.hasEnded);
      throw error;
    }
  } catch (error) {
    owner.release();
    throw error;
  }
};

/** The database of the Tollgate that runs on this folder now, for a program beside it; undefined when none does. */
export const findRunningDatabase = (dataDir: string): string | undefined => {
  const dir = join(dataDir, 'postgres');
  const ready = findOwner(dataDir) === undefined ? undefined : findReady(dir);
  return ready === undefined ? undefined : applicationUrl(ready.address, readSuperuserPassword(dir)).url;
};

/** Whether a Tollgate has made a database in this folder before. */
export const hasDatabase = (dataDir: string): boolean => existsSync(join(dataDir, 'postgres'));

const makeDataDir = (path: string): string => {
  try {
    mkdirSync(join(path, 'logs'), { recursive: true, mode: 0o700 });
    accessSync(path, constants.W_OK);
    return realpathSync(resolve(path));
  } catch (error) {
    throw new EmbeddedPostgresError(
      `The data folder ${path} cannot be used (${error instanceof Error ? error.message : 'no reason given'}): ` +
        'set TOLLGATE_DATA_DIR to a folder that this user may write.',
    );
  }
};

/** Connects as the application; only when that fails on a new cluster does the superuser make its role and database. */
const openDatabase = async (cluster: Cluster, address: Address): Promise<string> => {
  const { url: databaseUrl, password } = applicationUrl(address, cluster.superuserPassword);
  const refused = await tryQuery(databaseUrl, ['select 1']);
  if (refused === undefined) return databaseUrl;
  if (!['28P01', '28000', '3D000'].includes(refused.code ?? '')) throw refused;

  const superuser = { user: SUPERUSER, password: cluster.superuserPassword, database: 'postgres' };
  const failure = await tryQuery(urlOf(address, superuser), [
    `do $$ begin create role ${APPLICATION}; exception when duplicate_object then null; end $$`,
    `alter role ${APPLICATION} login createdb password ${escapeLiteral(password)}`,
    `grant pg_monitor, pg_checkpoint, pg_signal_backend to ${APPLICATION}`,
    `create database ${APPLICATION} owner ${APPLICATION}`,
  ]);
  if (failure !== undefined && failure.code !== '42P04') throw failure;
  return databaseUrl;
};

const tryQuery = async (url: string, statements: readonly string[]): Promise<DatabaseError | undefined> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000, query_timeout: 30_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    for (const statement of statements) await client.query(statement);
    return undefined;
  } catch (error) {
    if (error instanceof DatabaseError) return error;
    throw error;
  } finally {
    await client.end();
  }
};

type Login = { readonly user: string; readonly password: string; readonly database: string };

/** The application's own role, whose password follows from the superuser's. */
const applicationUrl = (
  address: Address,
  superuserPassword: string,
): { readonly url: string; readonly password: string } => {
  const password = createHmac('sha256', superuserPassword).update(APPLICATION).digest('hex');
  return { password, url: urlOf(address, { user: APPLICATION, password, database: APPLICATION }) };
};

/** `host` as a parameter is how PostgreSQL's own clients write a socket folder in a URL. */
const urlOf = (address: Address, { user, password, database }: Login): string =>
  'port' in address
    ? `postgres://${user}:${password}@127.0.0.1:${String(address.port)}/${database}`
    : `postgres://${user}:${password}@localhost:${String(SOCKET_PORT)}/${database}` +
      `?host=${encodeURIComponent(address.socketDir)}`;

type Holding = {
  readonly clock: Clock;
  readonly server: Server;
  readonly cluster: Cluster;
  readonly logFile: string;
  readonly databaseUrl: string;
  readonly release: () => void;
};

const hold = ({ clock, server, cluster, logFile, databaseUrl, release }: Holding): EmbeddedPostgres => {
  const watcher = spawnWatcher(server.pid, cluster.dir);
  const ended = new Promise<string>((resolveEnded) => {
    const tell = () => {
      watcher.kill('SIGKILL');
      release();
      resolveEnded(lastLines(readIfThere(logFile), 3));
    };
    if (server.hasEnded()) tell();
    else server.child.once('exit', tell);
  });
  return {
    databaseUrl,
    pid: server.pid,
    logFile,
    ended,
    stop: async () => {
      await stopPostmaster(clock, server.pid, server.hasEnded);
      await ended;
    },
  };
};

/** Waits for the end of its input, which comes when this process ends in any way, and then asks the server to stop. */
const WATCH = 'while read -r _; do :; done; [ "$(head -n 1 "$2/postmaster.pid")" = "$1" ] && kill -INT "$1"';

const spawnWatcher = (pid: number, clusterDir: string): ChildProcess => {
  const watcher = spawn('/bin/sh', ['-c', WATCH, 'tollgate-watcher', String(pid), clusterDir], {
    detached: true,
    env: POSTGRES_ENV,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a watcher the server still runs and still stops; only a kill of this process would leave it to the next
  // start.
  watcher.on('error', () => undefined);
  watcher.stdin.on('error', () => undefined);
  watcher.unref();
  return watcher;
};
