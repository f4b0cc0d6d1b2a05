/**
 * The acquirer was asked and nobody knows what became of it. The gateway invents nothing: it asks until it knows, and
 * whatever it said before it never has to take back. Each test has an order of its own, by which faults are set, so
 * they run side by side.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { getAgain, getPage, payByForm, submitCard } from '../support/customer.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import {
  capture,
  cancel,
  cardOf,
  createPayment,
  increment,
  paymentNow,
  refund,
  toldAbout,
} from '../support/payments.ts';
import { aCard, type SessionBody } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

let world: World;
let acme: TestMerchant;

before(async () => {
  world = await createWorld();
  acme = await world.addMerchant();
});
after(() => world.close());

const sessionWhen = (id: string, fits: (session: SessionBody) => boolean): Promise<SessionBody> =>
  waitFor('the session', async () => {
    const session = await acme.shop.session(id);
    return fits(session) && session;
  });

/** The answer window of the acquirer is over for the attempts of this order, and they are asked about now. */
const letSettleWindowPass = (order: string) =>
  world.sql(`
  update attempts set sent_at = now() - interval '1 minute', reconcile_at = now()
  where state = 'sending' and payment_id in (select id from payments where merchant_reference_id = '${order}')`);

const givenUp = (order: string) =>
  waitFor('the attempt is given up', async () => {
    await letSettleWindowPass(order);
    const rows = await world.sql(
      `select a.id from attempts a join payments p on p.id = a.payment_id
        where p.merchant_reference_id = '${order}' and a.state = 'reversed'`,
    );
    return rows.length > 0;
  });

const internalState = async (order: string) =>
  (await world.sql<{ state: string }>(`select state from sessions where merchant_reference_id = '${order}'`))[0]?.state;
const isPaying = (order: string) =>
  waitFor('the payment is in flight', async () => (await internalState(order)) === 'paying');

