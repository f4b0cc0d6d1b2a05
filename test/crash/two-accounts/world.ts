import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdmin } from '../../../src/admin.ts';
import { startEmbeddedPostgres } from '../../../scripts/embedded-postgres/embedded-postgres.ts';
import { startTestAcquirer, type TestAcquirer } from '../../support/acquirer.ts';
import { configOf, freePort, NO_LIMITS, startGatewayProcess, type TestMerchant } from '../../support/gateway.ts';
import { runSql } from '../../support/postgres.ts';
import { createShop } from '../../support/shop.ts';
import { startTestThreeDs } from '../../support/threeds.ts';
import { startWebhookSink } from '../../support/webhook-sink.ts';
import { killDatabase } from '../kill-database.ts';

/** One of two gateways on the same database; a customer may find himself at either. */
export type MortalGateway = {
  readonly url: string;
  readonly kill: () => Promise<void>;
  readonly start: () => Promise<void>;
};

/**
 * A merchant with an account at each of two acquirers, which know nothing of one another and keep a book each; two
 * gateways and a database, which can be killed.
 */
export type TwoAccounts = {
  readonly acme: TestMerchant;
  readonly hosts: readonly [TestAcquirer, TestAcquirer];
  readonly gateways: readonly [MortalGateway, MortalGateway];
  readonly killDatabase: () => Promise<void>;
  readonly startDatabase: () => Promise<void>;
  readonly sql: <Row extends Record<string, unknown>>(text: string) => Promise<readonly Row[]>;
  readonly close: () => Promise<void>;
};

export const createTwoAccounts = async (): Promise<TwoAccounts> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tollgate-two-accounts-'));
  const [firstPostgres, north, south, threeDs, sink, ...ports] = await Promise.all([
    startEmbeddedPostgres({ dataDir }),
    startTestAcquirer(),
    startTestAcquirer(),
    startTestThreeDs(),
    startWebhookSink(),
    freePort(),
    freePort(),
  ]);
  let postgres = firstPostgres;
  const placeAt = (port: number) => ({
    databaseUrl: postgres.databaseUrl,
    acquirerUrl: north.url,
    threeDsUrl: threeDs.url,
    port,
  });
  const first = createGateway(placeAt(ports[0]));
  const second = createGateway(placeAt(ports[1]));
  const close = async (): Promise<void> => {
    await Promise.all([first.kill(), second.kill()]);
    await Promise.all([sink.close(), north.stop(), south.stop(), threeDs.stop(), postgres.stop()]);
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    // One after the other: the first makes the schema.
    await first.start();
    await second.start();
  } catch (error) {
    // Nobody else would end what has begun, and the test's process would wait for it.
    await close();
    throw error;
  }

  const admin = createAdmin(configOf(placeAt(ports[0])));
  const { merchantId, apiKey } = await admin.createMerchant({ name: 'Acme' });
  await admin.updateMerchant({ merchantId, velocity: NO_LIMITS });
  const { secret } = await admin.createWebhookEndpoint({ merchantId, url: sink.url, events: ['*'] });
  const operatorKey = await admin.createApiKey({ merchantId, scopes: OPERATOR });
  // It keeps connections, which would be cut with the others.
  await admin.close();
  await addAccounts(createShop({ gatewayUrl: first.url, apiKey: operatorKey.apiKey }), { north, south });
  return {
    acme: { merchantId, apiKey, webhookSecret: secret, sink, shop: createShop({ gatewayUrl: first.url, apiKey }) },
    hosts: [north, south],
    gateways: [first, second],
    killDatabase: () => killDatabase(postgres),
    startDatabase: async () => {
      postgres = await startEmbeddedPostgres({ dataDir });
    },
    sql: (text) => runSql(postgres.databaseUrl, text),
    close,
  };
};

const OPERATOR = ['acquirer-accounts:read', 'acquirer-accounts:write'];

type Accounts = Readonly<Record<'north' | 'south', TestAcquirer>>;

/** Every payment has both; half of them begin at either. */
const addAccounts = async (operator: ReturnType<typeof createShop>, accounts: Accounts): Promise<void> => {
  const shares: object[] = [];
  for (const [name, { url }] of Object.entries(accounts)) {
    const body = { name, connector: 'sandbox', settings: { url }, secrets: {} };
    const { body: account, text } = await operator.call<{ id?: string }>('POST', '/acquirer-accounts', { body });
    if (account.id === undefined) throw new Error(text);
    shares.push({ account: account.id, weight: 1 });
  }
  const rule = { name: 'both', enabled: true, when: {}, accounts: shares };
  const { status, text } = await operator.call('PUT', '/acquirer-rules', { body: { rules: [rule], version: 0 } });
  if (status !== 200) throw new Error(text);
};

const createGateway = (place: Parameters<typeof startGatewayProcess>[0]): MortalGateway => {
  let running: Awaited<ReturnType<typeof startGatewayProcess>> | undefined;
  return {
    url: `http://127.0.0.1:${place.port}`,
    start: async () => {
      running = await startGatewayProcess(place);
    },
    kill: async () => {
      await running?.kill();
      running = undefined;
    },
  };
};
