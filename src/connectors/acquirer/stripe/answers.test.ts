import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { HttpAnswer, HttpRequest } from '../../../base/http-client.ts';
import { Secret } from '../../../base/secret.ts';
import { authorization, inquiryAbout, money, reversalOf } from '../../../../test/conformance/acquirer/conformance.ts';
import type { AcquirerConnector, AuthorizeRequest, OperationReference } from '../contract.ts';
import { createStripeConnector } from './index.ts';
import { cardOf } from './stripe.fixture.ts';

const reference = 'a3b1c2d4-0000-7000-8000-000000000001' as OperationReference;
const handle = 'pi_1';
const held = { reference, acquirerReference: handle };
const request: AuthorizeRequest = {
  ...authorization({ approvedCard: () => cardOf('4242424242424242') }),
  reference,
  handle,
};

/** A connector whose host gives these answers, one after the other, and the last one for ever. */
const answering = (answers: readonly HttpAnswer[], sent: HttpRequest[] = []): AcquirerConnector =>
  createStripeConnector({
    values: { url: 'http://host.test', multicapture: 'on' },
    secrets: { secretKey: new Secret('sk_test_simulated') },
    olderSecrets: {},
    limits: {},
    http: {
      send: (one) => {
        sent.push(one);
        const answer = answers[Math.min(sent.length, answers.length) - 1];
        assert(answer !== undefined);
        return Promise.resolve(answer);
      },
      close: () => Promise.resolve(),
    },
  });

const answered = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpAnswer => ({
  kind: 'answered',
  status,
  headers,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  isCutOff: false,
});

const charge = {
  id: 'ch_1',
  object: 'charge',
  status: 'succeeded',
  amount: 1_000,
  amount_captured: 0,
  amount_refunded: 0,
  refunded: false,
  currency: 'eur',
  created: 1_790_000_000,
  metadata: { reference },
  payment_intent: handle,
  payment_method_details: { card: { authorization_code: '123456', network_transaction_id: '104557651805572' } },
};
const intent = {
  id: handle,
  object: 'payment_intent',
  status: 'requires_capture',
  amount: 1_000,
  amount_received: 0,
  currency: 'eur',
  capture_method: 'manual',
  metadata: { reference },
  latest_charge: charge,
  last_payment_error: null,
};
const fresh = { ...intent, status: 'requires_payment_method', latest_charge: null };
const refund = {
  id: 're_1',
  object: 'refund',
  status: 'succeeded',
  amount: 1_000,
  currency: 'eur',
  created: 1_790_000_000,
  payment_intent: handle,
  metadata: { reference },
};

type Named = { readonly kind: string; readonly cause?: string; readonly declineReason?: string };
const nameOf = (answer: Named): string => {
  const more = answer.cause ?? answer.declineReason;
  return more === undefined ? answer.kind : `${answer.kind}:${more}`;
};
const method = answered(200, { id: 'pm_1', object: 'payment_method' });
const authorized = async (...answers: readonly HttpAnswer[]) =>
  nameOf(await answering([method, ...answers]).authorize(request));
const inquired = async (body: unknown) =>
  nameOf(await answering([answered(200, body)]).inquire(inquiryAbout(reference, { handle })));

test('an approval has all that later operations need', async () => {
  assert.deepEqual(await answering([method, answered(200, intent)]).authorize(request), {
    kind: 'approved',
    acquirerReference: handle,
    approvalCode: '123456',
    networkTransactionId: '104557651805572',
    amount: money(1_000),
  });
});

test('an approval cut anywhere approves nothing', async () => {
  const body = JSON.stringify(intent);
  for (let length = 0; length < body.length; length++) {
    assert.equal(await authorized(answered(200, body.slice(0, length))), 'unknown:unreadableAnswer');
  }
});

