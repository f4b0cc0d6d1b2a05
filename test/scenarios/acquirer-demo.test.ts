/**
 * `npm start -- --acquirer …`: the whole demo with each host behind it, one after the other over one data folder. What
 * was authorized at one host is captured and refunded there when the demo runs at another, and after a restart.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from 'pg';
import { findRunningDatabase } from '../../scripts/embedded-postgres/embedded-postgres.ts';
import { chooseFace, type AcquirerFace } from '../../scripts/start/acquirer-face.ts';
import { createAdmin, type Admin } from '../../src/admin.ts';
import { readConfig, type Config } from '../../src/config.ts';
import { acquirerAt } from '../support/acquirer.ts';
import { payByForm } from '../support/customer.ts';
import { createStarter, type Demo, type Started, type Starter } from '../support/npm-start.ts';
import { capture, cardOf, createPayment, paymentNow, refund } from '../support/payments.ts';
import { aCard, createShop, type Shop } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

let starter: Starter;
before(async () => {
  starter = await createStarter();
});
after(() => starter.close());

const frictionless = '4111111111111111';
/** Of Stripe's own test cards. */
const slowRefund = '4000000000007726';

/** `tells`: by notifications. */
const faces = [
  { face: 'stripe', tells: true },
  { face: 'adyen', tells: true },
  { face: 'iso8583', tells: false },
  { face: 'sandbox', tells: false },
] as const;

test('the demo runs at each host, and finishes there what it began there', { timeout: 900_000 }, async () => {
  const begun: string[] = [];
  const started = starter.run({}, ['--json', '--acquirer', 'stripe']);
  const demo = await started.demo;
  assert.equal(demo.acquirerFace, 'stripe');
  const shop = createShop({ gatewayUrl: demo.gateway, apiKey: demo.apiKey });
  const operator = await operatorOf(demo);
  for (const { face, tells } of faces) {
    const account = await switchTo(demo, operator, face);
    await buy(demo, shop, `${face}-page`);
    assert.equal(await connectorOf(`${face}-page`), face);
    // What Stripe answers at once is known before it is told; a refund on its way is not.
    const card = cardOf(face === 'stripe' ? slowRefund : undefined);
    await finish(shop, (await createPayment(shop, { paymentMethod: { card } })).id);
    if (tells) await waitFor('what it told is applied', async () => (await countApplied(operator, account)) > 0);
    begun.push((await createPayment(shop)).id);
  }
  await stop(started);

  const again = starter.run();
  const { acquirerFace, ...same } = await again.demo;
  assert.equal(acquirerFace, 'sandbox');
  assert.equal(same.merchantId, demo.merchantId);
  assert.equal(await connectorSwitchedOn(demo), 'sandbox');
  for (const id of begun) await finish(shop, id);
  await stop(again);
});

const stop = async (started: Started): Promise<void> => {
  started.process.kill('SIGINT');
  const { code, errors } = await started.ended;
  assert.equal(code, 0, errors);
};

/** As the next `npm start` would, without the wait for one; gives the account that is on. */
const switchTo = async (demo: Demo, operator: Shop, face: AcquirerFace): Promise<string> => {
  const { merchantId, apiKey } = demo;
  const accounts = await withAdmin(async (admin, config) => {
    await chooseFace({ admin, config, demo: { merchantId, apiKey } }, face);
    return admin.listAcquirers({ merchantId });
  });
  const [account, ...others] = accounts.filter(({ enabled }) => enabled);
  assert.equal(account?.connector, face);
  assert.deepEqual(others, []);
  // A gateway that is asked to change an account looks at all of them anew.
  const { status, text } = await operator.call('PATCH', `/acquirer-accounts/${account.id}`, {
    body: { enabled: true },
  });
  assert.equal(status, 200, text);
  return account.id;
};

/** A customer on the page: authenticated by the bank, whose proof reaches the host. */
const buy = async ({ acquirer }: Demo, shop: Shop, order: string): Promise<void> => {
  const session = await shop.createSession({ merchantReferenceId: order });
  const { left } = await payByForm(session.paymentUrl, { ...aCard, pan: frictionless });
  assert.match(String(left), /status=completed/);
  assert.equal((await shop.session(session.id)).paymentStatus, 'paid');
  const [approval, ...others] = await acquirerAt(acquirer).journal({ order, event: 'approved' });
  assert.equal(approval?.eci, '05');
  assert.ok(approval.cavvDigest !== undefined, 'the proof did not reach the host');
  assert.deepEqual(others, []);
};

const finish = async (shop: Shop, id: string): Promise<void> => {
  assert.equal((await capture(shop, id)).status, 200);
  await waitFor('captured', async () => (await paymentNow(shop, id)).amountCaptured === 10_000);
  assert.equal((await refund(shop, id, 1_000)).status, 200);
  await waitFor('refunded', async () => (await paymentNow(shop, id)).amountRefunded === 1_000);
};

const withAdmin = async <T>(act: (admin: Admin, config: Config) => Promise<T>): Promise<T> => {
  const { dataDir, ports } = starter;
  const config = readConfig({ TOLLGATE_DATA_DIR: dataDir, ...ports });
  const admin = createAdmin({ ...config, databaseUrl: findRunningDatabase(dataDir) });
  try {
    return await act(admin, config);
  } finally {
    await admin.close();
  }
};

const operatorOf = async ({ gateway, merchantId }: Demo): Promise<Shop> => {
  const scopes = ['acquirer-accounts:read', 'acquirer-accounts:write'];
  const { apiKey } = await withAdmin((admin) => admin.createApiKey({ merchantId, scopes }));
  return createShop({ gatewayUrl: gateway, apiKey });
};

const connectorSwitchedOn = ({ merchantId }: Demo): Promise<string> =>
  withAdmin(async (admin) => {
    const accounts = await admin.listAcquirers({ merchantId });
    return accounts
      .filter(({ enabled }) => enabled)
      .map(({ connector }) => connector)
      .join();
  });

/** By which the payment went. */
const connectorOf = async (order: string): Promise<string> => {
  const client = new Client({ connectionString: findRunningDatabase(starter.dataDir) });
  await client.connect();
  try {
    const { rows } = await client.query<{ connector: string }>(
      `select a.connector from attempts a join payments p on p.merchant_id = a.merchant_id and p.id = a.payment_id
       where p.merchant_reference_id = $1`,
      [order],
    );
    return rows.map(({ connector }) => connector).join();
  } finally {
    await client.end();
  }
};

/** Notifications that ended something which waited for them. */
const countApplied = async (operator: Shop, account: string): Promise<number> => {
  const path = `/acquirer-accounts/${account}/notifications?status=applied`;
  return (await operator.call<{ data: unknown[] }>('GET', path)).body.data.length;
};
