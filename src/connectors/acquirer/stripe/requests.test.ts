import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpAnswer, HttpRequest } from '../../../base/http-client.ts';
import { Secret } from '../../../base/secret.ts';
import { authorization, money } from '../../../../test/conformance/acquirer/conformance.ts';
import type { AcquirerConnector, AuthorizeRequest, OperationReference } from '../contract.ts';
import { STRIPE_VERSION } from './client.ts';
import { createStripeConnector } from './index.ts';
import { cardOf } from './stripe.fixture.ts';

const reference = 'a3b1c2d4-0000-7000-8000-000000000001' as OperationReference;
const held = { reference, acquirerReference: 'pi_1' };
const request: AuthorizeRequest = {
  ...authorization({ approvedCard: () => cardOf('4242424242424242') }),
  reference,
  handle: 'pi_1',
};

const method: HttpAnswer = {
  kind: 'answered',
  status: 200,
  headers: {},
  body: Buffer.from(JSON.stringify({ id: 'pm_1', object: 'payment_method' })),
  isCutOff: false,
};

/** What goes out for a call, whatever is answered. */
const allSentBy = async (
  call: (connector: AcquirerConnector) => Promise<unknown>,
  values: Readonly<Record<string, string>> = {},
): Promise<readonly HttpRequest[]> => {
  const sent: HttpRequest[] = [];
  const connector = createStripeConnector({
    values,
    secrets: { secretKey: new Secret('sk_test_simulated') },
    olderSecrets: {},
    limits: {},
    http: {
      send: (one) => {
        sent.push(one);
        return Promise.resolve(
          one.url.endsWith('/v1/payment_methods') ? method : { kind: 'noAnswer', cause: 'timeout' },
        );
      },
      close: () => Promise.resolve(),
    },
  });
  await call(connector);
  return sent;
};

const sentBy = async (
  ...asked: Parameters<typeof allSentBy>
): Promise<{ readonly form: Readonly<Record<string, string>>; readonly sent: HttpRequest }> => {
  const sent = await allSentBy(...asked);
  const last = sent.at(-1);
  assert(last !== undefined && sent.length <= 2);
  return { form: formOf(last), sent: last };
};

const formOf = ({ body }: HttpRequest): Readonly<Record<string, string>> =>
  Object.fromEntries(new URLSearchParams(String(body ?? '')));

test('a handle is asked for without a card', async () => {
  const { form, sent } = await sentBy((connector) => connector.prepare?.(request) ?? Promise.resolve());
  assert.equal(sent.url, 'https://api.stripe.com/v1/payment_intents');
  assert.deepEqual(sent.headers, {
    authorization: 'Bearer sk_test_simulated',
    'stripe-version': STRIPE_VERSION,
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
    'idempotency-key': `${reference}-prepare`,
  });
  assert.deepEqual(form, {
    amount: '1000',
    currency: 'eur',
    capture_method: 'manual',
    'payment_method_types[]': 'card',
    'metadata[reference]': reference,
    'metadata[merchant_id]': 'mr_conformance',
    'metadata[order_id]': 'order-1',
  });
});

test('the same request is the same bytes', async () => {
  const ask = () => allSentBy((connector) => connector.authorize(request));
  assert.deepEqual(await ask(), await ask());
});

const plain = { payment_method: 'pm_1', 'expand[]': 'latest_charge' };

test('a card goes out after its handle; then both are confirmed under our reference', async () => {
  const [card, confirmed] = await allSentBy((connector) => connector.authorize(request));
  assert(card !== undefined && confirmed !== undefined);
  assert.equal(card.url, 'https://api.stripe.com/v1/payment_methods');
  assert.equal(card.headers['idempotency-key'], `${reference}-card`);
  assert.deepEqual(formOf(card), {
    type: 'card',
    'card[number]': '4242424242424242',
    'card[exp_month]': '12',
    'card[exp_year]': String(request.card.expiryYear),
    'card[cvc]': '123',
    'billing_details[name]': 'A. Cardholder',
  });
  assert.equal(confirmed.url, 'https://api.stripe.com/v1/payment_intents/pi_1/confirm');
  assert.equal(confirmed.headers['idempotency-key'], reference);
  assert.deepEqual(formOf(confirmed), plain);
});

test('the proof of 3-D Secure, and an exemption beside it', async () => {
  const authentication = { version: '2.2.0', eci: '05', cavv: 'AAABBEg0VhI0VniQEjRWAAAAAAA=', dsTransId: 'ds-1' };
  const secure = (name: string) => `payment_method_options[card][three_d_secure][${name}]`;
  const proven = { ...request, authentication, isExempt: true };
  assert.deepEqual((await sentBy((connector) => connector.authorize(proven))).form, {
    ...plain,
    [secure('version')]: '2.2.0',
    [secure('electronic_commerce_indicator')]: '05',
    [secure('cryptogram')]: authentication.cavv,
    [secure('transaction_id')]: 'ds-1',
    [secure('exemption_indicator')]: 'low_risk',
  });
  // Without a cavv there is nothing that the form could take.
  const unproven = { ...request, authentication: { ...authentication, cavv: undefined } };
  assert.deepEqual((await sentBy((connector) => connector.authorize(unproven))).form, plain);
});

