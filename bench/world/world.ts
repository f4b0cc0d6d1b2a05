import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { createAdmin } from '../../src/admin.ts';
import { readConfig } from '../../src/config.ts';
import { startEmbeddedPostgres } from '../../scripts/embedded-postgres/embedded-postgres.ts';
import type { LaneTarget } from '../load/lane.ts';
import type { SinkStats } from '../servers/sink.ts';
import { ROOT, startChild, waitForUrl, waitForWord, type Child } from './child.ts';
import { findFreePort } from './free-port.ts';
import type { Watched } from './usage.ts';
import { GATEWAY_NODE_OPTIONS } from '../../scripts/start/programs.ts';

/**
 * Everything that is measured: database, acquirer, 3-D Secure, webhook sink and gateway, each a process of its own, and
 * one merchant.
 */
export type World = {
  readonly databaseUrl: string;
  readonly postgresVersion: string;
  /** For what the bench puts into the database by itself. */
  readonly sql: pg.Client;
  readonly gateway: () => Gateway;
  readonly acquirer: Child;
  readonly sink: Sink;
  readonly shop: Shop;
  /** A merchant with one endpoint for all events, and no traffic. */
  readonly addMerchant: (name: string) => Promise<Shop>;
  /** One without any. */
  readonly addSeller: (name: string) => Promise<Shop>;
  /** `settings`: beside what every gateway of the bench has, until it is started again. */
  readonly restartGateway: (settings?: Readonly<Record<string, string>>) => Promise<void>;
  readonly watched: () => Watched;
  readonly stop: () => Promise<void>;
};

export type Gateway = { readonly child: Child; readonly target: LaneTarget; readonly url: string };
export type Sink = {
  readonly child: Child;
  readonly target: LaneTarget;
  readonly stats: () => Promise<SinkStats>;
  /** Forgets what came, and expects signatures made with this secret. */
  readonly reset: (secret: string, refusePercent?: number) => Promise<void>;
};
/** `merchantUuid` is what stands in the database. */
export type Shop = { readonly merchantId: string; readonly apiKey: string; readonly webhookSecret: string };

export type WorldInput = {
  /** A folder on the disk whose speed is to count; a new one is made in it and removed at the end. */
  readonly parentDir: string;
  readonly gatewayNodeOptions: readonly string[];
};

export const makeDataDir = (parentDir: string): { readonly dir: string; readonly remove: () => void } => {
  const dir = join(parentDir, `bench-${randomUUID().slice(0, 8)}`);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  return {
    dir,
    remove: () => {
      rmSync(dir, { recursive: true, force: true });
    },
  };
};

export const defaultParentDir = join(ROOT, '.tollgate');

/** What a shop following the documentation hears: the end of every session. */
const SHOP_EVENTS = ['session.completed', 'session.expired'];

export const startWorld = async (input: WorldInput): Promise<World> => {
  const data = makeDataDir(input.parentDir);
  const undo: (() => Promise<void> | void)[] = [data.remove];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    return await build(input, data.dir, { undo, stop });
  } catch (error) {
    await stop();
    throw error;
  }
};

type Undoing = { readonly undo: (() => Promise<void> | void)[]; readonly stop: () => Promise<void> };

