/**
 * A merchant with two acquirers: which of them is asked, what happens when one is out of order, and what never does.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { parseId } from '../../src/base/id.ts';
import { startTestAcquirer, type TestAcquirer } from '../support/acquirer.ts';
import { payByForm } from '../support/customer.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { capture, cardOf, createPayment, paymentNow, refund } from '../support/payments.ts';
import { aCard, createShop, type Shop } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

let world: World;
let north: TestAcquirer;
let south: TestAcquirer;

before(async () => {
  [world, north, south] = await Promise.all([createWorld(), startTestAcquirer(), startTestAcquirer()]);
});
after(async () => {
  await world.close();
  await Promise.all([north.stop(), south.stop()]);
});

type Account = { readonly id: string; readonly name: string; readonly [key: string]: unknown };

/** A merchant whose operator has a key that may set accounts up. */
const merchantWithAccounts = async (...names: readonly ('north' | 'south')[]) => {
  const acme = await world.addMerchant({ countsTries: false });
  const { apiKey } = await world.admin.createApiKey({
    merchantId: acme.merchantId,
    scopes: ['acquirer-accounts:read', 'acquirer-accounts:write'],
  });
  const operator = createShop({ gatewayUrl: world.gatewayUrl, apiKey });
  const accounts: Account[] = [];
  for (const [place, name] of names.entries()) {
    const settings = { url: (name === 'north' ? north : south).url };
    accounts.push(await addAccount(operator, { name, connector: 'sandbox', settings, secrets: {}, priority: place }));
  }
  return { acme, operator, accounts };
};

const addAccount = async (operator: Shop, body: Readonly<Record<string, unknown>>): Promise<Account> => {
  const { status, body: account, text } = await operator.call<Account>('POST', '/acquirer-accounts', { body });
  assert.equal(status, 200, text);
  return account;
};

const change = async (operator: Shop, id: string, body: Readonly<Record<string, unknown>>): Promise<void> => {
  const { status, text } = await operator.call('PATCH', `/acquirer-accounts/${id}`, { body });
  assert.equal(status, 200, text);
};

/** Where an order was approved, over all books. */
const approvedAt = async (order: string): Promise<readonly string[]> => {
  const books = { sandbox: world.acquirer, north, south };
  const found = await Promise.all(
    Object.entries(books).map(async ([name, host]) => {
      const entries = await host.journal({ event: 'approved', order });
      return entries.map(() => name);
    }),
  );
  return found.flat();
};

let orders = 0;
const newOrder = (): string => `accounts-${orders++}`;
const pay = (acme: TestMerchant, fields: Readonly<Record<string, unknown>> = {}) =>
  createPayment(acme.shop, { merchantReferenceId: newOrder(), ...fields });

describe('where a payment goes', () => {
  test('without an account to the sandbox; with one there; captures and refunds follow, also when it is switched off', async () => {
    const { acme, operator } = await merchantWithAccounts();
    const before = newOrder();
    await createPayment(acme.shop, { merchantReferenceId: before });
    assert.deepEqual(await approvedAt(before), ['sandbox']);

    const account = await addAccount(operator, {
      name: 'North',
      connector: 'sandbox',
      settings: { url: north.url },
      secrets: {},
    });
    const order = newOrder();
    const payment = await createPayment(acme.shop, { merchantReferenceId: order });
    assert.deepEqual(await approvedAt(order), ['north']);

    await change(operator, account.id, { enabled: false });
    assert.equal((await capture(acme.shop, payment.id)).body.status, 'succeeded');
    assert.equal((await refund(acme.shop, payment.id)).body.status, 'succeeded');
    const stats = await north.stats({ order });
    assert.deepEqual(stats.ordersWithSeveralApprovals, []);

    // Nobody is left who takes a new one: said to the shop, and nobody is asked.
    const refused = await pay(acme);
    assert.equal(refused.status, 'requiresPaymentMethod');
    assert.equal((refused['lastError'] as { code: string }).code, 'cardNotAccepted');
  });

  test('by currency and card: the first account that takes it', async () => {
    const { acme, operator, accounts } = await merchantWithAccounts('north', 'south');
    await change(operator, accounts[0]?.id ?? '', { currencies: ['usd'], brands: ['visa'] });
    const cases = [
      ['USD', '4242424242424242', 'north'],
      ['USD', '5555555555554444', 'south'],
      ['EUR', '4242424242424242', 'south'],
    ] as const;
    for (const [currency, number, expected] of cases) {
      const order = newOrder();
      await createPayment(acme.shop, {
        merchantReferenceId: order,
        currency,
        paymentMethod: { card: cardOf(number) },
      });
      assert.deepEqual(await approvedAt(order), [expected], `${currency} ${number}`);
    }
  });

  test('not to one in a maintenance window', async () => {
    const { acme, operator, accounts } = await merchantWithAccounts('north', 'south');
    const [from, until] = [new Date(Date.now() - 60_000), new Date(Date.now() + 3_600_000)];
    await change(operator, accounts[0]?.id ?? '', { maintenance: { from, until } });
    const order = newOrder();
    await createPayment(acme.shop, { merchantReferenceId: order });
    assert.deepEqual(await approvedAt(order), ['south']);
  });
});