describe('an approval with one thing wrong', () => {
  const twists: readonly (readonly [story: string, body: unknown, expected: string])[] = [
    ['another id', { ...intent, id: 'pi_2' }, 'unknown:wrongReference'],
    ['another reference', { ...intent, metadata: { reference: 'other' } }, 'unknown:wrongReference'],
    ['no reference', { ...intent, metadata: {} }, 'unknown:wrongReference'],
    ['another amount', { ...intent, amount: 1_001 }, 'unknown:wrongAmount'],
    ['an amount as text', { ...intent, amount: '1000' }, 'unknown:unreadableAnswer'],
    ['an amount with a point', { ...intent, amount: 1_000.5 }, 'unknown:unreadableAnswer'],
    ['another currency', { ...intent, currency: 'usd' }, 'unknown:wrongCurrency'],
    ['a charge of a part', { ...intent, latest_charge: { ...charge, amount: 900 } }, 'unknown:wrongAmount'],
    ['a charge in other money', { ...intent, latest_charge: { ...charge, currency: 'usd' } }, 'unknown:wrongCurrency'],
    ['a charge that failed', { ...intent, latest_charge: { ...charge, status: 'failed' } }, 'unknown:missingField'],
    ['no charge', { ...intent, latest_charge: null }, 'unknown:missingField'],
    ['a charge that was not asked for', { ...intent, latest_charge: 'ch_1' }, 'unknown:missingField'],
    ['captured', { ...intent, status: 'succeeded' }, 'unknown:unexpectedApproval'],
    ['to be captured at once', { ...intent, capture_method: 'automatic' }, 'unknown:wrongType'],
    ['a status that nobody knows', { ...intent, status: 'fine' }, 'unknown:unreadableAnswer'],
    ['being processed', { ...intent, status: 'processing' }, 'unknown:inProgress'],
    ['not confirmed', fresh, 'unknown:inProgress'],
    ['canceled', { ...intent, status: 'canceled' }, 'declined:acquirerError'],
    ['another object', { ...intent, object: 'charge' }, 'unknown:unreadableAnswer'],
  ];
  for (const [story, body, expected] of twists) {
    test(`${story}: ${expected}`, async () => {
      assert.equal(await authorized(answered(200, body)), expected);
    });
  }

  for (const status of [201, 204, 301, 302, 500, 502, 503, 504]) {
    test(`with status ${status} it proves nothing`, async () => {
      assert.match(await authorized(answered(status, intent)), /^unknown:/);
    });
  }

  for (const status of [400, 401, 402, 403, 404, 409, 424, 429]) {
    test(`with status ${status} it is no error that can be read`, async () => {
      assert.equal(await authorized(answered(status, intent)), 'unknown:unreadableAnswer');
    });
  }

  test('a charge without an authorization code is named by itself', async () => {
    const bare = { ...charge, payment_method_details: null };
    const answer = await answering([method, answered(200, { ...intent, latest_charge: bare })]).authorize(request);
    assert(answer.kind === 'approved');
    assert.deepEqual([answer.approvalCode, answer.networkTransactionId], ['ch_1', undefined]);
  });
});

