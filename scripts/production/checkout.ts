import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Readable } from 'node:stream';

type Locked = { readonly dev?: boolean; readonly link?: boolean; readonly version?: string };
export type Lockfile = { readonly packages: Readonly<Record<string, Locked>> };

const NOT_COPIED = /(^|\/)(node_modules|\.git|\.tollgate[^/]*|results)$/;
const INSTALL_TIMEOUT_MS = 600_000;
const READY_TIMEOUT_MS = 200_000;

/** A checkout as somebody gets it: our files, nothing that was installed, built up or left behind by a run. */
export const copyCheckout = (root: string, folder: string): void => {
  cpSync(root, folder, { recursive: true, filter: (path) => !NOT_COPIED.test(relative(root, path)) });
};

/** Installs as the README says, for which npm needs its registry or its cache. */
export const installByNpm = (folder: string): void => {
  const { status, stderr } = spawnSync('npm', ['ci', '--omit=dev', '--prefer-offline', '--no-audit', '--no-fund'], {
    cwd: folder,
    env: cleanEnvironment(),
    encoding: 'utf8',
    timeout: INSTALL_TIMEOUT_MS,
  });
  if (status !== 0) throw new Error(`npm ci --omit=dev: ${stderr}`);
};

/**
 * The same without a network: of what is installed here the lockfile's packages for production, each without its
 * neighbours. What is needed and marked as for development in the lockfile is as absent as after `npm ci --omit=dev`.
 */
export const installFromHere = (root: string, folder: string): void => {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lockfile;
  const kept = Object.entries(lock.packages).filter(
    ([place, { dev }]) => dev !== true && place !== '' && existsSync(join(root, place)),
  );
  for (const [place, { link }] of kept) {
    const from = join(root, place);
    if (!place.startsWith('node_modules/')) continue;
    mkdirSync(dirname(join(folder, place)), { recursive: true });
    if (link === true) symlinkSync(readlinkSync(from), join(folder, place));
    else
      cpSync(from, join(folder, place), {
        recursive: true,
        verbatimSymlinks: true,
        filter: (path) => path === from || !path.endsWith('/node_modules'),
      });
  }
  linkPrograms(root, folder);
  writeFileSync(
    join(folder, 'node_modules/.package-lock.json'),
    JSON.stringify({ ...lock, packages: Object.fromEntries(kept) }),
  );
};

const linkPrograms = (root: string, folder: string): void => {
  const programs = 'node_modules/.bin';
  mkdirSync(join(folder, programs), { recursive: true });
  for (const name of readdirSync(join(root, programs))) {
    const link = join(root, programs, name);
    if (!lstatSync(link).isSymbolicLink()) continue;
    const target = readlinkSync(link);
    if (existsSync(join(folder, programs, target))) symlinkSync(target, join(folder, programs, name));
  }
};

/** Nothing of the npm and the settings that run this; of its path only what lies outside of any `node_modules`. */
const cleanEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: (process.env['PATH'] ?? '')
    .split(':')
    .filter((part) => !part.includes('node_modules'))
    .join(':'),
  HOME: process.env['HOME'],
  TMPDIR: process.env['TMPDIR'],
});

export type Ran = { readonly status: number | null; readonly out: string; readonly errors: string };

/** One npm script of the checkout, to its end. */
export const runScript = (folder: string, args: readonly string[], environment: NodeJS.ProcessEnv): Ran => {
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', ...args], {
    cwd: folder,
    env: { ...cleanEnvironment(), ...environment },
    encoding: 'utf8',
    timeout: READY_TIMEOUT_MS,
  });
  return { status, out: stdout, errors: stderr };
};

export type Started = {
  /** What `npm start -- --json` says when all is ready. */
  readonly demo: Readonly<Record<string, string>>;
  readonly said: () => string;
  /** Ctrl-C, until all of it has ended. */
  readonly stop: () => Promise<void>;
};

/** `npm start` in the checkout, until it says that it is ready. */
export const startCheckout = async (folder: string, environment: NodeJS.ProcessEnv): Promise<Started> => {
  // A group of its own, so that all of it gets the Ctrl-C that a terminal would send.
  const child = spawn('npm', ['start', '--silent', '--', '--json'], {
    cwd: folder,
    env: { ...cleanEnvironment(), ...environment },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  let isRunning = true;
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      isRunning = false;
      resolve();
    });
  });
  const stop = (): Promise<void> => {
    if (child.pid !== undefined && isRunning) process.kill(-child.pid, 'SIGINT');
    return ended;
  };
  try {
    const line = await Promise.race([firstLine(child.stdout), ended.then(() => 'it has ended'), tooLate()]);
    if (!line.startsWith('{')) throw new Error(`it is not ready: ${line}\n${errors}`);
    return { demo: JSON.parse(line) as Started['demo'], said: () => errors, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const firstLine = (output: Readable): Promise<string> =>
  new Promise((resolve) => {
    let out = '';
    output.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (out.includes('\n')) resolve(out);
    });
  });

const tooLate = (): Promise<string> =>
  new Promise((resolve) => {
    setTimeout(() => {
      resolve(`nothing after ${READY_TIMEOUT_MS} ms`);
    }, READY_TIMEOUT_MS).unref();
  });
