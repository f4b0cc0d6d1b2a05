/** Stories with the simulated Stripe that the conformance suite does not tell. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createHttpClient } from '../../../base/http-client.ts';
import {
  authorization,
  callOf,
  inquiryAbout,
  money,
  newReference,
} from '../../../../test/conformance/acquirer/conformance.ts';
import { startTestAcquirer, type TestAcquirer } from '../../../../test/support/acquirer.ts';
import { startNotificationSink, type NotificationSink } from '../../../../test/support/notification-sink.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import type { AcquirerConnector, AcquirerNotification, AuthorizeRequest } from '../contract.ts';
import type { StripeExchange } from './client.ts';
import { cardOf, connect, WEBHOOK_SECRET } from './stripe.fixture.ts';

let acquirer: TestAcquirer;
let sink: NotificationSink;
let connector: AcquirerConnector;
const exchanges: StripeExchange[] = [];

before(async () => {
  sink = await startNotificationSink();
  const notifications = { url: sink.url, secret: WEBHOOK_SECRET.reveal() };
  acquirer = await startTestAcquirer({ stripe: { notifications, refundMs: 200 } });
  connector = connect(acquirer.url, {
    values: { multicapture: 'on', incremental: 'on' },
    onExchange: (exchange) => exchanges.push(exchange),
  });
});
after(async () => {
  await connector.close();
  await acquirer.stop();
  await sink.close();
});

const approvedWith = async (pan: string, fields: Partial<AuthorizeRequest> = {}) => {
  const call = callOf({ ...authorization({ approvedCard: () => cardOf(pan) }), ...fields });
  const approval = await call.send(connector);
  assert(approval.kind === 'approved', JSON.stringify(approval.kind));
  return { call, approval, held: { reference: call.reference, acquirerReference: approval.acquirerReference } };
};

/** All that was told so far about a reference. Whatever is not signed by the host is left out, and counted. */
const heardAbout = (reference: string): readonly AcquirerNotification[] =>
  sink.received.flatMap((delivery) => {
    const reading = connector.readNotifications?.(delivery);
    assert(reading?.kind === 'notifications' || reading?.kind === 'forged', reading?.kind);
    return reading.kind === 'forged' ? [] : reading.notifications.filter((one) => one.reference === reference);
  });

const untilHeard = (reference: string, about: string): Promise<AcquirerNotification> =>
  waitFor(`news of ${about}`, () => Promise.resolve(heardAbout(reference).find(({ news }) => news.about === about)));

describe('refunds that take their time', () => {
  test('one that is on its way is accepted, and a notification says that it is done', async () => {
    const { held } = await approvedWith('4000000000007726', { capture: true });
    const reference = newReference();
    const answer = await connector.refund({ reference, authorization: held, amount: money(1_000) });
    assert(answer.kind === 'accepted');
    const { news, handle } = await untilHeard(reference, 'refund');
    assert.equal(handle, answer.acquirerReference);
    assert(news.about === 'refund' && news.answer.kind === 'approved');
    const about = inquiryAbout(reference, { kind: 'refund', handle, authorization: held });
    assert.equal((await connector.inquire(about)).kind, 'approved');
  });

  test('one that looked done is taken back, and can be made again', async () => {
    const { held, call } = await approvedWith('4000000000005126', { capture: true });
    const reference = newReference();
    const refund = { reference, authorization: held, amount: money(1_000) };
    assert.equal((await connector.refund(refund)).kind, 'approved');
    const { news } = await untilHeard(reference, 'takenBack');
    assert.deepEqual(news, {
      about: 'takenBack',
      operation: 'refund',
      acquirerCode: 'expired_or_canceled_card',
    });
    const [approved] = await acquirer.journal({ ref: call.reference, event: 'approved' });
    assert.equal((await acquirer.authorization(approved?.ref ?? ''))?.refunded, 0);
    assert.equal((await connector.refund({ ...refund, reference: newReference() })).kind, 'approved');
  });

  test('a reversal of a sale whose refund is on its way is accepted, and reversed when it is done', async () => {
    const { call } = await approvedWith('4000000000007726', { capture: true });
    // A busy machine may be as slow as the refund is.
    const { kind } = await connector.reverse(call.reversal());
    assert(kind === 'accepted' || kind === 'reversed', kind);
    const { news } = await untilHeard(call.reference, 'reversal');
    assert.deepEqual(news, { about: 'reversal', answer: { kind: 'reversed' } });
    assert.deepEqual(await connector.reverse(call.reversal()), { kind: 'reversed' });
    // However often it was asked for, it was refunded once.
    const [approved] = await acquirer.journal({ ref: call.reference, event: 'approved' });
    assert.equal((await acquirer.journal({ ref: approved?.ref ?? '', event: 'refunded' })).length, 1);
  });
});

