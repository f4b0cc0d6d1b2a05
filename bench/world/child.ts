import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export type Program = {
  /** Names the log file, too. */
  readonly name: string;
  /** From the project's folder. */
  readonly file: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Options of Node itself. */
  readonly nodeOptions?: readonly string[];
};

/** A program of the bench in a process of its own. It stops when the bench ends, in whatever way. */
export type Child = {
  readonly name: string;
  readonly pid: number;
  readonly process: ChildProcess;
  /** Rejects with a sentence that shows its last lines, should it end before it was asked to. */
  readonly failed: Promise<never>;
  readonly stop: () => Promise<void>;
};

/** Something that the person at the keyboard can read and act on. */
export class BenchError extends Error {}

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLLOW_PARENT = new URL('../../scripts/start/follow-parent.ts', import.meta.url).href;
const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 35_000;
const ASK_TIMEOUT_MS = 2_000;
const LAST_LINES = 8;

export const startChild = (program: Program, logDir: string): Child => {
  mkdirSync(logDir, { recursive: true });
  const logFile = join(logDir, `${program.name}.log`);
  const log = openSync(logFile, 'a');
  // A process group of its own: Ctrl-C reaches us alone, and we stop everything in its order.
  const child = spawn(
    process.execPath,
    [...(program.nodeOptions ?? []), '--import', FOLLOW_PARENT, join(ROOT, program.file), ...(program.args ?? [])],
    {
      cwd: ROOT,
      detached: true,
      env: { ...cleanEnvironment(), ...program.env },
      stdio: ['ignore', log, log, 'ipc'],
    },
  );
  closeSync(log);
  let isStopping = false;
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('exit', (status, signal) => {
      resolve(signal ?? `exit code ${status ?? '?'}`);
    });
  });
  const failed = ended.then((how): never => {
    throw new BenchError(
      isStopping
        ? `${program.name} was stopped`
        : `${program.name} ended (${how}); its log ends:\n${lastLines(logFile)}`,
    );
  });
  // Looked at by whoever waits for this program; one that nobody waits for may end in peace.
  failed.catch(() => undefined);
  return {
    name: program.name,
    pid: child.pid ?? -1,
    process: child,
    failed,
    stop: async () => {
      isStopping = true;
      child.kill('SIGTERM');
      const limit = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(limit);
    },
  };
};

/** Settings of a Tollgate that somebody runs in this shell must not reach the one that is measured. */
export const cleanEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !name.startsWith('TOLLGATE_') && !['DATABASE_URL', 'NODE_OPTIONS'].includes(name),
    ),
  );

const lastLines = (file: string): string =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(-LAST_LINES)
    .map((line) => `    ${line}`)
    .join('\n');

/** For programs of the bench, which tell when they are ready, and on which port. */
export const waitForWord = (child: Child): Promise<number> =>
  Promise.race([
    child.failed,
    new Promise<number>((resolve) => {
      child.process.once('message', (message) => {
        resolve(
          typeof message === 'object' && 'port' in message && typeof message.port === 'number' ? message.port : 0,
        );
      });
    }),
    tooLate(child),
  ]);

const tooLate = async (child: Child): Promise<never> => {
  await sleep(READY_TIMEOUT_MS, undefined, { ref: false });
  throw new BenchError(`${child.name} was not ready after ${READY_TIMEOUT_MS / 1_000} s.`);
};

/** For programs of the product, which are asked. */
export const waitForUrl = async (child: Child, url: string): Promise<void> => {
  const giveUpAtMs = performance.now() + READY_TIMEOUT_MS;
  while (performance.now() < giveUpAtMs) {
    const status = await Promise.race([child.failed, statusOf(url)]);
    if (status === 200) return;
    await sleep(10);
  }
  throw new BenchError(`${child.name} was not ready after ${READY_TIMEOUT_MS / 1_000} s (${url}).`);
};

const statusOf = async (url: string): Promise<number | undefined> => {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(ASK_TIMEOUT_MS) });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return undefined;
  }
};
