import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createKeys } from '../base/keys.ts';
import { Secret } from '../base/secret.ts';
import { createPaymentUrls } from '../contract/payment-url.ts';
import { presentPayment } from '../contract/payment.ts';
import type { EventRow, PaymentRow } from '../contract/rows.ts';
import { catalog, isEventType, isSubscription } from './catalog.ts';
import { presentEvent } from './present.ts';

const uuid = (digit: string): string => `${digit.repeat(8)}-0000-7000-8000-000000000000`;
const urls = createPaymentUrls({ keys: createKeys(new Secret(Buffer.alloc(32, 7))), publicUrl: 'https://pay.example' });
const context = { version: '2023-11-15', urls } as const;

const payment: PaymentRow = {
  merchant_id: uuid('1'),
  id: uuid('2'),
  session_id: uuid('3'),
  has_secret_address: null,
  state: 'requiresCapture',
  version: 2,
  sequence: 9,
  amount: 1_000,
  currency: 'EUR',
  currency_as_sent: 'eur',
  capture_method: 'manual',
  amount_authorized: 1_000,
  amount_capture_pending: 100,
  amount_captured: 300,
  amount_refund_pending: 0,
  amount_refunded: 50,
  merchant_reference_id: '4000',
  metadata: {},
  card: { brand: 'visa', bin: '444455', last4: '3333', expiryMonth: 12, expiryYear: 2030 },
  last_error: null,
  three_ds: null,
  return_url: null,
  api_key_id: null,
  payment_method_id: null,
  setup_future_usage: null,
  attempt_id: uuid('4'),
  created_at: '2026-03-28T08:26:37.999999+00:00',
};

const event: EventRow = {
  merchant_id: uuid('1'),
  id: uuid('5'),
  type: 'payment.funded',
  subject_id: uuid('3'),
  sequence: 4,
  object: 'payment',
  object_id: payment.id,
  snapshot: payment,
  created_at: '2026-03-28T08:26:38.123456+00:00',
};

/** After `id`, which comes first. */
const isAlphabetical = (object: object): boolean => {
  const [first, ...rest] = Object.keys(object);
  return first === 'id' && rest.join() === rest.toSorted().join();
};

describe('a payment', () => {
  test('id comes first, then the alphabet', () => {
    assert.ok(isAlphabetical(presentPayment(payment, context)));
    const declined = presentPayment(
      { ...payment, last_error: { message: 'no', code: 'declined', declineReason: 'lostCard' } },
      context,
    );
    assert.ok(isAlphabetical(declined));
    assert.equal(
      JSON.stringify(declined['lastError']),
      '{"code":"declined","declineReason":"lostCard","message":"no"}',
    );
  });

  test('only what waits for a capture can be captured', () => {
    assert.equal(presentPayment(payment, context)['amountCapturable'], 600);
    assert.equal(presentPayment({ ...payment, state: 'succeeded' }, context)['amountCapturable'], 0);
  });

  test('the card is shown by its five harmless fields only', () => {
    const more = { ...payment, card: { ...payment.card, fingerprint: 'never' } };
    assert.deepEqual(presentPayment(more, context)['paymentMethod'], {
      card: { bin: '444455', brand: 'visa', expiryMonth: 12, expiryYear: 2030, last4: '3333' },
    });
  });

  test('without a session there is no such key', () => {
    assert.ok(!('session' in presentPayment({ ...payment, session_id: null }, context)));
  });

  test('the older version echoes the currency as it was sent', () => {
    assert.equal(presentPayment(payment, { ...context, version: '2023-10-31' })['currency'], 'eur');
  });
});

describe('an event', () => {
  test('has its keys in order, whole seconds, and its own number in the object too', () => {
    const shown = presentEvent(event, context);
    assert.ok(isAlphabetical(shown));
    assert.deepEqual(Object.keys(shown), ['id', 'created', 'data', 'sequence', 'type']);
    assert.equal(shown['created'], '2026-03-28T08:26:38Z');
    assert.deepEqual(shown['data'], { object: { ...presentPayment(payment, context), sequence: 4 } });
  });

  test('is the same text each time', () => {
    assert.equal(
      JSON.stringify(presentEvent(event, context)),
      JSON.stringify(presentEvent(structuredClone(event), context)),
    );
  });
});

describe('the catalog', () => {
  test('names each type once, after its object, with a sentence', () => {
    assert.equal(new Set(catalog.map(([type]) => type)).size, catalog.length);
    for (const [type, object, sentence] of catalog) {
      assert.ok(type.startsWith(`${object}.`), type);
      assert.match(sentence, /^[A-Z].*\.$/);
    }
  });

  test('knows what can be subscribed to', () => {
    assert.ok(isEventType('session.completed') && isSubscription('session.completed') && isSubscription('*'));
    assert.ok(!isEventType('*') && !isSubscription('session.*') && !isSubscription(''));
  });
});
