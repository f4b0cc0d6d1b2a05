/** What people do to payments in the Personal area: once, with what is left, by who it really is. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { codeOf, deskEnvironment, joinDesk, PASSWORD, type JoinedMember } from '../support/desk.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { createPayment, paymentNow } from '../support/payments.ts';
import { waitFor } from '../support/wait-for.ts';

let world: World;
let merchant: TestMerchant;
let support: JoinedMember;

before(async () => {
  const { url, ...environment } = await deskEnvironment();
  world = await createWorld(environment);
  merchant = await world.addMerchant();
  const invited = { merchantId: merchant.merchantId, email: 'kim@shop.example', role: 'support' };
  support = await joinDesk(url, (await world.admin.inviteMember(invited)).link);
});
after(() => world.close());

const pageOf = (payment: string): string => `${support.base}/payments/${payment}`;
const act = (payment: string, action: string, fields: Readonly<Record<string, string>>) =>
  support.browser.post(`${pageOf(payment)}/${action}`, fields, { from: pageOf(payment) });
const paidPayment = async (): Promise<string> =>
  (await createPayment(merchant.shop, { captureMethod: 'automatic' })).id;
const refunded = async (payment: string) => (await paymentNow(merchant.shop, payment)).amountRefunded;

test('a part is refunded with its reason, and the member stands in the audit log', async () => {
  const payment = await paidPayment();
  const answer = await act(payment, 'refund', { amount: '25,50', reason: 'a broken cup' });
  assert.deepEqual([answer.status, answer.headers.get('location')], [303, `${pageOf(payment)}?done=refunded`]);
  assert.equal(await refunded(payment), 2_550);
  const page = await support.browser.get(`${pageOf(payment)}?done=refunded`);
  assert.match(page.body, /role="status">It is refunded\./);
  assert.match(page.body, /Partly refunded/);
  assert.match(page.body, /74\.50 is left/);
  assert.match(page.body, /Reason: a broken cup/);
  const [row] = await world.sql<{ actor: string; actor_name: string; after: unknown }>(
    `select actor, actor_name, after from audit_entries where action = 'refund.requested'`,
  );
  assert.deepEqual(row, {
    actor: 'member',
    actor_name: 'kim@shop.example',
    after: { amount: 2_550, final: false, reason: 'a broken cup' },
  });
});

test('a form that is sent twice refunds once, also at the same moment', async () => {
  const payment = await paidPayment();
  const page = await support.browser.get(pageOf(payment));
  const hidden = (name: string) => new RegExp(`refund"[^]*?name="${name}" value="([^"]+)"`).exec(page.body)?.[1] ?? '';
  const fields = { formToken: hidden('formToken'), number: hidden('number'), amount: '10', reason: '' };
  const send = () => support.browser.post(`${pageOf(payment)}/refund`, fields);
  const answers = [...(await Promise.all([send(), send(), send()])), await send()];
  for (const { status } of answers) assert.equal(status, 303);
  assert.equal(await refunded(payment), 1_000);
});

test('what cannot be is a sentence beside what was typed, and nobody is asked', async () => {
  const payment = await paidPayment();
  for (const [fields, sentence] of [
    [{ amount: '100.01' }, /Only 100\.00 EUR can still be refunded/],
    [{ amount: '1e3' }, /An amount in EUR looks like 12\.50/],
    [{ amount: '0' }, /An amount in EUR/],
    [{ amount: '0.001' }, /An amount in EUR/],
    [{ amount: '10', reason: 'card 4242 4242 4242 4242' }, /holds a card number/],
    [{ amount: '10', reason: 'x'.repeat(201) }, /200 letters/],
    [{ amount: '10', number: '' }, /not whole/],
  ] as const) {
    const { status, body } = await act(payment, 'refund', fields);
    assert.equal(status, 422);
    assert.match(body, sentence);
  }
  assert.equal(await refunded(payment), 0);
});

test('a part is captured and the rest released; another payment is canceled', async () => {
  const payment = (await createPayment(merchant.shop)).id;
  assert.equal((await act(payment, 'capture', { amount: '60', final: 'yes' })).status, 303);
  await waitFor('the rest is released', async () => (await paymentNow(merchant.shop, payment)).status === 'succeeded');
  assert.equal((await paymentNow(merchant.shop, payment)).amountCaptured, 6_000);
  const other = (await createPayment(merchant.shop)).id;
  assert.match((await act(other, 'cancel', {})).headers.get('location') ?? '', /done=canceled$/);
  assert.equal((await paymentNow(merchant.shop, other)).status, 'canceled');
  assert.equal((await act(other, 'cancel', {})).status, 422);
});

test('more is authorized, and then as much can be captured', async () => {
  const payment = (await createPayment(merchant.shop)).id;
  assert.match(
    (await act(payment, 'increment', { amount: '12,50' })).headers.get('location') ?? '',
    /done=incremented$/,
  );
  assert.equal((await paymentNow(merchant.shop, payment)).amountCapturable, 11_250);
  const page = await support.browser.get(pageOf(payment));
  assert.match(page.body, /Authorized more: 12\.50 EUR/);
  assert.match(page.body, /112\.50 is left/);
  const paid = await act(await paidPayment(), 'increment', { amount: '1' });
  assert.equal(paid.status, 422);
  assert.match(paid.body, /status does not allow this/);
});

test('whoever finds a browser signed in moves no money: password and code are asked for again', async () => {
  const payment = await paidPayment();
  await world.sql(`update member_sessions set authenticated_at = now() - interval '16 minutes'`);
  const answer = await act(payment, 'refund', { amount: '10' });
  const confirm = `${support.base}/confirm?next=${encodeURIComponent(pageOf(payment))}`;
  assert.deepEqual([answer.status, answer.headers.get('location')], [303, confirm]);
  assert.equal(await refunded(payment), 0);
  const wrong = { password: 'wrong wrong wrong', code: codeOf(support.secret) };
  assert.equal((await support.browser.post(`${support.base}/confirm`, wrong, { from: confirm })).status, 401);
  await world.sql('update members set totp_step = 0');
  const before_ = [...support.browser.cookies.values()][0];
  const right = { password: PASSWORD, code: codeOf(support.secret) };
  const confirmed = await support.browser.post(`${support.base}/confirm`, right, { from: confirm });
  assert.deepEqual([confirmed.status, confirmed.headers.get('location')], [303, pageOf(payment)]);
  assert.notEqual([...support.browser.cookies.values()][0], before_);
  assert.equal((await act(payment, 'refund', { amount: '10' })).status, 303);
  assert.equal(await refunded(payment), 1_000);
});

test('an event is sent again, under the same id', async () => {
  const payment = await paidPayment();
  const told = () => merchant.sink.received.filter(({ event }) => event.type === 'payment.succeeded');
  await waitFor('the event is heard', () => Promise.resolve(told().length > 0));
  const id = told().at(-1)?.event.id ?? '';
  await waitFor('the delivery is written down', async () =>
    (await support.browser.get(pageOf(payment))).body.includes('Send again'),
  );
  const count = () => told().filter(({ event }) => event.id === id).length;
  const before_ = count();
  const answer = await act(payment, 'resend', { event: id });
  assert.match(answer.headers.get('location') ?? '', /done=resent$/);
  await waitFor('it is heard again', () => Promise.resolve(count() > before_));
});
