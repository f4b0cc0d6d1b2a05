import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join, resolve as resolvePath } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { messageOf, Sentence } from './sentence.ts';

export type Program = {
  /** Names the log file, too. */
  readonly name: string;
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  /** Answers 200 when the program is ready. */
  readonly readyUrl: string;
  readonly stopTimeoutMs: number;
  /** For Node.js itself, such as a port for its debugger. */
  readonly nodeOptions?: readonly string[];
};

/** A part of the whole that runs: a program, or PostgreSQL. */
export type Part = {
  readonly name: string;
  /** Resolves when it has ended, by itself or because it was stopped, with a sentence that shows its last lines. */
  readonly ended: Promise<string>;
  readonly stop: () => Promise<void>;
  /** At once, without manners: the second Ctrl-C. */
  readonly kill: () => void;
};

const READY_TIMEOUT_MS = 60_000;
// Short, because a program that is only just starting may take a connection and never answer on it.
const ASK_TIMEOUT_MS = 500;
const ASK_EVERY_MS = 25;
const LOG_KEEP_BYTES = 10_000_000;
const LAST_LINES = 8;
const FOLLOW_PARENT = new URL('follow-parent.ts', import.meta.url).href;
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Runs a program of ours in a process of its own, its output in `<logDir>/<name>.log`. */
export const startChild = (program: Program, logDir: string): Part => {
  const logFile = join(logDir, `${program.name}.log`);
  const logStart = openLog(logDir, logFile);
  const log = openSync(logFile, 'a', 0o600);
  // A process group of its own: Ctrl-C reaches us alone, and we stop the parts in their order.
  const args = [...(program.nodeOptions ?? []), '--import', FOLLOW_PARENT, resolvePath(ROOT, program.file)];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    detached: true,
    env: { ...process.env, ...program.env },
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  // The channel only exists to close when we end; an error on it is that end.
  child.on('error', () => undefined);
  const ended = new Promise<string>((resolve) => {
    const tell = (how: string): void => {
      resolve(describeEnd(program.name, how, { logFile, logStart }));
    };
    child.once('exit', (status, signal) => {
      tell(signal === null ? `exit code ${status ?? '?'}` : signal);
    });
    child.once('error', (error) => {
      if (child.pid === undefined) tell(error.message);
    });
  });
  return {
    name: program.name,
    ended,
    stop: () => stopChild(child, ended, program.stopTimeoutMs),
    kill: () => child.kill('SIGKILL'),
  };
};

/** Resolves when the program answers; rejects with a sentence when it ends, or is silent for too long. */
export const waitUntilReady = async (part: Part, readyUrl: string, signal: AbortSignal): Promise<void> => {
  const ending = new AbortController();
  void part.ended.then((sentence) => {
    ending.abort(new Sentence(sentence));
  });
  const stop = AbortSignal.any([signal, ending.signal]);
  const giveUpAtMs = performance.now() + READY_TIMEOUT_MS;
  let last = 'it did not answer';
  while (performance.now() < giveUpAtMs) {
    if (stop.aborted) throw stop.reason;
    last = (await askWhetherReady(readyUrl, stop)) ?? '';
    if (last === '') return;
    await sleep(ASK_EVERY_MS);
  }
  throw new Sentence(`${part.name} was not ready after ${READY_TIMEOUT_MS / 1000} s (${readyUrl}: ${last}).`);
};

const askWhetherReady = async (url: string, stop: AbortSignal): Promise<string | undefined> => {
  try {
    const answer = await fetch(url, { signal: AbortSignal.any([stop, AbortSignal.timeout(ASK_TIMEOUT_MS)]) });
    await answer.arrayBuffer();
    return answer.status === 200 ? undefined : `status ${answer.status}`;
  } catch (error) {
    return messageOf(error);
  }
};

const stopChild = async (child: ChildProcess, ended: Promise<string>, timeoutMs: number): Promise<void> => {
  child.kill('SIGTERM');
  const limit = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  await ended;
  clearTimeout(limit);
};

type LogPart = { readonly logFile: string; readonly logStart: number };

const describeEnd = (name: string, how: string, { logFile, logStart }: LogPart): string => {
  const text = existsSync(logFile) ? readFileSync(logFile).subarray(logStart).toString('utf8').trim() : '';
  const lines = text === '' ? ['(nothing)'] : text.split('\n').slice(-LAST_LINES);
  return `${name} ended (${how}); its log ${logFile} ends:\n${lines.map((line) => `    ${line}`).join('\n')}`;
};

/** Keeps the log and one older one; answers where this run's lines begin. */
const openLog = (logDir: string, logFile: string): number => {
  mkdirSync(logDir, { recursive: true, mode: 0o700 });
  if (!existsSync(logFile)) return 0;
  const bytes = statSync(logFile).size;
  if (bytes < LOG_KEEP_BYTES) return bytes;
  renameSync(logFile, `${logFile}.1`);
  return 0;
};
