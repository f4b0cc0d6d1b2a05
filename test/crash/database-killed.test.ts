/**
 * PostgreSQL is killed under load, all of it at once as when a machine fails, and comes back. The gateway lives on, and
 * the books agree.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAdmin, type Admin } from '../../src/admin.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../scripts/embedded-postgres/embedded-postgres.ts';
import { startTestAcquirer, type TestAcquirer } from '../support/acquirer.ts';
import { configOf, freePort, startGatewayProcess, type GatewayProcess, type TestMerchant } from '../support/gateway.ts';
import { runSql } from '../support/postgres.ts';
import { createShop } from '../support/shop.ts';
import { startTestThreeDs, type TestThreeDs } from '../support/threeds.ts';
import { waitFor } from '../support/wait-for.ts';
import { startWebhookSink, type WebhookSink } from '../support/webhook-sink.ts';
import { compareBooks, createDice, startBuying, startFollowing, untilPaid } from './books.ts';
import { killDatabase } from './kill-database.ts';

const SEED = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);
const KILLS = 3;
const PAYMENTS_BETWEEN = 5;
const CUSTOMERS = 8;

const dataDir = mkdtempSync(join(tmpdir(), 'tollgate-killed-'));
let postgres: EmbeddedPostgres;
let acquirer: TestAcquirer;
let threeDs: TestThreeDs;
let sink: WebhookSink;
let admin: Admin;
let gateway: GatewayProcess;
let acme: TestMerchant;

before(async () => {
  [postgres, acquirer, threeDs, sink] = await Promise.all([
    startEmbeddedPostgres({ dataDir }),
    startTestAcquirer(),
    startTestThreeDs(),
    startWebhookSink(),
  ]);
  const place = {
    databaseUrl: postgres.databaseUrl,
    acquirerUrl: acquirer.url,
    threeDsUrl: threeDs.url,
    port: await freePort(),
    environment: { TOLLGATE_LOG_LEVEL: 'warn' },
  };
  gateway = await startGatewayProcess(place);
  admin = createAdmin(configOf(place));
  const { merchantId, apiKey } = await admin.createMerchant({ name: 'Acme' });
  const { secret } = await admin.createWebhookEndpoint({ merchantId, url: sink.url, events: ['*'] });
  acme = { merchantId, apiKey, webhookSecret: secret, sink, shop: createShop({ gatewayUrl: gateway.url, apiKey }) };
  // It keeps connections, which would be cut with the others.
  await admin.close();
});
after(async () => {
  await gateway.kill();
  await Promise.all([sink.close(), acquirer.stop(), threeDs.stop(), postgres.stop()]);
  rmSync(dataDir, { recursive: true, force: true });
});

const statusOf = async (path: string): Promise<number> => (await fetch(`${gateway.url}${path}`)).status;

test(`${KILLS} kills of the database under load: the gateway lives, nobody pays twice, nothing paid is lost, everything is told (seed ${SEED})`, async () => {
  const following = startFollowing(gateway.url, acme);
  const buying = startBuying(acme, CUSTOMERS);
  const roll = createDice(SEED);
  for (let kill = 0; kill < KILLS; kill++) {
    await untilPaid(acquirer, PAYMENTS_BETWEEN);
    await sleep(roll(900));
    await killDatabase(postgres);
    // Alive, and says that it can't be used: an operator's balancer goes elsewhere, and nobody restarts it for nothing.
    assert.deepEqual([await statusOf('/healthz'), await statusOf('/readyz')], [200, 503]);
    await sleep(roll(400));
    postgres = await startEmbeddedPostgres({ dataDir });
    await waitFor('ready again', async () => (await statusOf('/readyz')) === 200);
  }
  await untilPaid(acquirer, PAYMENTS_BETWEEN);
  await buying.end();
  await compareBooks({ acme, following, acquirer, sql: (text) => runSql(postgres.databaseUrl, text) });
  assert.equal(await gateway.stop(), 0, 'the process is the one that was started, and ends as it should');
  assert.doesNotMatch(gateway.log(), /the gateway ends: a bug/);
});
