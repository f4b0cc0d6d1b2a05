import { startTestAcquirer } from '../../../../test/support/acquirer.ts';
import { startNotificationSink } from '../../../../test/support/notification-sink.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import {
  describeAcquirerConformance,
  type ConformanceHost,
  type NotificationHost,
  type Verb,
} from '../../../../test/conformance/acquirer/conformance.ts';
import { Secret } from '../../../base/secret.ts';
import type { Card } from '../../../card/card.ts';
import { testCards } from '../../../card/test-cards.ts';
import { createAdyenConnector } from './index.ts';
import { API_KEY, deliveryOf, HMAC_KEY, itemIn, itemOf, MERCHANT, signed, type Item } from './notifications.fixture.ts';

const messageTypes: Readonly<Record<Verb, string>> = {
  // It has none.
  prepare: 'PURCHASE',
  inquire: 'INQUIRY',
  authorize: 'PURCHASE',
  increment: 'INCREMENT',
  capture: 'CAPTURE',
  voidAuthorization: 'VOID',
  refund: 'REFUND',
  reverse: 'REVERSAL',
};

const cardOf = (pan: string): Card => ({
  pan: new Secret(pan),
  cvc: new Secret(/^3[47]/.test(pan) ? '1234' : '737'),
  expiryMonth: 3,
  expiryYear: 2030,
  cardholderName: 'A. Cardholder',
});

/** Adyen tells lost and stolen cards from blocked ones only by the issuer's own words, which the face shows. */
const startHost = async (): Promise<ConformanceHost> => {
  const sink = await startNotificationSink();
  const acquirer = await startTestAcquirer({
    adyen: { apiKey: API_KEY, merchantAccount: MERCHANT, hmacKey: HMAC_KEY, notifyUrl: sink.url },
  });
  return {
    connect: ({ answerTimeoutMs }) =>
      createAdyenConnector({
        values: { merchantAccount: MERCHANT, url: acquirer.url, increments: 'yes' },
        secrets: { apiKey: new Secret(API_KEY), hmacKey: new Secret(HMAC_KEY) },
        olderSecrets: {},
        limits: { connectTimeoutMs: 60_000, answerTimeoutMs },
      }),
    approvedCard: () => cardOf('4111111145551142'),
    declinedCard: (reason) => {
      const row = testCards.find(({ declineReason }) => declineReason === reason);
      return row === undefined ? undefined : cardOf(row.pan);
    },
    inject: async (fault, on, ms) => {
      const type = messageTypes[on];
      const limits = { ...(ms === undefined ? {} : { ms }), ...(fault === 'refuseConnections' ? {} : { count: 1 }) };
      await acquirer.setFault({ kind: fault, match: type === 'PURCHASE' ? {} : { type }, ...limits });
      if (fault === 'refuseConnections') await waitFor('the line is down', async () => !(await isUp(acquirer.url)));
      return acquirer.untilUp;
    },
    effectsOf: acquirer.effectsOf,
    without: ['reversalOfRefunds', 'reversalOfNothing', 'refusalAfterReversal'],
    notifications: {
      ...notificationHost(() => sink.received),
      takeBack: (verb) => acquirer.setFault({ kind: 'takenBack', match: { type: messageTypes[verb] }, count: 1 }),
    },
    stop: async () => {
      await acquirer.stop();
      await sink.close();
    },
  };
};

const isUp = (url: string): Promise<boolean> =>
  fetch(`${url}/healthz`).then(
    () => true,
    () => false,
  );

const changes: readonly Item[] = [
  { pspReference: 'ZZZZZZZZZZZZZZZZ' },
  { originalReference: 'ZZZZZZZZZZZZZZZZ' },
  { merchantAccountCode: 'AnotherAccount' },
  { merchantReference: 'another-reference' },
  { amount: { value: 1, currency: 'EUR' } },
  { amount: { value: 1_000, currency: 'USD' } },
  { eventCode: 'CAPTURE' },
  { success: 'false' },
  { success: true },
  { additionalData: {} },
  { additionalData: { hmacSignature: '' } },
  { additionalData: { hmacSignature: 'not base64 of anything' } },
];

const notificationHost = (sent: NotificationHost['sent']): NotificationHost => ({
  sent,
  forgeries: (delivery) => {
    const item = itemIn(delivery);
    return [
      ...changes.map((change) => deliveryOf([{ ...item, ...change }])),
      deliveryOf([signed(item, '00'.repeat(32))]),
      // One that is right does not vouch for its neighbour.
      deliveryOf([item, { ...item, success: 'false' }]),
      deliveryOf([]),
    ];
  },
  unreadable: () =>
    [
      { success: 'perhaps' },
      { eventCode: 'WITH SPACES' },
      { amount: { value: 1_000, currency: 'XXX' } },
      { amount: { value: -5, currency: 'EUR' } },
      { pspReference: '' },
    ].map((fields) => deliveryOf([signed(itemOf(fields))])),
  foreign: () =>
    [
      { eventCode: 'REPORT_AVAILABLE', pspReference: 'settlement_report_batch_7.csv', merchantReference: '' },
      { eventCode: 'CHARGEBACK', merchantReference: 'order-of-last-year' },
      { eventCode: 'AN_EVENT_OF_TOMORROW' },
      { merchantAccountCode: 'AnotherAccount' },
    ].map((fields) => deliveryOf([signed(itemOf(fields))])),
});

describeAcquirerConformance('the connector of Adyen', startHost);
