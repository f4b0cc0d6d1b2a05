import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHttpClient, type HttpClient } from '../../../base/http-client.ts';
import { Secret } from '../../../base/secret.ts';
import { testCards } from '../../../card/test-cards.ts';
import { createAdyenClient, type AdyenExchange } from './client.ts';
import { maskNumbers } from '../../../card/mask-numbers.ts';
import { scrubRequest } from './scrub.ts';
import type { PaymentRequest } from './wire.ts';

const PAN = '4111111145551142';
const payment: PaymentRequest = {
  merchantAccount: 'TollgateTest',
  reference: '018f2c3e-7b1a-7c3d-9e2f-0123456789ab',
  amount: { value: 1_099, currency: 'EUR' },
  paymentMethod: {
    type: 'scheme',
    number: PAN,
    expiryMonth: '03',
    expiryYear: '2030',
    cvc: '737',
    holderName: `Card ${PAN}`,
  },
  shopperInteraction: 'Ecommerce',
  storePaymentMethod: false,
  channel: 'Web',
  returnUrl: 'https://return.invalid/',
  merchantOrderReference: `order ${PAN}`,
  authenticationData: { attemptAuthentication: 'never' },
  mpiData: {
    cavv: 'AAABBEg0VhI0VniQEjRWAAAAAAA=',
    eci: '05',
    dsTransID: '5f2a7c1e-6b1d-4c39-9d53-0a8f6c1b2e47',
    threeDSVersion: '2.2.0',
    directoryResponse: 'Y',
    authenticationResponse: 'Y',
  },
  additionalData: { manualCapture: 'true', anything: PAN },
};

test('of a payment the log gets call, reference, amount, bin and last4', () => {
  assert.deepEqual(scrubRequest('payments', payment), {
    call: 'payments',
    reference: payment.reference,
    value: 1_099,
    currency: 'EUR',
    bin: '411111',
    last4: '1142',
  });
});

test('of what follows it gets references and amount, and no number that somebody used as one', () => {
  const request = { merchantAccount: 'M', reference: PAN, paymentReference: `r-${PAN}`, amount: payment.amount };
  assert.deepEqual(scrubRequest('cancels', request), {
    call: 'cancels',
    reference: '[card]',
    paymentReference: 'r-[card]',
    value: 1_099,
    currency: 'EUR',
  });
  assert.deepEqual(scrubRequest('paymentMethods', { merchantAccount: 'M' }), { call: 'paymentMethods' });
});

test('what is told of an exchange holds nothing of the card, the key or the host’s name of a payment', async () => {
  const bodies = [
    `{"resultCode":"Authorised ${PAN}","pspReference":"${PAN}"}`,
    `{"status":422,"errorCode":"${PAN}","message":"card ${PAN}"}`,
    `<html>${PAN}</html>`,
  ];
  const statuses = [200, 201, 422, 500];
  const exchanges: AdyenExchange[] = [];
  for (const status of statuses) {
    for (const body of bodies) {
      const http: HttpClient = {
        send: () =>
          Promise.resolve({ kind: 'answered', status, headers: {}, body: Buffer.from(body), isCutOff: false }),
        close: () => Promise.resolve(),
      };
      const ask = createAdyenClient({
        http,
        baseUrl: 'https://checkout-test.adyen.com/v71',
        apiKey: new Secret('a-key-that-nobody-may-see'),
        answerTimeoutMs: 1_000,
        onExchange: (exchange) => exchanges.push(exchange),
      });
      await ask({ path: 'payments', request: payment, idempotencyKey: payment.reference });
      await ask({ path: `payments/${PAN}/captures`, request: payment, idempotencyKey: undefined });
    }
  }
  const shown = JSON.stringify(exchanges);
  for (const secret of [PAN, PAN.slice(6, -4), '737', '03', 'AAABBEg0', 'a-key-that'])
    assert(!shown.includes(secret), `${secret.length} letters of a secret are told`);
  assert.equal(exchanges.length, 24);
});

test('a request to a host that is not there tells its cause', async () => {
  const http = createHttpClient({ connectTimeoutMs: 1_000 });
  const exchanges: AdyenExchange[] = [];
  const ask = createAdyenClient({
    http,
    baseUrl: 'http://127.0.0.1:1/v71',
    apiKey: new Secret('x'),
    answerTimeoutMs: 1_000,
    onExchange: (exchange) => exchanges.push(exchange),
  });
  const reply = await ask({ path: 'payments', request: payment, idempotencyKey: undefined });
  assert.equal(reply.kind, 'notSent');
  assert.deepEqual(
    exchanges.map(({ outcome }) => outcome),
    [reply.kind === 'notSent' ? reply.cause : ''],
  );
  await http.close();
});

test('every test card is masked in the host’s own words, in one piece and in groups', () => {
  for (const { pan } of testCards.filter((card) => card.pan.length >= 13))
    for (const hidden of [pan, pan.replace(/(\d{4})(?=\d)/g, '$1 '), pan.replace(/(\d{4})(?=\d)/g, '$1-')])
      assert.equal(maskNumbers(`no: ${hidden}!`), 'no: [card]!');
  assert.equal(maskNumbers('51 : Insufficient funds'), '51 : Insufficient funds');
});
