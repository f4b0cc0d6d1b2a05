import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createAdmin } from '../src/admin.ts';
import { allRoles, ConfigError, readConfig, type Config } from '../src/config.ts';
import { requireClosedDoors, requireProxies } from '../src/config-doors.ts';
import { findOwner } from './embedded-postgres/owner.ts';
import { migrate, MigrationError } from '../src/db/migrate.ts';
import { chooseFace, describeFace, readFace, type AcquirerFace } from './start/acquirer-face.ts';
import { startChild, waitUntilReady, type Part, type Program } from './start/child.ts';
import { startDatabase } from './start/database.ts';
import { linkDemoPeople, prepareDemo, writeDemo, type Demo } from './start/demo.ts';
import { checkPorts } from './start/ports.ts';
import {
  acquirerProgram,
  gatewayProgram,
  storeProgram,
  threeDsProgram,
  urlsOf,
  wantedPorts,
} from './start/programs.ts';
import { createProgress, type Progress } from './start/progress.ts';
import { messageOf, Sentence } from './start/sentence.ts';
import { startWatched } from './start/watched.ts';
import { liveBanner, sandboxBanner, usage } from './start/texts.ts';
import { watchParent } from './start/watch-parent.ts';

/** Ctrl-C reaches us from the terminal and once more through npm; two that close together are one. */
const SAME_KEYPRESS_MS = 500;

type Run = {
  readonly config: Config;
  readonly progress: Progress;
  readonly isJson: boolean;
  /** `npm run dev`: the gateway starts again when its files change, with a port for a debugger. */
  readonly debugPort: number | undefined;
  readonly acquirerFace: AcquirerFace;
  readonly signal: AbortSignal;
  /** In the order of starting; stopped from the end. */
  readonly parts: Part[];
};

const main = async (): Promise<number> => {
  const values = readOptions();
  if (values.help === true) {
    process.stdout.write(usage());
    return 0;
  }
  const isJson = values.json === true;
  const parts: Part[] = [];
  const progress = createProgress(isJson ? process.stderr : process.stdout);
  const stopping = listenForStop(parts);
  try {
    const run: Run = {
      config: readStartConfig(),
      progress,
      isJson,
      debugPort: debugPortOf(values),
      acquirerFace: faceOf(values),
      signal: stopping,
      parts,
    };
    if (run.debugPort !== undefined && run.config.mode === 'live')
      throw new Sentence(
        'A debugger shows the memory of the gateway, cards and keys in it: `npm run dev` is for sandbox mode.',
      );
    if (values.acquirer !== undefined && run.config.mode === 'live')
      throw new Sentence(
        '--acquirer chooses a simulated host: live mode has none, and uses the accounts of its merchants.',
      );
    await checkSurroundings(run.config);
    await bringUp(run);
    await Promise.race([untilAborted(stopping), ...parts.map(failWhenEnded)]);
  } catch (error) {
    if (!stopping.aborted) {
      tell(error);
      await bringDown(parts, progress);
      return 1;
    }
  }
  await bringDown(parts, progress);
  return 0;
};

/** The demo has everything, so the Personal area, too. */
const readStartConfig = (): Config => {
  const config = readConfig();
  const isChosen = (process.env['TOLLGATE_ROLES'] ?? '').trim() !== '';
  return isChosen || config.mode === 'live' ? config : { ...config, roles: allRoles };
};

type Options = {
  readonly json?: boolean;
  readonly help?: boolean;
  readonly dev?: boolean;
  readonly 'debug-port'?: string;
  readonly acquirer?: string;
};