describe('errors', () => {
  const cases: readonly (readonly [status: number, error: object, authorize: string, operation?: string])[] = [
    [402, { type: 'card_error', code: 'card_declined', decline_code: 'lost_card' }, 'declined:lostCard'],
    [402, { type: 'card_error', code: 'expired_card' }, 'declined:expiredCard'],
    [402, { type: 'card_error', code: 'authentication_required' }, 'declined:authenticationRequired'],
    [400, { type: 'invalid_request_error', code: 'parameter_unknown' }, 'declined:acquirerError'],
    [404, { type: 'invalid_request_error', code: 'resource_missing' }, 'declined:notPermitted'],
    [401, { type: 'invalid_request_error' }, 'declined:acquirerError'],
    [403, { type: 'invalid_request_error' }, 'declined:acquirerError'],
    [429, { type: 'invalid_request_error', code: 'rate_limit' }, 'declined:acquirerError', 'unknown:rateLimited'],
    [429, { type: 'invalid_request_error', code: 'lock_timeout' }, 'unknown:inProgress'],
    [409, { type: 'invalid_request_error', code: 'lock_timeout' }, 'unknown:inProgress'],
    [409, { type: 'idempotency_error', code: 'idempotency_key_in_use' }, 'unknown:inProgress'],
    [400, { type: 'idempotency_error' }, 'unknown:duplicateReference'],
    [409, { type: 'invalid_request_error' }, 'unknown:inProgress'],
    [400, { type: 'api_error' }, 'unknown:serverError'],
    [402, { type: 'api_error', code: 'card_declined' }, 'unknown:serverError'],
    [424, { type: 'invalid_request_error' }, 'unknown:serverError'],
    [400, { code: 'card_declined' }, 'unknown:unreadableAnswer'],
    [500, { type: 'card_error', code: 'card_declined' }, 'unknown:serverError'],
  ];
  for (const [status, error, onAuthorize, onOperation = onAuthorize] of cases) {
    test(`${status} ${JSON.stringify(error)}: ${onAuthorize}`, async () => {
      const answer = answered(status, { error });
      assert.equal(await authorized(answer), onAuthorize);
      const amount = money(1_000);
      const connector = answering([answer]);
      const operations = [
        connector.capture({ reference, authorization: held, amount, final: true }),
        connector.refund({ reference, authorization: held, amount }),
        connector.voidAuthorization({ reference, authorization: held }),
      ];
      for (const operation of operations) assert.equal(nameOf(await operation), onOperation);
      // A question that is not answered, and a reversal that is refused, leave everything open.
      assert.equal((await connector.inquire(inquiryAbout(reference, { handle }))).kind, 'unknown');
      assert.equal((await connector.reverse(reversalOf(reference, { handle }))).kind, 'unknown');
    });
  }

  test('a confirmation that does not fit is judged by the intent as it is', async () => {
    const refusal = (status: string) =>
      answered(400, {
        error: {
          type: 'invalid_request_error',
          code: 'payment_intent_unexpected_state',
          payment_intent: { ...fresh, status },
        },
      });
    assert.equal(await authorized(refusal('canceled')), 'declined:acquirerError');
    for (const status of ['requires_capture', 'succeeded', 'processing', 'requires_action'])
      assert.equal(await authorized(refusal(status)), 'unknown:duplicateReference');
  });
});

test('the network’s word is passed on: notSent stays notSent, noAnswer is unknown', async () => {
  assert.equal(await authorized({ kind: 'notSent', cause: 'connectionRefused' }), 'notSent:connectionRefused');
  assert.equal(await authorized({ kind: 'noAnswer', cause: 'timeout' }), 'unknown:timeout');
});

test('without a handle no card is sent', async () => {
  const sent: HttpRequest[] = [];
  const answer = await answering([answered(200, intent)], sent).authorize({ ...request, handle: undefined });
  assert.equal(answer.kind, 'notSent');
  assert.equal(sent.length, 0);
});

test('a card that gets no name is declined or unknown, and nothing is confirmed', async () => {
  const error = { type: 'card_error', code: 'incorrect_number' };
  for (const [answer, expected] of [
    [answered(402, { error }), 'declined:incorrectNumber'],
    [answered(500, ''), 'unknown:serverError'],
    [answered(200, { id: 'pm_1', object: 'token' }), 'unknown:unreadableAnswer'],
    [answered(200, { object: 'payment_method' }), 'unknown:unreadableAnswer'],
  ] as const) {
    const sent: HttpRequest[] = [];
    assert.equal(nameOf(await answering([answer], sent).authorize(request)), expected);
    assert.equal(sent.length, 1);
  }
});

test('a repeat that is answered from memory is looked at as it is now', async () => {
  const replayed = answered(200, intent, { 'idempotent-replayed': 'true' });
  assert.equal(await authorized(replayed, answered(200, intent)), 'approved');
  assert.equal(await authorized(replayed, answered(200, { ...intent, status: 'canceled' })), 'declined:acquirerError');
  assert.equal(await authorized(replayed, answered(500, '')), 'unknown:serverError');
});