describe('when the first account is out of order', () => {
  for (const [name, fault] of [
    ['the issuer can’t be reached from there', { kind: 'decline', code: '91' }],
    ['it is broken itself', { kind: 'decline', code: '96' }],
  ] as const)
    test(`${name}: the next is asked, on the page and by a server, and is approved once`, async () => {
      const { acme } = await merchantWithAccounts('north', 'south');
      const order = newOrder();
      await north.setFault({ ...fault, match: { order }, count: 10 });
      const session = await acme.shop.createSession({ merchantReferenceId: order });
      await payByForm(session.paymentUrl, aCard);
      assert.equal((await acme.shop.session(session.id)).status, 'completed');
      assert.deepEqual(await approvedAt(order), ['south']);

      const direct = newOrder();
      await north.setFault({ ...fault, match: { order: direct }, count: 10 });
      const payment = await createPayment(acme.shop, { merchantReferenceId: direct });
      assert.equal(payment.status, 'requiresCapture');
      assert.deepEqual(await approvedAt(direct), ['south']);
      assert.equal((await capture(acme.shop, payment.id)).body.status, 'succeeded');
    });

  test('it takes no connection: the next is asked', async () => {
    const gone = await startTestAcquirer();
    const { acme, operator } = await merchantWithAccounts();
    await addAccount(operator, {
      name: 'gone',
      connector: 'sandbox',
      settings: { url: gone.url },
      secrets: {},
      priority: 0,
    });
    await addAccount(operator, { name: 'south', connector: 'sandbox', settings: { url: south.url }, secrets: {} });
    await gone.stop();
    const order = newOrder();
    const payment = await createPayment(acme.shop, { merchantReferenceId: order });
    assert.equal(payment.status, 'requiresCapture');
    assert.deepEqual(await approvedAt(order), ['south']);
  });

  test('the card is declined by its bank: that stands, and nobody else is asked', async () => {
    const { acme } = await merchantWithAccounts('north', 'south');
    const order = newOrder();
    await north.setFault({ kind: 'decline', code: '51', match: { order } });
    const payment = await createPayment(acme.shop, { merchantReferenceId: order });
    assert.equal(payment.status, 'requiresPaymentMethod');
    assert.deepEqual(await approvedAt(order), []);
    assert.deepEqual(await south.journal({ order }), []);
  });

  test('it approves and the answer is lost: nobody else is asked, and it is found out there', async () => {
    const { acme } = await merchantWithAccounts('north', 'south');
    const order = newOrder();
    await north.setFault({ kind: 'cutAfter', match: { order } });
    const payment = await createPayment(acme.shop, { merchantReferenceId: order });
    assert.equal(payment.status, 'processing');
    await waitFor(
      'it is found out',
      async () => (await paymentNow(acme.shop, payment.id)).status === 'requiresCapture',
    );
    assert.deepEqual(await approvedAt(order), ['north']);
    assert.deepEqual(await south.journal({ order }), []);
  });
});

