/** Objects as API V2 shows them: keys, their order, versions. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { createKeys } from '../base/keys.ts';
import { Secret } from '../base/secret.ts';
import { createPaymentUrls } from './payment-url.ts';
import { presentPayment } from './payment.ts';
import { presentRefund } from './refund.ts';
import type { OperationRow, PaymentRow, SessionRow } from './rows.ts';
import { presentSession, wholeSeconds } from './session.ts';
import { changes, currentVersion, inVersion, isApiVersion, versions } from './versions.ts';

const urls = createPaymentUrls({ keys: createKeys(new Secret(Buffer.alloc(32, 7))), publicUrl: 'https://pay.example' });
const context = { version: currentVersion, urls };
const at = '2024-03-28T08:26:37.999999+00:00';

const session: SessionRow = {
  merchant_id: randomUUID(),
  id: 'b8dd201e-5da0-4655-bc31-c3470698c172',
  state: 'open',
  version: 1,
  sequence: 1,
  amount: 10_000,
  currency: 'EUR',
  currency_as_sent: 'eur',
  success_url: 'https://shop.example/done',
  failure_url: 'https://shop.example/failed',
  merchant_reference_id: '4000',
  locale: null,
  description: null,
  metadata: {},
  customer_details: {},
  merchant_customer_id: null,
  setup_future_usage: null,
  capture_method: 'automatic',
  payment_status: 'unpaid',
  payment_id: null,
  attempts_begun: 0,
  declines: 0,
  last_decline_reason: null,
  expiration_reason: null,
  api_key_id: randomUUID(),
  has_secret_address: true,
  created_at: at,
  expires_at: at,
};
const payment = {
  merchant_id: randomUUID(),
  id: randomUUID(),
  session_id: null,
  state: 'requiresCapture',
  version: 1,
  sequence: 2,
  amount: 100,
  currency: 'EUR',
  currency_as_sent: 'eur',
  capture_method: 'manual',
  amount_authorized: 100,
  amount_capture_pending: 30,
  amount_captured: 20,
  amount_refund_pending: 0,
  amount_refunded: 5,
  merchant_reference_id: '1',
  metadata: {},
  card: { brand: 'visa', bin: '42424242', last4: '4242', expiryMonth: 1, expiryYear: 2040 },
  last_error: null,
  three_ds: null,
  attempt_id: randomUUID(),
  created_at: at,
} as unknown as PaymentRow;

/** `id` first, then the alphabet. */
const isInOrder = (object: object): void => {
  const [first, ...rest] = Object.keys(object);
  assert.equal(first, 'id');
  assert.deepEqual(rest, [...rest].sort());
};

test('a session: the keys of the reference, in its order, and ours among them', () => {
  const shown = presentSession(session, context);
  isInOrder(shown);
  assert.equal(shown['id'], 'ps_2GRSj4LvzJK36nesSKyURHRdbCiztLZowGhHmmuXDe4LdQPk2igBHb');
  assert.equal(shown['locale'], 'EN');
  assert.equal(shown['created'], '2024-03-28T08:26:37Z');
  const full = presentSession(
    {
      ...session,
      description: 'd',
      merchant_customer_id: 'c',
      setup_future_usage: {},
      payment_id: randomUUID(),
      state: 'expired',
      expiration_reason: 'timeout',
      locale: 'de',
    },
    context,
  );
  isInOrder(full);
  const customer = {
    email: 'a@b.example',
    phone: '1',
    fullName: 'Ada',
    billingAddress: { city: 'Berlin', line1: 'Street 1', country: 'DE' },
  };
  const { customerDetails } = presentSession({ ...session, customer_details: customer }, context);
  assert.equal(
    JSON.stringify(customerDetails),
    '{"billingAddress":{"city":"Berlin","country":"DE","line1":"Street ' +
      '1"},"email":"a@b.example","fullName":"Ada","phone":"1"}',
  );
  assert.equal('paymentUrl' in full, false);
  assert.equal(presentSession({ ...session, state: 'paying' }, context)['status'], 'open');
  assert.equal('paymentUrl' in presentSession({ ...session, state: 'completed' }, context), true);
});

test('a payment and a refund', () => {
  isInOrder(presentPayment(payment, context));
  assert.equal(presentPayment(payment, context)['amountCapturable'], 50);
  for (const state of ['processing', 'canceling', 'releasing', 'succeeded', 'canceled', 'failed'] as const)
    assert.equal(presentPayment({ ...payment, state }, context)['amountCapturable'], 0, state);
  const withError = presentPayment(
    {
      ...payment,
      last_error: { message: 'm', declineReason: 'doNotHonor', code: 'cardDeclined' },
      session_id: randomUUID(),
    },
    context,
  );
  isInOrder(withError);
  assert.deepEqual(Object.keys(withError['lastError'] as object), ['code', 'declineReason', 'message']);
  const refund = {
    id: randomUUID(),
    payment_id: randomUUID(),
    state: 'sending',
    sequence: 3,
    amount: 5,
    currency: 'EUR',
    currency_as_sent: 'eur',
    reason: 'r',
    decline_reason: 'doNotHonor',
    created_at: at,
  } as unknown as OperationRow;
  isInOrder(presentRefund(refund, context));
  assert.equal(presentRefund(refund, context)['status'], 'pending');
});

test('versions: the older one echoes the letters of the request, and keeps the order of keys', () => {
  for (const present of [
    (version: (typeof versions)[number]) => presentSession(session, { ...context, version }),
    (version: (typeof versions)[number]) => presentPayment(payment, { ...context, version }),
  ]) {
    assert.equal(present('2023-10-31')['currency'], 'eur');
    assert.equal(present('2023-11-15')['currency'], 'EUR');
    assert.deepEqual(Object.keys(present('2023-10-31')), Object.keys(present('2023-11-15')));
  }
  assert.equal(currentVersion, versions.at(-1));
  for (const { since } of changes) assert.ok(isApiVersion(since) && since > versions[0]);
  assert.deepEqual(inVersion('2023-10-31', { id: 'x' }, { currencyAsSent: 'eur' }), { id: 'x' });
  for (const text of ['', '2023-10-30', '2023-10-31 ', 'constructor']) assert.equal(isApiVersion(text), false);
});

test('times lose their fraction, and are never rounded up', () => {
  assert.equal(wholeSeconds('2024-12-31T23:59:59.999999+00:00'), '2024-12-31T23:59:59Z');
  assert.equal(wholeSeconds('2024-03-28T08:26:37+00:00'), '2024-03-28T08:26:37Z');
});
