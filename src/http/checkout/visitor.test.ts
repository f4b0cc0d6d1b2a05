import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createFakeBrowser } from '../../../test/browser/fake-browser.ts';
import { CARDS, savedCard, type FakeSession } from '../../../test/browser/fake-checkout.ts';
import { createFakeGateway, type FakeGateway } from '../../../test/browser/fake-gateway.ts';
import { leadsTo } from '../../../test/support/customer.ts';
import { formatId } from '../../base/id.ts';

let gateway: FakeGateway;
before(async () => {
  gateway = await createFakeGateway({
    successUrl: 'https://shop.example/thanks',
    failureUrl: 'https://shop.example/cart',
  });
});
after(() => gateway.close());

const CARD = { pan: CARDS.approved, expiry: '12/30', cvc: '123', cardholderName: 'Ada Lovelace' };
const visa = savedCard('visa', '41111111', '1111');
const openBrowser = () => createFakeBrowser(() => gateway.app);
type FakeBrowser = ReturnType<typeof openBrowser>;
/** Sends what its pages know, and keeps no cookie. */
const forgetful = (): FakeBrowser => ({
  get: (url, headers) => openBrowser().get(url, headers),
  send: (options) => openBrowser().send(options),
});

const tokenIn = (page: string): string => /name="formToken" value="([^"]+)"/.exec(page)?.[1] ?? '';
type Sending = { readonly path?: string; readonly formToken?: string };
const post = async (
  browser: FakeBrowser,
  session: FakeSession,
  fields: Readonly<Record<string, string>>,
  { path = '', formToken }: Sending = {},
) =>
  browser.send({
    method: 'POST',
    url: session.path + path,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({
      formToken: formToken ?? tokenIn((await browser.get(session.path)).body),
      ...fields,
    }).toString(),
  });
const showsCards = (body: string): boolean => /ending in 1111/.test(body);
const TELLING = /Sidamo|4000|shop\.example/;

test('the cookie is for this address alone, and no script reads it', async () => {
  const session = gateway.start({ msLeft: 60_000 });
  assert.match(
    String((await openBrowser().get(session.path)).headers['set-cookie']),
    new RegExp(`^tollgate_visitor=[A-Za-z0-9_-]{22}; Path=${session.path}; Max-Age=86460; HttpOnly; SameSite=Lax$`),
  );
  const secure = await createFakeGateway({ mode: 'live', publicUrl: 'https://pay.example/gateway' });
  const { path } = secure.start();
  const answer = await secure.app.inject({ method: 'GET', url: path, headers: { 'sec-fetch-dest': 'document' } });
  assert.match(
    String(answer.headers['set-cookie']),
    /; Path=\/gateway\/pay\/[^;]+;.*; HttpOnly; SameSite=Lax; Secure$/,
  );
  await secure.close();
});

test('saved cards are shown to the browser that came first, and to no other', async () => {
  const session = gateway.start({ savedCards: [visa] });
  const [first, second] = [openBrowser(), openBrowser()];
  assert.ok(showsCards((await first.get(session.path)).body));
  const other = await second.get(session.path);
  assert.equal(other.statusCode, 200);
  assert.ok(!showsCards(other.body));
  assert.equal(other.headers['set-cookie'], undefined, 'nobody else is given anything to keep');
  assert.doesNotMatch(other.body, new RegExp(formatId('paymentMethod', visa.paymentMethodId)));
  const again = await first.get(session.path);
  assert.ok(showsCards(again.body));
  assert.equal(again.headers['set-cookie'], undefined);
});

test('a cookie that is made up, or of another session, is none', async () => {
  const [session, another] = [gateway.start({ savedCards: [visa] }), gateway.start({ savedCards: [visa] })];
  const browser = openBrowser();
  const [, ofAnother = ''] = /^([^;]+)/.exec(String((await browser.get(another.path)).headers['set-cookie'])) ?? [];
  assert.ok(showsCards((await browser.get(session.path)).body));
  for (const cookie of [
    ofAnother,
    `tollgate_visitor=${'A'.repeat(22)}`,
    'tollgate_visitor=',
    `tollgate_visitor=${'A'.repeat(5_000)}`,
    Array.from({ length: 500 }, () => ofAnother).join('; '),
  ])
    assert.ok(!showsCards((await openBrowser().get(session.path, { cookie })).body), cookie.slice(0, 60));
});

test('previews of links, prefetches, HEAD and scripts are nobody’s visit', async () => {
  const session = gateway.start({ savedCards: [visa] });
  const { app } = gateway;
  for (const headers of [
    {},
    { 'user-agent': 'facebookexternalhit/1.1' },
    { 'sec-fetch-dest': 'empty' },
    { 'sec-fetch-dest': 'iframe' },
    { 'sec-fetch-dest': 'image' },
  ]) {
    const { statusCode, headers: answered, body } = await app.inject({ method: 'GET', url: session.path, headers });
    assert.deepEqual([statusCode, answered['set-cookie'], showsCards(body)], [200, undefined, false]);
  }
  const document = { 'sec-fetch-dest': 'document' };
  assert.equal(
    (await app.inject({ method: 'HEAD', url: session.path, headers: document })).headers['set-cookie'],
    undefined,
  );
  for (const headers of [
    { 'sec-purpose': 'prefetch' },
    { 'sec-purpose': 'prefetch;prerender' },
    { purpose: 'prefetch' },
    { 'x-purpose': 'preview' },
  ]) {
    const early = await app.inject({ method: 'GET', url: session.path, headers: { ...document, ...headers } });
    assert.deepEqual([early.statusCode, early.headers['set-cookie'], early.body], [503, undefined, '']);
    assert.equal(early.headers['cache-control'], 'no-store', 'the customer’s own request comes afterwards');
  }
  assert.ok(showsCards((await openBrowser().get(session.path)).body), 'the customer is the first');
});

