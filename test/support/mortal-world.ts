import { createAdmin } from '../../src/admin.ts';
import type { ThreeDsSettings } from '../../simulators/threeds/threeds.ts';
import { startTestAcquirer, type TestAcquirer } from './acquirer.ts';
import { configOf, freePort, startGatewayProcess, type GatewayProcess, type TestMerchant } from './gateway.ts';
import { createTestDatabase, runSql, type TestDatabase } from './postgres.ts';
import { createShop } from './shop.ts';
import { startTestThreeDs, type TestThreeDs } from './threeds.ts';
import { startWebhookSink, type WebhookSink } from './webhook-sink.ts';

/** A gateway that can be killed: a process of its own beside its database, its banks and its shops, which live on. */
export type MortalWorld = {
  readonly url: string;
  readonly database: TestDatabase;
  readonly acquirer: TestAcquirer;
  readonly threeDs: TestThreeDs;
  readonly addMerchant: () => Promise<TestMerchant>;
  /** SIGKILL, at once. */
  readonly kill: () => Promise<void>;
  /** Again on the same port and database. */
  readonly start: () => Promise<void>;
  /** SIGTERM; gives the exit code. */
  readonly stop: () => Promise<number | null>;
  /** Everything that its processes have printed. */
  readonly log: () => string;
  readonly sql: <Row extends Record<string, unknown>>(text: string) => Promise<readonly Row[]>;
  readonly close: () => Promise<void>;
};

export const createMortalWorld = async (
  environment: Readonly<Record<string, string>> = {},
  simulators: { readonly threeDs?: Partial<ThreeDsSettings> } = {},
): Promise<MortalWorld> => {
  const [database, acquirer, threeDs, port] = await Promise.all([
    createTestDatabase(),
    startTestAcquirer(),
    startTestThreeDs(simulators.threeDs),
    freePort(),
  ]);
  const place = { databaseUrl: database.url, acquirerUrl: acquirer.url, threeDsUrl: threeDs.url, port, environment };
  const admin = createAdmin(configOf(place));
  const sinks: WebhookSink[] = [];
  const logs: (() => string)[] = [];
  let gateway: GatewayProcess | undefined;
  const start = async (): Promise<void> => {
    gateway = await startGatewayProcess(place);
    logs.push(gateway.log);
  };
  const end = async <T>(how: (running: GatewayProcess) => Promise<T>): Promise<T | undefined> => {
    const running = gateway;
    gateway = undefined;
    return running === undefined ? undefined : how(running);
  };
  await start();
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    database,
    acquirer,
    threeDs,
    start,
    addMerchant: async () => {
      const sink = await startWebhookSink();
      sinks.push(sink);
      const { merchantId, apiKey } = await admin.createMerchant({ name: 'Acme' });
      const { secret } = await admin.createWebhookEndpoint({ merchantId, url: sink.url, events: ['*'] });
      return { merchantId, apiKey, webhookSecret: secret, sink, shop: createShop({ gatewayUrl: url, apiKey }) };
    },
    kill: async () => {
      await end((running) => running.kill());
    },
    stop: async () => (await end((running) => running.stop())) ?? null,
    log: () => logs.map((log) => log()).join(''),
    sql: (text) => runSql(database.url, text),
    close: async () => {
      await end((running) => running.kill());
      await Promise.all([...sinks.map((sink) => sink.close()), acquirer.stop(), threeDs.stop(), admin.close()]);
      await database.drop();
    },
  };
};
