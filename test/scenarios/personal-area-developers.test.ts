/** A developer's day in the Personal area: keys and endpoints, made, read, changed and deleted without a script. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { createTollgate } from '../../packages/sdk/src/index.ts';
import { deskEnvironment, joinDesk, type DeskAnswer, type JoinedMember } from '../support/desk.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { withCheckDigit } from '../support/pans.ts';
import { createPayment } from '../support/payments.ts';
import { createShop } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';
import { startWebhookSink, type WebhookSink } from '../support/webhook-sink.ts';

let world: World;
let merchant: TestMerchant;
let developer: JoinedMember;
let sink: WebhookSink;
let deskUrl: string;
const SCRIPT = '<script>alert(1)</script>';

before(async () => {
  const { url, ...environment } = await deskEnvironment();
  deskUrl = url;
  world = await createWorld(environment);
  merchant = await world.addMerchant({ name: SCRIPT });
  sink = await startWebhookSink();
  const invited = { merchantId: merchant.merchantId, email: 'dev@shop.example', role: 'developer' };
  developer = await joinDesk(url, (await world.admin.inviteMember(invited)).link);
});
after(async () => {
  await world.close();
  await sink.close();
});

const pages = (path: string): string => `${developer.base}/developers${path}`;
const read = async (path: string): Promise<string> => {
  const { status, body } = await developer.browser.get(pages(path));
  assert.equal(status, 200, body);
  assert.equal(body.includes('<script'), false, 'what a merchant wrote is text');
  return body;
};
/** Fills in the form of a page that is posted to `action`, with its hidden fields. */
const fill = async (page: string, action: string, fields: Readonly<Record<string, string>>): Promise<DeskAnswer> => {
  const form = (await read(page)).split(`action="${pages(action)}"`)[1]?.split('</form>')[0] ?? '';
  const hidden = [...form.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)];
  const carried = Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value]));
  return developer.browser.post(pages(action), { ...carried, ...fields });
};
const secretIn = ({ body }: DeskAnswer): string => /<code class="key">([^<]+)<\/code>/.exec(body)?.[1] ?? '';
const mistakeIn = ({ status, body }: DeskAnswer): readonly [number, string] => [
  status,
  (/role="alert">([^<]*)</.exec(body)?.[1] ?? '').replaceAll('&quot;', '"'),
];
const minutesFromNow = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 16);
const audited = async (action: string) =>
  (
    await world.sql<{ row: string }>(`select actor_name || ' ' || coalesce("after"::text, "before"::text) as row
    from audit_entries where action = '${action}' and actor = 'member' order by id`)
  ).map(({ row }) => row);

test('a key is made with its limits, shown once, works within them, and is dead when it is deleted', async () => {
  const fields = {
    name: `server ${SCRIPT}`,
    access: 'chosen',
    'scope.sessions:read': 'yes',
    addresses: '127.0.0.1, ::1',
  };
  const made = await fill('/keys', '/keys/create', { ...fields, expires: '2099-12-31' });
  const apiKey = secretIn(made);
  assert.match(apiKey, /^tgs[0-9A-Za-z]{37}$/);
  const shop = createShop({ gatewayUrl: world.gatewayUrl, apiKey });
  assert.equal((await shop.call('GET', '/sessions')).status, 200);
  assert.equal((await shop.call('GET', '/payments')).status, 403);
  const list = await read('/keys');
  for (const shown of [`tgs…${apiKey.slice(-4)}`, 'sessions:read', '127.0.0.1, ::1', '2099-12-31', '&lt;script&gt;'])
    assert.ok(list.includes(shown), shown);
  assert.equal(list.includes(apiKey), false);
  assert.match((await audited('apiKey.created'))[0] ?? '', /^dev@shop\.example .*sessions:read/);
  const keyId = /name="key" value="(ak_\w+)"/.exec(list)?.[1] ?? '';
  const deleted = await fill('/keys', '/keys/delete', { key: keyId });
  assert.equal(deleted.headers.get('location'), pages('/keys?done=deleted'));
  assert.equal((await shop.call('GET', '/sessions')).status, 401);
  assert.equal((await read('/keys')).includes(apiKey.slice(-4)), false);
  assert.equal((await fill('/keys', '/keys/delete', { key: keyId })).status, 404);
});

