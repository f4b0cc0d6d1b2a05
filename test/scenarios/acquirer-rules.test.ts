/**
 * Where payments go by rule, what happens to an account that is out of order, and what an operator sees of both.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startTestAcquirer, type TestAcquirer } from '../support/acquirer.ts';
import { payByForm } from '../support/customer.ts';
import { createWorld, type World } from '../support/gateway.ts';
import { cardOf, createPayment } from '../support/payments.ts';
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

type Account = { readonly id: string; readonly name: string; readonly health?: { readonly status: string } };

/** A merchant with the accounts north and south, and a key of its operator. */
const merchant = async () => {
  const acme = await world.addMerchant({ countsTries: false });
  const { apiKey } = await world.admin.createApiKey({
    merchantId: acme.merchantId,
    scopes: ['acquirer-accounts:read', 'acquirer-accounts:write', 'audit-log:read'],
  });
  const operator = createShop({ gatewayUrl: world.gatewayUrl, apiKey });
  const northId = await addAccount(operator, 'north', north, 1);
  const southId = await addAccount(operator, 'south', south, 2);
  return { acme, operator, northId, southId };
};

const addAccount = async (operator: Shop, name: string, { url }: TestAcquirer, priority: number): Promise<string> => {
  const body = { name, connector: 'sandbox', settings: { url }, secrets: {}, priority };
  const { status, body: account, text } = await operator.call<Account>('POST', '/acquirer-accounts', { body });
  assert.equal(status, 200, text);
  return account.id;
};

type List = { readonly rules: readonly object[]; readonly version: number };

const setRules = async (operator: Shop, rules: readonly object[]): Promise<List> => {
  const { body: before } = await operator.call<List>('GET', '/acquirer-rules');
  const body = { rules, version: before.version };
  const { status, body: list, text } = await operator.call<List>('PUT', '/acquirer-rules', { body });
  assert.equal(status, 200, text);
  return list;
};

const rule = (name: string, when: object, accounts: Readonly<Record<string, number>>) => ({
  name,
  enabled: true,
  when,
  accounts: Object.entries(accounts).map(([account, weight]) => ({ account, weight })),
});

const approvedAt = async (order: string): Promise<readonly string[]> =>
  [...(await north.journal({ event: 'approved', order })).map(() => 'north')].concat(
    (await south.journal({ event: 'approved', order })).map(() => 'south'),
  );

let orders = 0;
const newOrder = (): string => `rules-${orders++}`;