describe('a payment', { concurrency: 12 }, () => {
  for (const [fault, card] of [
    ['the line is cut after the approval', '4000000000007023'],
    ['half of the answer', '4000000000007056'],
    ['an answer nobody can read', '4000000000007064'],
    ['the answer twice', '4000000000007072'],
    ['an error page after the approval', '4000000000007098'],
    ['the answer of another operation', '4000000000007106'],
    ['the answer with another amount', '4000000000007114'],
    ['the answer in another currency', '4000000000007122'],
    ['an answer that says it was done before', '4000000000007130'],
  ] as const) {
    test(`${fault}: completed, once`, async () => {
      const order = `f-${card.slice(-4)}`;
      const { id, paymentUrl } = await acme.shop.createSession({ merchantReferenceId: order });
      const { page } = await payByForm(paymentUrl, { ...aCard, pan: card });
      const paid = await sessionWhen(id, ({ status }) => status !== 'open');
      assert.equal(paid.status, 'completed');
      assert.equal((await world.acquirer.unreversedApprovals({ order })).length, 1);
      assert.deepEqual(await toldAbout(acme, id), [
        'session.created',
        'payment.created',
        'payment.funded',
        'payment.succeeded',
        'session.completed',
      ]);
      const back = await getAgain(page, `${paymentUrl}?wait`);
      assert.match(String(back.headers.get('refresh')), /status=completed/);
    });
  }

  test('in progress for a while: completed, once', async () => {
    await world.acquirer.setFault({ kind: 'inProgress', match: { order: 'progress' }, count: 1, ms: 1_500 });
    const { id, paymentUrl } = await acme.shop.createSession({ merchantReferenceId: 'progress' });
    await payByForm(paymentUrl, aCard);
    assert.equal((await sessionWhen(id, ({ status }) => status !== 'open')).status, 'completed');
    assert.equal((await world.acquirer.unreversedApprovals({ order: 'progress' })).length, 1);
  });

  test('"not found" for a while is not believed', async () => {
    await world.acquirer.setFault({ kind: 'notFoundFirst', match: { order: 'hidden' }, ms: 8_000, count: 1 });
    const { id, paymentUrl } = await acme.shop.createSession({ merchantReferenceId: 'hidden' });
    const { page } = await payByForm(paymentUrl, aCard);
    assert.equal(new URL(page.url).pathname, new URL(paymentUrl).pathname);
    assert.equal((await sessionWhen(id, ({ status }) => status !== 'open')).status, 'completed');
    assert.equal((await world.acquirer.unreversedApprovals({ order: 'hidden' })).length, 1);
  });

  test('never arrived, and the window is over: the customer may try again, and pays once', async () => {
    await world.acquirer.setFault({ kind: 'cutBefore', match: { order: 'lost', type: 'SALE' }, count: 1 });
    const { id, paymentUrl } = await acme.shop.createSession({ merchantReferenceId: 'lost' });
    await payByForm(paymentUrl, aCard);
    assert.equal(await internalState('lost'), 'paying');
    const blocked = await payByForm(paymentUrl, aCard);
    assert.equal(blocked.left, undefined, 'a second card while the first is unknown');
    await givenUp('lost');
    assert.equal(await internalState('lost'), 'open');
    const { left } = await payByForm(paymentUrl, aCard);
    assert.match(String(left), /status=completed/);
    assert.equal((await world.acquirer.unreversedApprovals({ order: 'lost' })).length, 1);
    assert.deepEqual(await toldAbout(acme, id), [
      'session.created',
      'payment.created',
      'payment.funded',
      'payment.succeeded',
      'session.completed',
    ]);
  });

  test('"not found" is believed only the second time, and only after the window', async () => {
    await world.acquirer.setFault({ kind: 'cutBefore', match: { order: 'twice', type: 'SALE' }, count: 1 });
    const { paymentUrl } = await acme.shop.createSession({ merchantReferenceId: 'twice' });
    await payByForm(paymentUrl, aCard);
    const row = async () =>
      (
        await world.sql<{ state: string; not_found_answers: number }>(
          `select a.state, a.not_found_answers from attempts a join payments p on p.id = a.payment_id
            where p.merchant_reference_id = 'twice'`,
        )
      )[0];
    // Sent just now, however long the test takes: the window is not over.
    const askAgain = () =>
      world.sql(
        `update attempts set sent_at = now(), reconcile_at = now()
          where payment_id in (select id from payments where merchant_reference_id = 'twice')`,
      );
    for (const answers of [1, 2, 3]) {
      await askAgain();
      await waitFor(`${answers} answers`, async () => ((await row())?.not_found_answers ?? 0) >= answers);
    }
    assert.equal((await row())?.state, 'sending', 'believed before the window was over');
  });

  test('denied once, after the window: asked once more, and completed', async () => {
    await world.acquirer.setFault({ kind: 'cutAfter', match: { order: 'denied', type: 'SALE' }, count: 1 });
    await world.acquirer.setFault({ kind: 'notFound', match: { order: 'denied' }, count: 1, ms: 60_000 });
    const { id, paymentUrl } = await acme.shop.createSession({ merchantReferenceId: 'denied' });
    const paying = submitCard(await getPage(paymentUrl), aCard);
    await isPaying('denied');
    await waitFor('the outcome', async () => {
      await letSettleWindowPass('denied');
      return (await internalState('denied')) !== 'paying';
    });
    await paying;
    assert.equal((await acme.shop.session(id)).status, 'completed');
    assert.equal((await world.acquirer.unreversedApprovals({ order: 'denied' })).length, 1);
  });

  test('an approval that comes after it was undone is undone once more', async () => {
    await world.acquirer.setFault({
      kind: 'lateAnswer',
      match: { order: 'late-yes', type: 'SALE' },
      count: 1,
      ms: 15_000,
    });
    await world.acquirer.setFault({ kind: 'notFound', match: { order: 'late-yes' }, ms: 60_000 });
    const { paymentUrl } = await acme.shop.createSession({ merchantReferenceId: 'late-yes' });
    const paying = submitCard(await getPage(paymentUrl), aCard);
    await isPaying('late-yes');
    await givenUp('late-yes');
    await paying;
    const [sale] = await world.acquirer.journal({ order: 'late-yes', event: 'approved' });
    assert.ok(sale);
    const reversals = async () =>
      (await world.acquirer.journal({ ref: sale.ref, type: 'REVERSAL' })).map(({ event }) => event);
    await waitFor('undone twice', async () => (await reversals()).length === 2);
    assert.deepEqual(await reversals(), ['reversed', 'repeated']);
    await waitFor(
      'it rests',
      async () =>
        (
          await world.sql(
            `select id from attempts where id = '${sale.ref}' and state = 'reversed' and reconcile_at is null`,
          )
        ).length === 1,
    );
    assert.equal(await internalState('late-yes'), 'open');
  });

  test('a request that crawls in after it was given up finds its reference closed, however often that had to be asked for', async () => {
    await world.acquirer.setFault({ kind: 'lateEffect', match: { order: 'late', type: 'SALE' }, count: 1, ms: 15_000 });
    const { id, paymentUrl } = await acme.shop.createSession({ merchantReferenceId: 'late' });
    const page = await getPage(paymentUrl);
    const first = submitCard(page, aCard);
    await isPaying('late');
    // The first two reversals are lost on the way there and on the way back.
    await world.acquirer.setFault({ kind: 'cutBefore', match: { order: 'late', type: 'REVERSAL' }, count: 1 });
    await world.acquirer.setFault({ kind: 'cutAfter', match: { order: 'late', type: 'REVERSAL' }, count: 1 });
    await givenUp('late');
    const { left } = await payByForm(paymentUrl, { ...aCard, pan: '4242 4242 4242 4242' });
    assert.match(String(left), /status=completed/);
    await first;
    await waitFor(
      'the first request got there',
      async () => (await world.acquirer.journal({ order: 'late', event: 'declined' })).length === 1,
    );
    assert.equal((await acme.shop.session(id)).paymentStatus, 'paid');
    const [live] = await world.acquirer.unreversedApprovals({ order: 'late' });
    assert.equal((await world.acquirer.authorization(live ?? ''))?.captured, 10_000);
  });

  test('an approval that comes while its attempt is being undone is nobody’s payment: the customer pays once more, and once', async () => {
    await world.acquirer.setFault({
      kind: 'lateAnswer',
      match: { order: 'undone', type: 'SALE' },
      count: 1,
      ms: 15_000,
    });
    await world.acquirer.setFault({ kind: 'notFound', match: { order: 'undone' }, ms: 30_000 });
    // The reversal, which is tried after 0, 2, 7, 17 and more seconds, does not get through before the approval
    // arrives.
    await world.acquirer.setFault({ kind: 'cutBefore', match: { order: 'undone', type: 'REVERSAL' }, count: 6 });
    const { id, paymentUrl } = await acme.shop.createSession({ merchantReferenceId: 'undone' });
    const paying = submitCard(await getPage(paymentUrl), aCard);
    await isPaying('undone');
    const askedAtMs = performance.now();
    const attempt = async () =>
      (
        await world.sql<{ state: string }>(
          `select a.state from attempts a join payments p on p.id = a.payment_id
            where p.merchant_reference_id = 'undone'`,
        )
      )[0]?.state;
    await waitFor('it is being undone', async () => {
      await letSettleWindowPass('undone');
      return (await attempt()) === 'reversing';
    });
    await paying;
    // Nothing outside tells that the approval has come; the simulator keeps it back for as long as this at most.
    await sleep(16_000 - (performance.now() - askedAtMs));
    assert.equal(await internalState('undone'), 'paying');
    await waitFor('it is undone', async () => {
      await world.sql(
        `update attempts set reconcile_at = now() where state = 'reversing'
          and payment_id in (select id from payments where merchant_reference_id = 'undone')`,
      );
      return (await attempt()) === 'reversed';
    });
    const { left } = await payByForm(paymentUrl, aCard);
    assert.match(String(left), /status=completed/);
    assert.equal((await world.acquirer.unreversedApprovals({ order: 'undone' })).length, 1);
    assert.deepEqual(await toldAbout(acme, id), [
      'session.created',
      'payment.created',
      'payment.funded',
      'payment.succeeded',
      'session.completed',
    ]);
  });

  test('approved for another amount than was asked, however often one asks: undone, and the customer may pay again', async () => {
    await world.acquirer.setFault({ kind: 'cutAfter', match: { order: 'other-amount', type: 'SALE' }, count: 1 });
    await world.acquirer.setFault({ kind: 'wrongAmount', match: { order: 'other-amount', type: 'INQUIRY' } });
    const { id, paymentUrl } = await acme.shop.createSession({ merchantReferenceId: 'other-amount' });
    await payByForm(paymentUrl, aCard);
    await waitFor('it is undone', async () => {
      await world.sql(
        `update attempts set reconcile_at = now() where state = 'sending'
          and payment_id in (select id from payments where merchant_reference_id = 'other-amount')`,
      );
      return (await internalState('other-amount')) === 'open';
    });
    assert.deepEqual(await world.acquirer.unreversedApprovals({ order: 'other-amount' }), []);
    const { left } = await payByForm(paymentUrl, aCard);
    assert.match(String(left), /status=completed/);
    assert.equal((await acme.shop.session(id)).paymentStatus, 'paid');
  });

  test('expiry waits for a payment in flight, and the payment wins', async () => {
    await world.acquirer.setFault({ kind: 'lateEffect', match: { order: 'in-flight' }, count: 1, ms: 10_000 });
    const { id, paymentUrl } = await acme.shop.createSession({ merchantReferenceId: 'in-flight' });
    const page = await getPage(paymentUrl);
    const paying = submitCard(page, aCard);
    await isPaying('in-flight');
    await world.sql(`update sessions set expires_at = now() where merchant_reference_id = 'in-flight'`);
    const refusal = await acme.shop.call('POST', `/sessions/${id}/expire`);
    assert.equal(refusal.status, 409);
    assert.match(refusal.text, /being paid at this moment/);
    await paying;
    assert.equal((await sessionWhen(id, ({ status }) => status !== 'open')).status, 'completed');
  });

  test('declined after its time was over: the session then ends by itself', async () => {
    await world.acquirer.setFault({ kind: 'lateAnswer', match: { order: 'too-late' }, count: 1, ms: 10_000 });
    const { id, paymentUrl } = await acme.shop.createSession({ merchantReferenceId: 'too-late' });
    const page = await getPage(paymentUrl);
    const paying = submitCard(page, { ...aCard, cvc: '999' });
    await isPaying('too-late');
    await world.sql(`update sessions set expires_at = now() where merchant_reference_id = 'too-late'`);
    await paying;
    const ended = await sessionWhen(id, ({ status }) => status === 'expired');
    assert.equal(ended['expirationReason'], 'timeout');
    assert.deepEqual(await toldAbout(acme, id), [
      'session.created',
      'payment.created',
      'payment.canceled',
      'session.expired',
    ]);
  });

  test('expiry comes by itself, is told, and the form that was open pays nothing', async () => {
    const { id, paymentUrl } = await acme.shop.createSession({ merchantReferenceId: 'forgotten' });
    const page = await getPage(paymentUrl);
    await world.sql(`update sessions set expires_at = now() where merchant_reference_id = 'forgotten'`);
    const early = await submitCard(page, aCard);
    assert.ok(early.status < 500);
    const ended = await sessionWhen(id, ({ status }) => status === 'expired');
    assert.equal(ended['expirationReason'], 'timeout');
    assert.equal('paymentUrl' in ended, false);
    await acme.sink.waitFor(({ event }) => event.type === 'session.expired' && event.data.object['id'] === id);
    const late = await submitCard(page, aCard);
    assert.ok(late.status < 500);
    assert.deepEqual(await world.acquirer.journal({ order: 'forgotten' }), []);
  });
});

