/**
 * The parts of an installation under database roles of their own: everything works, and what a part has no business
 * with is refused.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startGateway, type Gateway, type GatewayConfig } from '../../src/app.ts';
import { sqlStateOf } from '../../src/db/db.ts';
import { readSuperuserPassword, SUPERUSER } from '../../scripts/embedded-postgres/cluster.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../scripts/embedded-postgres/embedded-postgres.ts';
import { setUpRoles, tableGrants } from '../../src/db/roles.ts';
import { collectStatements } from '../../scripts/statements/collect.ts';
import { tablesMade } from '../../scripts/statements/tenant-tables.ts';
import { payByForm } from '../support/customer.ts';
import { createWorld, freePort, type TestMerchant, type World } from '../support/gateway.ts';
import { capture, cardOf, createPayment, paymentNow, refund, type PaymentBody } from '../support/payments.ts';
import { runSql } from '../support/postgres.ts';
import { aCard } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

const PASSWORD = 'of-the-test';

const as = (url: string, user: string): string => {
  const address = new URL(url);
  address.username = user;
  address.password = PASSWORD;
  return address.href;
};

/** One process for shops and customers, one for the clock and the webhooks, each under its role. */
const startBoth = async (config: GatewayConfig): Promise<Gateway> => {
  await setUpRoles(config.databaseUrl);
  for (const role of ['serve', 'jobs', 'read'])
    await runSql(config.databaseUrl, `alter role tollgate_${role} login password '${PASSWORD}'`);
  const serve = await startGateway({
    ...config,
    databaseUrl: as(config.databaseUrl, 'tollgate_serve'),
    roles: ['api', 'checkout'],
  });
  const jobs = await startGateway({
    ...config,
    databaseUrl: as(config.databaseUrl, 'tollgate_jobs'),
    roles: ['jobs'],
    port: await freePort(),
  });
  return {
    address: serve.address,
    stop: async () => {
      await Promise.all([serve.stop(), jobs.stop()]);
    },
  };
};

/** A server of its own: roles belong to a server and not to a database, and only a superuser may make them. */
const dataDir = mkdtempSync(join(tmpdir(), 'roles-'));
const serverUrlBefore = process.env['TEST_DATABASE_URL'];
let postgres: EmbeddedPostgres;
let world: World;
let acme: TestMerchant;
before(async () => {
  postgres = await startEmbeddedPostgres({ dataDir, durable: false });
  const superuser = new URL(postgres.databaseUrl);
  superuser.username = SUPERUSER;
  superuser.password = readSuperuserPassword(join(dataDir, 'postgres'));
  superuser.pathname = '/postgres';
  process.env['TEST_DATABASE_URL'] = superuser.href;
  world = await createWorld({}, {}, startBoth);
  acme = await world.addMerchant({ countsTries: false });
});
after(async () => {
  await world.close();
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
  if (serverUrlBefore === undefined) delete process.env['TEST_DATABASE_URL'];
  else process.env['TEST_DATABASE_URL'] = serverUrlBefore;
});

const count = async (from: string): Promise<number> => {
  const [row] = await world.sql<{ n: number }>(`select count(*)::int as n from ${from}`);
  return row?.n ?? -1;
};

test('a customer pays, and the shop hears', async () => {
  const session = await acme.shop.createSession();
  await payByForm(session.paymentUrl, aCard);
  assert.equal((await acme.shop.session(session.id)).status, 'completed');
  await waitFor('the webhook', () =>
    Promise.resolve(acme.sink.received.some(({ event }) => event.type === 'session.completed')),
  );
});

test('a shop captures, refunds, keeps a card and gives it up', async () => {
  const { id } = await createPayment(acme.shop);
  assert.equal((await capture(acme.shop, id)).status, 200);
  await waitFor('the capture', async () => (await paymentNow(acme.shop, id)).amountCaptured === 10_000 || undefined);
  assert.equal((await refund(acme.shop, id, 500)).status, 200);
  await waitFor('the refund', async () => (await paymentNow(acme.shop, id)).amountRefunded === 500 || undefined);
  const kept = await acme.shop.call<PaymentBody>('POST', '/payments', {
    headers: { 'Idempotency-Key': 'keep-1' },
    body: {
      amount: 1_000,
      currency: 'EUR',
      paymentMethod: { card: cardOf() },
      merchantCustomerId: 'customer-ada',
      setupFutureUsage: { category: 'unscheduled' },
    },
  });
  assert.equal(kept.status, 200, kept.text);
  const { body } = await acme.shop.call<{ data: { id: string }[] }>(
    'GET',
    '/payment-methods?merchantCustomerId=customer-ada',
  );
  const [card] = body.data;
  assert.ok(card);
  assert.equal((await acme.shop.call('DELETE', `/payment-methods/${card.id}`)).status, 200);
});