describe('what an issuer demands of the customer is a soft decline, and the intent is given up', () => {
  const asks = { ...intent, status: 'requires_action', latest_charge: null };
  const whatFollows = [
    ['and that is acknowledged', answered(200, { ...asks, status: 'canceled' })],
    ['and whatever comes of that', answered(500, '')],
  ] as const;
  for (const [story, after] of whatFollows) {
    test(story, async () => {
      const sent: HttpRequest[] = [];
      const answer = await answering([method, answered(200, asks), after], sent).authorize(request);
      assert(answer.kind === 'declined' && answer.softDecline);
      assert.equal(sent[2]?.url, 'http://host.test/v1/payment_intents/pi_1/cancel');
    });
  }

  test('an inquiry says the same of it', async () => {
    assert.equal(await inquired(asks), 'declined:authenticationRequired');
  });
});

test('an inquiry tells what the intent says, and nothing of another', async () => {
  const failed = {
    ...fresh,
    last_payment_error: { type: 'card_error', code: 'card_declined', decline_code: 'fraudulent' },
  };
  const sale = { ...intent, status: 'succeeded', capture_method: 'automatic' };
  const givenBack = (status: string) => ({
    ...sale,
    latest_charge: { ...charge, refunded: true, refunds: { object: 'list', data: [{ ...refund, status }] } },
  });
  assert.equal(await inquired(intent), 'approved');
  assert.equal(await inquired(sale), 'approved');
  assert.equal(await inquired(fresh), 'notFound');
  assert.equal(await inquired(failed), 'declined:suspectedFraud');
  assert.equal(await inquired({ ...fresh, last_payment_error: { type: 'api_error' } }), 'unknown:serverError');
  assert.equal(await inquired({ ...intent, status: 'canceled' }), 'reversed');
  assert.equal(await inquired(givenBack('succeeded')), 'reversed');
  assert.equal(await inquired(givenBack('pending')), 'pending');
  assert.equal(await inquired({ ...intent, metadata: { reference: 'other' } }), 'unknown:wrongReference');
  // An intent that is not there was given to us by another account.
  const missing = answered(404, { error: { type: 'invalid_request_error', code: 'resource_missing' } });
  const answer = await answering([missing]).inquire(inquiryAbout(reference, { handle }));
  assert.equal(nameOf(answer), 'unknown:inquiryRefused');
});

test('a refund is done, on its way, or failed; one that was never answered is found among all of its payment', async () => {
  const amount = money(1_000);
  const told = async (status: string, fields: object = {}) =>
    nameOf(
      await answering([answered(200, { ...refund, status, ...fields })]).refund({
        reference,
        authorization: held,
        amount,
      }),
    );
  assert.equal(await told('succeeded'), 'approved');
  assert.equal(await told('pending'), 'accepted');
  assert.equal(await told('failed', { failure_reason: 'insufficient_funds' }), 'declined:insufficientFunds');
  assert.equal(await told('canceled'), 'declined:notPermitted');
  assert.equal(await told('succeeded', { amount: 999 }), 'unknown:wrongAmount');
  assert.equal(await told('succeeded', { payment_intent: 'pi_2' }), 'unknown:wrongReference');
  assert.equal(await told('succeeded', { metadata: {} }), 'unknown:wrongReference');

  const other = { ...refund, id: 're_0', metadata: { reference: 'other' } };
  const page = (data: readonly object[], more: boolean) => answered(200, { object: 'list', data, has_more: more });
  const about = inquiryAbout(reference, { kind: 'refund', authorization: held });
  const sent: HttpRequest[] = [];
  const found = await answering([page([other], true), page([refund], false)], sent).inquire(about);
  assert(found.kind === 'approved' && found.acquirerReference === 're_1');
  assert.match(sent[1]?.url ?? '', /starting_after=re_0/);
  assert.equal((await answering([page([other], false)]).inquire(about)).kind, 'notFound');
  // A list with a hole says nothing.
  assert.equal((await answering([page([other, { object: 'refund' }], false)]).inquire(about)).kind, 'unknown');
  // A stranger's refund would say that ours is not there.
  assert.equal(
    (await answering([page([{ ...refund, payment_intent: 'pi_2' }], false)]).inquire(about)).kind,
    'unknown',
  );
});

