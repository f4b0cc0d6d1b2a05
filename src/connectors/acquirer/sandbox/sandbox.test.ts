import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startTestAcquirer, type TestAcquirer } from '../../../../test/support/acquirer.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { createHttpClient } from '../../../base/http-client.ts';
import { Secret } from '../../../base/secret.ts';
import { declinedCvcs, testCards, type TestCard, type TestCardBehavior } from '../../../card/test-cards.ts';
import type { Card } from '../../../card/card.ts';
import {
  authorization,
  describeAcquirerConformance,
  inquiryAbout,
  money,
  newReference,
  reversalOf,
  type ConformanceHost,
  type Verb,
} from '../../../../test/conformance/acquirer/conformance.ts';
import { declineReasons, type AcquirerConnector, type AuthorizeRequest, type OperationReference } from '../contract.ts';
import type { SandboxExchange } from './client.ts';
import { createSandboxConnector } from './index.ts';

const messageTypes: Readonly<Record<Verb, string>> = {
  // It has none.
  prepare: 'PURCHASE',
  authorize: 'PURCHASE',
  increment: 'INCREMENT',
  capture: 'CAPTURE',
  voidAuthorization: 'VOID',
  refund: 'REFUND',
  reverse: 'REVERSAL',
  inquire: 'INQUIRY',
};

const cardOf = (pan: string, cvc = /^3[47]/.test(pan) ? '1234' : '123'): Card => ({
  pan: new Secret(pan),
  cvc: new Secret(cvc),
  expiryMonth: 12,
  expiryYear: new Date().getUTCFullYear() + 3,
  cardholderName: 'A. Cardholder',
});

const startHost = async (): Promise<ConformanceHost> => {
  const acquirer = await startTestAcquirer();
  return {
    connect: ({ answerTimeoutMs }) =>
      createSandboxConnector({ url: acquirer.url, connectTimeoutMs: 60_000, answerTimeoutMs, settleWindowMs: 1_000 }),
    approvedCard: () => cardOf('4242424242424242'),
    declinedCard: (reason) => {
      const row = testCards.find(({ declineReason }) => declineReason === reason);
      return row === undefined ? undefined : cardOf(row.pan);
    },
    inject: async (fault, on, ms) => {
      const type = messageTypes[on];
      const limits = { ...(ms === undefined ? {} : { ms }), ...(fault === 'refuseConnections' ? {} : { count: 1 }) };
      await acquirer.setFault({ kind: fault, match: type === 'PURCHASE' ? {} : { type }, ...limits });
      // The answer to the wish leaves before the line goes down.
      if (fault === 'refuseConnections') await waitFor('the line is down', async () => !(await isUp(acquirer)));
      return acquirer.untilUp;
    },
    effectsOf: acquirer.effectsOf,
    stop: acquirer.stop,
  };
};

const isUp = ({ url }: TestAcquirer): Promise<boolean> =>
  fetch(`${url}/healthz`).then(
    () => true,
    () => false,
  );

describeAcquirerConformance('the sandbox connector', startHost);

/** What the gateway's side sees of each card, and what inquiries say once the dust has settled. */
const stories: Readonly<
  Record<TestCardBehavior, { readonly pay: string; readonly inquire: string; readonly later?: string }>
> = {
  approved: { pay: 'approved', inquire: 'approved' },
  declined: { pay: 'declined', inquire: 'declined' },
  cutBefore: { pay: 'unknown', inquire: 'notFound' },
  cutAfter: { pay: 'unknown', inquire: 'approved' },
  lateAnswer: { pay: 'unknown', inquire: 'approved' },
  lateEffect: { pay: 'unknown', inquire: 'notFound', later: 'approved' },
  truncated: { pay: 'unknown', inquire: 'approved' },
  garbled: { pay: 'unknown', inquire: 'approved' },
  answerTwice: { pay: 'approved', inquire: 'approved' },
  errorPageBefore: { pay: 'unknown', inquire: 'notFound' },
  errorPageAfter: { pay: 'unknown', inquire: 'approved' },
  wrongReference: { pay: 'unknown', inquire: 'approved' },
  wrongAmount: { pay: 'unknown', inquire: 'approved' },
  wrongCurrency: { pay: 'unknown', inquire: 'approved' },
  duplicateReply: { pay: 'approved', inquire: 'approved' },
  inProgress: { pay: 'unknown', inquire: 'pending', later: 'approved' },
  notFoundFirst: { pay: 'unknown', inquire: 'notFound', later: 'approved' },
  captureDeclined: { pay: 'approved', inquire: 'approved' },
  captureCut: { pay: 'approved', inquire: 'approved' },
  voidDeclined: { pay: 'approved', inquire: 'approved' },
  voidCut: { pay: 'approved', inquire: 'approved' },
  refundDeclined: { pay: 'approved', inquire: 'approved' },
  refundCut: { pay: 'approved', inquire: 'approved' },
  refundInProgress: { pay: 'approved', inquire: 'approved' },
  reversalCut: { pay: 'approved', inquire: 'approved' },
  incrementDeclined: { pay: 'approved', inquire: 'approved' },
  incrementCut: { pay: 'approved', inquire: 'approved' },
};