const build = async (input: WorldInput, dataDir: string, { undo, stop }: Undoing): Promise<World> => {
  const logDir = join(dataDir, 'logs');
  const postgres = await startEmbeddedPostgres({ dataDir });
  undo.push(postgres.stop);
  const admin = createAdmin({ ...readConfig({ TOLLGATE_DATA_DIR: dataDir }), databaseUrl: postgres.databaseUrl });
  undo.push(admin.close);
  await admin.migrate();
  const sql = await connect(postgres.databaseUrl);
  undo.push(() => sql.end());

  const sink = await startSink(logDir);
  undo.push(sink.child.stop);
  const addMerchant = async (name: string, events: readonly string[]): Promise<Shop> => {
    const { merchantId, apiKey } = await admin.createMerchant({ name });
    const endpoint = await admin.createWebhookEndpoint({
      merchantId,
      url: `http://127.0.0.1:${sink.target.port}/webhooks`,
      events,
    });
    return { merchantId, apiKey, webhookSecret: endpoint.secret };
  };
  const shop = await addMerchant('Bench shop', SHOP_EVENTS);

  const startSimulator = async (
    name: 'acquirer' | 'threeds',
  ): Promise<{ readonly child: Child; readonly url: string }> => {
    const port = await findFreePort();
    const url = `http://127.0.0.1:${port}`;
    const env = { [`TOLLGATE_${name.toUpperCase()}_PORT`]: String(port), TOLLGATE_DATA_DIR: dataDir };
    const child = startChild({ name, file: `simulators/${name}/main.ts`, env }, logDir);
    undo.push(child.stop);
    await waitForUrl(child, `${url}/healthz`);
    return { child, url };
  };
  const { child: acquirer, url: acquirerUrl } = await startSimulator('acquirer');
  const { url: threeDsUrl } = await startSimulator('threeds');

  const startGateway = (settings: Readonly<Record<string, string>> = {}): Promise<Gateway> =>
    startGatewayProcess({
      logDir,
      nodeOptions: [...GATEWAY_NODE_OPTIONS, ...input.gatewayNodeOptions],
      env: {
        DATABASE_URL: postgres.databaseUrl,
        TOLLGATE_DATA_DIR: dataDir,
        TOLLGATE_ACQUIRER_URL: acquirerUrl,
        TOLLGATE_THREEDS_URL: threeDsUrl,
        ...settings,
      },
    });
  let gateway = await startGateway();
  undo.push(() => gateway.child.stop());

  return {
    databaseUrl: postgres.databaseUrl,
    postgresVersion:
      (await sql.query<{ server_version: string }>('show server_version')).rows[0]?.server_version ?? '?',
    sql,
    gateway: () => gateway,
    acquirer,
    sink,
    shop,
    addMerchant: (name) => addMerchant(name, ['*']),
    addSeller: async (name) => ({ ...(await admin.createMerchant({ name })), webhookSecret: '' }),
    restartGateway: async (settings) => {
      await gateway.child.stop();
      gateway = await startGateway(settings);
    },
    watched: () => ({
      gateway: gateway.child.pid,
      postgres: postgres.pid,
      acquirer: acquirer.pid,
      sink: sink.child.pid,
    }),
    stop,
  };
};

const connect = async (databaseUrl: string): Promise<pg.Client> => {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 5_000,
    application_name: 'tollgate-bench',
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

const startSink = async (logDir: string): Promise<Sink> => {
  const child = startChild({ name: 'sink', file: 'bench/servers/sink.ts' }, logDir);
  const target = { host: '127.0.0.1', port: await waitForWord(child) };
  const url = `http://${target.host}:${target.port}`;
  return {
    child,
    target,
    stats: async () => (await (await fetch(`${url}/stats`)).json()) as SinkStats,
    reset: async (secret, refusePercent = 0) => {
      await (await fetch(`${url}/reset?refuse=${refusePercent}`, { method: 'POST', body: secret })).arrayBuffer();
    },
  };
};

type GatewayInput = {
  readonly logDir: string;
  readonly nodeOptions: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

const startGatewayProcess = async ({ logDir, nodeOptions, env }: GatewayInput): Promise<Gateway> => {
  const target = { host: '127.0.0.1', port: await findFreePort() };
  const url = `http://${target.host}:${target.port}`;
  const child = startChild(
    {
      name: 'gateway',
      file: 'src/main.ts',
      nodeOptions,
      // All of the bench come from one address: no limit for it, unless a row asks for one. Everything else is as it is
      // by default.
      env: { TOLLGATE_RATE_LIMIT_PER_IP: '0', ...env, TOLLGATE_PORT: String(target.port), TOLLGATE_URL: url },
    },
    logDir,
  );
  await waitForUrl(child, `${url}/readyz`);
  return { child, target, url };
};
