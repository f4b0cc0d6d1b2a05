import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client, type QueryResultRow } from 'pg';
import { migrate } from '../../src/db/migrate.ts';

/** A database of its own for a test file, with today's schema and nothing in it. */
export type TestDatabase = {
  readonly url: string;
  /** Throws when somebody is still connected: a test that leaks a connection is a test that failed. */
  readonly drop: () => Promise<void>;
};

const MIGRATIONS = fileURLToPath(new URL('../../migrations/', import.meta.url));
const HOST_PROGRAM = fileURLToPath(new URL('postgres-host.ts', import.meta.url));
export const HOST_DIR = fileURLToPath(new URL('../../.tollgate-test', import.meta.url));
export const HOST_URL_FILE = join(HOST_DIR, 'url');
export const TEST_DATABASE_PREFIX = 'tollgate_test_';
export const TEMPLATE_PREFIX = 'tollgate_template_';

const HOST_TIMEOUT_MS = 120_000;
const LEAK_TIMEOUT_MS = 10_000;
const TEMPLATE_LOCK = 0x746d706c;

/**
 * Copies a migrated template, which takes some 30 ms where migrating takes much longer. The template is made by whoever
 * comes first and is named by the content of `migrations/`, so that a changed migration means another template.
 */
export const createTestDatabase = async (): Promise<TestDatabase> => {
  const serverUrl = process.env['TEST_DATABASE_URL'] ?? (await findOrStartHost());
  const template = await ensureTemplate(serverUrl);
  const name = `${TEST_DATABASE_PREFIX}${randomBytes(8).toString('hex')}`;
  await runSql(serverUrl, `create database ${name} template ${template}`);
  return {
    url: withDatabase(serverUrl, name),
    drop: async () => {
      const leaked = await findLeaks(serverUrl, name);
      await runSql(serverUrl, `drop database if exists ${name} with (force)`);
      if (leaked.length > 0) throw new Error(`${leaked.length} connection(s) were left open: ${leaked.join('; ')}`);
    },
  };
};

const ensureTemplate = async (serverUrl: string): Promise<string> => {
  const hash = createHash('sha256');
  for (const file of readdirSync(MIGRATIONS).sort()) hash.update(file).update(readFileSync(join(MIGRATIONS, file)));
  const name = `${TEMPLATE_PREFIX}${hash.digest('hex').slice(0, 16)}`;
  await withClient(serverUrl, async (client) => {
    const isThere = async () =>
      (await client.query('select 1 from pg_database where datname = $1', [name])).rowCount !== 0;
    if (await isThere()) return;
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    if (await isThere()) return;
    // It gets its name when it is complete, so that an interrupted run leaves no half-migrated template.
    const building = `${name}_building`;
    await client.query(`drop database if exists ${building} with (force)`);
    await client.query(`create database ${building}`);
    await migrate(withDatabase(serverUrl, building));
    await waitUntilAlone(client, building);
    await client.query(`alter database ${building} rename to ${name}`);
  });
  return name;
};

/** A closed connection takes a moment to disappear on the server, too; only one that stays has been leaked. */
const findLeaks = (serverUrl: string, name: string): Promise<readonly string[]> =>
  withClient(serverUrl, (client) => waitUntilAlone(client, name));

const waitUntilAlone = async (client: Client, name: string): Promise<readonly string[]> => {
  const giveUpAtMs = performance.now() + LEAK_TIMEOUT_MS;
  for (;;) {
    const { rows } = await client.query<{ what: string }>(
      `select coalesce(nullif(application_name, ''), 'unnamed') || ' ' || coalesce(state, '?') as what
         from pg_stat_activity where datname = $1`,
      [name],
    );
    if (rows.length === 0 || performance.now() > giveUpAtMs) return rows.map(({ what }) => what);
    await sleep(10);
  }
};

/**
 * A test file run by hand has no server around it. One is kept in `.tollgate-test/` by a program in the background,
 * which ends when nobody has been connected for a minute; so files that run side by side share it and the next run
 * finds it warm.
 */
const findOrStartHost = async (): Promise<string> => {
  const giveUpAtMs = performance.now() + HOST_TIMEOUT_MS;
  for (let round = 0; performance.now() < giveUpAtMs; round += 1) {
    const url = await findHost();
    if (url !== undefined) return url;
    // One that starts while another ends has to be started again; two at once are harmless, the second gives way.
    if (round % 100 === 0) startHost();
    await sleep(30);
  }
  throw new Error(`No test database after ${HOST_TIMEOUT_MS / 1000} s; see ${HOST_DIR}/logs/.`);
};

const findHost = async (): Promise<string | undefined> => {
  try {
    const url = readFileSync(HOST_URL_FILE, 'utf8').trim();
    await runSql(url, 'select 1');
    return url;
  } catch {
    return undefined;
  }
};

const startHost = (): void => {
  mkdirSync(join(HOST_DIR, 'logs'), { recursive: true, mode: 0o700 });
  const log = openSync(join(HOST_DIR, 'logs', 'host.log'), 'a', 0o600);
  spawn(process.execPath, [HOST_PROGRAM], { detached: true, stdio: ['ignore', log, log] }).unref();
};

export const withDatabase = (serverUrl: string, name: string): string => {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
};

export const withClient = async <T>(url: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 60_000,
    application_name: 'test support',
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

export const runSql = <Row extends QueryResultRow>(url: string, text: string): Promise<readonly Row[]> =>
  withClient(url, async (client) => (await client.query<Row>(text)).rows);
