/**
 * A card that a customer agreed to have kept: how it comes to be stored, what a merchant may do with it, and how it
 * goes.
 */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { parseId } from '../../src/base/id.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { cardOf, paymentNow, type PaymentBody } from '../support/payments.ts';
import { makePans } from '../support/pan-scanner.ts';
import { createShop, type Answer, type Shop } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

type PaymentMethodBody = {
  readonly id: string;
  readonly card: { readonly last4: string; readonly expiryYear: number };
  readonly category: string;
  readonly sequence: number;
  readonly status: string;
  readonly [key: string]: unknown;
};
type Problem = { readonly code: string; readonly detail: string };

let world: World;
let acme: TestMerchant;
let elsewhere: Shop;

before(async () => {
  world = await createWorld({ TOLLGATE_VAULT_KEY: randomBytes(32).toString('hex') });
  acme = await world.addMerchant({ countsTries: false });
  elsewhere = createShop({ gatewayUrl: await world.addGateway(), apiKey: acme.apiKey });
});
after(() => world.close());

/** A Visa that no other story uses. */
const newPan = (): string => makePans(1, randomBytes)[0] ?? '';
const newCustomer = (): string => `customer-${randomUUID().slice(0, 8)}`;
const MONTHLY = { category: 'recurrent', recurringModel: { recurrent: { expiry: '2090-12-31', frequency: 28 } } };
const AT_ANY_TIME = { category: 'unscheduled' };

const pay = (fields: object, shop = acme.shop): Promise<Answer<PaymentBody>> =>
  shop.call('POST', '/payments', { body: { amount: 1_000, currency: 'EUR', ...fields } });

const payAndKeep = (
  pan: string,
  merchantCustomerId: string,
  fields: object = {},
  shop = acme.shop,
): Promise<Answer<PaymentBody>> =>
  pay({ paymentMethod: { card: cardOf(pan) }, merchantCustomerId, setupFutureUsage: AT_ANY_TIME, ...fields }, shop);

const keptFor = async (merchantCustomerId: string, shop = acme.shop): Promise<readonly PaymentMethodBody[]> =>
  (
    await shop.call<{ data: readonly PaymentMethodBody[] }>(
      'GET',
      `/payment-methods?merchantCustomerId=${merchantCustomerId}`,
    )
  ).body.data;

/** A card that is kept already: its payment method. */
const keep = async (fields: object = {}, pan = newPan(), customer = newCustomer()): Promise<PaymentMethodBody> => {
  assert.equal((await payAndKeep(pan, customer, fields)).body.status, 'succeeded');
  const [method, ...others] = await keptFor(customer);
  assert.ok(method && others.length === 0);
  return method;
};

const charge = (storedPaymentMethodId: string, fields: object = {}, shop = acme.shop) =>
  pay({ storedPaymentMethodId, ...fields }, shop);

const refusalOf = async (answer: Promise<Answer>): Promise<readonly [status: number, detail: string]> => {
  const { status, body } = await answer;
  return [status, (body as Problem).detail];
};

const approvals = async (order: string) =>
  (await world.acquirer.journal({ order })).filter(({ event }) => event === 'approved');
const heardOf = (id: string): readonly string[] =>
  acme.sink.received.filter(({ event }) => event.data.object['id'] === id).map(({ event }) => event.type);
const countOf = async (what: string): Promise<number> =>
  (await world.sql<{ count: number }>(`select count(*)::int as count from ${what}`))[0]?.count ?? -1;
const uuidOf = (publicId: string): string => parseId('paymentMethod', publicId) ?? '';
const chargedAgo = (id: string, days: number) =>
  world.sql(
    `update payment_methods set last_charged_at = last_charged_at - interval '${days} days' where id = '${uuidOf(id)}'`,
  );
const setAgreement = (id: string, lastDay: string) =>
  world.sql(`update payment_methods set recurring_expiry = ${lastDay} where id = '${uuidOf(id)}'`);

