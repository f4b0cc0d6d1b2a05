/**
 * A merchant whose payments go to Adyen: nothing can be asked there, and captures, cancels and refunds end by a
 * notification.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  deliveryOf,
  HMAC_KEY,
  itemOf,
  MERCHANT,
  signed,
} from '../../src/connectors/acquirer/adyen/notifications.fixture.ts';
import { payByForm } from '../support/customer.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { cancel, capture, createPayment, increment, paymentNow, refund, type RefundBody } from '../support/payments.ts';
import { aCard, createShop, type Shop } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

let world: World;
let acme: TestMerchant;
let operator: Shop;
let account: { readonly id: string; readonly notificationUrl: string };

before(async () => {
  world = await createWorld();
  acme = await world.addMerchant({ countsTries: false });
  const { apiKey } = await world.admin.createApiKey({
    merchantId: acme.merchantId,
    scopes: ['acquirer-accounts:read', 'acquirer-accounts:write'],
  });
  operator = createShop({ gatewayUrl: world.gatewayUrl, apiKey });
  const made = await operator.call<typeof account>('POST', '/acquirer-accounts', {
    body: {
      name: 'Adyen',
      connector: 'adyen',
      settings: { merchantAccount: MERCHANT, url: world.acquirer.url, multipleCaptures: 'no', increments: 'yes' },
      secrets: { apiKey: 'a-key-of-twenty-letters-or-more', hmacKey: HMAC_KEY },
    },
  });
  assert.equal(made.status, 200, made.text);
  account = made.body;
  const told = await fetch(`${world.acquirer.url}/control/notifications`, {
    method: 'PUT',
    body: JSON.stringify({ face: 'adyen', url: account.notificationUrl, secret: HMAC_KEY }),
  });
  assert.equal(told.status, 200, await told.text());
});
after(() => world.close());

const untilStatus = async (id: string, status: string) => {
  await waitFor(`${id} is ${status}`, async () => (await paymentNow(acme.shop, id)).status === status);
  return paymentNow(acme.shop, id);
};
const refundWhen = async (id: string, status: string): Promise<RefundBody> => {
  const now = async () => (await acme.shop.call<RefundBody>('GET', `/refunds/${id}`)).body;
  await waitFor(`${id} is ${status}`, async () => (await now()).status === status);
  return now();
};

describe('a merchant at Adyen', () => {
  test('a customer pays on the page', async () => {
    const { id, paymentUrl } = await acme.shop.createSession({ merchantReferenceId: 'page' });
    await payByForm(paymentUrl, aCard);
    await waitFor('completed', async () => (await acme.shop.session(id)).status === 'completed');
    assert.equal((await world.acquirer.unreversedApprovals({ order: 'page' })).length, 1);
  });

  test('a capture and a refund end when they are told', async () => {
    const payment = await createPayment(acme.shop, { merchantReferenceId: 'capture' });
    await capture(acme.shop, payment.id);
    const captured = await untilStatus(payment.id, 'succeeded');
    assert.equal(captured.amountCaptured, 10_000);
    const { body } = await refund(acme.shop, payment.id, 4_000);
    await refundWhen(body.id, 'succeeded');
    assert.equal((await paymentNow(acme.shop, payment.id)).amountRefunded, 4_000);
  });

  test('a cancel ends when it is told', async () => {
    const payment = await createPayment(acme.shop, { merchantReferenceId: 'cancel' });
    await cancel(acme.shop, payment.id);
    await untilStatus(payment.id, 'canceled');
  });

  test('an increment ends when it is told, also by the reference of the payment', async () => {
    const payment = await createPayment(acme.shop, { merchantReferenceId: 'increment' });
    const ofPayment = `payment_id in (select id from payments where merchant_reference_id = 'increment')`;
    const [attempt] = await world.sql<{ id: string }>(`select id from attempts where ${ofPayment}`);
    await waitFor('the approval was told', async () => {
      const told = await world.sql(`select 1 from acquirer_notifications where reference = '${attempt?.id ?? ''}'`);
      return told.length > 0;
    });
    await world.acquirer.setFault({ kind: 'noticeLost', count: 1 });
    await increment(acme.shop, payment.id, 2_500);
    const accepted = await waitFor('it is accepted', async () => {
      const [row] = await world.sql<{ acquirer_reference: string | null }>(
        `select acquirer_reference from operations where kind = 'increment' and state = 'sending' and ${ofPayment}`,
      );
      return row?.acquirer_reference ?? undefined;
    });
    assert.equal((await capture(acme.shop, payment.id)).status, 409, 'nothing meanwhile');
    const item = itemOf({
      eventCode: 'AUTHORISATION_ADJUSTMENT',
      pspReference: accepted,
      merchantReference: attempt?.id ?? '',
      reason: '',
    });
    const { body, headers } = deliveryOf([signed(item)]);
    assert.equal((await fetch(account.notificationUrl, { method: 'POST', body, headers })).status, 200);
    await waitFor('it is added', async () => (await paymentNow(acme.shop, payment.id)).amountCapturable === 12_500);

    await world.acquirer.setFault({ kind: 'decline', match: { type: 'INCREMENT', order: 'increment' }, count: 1 });
    await increment(acme.shop, payment.id, 100);
    await waitFor('it is refused', async () => {
      const { lastError, amountCapturable } = await paymentNow(acme.shop, payment.id);
      return (lastError as { code?: string } | undefined)?.code === 'incrementDeclined' && amountCapturable === 12_500;
    });
    await capture(acme.shop, payment.id);
    assert.equal((await untilStatus(payment.id, 'succeeded')).amountCaptured, 12_500);
  });

  test('a capture that the host cannot do fails, and can be tried again', async () => {
    await world.acquirer.setFault({ kind: 'decline', match: { type: 'CAPTURE', order: 'no' }, count: 1 });
    const payment = await createPayment(acme.shop, { merchantReferenceId: 'no' });
    const first = await capture(acme.shop, payment.id);
    await waitFor('it failed', async () => (await paymentNow(acme.shop, payment.id)).amountCaptured === 0);
    await untilStatus(payment.id, 'requiresCapture');
    assert.notEqual(first.body.status, 'succeeded');
    await capture(acme.shop, payment.id);
    await untilStatus(payment.id, 'succeeded');
  });

  test('refunds that did not last are taken back, also when that is told at once, and can be made again', async () => {
    // Success and its end are under way side by side: each of five would find it out.
    const orders = [1, 2, 3, 4, 5].map((number) => `back-${number}`);
    for (const order of orders)
      await world.acquirer.setFault({ kind: 'takenBack', match: { type: 'REFUND', order }, count: 1 });
    for (const order of orders) {
      const payment = await createPayment(acme.shop, { merchantReferenceId: order, captureMethod: 'automatic' });
      const { body } = await refund(acme.shop, payment.id);
      await refundWhen(body.id, 'failed');
      assert.equal((await paymentNow(acme.shop, payment.id)).amountRefunded, 0);
      const again = await refund(acme.shop, payment.id);
      await refundWhen(again.body.id, 'succeeded');
    }
  });

  for (const fault of ['cutAfter', 'errorPageAfter', 'wrongAmount', 'noticeFirst'] as const) {
    test(`an authorization with ${fault} is known by its notification, once`, async () => {
      const order = `auth-${fault}`;
      await world.acquirer.setFault({ kind: fault, match: { order }, count: 1 });
      const payment = await createPayment(acme.shop, { merchantReferenceId: order });
      await untilStatus(payment.id, 'requiresCapture');
      assert.equal((await world.acquirer.unreversedApprovals({ order })).length, 1);
    });
  }

  test('notifications that come late, twice and in another order change nothing that they should not', async () => {
    for (const kind of ['noticeTwice', 'noticeReordered', 'noticeForged'] as const) {
      await world.acquirer.setFault({ kind, count: 1 });
      const payment = await createPayment(acme.shop, { merchantReferenceId: kind });
      await capture(acme.shop, payment.id);
      assert.equal((await untilStatus(payment.id, 'succeeded')).amountCaptured, 10_000);
    }
  });

  test('a payment that never came is cancelled in vain, until the host says that it was declined', async () => {
    const order = 'never-came';
    await world.acquirer.setFault({ kind: 'cutBefore', match: { order }, count: 100 });
    const payment = await createPayment(acme.shop, { merchantReferenceId: order });
    await world.sql(
      `update attempts set sent_at = now() - interval '1 hour', reconcile_at = now()
        where payment_id in (select id from payments where merchant_reference_id = '${order}')`,
    );
    const attempt = async () =>
      (
        await world.sql<{ id: string; state: string }>(
          `select a.id, a.state from attempts a join payments p on p.id = a.payment_id
            where p.merchant_reference_id = '${order}'`,
        )
      )[0];
    const refusals = () =>
      world.sql(`select 1 from acquirer_notifications where type = 'TECHNICAL_CANCEL' and state = 'refused'`);
    await waitFor('a cancel that the host refused', async () => (await refusals()).length > 0);
    assert.equal((await attempt())?.state, 'reversing');

    const { id = '' } = (await attempt()) ?? {};
    const item = itemOf({ merchantReference: id, success: 'false', reason: 'Refused' });
    const { body, headers } = deliveryOf([signed(item)]);
    const told = await fetch(account.notificationUrl, { method: 'POST', body, headers });
    assert.deepEqual([told.status, await told.text()], [200, '[accepted]']);
    await waitFor('it is over', async () => (await attempt())?.state === 'reversed');
    assert.equal((await paymentNow(acme.shop, payment.id)).status, 'requiresPaymentMethod');
  });
});
