/** The gateway as a process: `node src/main.ts`. Settings come from the environment, see `config.ts`. */
import { asError } from './base/as-error.ts';
import { createLog, type Log } from './base/log.ts';
import { startGateway } from './app.ts';
import { systemClock } from './base/clock.ts';
import { ConfigError, readConfig } from './config.ts';
import { requireClosedDoors, requireProxies } from './config-doors.ts';
import { refuseDebugSignal, requireClosedMemory } from './config-process.ts';
import { migrate, MigrationError } from './db/migrate.ts';
import { SessionError } from './db/session.ts';
import { isPassing, unavailableReasonOf } from './db/unavailable.ts';
import { VaultKeyError } from './vault/data-keys.ts';

const run = async (): Promise<void> => {
  const config = readConfig();
  const { databaseUrl } = config;
  if (databaseUrl === undefined) {
    throw new ConfigError(
      'DATABASE_URL is not set. `npm start` brings a database of its own; the bare gateway needs one.',
    );
  }
  requireProxies(config);
  requireClosedDoors(config);
  requireClosedMemory(config);
  refuseDebugSignal(config);
  const log = createLog(config.logLevel);
  await whenThere(log, () => migrate(databaseUrl));
  const gateway = await whenThere(log, () => startGateway({ ...config, databaseUrl }));

  let stopping: Promise<void> | undefined;
  const stop = (): void => {
    stopping ??= gateway.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // Something we did not foresee is a bug: say so, and let a supervisor start a process in a known state.
  process.on('unhandledRejection', fail);
  process.on('uncaughtException', fail);
};

const ASK_AGAIN_AFTER_MS = 500;
const SAY_AGAIN_AFTER_MS = 30_000;

/** After a power cut the gateway may be up before its database: it waits, says so, and is not ready meanwhile. */
const whenThere = async <T>(log: Log, act: () => Promise<T>): Promise<T> => {
  let saidAtMs = -Infinity;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (!isPassing(error)) throw error;
      if (systemClock.nowMs() - saidAtMs >= SAY_AGAIN_AFTER_MS) {
        saidAtMs = systemClock.nowMs();
        log.warn({ cause: unavailableReasonOf(error) ?? '' }, 'the gateway waits for its database');
      }
      await systemClock.sleep(ASK_AGAIN_AFTER_MS);
    }
  }
};

/** One sentence for an operator; the stack only for what is our own fault. */
const fail = (error: unknown): never => {
  const sentence = explain(error);
  if (sentence === undefined) createLog('error').error({ error: asError(error) }, 'the gateway ends: a bug');
  else process.stderr.write(`${sentence}\n`);
  process.exit(1);
};

const sentences = [ConfigError, MigrationError, SessionError, VaultKeyError] as const;

const explain = (error: unknown): string | undefined => {
  if (sentences.some((kind) => error instanceof kind)) return (error as Error).message;
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE') return 'The port is in use by another program. Choose another with TOLLGATE_PORT.';
  if (code === 'EACCES') return 'This user may not listen on that port. Choose one from 1024 on with TOLLGATE_PORT.';
  if (/^(28|3D)/.test(code)) return `The database refuses the gateway (${error.message}). Check DATABASE_URL.`;
  return error.message.startsWith('The lifecycle of') ? error.message : undefined;
};

run().catch(fail);
