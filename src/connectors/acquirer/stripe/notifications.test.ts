import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { Secret } from '../../../base/secret.ts';
import { money } from '../../../../test/conformance/acquirer/conformance.ts';
import type { AcquirerNotification, NotificationDelivery, NotificationReading } from '../contract.ts';
import { readNotifications } from './notifications.ts';

const NEW = new Secret('whsec_new_simulated_secret');
const OLD = new Secret('whsec_old_simulated_secret');
const NOW_MS = 1_790_000_000_000;
const reference = 'a3b1c2d4-0000-7000-8000-000000000001';
const captureReference = 'a3b1c2d4-0000-7000-8000-000000000002';

const sign = (body: string, { secret = NEW, atMs = NOW_MS } = {}): string => {
  const seconds = Math.floor(atMs / 1_000);
  return `t=${seconds},v1=${createHmac('sha256', secret.reveal()).update(`${seconds}.${body}`).digest('hex')}`;
};

const delivery = (body: string, signature = sign(body)): NotificationDelivery => ({
  headers: { 'stripe-signature': signature },
  body: Buffer.from(body),
  nowMs: NOW_MS,
});

const eventOf = (type: string, object: object, before?: object): string =>
  JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type,
    data: { object, ...(before === undefined ? {} : { previous_attributes: before }) },
  });

const told = (body: string): readonly AcquirerNotification[] => {
  const reading = readNotifications([NEW], delivery(body));
  assert(reading.kind === 'notifications', reading.kind);
  return reading.notifications;
};
const newsOf = (type: string, object: object, before?: object) =>
  told(eventOf(type, object, before)).map(({ reference: named, handle, news }) => [named, handle, news] as const);

const charge = {
  id: 'ch_1',
  object: 'charge',
  status: 'succeeded',
  amount: 1_000,
  currency: 'eur',
  created: 1_790_000_000,
  metadata: { reference },
  payment_intent: 'pi_1',
  payment_method_details: {
    card: { authorization_code: '123456', network_transaction_id: '104557651805572', last4: '4242' },
  },
};
const intent = {
  id: 'pi_1',
  object: 'payment_intent',
  status: 'succeeded',
  amount: 1_000,
  amount_received: 1_000,
  currency: 'eur',
  capture_method: 'manual',
  metadata: { reference },
  latest_charge: 'ch_1',
};
const refund = {
  id: 're_1',
  object: 'refund',
  status: 'succeeded',
  amount: 1_000,
  currency: 'eur',
  created: 1_790_000_000,
  payment_intent: 'pi_1',
  metadata: { reference },
};
const nothing = [[undefined, undefined, { about: 'nothingOfOurs' }]];

describe('a signature', () => {
  const body = eventOf('charge.succeeded', charge);
  const kindOf = (signature: string | undefined, secrets = [NEW]): NotificationReading['kind'] =>
    readNotifications(secrets, {
      ...delivery(body),
      headers: signature === undefined ? {} : { 'stripe-signature': signature },
    }).kind;

  test('by the secret, by one of several, and by the older one while it is rotated', () => {
    const v1 = sign(body).split(',')[1] ?? '';
    assert.equal(kindOf(sign(body)), 'notifications');
    assert.equal(kindOf(`t=${NOW_MS / 1_000},v1=${'0'.repeat(64)},${v1},v0=abc`), 'notifications');
    assert.equal(kindOf(sign(body, { secret: OLD }), [NEW, OLD]), 'notifications');
    assert.equal(kindOf(sign(body, { secret: OLD })), 'forged');
  });

  test('of a stranger, of another body, of another scheme, and none at all', () => {
    const [t = '', v1 = ''] = sign(body).split(',');
    for (const forged of [
      undefined,
      '',
      't=',
      v1,
      t,
      `${t},v0=${v1.slice(3)}`,
      `${t},v1=${v1.slice(3, -2)}`,
      `${t},v1=${v1.slice(3).toUpperCase()}zz`,
      `t=${NOW_MS / 1_000 + 1},${v1}`,
      `t=-1,${v1}`,
      sign(`${body} `),
      sign(body, { secret: OLD }),
      `${t},${Array.from({ length: 17 }, () => v1).join(',')}`,
    ])
      assert.equal(kindOf(forged), 'forged', forged);
    assert.equal(kindOf(sign(body), []), 'forged');
  });

  test('is good for five minutes before and after', () => {
    for (const [awayMs, expected] of [
      [-300_000, 'notifications'],
      [300_000, 'notifications'],
      [-301_000, 'forged'],
      [301_000, 'forged'],
    ] as const)
      assert.equal(kindOf(sign(body, { atMs: NOW_MS + awayMs })), expected, String(awayMs));
  });
});

test('what is signed and no event can be read by nobody', () => {
  for (const body of [
    '',
    'null',
    '[]',
    '{}',
    '<html>',
    JSON.stringify({ id: 'evt_1', object: 'event', type: 'charge.succeeded' }),
    JSON.stringify({ id: 'we_1', object: 'event', type: 'charge.succeeded', data: { object: charge } }),
    eventOf('charge.succeeded', { ...charge, amount: '1000' }),
    eventOf('refund.updated', charge),
    eventOf('payment_intent.canceled', refund),
  ])
    assert.equal(readNotifications([NEW], delivery(body)).kind, 'unreadable', body);
});

