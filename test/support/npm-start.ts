import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { settings } from '../../src/config.ts';
import { freePort } from './free-port.ts';

const START = fileURLToPath(new URL('../../scripts/start.ts', import.meta.url));
const PATIENCE_MS = 200_000;

export type Demo = Readonly<
  Record<
    'gateway' | 'api' | 'store' | 'acquirer' | 'acquirerFace' | 'threeds' | 'merchantId' | 'apiKey' | 'webhookSecret',
    string
  >
> & { readonly signInLink?: string; readonly operatorLink?: string };

export type Environment = Readonly<Record<string, string>>;

type Ended = { readonly code: number | null; readonly out: string; readonly errors: string };

export type Started = {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What `--json` prints; rejects when it ends before. */
  readonly demo: Promise<Demo>;
};

/** `npm start` on a data folder and ports of its own, again and again. */
export type Starter = {
  readonly dataDir: string;
  readonly ports: Environment;
  readonly run: (environment?: Environment, options?: readonly string[]) => Started;
  /** Ends what still runs, and removes the folder. */
  readonly close: () => Promise<void>;
};

export const createStarter = async (): Promise<Starter> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tollgate-start-'));
  const names = settings.map(({ name }) => name).filter((name) => name.endsWith('_PORT'));
  const pairs = await Promise.all(names.map(async (name) => [name, String(await freePort())] as const));
  const ports = Object.fromEntries(pairs);
  /** What was started and has not ended yet. */
  const running = new Set<Started>();
  return {
    dataDir,
    ports,
    run: (environment = {}, options = ['--json']) => {
      const started = start({ TOLLGATE_DATA_DIR: dataDir, ...ports, ...environment }, options);
      running.add(started);
      void started.ended.then(() => running.delete(started));
      return started;
    },
    close: async () => {
      for (const one of running) one.process.kill('SIGKILL');
      await Promise.all([...running].map(({ ended }) => ended));
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
};

const start = (environment: Environment, options: readonly string[]): Started => {
  // A database of the test run is not that of a developer.
  const { DATABASE_URL: _, ...own } = process.env;
  const child = spawn(process.execPath, [START, ...options], {
    env: { ...own, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let errors = '';
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => {
      resolve({ code, out, errors });
    });
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const demo = new Promise<Demo>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (out.includes('\n') && options.includes('--json')) resolve(JSON.parse(out) as Demo);
    });
    child.on('close', () => {
      reject(new Error(`it ended before it was ready:\n${errors}`));
    });
    setTimeout(() => {
      reject(new Error(`not ready within ${PATIENCE_MS} ms:\n${errors}`));
    }, PATIENCE_MS).unref();
  });
  demo.catch(() => undefined);
  return { process: child, ended, demo };
};
