/** Refunds by people above a limit: nothing moves before a second person said so, and then once. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { limitedRoles, refundLimitOf } from '../../src/merchants/refund-limits.ts';
import { mayDo, roles } from '../../src/members/roles.ts';
import { deskEnvironment, joinDesk, type DeskAnswer, type JoinedMember } from '../support/desk.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { createPayment, paymentNow } from '../support/payments.ts';

let world: World;
let merchant: TestMerchant;
let kim: JoinedMember;
let ada: JoinedMember;
let bob: JoinedMember;

before(async () => {
  const { url, ...environment } = await deskEnvironment();
  world = await createWorld(environment);
  merchant = await world.addMerchant();
  const { merchantId } = merchant;
  const join = async (email: string, role: string) =>
    joinDesk(url, (await world.admin.inviteMember({ merchantId, email, role })).link);
  [kim, ada, bob] = [
    await join('kim@shop.example', 'support'),
    await join('ada@shop.example', 'owner'),
    await join('bob@shop.example', 'admin'),
  ];
  await setLimits([
    { amount: 5_000, currency: 'EUR', role: 'support' },
    { amount: 9_000, currency: 'EUR', role: 'owner' },
  ]);
});
after(() => world.close());

const setLimits = async (refundLimits: readonly object[]): Promise<void> => {
  const { status, text } = await merchant.shop.call('PATCH', '/settings', { body: { refundLimits } });
  assert.equal(status, 200, text);
};
const paidPayment = async (fields = {}): Promise<string> =>
  (await createPayment(merchant.shop, { captureMethod: 'automatic', ...fields })).id;
const refunded = async (payment: string) => (await paymentNow(merchant.shop, payment)).amountRefunded;
const refund = (who: JoinedMember, payment: string, amount: string, reason = ''): Promise<DeskAnswer> => {
  const page = `${who.base}/payments/${payment}`;
  return who.browser.post(`${page}/refund`, { amount, reason }, { from: page });
};
const doneOf = ({ headers, body }: DeskAnswer): string =>
  /done=(\w+)$/.exec(headers.get('location') ?? '')?.[1] ?? body;
/** The newest that waits for a payment. */
const waitingOf = async (payment: string): Promise<string> => {
  const { body } = await ada.browser.get(`${ada.base}/payments/${payment}`);
  return [...body.matchAll(/\/approvals\/(ra_\w+)/g)].at(-1)?.[1] ?? '';
};
const decide = (who: JoinedMember, approval: string, word: 'approve' | 'refuse', fields = {}): Promise<DeskAnswer> =>
  who.browser.post(`${who.base}/approvals/${approval}/${word}`, fields, { from: `${who.base}/account` });

