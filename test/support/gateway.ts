import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createAdmin, type Admin } from '../../src/admin.ts';
import { startGateway, type Gateway, type GatewayConfig } from '../../src/app.ts';
import { readConfig, type Config } from '../../src/config.ts';
import type { ThreeDsSettings } from '../../simulators/threeds/threeds.ts';
import { startTestAcquirer, type TestAcquirer } from './acquirer.ts';
import { contractOf } from './contract.ts';
import { freePort } from './free-port.ts';
import { createTestDatabase, runSql, type TestDatabase } from './postgres.ts';
import { createShop, type Shop } from './shop.ts';
import { startTestThreeDs, type TestThreeDs } from './threeds.ts';
import { startWebhookSink, type WebhookSink } from './webhook-sink.ts';

export { freePort } from './free-port.ts';

/** A merchant with its shop's server and the endpoint where the shop hears. */
export type TestMerchant = {
  readonly merchantId: string;
  readonly apiKey: string;
  readonly webhookSecret: string;
  readonly shop: Shop;
  readonly sink: WebhookSink;
};

/** A whole gateway with real PostgreSQL, real HTTP and banks on both sides: everything a story needs. */
export type World = {
  readonly gatewayUrl: string;
  readonly database: TestDatabase;
  readonly acquirer: TestAcquirer;
  readonly threeDs: TestThreeDs;
  readonly admin: Admin;
  readonly addMerchant: (options?: {
    readonly events?: readonly string[];
    readonly name?: string;
    /** For stories that try many cards of their own from one desk, and are not about card testing. */
    readonly countsTries?: boolean;
  }) => Promise<TestMerchant>;
  /** Ends the gateway as an operator would and starts it again on the same port and database. */
  readonly restart: () => Promise<void>;
  /** A second gateway on the same database, as one would run for more load. */
  readonly addGateway: () => Promise<string>;
  /** The rows of a statement, for what no API shows and for moving time. */
  readonly sql: <Row extends Record<string, unknown>>(text: string) => Promise<readonly Row[]>;
  readonly close: () => Promise<void>;
};

/** Starts everything in this process, on free ports. Settings by the names an operator uses. */
export const createWorld = async (
  environment: Readonly<Record<string, string>> = {},
  simulators: { readonly threeDs?: Partial<ThreeDsSettings> } = {},
  startGateways: (config: GatewayConfig) => Promise<Gateway> = startGateway,
): Promise<World> => {
  const [database, acquirer, threeDs] = await Promise.all([
    createTestDatabase(),
    startTestAcquirer(),
    startTestThreeDs(simulators.threeDs),
  ]);
  const port = await freePort();
  const config = configOf({
    databaseUrl: database.url,
    acquirerUrl: acquirer.url,
    threeDsUrl: threeDs.url,
    port,
    environment,
  });
  const admin = createAdmin(config);
  const sinks: WebhookSink[] = [];
  const others: Gateway[] = [];
  let gateway = await startGateways(config);
  const gatewayUrl = config.publicUrl;
  return {
    gatewayUrl,
    database,
    acquirer,
    threeDs,
    admin,
    addMerchant: async ({ events = ['*'], name = 'Acme', countsTries = true } = {}) => {
      const sink = await startWebhookSink();
      sinks.push(sink);
      const { merchantId, apiKey } = await admin.createMerchant({ name });
      if (!countsTries) await admin.updateMerchant({ merchantId, velocity: NO_LIMITS });
      const { secret } = await admin.createWebhookEndpoint({ merchantId, url: sink.url, events });
      return { merchantId, apiKey, webhookSecret: secret, sink, shop: createShop({ gatewayUrl, apiKey }) };
    },
    restart: async () => {
      await gateway.stop();
      gateway = await startGateways(config);
    },
    addGateway: async () => {
      const otherPort = await freePort();
      const other = await startGateways({ ...config, port: otherPort });
      others.push(other);
      return `http://127.0.0.1:${otherPort}`;
    },
    sql: (text) => runSql(database.url, text),
    close: async () => {
      const contract = await contractOf(gatewayUrl);
      await Promise.all([gateway, ...others].map((one) => one.stop()));
      await Promise.all([...sinks.map((sink) => sink.close()), acquirer.stop(), threeDs.stop(), admin.close()]);
      await database.drop();
      for (const { event } of sinks.flatMap((sink) => sink.received)) contract.checkEvent(event);
    },
  };
};

export const NO_LIMITS = {
  cardLimit: '0',
  addressLimit: '0',
  binLimit: '0',
  merchantLimit: '0',
  apiKeyLimit: '0',
};

/** A gateway in a process of its own, to be killed. */
export type GatewayProcess = {
  readonly url: string;
  readonly kill: () => Promise<void>;
  /** As an operator does: SIGTERM, then waits. Gives the exit code. */
  readonly stop: () => Promise<number | null>;
  /** What it has printed so far. */
  readonly log: () => string;
};

export const startGatewayProcess = async (place: Place): Promise<GatewayProcess> => {
  const child = spawn(process.execPath, [place.main ?? MAIN], {
    env: { ...process.env, ...environmentOf(place) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => lines.push(text));
  const url = `http://127.0.0.1:${place.port}`;
  await untilReady(url, child).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  return {
    url,
    log: () => lines.join(''),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      child.kill('SIGTERM');
      const [code] = await ended;
      return code;
    },
  };
};

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** Where a gateway finds the others, and where it is found. */
type Place = {
  readonly databaseUrl: string;
  readonly acquirerUrl: string;
  readonly threeDsUrl: string;
  readonly port: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Of another release than this one. */
  readonly main?: string;
};

/** Quiet, with a fixed key, so that processes of one test open each other's secrets. */
const environmentOf = ({
  databaseUrl,
  acquirerUrl,
  threeDsUrl,
  port,
  environment = {},
}: Place): Readonly<Record<string, string>> => ({
  DATABASE_URL: databaseUrl,
  TOLLGATE_PORT: String(port),
  TOLLGATE_URL: `http://127.0.0.1:${port}`,
  TOLLGATE_ACQUIRER_URL: acquirerUrl,
  TOLLGATE_THREEDS_URL: threeDsUrl,
  TOLLGATE_MASTER_KEY: '7'.repeat(64),
  TOLLGATE_VAULT_KEY: '8'.repeat(64),
  TOLLGATE_LOG_LEVEL: 'silent',
  TOLLGATE_RATE_LIMIT_PER_IP: '0',
  ...environment,
});

export const configOf = (place: Place): Config & { readonly databaseUrl: string } => ({
  ...readConfig(environmentOf(place)),
  databaseUrl: place.databaseUrl,
});

const untilReady = async (url: string, child: ChildProcess): Promise<void> => {
  for (const endsAtMs = performance.now() + 180_000; performance.now() < endsAtMs;) {
    if (child.exitCode !== null) throw new Error(`the gateway ended with ${child.exitCode} before it was ready`);
    const isReady = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the gateway was not ready within 180 s');
};
