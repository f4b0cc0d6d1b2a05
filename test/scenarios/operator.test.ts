/** The people who run the gateway: how they come in, and what they see and do. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createDeskBrowser, deskEnvironment, joinDesk, type DeskBrowser } from '../support/desk.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { createPayment, paymentNow } from '../support/payments.ts';
import { createShop } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

let world: World;
let url: string;
let merchant: TestMerchant;
let operator: DeskBrowser;

before(async () => {
  const environment = await deskEnvironment();
  ({ url } = environment);
  world = await createWorld(environment);
  merchant = await world.addMerchant({ name: 'Slow <b>Pour</b>' });
  operator = (await joinDesk(url, (await world.admin.inviteOperator({ email: 'ops@gateway.example' })).link)).browser;
});
after(() => world.close());

const auditOf = (id: string) =>
  merchant.shop.call<{ data: readonly { action: string; actor: object; reason: string | null }[] }>(
    'GET',
    `/audit-log?subject=${id}`,
  );

/** The acquirer approves the payment of this order, nobody hears it, and whoever asks is told that it is not known. */
const loseAnswers = async (order: string): Promise<void> => {
  await world.acquirer.setFault({ kind: 'cutAfter', match: { order } });
  await world.acquirer.setFault({ kind: 'notFound', match: { order }, ms: 600_000 });
};

/** What is in doubt has been so for hours. Not while somebody asks, who has put its time off by half a minute. */
const letTimePass = ({ hours, tries, nextInSeconds }: Readonly<Record<'hours' | 'tries' | 'nextInSeconds', number>>) =>
  waitFor('nobody asks at this moment', async () => {
    const rows = await world.sql(`update attempts set sent_at = now() - interval '${hours} hours',
      reconcile_tries = ${tries}, reconcile_at = now() + interval '${nextInSeconds} seconds'
      where reconcile_at between now() and now() + interval '10 seconds' returning id`);
    return rows.length > 0;
  });

test('an operator signs in with password and code, and out; the command line lets nobody in twice', async () => {
  assert.match((await operator.get('/operator')).body, /<h1>Overview<\/h1>/);
  const { browser } = await joinDesk(url, (await world.admin.inviteOperator({ email: 'late@gateway.example' })).link);
  await assert.rejects(world.admin.inviteOperator({ email: 'late@gateway.example' }), /an operator already/);
  assert.equal((await browser.post('/operator/sign-out', {}, { from: '/operator/account' })).status, 303);
  assert.match((await browser.get('/operator')).headers.get('location') ?? '', /^\/operator\/sign-in/);
  const link = await world.admin.createOperatorLink({ email: 'late@gateway.example' });
  assert.equal((await browser.post(new URL(link.link).pathname, {})).headers.get('location'), '/operator');
  await world.admin.removeOperator({ email: 'late@gateway.example' });
  assert.equal((await browser.get('/operator')).status, 303, 'who was removed is signed out');
  const members = (await world.admin.listOperators()).map(({ email, role }) => [email, role]);
  assert.deepEqual(members, [['ops@gateway.example', 'operator']]);
});

test('an operator invites an observer, who sees everything and changes nothing', async () => {
  const from = '/operator/people';
  const asked = { email: 'eyes@gateway.example', role: 'observer' };
  const invited = await operator.post('/operator/people/invite', asked, { from });
  const link = /<code class="key">([^<]+)<\/code>/.exec(invited.body)?.[1] ?? '';
  assert.match(link, /\/operator\/link\//);
  const { browser } = await joinDesk(url, link);
  assert.doesNotMatch((await browser.get('/operator/merchants')).body, /Make a merchant/);
  assert.doesNotMatch((await browser.get(`/operator/merchants/${merchant.merchantId}`)).body, /<form[^>]+suspend/);
  const roles = await operator.post('/operator/people/invite', { email: 'x@y.example', role: 'owner' }, { from });
  assert.match(roles.body, /Choose a role/);
});

test('a payment without an outcome: what is known, what comes next; asked at once, with a reason', async () => {
  await loseAnswers('stuck');
  const { id } = await createPayment(merchant.shop, { merchantReferenceId: 'stuck', captureMethod: 'automatic' });
  assert.equal((await paymentNow(merchant.shop, id)).status, 'processing');
  const empty = await operator.get('/operator/stuck');
  assert.match(empty.body, /has an outcome, or is younger than a minute/);

  await letTimePass({ hours: 2, tries: 70, nextInSeconds: 600 });
  assert.match((await operator.get('/operator')).body, /class="figure">1<\/p>\s*<p>the oldest for 2 h</);
  const list = await operator.get('/operator/stuck');
  assert.match(list.body, /Authorization of 100\.00 EUR/);
  assert.match(list.body, /Slow &lt;b&gt;Pour&lt;\/b&gt;/);
  const path = /href="(\/operator\/stuck\/attempt\/[^"]+)"/.exec(list.body)?.[1] ?? '';
  const page = await operator.get(path);
  assert.match(page.body, /no answer came that proves anything\. Looked at again: 70\./);
  assert.match(page.body, /It asks the acquirer under our reference/);
  assert.match(page.body, /Ask the people of the acquirer/);
  assert.ok(page.body.includes(id));

  const unsaid = await operator.post(`${path}/ask`, { reason: ' ' }, { from: path });
  assert.equal(unsaid.status, 422);
  await world.acquirer.clearFaults();
  const asked = await operator.post(`${path}/ask`, { reason: 'The acquirer is back' }, { from: path });
  assert.equal(asked.headers.get('location'), `${path}?done=asked`);
  await waitFor('the outcome', async () => (await paymentNow(merchant.shop, id)).status === 'succeeded');
  assert.equal((await operator.get(path)).status, 404, 'nothing is in doubt any more');
  const { body } = await auditOf(id);
  const entry = body.data.find(({ action }) => action === 'payment.askedAbout');
  assert.equal(entry?.reason, 'The acquirer is back');
  assert.match(JSON.stringify(entry.actor), /"kind":"operator".*ops@gateway\.example|ops@gateway\.example.*operator/);
});

