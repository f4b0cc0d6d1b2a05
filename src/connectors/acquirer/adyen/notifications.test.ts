import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCurrency } from '../../../base/money.ts';
import type { AcquirerNews, AcquirerNotification } from '../contract.ts';
import { deliveryOf, HMAC_KEY, itemOf, MERCHANT, signed, type Item } from './notifications.fixture.ts';
import { readEvents, readNotifications, type NotificationSettings } from './notifications.ts';

const settings: NotificationSettings = { merchantAccount: MERCHANT, hmacKeys: [HMAC_KEY], credentials: [] };
const OTHER_KEY = 'ab'.repeat(32);

const read = (fields: Item): AcquirerNotification => {
  const reading = readNotifications(settings, deliveryOf([signed(itemOf(fields))]));
  assert(reading.kind === 'notifications');
  const [notification] = reading.notifications;
  assert(notification !== undefined);
  return notification;
};

const done = { kind: 'approved', acquirerReference: '8535296650153317' } as const;
const failed = { kind: 'declined', declineReason: 'notPermitted', acquirerCode: 'failed', softDecline: false } as const;

/** What each event says, when it succeeded and when it did not. */
const events: Readonly<Record<string, readonly [success: unknown, failure: unknown]>> = {
  CAPTURE: [
    { about: 'capture', answer: done },
    { about: 'capture', answer: failed },
  ],
  CANCELLATION: [
    { about: 'void', answer: done },
    { about: 'void', answer: failed },
  ],
  REFUND: [
    { about: 'refund', answer: done },
    { about: 'refund', answer: failed },
  ],
  AUTHORISATION_ADJUSTMENT: [
    { about: 'increment', answer: done },
    { about: 'increment', answer: failed },
  ],
  CAPTURE_FAILED: [
    { about: 'takenBack', operation: 'capture', acquirerCode: 'CAPTURE_FAILED' },
    { about: 'nothingOfOurs' },
  ],
  REFUND_FAILED: [
    { about: 'takenBack', operation: 'refund', acquirerCode: 'REFUND_FAILED' },
    { about: 'nothingOfOurs' },
  ],
  REFUNDED_REVERSED: [
    { about: 'takenBack', operation: 'refund', acquirerCode: 'REFUNDED_REVERSED' },
    { about: 'nothingOfOurs' },
  ],
  TECHNICAL_CANCEL: [
    { about: 'reversal', answer: { kind: 'reversed' } },
    { about: 'reversal', answer: { kind: 'refused' } },
  ],
  CANCEL_OR_REFUND: [
    { about: 'reversal', answer: { kind: 'reversed' } },
    { about: 'reversal', answer: { kind: 'refused' } },
  ],
};

for (const [eventCode, outcomes] of Object.entries(events)) {
  test(`${eventCode} is news, with and without success`, () => {
    for (const [index, success] of ['true', 'false'].entries()) {
      const notification = read({ eventCode, success, originalReference: 'PAYMENT1', reason: '' });
      assert.deepEqual(notification.news, outcomes[index]);
      assert.equal(notification.type, eventCode);
      assert.equal(notification.reference, itemOf()['merchantReference']);
      const isReversal = notification.news.about === 'reversal';
      assert.equal(notification.handle, isReversal ? 'PAYMENT1' : '8535296650153317');
    }
  });
}

test('each event that moves something is told here', () => {
  assert.deepEqual([...readEvents].sort(), [...Object.keys(events), 'AUTHORISATION'].sort());
});

/** The other events that the host documents. They are kept and shown. */
const otherEvents = [
  ...['AUTHENTICATION', 'AUTORESCUE', 'CANCEL_AUTORESCUE', 'CHARGEBACK'],
  ...['CHARGEBACK_REVERSED', 'DISPUTE_DEFENSE_PERIOD_ENDED', 'EXPIRE', 'HANDLED_EXTERNALLY', 'INFORMATION_SUPPLIED'],
  ...['ISSUER_COMMENTS', 'ISSUER_RESPONSE_TIMEFRAME_EXPIRED', 'MANUAL_REVIEW_ACCEPT', 'MANUAL_REVIEW_REJECT'],
  ...['NOTIFICATION_OF_CHARGEBACK', 'NOTIFICATION_OF_FRAUD', 'OFFER_CLOSED', 'ORDER_CLOSED', 'ORDER_OPENED'],
  ...['PAYOUT_DECLINE', 'PAYOUT_EXPIRE', 'PAYOUT_THIRDPARTY', 'POSTPONED_REFUND', 'PREARBITRATION_LOST'],
  ...['PREARBITRATION_OPEN', 'PREARBITRATION_WON', 'RECURRING_CONTRACT', 'REFUND_WITH_DATA', 'REPORT_AVAILABLE'],
  ...['REQUEST_FOR_INFORMATION', 'SECOND_CHARGEBACK', 'VOID_PENDING_REFUND'],
];

test('every other documented event moves nothing, and is kept', () => {
  for (const eventCode of otherEvents) {
    const { news, type } = read({ eventCode });
    assert.deepEqual([news.about, type], ['nothingOfOurs', eventCode]);
  }
});