describe('every test card does what its row says', { concurrency: true }, () => {
  let acquirer: TestAcquirer;
  let connector: AcquirerConnector;
  let impatient: AcquirerConnector;
  before(async () => {
    // Long, so that a busy machine asks before they are over; the cards wait for it side by side.
    acquirer = await startTestAcquirer({
      faultTimes: { lateAnswer: 8_000, lateEffect: 8_000, inProgress: 6_000, notFoundFirst: 6_000 },
    });
    connector = createSandboxConnector({ url: acquirer.url, connectTimeoutMs: 60_000, answerTimeoutMs: 60_000 });
    impatient = createSandboxConnector({ url: acquirer.url, connectTimeoutMs: 60_000, answerTimeoutMs: 2_000 });
  });
  after(async () => {
    await Promise.all([connector.close(), impatient.close()]);
    await acquirer.stop();
  });

  const pay = async (pan: string, fields: Partial<AuthorizeRequest> = {}, paying = connector) => {
    const request: AuthorizeRequest = {
      reference: newReference(),
      merchantId: 'mr_cards',
      merchantReferenceId: 'order-1',
      amount: money(1_000),
      capture: false,
      card: cardOf(pan),
      initiator: { by: 'customer', storesCard: false },
      authentication: undefined,
      isExempt: false,
      handle: undefined,
      ...fields,
    };
    return { request, answer: await paying.authorize(request) };
  };

  test('each decline reason has a card, but the one that is not the bank’s', () => {
    const reasons = new Set(testCards.flatMap(({ declineReason }) => declineReason ?? []));
    assert.deepEqual(reasons, new Set(declineReasons.filter((reason) => reason !== 'velocityExceeded')));
  });

  for (const card of testCards) {
    test(`${card.pan}: ${card.title}`, async () => {
      const story = stories[card.behavior];
      const isLate = card.behavior === 'lateAnswer' || card.behavior === 'lateEffect';
      const { request, answer } = await pay(card.pan, {}, isLate ? impatient : connector);
      assert.equal(answer.kind, story.pay);
      if (answer.kind === 'declined') assert.equal(answer.declineReason, card.declineReason);
      const inquired = await connector.inquire(inquiryAbout(request.reference));
      assert.equal(inquired.kind, story.inquire);
      if (story.later !== undefined) await untilKind(connector, request.reference, story.later);
      await playWhatFollows(connector, card, request.reference, answer);
    });
  }

  test('any card with a CVC of nines or zeroes is declined for it', async () => {
    for (const { pan } of testCards.filter(({ behavior }) => behavior === 'approved')) {
      for (const cvc of declinedCvcs.filter(({ length }) => length === (/^3[47]/.test(pan) ? 4 : 3))) {
        const { answer } = await pay(pan, { card: cardOf(pan, cvc) });
        assert(answer.kind === 'declined' && answer.declineReason === 'incorrectCvc', pan);
      }
    }
  });

  test('a card whose issuer accepts no exemption is declined for it softly, and approved with a proof or without the claim', async () => {
    const pan = '4000000000000655';
    const exempt = await pay(pan, { isExempt: true });
    assert(exempt.answer.kind === 'declined' && exempt.answer.softDecline);
    assert.equal((await pay(pan)).answer.kind, 'approved');
    const authentication = {
      version: '2.2.0',
      eci: '05',
      cavv: 'AAABBEg0VhI0VniQEjRWAAAAAAA=',
      dsTransId: newReference(),
    };
    const proven = await pay(pan, { authentication });
    assert.equal(proven.answer.kind, 'approved');

    const [claim] = await acquirer.journal({ ref: exempt.request.reference });
    const [proof] = await acquirer.journal({ ref: proven.request.reference });
    assert.deepEqual([claim?.exemption, claim?.eci, claim?.cavvDigest], [true, undefined, undefined]);
    assert.deepEqual([proof?.exemption, proof?.eci], [undefined, '05']);
    assert.match(String(proof?.cavvDigest), /^[0-9a-f]{16}$/);
    assert.doesNotMatch(JSON.stringify(proof), /AAABBEg0/);
  });

  test('an expired card is declined as such, an unknown number is approved', async () => {
    const expired = { ...cardOf('4242424242424242'), expiryYear: new Date().getUTCFullYear() - 1 };
    const { answer } = await pay('4242424242424242', { card: expired });
    assert(answer.kind === 'declined' && answer.declineReason === 'expiredCard');
    assert.equal((await pay('4539578763621486')).answer.kind, 'approved');
  });
});

