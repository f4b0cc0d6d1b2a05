import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import type { Clock } from '../../src/base/clock.ts';

/**
 * A sentence for the person who started the program; there is nothing to debug in it, so it is shown without a stack.
 */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

export type FolderOwner = { readonly release: () => void };

const OWNER_FILE = 'owner.lock';
const STOP_TIMEOUT_MS = 20_000;
const QUIT_TIMEOUT_MS = 5_000;
const POLL_MS = 10;

/**
 * One process owns a data folder. The file names the owner by its process id and its start time, because ids are
 * reused: a file left by a killed process must not lock the folder for whatever program runs under its number today.
 * PostgreSQL's own lock file stays the real safety; this one exists to say who is there before anything is touched.
 */
export const takeFolder = (dataDir: string): FolderOwner => {
  const path = join(dataDir, OWNER_FILE);
  const mine = `${String(process.pid)} ${processIdentity(process.pid) ?? 'unknown'}`;
  for (let round = 0; round < 3; round += 1) {
    if (createExclusively(path, mine)) {
      return {
        release: () => {
          if (readText(path) === mine) rmSync(path, { force: true });
        },
      };
    }
    const holder = readText(path);
    if (holder !== undefined && isHolderAlive(holder)) {
      throw new EmbeddedPostgresError(
        `Another Tollgate (process ${holder.split(' ')[0] ?? '?'}) already runs on ${dataDir}: ` +
          'stop it first, or set TOLLGATE_DATA_DIR to another folder.',
      );
    }
    setAside(path, holder);
  }
  throw new EmbeddedPostgresError(`The lock file ${path} keeps changing: is another Tollgate starting right now?`);
};

/**
 * Of several processes that find the same stale file, only one rename succeeds; a fresh file taken by mistake goes
 * back.
 */
const setAside = (path: string, stale: string | undefined): void => {
  const aside = `${path}.${String(process.pid)}`;
  try {
    renameSync(path, aside);
    const taken = readText(aside);
    if (taken !== stale && taken !== undefined) createExclusively(path, taken);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
  rmSync(aside, { force: true });
};

/** The process that owns the folder now, if any: to say so before anything else is tried. */
export const findOwner = (dataDir: string): number | undefined => {
  const holder = readText(join(dataDir, OWNER_FILE));
  return holder !== undefined && isHolderAlive(holder) ? Number(holder.split(' ')[0]) : undefined;
};

const isHolderAlive = (holder: string): boolean => {
  const [pid = '', ...identity] = holder.split(' ');
  return /^\d+$/.test(pid) && processIdentity(Number(pid)) === identity.join(' ');
};

/**
 * The start time of a living process, in whatever unit the system tells it; undefined when there is no such process.
 */
export const processIdentity = (pid: number): string | undefined => {
  if (!isAlive(pid)) return undefined;
  try {
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', timeout: 5_000 }).trim();
    }
    // The program's name stands in brackets and may hold spaces, so fields are counted after the last bracket:
    // state is the third field of the line, start time the twenty-second.
    const afterName = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return afterName[0] === 'Z' ? undefined : afterName[19];
  } catch {
    return undefined;
  }
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
};

/**
 * Stops the PostgreSQL that a killed start left behind, so that the next one begins with today's settings and program.
 * A lock file whose process is another program by now is removed: PostgreSQL itself would refuse to start over it.
 */
export const stopOrphan = async (clock: Clock, clusterDir: string): Promise<'none' | 'stopped'> => {
  const pidFile = join(clusterDir, 'postmaster.pid');
  const pid = Number(readText(pidFile)?.split('\n')[0] ?? '');
  if (!Number.isInteger(pid) || pid <= 1) return 'none';
  if (!servesCluster(pid, clusterDir)) {
    rmSync(pidFile, { force: true });
    return 'none';
  }
  await stopPostmaster(clock, pid, () => !isAlive(pid) || processIdentity(pid) === undefined);
  return 'stopped';
};

/**
 * SIGINT is PostgreSQL's fast shutdown: sessions are ended, a checkpoint is written. One that does not manage in time
 * is told to quit, then killed; both are safe, the next start replays the log.
 */
export const stopPostmaster = async (clock: Clock, pid: number, hasEnded: () => boolean): Promise<void> => {
  const steps = [
    ['SIGINT', STOP_TIMEOUT_MS],
    ['SIGQUIT', QUIT_TIMEOUT_MS],
    ['SIGKILL', QUIT_TIMEOUT_MS],
  ] as const;
  for (const [signal, timeoutMs] of steps) {
    if (hasEnded()) return;
    sendSignal(pid, signal);
    const giveUpAtMs = clock.monotonicMs() + timeoutMs;
    while (!hasEnded() && clock.monotonicMs() < giveUpAtMs) await clock.sleep(POLL_MS);
  }
  if (!hasEnded())
    throw new EmbeddedPostgresError(`PostgreSQL (process ${String(pid)}) does not stop, even when killed.`);
};

const sendSignal = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (hasCode(error, 'ESRCH')) return;
    if (!hasCode(error, 'EPERM')) throw error;
    throw new EmbeddedPostgresError(
      `A PostgreSQL of another user (process ${String(pid)}) runs on this data folder: stop it as that user first.`,
    );
  }
};

/** A postmaster stands in its data folder on Linux; elsewhere its command line names the folder. */
const servesCluster = (pid: number, clusterDir: string): boolean => {
  if (!isAlive(pid)) return false;
  try {
    if (process.platform === 'linux') return isSameFolder(`/proc/${String(pid)}/cwd`, clusterDir);
    const command = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8', timeout: 5_000 });
    return command.includes(clusterDir);
  } catch (error) {
    // Whose folder cannot be read is somebody else's process, unless it is a PostgreSQL: then the stop says so.
    return hasCode(error, 'EACCES') && readText(`/proc/${String(pid)}/comm`)?.trim() === 'postgres';
  }
};

/** By number and not by name: a confined server sees its folder in a tree of its own, where names mean nothing. */
const isSameFolder = (one: string, other: string): boolean => {
  const [{ dev, ino }, folder] = [statSync(one), statSync(other)];
  return dev === folder.dev && ino === folder.ino;
};

const createExclusively = (path: string, text: string): boolean => {
  try {
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, text);
    closeSync(file);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
};

const readText = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

export const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