test('captures are known by their notes on the intent, and must add up', async () => {
  const note = { reference, [`c-${reference}`]: '400' };
  const taken = { ...intent, amount_received: 400, metadata: note };
  const capture = async (body: object) =>
    nameOf(
      await answering([answered(200, body)]).capture({
        reference,
        authorization: held,
        amount: money(400),
        final: false,
      }),
    );
  assert.equal(await capture(taken), 'approved');
  assert.equal(await capture({ ...taken, amount_received: 500 }), 'unknown:wrongAmount');
  assert.equal(await capture({ ...taken, metadata: { reference } }), 'unknown:wrongAmount');
  assert.equal(await capture({ ...taken, id: 'pi_2' }), 'unknown:wrongReference');
  const about = inquiryAbout(reference, { kind: 'capture', authorization: held });
  const ask = async (body: object) => answering([answered(200, body)]).inquire(about);
  const found = await ask(taken);
  assert(found.kind === 'approved');
  assert.deepEqual(found.amount, money(400));
  assert.equal((await ask(intent)).kind, 'notFound');
});

describe('a reversal', () => {
  const reversed = async (answers: readonly HttpAnswer[], sent: HttpRequest[] = []) =>
    nameOf(await answering(answers, sent).reverse(reversalOf(reference, { handle })));
  const sale = { ...intent, status: 'succeeded', capture_method: 'automatic', amount_received: 1_000 };
  const returned = (status: string) => ({
    ...sale,
    latest_charge: { ...charge, refunded: true, refunds: { object: 'list', data: [{ ...refund, status }] } },
  });

  test('cancels what was not captured', async () => {
    const sent: HttpRequest[] = [];
    const answers = [answered(200, intent), answered(200, { ...intent, status: 'canceled' })];
    assert.equal(await reversed(answers, sent), 'reversed');
    // A failure must not stick to a key for a day.
    assert.deepEqual(
      sent.map(({ headers }) => headers['idempotency-key']),
      [undefined, undefined],
    );
  });

  test('refunds what was captured, and says so only when nothing is left', async () => {
    const ask = (last: object) => reversed([answered(200, sale), answered(200, refund), answered(200, last)]);
    assert.equal(await ask(returned('succeeded')), 'reversed');
    assert.equal(await ask(returned('pending')), 'accepted');
    assert.equal(await ask(sale), 'unknown:reversalRefused');
  });

  test('that was accepted before sends no second refund', async () => {
    const sent: HttpRequest[] = [];
    assert.equal(await reversed([answered(200, returned('pending'))], sent), 'accepted');
    assert.equal(await reversed([answered(200, returned('succeeded'))]), 'reversed');
    assert.equal(sent.length, 1);
  });

  test('of an intent of somebody else does nothing', async () => {
    const sent: HttpRequest[] = [];
    const foreign = { ...intent, metadata: { reference: 'other' } };
    assert.equal(await reversed([answered(200, foreign)], sent), 'unknown:wrongReference');
    assert.equal(sent.length, 1);
  });

  test('of what is captured in this very moment goes on with a refund', async () => {
    const error = { type: 'invalid_request_error', code: 'payment_intent_unexpected_state', payment_intent: sale };
    const answers = [
      answered(200, intent),
      answered(400, { error }),
      answered(200, refund),
      answered(200, returned('succeeded')),
    ];
    assert.equal(await reversed(answers), 'reversed');
  });
});