const untilKind = async (connector: AcquirerConnector, original: OperationReference, kind: string): Promise<void> => {
  for (let tries = 0; tries < 1_000; tries++) {
    if ((await connector.inquire(inquiryAbout(original))).kind === kind) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.fail(`${original} never became ${kind}`);
};

/** Cards whose payment is approved and whose later operations go wrong. */
const playWhatFollows = async (
  connector: AcquirerConnector,
  card: TestCard,
  authorizationReference: OperationReference,
  answer: Awaited<ReturnType<AcquirerConnector['authorize']>>,
): Promise<void> => {
  if (answer.kind !== 'approved') return;
  const handle = { reference: authorizationReference, acquirerReference: answer.acquirerReference };
  const capture = { reference: newReference(), authorization: handle, amount: money(1_000), final: true };
  const refund = { reference: newReference(), authorization: handle, amount: money(1_000) };
  const giveUp = { reference: newReference(), authorization: handle };
  switch (card.behavior) {
    case 'captureDeclined':
      assert.equal((await connector.capture(capture)).kind, 'declined');
      return;
    case 'captureCut':
      assert.equal((await connector.capture(capture)).kind, 'unknown');
      assert.equal((await connector.inquire(inquiryAbout(capture.reference))).kind, 'approved');
      return;
    case 'incrementDeclined':
    case 'incrementCut': {
      const increment = { reference: newReference(), authorization: handle, amount: money(500), total: money(1_500) };
      const isCut = card.behavior === 'incrementCut';
      assert.equal((await connector.increment?.(increment))?.kind, isCut ? 'unknown' : 'declined');
      if (isCut) assert.equal((await connector.inquire(inquiryAbout(increment.reference))).kind, 'approved');
      return;
    }
    case 'voidDeclined':
      assert.equal((await connector.voidAuthorization(giveUp)).kind, 'declined');
      return;
    case 'voidCut':
      assert.equal((await connector.voidAuthorization(giveUp)).kind, 'unknown');
      assert.equal((await connector.inquire(inquiryAbout(giveUp.reference))).kind, 'approved');
      return;
    case 'refundDeclined':
    case 'refundCut':
    case 'refundInProgress':
      assert.equal((await connector.capture(capture)).kind, 'approved');
      assert.equal((await connector.refund(refund)).kind, card.behavior === 'refundDeclined' ? 'declined' : 'unknown');
      if (card.behavior !== 'refundDeclined') await untilKind(connector, refund.reference, 'approved');
      return;
    case 'reversalCut':
      assert.equal((await connector.reverse(reversalOf(authorizationReference))).kind, 'unknown');
      assert.equal((await connector.reverse(reversalOf(authorizationReference))).kind, 'reversed');
      return;
    default:
      assert.equal((await connector.capture(capture)).kind, 'approved');
      assert.equal((await connector.refund(refund)).kind, 'approved');
  }
};

test('a host that wants credentials gets them, and its refusal is a final decline', async () => {
  const acquirer = await startTestAcquirer({ credentials: 'T-1:s3cret' });
  const host = await startHost();
  const welcome = createSandboxConnector({
    url: acquirer.url,
    merchantCredentials: { terminal: 'T-1', key: new Secret('s3cret') },
  });
  const stranger = createSandboxConnector({ url: acquirer.url });
  const request = authorization(host);
  const refused = await stranger.authorize(request);
  assert(refused.kind === 'declined' && refused.declineReason === 'acquirerError' && refused.acquirerCode === '58');
  assert.equal((await stranger.inquire(inquiryAbout(request.reference))).kind, 'unknown');
  assert.equal((await stranger.reverse(reversalOf(request.reference))).kind, 'unknown');
  assert.equal((await welcome.authorize(request)).kind, 'approved');
  await Promise.all([welcome.close(), stranger.close(), host.stop(), acquirer.stop()]);
});

test('a debug log of exchanges names operations, never cards; a given HTTP client stays open', async () => {
  const acquirer = await startTestAcquirer();
  const http = createHttpClient({ connectTimeoutMs: 60_000 });
  const exchanges: SandboxExchange[] = [];
  const connector = createSandboxConnector({
    url: acquirer.url,
    http,
    onExchange: (exchange) => exchanges.push(exchange),
  });
  const reference = newReference();
  await connector.inquire(inquiryAbout(reference));
  assert.deepEqual(exchanges, [{ operation: { type: 'INQUIRY', originalRef: reference }, outcome: '25' }]);
  await connector.close();
  assert.equal((await connector.inquire(inquiryAbout(reference))).kind, 'notFound');
  await http.close();
  await acquirer.stop();
});