test('the clock expires and seals', async () => {
  const { id } = await acme.shop.createSession();
  await world.sql(`update sessions set expires_at = now() - interval '1 minute' where state = 'open'`);
  await waitFor('the expiry', async () => (await acme.shop.session(id)).status === 'expired' || undefined);
  assert.ok((await count('audit_entries')) > 0);
  await waitFor('the seals', async () => (await count('audit_queue')) === 0 || undefined);
});

/** What only the owner of the tables may send: acts of an operator, by the `tollgate` command. */
const OPERATORS = ['insert-merchant', 'lock-merchant', 'set-merchant-suspension', 'update-merchant'];

test('every statement of the program is one that a part may send, or an act of an operator', async () => {
  const mayNot = async (role: string, statement: string): Promise<boolean> =>
    runSql(as(world.database.url, role), `explain (generic_plan) ${statement}`).then(
      () => false,
      (error: unknown) => sqlStateOf(error) === PRIVILEGE,
    );
  const nobodys: string[] = [];
  for (const { name, text } of await collectStatements())
    if ((await mayNot('tollgate_jobs', text)) && (await mayNot('tollgate_serve', text))) nobodys.push(name);
  assert.deepEqual(nobodys, OPERATORS);
});

const FORBIDDEN: Readonly<Record<string, readonly string[]>> = {
  tollgate_serve: [
    'drop table sessions',
    'create table spoils (id int)',
    'alter table payments add column x int',
    'truncate payments',
    'delete from payments',
    'delete from sessions',
    'delete from events',
    'update audit_entries set actor_id = null',
    'delete from audit_entries',
    'delete from audit_queue',
    'update audit_heads set number = 0',
    'insert into audit_seals select * from audit_seals',
    "update merchants set name = 'Mallory'",
    'delete from schema_migrations',
  ],
  tollgate_jobs: [
    'drop table sessions',
    'create table spoils (id int)',
    'delete from payments',
    'update audit_entries set actor_id = null',
    'delete from audit_entries',
    'delete from audit_seals',
    'update audit_seals set mac = mac',
    'delete from audit_heads',
    'update api_keys set scopes = null',
    'insert into api_keys select * from api_keys',
    "update merchants set name = 'Mallory'",
  ],
  tollgate_read: [
    'select * from vault_cards',
    'select * from vault_data_keys',
    'select key_hash from api_keys',
    'select return_key_sealed from api_keys',
    'select * from api_keys',
    'select secret_sealed from webhook_endpoints',
    'select request_hash from idempotency_keys',
    'select card_fingerprint from attempts',
    'select fingerprint from payment_methods',
    'select check_value from gateway_key_checks',
    'select card_hash from velocity_guesses',
    'select mac from audit_entries',
    "update payments set state = 'succeeded'",
    'insert into audit_queue select * from audit_queue',
    'delete from sessions',
    'create table spoils (id int)',
  ],
};

const PRIVILEGE = '42501';

test('what a role has no business with is refused', async () => {
  for (const [role, statements] of Object.entries(FORBIDDEN))
    for (const statement of statements)
      await assert.rejects(
        runSql(as(world.database.url, role), statement),
        (error) => sqlStateOf(error) === PRIVILEGE,
        `${role}: ${statement}`,
      );
});

test('people who look at figures see them', async () => {
  const url = as(world.database.url, 'tollgate_read');
  for (const columns of ['amount, state from payments', 'name, last4 from api_keys', 'url from webhook_endpoints'])
    assert.ok((await runSql(url, `select ${columns}`)).length > 0, columns);
});

test('asked for again, nothing is made and nothing changes', async () => {
  const grants = () =>
    world.sql(`select grantee, table_name, privilege_type from information_schema.role_table_grants
      where table_schema = 'public' and grantee like 'tollgate%' order by 1, 2, 3`);
  const first = await grants();
  await world.sql('grant delete on payments to tollgate_serve');
  assert.deepEqual(await setUpRoles(world.database.url), []);
  assert.deepEqual(await grants(), first);
});

test('every table has its row in the list of grants', () => {
  assert.deepEqual(
    Object.keys(tableGrants).sort(),
    [...tablesMade().map(({ name }) => name), 'schema_migrations'].sort(),
  );
});
