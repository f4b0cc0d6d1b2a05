/** The same shop with each kind of acquirer behind it: what it sees is the same, whatever the host is like. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { testCards } from '../../src/card/test-cards.ts';
import { startTestAcquirer, type TestAcquirer } from '../support/acquirer.ts';
import { payByForm } from '../support/customer.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { startRelay, type Relay } from '../support/relay.ts';
import {
  cancel,
  capture,
  cardOf,
  createPayment,
  increment,
  paymentNow,
  refund,
  toldAbout,
  type PaymentBody,
} from '../support/payments.ts';
import { aCard, createShop, type Shop } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

const WEBHOOK_SECRET = 'whsec_c2VjcmV0c2VjcmV0c2VjcmV0';
const HMAC_KEY = '44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056';
const MAC_KEY = '0123456789ABCDEFFEDCBA9876543210';
const API_KEY = 'test-key-of-the-simulated-host';

type Setup = { readonly acquirer: TestAcquirer; readonly account: Readonly<Record<string, unknown>> };

/** How a host of each kind is started, and what an operator says about the account there. */
const kinds: Readonly<Record<string, (relay: Relay) => Promise<Setup>>> = {
  stripe: async (relay) => {
    const acquirer = await startTestAcquirer({
      stripe: { notifications: { url: relay.url, secret: WEBHOOK_SECRET }, refundMs: 50 },
    });
    const secrets = { secretKey: 'sk_test_simulated', webhookSecret: WEBHOOK_SECRET };
    return { acquirer, account: { settings: { url: acquirer.url, multicapture: 'on', incremental: 'on' }, secrets } };
  },
  adyen: async (relay) => {
    const acquirer = await startTestAcquirer({
      adyen: {
        apiKey: API_KEY,
        merchantAccount: 'Acme',
        hmacKey: HMAC_KEY,
        notifyUrl: relay.url,
        multipleCaptures: true,
      },
    });
    const settings = { url: acquirer.url, merchantAccount: 'Acme', multipleCaptures: 'yes', increments: 'yes' };
    return { acquirer, account: { settings, secrets: { apiKey: API_KEY, hmacKey: HMAC_KEY } } };
  },
  iso8583: async () => {
    const acquirer = await startTestAcquirer({ iso8583: { port: 0, dialect: 'ascii-1987', macKey: MAC_KEY } });
    const settings = {
      host: '127.0.0.1',
      port: String(acquirer.iso8583Port),
      tls: 'no',
      dialect: 'ascii-1987',
      terminalId: 'TG000001',
      cardAcceptorId: 'ACME',
    };
    return { acquirer, account: { settings, secrets: { macKey: MAC_KEY } } };
  },
};

let world: World;
before(async () => {
  world = await createWorld();
});
after(() => world.close());