const readOptions = (): Options => {
  try {
    return parseArgs({
      options: {
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        dev: { type: 'boolean' },
        'debug-port': { type: 'string' },
        acquirer: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new Sentence(`${messageOf(error)}: \`npm start -- --help\` lists what there is.`);
  }
};

const DEBUG_PORT = '9229';

const debugPortOf = ({ dev, 'debug-port': port = DEBUG_PORT }: Options): number | undefined => {
  if (dev !== true) return undefined;
  if (!/^\d{1,5}$/.test(port)) throw new Sentence(`--debug-port is "${port}"; it must be a port, or 0 for any.`);
  return Number(port);
};

const faceOf = ({ acquirer = 'sandbox' }: Options): AcquirerFace => readFace(acquirer);

const checkSurroundings = async (config: Config): Promise<void> => {
  const owner = findOwner(config.dataDir);
  if (owner !== undefined) {
    throw new Sentence(
      `Another Tollgate (process ${owner}) already runs on ${config.dataDir}: ` +
        'stop it first, or set TOLLGATE_DATA_DIR and the ports to others.',
    );
  }
  if (config.mode === 'live') {
    // What the gateway would refuse is said before a database is made for it.
    requireProxies(config);
    requireClosedDoors(config);
    config.masterKey();
    config.vaultKeys();
  }
  await checkPorts(wantedPorts(config));
};

const bringUp = async (run: Run): Promise<void> => {
  const { config, progress, parts, signal } = run;
  progress.say(`Starting Tollgate (${config.mode})`);
  const databaseUrl = await progress.step('PostgreSQL', async (note) => {
    const database = await startDatabase(config, note);
    if (database.part !== undefined) parts.push(database.part);
    return database.databaseUrl;
  });
  signal.throwIfAborted();
  await progress.step('Migrations', async (note) => {
    const applied = await migrate(databaseUrl);
    note(applied.length === 0 ? 'up to date' : `${applied.length} applied`);
  });
  signal.throwIfAborted();
  if (config.mode === 'live') {
    await launch(run, 'Gateway', gatewayProgram(config, databaseUrl));
    progress.say(liveBanner(config));
    return;
  }
  const demo = await progress.step('Demo merchant', (note) => makeDemo(run, databaseUrl, note));
  await launch(run, 'Acquirer simulator', acquirerProgram(config, demo));
  await progress.step('Acquirer', (note) => chooseAcquirer(run, { databaseUrl, demo }, note));
  await launch(run, '3-D Secure simulator', threeDsProgram(config));
  await launchGateway(run, gatewayProgram(config, databaseUrl));
  await launch(run, 'Online store', storeProgram(config, demo));
  writeDemo(config.dataDir, demo);
  progress.say(sandboxBanner(demo, config.dataDir));
  if (run.isJson) process.stdout.write(`${JSON.stringify(demo)}\n`);
};

type Note = (text: string) => void;

const makeDemo = async ({ config, acquirerFace }: Run, databaseUrl: string, note: Note): Promise<Demo> => {
  const admin = createAdmin({ ...config, databaseUrl });
  try {
    const { demo, isNew } = await prepareDemo({ admin, dataDir: config.dataDir }, urlsOf(config, acquirerFace));
    note(isNew ? 'made a new one' : 'the same as last time');
    return await linkDemoPeople(admin, demo);
  } finally {
    await admin.close();
  }
};

const chooseAcquirer = async (
  { config, acquirerFace }: Run,
  { databaseUrl, demo }: { readonly databaseUrl: string; readonly demo: Demo },
  note: Note,
): Promise<void> => {
  const admin = createAdmin({ ...config, databaseUrl });
  try {
    await chooseFace({ admin, config, demo }, acquirerFace);
    note(describeFace(acquirerFace).title);
  } finally {
    await admin.close();
  }
};

const WATCHED = ['src', 'migrations'].map((folder) => fileURLToPath(new URL(`../${folder}`, import.meta.url)));

const launchGateway = async (run: Run, program: Program): Promise<void> => {
  const { config, progress, parts, signal, debugPort } = run;
  if (debugPort === undefined) {
    await launch(run, 'Gateway', program);
    return;
  }
  await progress.step('Gateway', async (note) => {
    signal.throwIfAborted();
    const part = startWatched({
      program: { ...program, nodeOptions: [`--inspect=127.0.0.1:${debugPort}`] },
      logDir: join(config.dataDir, 'logs'),
      folders: WATCHED,
      say: progress.say,
    });
    parts.push(part);
    await waitUntilReady(part, program.readyUrl, signal);
    note(`debugger at 127.0.0.1:${debugPort}; starts again when a file changes`);
  });
};

const launch = ({ config, progress, parts, signal }: Run, title: string, program: Program): Promise<void> =>
  progress.step(title, async () => {
    signal.throwIfAborted();
    const part = startChild(program, join(config.dataDir, 'logs'));
    parts.push(part);
    await waitUntilReady(part, program.readyUrl, signal);
  });

/** The first request to stop is polite, the second one is not. */
const listenForStop = (parts: readonly Part[]): AbortSignal => {
  const stopping = new AbortController();
  let firstAtMs = 0;
  const stop = (): void => {
    if (!stopping.signal.aborted) {
      firstAtMs = performance.now();
      stopping.abort(new Sentence('Stopped.'));
      return;
    }
    if (performance.now() - firstAtMs < SAME_KEYPRESS_MS) return;
    for (const part of parts) part.kill();
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  watchParent(process.env, () => {
    if (!stopping.signal.aborted) stop();
  });
  // Whoever read our lines may be gone, too; the parts still have to be stopped.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
  return stopping.signal;
};

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else
      signal.addEventListener('abort', () => {
        resolve();
      });
  });

const failWhenEnded = async (part: Part): Promise<never> => {
  throw new Sentence(await part.ended);
};

/** Store, gateway, simulators, PostgreSQL: nobody loses whom it still needs. */
const bringDown = async (parts: readonly Part[], progress: Progress): Promise<void> => {
  if (parts.length === 0) return;
  progress.say('Stopping');
  for (const part of parts.toReversed()) await progress.step(part.name, part.stop).catch(tell);
};

const tell = (error: unknown): void => {
  const isExpected = error instanceof Sentence || error instanceof ConfigError || error instanceof MigrationError;
  const text = isExpected || !(error instanceof Error) ? messageOf(error) : (error.stack ?? error.message);
  process.stderr.write(`${text}\n`);
};

process.exitCode = await main().catch((error: unknown) => {
  tell(error);
  return 1;
});
// Every part has ended by now; a timer or socket that a library forgot must not hold the terminal.
process.exit();