describe('a refund above the limit of who asks for it', () => {
  test('waits, is seen by who may decide, and moves when they approve it', async () => {
    const payment = await paidPayment();
    assert.equal(doneOf(await refund(kim, payment, '50.01', 'a whole cupboard')), 'waits');
    assert.equal(await refunded(payment), 0);
    const seen = await kim.browser.get(`${kim.base}/payments/${payment}?done=waits`);
    assert.match(seen.body, /role="status">This is above your limit/);
    assert.match(seen.body, /A refund of\s+50\.01 EUR, asked for by kim@shop\.example, waits/);
    assert.doesNotMatch(seen.body, /\/approvals\//);

    const list = await ada.browser.get(`${ada.base}/approvals`);
    const approval = await waitingOf(payment);
    assert.match(list.body, new RegExp(`${approval}[^]*50\\.01 EUR[^]*a whole cupboard[^]*kim@shop\\.example`));
    const page = await ada.browser.get(`${ada.base}/approvals/${approval}`);
    assert.match(page.body, /Can still be refunded<\/dt><dd>100\.00 EUR/);
    assert.equal(doneOf(await decide(ada, approval, 'approve')), 'refunded');
    assert.equal(await refunded(payment), 5_001);

    const told = await kim.browser.get(`${kim.base}/payments/${payment}`);
    assert.match(told.body, /ada@shop\.example approved the refund of 50\.01 EUR/);
    assert.match(told.body, /Refunded 50\.01 EUR/);
    const acts = await world.sql<{ action: string; actor_name: string; after: { refund?: string; limit?: number } }>(
      `select action, actor_name, after from audit_entries where subject_id = '${payment}' order by id`,
    );
    assert.deepEqual(
      acts.map(({ action, actor_name: by, after: { limit } }) => [action, by, limit]),
      [
        ['refund.approvalRequested', 'kim@shop.example', 5_000],
        ['refund.approved', 'ada@shop.example', undefined],
      ],
    );
    const refundId = acts[1]?.after.refund ?? '';
    const { body } = await merchant.shop.call('GET', `/refunds/${refundId}`);
    assert.deepEqual([body['amount'], body['reason'], body['status']], [5_001, 'a whole cupboard', 'succeeded']);
  });

  test('is also one that passes it in small steps, or in a currency without a limit', async () => {
    const payment = await paidPayment();
    assert.equal(doneOf(await refund(kim, payment, '30')), 'refunded');
    assert.equal(doneOf(await refund(kim, payment, '20.01')), 'waits');
    assert.equal(doneOf(await refund(kim, payment, '20')), 'refunded');
    const page = await kim.browser.get(`${kim.base}/payments/${payment}`);
    assert.match(page.body, /When more than 50\.00 EUR of this payment is given back/);
    // Neither are steps at the same moment less than their sum.
    const other = await paidPayment();
    const steps = await Promise.all([refund(kim, other, '30'), refund(kim, other, '30'), refund(kim, other, '30')]);
    assert.deepEqual(steps.map(doneOf).sort(), ['refunded', 'waits', 'waits']);
    const dollars = await paidPayment({ currency: 'USD' });
    assert.equal(doneOf(await refund(kim, dollars, '0.01')), 'waits');
    // Bob's role is not named, and the shop's server has rules of its own.
    assert.equal(doneOf(await refund(bob, dollars, '100')), 'refunded');
    const { status } = await merchant.shop.call('POST', '/refunds', { body: { paymentId: payment } });
    assert.deepEqual([status, await refunded(payment)], [200, 10_000]);
  });

  test('is asked for once, however often and fast the form is sent', async () => {
    const payment = await paidPayment();
    const page = `${kim.base}/payments/${payment}`;
    const { body } = await kim.browser.get(page);
    const hidden = (name: string) => new RegExp(`refund"[^]*?name="${name}" value="([^"]+)"`).exec(body)?.[1] ?? '';
    const fields = { formToken: hidden('formToken'), number: hidden('number'), amount: '60', reason: '' };
    const send = (amount: string) => kim.browser.post(`${page}/refund`, { ...fields, amount });
    const answers = await Promise.all([send('60'), send('60'), send('60')]);
    assert.deepEqual(answers.map(doneOf).sort(), ['already', 'already', 'waits']);
    const approval = await waitingOf(payment);
    // The limit is raised, and the form comes once more: what waits is not given back twice.
    await setLimits([]);
    assert.equal(doneOf(await send('60')), 'refunded');
    assert.match((await decide(ada, approval, 'approve')).body, /Something else is under way/);
    assert.equal(await refunded(payment), 6_000);
    await setLimits([
      { amount: 5_000, currency: 'EUR', role: 'support' },
      { amount: 9_000, currency: 'EUR', role: 'owner' },
    ]);
    // And one that needed nobody does not wait when it comes again.
    const other = await paidPayment();
    const again = () =>
      kim.browser.post(`${kim.base}/payments/${other}/refund`, { ...fields, number: 'x'.repeat(22), amount: '40' });
    assert.deepEqual([doneOf(await again()), doneOf(await again())], ['refunded', 'already']);
    assert.equal(await waitingOf(other), '');
  });
});

describe('who decides', () => {
  test('is never who asked, also not an owner', async () => {
    const payment = await paidPayment();
    assert.equal(doneOf(await refund(ada, payment, '95')), 'waits');
    const approval = await waitingOf(payment);
    const page = await ada.browser.get(`${ada.base}/approvals/${approval}`);
    assert.match(page.body, /You asked for this refund/);
    assert.doesNotMatch(page.body, /Approve, and refund/);
    assert.match((await ada.browser.get(`${ada.base}/approvals`)).body, /Asked for by you/);
    for (const word of ['approve', 'refuse'] as const) {
      const answer = await decide(ada, approval, word);
      assert.deepEqual([answer.status, /You asked for this refund/.test(answer.body)], [422, true]);
    }
    assert.equal((await decide(kim, approval, 'approve')).status, 403);
    assert.equal(await refunded(payment), 0);
    assert.equal(doneOf(await decide(bob, approval, 'approve')), 'refunded');
  });

  test('decides once, whoever else decides at the same moment', async () => {
    const payment = await paidPayment();
    await refund(kim, payment, '51');
    const approval = await waitingOf(payment);
    const answers = await Promise.all([
      decide(ada, approval, 'approve'),
      decide(bob, approval, 'approve'),
      decide(bob, approval, 'refuse', { why: 'we talked to them' }),
    ]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422, 422]);
    const [row] = await world.sql<{ state: string }>('select state from refund_approvals where amount = 5100');
    assert.equal(await refunded(payment), row?.state === 'approved' ? 5_100 : 0);
    assert.match((await decide(ada, approval, 'refuse')).body, /decided about it before/);
  });

  test('may refuse, says why, and nothing moves', async () => {
    const payment = await paidPayment();
    await refund(kim, payment, '70');
    const approval = await waitingOf(payment);
    const card = await decide(bob, approval, 'refuse', { why: 'card 4242 4242 4242 4242' });
    assert.deepEqual([card.status, /holds a card number/.test(card.body)], [422, true]);
    assert.equal(doneOf(await decide(bob, approval, 'refuse', { why: 'the cup is whole' })), 'refused');
    assert.equal(await refunded(payment), 0);
    const told = await kim.browser.get(`${kim.base}/payments/${payment}`);
    assert.match(told.body, /bob@shop\.example refused the refund of 70\.00 EUR[^]*Why: the cup is whole/);
    assert.doesNotMatch(told.body, /waits for a second person\.</);
  });

  test('gives back no more than is left by then, and what waits goes on waiting', async () => {
    const payment = await paidPayment();
    await refund(kim, payment, '80');
    const approval = await waitingOf(payment);
    await merchant.shop.call('POST', '/refunds', { body: { paymentId: payment, amount: 3_000 } });
    const refused = await decide(ada, approval, 'approve');
    assert.deepEqual([refused.status, /Only 70\.00 EUR can still be refunded/.test(refused.body)], [422, true]);
    assert.equal(doneOf(await decide(ada, approval, 'refuse')), 'refused');
    assert.equal(await refunded(payment), 3_000);
    // Nobody is asked about what cannot be.
    assert.match((await refund(kim, payment, '70.01')).body, /Only 70\.00 EUR can still be refunded/);
  });

  test('of another merchant finds nothing', async () => {
    const payment = await paidPayment();
    await refund(kim, payment, '99');
    const approval = await waitingOf(payment);
    const other = await world.addMerchant();
    const { merchantId } = other;
    const invited = await world.admin.inviteMember({ merchantId, email: 'eve@other.example', role: 'owner' });
    const eve = await joinDesk(new URL(invited.link).origin, invited.link);
    assert.equal((await decide(eve, approval, 'approve')).status, 404);
    assert.equal((await eve.browser.get(`${eve.base}/approvals/${approval}`)).status, 404);
    assert.doesNotMatch((await eve.browser.get(`${eve.base}/approvals`)).body, /ra_/);
  });
});