for (const [kind, setUp] of Object.entries(kinds))
  describe(kind, () => {
    let relay: Relay;
    let acquirer: TestAcquirer;
    let acme: TestMerchant;
    let operator: Shop;
    let notificationUrl: string;

    before(async () => {
      relay = await startRelay();
      const { acquirer: started, account } = await setUp(relay);
      acquirer = started;
      acme = await world.addMerchant({ countsTries: false });
      const { apiKey } = await world.admin.createApiKey({
        merchantId: acme.merchantId,
        scopes: ['acquirer-accounts:read', 'acquirer-accounts:write'],
      });
      operator = createShop({ gatewayUrl: world.gatewayUrl, apiKey });
      const made = await operator.call<{ id: string; notificationUrl: string }>('POST', '/acquirer-accounts', {
        body: { name: kind, connector: kind, ...account },
      });
      assert.equal(made.status, 200, made.text);
      notificationUrl = made.body.notificationUrl;
      relay.leadTo(notificationUrl);
    });
    after(async () => {
      await relay.close();
      await acquirer.stop();
    });

    const until = (id: string, fits: (payment: PaymentBody) => boolean): Promise<PaymentBody> =>
      waitFor('the payment', async () => {
        const payment = await paymentNow(acme.shop, id);
        return fits(payment) && payment;
      });

    test('a customer pays on the page', async () => {
      const session = await acme.shop.createSession({ merchantReferenceId: `${kind}-page` });
      await payByForm(session.paymentUrl, aCard);
      const done = await waitFor('the session', async () => {
        const now = await acme.shop.session(session.id);
        return now.status === 'completed' && now;
      });
      assert.equal(done.paymentStatus, 'paid');
      assert.equal((await acquirer.unreversedApprovals()).length, 1);
    });

    test('authorized, captured in two parts, refunded in two: the shop sees the same of every host', async () => {
      const payment = await createPayment(acme.shop, { merchantReferenceId: `${kind}-parts` });
      assert.equal(payment.status, 'requiresCapture');
      assert.equal((await capture(acme.shop, payment.id, { amount: 4_000, final: false })).status, 200);
      await until(payment.id, ({ amountCaptured }) => amountCaptured === 4_000);
      assert.equal((await capture(acme.shop, payment.id)).status, 200);
      await until(payment.id, ({ status }) => status === 'succeeded');
      assert.equal((await refund(acme.shop, payment.id, 1_000)).status, 200);
      await until(payment.id, ({ amountRefunded }) => amountRefunded === 1_000);
      assert.equal((await refund(acme.shop, payment.id)).status, 200);
      await until(payment.id, ({ amountRefunded }) => amountRefunded === 10_000);
      assert.deepEqual(await toldAbout(acme, payment.id), [
        'payment.created',
        'payment.requiresCapture',
        'payment.funded',
        'payment.funded',
        'payment.succeeded',
        'refund.created',
        'refund.succeeded',
        'refund.created',
        'refund.succeeded',
      ]);
    });

    test('more is authorized and captured, where the host can add; else nothing is asked', async () => {
      const { id } = await createPayment(acme.shop, { merchantReferenceId: `${kind}-more` });
      const asked = await increment(acme.shop, id, 2_500);
      if (kind === 'iso8583') {
        assert.deepEqual([asked.status, asked.body['code']], [409, 'not_supported']);
        return;
      }
      await until(id, ({ amountCapturable }) => amountCapturable === 12_500);
      await capture(acme.shop, id);
      assert.equal((await until(id, ({ status }) => status === 'succeeded')).amountCaptured, 12_500);
    });

    test('a card is checked with 0, where the host can; else nothing is asked', async () => {
      const body = { amount: 0, currency: 'EUR', paymentMethod: { card: cardOf('4242424242424242') } };
      const order = `${kind}-check`;
      const asked = await acme.shop.call<PaymentBody>('POST', '/payments', {
        body: { ...body, merchantReferenceId: order },
      });
      if (kind === 'stripe') {
        assert.deepEqual([asked.status, asked.body['code']], [409, 'not_supported']);
        return;
      }
      assert.deepEqual([asked.body.status, asked.body.amountCaptured], ['succeeded', 0], asked.text);
    });

    test('authorized and canceled', async () => {
      const payment = await createPayment(acme.shop, { merchantReferenceId: `${kind}-cancel` });
      await cancel(acme.shop, payment.id);
      await until(payment.id, ({ status }) => status === 'canceled');
    });

    test('declined: the reason is the card’s', async () => {
      const payment = await createPayment(acme.shop, { paymentMethod: { card: cardOf(poorCard(kind)) } });
      assert.equal(payment.status, 'requiresPaymentMethod');
      assert.equal((payment['lastError'] as { declineReason: string }).declineReason, 'insufficientFunds');
    });

    test('the answer to an authorization is lost: it is found out or undone, never paid twice', async () => {
      const order = `${kind}-lost`;
      await acquirer.setFault({ kind: 'cutAfter', match: { order }, count: 1 });
      const payment = await createPayment(acme.shop, { merchantReferenceId: order });
      const known = await until(payment.id, ({ status }) => {
        // Where nobody can be asked, it is waited for as long as the request may be under way.
        void letTimePass(order);
        return status !== 'processing';
      });
      const approved = await acquirer.stats({ order });
      assert.deepEqual(approved.ordersWithSeveralApprovals, []);
      const isLeft = (await acquirer.unreversedApprovals({ order })).length;
      assert.equal(isLeft, known.status === 'requiresCapture' ? 1 : 0);
    });

    if (kind === 'adyen')
      for (const [taken, told] of [
        ['capture', 'payment.captureFailed'],
        ['refund', 'refund.failed'],
      ] as const)
        test(`a ${taken} that succeeded is taken back days later: the amounts are as before, and the shop is told`, async () => {
          const payment = await createPayment(acme.shop, { merchantReferenceId: `${kind}-taken-${taken}` });
          await acquirer.setFault({ kind: 'takenBack', match: { type: taken.toUpperCase() }, count: 1 });
          await capture(acme.shop, payment.id);
          if (taken === 'refund') {
            await until(payment.id, ({ status }) => status === 'succeeded');
            await refund(acme.shop, payment.id);
          }
          const events = await waitFor('it is told', async () => {
            const all = await toldAbout(acme, payment.id);
            return all.includes(told) && all;
          });
          assert.ok(events.includes(taken === 'capture' ? 'payment.funded' : 'refund.succeeded'), 'it had succeeded');
          const { amountCaptured, amountRefunded } = await paymentNow(acme.shop, payment.id);
          assert.deepEqual([amountCaptured, amountRefunded], taken === 'capture' ? [0, 0] : [10_000, 0]);
        });

    if (kind !== 'iso8583') {
      test('what it sends is stored once and can be read; forged or unreadable it is refused', async () => {
        const seen = () => relay.received.at(-1);
        const original = await waitFor('a notification', () => Promise.resolve(seen()));
        const before = await countNotifications(operator, notificationUrl);
        for (let times = 0; times < 2; times++)
          assert.equal((await post(notificationUrl, original)).status, 200, 'the same again');
        assert.equal(await countNotifications(operator, notificationUrl), before);

        const forged = { ...original, body: Buffer.from(original.body.toString('utf8').replace('EUR', 'USD')) };
        const changed = forged.body.equals(original.body) ? { ...original, body: Buffer.from('{}') } : forged;
        const answer = await post(notificationUrl, changed);
        assert.ok(answer.status === 401 || answer.status === 400, String(answer.status));
        assert.equal(await countNotifications(operator, notificationUrl), before);
        const nobody = notificationUrl.replace(/aa_\w+$/, 'aa_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r');
        assert.equal((await post(nobody, original)).status, 404);
      });

      test('no card data is in what is stored of it', async () => {
        const rows = await world.sql<{ whole: string }>(
          `select string_agg(n::text, ' ') as whole from acquirer_notifications n`,
        );
        assert.doesNotMatch(rows[0]?.whole ?? '', /\b4\d{15}\b/);
      });
    }
  });

const letTimePass = (order: string) =>
  world.sql(`
    update attempts set sent_at = now() - interval '10 minutes', reconcile_at = now()
    where state = 'sending' and payment_id in (select id from payments where merchant_reference_id = '${order}')`);

/** Each host has test cards of its own. */
const poorCard = (kind: string): string =>
  kind === 'stripe'
    ? '4000000000009995'
    : (testCards.find(({ declineReason }) => declineReason === 'insufficientFunds')?.pan ?? '');

type Delivered = { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };

const post = (url: string, { headers, body }: Delivered): Promise<Response> => {
  const { host: _host, connection: _connection, 'content-length': _length, ...kept } = headers;
  return fetch(url, { method: 'POST', headers: kept, body: new Uint8Array(body) });
};

const countNotifications = async (operator: Shop, notificationUrl: string): Promise<number> => {
  const id = notificationUrl.slice(notificationUrl.lastIndexOf('/') + 1);
  const { body } = await operator.call<{ data: unknown[] }>('GET', `/acquirer-accounts/${id}/notifications?limit=100`);
  return body.data.length;
};
