/**
 * A merchant at a bank's host that can't be asked: what is unknown is reversed until that is acknowledged, and captures
 * and refunds are told again until the host says how they went.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startTestAcquirer } from '../support/acquirer.ts';
import { isLong } from '../support/length.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { cancel, capture, cardOf, createPayment, paymentNow, refund, type PaymentBody } from '../support/payments.ts';
import { createShop } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

const MAC_KEY = '0123456789ABCDEFFEDCBA9876543210';

let world: World;
let acme: TestMerchant;
let host: Awaited<ReturnType<typeof startTestAcquirer>>;

before(async () => {
  world = await createWorld();
  host = await startTestAcquirer({ iso8583: { port: 0, dialect: 'ascii-1987', macKey: MAC_KEY } });
  acme = await world.addMerchant({ countsTries: false });
  const { apiKey } = await world.admin.createApiKey({
    merchantId: acme.merchantId,
    scopes: ['acquirer-accounts:read', 'acquirer-accounts:write'],
  });
  const operator = createShop({ gatewayUrl: world.gatewayUrl, apiKey });
  const settings = {
    host: '127.0.0.1',
    port: String(host.iso8583Port),
    tls: 'no',
    dialect: 'ascii-1987',
    terminalId: 'TG000001',
    cardAcceptorId: 'ACME',
    // So that an answer is late soon.
    answerSeconds: '2',
  };
  const account = (macKey: string) => ({ name: 'Bank', connector: 'iso8583', settings, secrets: { macKey } });
  const refused = await operator.call('POST', '/acquirer-accounts', { body: account('F'.repeat(32)) });
  assert.equal(refused.status, 409, 'an account with another key is not saved');
  const made = await operator.call('POST', '/acquirer-accounts', { body: account(MAC_KEY) });
  assert.equal(made.status, 200, made.text);
});
after(async () => {
  await world.close();
  await host.stop();
});

/** Whatever waits for its next try is tried now. */
const hurry = () =>
  world.sql(`
    update attempts set sent_at = sent_at - interval '10 minutes', reconcile_at = now()
    where state in ('sending', 'reversing')`);
const hurryOperations = () =>
  world.sql(
    `update operations set reconcile_at = now() where state = 'sending' and reconcile_at > now() + interval '200 ms'`,
  );

const until = (id: string, fits: (payment: PaymentBody) => boolean): Promise<PaymentBody> =>
  waitFor(`payment ${id}`, async () => {
    await hurry();
    await hurryOperations();
    const payment = await paymentNow(acme.shop, id);
    return fits(payment) && payment;
  });

const authorizationFaults = ['cutBefore', 'cutAfter', 'truncated', 'garbled', 'wrongAmount', 'inProgress'] as const;
const laterFaults = ['cutBefore', 'cutAfter', 'garbled', 'wrongReference'] as const;

// One after the other: whatever cuts the line leaves all that is on it unknown.
describe('a host that can’t be asked', () => {
  for (const fault of isLong ? authorizationFaults : (['cutBefore', 'wrongAmount'] as const)) {
    test(`an authorization with ${fault} is reversed, and nothing of it is left`, async () => {
      const order = `auth-${fault}`;
      await host.setFault({ kind: fault, match: { order }, count: 1, ms: 100 });
      // The first reversal is lost, too: the advice is repeated.
      await host.setFault({ kind: 'cutAfter', match: { type: 'REVERSAL', order }, count: 1 });
      const payment = await createPayment(acme.shop, { merchantReferenceId: order });
      const known = await until(payment.id, ({ status }) => status !== 'processing');
      assert.notEqual(known.status, 'requiresCapture');
      assert.deepEqual(await host.unreversedApprovals({ order }), []);
    });
  }

  for (const fault of isLong ? laterFaults : (['cutAfter', 'wrongReference'] as const)) {
    test(`a capture and a refund with ${fault} are told again, and count once`, async () => {
      const order = `later-${fault}`;
      const payment = await createPayment(acme.shop, { merchantReferenceId: order });
      await host.setFault({ kind: fault, match: { type: 'CAPTURE', order }, count: 1 });
      await capture(acme.shop, payment.id);
      await until(payment.id, ({ status }) => status === 'succeeded');
      await host.setFault({ kind: fault, match: { type: 'REFUND', order }, count: 1 });
      await refund(acme.shop, payment.id, 4_000);
      await until(payment.id, ({ amountRefunded }) => amountRefunded === 4_000);
      const [ref = ''] = await host.unreversedApprovals({ order });
      const books = await host.authorization(ref);
      assert.deepEqual([books?.captured, books?.refunded], [10_000, 4_000]);
    });
  }

  test('a cancel whose answer is lost is told again', async () => {
    const payment = await createPayment(acme.shop, { merchantReferenceId: 'cancel' });
    await host.setFault({ kind: 'cutAfter', match: { type: 'VOID', order: 'cancel' }, count: 1 });
    await cancel(acme.shop, payment.id);
    await until(payment.id, ({ status }) => status === 'canceled');
    assert.deepEqual(await host.unreversedApprovals({ order: 'cancel' }), []);
  });

  for (const [kind, status] of [
    ['lateAnswer', 'requiresCapture'],
    ['decline', 'requiresPaymentMethod'],
  ] as const)
    test(`an answer after its time is heard: ${status}, and nobody had to ask`, async () => {
      const order = `late-${kind}`;
      await host.setFault({ kind: 'lateAnswer', match: { order }, ms: 3_600_000, count: 1 });
      const payment = await createPayment(acme.shop, {
        merchantReferenceId: order,
        ...(kind === 'decline' && { paymentMethod: { card: { ...cardOf(), cvc: '999' } } }),
      });
      assert.equal(payment.status, 'processing', 'its time is up');
      // The host lets go of it.
      await host.clearFaults();
      await waitFor('it is known', async () => (await paymentNow(acme.shop, payment.id)).status === status);
      assert.equal((await host.unreversedApprovals({ order })).length, kind === 'lateAnswer' ? 1 : 0);
      assert.deepEqual(await host.journal({ order, event: 'reversed' }), []);
    });

  test('an approval after its time, when its attempt is undone already, is not used', async () => {
    const order = 'too-late';
    await host.setFault({ kind: 'lateAnswer', match: { order }, ms: 3_600_000, count: 1 });
    const payment = await createPayment(acme.shop, { merchantReferenceId: order });
    await until(payment.id, ({ status }) => status === 'requiresPaymentMethod');
    await host.clearFaults();
    // Whatever is asked next over the same line is heard after it.
    await createPayment(acme.shop, { merchantReferenceId: 'after-too-late' });
    await until(payment.id, ({ status }) => status === 'requiresPaymentMethod');
    assert.deepEqual(await host.unreversedApprovals({ order }), []);
  });
});