test('a card that is stored, and one that was', async () => {
  const stores: AuthorizeRequest = { ...request, initiator: { by: 'customer', storesCard: true } };
  assert.deepEqual((await sentBy((connector) => connector.authorize(stores))).form, {
    ...plain,
    setup_future_usage: 'off_session',
  });
  const later: AuthorizeRequest = {
    ...request,
    card: { ...request.card, cvc: undefined, cardholderName: undefined },
    initiator: { by: 'merchant', networkTransactionId: '104557651805572', category: 'recurrent' },
  };
  const [card] = await allSentBy((connector) => connector.authorize(later));
  assert(card !== undefined);
  assert.deepEqual(Object.keys(formOf(card)), ['type', 'card[number]', 'card[exp_month]', 'card[exp_year]']);
  const asked = {
    ...plain,
    off_session: 'true',
    'payment_method_options[card][stored_credential_usage]': 'recurring',
  };
  assert.deepEqual((await sentBy((connector) => connector.authorize(later))).form, asked);
  const allowed = await sentBy((connector) => connector.authorize(later), { networkTransactionIds: 'on' });
  assert.deepEqual(allowed.form, {
    ...asked,
    'payment_method_options[card][mit_exemption][network_transaction_id]': '104557651805572',
  });
});

test('captures name what is taken, and say whether more follows only where Stripe allows it', async () => {
  const capture = { reference, authorization: held, amount: money(400), final: false };
  const single = await sentBy((connector) => connector.capture(capture));
  assert.equal(single.sent.url, 'https://api.stripe.com/v1/payment_intents/pi_1/capture');
  assert.equal(single.sent.headers['idempotency-key'], reference);
  assert.deepEqual(single.form, { amount_to_capture: '400', [`metadata[c-${reference}]`]: '400' });
  const several = await sentBy((connector) => connector.capture(capture), { multicapture: 'on' });
  assert.equal(several.form['final_capture'], 'false');
  const confirmed = await sentBy((connector) => connector.authorize(request), {
    multicapture: 'on',
    incremental: 'on',
  });
  assert.equal(confirmed.form['payment_method_options[card][request_multicapture]'], 'if_available');
  assert.equal(confirmed.form['payment_method_options[card][request_incremental_authorization]'], 'if_available');
});

test('increments only where Stripe allows them; they name the new total', async () => {
  const increment = { reference, authorization: held, amount: money(100), total: money(1_100) };
  const { form, sent } = await sentBy((connector) => connector.increment?.(increment) ?? Promise.resolve(), {
    incremental: 'on',
  });
  assert.equal(sent.url, 'https://api.stripe.com/v1/payment_intents/pi_1/increment_authorization');
  assert.deepEqual(form, { amount: '1100', [`metadata[i-${reference}]`]: '100' });
  const without = createStripeConnector({ values: {}, secrets: {}, olderSecrets: {}, limits: {} });
  assert.equal(without.increment, undefined);
  assert.equal(without.capabilities.multipleCaptures, false);
  await without.close();
});

test('voids and refunds go by the intent, under our reference', async () => {
  const [note, cancel] = await allSentBy((connector) =>
    connector.voidAuthorization({ reference, authorization: held }),
  );
  assert.equal(note?.url, 'https://api.stripe.com/v1/payment_intents/pi_1');
  assert.equal(note.body, new URLSearchParams({ [`metadata[v-${reference}]`]: 'void' }).toString());
  assert.equal(cancel?.url, 'https://api.stripe.com/v1/payment_intents/pi_1/cancel');
  assert.equal(cancel.headers['idempotency-key'], reference);
  const { form, sent } = await sentBy((connector) =>
    connector.refund({ reference, authorization: held, amount: money(250) }),
  );
  assert.equal(sent.url, 'https://api.stripe.com/v1/refunds');
  assert.deepEqual(form, { payment_intent: 'pi_1', amount: '250', 'metadata[reference]': reference });
});

test('an amount that Stripe cannot be told is declined before anybody is asked', async () => {
  for (const amount of [money(1_005, 'KWD'), money(1, 'CLF'), money(520, 'MGA')]) {
    const connector = createStripeConnector({ values: {}, secrets: {}, olderSecrets: {}, limits: {} });
    const answer = await connector.prepare?.({ ...request, amount });
    assert(answer?.kind === 'declined' && answer.declineReason === 'invalidAmount');
    const refused = await connector.refund({ reference, authorization: held, amount });
    assert(refused.kind === 'declined' && refused.declineReason === 'invalidAmount');
    await connector.close();
  }
});
