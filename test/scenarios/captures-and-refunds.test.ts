/**
 * Money after the authorization: captures, cancels and refunds, alone and all at once. The acquirer's journal has the
 * last word.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { payByForm } from '../support/customer.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { cancel, capture, cardOf, createPayment, paymentNow, refund, toldAbout } from '../support/payments.ts';
import { withClient } from '../support/postgres.ts';
import { waitFor } from '../support/wait-for.ts';
import { aCard, createShop, type Shop } from '../support/shop.ts';

let world: World;
let acme: TestMerchant;
let elsewhere: Shop;

before(async () => {
  world = await createWorld();
  acme = await world.addMerchant();
  elsewhere = createShop({ gatewayUrl: await world.addGateway(), apiKey: acme.apiKey });
});
after(() => world.close());

/** Requests take turns between two gateways. */
const shopFor = (n: number): Shop => (n % 2 === 0 ? acme.shop : elsewhere);

/** What the acquirer's own books say of the one live approval of an order. */
const atAcquirer = async (order: string) => {
  const refs = await world.acquirer.unreversedApprovals({ order });
  assert.equal(refs.length, 1, `${order} has ${refs.length} live approvals`);
  const books = await world.acquirer.authorization(refs[0] ?? '');
  assert.ok(books);
  return { captured: books.captured, refunded: books.refunded };
};

const agrees = async (id: string, order: string): Promise<{ captured: number; refunded: number }> => {
  const { amountCaptured, amountRefunded } = await paymentNow(acme.shop, id);
  const books = await atAcquirer(order);
  assert.deepEqual(books, { captured: amountCaptured, refunded: amountRefunded });
  return books;
};

