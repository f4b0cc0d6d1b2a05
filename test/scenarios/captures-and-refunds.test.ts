/**
 * Money after the authorization, when much comes at once; what comes one after the other is in `test/stories`. The
 * acquirer's journal has the last word.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { cancel, capture, createPayment, increment, paymentNow, refund, toldAbout } from '../support/payments.ts';
import { often } from '../support/length.ts';
import { withClient } from '../support/postgres.ts';
import { waitFor } from '../support/wait-for.ts';
import { createShop, type Shop } from '../support/shop.ts';

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

describe('all at once', () => {
  test('hundreds of refunds over two gateways pay back every cent and not one more', async () => {
    const count = often({ usually: 200, long: 1_000 });
    const amount = 5 * count;
    const { id } = await createPayment(acme.shop, {
      captureMethod: 'automatic',
      amount,
      merchantReferenceId: 'hundreds',
    });
    const answers = await Promise.all(Array.from({ length: count }, (_, n) => refund(shopFor(n), id, 7)));
    const good = answers.filter(({ status }) => status === 200);
    assert.equal(good.length, Math.floor(amount / 7));
    assert.deepEqual(
      [
        ...new Set(
          answers.filter(({ status }) => status !== 200).map(({ status, body }) => `${status} ${String(body['code'])}`),
        ),
      ],
      ['422 amount_exceeded'],
    );
    assert.equal((await refund(acme.shop, id)).body.amount, amount % 7);
    assert.deepEqual(await agrees(id, 'hundreds'), { captured: amount, refunded: amount });
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
    for (let round = 0; round < often({ usually: 10, long: 50 }); round++) {
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
    for (let round = 0; round < often({ usually: 10, long: 50 }); round++) {
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

  test('increments beside captures and a cancel: both books have the same, and nothing of it is an error', async () => {
    for (let round = 0; round < often({ usually: 2, long: 30 }); round++) {
      const order = `more-${round}`;
      const { id } = await createPayment(acme.shop, { amount: 1_000, merchantReferenceId: order });
      await world.acquirer.setFault({ kind: 'decline', match: { order, type: 'INCREMENT' }, count: 2, code: '51' });
      const answers = await Promise.all([
        ...Array.from({ length: 12 }, (_, n) => increment(shopFor(n), id, 100)),
        ...Array.from({ length: 6 }, (_, n) => capture(shopFor(n), id, { amount: 150 })),
        ...(round % 2 === 0 ? [] : [cancel(shopFor(round), id)]),
      ]);
      assertAnswered(answers);
      await world.acquirer.clearFaults();
      const now = await paymentNow(acme.shop, id);
      const [approval] = await world.acquirer.journal({ order, event: 'approved' });
      const books = await world.acquirer.authorization(approval?.ref ?? '');
      const added = (await world.acquirer.journal({ order, event: 'incremented' })).length * 100;
      assert.deepEqual([books?.amount, books?.captured], [1_000 + added, now.amountCaptured]);
      assert.equal(now.amount, 1_000 + added);
      assert.ok(now.status !== 'requiresCapture' || now.amountCapturable === now.amount - now.amountCaptured);
      const told = (await toldAbout(acme, id)).filter((type) => type === 'payment.incremented');
      assert.equal(told.length * 100, added);
    }
  });

  test('refunds while captures run never pass what is captured', async () => {
    for (let round = 0; round < often({ usually: 2, long: 10 }); round++) {
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
    for (let round = 0; round < often({ usually: 2, long: 10 }); round++) {
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