describe('notifications', () => {
  test('tell the same as the answers', async () => {
    const { call, approval, held } = await approvedWith('4242424242424242');
    const { news } = await untilHeard(call.reference, 'authorization');
    assert.deepEqual(news, { about: 'authorization', answer: approval });
    const reference = newReference();
    const amount = money(400);
    const answer = await connector.capture({ reference, authorization: held, amount, final: false });
    assert.deepEqual((await untilHeard(reference, 'capture')).news, { about: 'capture', answer });
  });

  for (const kind of ['noticeTwice', 'noticeLate', 'noticeForged', 'noticeReordered'] as const) {
    test(`${kind}: each is heard, and no stranger`, async () => {
      const before = sink.received.length;
      await acquirer.setFault({ kind, count: 1, ms: 100 });
      const { call } = await approvedWith('4242424242424242', { capture: true });
      await untilHeard(call.reference, 'authorization');
      const ids = await waitFor('all of them', () => {
        const heard = heardAbout(call.reference).map(({ hostId }) => hostId);
        return Promise.resolve(kind === 'noticeTwice' && heard.length < 2 ? undefined : heard);
      });
      assert.equal(new Set(ids).size, 1);
      const forged = sink.received.slice(before).filter((one) => connector.readNotifications?.(one).kind === 'forged');
      assert.equal(forged.length, kind === 'noticeForged' ? 1 : 0);
    });
  }

  test('one that is not acknowledged comes again', async () => {
    sink.answerWith(500);
    const { call } = await approvedWith('4242424242424242', { capture: true });
    await untilHeard(call.reference, 'authorization');
    sink.answerWith(200);
    await waitFor('once more', () => Promise.resolve(heardAbout(call.reference).length > 1));
  });
});

test('what an issuer demands is a soft decline, and the intent is canceled: no card gets through it any more', async () => {
  const call = callOf(authorization({ approvedCard: () => cardOf('4000002760003184') }));
  const answer = await call.send(connector);
  assert(answer.kind === 'declined' && answer.softDecline);
  assert.deepEqual(await connector.inquire(call.inquiry()), { kind: 'reversed' });
});

test('the books can be compared: what moved, by our references', async () => {
  const merchantReferenceId = `order-${newReference()}`;
  const { call, held } = await approvedWith('4242424242424242', { merchantReferenceId });
  const [capture, refund] = [newReference(), newReference()];
  await connector.capture({ reference: capture, authorization: held, amount: money(700), final: true });
  await connector.refund({ reference: refund, authorization: held, amount: money(200) });
  const voided = await approvedWith('4242424242424242', { merchantReferenceId });
  const giveUp = newReference();
  await connector.voidAuthorization({ reference: giveUp, authorization: voided.held });
  const increment = newReference();
  const more = await approvedWith('4242424242424242', { merchantReferenceId });
  const amounts = { amount: money(500), total: money(1_500) };
  await connector.increment?.({ reference: increment, authorization: more.held, ...amounts });
  const undone = await approvedWith('4242424242424242', { merchantReferenceId });
  await connector.reverse(undone.call.reversal());

  const found: unknown[] = [];
  let after: string | undefined;
  do {
    const page = await connector.list?.({ since: new Date(Date.now() - 3_600_000), after });
    assert(page?.kind === 'page');
    for (const one of page.movements)
      if (one.merchantReferenceId === merchantReferenceId) found.push([one.kind, one.reference, one.amount?.minor]);
    after = page.next;
  } while (after !== undefined);
  const expected = [
    ['authorized', call.reference, 1_000n],
    ['captured', capture, 700n],
    ['refunded', refund, 200n],
    ['authorized', voided.call.reference, 1_000n],
    ['voided', giveUp, undefined],
    ['authorized', more.call.reference, 1_000n],
    ['incremented', increment, 500n],
    ['authorized', undone.call.reference, 1_000n],
    ['reversed', undone.call.reference, undefined],
  ];
  assert.deepEqual(new Set(found.map(String)), new Set(expected.map(String)));
});

test('an increment that is sent again when Stripe has forgotten its key has happened, and is told so', async () => {
  const { held } = await approvedWith('4242424242424242');
  const http = createHttpClient({ connectTimeoutMs: 60_000, maxConnectionsPerOrigin: 4 });
  let sent = 0;
  const forgetful: typeof http = {
    ...http,
    send: (request) => {
      const headers = request.headers['idempotency-key'] === undefined ? {} : { 'idempotency-key': `key-${++sent}` };
      return http.send({ ...request, headers: { ...request.headers, ...headers } });
    },
  };
  const other = connect(acquirer.url, { values: { incremental: 'on' }, http: forgetful });
  const request = { reference: newReference(), authorization: held, amount: money(500), total: money(1_500) };
  assert.equal((await other.increment?.(request))?.kind, 'approved');
  assert.equal((await other.increment?.(request))?.kind, 'approved');
  assert.equal((await other.increment?.({ ...request, reference: newReference() }))?.kind, 'declined');
  assert.equal(sent, 3);
  await other.close();
  await http.close(1_000);
});

test('credentials are tried out by a question; a wrong key is refused', async () => {
  assert.deepEqual(await connector.test(), { kind: 'works' });
  const strict = await startTestAcquirer({ stripe: { secretKey: 'sk_test_another' } });
  const stranger = connect(strict.url);
  assert.deepEqual(await stranger.test(), { kind: 'refused', cause: 'credentialsRefused' });
  await stranger.close();
  await strict.stop();
});

test('a debug log of exchanges names requests, never cards', () => {
  assert(exchanges.length > 10);
  const text = JSON.stringify(exchanges);
  assert(!/4242424242424242|4000002760003184|sk_test/.test(text));
  assert.match(text, /"bin":"424242","last4":"4242"/);
});
