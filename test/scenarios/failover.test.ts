/**
 * A failover to a standby that was behind: payments that were acknowledged are gone from the database, and are asked
 * for again.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { payByForm } from '../support/customer.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { cardOf, paymentNow, type PaymentBody } from '../support/payments.ts';
import { aCard } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

let world: World;
let acme: TestMerchant;
before(async () => {
  world = await createWorld();
  acme = await world.addMerchant();
});
after(() => world.close());

const approvalsOf = async (order: string) =>
  (await world.acquirer.journal({ order, event: 'approved' })).map(({ ref }) => ref);

/** What the standby never got: all rows of the payments of an order; `keys` of the requests that made them. */
const lose = (order: string, keys: readonly string[] = []) =>
  world.sql(`
    create temporary table lost as select id, session_id from payments where merchant_reference_id = '${order}';
    delete from deliveries where subject_id in (select id from lost);
    delete from deliveries where subject_id in (select session_id from lost) and sequence > 1;
    delete from events where subject_id in (select id from lost);
    delete from events where subject_id in (select session_id from lost) and sequence > 1;
    delete from attempts where payment_id in (select id from lost);
    delete from payments where id in (select id from lost);
    update sessions
    set previous_state = 'none', state = 'open', sequence = 1, version = 1, payment_id = null, attempts_begun = 0,
      payment_status = 'unpaid' where id in (select session_id from lost);
    delete from idempotency_keys where key in (${["''", ...keys.map((key) => `'${key}'`)].join(', ')})`);

const payDirectly = async (key: string, fields: Readonly<Record<string, unknown>>): Promise<PaymentBody> => {
  const { status, body, text } = await acme.shop.call<PaymentBody>('POST', '/payments', {
    headers: { 'Idempotency-Key': key },
    body: { amount: 4_200, currency: 'EUR', captureMethod: 'automatic', paymentMethod: { card: cardOf() }, ...fields },
  });
  assert.equal(status, 200, text);
  return body;
};

test('a direct payment that was lost is asked for again under its key: one approval, and the payment is there', async () => {
  const order = 'lost-direct';
  const first = await payDirectly('key-lost', { merchantReferenceId: order });
  const before = await approvalsOf(order);
  assert.equal(before.length, 1);
  await lose(order, ['key-lost']);
  assert.equal((await acme.shop.call('GET', `/payments/${first.id}`)).status, 404);
  const again = await payDirectly('key-lost', { merchantReferenceId: order });
  assert.equal(again.status, 'succeeded');
  assert.deepEqual(await approvalsOf(order), before);
});

test('with another order number, as the gateway gives when the merchant gives none: the acquirer is asked what became of the first', async () => {
  await payDirectly('key-other', { merchantReferenceId: 'lost-a' });
  await lose('lost-a', ['key-other']);
  const again = await payDirectly('key-other', { merchantReferenceId: 'lost-b' });
  await world.sql(`update attempts set reconcile_at = now() where state = 'sending'`);
  const settled = await waitFor('it is settled', async () => {
    const now = await paymentNow(acme.shop, again.id);
    return now.status !== 'processing' && now;
  });
  assert.equal(settled.status, 'succeeded');
  assert.deepEqual([(await approvalsOf('lost-a')).length, (await approvalsOf('lost-b')).length], [1, 0]);
});

test('a customer who pays the page again pays once', async () => {
  const order = 'lost-page';
  const session = await acme.shop.createSession({ merchantReferenceId: order });
  await payByForm(session.paymentUrl, aCard);
  const before = await approvalsOf(order);
  assert.equal(before.length, 1);
  await lose(order);
  assert.equal((await acme.shop.session(session.id)).status, 'open');
  const { left } = await payByForm(session.paymentUrl, aCard);
  assert.match(String(left), /status=completed/);
  assert.deepEqual(await approvalsOf(order), before);
});

test('a key that was forgotten after 30 days stands for a new payment', async () => {
  const order = 'forgotten';
  await payDirectly('key-forgotten', { merchantReferenceId: order });
  await world.sql(`delete from idempotency_keys where key = 'key-forgotten'`);
  assert.equal((await payDirectly('key-forgotten', { merchantReferenceId: order })).status, 'succeeded');
  assert.equal(new Set(await approvalsOf(order)).size, 2);
});
