/** The gateway as a process: `node src/main.ts`. Settings come from the environment, see `config.ts`. */
import { createLog } from './base/log.ts';
import { startGateway } from './app.ts';
import { ConfigError, readConfig, requireBanks } from './config.ts';
import { requireProxies } from './config-doors.ts';
import { migrate, MigrationError } from './db/migrate.ts';
import { VaultKeyError } from './vault/data-keys.ts';

const run = async (): Promise<void> => {
  const config = readConfig();
  const { databaseUrl } = config;
  if (databaseUrl === undefined) {
    throw new ConfigError(
      'DATABASE_URL is not set. `npm start` brings a database of its own; the bare gateway needs one.',
    );
  }
  requireBanks(config);
  requireProxies(config);
  await migrate(databaseUrl);
  const gateway = await startGateway({ ...config, databaseUrl });

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

/** One sentence for an operator; the stack only for what is our own fault. */
const fail = (error: unknown): never => {
  const sentence = explain(error);
  if (sentence === undefined)
    createLog('error').error(
      { error: error instanceof Error ? error : new Error(String(error)) },
      'the gateway ends: a bug',
    );
  else process.stderr.write(`${sentence}\n`);
  process.exit(1);
};

const explain = (error: unknown): string | undefined => {
  if (error instanceof ConfigError || error instanceof MigrationError || error instanceof VaultKeyError)
    return error.message;
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE') return 'The port is in use by another program. Choose another with TOLLGATE_PORT.';
  if (code === 'EACCES') return 'This user may not listen on that port. Choose one from 1024 on with TOLLGATE_PORT.';
  if (/^(ECONNREFUSED|ENOTFOUND|ETIMEDOUT|28|3D)/.test(code) || error.message.includes('timeout')) {
    return `The database does not answer (${code === '' ? 'timeout' : code}). Check DATABASE_URL.`;
  }
  return error.message.startsWith('The lifecycle of') ? error.message : undefined;
};

run().catch(fail);