describe('rules', () => {
  test('the first that fits decides: by amount, card, metadata; where none fits, the priority', async () => {
    const { acme, operator, northId, southId } = await merchant();
    await setRules(operator, [
      rule('large', { currencies: ['eur'], amountFrom: 50_000 }, { [southId]: 1 }),
      rule('mastercard', { cardBins: ['51-55'] }, { [southId]: 1 }),
      rule('berlin', { metadata: { shop: 'berlin' } }, { [southId]: 1, [northId]: 0 }),
    ]);
    const cases = [
      [{}, 'north', 'priority'],
      [{ amount: 50_000 }, 'south', 'large'],
      [{ amount: 50_000, currency: 'USD' }, 'north', 'priority'],
      [{ paymentMethod: { card: cardOf('5555555555554444') } }, 'south', 'mastercard'],
      [{ metadata: { shop: 'berlin' } }, 'south', 'berlin'],
    ] as const;
    for (const [fields, expected, name] of cases) {
      const order = newOrder();
      const payment = await createPayment(acme.shop, { merchantReferenceId: order, ...fields });
      assert.deepEqual(await approvedAt(order), [expected], JSON.stringify(fields));
      const [stored] = await world.sql<{ routing: { rule: string } }>(
        `select a.routing from attempts a join payments p on p.merchant_id = a.merchant_id and p.id = a.payment_id
         where p.merchant_reference_id = '${order}'`,
      );
      assert.equal(stored?.routing.rule, name, payment.id);
    }
    // The page asks with what its session says.
    const order = newOrder();
    const session = await acme.shop.createSession({ merchantReferenceId: order, metadata: { shop: 'berlin' } });
    await payByForm(session.paymentUrl, aCard);
    assert.deepEqual(await approvedAt(order), ['south']);
  });

  test('a rule’s accounts are shared out by weight, and the next takes over for the first', async () => {
    const { acme, operator, northId, southId } = await merchant();
    await setRules(operator, [rule('half', {}, { [northId]: 1, [southId]: 1 })]);
    const seen = new Set<string>();
    for (let n = 0; n < 64 && seen.size < 2; n++) {
      const order = newOrder();
      await createPayment(acme.shop, { merchantReferenceId: order });
      for (const name of await approvedAt(order)) seen.add(name);
    }
    assert.deepEqual([...seen].sort(), ['north', 'south']);

    await setRules(operator, [rule('south first', {}, { [southId]: 1, [northId]: 0 })]);
    const order = newOrder();
    await south.setFault({ kind: 'decline', code: '96', match: { order } });
    await createPayment(acme.shop, { merchantReferenceId: order });
    assert.deepEqual(await approvedAt(order), ['north']);
  });

  test('every wrong field at once; a list that somebody changed meanwhile is not overwritten; who changed what is kept', async () => {
    const { operator, northId } = await merchant();
    const wrong = await operator.call<{ errors: { pointer: string }[] }>('PUT', '/acquirer-rules', {
      body: {
        version: 0,
        rules: [
          rule('Priority', { amountFrom: 5, amountTo: 4 }, { [northId]: 0 }),
          rule('bins', { cardBins: ['4', '55-51', '510000-52'] }, { [northId]: 1, aa_nobody: 1 }),
          rule('BINS', {}, { [northId]: 1 }),
        ],
      },
    });
    assert.equal(wrong.status, 400);
    assert.deepEqual(
      wrong.body.errors.map(({ pointer }) => pointer),
      [
        '/rules/0/name',
        '/rules/0/when/currencies',
        '/rules/0/when/amountTo',
        '/rules/0/accounts',
        '/rules/1/when/cardBins/1',
        '/rules/1/when/cardBins/2',
        '/rules/1/accounts/1/account',
        '/rules/2/name',
      ],
    );
    const list = await setRules(operator, [rule('all', {}, { [northId]: 1 })]);
    assert.equal(list.version, 1);
    const late = await operator.call('PUT', '/acquirer-rules', { body: { rules: [], version: 0 } });
    assert.equal(late.status, 409);
    assert.deepEqual((await operator.call<List>('GET', '/acquirer-rules')).body, list);

    const { body: log } = await operator.call<{ data: { action: string; before: object; after: object }[] }>(
      'GET',
      '/audit-log?action=acquirerRules.changed',
    );
    assert.equal(log.data.length, 1);
    assert.deepEqual(log.data[0]?.after, { rules: list.rules });
  });

  test('two people at once: one of them is told', async () => {
    const { operator, northId } = await merchant();
    const answers = await Promise.all(
      ['one', 'other'].map((name) =>
        operator.call('PUT', '/acquirer-rules', { body: { version: 0, rules: [rule(name, {}, { [northId]: 1 })] } }),
      ),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
  });

  test('a dry run says who is asked, who is not, and why', async () => {
    const { operator, northId, southId } = await merchant();
    await operator.call('PATCH', `/acquirer-accounts/${northId}`, { body: { currencies: ['USD'] } });
    await setRules(operator, [
      rule('dollars', { currencies: ['USD'] }, { [northId]: 1 }),
      rule('rest', {}, { [northId]: 70, [southId]: 30 }),
    ]);
    const explain = async (body: object) => (await operator.call('POST', '/acquirer-rules/explain', { body })).body;
    assert.deepEqual(await explain({ amount: 100, currency: 'eur', cardBin: '424242' }), {
      leftOut: [{ account: northId, name: 'north', connector: 'sandbox', why: 'currency' }],
      order: [{ account: southId, name: 'south', connector: 'sandbox', health: 'closed', weight: 30, why: 'next' }],
      passedOver: [{ rule: 'dollars', why: 'currencies' }],
      rule: 'rest',
      summary: 'The rule rest fits: it goes to south.',
    });
    assert.equal((await explain({ amount: 100, currency: 'USD', cardBin: '424242' }))['rule'], 'dollars');
  });

  test('a shop’s own key neither sees nor changes them; they are no other merchant’s', async () => {
    const { acme, operator, northId } = await merchant();
    assert.equal((await acme.shop.call('GET', '/acquirer-rules')).status, 403);
    assert.equal((await acme.shop.call('PUT', '/acquirer-rules', { body: { rules: [], version: 0 } })).status, 403);
    const other = await merchant();
    const stolen = await other.operator.call('PUT', '/acquirer-rules', {
      body: { version: 0, rules: [rule('theirs', {}, { [northId]: 1 })] },
    });
    assert.equal(stolen.status, 400);
    await setRules(operator, [rule('ours', {}, { [northId]: 1 })]);
    assert.deepEqual((await other.operator.call<List>('GET', '/acquirer-rules')).body, { rules: [], version: 0 });
  });
});

describe('an account that is out of order', () => {
  const healthOf = async (operator: Shop, id: string): Promise<string | undefined> =>
    (await operator.call<{ data: Account[] }>('GET', '/acquirer-accounts')).body.data.find((one) => one.id === id)
      ?.health?.status;

  /** Until its breaker opens, seen from outside. */
  const breakNorth = async ({ acme, operator, northId }: Awaited<ReturnType<typeof merchant>>) => {
    await waitFor('others are asked first', async () => {
      const order = newOrder();
      await north.setFault({ kind: 'decline', code: '96', match: { order } });
      await createPayment(acme.shop, { merchantReferenceId: order });
      return (await healthOf(operator, northId)) === 'open';
    });
  };
  const askedNorth = async (order: string): Promise<boolean> => (await north.journal({ order })).length > 0;

  test('it is asked last, until one payment at a time tries it out, and again as soon as that succeeds', async () => {
    const set = await merchant();
    const { acme, operator, northId } = set;
    await breakNorth(set);
    const spared = newOrder();
    await createPayment(acme.shop, { merchantReferenceId: spared });
    assert.deepEqual(await approvedAt(spared), ['south']);
    assert.equal(await askedNorth(spared), false, 'nobody waits for an account that is out of order');

    // Its time is over, and it is still broken: the payment that tries it out is paid all the same.
    const timeIsOver = () =>
      world.sql(`update acquirer_breakers set open_until = now() - interval '1 second' where failures > 0`);
    const forget = () => operator.call('PATCH', `/acquirer-accounts/${northId}`, { body: { enabled: true } });
    await timeIsOver();
    await forget();
    assert.equal(await healthOf(operator, northId), 'halfOpen');
    const tries = [newOrder(), newOrder(), newOrder(), newOrder()];
    await Promise.all(tries.map((order) => north.setFault({ kind: 'decline', code: '96', match: { order } })));
    await Promise.all(tries.map((order) => createPayment(acme.shop, { merchantReferenceId: order })));
    const asked = await Promise.all(tries.map(askedNorth));
    assert.equal(asked.filter(Boolean).length, 1, 'one payment at a time');
    for (const order of tries) assert.deepEqual(await approvedAt(order), ['south']);
    await waitFor('it is out of order again', async () => (await healthOf(operator, northId)) === 'open');

    await north.clearFaults();
    await timeIsOver();
    await forget();
    const order = newOrder();
    await createPayment(acme.shop, { merchantReferenceId: order });
    assert.deepEqual(await approvedAt(order), ['north']);
    await waitFor('it is in order again', async () => (await healthOf(operator, northId)) === 'closed');
  });

  test('nobody else takes the payment: it is asked all the same, and a decline shows that it is well', async () => {
    const set = await merchant();
    const { acme, operator, northId, southId } = set;
    await breakNorth(set);
    await operator.call('PATCH', `/acquirer-accounts/${southId}`, { body: { enabled: false } });
    await north.clearFaults();
    const order = newOrder();
    await north.setFault({ kind: 'decline', code: '51', match: { order } });
    await createPayment(acme.shop, { merchantReferenceId: order });
    assert.equal(await askedNorth(order), true);
    await waitFor('it is in order again', async () => (await healthOf(operator, northId)) === 'closed');
  });

  test('nobody fails over to it: after a refusal the customer can try again, after a silence not', async () => {
    const set = await merchant();
    await breakNorth(set);
    const order = newOrder();
    await south.setFault({ kind: 'decline', code: '91', match: { order } });
    const payment = await createPayment(set.acme.shop, { merchantReferenceId: order });
    assert.equal(payment.status, 'requiresPaymentMethod');
    assert.equal(await askedNorth(order), false);
  });

  test('one try of a customer asks two accounts at most, each once', async () => {
    const { acme } = await merchant();
    const order = newOrder();
    for (const host of [north, south]) await host.setFault({ kind: 'decline', code: '91', match: { order } });
    await createPayment(acme.shop, { merchantReferenceId: order });
    const asked = await Promise.all([north, south].map(async (host) => (await host.journal({ order })).length));
    assert.deepEqual(asked, [1, 1]);
  });

  test('an issuer that can’t be reached is no trouble of the account', async () => {
    const { acme, operator, northId } = await merchant();
    for (let n = 0; n < 7; n++) {
      const order = newOrder();
      await north.setFault({ kind: 'decline', code: '91', match: { order } });
      await createPayment(acme.shop, { merchantReferenceId: order });
      assert.equal(await askedNorth(order), true);
    }
    assert.equal(await healthOf(operator, northId), 'closed');
  });
});

describe('the attempts of a payment', () => {
  test('who was asked, why, and what they said; nothing of the card but its brand and last digits', async () => {
    const { acme, operator, northId, southId } = await merchant();
    await setRules(operator, [rule('both', {}, { [northId]: 1, [southId]: 0 })]);
    const order = newOrder();
    await north.setFault({ kind: 'decline', code: '96', match: { order } });
    const payment = await createPayment(acme.shop, { merchantReferenceId: order });
    const path = `/payments/${payment.id}/attempts`;
    const { body, text } = await acme.shop.call<{ data: Record<string, unknown>[] }>('GET', path);
    const [approval] = await south.journal({ event: 'approved', order });
    assert.deepEqual(
      body.data.map(({ id: _id, sent: _sent, answered: _answered, approvalCode: _code, ...shown }) => shown),
      [
        {
          account: { id: northId, name: 'north' },
          acquirerCode: '96',
          amount: 10_000,
          card: { brand: 'visa', last4: '4242' },
          connector: 'sandbox',
          currency: 'EUR',
          declineReason: 'acquirerError',
          number: 1,
          routing: { rule: 'both', why: 'first' },
          status: 'declined',
        },
        {
          account: { id: southId, name: 'south' },
          acquirerReference: approval?.rrn,
          amount: 10_000,
          card: { brand: 'visa', last4: '4242' },
          connector: 'sandbox',
          currency: 'EUR',
          networkTransactionId: approval?.networkTransactionId,
          number: 2,
          routing: { rule: 'both', why: 'failover' },
          status: 'approved',
        },
      ],
    );
    assert.ok(body.data.every(({ answered }) => answered !== undefined));
    assert.ok(!text.includes('42424242'), 'no first digits of the card');
    const stranger = await world.addMerchant({ countsTries: false });
    assert.equal((await stranger.shop.call('GET', path)).status, 404);
  });
});