describe('a card is kept', () => {
  test('with an approved payment: shown, told, charged without the customer, deleted, told again', async () => {
    const pan = newPan();
    const customer = newCustomer();
    const order = `story-${customer}`;
    const first = await payAndKeep(pan, customer, { merchantReferenceId: order, setupFutureUsage: MONTHLY });
    assert.equal(first.body.status, 'succeeded', first.text);
    const [method] = await keptFor(customer);
    assert.ok(method);
    assert.deepEqual(Object.keys(method), [
      'id',
      'card',
      'category',
      'created',
      'merchantCustomerId',
      'recurringModel',
      'sequence',
      'status',
    ]);
    assert.deepEqual(method['recurringModel'], MONTHLY.recurringModel);
    assert.deepEqual(
      [method.card.last4, method.category, method.sequence, method.status],
      [pan.slice(-4), 'recurrent', 1, 'active'],
    );
    const created = await acme.sink.waitFor(
      ({ event }) => event.type === 'paymentMethod.created' && event.data.object['id'] === method.id,
    );
    assert.deepEqual(created.event.data.object, method);
    assert.deepEqual((await acme.shop.call('GET', `/payment-methods/${method.id}`)).body, method);

    const later = await charge(method.id, { merchantReferenceId: `${order}-2` });
    assert.equal(later.body.status, 'succeeded', later.text);
    assert.deepEqual((later.body['paymentMethod'] as { card: unknown }).card, method.card);
    const [[cit], [mit]] = await Promise.all([approvals(order), approvals(`${order}-2`)]);
    assert.deepEqual([cit?.initiator, mit?.initiator, mit?.last4], ['CIT', 'MIT', pan.slice(-4)]);

    const path = `/payment-methods/${method.id}`;
    assert.deepEqual((await acme.shop.call('DELETE', path)).body, { id: method.id, deleted: true });
    assert.deepEqual((await acme.shop.call('DELETE', path)).body, { id: method.id, deleted: true });
    assert.deepEqual(
      [(await acme.shop.call<PaymentMethodBody>('GET', path)).body.status, await keptFor(customer)],
      ['deleted', []],
    );
    assert.deepEqual(await refusalOf(charge(method.id)), [
      409,
      'This payment method was deleted and cannot be charged any more.',
    ]);
    await acme.sink.waitFor(
      ({ event }) => event.type === 'paymentMethod.deleted' && event.data.object['id'] === method.id,
    );
    assert.deepEqual(heardOf(method.id), ['paymentMethod.created', 'paymentMethod.deleted']);
    assert.equal(
      await countOf(`payment_methods m
        where merchant_customer_id = '${customer}' and fingerprint is null and cardholder_name is null
      and not exists (select from vault_cards c where c.id = m.id)`),
      1,
    );
  });

  test('with a check of 0, and charged later under the network’s id of it; the check is no charge', async () => {
    const customer = newCustomer();
    const method = await keep(
      { amount: 0, merchantReferenceId: customer, setupFutureUsage: MONTHLY },
      newPan(),
      customer,
    );
    const [check] = await approvals(customer);
    assert.deepEqual([check?.type, check?.amount], ['AUTH', 0]);
    const checkedAgain = await charge(method.id, { amount: 0, merchantReferenceId: `${customer}-again` });
    assert.equal(checkedAgain.body.status, 'succeeded', checkedAgain.text);
    const charged = await charge(method.id, { merchantReferenceId: `${customer}-first` });
    assert.equal(charged.body.status, 'succeeded', charged.text);
    const [row] = await world.sql<{ network_transaction_id: string }>(
      `select network_transaction_id from payment_methods where id = '${uuidOf(method.id)}'`,
    );
    assert.equal(row?.network_transaction_id, check?.networkTransactionId);
  });

  test('never with a payment that is declined: nothing of it stays', async () => {
    const customer = newCustomer();
    const cards = await countOf('vault_cards');
    const order = `declined-${customer}`;
    await world.acquirer.setFault({ kind: 'decline', match: { order }, count: 1, code: '51' });
    assert.equal(
      (await payAndKeep(newPan(), customer, { merchantReferenceId: order })).body.status,
      'requiresPaymentMethod',
    );
    assert.equal(await countOf(`payment_methods where merchant_customer_id = '${customer}'`), 0);
    assert.equal(await countOf('vault_cards'), cards);
    assert.deepEqual(await keptFor(customer), []);
  });

  test('while the outcome is unknown it waits, unseen; it comes into use with the approval', async () => {
    const customer = newCustomer();
    const order = `unknown-${customer}`;
    await world.acquirer.setFault({ kind: 'cutAfter', match: { order, type: 'SALE' }, count: 1 });
    const { body } = await payAndKeep(newPan(), customer, { merchantReferenceId: order });
    assert.equal(body.status, 'processing');
    assert.deepEqual(await keptFor(customer), []);
    const [pending] = await world.sql<{ id: string }>(
      `select id from payment_methods where merchant_customer_id = '${customer}' and state = 'pending'`,
    );
    assert.ok(pending);
    await waitFor('the card in use', async () => (await keptFor(customer)).length === 1);
    assert.equal((await paymentNow(acme.shop, body.id)).status, 'succeeded');
  });

  test('once: the same card of the same customer is renewed, another customer has one of its own', async () => {
    const pan = newPan();
    const customer = newCustomer();
    const first = await keep({}, pan, customer);
    const renewed = await payAndKeep(pan, customer, {
      paymentMethod: { card: { ...cardOf(pan), expiryYear: 2041 } },
      setupFutureUsage: MONTHLY,
    });
    assert.equal(renewed.body.status, 'succeeded', renewed.text);
    const [second, ...others] = await keptFor(customer);
    assert.ok(second);
    assert.deepEqual([second.id, second.card.expiryYear, second.category, others], [first.id, 2041, 'recurrent', []]);
    const neighbour = newCustomer();
    await payAndKeep(pan, neighbour);
    assert.notEqual((await keptFor(neighbour))[0]?.id, first.id);
    assert.equal((await charge(first.id)).body.status, 'succeeded');
  });

  test('once, also when twelve payments bring it at one time by two gateways', async () => {
    const pan = newPan();
    const customer = newCustomer();
    const cards = await countOf('vault_cards');
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => payAndKeep(pan, customer, {}, n % 2 === 0 ? acme.shop : elsewhere)),
    );
    assert.deepEqual(
      answers.map(({ body }) => body.status),
      answers.map(() => 'succeeded'),
    );
    assert.equal((await keptFor(customer)).length, 1);
    assert.equal(await countOf(`payment_methods where merchant_customer_id = '${customer}'`), 1);
    assert.equal(await countOf('vault_cards'), cards + 1);
    assert.equal(
      await countOf(
        `events where type = 'paymentMethod.created' and snapshot ->> 'merchant_customer_id' = '${customer}'`,
      ),
      1,
    );
  });
});