test('an approval that is told is the approval that was answered', () => {
  const { news } = read({
    amount: { value: 99_000, currency: 'CLP' },
    reason: '033899:1142:03/2030',
    additionalData: { networkTxReference: '123456789012345' },
  });
  const currency = parseCurrency('CLP');
  assert(currency !== undefined);
  assert.deepEqual(news, {
    about: 'authorization',
    answer: {
      kind: 'approved',
      acquirerReference: '8535296650153317',
      approvalCode: '033899',
      networkTransactionId: '123456789012345',
      amount: { minor: 990n, currency },
    },
  } satisfies AcquirerNews);
});

test('a refusal that is told has the code that an answer would have', () => {
  const { news } = read({
    success: 'false',
    reason: 'Not enough balance',
    additionalData: { refusalReasonRaw: '51 : Insufficient funds' },
  });
  assert.deepEqual(news, {
    about: 'authorization',
    answer: { kind: 'declined', declineReason: 'insufficientFunds', acquirerCode: '12', softDecline: false },
  });
});

test('what is signed with the key before the last one counts, and no other', () => {
  const both = { ...settings, hmacKeys: [OTHER_KEY, HMAC_KEY] };
  for (const key of [OTHER_KEY, HMAC_KEY])
    assert.equal(readNotifications(both, deliveryOf([signed(itemOf(), key)])).kind, 'notifications');
  assert.equal(readNotifications(both, deliveryOf([signed(itemOf(), 'cd'.repeat(32))])).kind, 'forged');
  assert.equal(readNotifications({ ...settings, hmacKeys: [] }, deliveryOf([signed(itemOf())])).kind, 'forged');
});

test('the signature of the description, with its escapes, counts as that of the libraries', () => {
  const item = itemOf({ merchantReference: String.raw`shop:7\3` });
  for (const escaped of [false, true])
    assert.equal(readNotifications(settings, deliveryOf([signed(item, HMAC_KEY, escaped)])).kind, 'notifications');
});

test('where the webhook has a password, both it and the signature have to be right', () => {
  const guarded = { ...settings, credentials: ['door:new', 'door:old'] };
  const basic = (pair: string) => ({ authorization: `Basic ${Buffer.from(pair).toString('base64')}` });
  const kindOf = (headers: Readonly<Record<string, string>>, key = HMAC_KEY) =>
    readNotifications(guarded, deliveryOf([signed(itemOf(), key)], headers)).kind;
  assert.equal(kindOf(basic('door:new')), 'notifications');
  assert.equal(kindOf(basic('door:old')), 'notifications');
  assert.equal(kindOf(basic('door:older')), 'forged');
  assert.equal(kindOf({}), 'forged');
  assert.equal(kindOf(basic('door:new'), OTHER_KEY), 'forged');
});

test('all items of a delivery are told, in their order', () => {
  const items = ['CAPTURE', 'CAPTURE_FAILED'].map((eventCode) => signed(itemOf({ eventCode })));
  const reading = readNotifications(settings, deliveryOf(items));
  assert(reading.kind === 'notifications');
  assert.deepEqual(
    reading.notifications.map(({ type }) => type),
    ['CAPTURE', 'CAPTURE_FAILED'],
  );
});

test('the id of a notification is the same for the same event of the same thing, and fits', () => {
  const idOf = (fields: Item) => read(fields).hostId;
  assert.equal(idOf({ eventDate: '2026-11-29T00:00:00+01:00' }), idOf({}));
  const ids = [{}, { success: 'false' }, { eventCode: 'CAPTURE' }, { pspReference: '8535296650153318' }].map(idOf);
  assert.equal(new Set(ids).size, 4);
  const long = { eventCode: 'REPORT_AVAILABLE', pspReference: 'r'.repeat(200) };
  assert.match(idOf(long), /^REPORT_AVAILABLE:[0-9a-f]{64}$/);
});

test('people read the host’s words and nothing of a card', () => {
  const { details } = read({
    originalReference: 'PAYMENT1',
    reason: '033899:1142:03/2030',
    additionalData: {
      cardSummary: '1142',
      expiryDate: '03/2030',
      cardBin: '411111',
      cardHolderName: 'A. Cardholder',
      cavv: 'AAABBEg0VhI0VniQEjRWAAAAAAA=',
      refusalReasonRaw: 'card 4111 1111 4555 1142 said no',
    },
  });
  assert.deepEqual(details, {
    eventCode: 'AUTHORISATION',
    success: 'true',
    pspReference: '8535296650153317',
    originalReference: 'PAYMENT1',
    eventDate: '2026-11-28T22:14:00+01:00',
    refusalReasonRaw: 'card [card] said no',
    cardSummary: '1142',
  });
  const dispute = read({ eventCode: 'CHARGEBACK', reason: 'Other Fraud-Card Absent Environment' }).details;
  assert.equal(dispute['reason'], 'Other Fraud-Card Absent Environment');
});