test('a form that is sent twice makes one key, and shows it to nobody again', async () => {
  const page = await read('/keys');
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? '';
  const number = /keys\/create"[^]*?name="number" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const send = () =>
    developer.browser.post(pages('/keys/create'), { formToken: field('formToken'), number, name: 'once' });
  const answers = await Promise.all([send(), send()]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
  assert.match(mistakeIn(await send())[1], /was sent before/);
  assert.equal((await read('/keys')).split('<td>once</td>').length, 2);
});

test('what a key cannot be is a sentence beside what was typed', async () => {
  for (const [fields, sentence] of [
    [{ name: '' }, /A name has 1 to 100 letters/],
    [{ name: 'till 4242 4242 4242 4242' }, /holds a card number/],
    [{ name: 'a', access: 'chosen' }, /Choose at least one thing/],
    [{ name: 'a', access: 'chosen', 'scope.acquirer-accounts:write': 'yes' }, /Choose at least one thing/],
    [{ name: 'a', expires: '2020-01-01' }, /must be a day to come/],
    [{ name: 'a', expires: 'soon' }, /must be a day to come/],
    [{ name: 'a', addresses: '10.0.0.0/8 shop.example' }, /“shop\.example” is no IP address/],
    [{ name: 'a', number: 'x' }, /This form is not whole/],
  ] as const) {
    const [status, said] = mistakeIn(await fill('/keys', '/keys/create', fields));
    assert.deepEqual([status, sentence.test(said)], [422, true], `${JSON.stringify(fields)}: ${said}`);
  }
  const typed = await fill('/keys', '/keys/create', { name: 'till', expires: '2020-01-01', addresses: '10.0.0.1' });
  for (const shown of ['value="till"', 'value="2020-01-01"', '>10.0.0.1<'])
    assert.ok(typed.body.includes(shown), shown);
});

test('a suspended merchant makes no key', async () => {
  const other = await world.addMerchant();
  const invited = { merchantId: other.merchantId, email: 'dev@other.example', role: 'developer' };
  const { browser, base } = await joinDesk(deskUrl, (await world.admin.inviteMember(invited)).link);
  await world.admin.suspendMerchant({ merchantId: other.merchantId, reason: 'checks' });
  const page = await browser.get(`${base}/developers/keys`);
  const number = /name="number" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  const answer = await browser.post(
    `${base}/developers/keys/create`,
    { name: 'a', number },
    { from: `${base}/developers/keys` },
  );
  assert.deepEqual([answer.status, secretIn(answer)], [403, '']);
});

test('an endpoint is made, tested, changed, paused, given a new secret and deleted', async () => {
  const description = `shop ${SCRIPT}`;
  const fields = { url: `${sink.url}?a=1&b=%22`, description, hears: 'chosen', 'event.session.created': 'yes' };
  const made = await fill('/endpoints', '/endpoints/create', fields);
  const secret = secretIn(made);
  assert.match(secret, /^whsec_/);
  const id = /developers\/endpoints\/(we_\w+)"/.exec(made.body)?.[1] ?? '';
  const page = `/endpoints/${id}`;
  const act = (action: string, more: Readonly<Record<string, string>> = {}) => fill(page, `${page}/${action}`, more);
  const { webhooks } = createTollgate({ apiKey: merchant.apiKey, baseUrl: world.gatewayUrl });
  assert.equal((await act('test')).headers.get('location'), pages(`${page}?done=tested`));
  const tested = await sink.waitFor(({ event }) => event.type === 'webhookEndpoint.test');
  assert.equal(webhooks.verify(tested.rawBody, tested.headers, secret).type, 'webhookEndpoint.test');
  await merchant.shop.createSession();
  await sink.waitFor(({ event }) => event.type === 'session.created');
  assert.equal((await act('change', { url: sink.url, hears: 'all', ed25519: 'yes' })).status, 303);
  assert.match(await read(page), /Hears<\/dt><dd>everything[^]*ed25519/);
  const [wrong, said] = mistakeIn(await act('change', { url: 'ftp://shop.example' }));
  assert.deepEqual([wrong, /^The address /.test(said)], [422, true], said);

  assert.equal((await act('pause')).headers.get('location'), pages(`${page}?done=paused`));
  assert.match(await read(page), /Paused/);
  assert.equal((await act('pause')).headers.get('location'), pages(`${page}?done=resumed`));

  const rotated = secretIn(await act('rotate', { rotation: 'both', overlapHours: '0' }));
  assert.notEqual(rotated, secret);
  assert.equal((await read(page)).includes(rotated), false);
  const { length } = sink.received;
  await act('test');
  const again = await sink.waitFor((one) => sink.received.indexOf(one) >= length);
  assert.equal(webhooks.verify(again.rawBody, again.headers, rotated).type, 'webhookEndpoint.test');
  assert.match(mistakeIn(await act('rotate', { overlapHours: '99' }))[1], /0 to 72/);
  assert.match(mistakeIn(await act('rotate', { rotation: 'switchAt' }))[1], /Say the moment/);
  const switched = secretIn(await act('rotate', { rotation: 'switchAt', switchAt: minutesFromNow(60) }));
  assert.match(switched, /^whsec_/);
  assert.match(await read(page), /The new secret signs from/);
  assert.equal((await act('cancel-switch')).status, 303);

  assert.equal((await act('delete')).headers.get('location'), pages('/endpoints?done=deleted'));
  assert.equal((await developer.browser.get(pages(page))).status, 404);
  const acts = ['created', 'changed', 'secretRotated', 'secretSwitchCanceled', 'deleted'];
  for (const one of acts) assert.ok((await audited(`webhookEndpoint.${one}`)).length > 0, one);
  assert.equal((await audited('webhookEndpoint.changed')).length, 3);
  const log = JSON.stringify(await world.sql('select * from audit_entries'));
  for (const hidden of [secret, rotated, switched]) assert.equal(log.includes(hidden), false);
});

test('a delivery is looked up with each try, and sent again; so is a stretch of time', async () => {
  sink.behave(500);
  const fields = { url: `${sink.url}?${SCRIPT}`, hears: 'chosen', 'event.session.created': 'yes' };
  const made = await fill('/endpoints', '/endpoints/create', fields);
  const page = `/endpoints/${/developers\/endpoints\/(we_\w+)"/.exec(made.body)?.[1] ?? ''}`;
  const act = (action: string, more: Readonly<Record<string, string>> = {}) => fill(page, `${page}/${action}`, more);
  const { id } = await merchant.shop.createSession({ description: SCRIPT, merchantReferenceId: 'order-7' });
  const endpoint = page.replace('/endpoints/', '');
  const lists = `/deliveries?endpoint=${endpoint}&type=session.created`;
  const delivery = await waitFor('a try that failed', async () => {
    const list = await read(lists);
    return list.includes('500, ') && /developers(\/deliveries\/ev_\w+\/we_\w+)"/.exec(list)?.[1];
  });
  const shown = await read(delivery);
  for (const words of ['webhook-signature: v1,', 'On its way', '&lt;script&gt;', 'order-7', '/pay/[hidden]'])
    assert.ok(shown.includes(words), words);
  sink.behave(200);
  const { length } = sink.received;
  assert.equal(
    (await fill(delivery, `${delivery}/resend`, {})).headers.get('location'),
    pages(`${delivery}?done=resent`),
  );
  await sink.waitFor((one) => sink.received.indexOf(one) >= length && one.event.type === 'session.created');
  assert.ok((await audited('event.resent')).some((row) => row.includes(endpoint)));
  const event = await read(`/events?session=${id}&type=session.created`);
  const link = /developers(\/events\/ev_\w+)"/.exec(event)?.[1] ?? '';
  const told = await read(link);
  for (const words of ['A session was made', 'order-7', '/pay/[hidden]', endpoint])
    assert.ok(told.includes(words), words);

  const from = minutesFromNow(-60);
  assert.match(mistakeIn(await act('replay', { from: '' }))[1], /Say from when on/);
  assert.equal((await act('replay', { from })).headers.get('location'), pages(`${page}?done=replayed`));
  await waitFor('the replay to end', async () => (await read(page)).includes('>completed<'));
  assert.equal((await audited('webhookReplay.created')).length, 1);

  const faults = { 'drop.often': 'next', 'drop.count': '2', 'delay.often': 'percent', 'delay.count': '100' };
  assert.match(mistakeIn(await act('faults', { ...faults, 'delay.ms': '0' }))[1], /The delay in milliseconds is/);
  assert.equal((await act('faults', { ...faults, 'delay.ms': '50' })).status, 303);
  const asked = await merchant.shop.call('GET', `/webhook-endpoints/${endpoint}/faults`);
  assert.deepEqual(asked.body, { delay: { ms: 50, percent: 100 }, drop: { next: 2 } });
  assert.equal((await act('faults')).status, 303);
  assert.deepEqual((await merchant.shop.call('GET', `/webhook-endpoints/${endpoint}/faults`)).body, {});
});

test('what a receiver answers is text', async () => {
  const rude = createServer((_request, response) => response.writeHead(400).end(SCRIPT)).listen(0, '127.0.0.1');
  await once(rude, 'listening');
  const url = `http://127.0.0.1:${(rude.address() as AddressInfo).port}/`;
  const made = await fill('/endpoints', '/endpoints/create', { url, hears: 'chosen', 'event.refund.failed': 'yes' });
  const page = `/endpoints/${/developers\/endpoints\/(we_\w+)"/.exec(made.body)?.[1] ?? ''}`;
  await fill(page, `${page}/test`, {});
  const delivery = await waitFor('a try', async () => {
    const list = await read(`/deliveries?endpoint=${page.replace('/endpoints/', '')}`);
    return list.includes('400, ') && /developers(\/deliveries\/ev_\w+\/we_\w+)"/.exec(list)?.[1];
  });
  assert.ok((await read(delivery)).includes('&lt;script&gt;alert(1)&lt;/script&gt;'));
  rude.close();
});

test('a payment leads to its requests, a request to its payment and to what its problem means', async () => {
  const { id } = await createPayment(merchant.shop, { merchantReferenceId: SCRIPT });
  await merchant.shop.call('POST', `/payments/${id}/capture`, { body: { [SCRIPT]: SCRIPT } });
  await merchant.shop.call('POST', `/payments/${id}/capture`, { body: { amount: 999_999 } });
  const payment = await waitFor('the capture in the log', async () => {
    const { body } = await developer.browser.get(`${developer.base}/payments/${id}`);
    return body.includes('amount_exceeded') && body;
  });
  assert.equal(payment.includes('<script'), false);
  const captureThat = (problem: string): string =>
    new RegExp(`developers(/requests/rq_\\w+)">POST [^<]*capture</a></td>\\s*<td>${problem}`).exec(payment)?.[1] ?? '';
  const link = captureThat('amount_exceeded');
  const request = await read(link);
  for (const words of [
    `${developer.base}/payments/${id}"`,
    '/docs/errors#amount_exceeded"',
    '&quot;amount&quot;: 999999',
  ])
    assert.ok(request.includes(words), words);
  assert.match(
    await read(captureThat('invalid_fields')),
    /&lt;script&gt;alert\(1\)&lt;\/script&gt;&quot;: &quot;\[unknown field\]/,
  );
  const requestId = /req_[0-9a-f-]{36}/.exec(request)?.[0] ?? '';
  const { headers } = await developer.browser.get(pages(`/requests?q=${requestId}`));
  assert.equal(headers.get('location'), pages(`/requests/${requestId}`));
  assert.equal((await read(`/requests/${requestId}`)).includes('amount_exceeded'), true);
  const refused = await read('/requests?q=/payments&status=4xx');
  assert.ok(refused.includes('amount_exceeded') && !refused.includes('/api2/sessions'), 'only what was asked for');
  const card = await read(`/requests?q=${withCheckDigit('411111000012345')}`);
  assert.ok(card.includes('value="[card]"') && card.includes('No request is like this'));
  const written = await read(`/requests?q=${encodeURIComponent('"><script>')}`);
  assert.ok(written.includes('&quot;&gt;&lt;script&gt;'));
});

test('the quick start speaks of this gateway and of the newest key, and its request works as it stands', async () => {
  const page = (await read('')).replaceAll('&quot;', '"').replaceAll('&#39;', "'");
  const [, address = ''] = /curl (http\S+)/.exec(page) ?? [];
  const [, body = ''] = /-d '([^']+)'/.exec(page) ?? [];
  const headers = { 'X-Api-Key': merchant.apiKey, 'Content-Type': 'application/json' };
  assert.equal((await fetch(address, { method: 'POST', headers, body })).status, 200);
});

test('keys, secrets and addresses want password and code again after a while; looking does not', async () => {
  await world.sql(`update member_sessions set authenticated_at = now() - interval '1 hour'`);
  const [endpoint] = [/endpoints\/(we_\w+)"/.exec(await read('/endpoints'))?.[1] ?? ''];
  for (const [page, action] of [
    ['/keys', '/keys/create'],
    ['/keys', '/keys/delete'],
    ['/endpoints', '/endpoints/create'],
    ...['change', 'pause', 'rotate', 'delete'].map((act) => [
      `/endpoints/${endpoint}`,
      `/endpoints/${endpoint}/${act}`,
    ]),
  ] as const) {
    const { headers } = await fill(page ?? '', action ?? '', {});
    assert.equal(headers.get('location'), `${developer.base}/confirm?next=${encodeURIComponent(pages(page ?? ''))}`);
  }
});