/** A day (UTC) as dates are written. */
const dayIn = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe('a kept card is charged', () => {
  test('as often as the customer agreed to, and no sooner', async () => {
    const { id } = await keep({ setupFutureUsage: MONTHLY });
    const before = dayIn(28);
    assert.equal((await charge(id)).body.status, 'succeeded');
    const days = [before, dayIn(28)];
    const [status, detail] = await refusalOf(charge(id));
    // Two around midnight.
    const nextDay = days.find((day) => detail.includes(day)) ?? before;
    assert.deepEqual(
      [status, detail],
      [409, `The customer agreed to fewer charges: the next one is possible on ${nextDay} (UTC).`],
    );
    await chargedAgo(id, 27);
    assert.equal((await charge(id)).status, 409);
    await chargedAgo(id, 1);
    assert.equal((await charge(id)).body.status, 'succeeded');
  });

  test('once, also when ten requests come at one time by two gateways', async () => {
    const { id } = await keep({ setupFutureUsage: MONTHLY });
    const order = `race-${randomUUID()}`;
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        charge(id, { merchantReferenceId: order }, n % 2 === 0 ? acme.shop : elsewhere),
      ),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...answers.slice(1).map(() => 409)]);
    assert.equal((await approvals(order)).length, 1);
  });

  test('at any time and side by side, when that was agreed', async () => {
    const { id } = await keep();
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, n) => charge(id, {}, n % 2 === 0 ? acme.shop : elsewhere)),
    );
    assert.deepEqual(
      answers.map(({ body }) => body.status),
      answers.map(() => 'succeeded'),
    );
  });

  test('a decline does not count; the next try may follow at once', async () => {
    const { id } = await keep({ setupFutureUsage: MONTHLY });
    const order = `mit-declined-${randomUUID()}`;
    await world.acquirer.setFault({ kind: 'decline', match: { order }, count: 1, code: '51' });
    assert.equal((await charge(id, { merchantReferenceId: order })).body.status, 'requiresPaymentMethod');
    assert.equal((await charge(id)).body.status, 'succeeded');
  });

  test('while the outcome of one charge is unknown no other begins', async () => {
    const { id } = await keep({ setupFutureUsage: MONTHLY });
    const order = `mit-unknown-${randomUUID()}`;
    await world.acquirer.setFault({ kind: 'cutAfter', match: { order, type: 'SALE' }, count: 1 });
    const { body } = await charge(id, { merchantReferenceId: order });
    assert.equal(body.status, 'processing');
    assert.deepEqual(await refusalOf(charge(id)), [
      409,
      'A charge of this payment method is under way. Wait for its outcome.',
    ]);
    await waitFor('the outcome', async () => (await paymentNow(acme.shop, body.id)).status === 'succeeded');
    assert.match((await refusalOf(charge(id)))[1], /agreed to fewer charges/);
  });

  test('until the last day of the agreement', async () => {
    const { id } = await keep({ setupFutureUsage: MONTHLY });
    await setAgreement(id, `date '${dayIn(-1)}'`);
    assert.match((await refusalOf(charge(id)))[1], /agreed to charges until \d{4}-\d\d-\d\d\. Ask for a new agreement/);
    const chargedOnLastDay = async (): Promise<string> => {
      const today = dayIn(0);
      await setAgreement(id, `date '${today}'`);
      const { status } = (await charge(id)).body;
      // Midnight came in between: not its last day any more.
      return status === 'succeeded' || today === dayIn(0) ? status : chargedOnLastDay();
    };
    assert.equal(await chargedOnLastDay(), 'succeeded');
  });

  test('the same key charges once and answers the same', async () => {
    const { id } = await keep({ setupFutureUsage: MONTHLY });
    const again = () =>
      acme.shop.call('POST', '/payments', {
        body: { amount: 1_000, currency: 'EUR', storedPaymentMethodId: id },
        headers: { 'Idempotency-Key': `mit-${id}` },
      });
    const first = await again();
    assert.equal(first.body['status'], 'succeeded', first.text);
    assert.equal((await again()).text, first.text);
  });
});

