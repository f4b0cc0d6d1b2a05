import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCurrency } from '../../../base/money.ts';
import { Secret } from '../../../base/secret.ts';
import type { AuthorizeRequest, OperationReference } from '../contract.ts';
import { paymentOf } from './requests.ts';

const currency = parseCurrency('EUR');
assert(currency !== undefined);

const request: AuthorizeRequest = {
  reference: '018f2c3e-7b1a-7c3d-9e2f-0123456789ab' as OperationReference,
  merchantId: 'mr_1',
  merchantReferenceId: 'order-7',
  amount: { minor: 1_099n, currency },
  capture: false,
  card: {
    pan: new Secret('4111111145551142'),
    cvc: new Secret('737'),
    expiryMonth: 3,
    expiryYear: 2030,
    cardholderName: 'A. Cardholder',
  },
  initiator: { by: 'customer', storesCard: false },
  authentication: undefined,
  isExempt: false,
  handle: undefined,
};
const settings = { merchantAccount: 'TollgateTest', captureDelayHours: 1, increments: false };
const amount = { value: 1_099, currency: 'EUR' };
const payment = (fields: Partial<AuthorizeRequest>) => paymentOf(settings, { ...request, ...fields }, amount);

test('a payment of a customer, with his card as he typed it, and no authentication of the host', () => {
  assert.deepEqual(payment({}), {
    merchantAccount: 'TollgateTest',
    reference: request.reference,
    amount,
    paymentMethod: {
      type: 'scheme',
      number: '4111111145551142',
      expiryMonth: '03',
      expiryYear: '2030',
      cvc: '737',
      holderName: 'A. Cardholder',
    },
    shopperInteraction: 'Ecommerce',
    storePaymentMethod: false,
    channel: 'Web',
    returnUrl: 'https://return.invalid/',
    merchantOrderReference: 'order-7',
    authenticationData: { attemptAuthentication: 'never' },
    additionalData: { manualCapture: 'true' },
  });
});

test('where increments are allowed, what waits for its capture is a pre-authorization, and a sale is not', () => {
  const typeOf = (capture: boolean) =>
    paymentOf({ ...settings, increments: true }, { ...request, capture }, amount).additionalData['authorisationType'];
  assert.deepEqual([typeOf(false), typeOf(true)], ['PreAuth', undefined]);
});

test('a sale is captured after a while, so that it can be cancelled until then', () => {
  const { captureDelayHours, additionalData } = payment({ capture: true });
  assert.deepEqual([captureDelayHours, additionalData['manualCapture']], [1, 'false']);
});

test('a card that is stored is told as such', () => {
  const { recurringProcessingModel, shopperInteraction } = payment({ initiator: { by: 'customer', storesCard: true } });
  assert.deepEqual([recurringProcessingModel, shopperInteraction], ['CardOnFile', 'Ecommerce']);
});

for (const [category, model] of [
  ['unscheduled', 'UnscheduledCardOnFile'],
  ['recurrent', 'Subscription'],
  ['installment', 'Subscription'],
] as const) {
  test(`a merchant's own payment (${category}) is ${model}, and refers to the first one`, () => {
    const card = { ...request.card, cvc: undefined, cardholderName: undefined };
    const sent = payment({ card, initiator: { by: 'merchant', networkTransactionId: 'MCC1234560915', category } });
    assert.deepEqual([sent.shopperInteraction, sent.recurringProcessingModel], ['ContAuth', model]);
    assert.equal(sent.additionalData['networkTxReference'], 'MCC1234560915');
    assert(!('cvc' in sent.paymentMethod) && !('holderName' in sent.paymentMethod));
    const first = payment({ card, initiator: { by: 'merchant', networkTransactionId: undefined, category } });
    assert(!('networkTxReference' in first.additionalData));
  });
}

for (const [eci, cavv, status] of [
  ['05', 'AAABBEg0VhI0VniQEjRWAAAAAAA=', 'Y'],
  ['02', 'AAABBEg0VhI0VniQEjRWAAAAAAA=', 'Y'],
  ['06', 'AAABBEg0VhI0VniQEjRWAAAAAAA=', 'A'],
  ['01', 'AAABBEg0VhI0VniQEjRWAAAAAAA=', 'A'],
  ['07', 'AAABBEg0VhI0VniQEjRWAAAAAAA=', 'U'],
  ['05', undefined, 'U'],
  ['07', undefined, 'U'],
] as const) {
  test(`a proof with ECI ${eci} and ${cavv === undefined ? 'no' : 'a'} cavv goes along as ${status}`, () => {
    const authentication = { version: '2.2.0', eci, cavv, dsTransId: '5f2a7c1e-6b1d-4c39-9d53-0a8f6c1b2e47' };
    assert.deepEqual(payment({ authentication }).mpiData, {
      ...(cavv === undefined ? {} : { cavv }),
      eci,
      dsTransID: authentication.dsTransId,
      threeDSVersion: '2.2.0',
      directoryResponse: status,
      authenticationResponse: status,
    });
  });
}

test('an exemption is claimed in the words of the host', () => {
  assert.equal(payment({ isExempt: true }).additionalData['scaExemption'], 'transactionRiskAnalysis');
});
