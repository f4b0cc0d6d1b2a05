import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  EmbeddedPostgresError,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../scripts/embedded-postgres/embedded-postgres.ts';
import { HOST_DIR, HOST_URL_FILE, runSql, TEST_DATABASE_PREFIX } from './postgres.ts';

/*
 * Keeps a PostgreSQL in `.tollgate-test/` for test files that are run by hand, and ends when nobody has been connected
 * for a minute. Started by `postgres.ts`, never by a person.
 */

const IDLE_TIMEOUT_MS = 60_000;
const LOOK_EVERY_MS = 2_000;

const host = async (postgres: EmbeddedPostgres): Promise<void> => {
  const url = postgres.databaseUrl;
  const leftovers = await runSql<{ name: string }>(
    url,
    `select datname as name from pg_database where datname like '${TEST_DATABASE_PREFIX}%'`,
  );
  for (const { name } of leftovers) await runSql(url, `drop database if exists ${name} with (force)`);
  writeFileSync(`${HOST_URL_FILE}.new`, url, { mode: 0o600 });
  renameSync(`${HOST_URL_FILE}.new`, HOST_URL_FILE);

  let idleSinceMs = performance.now();
  while (performance.now() - idleSinceMs < IDLE_TIMEOUT_MS) {
    await sleep(LOOK_EVERY_MS);
    const [row] = await runSql<{ others: number }>(
      url,
      `select count(*)::int as others
         from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    if (row?.others !== 0) idleSinceMs = performance.now();
  }
};

const main = async (): Promise<void> => {
  const postgres = await startEmbeddedPostgres({ dataDir: HOST_DIR, durable: false });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void postgres.stop().finally(() => process.exit(0)));
  }
  try {
    await host(postgres);
  } finally {
    rmSync(HOST_URL_FILE, { force: true });
    await postgres.stop();
  }
};

await main().catch((error: unknown) => {
  // Another host is already there, and everybody uses that one.
  if (error instanceof EmbeddedPostgresError) process.stderr.write(`${error.message}\n`);
  else throw error;
});