test('nobody sees, charges or deletes the card of another merchant', async () => {
  const { id } = await keep();
  const other = await world.addMerchant({ countsTries: false });
  const unknown = [404, 'There is no payment method with this id.'];
  for (const wrong of [id, 'pm_nothing', id.replace('pm_', 'py_')]) {
    const shop = wrong === id ? other.shop : acme.shop;
    assert.deepEqual(await refusalOf(shop.call('GET', `/payment-methods/${wrong}`)), unknown);
    assert.deepEqual(await refusalOf(shop.call('DELETE', `/payment-methods/${wrong}`)), unknown);
    assert.deepEqual(await refusalOf(charge(wrong, {}, shop)), unknown);
  }
  assert.equal((await charge(id)).body.status, 'succeeded');
});

test('stored cards are listed page by page, newest first', async () => {
  const customer = newCustomer();
  for (const pan of [newPan(), newPan(), newPan()]) await payAndKeep(pan, customer);
  const all = (await keptFor(customer)).map(({ id }) => id);
  assert.equal(new Set(all).size, 3);
  type Page = {
    readonly data: readonly PaymentMethodBody[];
    readonly hasMore: boolean;
    readonly nextCursor: string | null;
  };
  const first = (await acme.shop.call<Page>('GET', `/payment-methods?merchantCustomerId=${customer}&limit=2`)).body;
  const second = (
    await acme.shop.call<Page>(
      'GET',
      `/payment-methods?merchantCustomerId=${customer}&limit=2&cursor=${first.nextCursor ?? ''}`,
    )
  ).body;
  assert.deepEqual(
    [...first.data, ...second.data].map(({ id }) => id),
    all,
  );
  assert.deepEqual([first.hasMore, second.hasMore, second.nextCursor], [true, false, null]);
});
