import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startTestAcquirer, type TestAcquirer } from '../support/acquirer.ts';
import { freePort, startGatewayProcess, type GatewayProcess } from '../support/gateway.ts';
import { createTestDatabase, runSql, type TestDatabase } from '../support/postgres.ts';
import { startTestThreeDs } from '../support/threeds.ts';
import { waitFor } from '../support/wait-for.ts';
import { startWebhookSink, type WebhookSink } from '../support/webhook-sink.ts';
import { startBalancer, type Balancer } from './balancer.ts';
import { startLoad, STORY_NAMES, type Load } from './load.ts';

/** Where releases meet: an empty database, banks, a load balancer and a shop's endpoint. A folder holds a release. */
export type Stage = {
  readonly database: TestDatabase;
  readonly acquirer: TestAcquirer;
  readonly balancer: Balancer;
  readonly sink: WebhookSink;
  /** As an operator does; waits until it is ready, and throws when it ends before. */
  readonly start: (folder?: string) => Promise<GatewayProcess>;
  /** The load of a new merchant, made by that release's own command; its endpoint is the sink. */
  readonly load: (customers: number, folder?: string, known?: RegExp) => Promise<Load>;
  readonly close: () => Promise<void>;
};

export const THIS_RELEASE = fileURLToPath(new URL('../../', import.meta.url));

export const setStage = async (): Promise<Stage> => {
  const [database, acquirer, threeDs, balancer, sink] = await Promise.all([
    createTestDatabase(),
    startTestAcquirer(),
    startTestThreeDs(),
    startBalancer(),
    startWebhookSink(),
  ]);
  await runSql(database.url, 'drop schema public cascade; create schema public');
  const running: GatewayProcess[] = [];
  return {
    database,
    acquirer,
    balancer,
    sink,
    start: async (folder = THIS_RELEASE) => {
      const gateway = await startGatewayProcess({
        databaseUrl: database.url,
        acquirerUrl: acquirer.url,
        threeDsUrl: threeDs.url,
        port: await freePort(),
        environment: { ...KEYS, TOLLGATE_URL: balancer.url, TOLLGATE_LOG_LEVEL: 'error' },
        main: join(folder, 'src/main.ts'),
      });
      running.push(gateway);
      return gateway;
    },
    load: async (customers, folder = THIS_RELEASE, known?: RegExp) => {
      const apiKey = await makeMerchant(folder, database.url);
      await makeEndpoint({ url: balancer.url, apiKey }, sink.url);
      return startLoad({ url: balancer.url, apiKey }, customers, known);
    },
    close: async () => {
      // Those that the story has stopped are gone already.
      await Promise.all(running.map((gateway) => gateway.kill()));
      await Promise.all([balancer.close(), sink.close(), acquirer.stop(), threeDs.stop()]);
      await database.drop();
    },
  };
};

const KEYS = { TOLLGATE_MASTER_KEY: '7'.repeat(64), TOLLGATE_VAULT_KEY: '8'.repeat(64) };

const makeMerchant = async (folder: string, databaseUrl: string): Promise<string> => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(folder, 'packages/cli/src/main.ts'), 'merchant', 'create', '--name', 'Acme', '--json'],
    { env: { ...process.env, ...KEYS, DATABASE_URL: databaseUrl } },
  );
  return (JSON.parse(stdout) as { readonly apiKey: string }).apiKey;
};

const makeEndpoint = async ({ url, apiKey }: { url: string; apiKey: string }, sinkUrl: string): Promise<void> => {
  const response = await fetch(`${url}/api2/webhook-endpoints`, {
    method: 'POST',
    headers: { 'X-Api-Key': apiKey, 'Content-Type': 'application/json' },
    body: JSON.stringify({ url: sinkUrl, events: ['*'] }),
  });
  if (!response.ok) throw new Error(`no endpoint: ${await response.text()}`);
};

/** Until every story came to its good end so many times more, or one did not. */
export const untilDoneMore = async (load: Load, times: number): Promise<void> => {
  const before = new Map(load.done);
  const isDone = (name: string): boolean => (load.done.get(name) ?? 0) >= (before.get(name) ?? 0) + times;
  await waitFor(
    `every story ${times} times more`,
    () => Promise.resolve(load.errors.length > 0 || STORY_NAMES.every(isDone)),
    180_000,
  );
};