test('what is asked about at this moment is not asked about twice', async () => {
  await loseAnswers('busy');
  const { id } = await createPayment(merchant.shop, { merchantReferenceId: 'busy' });
  await letTimePass({ hours: 1, tries: 66, nextInSeconds: 25 });
  const list = await operator.get('/operator/stuck');
  const path = /href="(\/operator\/stuck\/attempt\/[^"]+)"/.exec(list.body)?.[1] ?? '';
  const asked = await operator.post(`${path}/ask`, { reason: 'why not' }, { from: path });
  assert.equal(asked.headers.get('location'), `${path}?done=soon`);
  const { body } = await auditOf(id);
  assert.equal(
    body.data.some(({ action }) => action === 'payment.askedAbout'),
    false,
  );
  await world.acquirer.clearFaults();
});

test('a merchant is made once, whose key works; it is suspended and let go on with a reason that it reads', async () => {
  const from = '/operator/merchants';
  const page = await operator.get(from);
  const number = /name="number" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  const made = await operator.post(`${from}/create`, { name: 'Kettle & Co', number }, { from });
  const apiKey = /<code class="key">([^<]+)<\/code>/.exec(made.body)?.[1] ?? '';
  const again = await operator.post(`${from}/create`, { name: 'Kettle & Co', number }, { from });
  assert.equal(again.status, 409, 'the same form twice');
  const named = (await world.admin.listMerchants()).filter(({ name }) => name === 'Kettle & Co');
  assert.equal(named.length, 1);

  const shop = createShop({ gatewayUrl: world.gatewayUrl, apiKey });
  await createPayment(shop);
  const base = `${from}/${named[0]?.merchantId ?? ''}`;
  const reason = { reason: 'Chargebacks above the limit' };
  assert.equal((await operator.post(`${base}/suspend`, {}, { from: base })).status, 422);
  assert.equal((await operator.post(`${base}/suspend`, reason, { from: base })).status, 303);
  const shown = await operator.get(base);
  assert.match(shown.body, /Chargebacks above the limit/);
  await waitFor('the suspension is known', async () => {
    const answer = await shop.call('POST', '/sessions', { body: {} });
    return JSON.stringify(answer.body).includes('merchant_suspended');
  });
  assert.equal((await operator.post(`${base}/resume`, { reason: 'Settled' }, { from: base })).status, 303);
  const log = await shop.call<{ data: readonly { action: string; reason: string | null }[] }>('GET', '/audit-log');
  const acts = log.body.data.map(({ action, reason: why }) => [action, why]);
  assert.deepEqual(acts.slice(0, 2), [
    ['merchant.resumed', 'Settled'],
    ['merchant.suspended', 'Chargebacks above the limit'],
  ]);

  const owner = { email: 'owner@kettle.example', reason: 'First owner' };
  const invited = await operator.post(`${base}/invite-owner`, owner, { from: base });
  const link = /<code class="key">([^<]+)<\/code>/.exec(invited.body)?.[1] ?? '';
  const joined = await joinDesk(url, link);
  assert.match((await joined.browser.get(`${joined.base}/settings`)).body, /Kettle &amp; Co/);
  assert.equal((await joined.browser.get('/operator')).status, 303, 'an owner is no operator');
});

test('health: the account that is out of order, and the endpoint that fails, stand in front', async () => {
  await world.sql(`update webhook_endpoints set failing_since = now() - interval '3 hours', consecutive_failures = 40,
    probe_at = now() + interval '30 seconds'`);
  const page = await operator.get('/operator/health');
  const { host } = new URL(merchant.sink.url);
  assert.match(page.body, new RegExp(`<td>${host}</td>[\\s\\S]*<td class="number">40</td>`));
  assert.match((await operator.get('/operator')).body, /1 failing/);
  const stranger = createDeskBrowser(url);
  assert.equal((await stranger.get('/operator/health')).status, 303);
});