test('who is not the first neither pays with a saved card nor removes it', async () => {
  const session = gateway.start({ savedCards: [visa] });
  const [first, second] = [openBrowser(), openBrowser()];
  const formToken = tokenIn((await first.get(session.path)).body);
  const card = formatId('paymentMethod', visa.paymentMethodId);
  const stale = `${session.path}?notice=stale`;
  for (const browser of [second, forgetful()]) {
    const sending = { formToken };
    assert.equal((await post(browser, session, { method: card, cvc: '123' }, sending)).headers.location, stale);
    assert.equal(
      (await post(browser, session, { paymentMethod: card, removalCvc: '123' }, { ...sending, path: '/remove-card' }))
        .headers.location,
      stale,
    );
  }
  assert.deepEqual([session.paid.length, session.view().savedCards.length], [0, 1]);
});

test('every end, for whoever has nothing but the address: how it is, and nothing about it', async () => {
  for (const [change, title] of [
    [{ state: 'completed', returnUrl: 'https://shop.example/thanks' }, 'Payment complete'],
    [{ state: 'completed', captureMethod: 'manual', returnUrl: 'https://shop.example/thanks' }, ''],
    [{ state: 'expired', expirationReason: 'timeout', returnUrl: 'https://shop.example/cart' }, ''],
    [{ state: 'expired', expirationReason: 'merchant', returnUrl: 'https://shop.example/cart' }, ''],
    [{ state: 'expired', expirationReason: 'attemptsExhausted', returnUrl: 'https://shop.example/cart' }, ''],
    [{ state: 'expired', expirationReason: 'customerCanceled', returnUrl: 'https://shop.example/cart' }, ''],
  ] as const) {
    const session = gateway.start({ savedCards: [visa] });
    const [first, second] = [openBrowser(), openBrowser()];
    const formToken = tokenIn((await first.get(session.path)).body);
    const ownToken = tokenIn((await second.get(session.path)).body);
    session.set(change);
    for (const query of ['', '?wait', `?wait=${formToken}`, `?wait=${ownToken}`, '?wait=%00', '?notice=stale']) {
      const { statusCode, headers, body } = await second.get(session.path + query);
      assert.deepEqual([statusCode, headers['refresh']], [200, undefined], query);
      assert.doesNotMatch(body, TELLING);
      assert.ok(body.includes(title));
    }
    for (const query of ['', '?wait', `?wait=${ownToken}`])
      assert.doesNotMatch((await second.get(`${session.path}/status${query}`)).body, TELLING);
    for (const path of ['', '/cancel', '/continue', '/abandon', '/remove-card'])
      for (const token of [formToken, ownToken]) {
        const answer = await post(second, session, { ...CARD }, { path, formToken: token });
        assert.doesNotMatch(JSON.stringify(answer.headers) + answer.body, TELLING, `${path} ${JSON.stringify(change)}`);
      }
    const own = await first.get(session.path);
    assert.match(own.body, /Sidamo/);
    assert.match(own.body, /<a class="button" href="https:\/\/shop\.example/);
    assert.match((await first.get(`${session.path}/status`)).body, /shop\.example/);
  }
});

test('whoever pays is led to the shop by that form, whether the first or not, with cookies or without', async () => {
  for (const browser of [openBrowser(), forgetful()]) {
    const session = gateway.start();
    await openBrowser().get(session.path);
    assert.equal(leadsTo((await post(browser, session, CARD)).headers['refresh']), 'https://shop.example/thanks');
    const after = await browser.get(session.path);
    assert.match(after.body, /Payment complete/);
    assert.doesNotMatch(after.body, TELLING);

    const canceled = gateway.start();
    await openBrowser().get(canceled.path);
    const left = await post(browser, canceled, {}, { path: '/cancel' });
    assert.equal(leadsTo(left.headers['refresh']), 'https://shop.example/cart');
  }
});

test('a payment in flight is followed by whoever began it', async () => {
  for (const browser of [openBrowser(), forgetful()]) {
    const session = gateway.start();
    await openBrowser().get(session.path);
    const { statusCode, headers } = await post(browser, session, { ...CARD, pan: CARDS.processing });
    const address = String(headers.location);
    assert.equal(statusCode, 303);
    assert.match(address, /\?wait=[\w-]{40,}$/);
    const waiting = await browser.get(address);
    assert.ok(waiting.body.includes(`content="3;url=${address}"`), 'without script, too');
    const proof = new URL(address, 'http://x').search;
    session.settle('completed');
    assert.deepEqual((await browser.get(`${session.path}/status${proof}`)).json(), {
      state: 'completed',
      attemptsBegun: 1,
      leaves: true,
      url: 'https://shop.example/thanks',
    });
    assert.equal(leadsTo((await browser.get(address)).headers['refresh']), 'https://shop.example/thanks');

    const later = gateway.start({ attemptsBegun: 1, state: 'completed', returnUrl: 'https://shop.example/thanks' });
    await openBrowser().get(later.path);
    assert.doesNotMatch((await browser.get(later.path + proof)).body, TELLING, 'a proof for another session');
    session.set({ attemptsBegun: 2 });
    assert.doesNotMatch((await browser.get(address)).body, TELLING, 'somebody else’s try came after it');
  }
});