test('the database refuses what no page lets anybody do', async () => {
  const payment = await paidPayment();
  await refund(kim, payment, '66');
  const write = (set: string) =>
    world.sql(`update refund_approvals set previous_state = state, ${set} where amount = 6600`);
  const bobs = `(select id from members where email = 'bob@shop.example')`;
  const by = (member: string) => `decided_by = ${member}, decided_at = now()`;
  for (const [set, refused] of [
    [`state = 'refused', ${by('asked_by')}`, /refund_approvals_second_person/],
    // Approved without the refund that it became, and decided by somebody while it waits.
    [`state = 'approved', ${by(bobs)}`, /check constraint/],
    [by(bobs), /check constraint/],
    ['amount = 0', /check constraint/],
  ] as const)
    await assert.rejects(write(set), refused);
  await write(`state = 'refused', ${by(bobs)}`);
  await assert.rejects(write(`state = 'refused', ${by(bobs)}`), /refund_approvals_legal_moves/);
});

test('limits are those of the roles that refund, and the lowest of several counts', () => {
  assert.deepEqual(
    [...limitedRoles],
    roles.filter((role) => mayDo(role, 'refunds:create')),
  );
  const limits = [
    { amount: 500, currency: 'EUR', role: 'support' },
    { amount: 300, currency: 'EUR', role: 'support' },
  ] as const;
  assert.deepEqual(
    [
      refundLimitOf(limits, 'support', 'EUR'),
      refundLimitOf(limits, 'support', 'JPY'),
      refundLimitOf(limits, 'owner', 'EUR'),
    ],
    [300, 0, undefined],
  );
});