describe('the accounts of a merchant', () => {
  test('every wrong field at once; credentials that do not work are not saved; a name is taken once', async () => {
    const { operator } = await merchantWithAccounts('north');
    const wrong = await operator.call<{ errors: { pointer: string }[] }>('POST', '/acquirer-accounts', {
      body: { name: 'x', connector: 'sandbox', settings: { uri: 'ftp://a' }, secrets: { password: 'secret' } },
    });
    assert.equal(wrong.status, 400);
    assert.deepEqual(
      wrong.body.errors.map(({ pointer }) => pointer),
      ['/settings/url', '/settings/uri', '/secrets/password'],
    );
    assert.ok(!wrong.text.includes('ftp://a'), 'a value is no part of an answer');

    const nobody = { name: 'nobody', connector: 'sandbox', settings: { url: 'http://127.0.0.1:1' }, secrets: {} };
    const unreachable = await operator.call('POST', '/acquirer-accounts', { body: nobody });
    assert.equal(unreachable.status, 409);
    assert.match(unreachable.text, /could not be reached/);

    const again = { name: 'NORTH', connector: 'sandbox', settings: { url: north.url }, secrets: {} };
    assert.equal((await operator.call('POST', '/acquirer-accounts', { body: again })).status, 409);
    const list = await operator.call<{ data: Account[] }>('GET', '/acquirer-accounts');
    assert.deepEqual(
      list.body.data.map(({ name }) => name),
      ['north'],
    );
  });

  test('its name and settings change, tried out first; what says whose books it is stays, and so does a name that is taken', async (t) => {
    const keyed = await startTestAcquirer({ credentials: 'acme:first-key' });
    t.after(() => keyed.stop());
    const { acme, operator } = await merchantWithAccounts('north');
    const settings = { url: keyed.url, terminal: 'acme' };
    const { id } = await addAccount(operator, {
      name: 'Keyed',
      connector: 'sandbox',
      settings,
      secrets: { key: 'first-key' },
    });
    const path = `/acquirer-accounts/${id}`;
    const patch = (body: object) => operator.call<Account & { errors?: unknown }>('PATCH', path, { body });
    const moved = await patch({ settings: { url: north.url } });
    assert.deepEqual([moved.status, moved.body['code']], [400, 'invalid_fields'], moved.text);
    assert.match(moved.text, /"\/settings\/url"/);
    const strange = await patch({ settings: { terminal: 'somebody-else' } });
    assert.equal(strange.status, 409, strange.text);
    assert.match(strange.text, /did not let us in.*Nothing was saved/);
    assert.equal((await patch({ name: 'NORTH' })).status, 409);
    assert.deepEqual((await operator.call<Account>('GET', path)).body['settings'], settings, 'all is as it was');

    const renamed = await patch({ name: 'Our bank', settings: { terminal: 'acme' } });
    assert.equal(renamed.status, 200, renamed.text);
    const read = await operator.call<Account & { health: { status: string } }>('GET', path);
    assert.deepEqual(
      [read.body.name, read.body.health.status, read.body['settings']],
      ['Our bank', 'closed', settings],
    );
    assert.ok(!read.text.includes('first-key'));
    const [entry] = await world.sql<{ before: { name: string }; after: { name: string } }>(
      `select before, after from audit_entries
       where action = 'acquirerAccount.changed' and after ->> 'name' = 'Our bank'`,
    );
    assert.deepEqual([entry?.before.name, entry?.after.name], ['Keyed', 'Our bank']);
    assert.equal((await acme.shop.call('GET', path)).status, 403);
    const { operator: other } = await merchantWithAccounts();
    assert.equal((await other.call('GET', path)).status, 404);
  });

  test('credentials before the newest are erased when their time is over', async () => {
    const { operator, accounts } = await merchantWithAccounts('north');
    const id = accounts[0]?.id ?? '';
    const rotate = { body: { secrets: {}, overlapHours: 1 } };
    assert.equal((await operator.call('POST', `/acquirer-accounts/${id}/rotate`, rotate)).status, 200);
    const older = async () =>
      world.sql<{ id: string }>(
        `select s.id from vault_secrets s join acquirer_accounts a on a.older_secret_id = s.id
        where a.older_secret_until < now() + interval '2 hours'`,
      );
    const [secret] = await older();
    assert.ok(secret, 'kept for now');
    await world.sql(`update acquirer_accounts set older_secret_until = now() where older_secret_id = '${secret.id}'`);
    // The clock looks when it starts, and every minute.
    await world.restart();
    await waitFor('it is gone', async () => {
      const rows = await world.sql(`select 1 from vault_secrets where id = '${secret.id}'`);
      return rows.length === 0;
    });
    assert.equal((await operator.call('POST', `/acquirer-accounts/${id}/test`)).status, 200, 'the newest stays');
  });

  test('how long each account takes, and what it answers, is measured', async () => {
    const { acme, accounts } = await merchantWithAccounts('north', 'south');
    await north.setFault({ kind: 'decline', code: '96', match: { order: 'measured' }, count: 1 });
    await createPayment(acme.shop, { merchantReferenceId: 'measured' });
    const text = await (await fetch(`${world.gatewayUrl}/metrics`)).text();
    for (const [place, outcome] of ['declined', 'approved'].entries()) {
      const uuid = parseId('acquirerAccount', accounts[place]?.id ?? '');
      const labels = `account="${uuid}",operation="authorize",outcome="${outcome}"`;
      assert.ok(text.includes(`tollgate_acquirer_account_call_duration_seconds_count{${labels}} 1`), labels);
    }
  });

  test('a shop’s own key may do everything but this, and makes no key that may', async () => {
    const { acme } = await merchantWithAccounts();
    assert.equal((await acme.shop.call('GET', '/acquirer-accounts')).status, 403);
    const stronger = await acme.shop.call('POST', '/api-keys', {
      body: { name: 'more', scopes: ['acquirer-accounts:write'] },
    });
    assert.equal(stronger.status, 403, stronger.text);
  });

  test('an account is no other merchant’s', async () => {
    const { accounts } = await merchantWithAccounts('north');
    const { operator: other } = await merchantWithAccounts();
    const path = `/acquirer-accounts/${accounts[0]?.id ?? ''}`;
    assert.equal((await other.call('PATCH', path, { body: { enabled: false } })).status, 404);
    assert.equal((await other.call('POST', `${path}/test`)).status, 404);
    assert.equal((await other.call('POST', `${path}/rotate`, { body: { secrets: {} } })).status, 404);
  });

  test('credentials are sealed, rotate, and are in no answer', async (t) => {
    const keyed = await startTestAcquirer({ credentials: 'acme:first-key' });
    t.after(() => keyed.stop());
    const { acme, operator } = await merchantWithAccounts();
    const settings = { url: keyed.url, terminal: 'acme' };
    const wrong = { name: 'keyed', connector: 'sandbox', settings, secrets: { key: 'wrong' } };
    assert.match((await operator.call('POST', '/acquirer-accounts', { body: wrong })).text, /did not let us in/);
    const { id } = await addAccount(operator, { ...wrong, secrets: { key: 'first-key' } });
    const order = newOrder();
    await createPayment(acme.shop, { merchantReferenceId: order });
    assert.equal((await keyed.journal({ event: 'approved', order })).length, 1);

    const refused = await operator.call('POST', `/acquirer-accounts/${id}/rotate`, {
      body: { secrets: { key: 'bad' } },
    });
    assert.equal(refused.status, 409);
    const rotated = await operator.call('POST', `/acquirer-accounts/${id}/rotate`, {
      body: { secrets: { key: 'first-key' }, overlapHours: 1 },
    });
    assert.equal(rotated.status, 200, rotated.text);
    const stored = await world.sql<{ whole: string }>(
      `select string_agg(t::text, '') as whole
       from (select a::text as t from acquirer_accounts a
         union all select encode(s.sealed, 'escape') from vault_secrets s) all_of_it`,
    );
    assert.ok(!(stored[0]?.whole ?? '').includes('first-key'));
    const list = await operator.call('GET', '/acquirer-accounts');
    assert.ok(!list.text.includes('first-key'));
    const test = await operator.call<{ works: boolean }>('POST', `/acquirer-accounts/${id}/test`);
    assert.equal(test.body.works, true);
  });
});
