/**
 * A host that says "declined" and later, of the very same authorization, "approved": the customer and the shop have
 * been told no, so the approval is undone by itself.
 */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { deliveryOf, HMAC_KEY, itemOf, signed } from '../../src/connectors/acquirer/adyen/notifications.fixture.ts';
import { startTestAcquirer, type TestAcquirer } from '../support/acquirer.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { createPayment, paymentNow } from '../support/payments.ts';
import { startRelay, type Relay } from '../support/relay.ts';
import { createShop } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

const WEBHOOK_SECRET = 'whsec_c2VjcmV0c2VjcmV0c2VjcmV0';
const API_KEY = 'test-key-of-the-simulated-host';

type Told = { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };
type Face = {
  readonly start: (relay: Relay) => Promise<{ readonly host: TestAcquirer; readonly account: object }>;
  /** As the host signs it. `handle`: what the host calls it. */
  readonly tell: (of: { readonly reference: string; readonly handle: string }, isApproved: boolean) => Told;
};

const stripeEvent = (type: string, object: object): Told => {
  const body = JSON.stringify({ id: `evt_${type.length}`, object: 'event', type, data: { object } });
  const seconds = Math.floor(Date.now() / 1_000);
  const v1 = createHmac('sha256', WEBHOOK_SECRET).update(`${seconds}.${body}`).digest('hex');
  return {
    headers: { 'content-type': 'application/json', 'stripe-signature': `t=${seconds},v1=${v1}` },
    body: Buffer.from(body),
  };
};

const faces: Readonly<Record<string, Face>> = {
  stripe: {
    start: async (relay) => {
      const host = await startTestAcquirer({ stripe: { notifications: { url: relay.url, secret: WEBHOOK_SECRET } } });
      const secrets = { secretKey: 'sk_test_simulated', webhookSecret: WEBHOOK_SECRET };
      return { host, account: { settings: { url: host.url }, secrets } };
    },
    tell: ({ reference, handle }, isApproved) =>
      isApproved
        ? stripeEvent('charge.succeeded', {
            id: 'ch_1',
            object: 'charge',
            status: 'succeeded',
            amount: 10_000,
            currency: 'eur',
            created: Math.floor(Date.now() / 1_000),
            metadata: { reference },
            payment_intent: handle,
            payment_method_details: { card: { authorization_code: '123456', last4: '4242' } },
          })
        : stripeEvent('payment_intent.payment_failed', {
            id: handle,
            object: 'payment_intent',
            status: 'requires_payment_method',
            amount: 10_000,
            amount_received: 0,
            currency: 'eur',
            metadata: { reference },
            last_payment_error: { type: 'card_error', code: 'card_declined', decline_code: 'generic_decline' },
          }),
  },
  adyen: {
    start: async (relay) => {
      const adyen = { apiKey: API_KEY, merchantAccount: 'Acme', hmacKey: HMAC_KEY, notifyUrl: relay.url };
      const host = await startTestAcquirer({ adyen });
      const settings = { url: host.url, merchantAccount: 'Acme' };
      return { host, account: { settings, secrets: { apiKey: API_KEY, hmacKey: HMAC_KEY } } };
    },
    tell: ({ reference }, isApproved) =>
      deliveryOf([
        signed(
          itemOf({
            merchantAccountCode: 'Acme',
            merchantReference: reference,
            amount: { value: 10_000, currency: 'EUR' },
            success: String(isApproved),
            reason: isApproved ? '123456:1111:03/2030' : 'Refused',
            pspReference: isApproved ? '8535296650153317' : '8535296650153318',
          }),
        ),
      ]),
  },
};

let world: World;
let acme: TestMerchant;
before(async () => {
  world = await createWorld();
});
after(() => world.close());

const post = async (url: string, { headers, body }: Told): Promise<void> => {
  const answer = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) });
  assert.equal(answer.status, 200, await answer.text());
};

for (const [kind, { start, tell }] of Object.entries(faces))
  test(`${kind}: an approval that is told after a decline is reversed, and the decline stands`, async () => {
    const relay = await startRelay();
    const { host, account } = await start(relay);
    try {
      acme = await world.addMerchant({ countsTries: false });
      const { apiKey } = await world.admin.createApiKey({
        merchantId: acme.merchantId,
        scopes: ['acquirer-accounts:read', 'acquirer-accounts:write'],
      });
      const operator = createShop({ gatewayUrl: world.gatewayUrl, apiKey });
      const made = await operator.call<{ notificationUrl: string }>('POST', '/acquirer-accounts', {
        body: { name: kind, connector: kind, ...account },
      });
      assert.equal(made.status, 200, made.text);
      // Approved, and nobody hears of it: not by the answer, not by a question.
      await host.setFault({ kind: 'notFoundFirst', match: { type: 'AUTH', order: kind }, ms: 3_600_000 });
      const payment = await createPayment(acme.shop, { merchantReferenceId: kind });
      assert.equal(payment.status, 'processing');
      assert.equal((await host.unreversedApprovals({ order: kind })).length, 1);

      const attempt = async () => {
        const [row] = await world.sql<{ id: string; state: string; acquirer_handle: string | null }>(
          `select a.id, a.state, a.acquirer_handle from attempts a
          join payments p on p.merchant_id = a.merchant_id and p.id = a.payment_id
          where p.merchant_reference_id = '${kind}'`,
        );
        return row ?? assert.fail('no attempt');
      };
      const { id: reference, acquirer_handle: handle } = await attempt();
      const named = { reference, handle: handle ?? '' };
      await post(made.body.notificationUrl, tell(named, false));
      await waitFor('declined', async () => (await attempt()).state === 'declined');
      relay.leadTo(made.body.notificationUrl);
      await post(made.body.notificationUrl, tell(named, true));
      await waitFor('reversed', async () => (await attempt()).state === 'reversed');
      assert.deepEqual(await host.unreversedApprovals({ order: kind }), []);
      assert.equal((await paymentNow(acme.shop, payment.id)).status, 'requiresPaymentMethod');
    } finally {
      await relay.close();
      await host.stop();
    }
  });
