import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, fchownSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

import type { Clock } from '../../src/base/clock.ts';
import { lastLines, POSTGRES_ENV, type Cluster } from './cluster.ts';
import { EmbeddedPostgresError, hasCode, stopPostmaster } from './owner.ts';

export type Address = { readonly socketDir: string } | { readonly port: number };
export type Server = { readonly child: ChildProcess; readonly pid: number; readonly hasEnded: () => boolean };

const READY_TIMEOUT_MS = 120_000;
const RETRY_TIMEOUT_MS = 15_000;
const POLL_MS = 10;
const LOG_KEEP_BYTES = 10_000_000;
export const SOCKET_PORT = 5432;
/** `sun_path` holds 104 bytes on macOS and 108 on Linux, with the closing zero. */
const SOCKET_PATH_MAX_BYTES = 103;
/** A port taken meanwhile, or the children of a killed server that need a moment to notice: both pass by themselves. */
const PASSING_FAILURE = /Address already in use|shared memory block .* still in use|could not create any (TCP|Unix)/;

/**
 * Sized for a payment gateway on a laptop or one small machine. Durability is never traded: an approval that was told
 * stands. Statements, their values and row contents stay out of the log, because they may hold what a customer typed.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  max_connections: '200',
  shared_buffers: '256MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '1GB',
  random_page_cost: '1.1',
  jit: 'off',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_buffers: '16MB',
  min_wal_size: '256MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  checkpoint_completion_target: '0.9',
  // A killed gateway's half-done transaction gives its locks back soon, and not when the kernel gives up on the peer.
  client_connection_check_interval: '2s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
  log_checkpoints: 'off',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
};

const THROWAWAY: Readonly<Record<string, string>> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
};

export type Starting = {
  readonly cluster: Cluster;
  readonly logFile: string;
  readonly isDurable: boolean;
  readonly wantsTcp: boolean;
};

/** Runs the server until sessions are let in. A failure that passes by itself is tried again for a while. */
export const startServer = async (clock: Clock, starting: Starting): Promise<{ server: Server; address: Address }> => {
  const giveUpAtMs = clock.monotonicMs() + RETRY_TIMEOUT_MS;
  const { cluster, logFile } = starting;
  let canUseSocket = !starting.wantsTcp && fitsSocket(cluster.dir);
  for (;;) {
    const address = canUseSocket ? { socketDir: cluster.dir } : { port: await findFreePort() };
    const logStart = rotateLog(logFile);
    const server = spawnServer(starting, address);
    const failure = await waitUntilReady(clock, server, cluster);
    if (failure === undefined) return { server, address };
    await stopPostmaster(clock, server.pid, server.hasEnded);
    const log = readFileSync(logFile).subarray(logStart).toString('utf8');
    if (!PASSING_FAILURE.test(log) || clock.monotonicMs() > giveUpAtMs) {
      throw new EmbeddedPostgresError(`${failure} Its log (${logFile}) ends: ${lastLines(log, 3)}`);
    }
    // Some shared folders of virtual machines cannot hold sockets; those get a port.
    canUseSocket &&= !log.includes('could not create any Unix');
    await clock.sleep(200);
  }
};

const fitsSocket = (dir: string): boolean =>
  Buffer.byteLength(join(dir, `.s.PGSQL.${String(SOCKET_PORT)}`)) <= SOCKET_PATH_MAX_BYTES;

const spawnServer = ({ cluster, logFile, isDurable }: Starting, address: Address): Server => {
  const settings = { ...SETTINGS, ...(isDurable ? {} : THROWAWAY), ...listenSettings(address) };
  const args = ['-D', cluster.dir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const [program, programArgs] = cluster.launcher.wrapServer(cluster.dir)(cluster.postgres, args);
  const log = openSync(logFile, 'a', 0o600);
  if ('uid' in cluster.launcher.identity) fchownSync(log, cluster.launcher.ownerUid, cluster.launcher.ownerUid);
  // A session of its own: Ctrl-C at the terminal must not reach it before those who still write to it have ended.
  const child = spawn(program, programArgs, {
    ...cluster.launcher.identity,
    cwd: cluster.dir,
    detached: true,
    env: POSTGRES_ENV,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let ended = false;
  const end = () => {
    ended = true;
  };
  child.once('error', end).once('exit', end);
  return { child, pid: child.pid ?? -1, hasEnded: () => ended || child.pid === undefined };
};

const listenSettings = (address: Address): Readonly<Record<string, string>> =>
  'port' in address
    ? { listen_addresses: '127.0.0.1', port: String(address.port), unix_socket_directories: '' }
    : {
        listen_addresses: '',
        port: String(SOCKET_PORT),
        unix_socket_directories: `"${address.socketDir.replaceAll('"', '""')}"`,
        unix_socket_permissions: '0700',
      };

const waitUntilReady = async (clock: Clock, server: Server, cluster: Cluster): Promise<string | undefined> => {
  const giveUpAtMs = clock.monotonicMs() + READY_TIMEOUT_MS;
  while (clock.monotonicMs() < giveUpAtMs) {
    if (server.hasEnded()) return 'PostgreSQL ended while starting.';
    if (findReady(cluster.dir)?.pid === server.pid) return undefined;
    await clock.sleep(POLL_MS);
  }
  return `PostgreSQL was not ready after ${String(READY_TIMEOUT_MS / 1000)} s.`;
};

/**
 * Where the server of this folder lets sessions in; undefined while it does not. Reading PostgreSQL's own lock file
 * costs no failed logins. Its lines: process, folder, start, port, socket folder, listen address, memory, state.
 */
export const findReady = (clusterDir: string): { readonly pid: number; readonly address: Address } | undefined => {
  const lines = readIfThere(join(clusterDir, 'postmaster.pid'))
    .split('\n')
    .map((line) => line.trim());
  const [pid = '', , , port = '', socketDir = '', , , state] = lines;
  if (state !== 'ready') return undefined;
  return { pid: Number(pid), address: socketDir === '' ? { port: Number(port) } : { socketDir } };
};

export const readIfThere = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return '';
    throw error;
  }
};

/** Keeps the log and one older one; answers where the new lines will begin. */
const rotateLog = (path: string): number => {
  if (!existsSync(path)) return 0;
  const bytes = statSync(path).size;
  if (bytes < LOG_KEEP_BYTES) return bytes;
  renameSync(path, `${path}.1`);
  return 0;
};

const findFreePort = (): Promise<number> =>
  new Promise((resolvePort, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('No free port was given.'));
        else resolvePort(address.port);
      });
    });
  });