describe('increments, captures, cancels and refunds', { concurrency: 8 }, () => {
  const pendingThen = async <T extends { readonly status: string }>(
    what: string,
    look: () => Promise<T>,
    wanted: string,
  ): Promise<T> =>
    waitFor(what, async () => {
      const now = await look();
      return now.status === wanted && now;
    });

  test('a refund whose line was cut is pending, then succeeded', async () => {
    const { id } = await createPayment(acme.shop, {
      captureMethod: 'automatic',
      paymentMethod: { card: cardOf('4000000000008062') },
      merchantReferenceId: 'refund-cut',
    });
    const { body } = await refund(acme.shop, id, 4_000);
    assert.equal(body.status, 'pending');
    assert.equal((await refund(acme.shop, id, 6_001)).status, 422, 'what is on its way is not there twice');
    await pendingThen(
      'the refund',
      async () => (await acme.shop.call<typeof body>('GET', `/refunds/${body.id}`)).body,
      'succeeded',
    );
    assert.equal((await paymentNow(acme.shop, id)).amountRefunded, 4_000);
    assert.deepEqual((await toldAbout(acme, id)).slice(-2), ['refund.created', 'refund.succeeded']);
    const [ref] = await world.acquirer.unreversedApprovals({ order: 'refund-cut' });
    assert.equal((await world.acquirer.authorization(ref ?? ''))?.refunded, 4_000);
  });

  test('a refund that never arrived is sent again under the same reference', async () => {
    const { id } = await createPayment(acme.shop, { captureMethod: 'automatic', merchantReferenceId: 'refund-lost' });
    await world.acquirer.setFault({ kind: 'cutBefore', match: { order: 'refund-lost', type: 'REFUND' }, count: 1 });
    const { body } = await refund(acme.shop, id);
    assert.equal(body.status, 'pending');
    const ofRefund = `state = 'sending'
      and payment_id in (select id from payments where merchant_reference_id = 'refund-lost')`;
    await waitFor('it is denied twice', async () => {
      await world.sql(`update operations set reconcile_at = now() where ${ofRefund}`);
      return (await world.sql(`select id from operations where not_found_answers >= 2 and ${ofRefund}`)).length === 1;
    });
    assert.deepEqual(
      await world.acquirer.journal({ order: 'refund-lost', event: 'refunded' }),
      [],
      'sent again while it may be under way',
    );
    await waitFor('it is sent again', async () => {
      await world.sql(`update operations set sent_at = now() - interval '1 minute', reconcile_at = now()
        where state = 'sending'
        and payment_id in (select id from payments where merchant_reference_id = 'refund-lost')`);
      return (await paymentNow(acme.shop, id)).amountRefunded === 10_000;
    });
    assert.equal((await world.acquirer.journal({ order: 'refund-lost', event: 'refunded' })).length, 1);
  });

  test('a refund of which the acquirer names another amount is not settled by that', async () => {
    const { id } = await createPayment(acme.shop, { captureMethod: 'automatic', merchantReferenceId: 'refund-other' });
    await world.acquirer.setFault({ kind: 'cutAfter', match: { order: 'refund-other', type: 'REFUND' }, count: 1 });
    await world.acquirer.setFault({ kind: 'wrongAmount', match: { order: 'refund-other', type: 'INQUIRY' }, count: 2 });
    const { body } = await refund(acme.shop, id, 4_000);
    assert.equal(body.status, 'pending');
    const ofRefund = `payment_id in (select id from payments where merchant_reference_id = 'refund-other')`;
    await pendingThen(
      'the refund',
      async () => {
        await world.sql(`update operations set reconcile_at = now() where state = 'sending' and ${ofRefund}`);
        return (await acme.shop.call<typeof body>('GET', `/refunds/${body.id}`)).body;
      },
      'succeeded',
    );
    const [row] = await world.sql<{ reconcile_tries: number }>(
      `select reconcile_tries from operations where ${ofRefund}`,
    );
    assert.ok((row?.reconcile_tries ?? 0) >= 3, 'it was believed while it named another amount');
  });

  test('a refund that is in progress for a while ends', async () => {
    const { id } = await createPayment(acme.shop, {
      captureMethod: 'automatic',
      merchantReferenceId: 'refund-progress',
    });
    await world.acquirer.setFault({
      kind: 'inProgress',
      match: { order: 'refund-progress', type: 'REFUND' },
      count: 1,
      ms: 1_500,
    });
    const { body } = await refund(acme.shop, id, 100);
    assert.equal(body.status, 'pending');
    await pendingThen(
      'the refund',
      async () => (await acme.shop.call<typeof body>('GET', `/refunds/${body.id}`)).body,
      'succeeded',
    );
  });

  test('a capture whose line was cut: not capturable twice, then captured', async () => {
    const { id } = await createPayment(acme.shop, {
      paymentMethod: { card: cardOf('4000000000008021') },
      merchantReferenceId: 'capture-cut',
    });
    const { body } = await capture(acme.shop, id);
    assert.deepEqual([body.status, body.amountCaptured, body.amountCapturable], ['requiresCapture', 0, 0]);
    for (const other of [await capture(acme.shop, id), await cancel(acme.shop, id)])
      assert.equal(other.status, 409, other.text);
    await pendingThen('the capture', () => paymentNow(acme.shop, id), 'succeeded');
    const [ref] = await world.acquirer.unreversedApprovals({ order: 'capture-cut' });
    assert.equal((await world.acquirer.authorization(ref ?? ''))?.captured, 10_000);
  });

  test('a check of a card whose line was cut: processing, then done, and funds nothing', async () => {
    const { id, status } = await createPayment(acme.shop, {
      amount: 0,
      captureMethod: 'automatic',
      paymentMethod: { card: cardOf('4000000000007023') },
      merchantReferenceId: 'check-cut',
    });
    assert.equal(status, 'processing');
    await pendingThen('the check', () => paymentNow(acme.shop, id), 'succeeded');
    assert.deepEqual(await toldAbout(acme, id), ['payment.created', 'payment.succeeded']);
    const journal = await world.acquirer.journal({ order: 'check-cut' });
    assert.deepEqual(
      journal.map(({ event, amount }) => [event, amount]),
      [['approved', 0]],
    );
  });

  test('an increment whose line was cut: nothing else meanwhile, then added once', async () => {
    const { id } = await createPayment(acme.shop, {
      paymentMethod: { card: cardOf('4000000000008104') },
      merchantReferenceId: 'increment-cut',
    });
    const asked = await increment(acme.shop, id, 5_000);
    assert.deepEqual([asked.status, asked.body.amountCapturable], [200, 10_000], asked.text);
    for (const other of [capture(acme.shop, id), cancel(acme.shop, id), increment(acme.shop, id, 1)]) {
      const { status, text } = await other;
      assert.equal(status, 409);
      assert.match(text, /under way/);
    }
    await waitFor('it is added', async () => (await paymentNow(acme.shop, id)).amountCapturable === 15_000);
    assert.equal((await world.acquirer.journal({ order: 'increment-cut', event: 'incremented' })).length, 1);
    assert.equal((await capture(acme.shop, id)).body.amountCaptured, 15_000);
    assert.deepEqual((await toldAbout(acme, id)).slice(1, 3), ['payment.requiresCapture', 'payment.incremented']);
  });

  test('an increment that never arrived is sent again under the same reference', async () => {
    const { id } = await createPayment(acme.shop, { merchantReferenceId: 'increment-lost' });
    await world.acquirer.setFault({
      kind: 'cutBefore',
      match: { order: 'increment-lost', type: 'INCREMENT' },
      count: 1,
    });
    assert.equal((await increment(acme.shop, id, 5_000)).body.amountCapturable, 10_000);
    await waitFor('it is sent again', async () => {
      await world.sql(`update operations set sent_at = now() - interval '1 minute', reconcile_at = now()
        where state = 'sending'
        and payment_id in (select id from payments where merchant_reference_id = 'increment-lost')`);
      return (await paymentNow(acme.shop, id)).amountCapturable === 15_000;
    });
    const references = (await world.acquirer.journal({ order: 'increment-lost' }))
      .filter(({ type }) => type === 'INCREMENT')
      .map(({ ref }) => ref);
    assert.equal(new Set(references).size, 1);
  });

  test('a cancel whose line was cut: processing, then canceled', async () => {
    const { id } = await createPayment(acme.shop, { paymentMethod: { card: cardOf('4000000000008047') } });
    const { body } = await cancel(acme.shop, id);
    assert.equal(body.status, 'processing');
    assert.equal((await capture(acme.shop, id)).status, 409);
    await pendingThen('the cancel', () => paymentNow(acme.shop, id), 'canceled');
  });

  test('a cancel that the acquirer refuses leaves the day on which the authorization lapses', async () => {
    const { id } = await createPayment(acme.shop, {
      paymentMethod: { card: cardOf('4000000000008039') },
      merchantReferenceId: 'no-void',
    });
    assert.equal((await cancel(acme.shop, id)).body.status, 'requiresCapture');
    const [row] = await world.sql<{ days: number }>(
      `select round(extract(epoch from capture_before - now()) / 86400)::int as days from payments
        where merchant_reference_id = 'no-void'`,
    );
    assert.equal(row?.days, 7);
  });

  test('a payment of a server whose line was cut: processing, then succeeded, and told', async () => {
    const paid = await createPayment(acme.shop, {
      captureMethod: 'automatic',
      paymentMethod: { card: cardOf('4000000000007023') },
    });
    assert.equal(paid.status, 'processing');
    await pendingThen('the payment', () => paymentNow(acme.shop, paid.id), 'succeeded');
    assert.deepEqual(await toldAbout(acme, paid.id), ['payment.created', 'payment.funded', 'payment.succeeded']);
  });

  test('an authorization that nobody captures is voided after its time; what a part left is released', async () => {
    const [none, part] = [
      await createPayment(acme.shop, { merchantReferenceId: 'lapse-none' }),
      await createPayment(acme.shop, { merchantReferenceId: 'lapse-part' }),
    ];
    const late = await createPayment(acme.shop, { merchantReferenceId: 'lapse-late' });
    await capture(acme.shop, part.id, { amount: 2_500 });
    // For this acquirer the seven days were over a moment before they were for us.
    await world.acquirer.setFault({ kind: 'decline', match: { order: 'lapse-late', type: 'VOID' }, code: '12' });
    await world.sql(`update payments set capture_before = now() where merchant_reference_id like 'lapse-%'`);
    await pendingThen('it lapses', () => paymentNow(acme.shop, none.id), 'canceled');
    await pendingThen('it lapses whatever the acquirer says', () => paymentNow(acme.shop, late.id), 'canceled');
    const released = await pendingThen('the rest is released', () => paymentNow(acme.shop, part.id), 'succeeded');
    assert.equal(released.amountCaptured, 2_500);
    assert.deepEqual(await world.acquirer.unreversedApprovals({ order: 'lapse-none' }), []);
    assert.deepEqual((await toldAbout(acme, none.id)).at(-1), 'payment.canceled');
    assert.deepEqual((await toldAbout(acme, part.id)).at(-1), 'payment.succeeded');
  });
});
