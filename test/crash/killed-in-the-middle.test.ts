/**
 * The gateway dies by SIGKILL while the bank works. After the restart everything that was begun has its one true end.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getPage, payByForm, submitCard } from '../support/customer.ts';
import { createMortalWorld, type MortalWorld } from '../support/mortal-world.ts';
import type { TestMerchant } from '../support/gateway.ts';
import { cardOf, createPayment, paymentNow, toldAbout, type PaymentBody } from '../support/payments.ts';
import { aCard } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

let world: MortalWorld;
let acme: TestMerchant;

before(async () => {
  world = await createMortalWorld();
  acme = await world.addMerchant();
});
after(() => world.close());

/** Begins something whose answer the gateway will not live to hear. */
const doomed = (work: Promise<unknown>): void => {
  work.catch(() => undefined);
};
const slow = (order: string, type?: string, kind: 'lateAnswer' | 'lateEffect' = 'lateAnswer') =>
  world.acquirer.setFault({
    kind,
    match: { order, ...(type === undefined ? {} : { type }) },
    count: 1,
    ms: kind === 'lateAnswer' ? 20_000 : 2_500,
  });
const happened = (order: string, event: string) =>
  waitFor(
    `${event} of ${order} at the acquirer`,
    async () => (await world.acquirer.journal({ order, event })).length > 0,
  );
const killAndRestart = async () => {
  await world.kill();
  await world.start();
};

test('between the acquirer’s answer and our commit, in the middle of everything at once', async () => {
  const sessions = Object.fromEntries(
    await Promise.all(
      ['approved', 'declined', 'not-yet'].map(
        async (order) => [order, await acme.shop.createSession({ merchantReferenceId: order })] as const,
      ),
    ),
  );
  const [forCapture, forCancel, forRefund] = await Promise.all([
    createPayment(acme.shop, { merchantReferenceId: 'capture' }),
    createPayment(acme.shop, { merchantReferenceId: 'cancel' }),
    createPayment(acme.shop, { merchantReferenceId: 'refund', captureMethod: 'automatic' }),
  ]);
  await Promise.all([
    slow('approved'),
    slow('declined'),
    slow('not-yet', undefined, 'lateEffect'),
    slow('direct'),
    slow('capture', 'CAPTURE'),
    slow('cancel', 'VOID'),
    slow('refund', 'REFUND'),
  ]);
  const once = {
    headers: { 'Idempotency-Key': 'direct' },
    body: { amount: 10_000, currency: 'EUR', merchantReferenceId: 'direct', paymentMethod: { card: cardOf() } },
  };

  for (const [order, session] of Object.entries(sessions)) {
    const page = await getPage(session.paymentUrl);
    doomed(submitCard(page, order === 'declined' ? { ...aCard, cvc: '999' } : aCard));
  }
  doomed(acme.shop.call('POST', '/payments', once));
  doomed(
    acme.shop.call('POST', `/payments/${forCapture.id}/capture`, {
      body: { amount: 4_000 },
      headers: { 'Idempotency-Key': 'capture' },
    }),
  );
  doomed(acme.shop.call('POST', `/payments/${forCancel.id}/cancel`));
  doomed(
    acme.shop.call('POST', '/refunds', {
      body: { paymentId: forRefund.id, amount: 2_500 },
      headers: { 'Idempotency-Key': 'refund' },
    }),
  );
  await Promise.all([
    happened('approved', 'approved'),
    happened('declined', 'declined'),
    waitFor('the bank has read it', async () => (await world.acquirer.journal({ event: 'received' })).length > 0),
    happened('direct', 'approved'),
    happened('capture', 'captured'),
    happened('cancel', 'voided'),
    happened('refund', 'refunded'),
  ]);
  await killAndRestart();

  for (const order of ['approved', 'not-yet']) {
    const id = String(sessions[order]?.id);
    await waitFor(`${order} completes`, async () => (await acme.shop.session(id)).status === 'completed');
    assert.equal((await world.acquirer.unreversedApprovals({ order })).length, 1);
    assert.deepEqual(await toldAbout(acme, id), [
      'session.created',
      'payment.created',
      'payment.funded',
      'payment.succeeded',
      'session.completed',
    ]);
    await acme.sink.waitFor(({ event }) => event.type === 'session.completed' && event.data.object['id'] === id);
  }

  const declined = sessions['declined'];
  assert.ok(declined);
  await waitFor(
    'the decline is known',
    async () =>
      (
        await world.sql(
          `select id from sessions where merchant_reference_id = 'declined' and state = 'open' and declines = 1`,
        )
      ).length === 1,
  );
  const { left } = await payByForm(declined.paymentUrl, aCard);
  assert.match(String(left), /status=completed/);
  assert.equal((await world.acquirer.unreversedApprovals({ order: 'declined' })).length, 1);

  const isThere = (what: string, id: string, fits: (payment: PaymentBody) => boolean) =>
    waitFor(what, async () => fits(await paymentNow(acme.shop, id)));
  await isThere(
    'the capture is known',
    forCapture.id,
    ({ amountCaptured, amountCapturable }) => amountCaptured === 4_000 && amountCapturable === 6_000,
  );
  await isThere('the cancel is known', forCancel.id, ({ status }) => status === 'canceled');
  await isThere('the refund is known', forRefund.id, ({ amountRefunded }) => amountRefunded === 2_500);

  // The caller heard nothing and asks again with the same keys: the first effect's answer, and no second effect.
  const again = await waitFor('the direct payment is known', async () => {
    const answer = await acme.shop.call<PaymentBody>('POST', '/payments', once);
    return answer.status === 200 && answer;
  });
  assert.equal(again.body.status, 'succeeded');
  assert.equal((await world.acquirer.unreversedApprovals({ order: 'direct' })).length, 1);
  const refundAgain = await acme.shop.call('POST', '/refunds', {
    body: { paymentId: forRefund.id, amount: 2_500 },
    headers: { 'Idempotency-Key': 'refund' },
  });
  assert.equal(refundAgain.body['status'], 'succeeded');
  await acme.shop.call('POST', `/payments/${forCapture.id}/capture`, {
    body: { amount: 4_000 },
    headers: { 'Idempotency-Key': 'capture' },
  });
  assert.equal((await paymentNow(acme.shop, forCapture.id)).amountCaptured, 4_000);
  for (const order of ['capture', 'refund'])
    assert.equal(
      (await world.acquirer.journal({ order, event: order === 'capture' ? 'captured' : 'refunded' })).length,
      1,
    );
});

test('during the expiry of 600 sessions: each ends once and is told once', async () => {
  // Not all at once: a busy machine would turn some away.
  for (let wave = 0; wave < 12; wave++)
    await Promise.all(Array.from({ length: 50 }, () => acme.shop.createSession({ description: 'sweep' })));
  await world.sql(`update sessions set expires_at = now() where description = 'sweep'`);
  const expired = async () =>
    (
      await world.sql<{ n: number }>(
        `select count(*)::int as n from sessions where description = 'sweep' and state = 'expired'`,
      )
    )[0]?.n ?? 0;
  await waitFor('the sweep has begun', async () => (await expired()) > 0);
  await killAndRestart();
  await waitFor('all are expired', async () => (await expired()) === 600);
  const [told] = await world.sql<{ n: number; distinct_n: number }>(`
    select count(*)::int as n, count(distinct subject_id)::int as distinct_n from events e join sessions s
    on s.id = e.subject_id
    where s.description = 'sweep' and e.type = 'session.expired'`);
  assert.deepEqual(told, { n: 600, distinct_n: 600 });
});