test('a charge tells the approval of its intent, with all that an answer tells', () => {
  const answer = {
    kind: 'approved',
    acquirerReference: 'pi_1',
    approvalCode: '123456',
    networkTransactionId: '104557651805572',
    amount: money(1_000),
  };
  assert.deepEqual(newsOf('charge.succeeded', charge), [[reference, 'pi_1', { about: 'authorization', answer }]]);
  // Of somebody else's payments of the same account nothing is ours.
  assert.deepEqual(newsOf('charge.succeeded', { ...charge, metadata: {} }), nothing);
});

test('an intent tells its captures by their notes; that it was paid its charge tells', () => {
  const answer = { kind: 'approved', acquirerReference: 'ch_1' };
  const noted = { ...intent, metadata: { reference, [`c-${captureReference}`]: '400', [`c-${reference}`]: '600' } };
  for (const type of ['payment_intent.succeeded', 'payment_intent.amount_capturable_updated']) {
    const all = told(eventOf(type, noted));
    assert.deepEqual(
      all.map(({ hostId, reference: named, news }) => [hostId, named, news]),
      [
        ['evt_1', captureReference, { about: 'capture', answer }],
        ['evt_1:1', reference, { about: 'capture', answer }],
      ],
    );
    assert.deepEqual(newsOf(type, intent), nothing);
  }
});

test('a decline, an intent that was canceled, and one that lapsed', () => {
  const failed = {
    ...intent,
    status: 'requires_payment_method',
    last_payment_error: { type: 'card_error', code: 'card_declined', decline_code: 'stolen_card' },
  };
  const [[, , news] = []] = newsOf('payment_intent.payment_failed', failed);
  assert(news?.about === 'authorization' && news.answer.kind === 'declined');
  assert.equal(news.answer.declineReason, 'stolenCard');
  // A soft decline is left to the answer, which still has the card.
  const soft = { ...failed, last_payment_error: { type: 'card_error', code: 'authentication_required' } };
  assert.deepEqual(newsOf('payment_intent.payment_failed', soft), nothing);

  const reversed = [[reference, 'pi_1', { about: 'authorization', answer: { kind: 'reversed' } }]];
  const canceled = { ...intent, status: 'canceled', cancellation_reason: null };
  assert.deepEqual(newsOf('payment_intent.canceled', canceled), reversed);
  assert.deepEqual(newsOf('payment_intent.canceled', { ...canceled, cancellation_reason: 'automatic' }), reversed);
  assert.deepEqual(newsOf('charge.expired', charge), reversed);
  // What we abandoned was a soft decline, and its answer says so.
  assert.deepEqual(newsOf('payment_intent.canceled', { ...canceled, cancellation_reason: 'abandoned' }), nothing);
});

test('a refund is done, fails, or fails after it was done', () => {
  const done = [[reference, 're_1', { about: 'refund', answer: { kind: 'approved', acquirerReference: 're_1' } }]];
  const failed = { ...refund, status: 'failed', failure_reason: 'expired_or_canceled_card' };
  for (const type of ['refund.created', 'refund.updated', 'charge.refund.updated'])
    assert.deepEqual(newsOf(type, refund), done);
  assert.deepEqual(newsOf('refund.created', { ...refund, status: 'pending' }), nothing);
  const [[, , news] = []] = newsOf('refund.failed', failed, { status: 'pending' });
  assert(news?.about === 'refund' && news.answer.kind === 'declined');
  assert.equal(news.answer.acquirerCode, 'expired_or_canceled_card');
  assert.deepEqual(newsOf('refund.failed', failed, { status: 'succeeded' }), [
    [reference, 're_1', { about: 'takenBack', operation: 'refund', acquirerCode: 'expired_or_canceled_card' }],
  ]);
  assert.deepEqual(newsOf('refund.updated', { ...refund, metadata: {} }), nothing);
});

test('the refund of a reversal tells of the reversal', () => {
  const returned = { ...refund, metadata: { reverses: reference } };
  const about = (kind: string) => [[reference, 'pi_1', { about: 'reversal', answer: { kind } }]];
  assert.deepEqual(newsOf('refund.updated', returned), about('reversed'));
  assert.deepEqual(newsOf('refund.failed', { ...returned, status: 'failed' }), about('refused'));
  assert.deepEqual(newsOf('refund.created', { ...returned, status: 'pending' }), nothing);
});

test('all other events are shown, and move nothing', () => {
  for (const type of [
    'charge.captured',
    'charge.refunded',
    'payment_intent.created',
    'radar.early_fraud_warning.created',
  ])
    assert.deepEqual(newsOf(type, charge), nothing);
  for (const type of ['constructor', '__proto__', 'to_string']) assert.deepEqual(newsOf(type, charge), nothing);
});

test('of an object people see ids and codes, never a card or a name', () => {
  const named = { ...charge, billing_details: { name: 'A. Cardholder' }, description: '4242424242424242' };
  const [notification] = told(eventOf('charge.succeeded', named));
  assert.deepEqual(notification?.details, {
    id: 'ch_1',
    object: 'charge',
    status: 'succeeded',
    payment_intent: 'pi_1',
  });
});
