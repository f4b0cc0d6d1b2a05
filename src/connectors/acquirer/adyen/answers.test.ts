import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCurrency } from '../../../base/money.ts';
import { readModification, readPayment } from './answers.ts';
import { declineOfError, errorReasons, undecidedCause, type WireError } from './errors.ts';

const sent = { reference: 'r-1', amount: { value: 1_000, currency: 'EUR' } };
const authorised = {
  pspReference: 'V4HZ4RBFJGXXGN82',
  resultCode: 'Authorised',
  amount: { value: 1_000, currency: 'EUR' },
  merchantReference: 'r-1',
  additionalData: { authCode: '031961', networkTxReference: '123456789012345' },
};

test('an approval has all that later operations need', () => {
  assert.deepEqual(readPayment(sent, authorised), {
    kind: 'approved',
    acquirerReference: 'V4HZ4RBFJGXXGN82',
    approvalCode: '031961',
    networkTransactionId: '123456789012345',
    amount: { minor: 1_000n, currency: parseCurrency('EUR') },
  });
});

test('an account that shows no additional data and no amount approves all the same', () => {
  const { additionalData: _hidden, amount: _all, ...bare } = authorised;
  const answer = readPayment(sent, bare);
  assert(answer.kind === 'approved');
  assert.deepEqual([answer.approvalCode, answer.networkTransactionId], ['-', undefined]);
});

/** All that the documentation lists. */
const results: Readonly<Record<string, string>> = {
  Authorised: 'approved',
  Refused: 'declined',
  Cancelled: 'declined',
  Error: 'declined',
  RedirectShopper: 'declined',
  IdentifyShopper: 'declined',
  ChallengeShopper: 'declined',
  Pending: 'unknown',
  Received: 'unknown',
  PresentToShopper: 'unknown',
  PartiallyAuthorised: 'unknown',
  AuthenticationFinished: 'unknown',
  AuthenticationNotRequired: 'unknown',
  Success: 'unknown',
  ResultOfTomorrow: 'unknown',
};

for (const [resultCode, kind] of Object.entries(results)) {
  test(`${resultCode} is ${kind}`, () => {
    assert.equal(readPayment(sent, { ...authorised, resultCode, refusalReasonCode: '12' }).kind, kind);
  });
}

/** Each is an approval of something else, or of nothing that can be used. */
const mismatches: readonly (readonly [cause: string, change: Readonly<Record<string, unknown>>])[] = [
  ['wrongReference', { merchantReference: 'r-2' }],
  ['wrongReference', { merchantReference: undefined }],
  ['wrongAmount', { amount: { value: 999, currency: 'EUR' } }],
  ['wrongAmount', { amount: { value: '1000', currency: 'EUR' } }],
  ['wrongAmount', { amount: 'all of it' }],
  ['wrongCurrency', { amount: { value: 1_000, currency: 'USD' } }],
  ['wrongCurrency', { amount: { value: 1_000 } }],
  ['wrongAmount', { additionalData: { authorisedAmountValue: '500', authorisedAmountCurrency: 'EUR' } }],
  ['wrongCurrency', { additionalData: { authorisedAmountValue: '1000', authorisedAmountCurrency: 'USD' } }],
  ['missingField', { pspReference: undefined }],
  ['missingField', { pspReference: 'with a blank' }],
  ['missingField', { resultCode: undefined }],
  ['unreadableAnswer', { resultCode: 'constructor' }],
];

for (const [cause, change] of mismatches) {
  test(`an answer with ${JSON.stringify(change)} proves nothing: ${cause}`, () => {
    assert.deepEqual(readPayment(sent, { ...authorised, ...change }), { kind: 'unknown', cause });
  });
}

test('a refusal without a reason, or with the one that says nothing, is no decline', () => {
  for (const refusalReasonCode of [undefined, '0', 12, 'twelve'])
    assert.equal(readPayment(sent, { ...authorised, resultCode: 'Error', refusalReasonCode }).kind, 'unknown');
});

const received = {
  merchantAccount: 'M',
  paymentPspReference: 'PAYMENT1',
  pspReference: 'CAPTURE1',
  reference: 'r-1',
  amount: { value: 1_000, currency: 'EUR' },
  status: 'received',
};

test('a modification is accepted when it is the one that we sent', () => {
  const request = { merchantAccount: 'M', ...sent };
  assert.deepEqual(readModification(request, 'PAYMENT1', received), {
    kind: 'accepted',
    acquirerReference: 'CAPTURE1',
  });
  for (const change of [
    { status: 'done' },
    { pspReference: undefined },
    { paymentPspReference: 'PAYMENT2' },
    { reference: 'r-2' },
    { amount: { value: 1, currency: 'EUR' } },
    { amount: { value: 1_000, currency: 'USD' } },
  ])
    assert.equal(readModification(request, 'PAYMENT1', { ...received, ...change }).kind, 'unknown');
});

const errorOf = (status: number, errorCode?: string, more: Partial<WireError> = {}): WireError => ({
  status,
  errorCode,
  errorType: 'validation',
  isTransient: false,
  ...more,
});

test('an error is a decline only when it surely says that nothing was done', () => {
  for (const status of [400, 401, 403, 404, 422, 429]) assert.equal(undecidedCause(errorOf(status, '130')), undefined);
  for (const status of [200, 301, 408, 409, 418, 500, 502, 503, 504])
    assert.equal(undecidedCause(errorOf(status, '130')), 'serverError');
  assert.equal(undecidedCause(errorOf(422, '704')), 'inProgress');
  assert.equal(undecidedCause(errorOf(422, '130', { errorType: 'internal' })), 'serverError');
  assert.equal(undecidedCause(errorOf(422, '130', { isTransient: true })), 'transientError');
});

test('errors about the card are declines of the card, all others of the acquirer', () => {
  assert.equal(declineOfError(errorOf(422, '101')).declineReason, 'incorrectNumber');
  assert.equal(declineOfError(errorOf(422, '103')).declineReason, 'incorrectCvc');
  assert.equal(declineOfError(errorOf(422, '137')).declineReason, 'invalidAmount');
  for (const code of ['901', 'constructor'])
    assert.equal(declineOfError(errorOf(403, code)).declineReason, 'acquirerError');
  assert.equal(undecidedCause(errorOf(422, 'constructor')), undefined);
  assert.deepEqual(declineOfError(errorOf(401)), {
    kind: 'declined',
    declineReason: 'acquirerError',
    acquirerCode: 'http401',
    softDecline: false,
  });
  assert(Object.keys(errorReasons).every((code) => /^\d{3}$/.test(code)));
});