describe('one after the other', () => {
  test('authorize, capture in parts, refund in parts', async () => {
    const { id, status, amountCapturable } = await createPayment(acme.shop, { merchantReferenceId: 'parts' });
    assert.deepEqual([status, amountCapturable], ['requiresCapture', 10_000]);
    const first = await capture(acme.shop, id, { amount: 4_000 });
    assert.deepEqual(
      [first.body.status, first.body.amountCapturable, first.body.amountCaptured],
      ['requiresCapture', 6_000, 4_000],
    );
    assert.equal((await refund(acme.shop, id, 1_000)).body.status, 'succeeded');
    const last = await capture(acme.shop, id);
    assert.deepEqual(
      [last.body.status, last.body.amountCapturable, last.body.amountCaptured],
      ['succeeded', 0, 10_000],
    );
    const rest = await refund(acme.shop, id);
    assert.deepEqual([rest.body.status, rest.body.amount], ['succeeded', 9_000]);
    assert.deepEqual(await agrees(id, 'parts'), { captured: 10_000, refunded: 10_000 });
    assert.deepEqual(await toldAbout(acme, id), [
      'payment.created',
      'payment.requiresCapture',
      'payment.funded',
      'refund.created',
      'refund.succeeded',
      'payment.funded',
      'payment.succeeded',
      'refund.created',
      'refund.succeeded',
    ]);
  });

  test('a last capture gives up the rest', async () => {
    const { id } = await createPayment(acme.shop);
    const { body } = await capture(acme.shop, id, { amount: 2_500, final: true });
    assert.deepEqual([body.status, body.amountCaptured, body.amountCapturable], ['succeeded', 2_500, 0]);
    assert.equal((await capture(acme.shop, id, { amount: 1 })).status, 409);
    assert.equal((await refund(acme.shop, id, 2_501)).status, 422);
  });

  test('more than there is: 422 that says how much is left, and no message to the acquirer', async () => {
    const { id } = await createPayment(acme.shop, { merchantReferenceId: 'more' });
    const before = (await world.acquirer.journal()).length;
    const tooMuch = await capture(acme.shop, id, { amount: 10_001 });
    assert.equal(tooMuch.status, 422);
    assert.match(tooMuch.text, /Only 10000 of this payment can still be captured/);
    assert.equal((await refund(acme.shop, id, 1)).status, 409, 'nothing was captured');
    await capture(acme.shop, id, { amount: 100, final: true });
    assert.equal((await refund(acme.shop, id, 101)).status, 422);
    assert.equal((await world.acquirer.journal()).length, before + 1);
  });

  test('canceled: voided at the acquirer, and over', async () => {
    const { id } = await createPayment(acme.shop, { merchantReferenceId: 'void' });
    assert.equal((await cancel(acme.shop, id)).body.status, 'canceled');
    assert.deepEqual(await world.acquirer.unreversedApprovals({ order: 'void' }), []);
    for (const again of [await cancel(acme.shop, id), await capture(acme.shop, id), await refund(acme.shop, id)])
      assert.equal(again.status, 409, again.text);
    assert.deepEqual(await toldAbout(acme, id), ['payment.created', 'payment.requiresCapture', 'payment.canceled']);
  });

  test('canceled after a capture of a part: the rest is released, what was captured stays', async () => {
    const session = await acme.shop.createSession({
      merchantReferenceId: 'release',
      paymentData: { captureMethod: 'manual' },
    });
    await payByForm(session.paymentUrl, aCard);
    const id = String((await acme.shop.session(session.id))['payment']);
    const { amountCapturable } = await paymentNow(acme.shop, id);
    await capture(acme.shop, id, { amount: 300 });
    await capture(acme.shop, id, { amount: 100 });
    const { status, body } = await cancel(acme.shop, id);
    assert.equal(status, 200);
    assert.deepEqual([body.status, body.amountCaptured, body.amountCapturable], ['succeeded', 400, 0]);
    assert.deepEqual(await agrees(id, 'release'), { captured: 400, refunded: 0 });
    const released = await world.acquirer.journal({ order: 'release', event: 'voided' });
    assert.deepEqual(
      released.map(({ amount }) => amount),
      [amountCapturable - 400],
    );
    for (const [again, words] of [
      [await cancel(acme.shop, id), /Refund it instead/],
      [await capture(acme.shop, id, { amount: 1 }), /succeeded/],
    ] as const) {
      assert.equal(again.status, 409);
      assert.match(again.text, words);
    }
    assert.equal((await acme.shop.session(session.id)).paymentStatus, 'paid');
    assert.equal((await refund(acme.shop, id)).body.amount, 400);
    assert.deepEqual((await toldAbout(acme, session.id)).slice(-5), [
      'payment.funded',
      'payment.funded',
      'payment.succeeded',
      'refund.created',
      'refund.succeeded',
    ]);
  });

  test('an acquirer that does not release the rest: it can still be captured, and the merchant reads why', async () => {
    const { id } = await createPayment(acme.shop, { paymentMethod: { card: cardOf('4000000000008039') } });
    await capture(acme.shop, id, { amount: 4_000 });
    const { body, text } = await cancel(acme.shop, id);
    assert.deepEqual([body.status, body.amountCapturable], ['requiresCapture', 6_000]);
    assert.match(text, /cancelDeclined/);
    assert.equal((await capture(acme.shop, id)).body.status, 'succeeded');
  });

  test('what the acquirer declines changes no amounts, and may be tried again', async () => {
    const refused = await createPayment(acme.shop, { paymentMethod: { card: cardOf('4000000000008013') } });
    const declined = await capture(acme.shop, refused.id);
    assert.deepEqual(
      [declined.body.status, declined.body.amountCaptured, declined.body.amountCapturable],
      ['requiresCapture', 0, 10_000],
    );
    assert.match(declined.text, /captureDeclined/);

    const noRefund = await createPayment(acme.shop, {
      captureMethod: 'automatic',
      paymentMethod: { card: cardOf('4000000000008054') },
    });
    const failed = await refund(acme.shop, noRefund.id, 4_000);
    assert.deepEqual([failed.body.status, failed.body['failureReason']], ['failed', 'doNotHonor']);
    assert.equal((await paymentNow(acme.shop, noRefund.id)).amountRefunded, 0);
    assert.deepEqual((await toldAbout(acme, noRefund.id)).slice(-2), ['refund.created', 'refund.failed']);

    const noVoid = await createPayment(acme.shop, { paymentMethod: { card: cardOf('4000000000008039') } });
    const kept = await cancel(acme.shop, noVoid.id);
    assert.deepEqual([kept.body.status, kept.body.amountCapturable], ['requiresCapture', 10_000]);
    assert.equal((await capture(acme.shop, noVoid.id)).body.status, 'succeeded');
  });

  test('of a session: its paymentStatus follows, and its events count on', async () => {
    const session = await acme.shop.createSession({ paymentData: { captureMethod: 'manual' } });
    const { left } = await payByForm(session.paymentUrl, aCard);
    assert.match(String(left), /status=completed/);
    const authorized = await acme.shop.session(session.id);
    assert.equal(authorized.paymentStatus, 'authorized');
    const payment = String(authorized['payment']);
    await capture(acme.shop, payment, { amount: 3_000 });
    assert.equal((await acme.shop.session(session.id)).paymentStatus, 'authorized');
    await capture(acme.shop, payment, { amount: 2_000, final: true });
    assert.equal((await acme.shop.session(session.id)).paymentStatus, 'paid');
    await refund(acme.shop, payment, 1);
    assert.equal((await acme.shop.session(session.id)).paymentStatus, 'partiallyRefunded');
    await refund(acme.shop, payment);
    const end = await acme.shop.session(session.id);
    assert.equal(end.paymentStatus, 'refunded');
    assert.equal(end.status, 'completed');
    const told = await toldAbout(acme, session.id);
    assert.equal(told.length, end.sequence);
    assert.deepEqual(told.slice(-4), ['refund.created', 'refund.succeeded', 'refund.created', 'refund.succeeded']);
  });
});

test('a refund between two captures is not forgotten by the session', async () => {
  const session = await acme.shop.createSession({ paymentData: { captureMethod: 'manual' } });
  await payByForm(session.paymentUrl, aCard);
  const payment = String((await acme.shop.session(session.id))['payment']);
  const statuses: string[] = [];
  for (const step of [
    () => capture(acme.shop, payment, { amount: 3_000 }),
    () => refund(acme.shop, payment, 1_000),
    () => capture(acme.shop, payment),
    () => refund(acme.shop, payment),
  ]) {
    assert.equal((await step()).status, 200);
    statuses.push((await acme.shop.session(session.id)).paymentStatus);
  }
  assert.deepEqual(statuses, ['authorized', 'partiallyRefunded', 'partiallyRefunded', 'refunded']);
});

describe('all at once', () => {
  test('1,000 refunds over two gateways pay back every cent and not one more', async () => {
    const { id } = await createPayment(acme.shop, {
      captureMethod: 'automatic',
      amount: 5_000,
      merchantReferenceId: 'thousand',
    });
    const answers = await Promise.all(Array.from({ length: 1_000 }, (_, n) => refund(shopFor(n), id, 7)));
    const good = answers.filter(({ status }) => status === 200);
    assert.equal(good.length, Math.floor(5_000 / 7));
    assert.deepEqual(
      [
        ...new Set(
          answers.filter(({ status }) => status !== 200).map(({ status, body }) => `${status} ${String(body['code'])}`),
        ),
      ],
      ['422 amount_exceeded'],
    );
    assert.equal((await refund(acme.shop, id)).body.amount, 5_000 % 7);
    assert.deepEqual(await agrees(id, 'thousand'), { captured: 5_000, refunded: 5_000 });
  });

  test('two refunds of 60 on 100: one', async () => {
    for (let round = 0; round < 10; round++) {
      const { id } = await createPayment(acme.shop, {
        captureMethod: 'automatic',
        amount: 100,
        merchantReferenceId: `sixty-${round}`,
      });
      const answers = await Promise.all([refund(acme.shop, id, 60), refund(elsewhere, id, 60)]);
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 422]);
      assert.deepEqual(await agrees(id, `sixty-${round}`), { captured: 100, refunded: 60 });
    }
  });

  test('100 captures over two gateways take every cent and not one more', async () => {
    const { id } = await createPayment(acme.shop, { amount: 500, merchantReferenceId: 'hundred' });
    const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => capture(shopFor(n), id, { amount: 7 })));
    assert.equal(answers.filter(({ status }) => status === 200).length, 71);
    assert.equal((await capture(acme.shop, id)).body.status, 'succeeded');
    assert.deepEqual(await agrees(id, 'hundred'), { captured: 500, refunded: 0 });
  });

  test('capture against cancel has one winner', async () => {
    const winners = new Set<string>();
    for (let round = 0; round < 20; round++) {
      const order = `duel-${round}`;
      const { id } = await createPayment(acme.shop, { merchantReferenceId: order });
      const [captured, canceled] = await Promise.all([capture(shopFor(round), id), cancel(shopFor(round + 1), id)]);
      assert.deepEqual([captured.status, canceled.status].sort(), [200, 409], `${captured.text} ${canceled.text}`);
      const { status, amountCaptured } = await paymentNow(acme.shop, id);
      winners.add(status);
      assert.ok(
        (status === 'succeeded' && amountCaptured === 10_000) || (status === 'canceled' && amountCaptured === 0),
        status,
      );
      assert.equal((await world.acquirer.unreversedApprovals({ order })).length, status === 'succeeded' ? 1 : 0);
    }
    assert.ok(winners.size > 0);
  });

  test('a last capture beside others: the books agree, and the payment ends', async () => {
    for (let round = 0; round < 20; round++) {
      const order = `last-${round}`;
      const { id } = await createPayment(acme.shop, { merchantReferenceId: order });
      const answers = await Promise.all([
        capture(shopFor(round), id, { amount: 3_000, final: true }),
        capture(shopFor(round + 1), id, { amount: 2_000 }),
        capture(shopFor(round), id, { amount: 1_000 }),
      ]);
      for (const { status, text } of answers) assert.ok(status === 200 || status === 409, text);
      const now = await paymentNow(acme.shop, id);
      assert.ok(
        now.status === 'succeeded' || answers[0].status === 409,
        `${now.status} after ${answers.map(({ text }) => text).join('\n')}`,
      );
      await agrees(id, order);
      const [{ pending } = { pending: -1 }] = await world.sql<{ pending: number }>(
        `select count(*)::int as pending from operations where state = 'sending'`,
      );
      assert.equal(pending, 0, 'an operation cannot be settled');
    }
  });

  test('captures that waited behind a last one find that it was the last', async () => {
    const { id } = await createPayment(acme.shop, { merchantReferenceId: 'queue' });
    await world.acquirer.setFault({ kind: 'lateEffect', match: { order: 'queue' }, count: 1, ms: 300 });
    const { last, other } = await withClient(world.database.url, async (client) => {
      // Both statements begin before either has committed, whichever gateway they come from.
      await client.query('begin');
      await client.query(`select from payments where merchant_reference_id = 'queue' for update`);
      const waiting = (count: number) =>
        waitFor(`${count} waiting`, async () => {
          const rows = await world.sql<{ n: number }>(
            `select count(*)::int as n from pg_stat_activity where datname = current_database()
              and wait_event_type = 'Lock'`,
          );
          return (rows[0]?.n ?? 0) >= count;
        });
      const first = capture(acme.shop, id, { amount: 6_000, final: true });
      await waiting(1);
      const second = capture(elsewhere, id, { amount: 3_000 });
      await waiting(2);
      await client.query('commit');
      return { last: await first, other: await second };
    });
    assert.equal(last.status, 200, last.text);
    assert.equal(other.status, 409, other.text);
    assert.equal((await paymentNow(acme.shop, id)).status, 'succeeded');
    assert.deepEqual(await agrees(id, 'queue'), { captured: 6_000, refunded: 0 });
  });

  /** Whatever comes at one moment is done, or refused with a reason; never an error of ours. */
  const assertAnswered = (answers: readonly { readonly status: number; readonly text: string }[]): void => {
    const others = answers.filter(({ status }) => ![200, 409, 422].includes(status));
    assert.deepEqual(
      others.map(({ status, text }) => `${status} ${text}`),
      [],
    );
  };

  test('refunds while captures run never pass what is captured', async () => {
    for (let round = 0; round < 5; round++) {
      const order = `both-${round}`;
      const { id } = await createPayment(acme.shop, { amount: 1_000, merchantReferenceId: order });
      const [captures, refunds] = await Promise.all([
        Promise.all(Array.from({ length: 20 }, (_, n) => capture(shopFor(n), id, { amount: 50 }))),
        Promise.all(Array.from({ length: 140 }, (_, n) => refund(shopFor(n), id, 50))),
      ]);
      assertAnswered([...captures, ...refunds]);
      const { captured, refunded } = await agrees(id, order);
      assert.equal(captured, 1_000);
      assert.ok(refunded <= captured);
      await toldAbout(acme, id);
    }
  });

  test('refunds that the acquirer declines, beside good ones, captures in part and cancels', async () => {
    for (let round = 0; round < 5; round++) {
      const order = `beside-${round}`;
      const { id } = await createPayment(acme.shop, { amount: 1_000, merchantReferenceId: order });
      assert.equal((await capture(acme.shop, id, { amount: 300 })).status, 200);
      await world.acquirer.setFault({ kind: 'decline', match: { order, type: 'REFUND' }, count: 60, code: '05' });
      const answers = await Promise.all([
        ...Array.from({ length: 120 }, (_, n) => refund(shopFor(n), id, 50)),
        ...Array.from({ length: 10 }, (_, n) => capture(shopFor(n), id, { amount: 50 })),
        ...Array.from({ length: 10 }, (_, n) => cancel(shopFor(n), id)),
      ]);
      assertAnswered(answers);
      await world.acquirer.clearFaults();
      await agrees(id, order);
      await toldAbout(acme, id);
    }
  });
});
