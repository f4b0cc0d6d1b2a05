import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { createTollgate } from '@tollgate/sdk';
import type { Session } from '@tollgate/sdk';
import { createLiveOrders } from '../src/live.ts';
import { openOrders } from '../src/orders.ts';
import { askOnce } from '../src/reconcile.ts';
import { readSettings } from '../src/settings.ts';
import { createShop } from '../src/shop.ts';
import { listen } from '../src/web.ts';
import { API_KEY, startFakeGateway, WEBHOOK_SECRET } from './fake-gateway.ts';

const ORDER_ID = 'bcdfghjkmnpqrstvwxzbcdfg';

const openShop = async (t: TestContext, more: Readonly<Record<string, string>> = {}) => {
  const gateway = await startFakeGateway();
  const orders = openOrders(':memory:');
  const live = createLiveOrders();
  const clock = { aheadMs: 0 };
  const environment = {
    TOLLGATE_URL: gateway.url,
    TOLLGATE_API_KEY: API_KEY,
    TOLLGATE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    STORE_URL: 'http://store.test',
    ...more,
  };
  const deps = {
    settings: readSettings(environment),
    orders,
    live,
    tollgate: createTollgate({ apiKey: API_KEY, baseUrl: gateway.url, maxRetries: 0 }),
    log: () => undefined,
    nowMs: () => Date.now() + clock.aheadMs,
  };
  const server = await listen({ host: '127.0.0.1', port: 0 }, createShop(deps));
  t.after(async () => {
    live.close();
    await server.close();
    gateway.close();
    orders.close();
  });
  const url = `http://127.0.0.1:${String(server.port)}`;
  /** An address as the gateway knows it, in the browser of the test. */
  const visit = (address: string, init: RequestInit = {}) =>
    fetch(address.replace('http://store.test', url), { redirect: 'manual', ...init });
  const buy = (fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
    visit(`${url}/buy`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ product: 'dripper', order: ORDER_ID, ...fields }),
    });
  const onlySession = (): Session => [...gateway.sessions.values()].at(-1) ?? assert.fail('There is no session.');
  const statusAt = async (address: string) => /data-status="(\w+)"/.exec(await (await visit(address)).text())?.[1];
  return { gateway, deps, clock, url, visit, buy, onlySession, statusAt, orderUrl: `${url}/orders/${ORDER_ID}` };
};

test('Buy makes one order and one session, and sends the customer to the payment page', async (t) => {
  const shop = await openShop(t);
  const answer = await shop.buy({}, { cookie: 'lang=de' });
  assert.equal(answer.status, 303);
  assert.equal(answer.headers.get('location'), shop.onlySession().paymentUrl);
  const { amount, currency, locale, merchantReferenceId, successUrl } = shop.onlySession();
  assert.deepEqual([amount, currency, locale, merchantReferenceId], [2490, 'EUR', 'de', ORDER_ID]);
  assert.equal(successUrl, `http://store.test/orders/${ORDER_ID}`);

  const again = await shop.buy();
  assert.equal(again.headers.get('location'), shop.onlySession().paymentUrl);
  assert.deepEqual(shop.gateway.seenKeys, [`${ORDER_ID}-try-1`]);
  assert.equal(await shop.statusAt(shop.orderUrl), 'open');
});

test('two clicks at the same moment share one session', async (t) => {
  const shop = await openShop(t);
  const [first, second] = await Promise.all([shop.buy(), shop.buy()]);
  assert.equal(first.headers.get('location'), second.headers.get('location'));
  assert.equal(shop.gateway.sessions.size, 1);
});

test('the signed return says waiting, the webhook says paid', async (t) => {
  const shop = await openShop(t);
  await shop.buy();
  const session = shop.gateway.end(shop.onlySession().id, 'completed');
  const returned = await (await shop.visit(shop.gateway.returnUrl(session))).text();
  assert.match(returned, /data-status="waiting"/);
  assert.match(returned, /data-testid="return-ok"/);
  assert.match(returned, /<noscript><meta http-equiv="refresh"/);

  const delivery = await shop.gateway.deliver(shop.url, shop.gateway.event('session.completed', session));
  assert.equal(delivery.status, 204);
  const paid = await (await shop.visit(shop.orderUrl)).text();
  assert.match(paid, /data-status="paid"/);
  assert.match(paid, /data-testid="signature-ok"/);
  assert.match(paid, /t=\d+,v1=[0-9a-f]{64}/);
  assert.doesNotMatch(paid, /noscript/);
});

test('a customer for whom the gateway waited finds the order paid, and developers read why', async (t) => {
  const shop = await openShop(t);
  await shop.buy();
  assert.equal(shop.onlySession().returnPolicy, undefined, 'the gateway knows how long');
  const session = shop.gateway.end(shop.onlySession().id, 'completed');
  await shop.gateway.deliver(shop.url, shop.gateway.event('session.completed', session));
  const url = shop.gateway.returnUrl(session, { result: 'acknowledged', ms: 21 });
  const returned = await (await shop.visit(url)).text();
  assert.match(returned, /data-status="paid"/);
  assert.match(returned, /data-testid="webhook-at-return" data-result="acknowledged">[^]*21 ms after the payment/);

  const late = await (await shop.visit(shop.gateway.returnUrl(session, { result: 'timedOut' }))).text();
  assert.match(late, /data-result="timedOut"/);
  const forged = await (await shop.visit(url.replace('webhookMs=21', 'webhookMs=2'))).text();
  assert.match(forged, /data-testid="return-refused"[^]*no_match/);
});

test('a shop that is told how long asks for it with each session', async (t) => {
  const shop = await openShop(t, { STORE_WAIT_FOR_WEBHOOK_MS: '0' });
  await shop.buy();
  assert.deepEqual(shop.onlySession().returnPolicy, { waitForWebhookMs: 0 });
  for (const wrong of ['-1', '10001', 'soon'])
    assert.throws(
      () => readSettings({ TOLLGATE_API_KEY: 'k', TOLLGATE_WEBHOOK_SECRET: 's', STORE_WAIT_FOR_WEBHOOK_MS: wrong }),
      /^Error: STORE_WAIT_FOR_WEBHOOK_MS is .* a whole number from 0 to 10000/,
    );
});

test('a return that was made up, changed, or is of another order is not believed', async (t) => {
  const shop = await openShop(t);
  await shop.buy();
  const session = shop.onlySession();
  const other = 'zxwvtsrqpnmkjhgfdcbzxwvt';
  await shop.buy({ order: other });
  const good = shop.gateway.returnUrl(shop.gateway.end(session.id, 'completed'));
  const bad = [
    `${shop.orderUrl}?sessionId=${session.id}&status=completed`,
    good.replace(/sig=./, 'sig=x'),
    good.replace('sequence=3', 'sequence=4'),
    good.replace(ORDER_ID, other),
  ];
  for (const address of bad) {
    const page = await (await shop.visit(address)).text();
    assert.match(page, /data-status="open"/, address);
    assert.match(page, /data-testid="return-refused"/, address);
  }
});

test('an event that comes twice changes nothing, one that comes late is old news', async (t) => {
  const shop = await openShop(t);
  await shop.buy();
  const created = shop.gateway.event('session.created', shop.onlySession());
  const completed = shop.gateway.event('session.completed', shop.gateway.end(shop.onlySession().id, 'completed'));
  for (const body of [completed, completed, created])
    assert.equal((await shop.gateway.deliver(shop.url, body)).status, 204);
  const page = await (await shop.visit(shop.orderUrl)).text();
  assert.match(page, /data-status="paid"/);
  assert.match(page, /delivered 2 times, counted once/);
  assert.match(page, /older than what was known/);
});

test('a webhook with a wrong signature is answered 400 and changes nothing', async (t) => {
  const shop = await openShop(t);
  await shop.buy();
  const body = shop.gateway.event('session.completed', shop.gateway.end(shop.onlySession().id, 'completed'));
  for (const signature of ['', 't=1,v1=00', `t=1,v1=${'0'.repeat(64)}`]) {
    assert.equal((await shop.gateway.deliver(shop.url, body, signature)).status, 400);
  }
  assert.equal((await shop.gateway.deliver(shop.url, 'x'.repeat(140_000), '')).status, 413);
  const page = await (await shop.visit(shop.orderUrl)).text();
  assert.match(page, /data-status="open"/);
  assert.match(page, /data-testid="signature-refused"/);
});

test('events of other shops and other kinds are received and forgotten', async (t) => {
  const shop = await openShop(t);
  await shop.buy();
  const stranger = { ...shop.onlySession(), id: 'ps_x', merchantReferenceId: 'someone' };
  assert.equal((await shop.gateway.deliver(shop.url, shop.gateway.event('session.completed', stranger))).status, 204);
  assert.equal(
    (await shop.gateway.deliver(shop.url, shop.gateway.event('payment.succeeded', shop.onlySession()))).status,
    204,
  );
  assert.equal(await shop.statusAt(shop.orderUrl), 'open');
});

test('a webhook may be quicker than the answer that creates its session', async (t) => {
  const shop = await openShop(t);
  shop.gateway.hooks.beforeAnswer = (session) =>
    shop.gateway.deliver(shop.url, shop.gateway.event('session.created', session));
  assert.equal((await shop.buy()).status, 303);
  const page = await (await shop.visit(shop.orderUrl)).text();
  assert.equal(page.match(/data-testid="session-id"/g)?.length, 1);
});

test('after a failure the same order gets a new session; a paid order gets none', async (t) => {
  const shop = await openShop(t);
  await shop.buy();
  const expired = shop.gateway.end(shop.onlySession().id, 'expired');
  const failed = await (await shop.visit(shop.gateway.returnUrl(expired))).text();
  assert.match(failed, /data-status="failed"/);
  assert.match(failed, /data-testid="try-again"/);

  const pay = () => shop.visit(`${shop.orderUrl}/pay`, { method: 'POST' });
  const [first, second] = await Promise.all([pay(), pay()]);
  assert.equal(first.headers.get('location'), shop.onlySession().paymentUrl);
  assert.equal(second.headers.get('location'), shop.onlySession().paymentUrl);
  assert.equal(shop.gateway.sessions.size, 2);
  assert.equal(shop.onlySession().merchantReferenceId, ORDER_ID);

  // Paid at the gateway, and the webhook is not here yet: the question before every new session finds out.
  shop.gateway.end(shop.onlySession().id, 'completed');
  assert.equal((await pay()).headers.get('location'), `/orders/${ORDER_ID}`);
  assert.equal((await shop.buy()).headers.get('location'), `/orders/${ORDER_ID}`);
  assert.equal(shop.gateway.sessions.size, 2);
  assert.equal(await shop.statusAt(`${shop.orderUrl}/failed`), 'paid');
});

test('when the gateway is away the customer is told, and the order is kept', async (t) => {
  const shop = await openShop(t);
  shop.gateway.close();
  const answer = await shop.buy();
  assert.equal(answer.status, 503);
  const page = await answer.text();
  assert.match(page, /role="alert"/);
  assert.match(page, /data-testid="pay"/);
  assert.equal(await shop.statusAt(shop.orderUrl), 'open');
});

test('when no webhook comes the shop asks', async (t) => {
  const shop = await openShop(t);
  await shop.buy();
  const session = shop.gateway.end(shop.onlySession().id, 'completed');
  await shop.visit(shop.gateway.returnUrl(session));
  const never = new AbortController().signal;
  await askOnce(shop.deps, never);
  assert.equal(await shop.statusAt(shop.orderUrl), 'waiting');
  shop.clock.aheadMs = 31_000;
  await askOnce(shop.deps, never);
  const page = await (await shop.visit(shop.orderUrl)).text();
  assert.match(page, /data-status="paid"/);
  assert.match(page, /because no webhook came/);
});

test('an open order page hears of the webhook', async (t) => {
  const shop = await openShop(t);
  await shop.buy();
  const stream = await shop.visit(`${shop.orderUrl}/live`);
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader() ?? assert.fail('There is no stream.');
  assert.match((await reader.read()).value ?? '', /data: open\.1\.0/);
  await shop.gateway.deliver(
    shop.url,
    shop.gateway.event('session.completed', shop.gateway.end(shop.onlySession().id, 'completed')),
  );
  assert.match((await reader.read()).value ?? '', /data: paid\.1\.1/);
  await reader.cancel();
});

test('orders are listed for the browser that made them', async (t) => {
  const shop = await openShop(t);
  const cookie = (await shop.visit(`${shop.url}/`)).headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  await shop.buy({}, { cookie });
  const list = async (headers: Record<string, string>) => (await shop.visit(`${shop.url}/orders`, { headers })).text();
  assert.match(await list({ cookie }), new RegExp(`/orders/${ORDER_ID}`));
  assert.doesNotMatch(await list({}), new RegExp(ORDER_ID));
});

test('forms of other sites are refused', async (t) => {
  const shop = await openShop(t);
  assert.equal((await shop.buy({}, { 'sec-fetch-site': 'cross-site' })).status, 403);
  assert.equal((await shop.buy({ product: 'nothing' })).status, 404);
  assert.equal(shop.gateway.sessions.size, 0);
});

test('pages: strict policy, prices in the customer’s format, six languages, nothing unescaped', async (t) => {
  const shop = await openShop(t);
  const answer = await shop.visit(`${shop.url}/products/kettle?lang=de&x=%22%3E%3Cscript%3E`);
  const policy = answer.headers.get('content-security-policy') ?? '';
  assert.match(policy, /^default-src 'none'; .*form-action 'self' http:\/\/localhost:\d+ http:\/\/127\.0\.0\.1:\d+;/);
  const page = await answer.text();
  assert.match(page, /<bdi>14\.800\s¥<\/bdi>/);
  assert.doesNotMatch(page, /<script>/);
  for (const [lang, dir] of [
    ['en', 'ltr'],
    ['fr', 'ltr'],
    ['es', 'ltr'],
    ['el', 'ltr'],
    ['ar', 'rtl'],
  ]) {
    assert.match(
      await (await shop.visit(`${shop.url}/?lang=${lang ?? ''}`)).text(),
      new RegExp(`<html lang="${lang ?? ''}" dir="${dir ?? ''}">`),
    );
  }
  assert.match(await (await shop.visit(`${shop.url}/products/dallah?lang=en`)).text(), /KWD\s18\.500/);
  const asked = await shop.visit(`${shop.url}/`, { headers: { 'accept-language': 'xx, el;q=0.9, en;q=0.5' } });
  assert.match(await asked.text(), /<html lang="el"/);
  assert.equal((await shop.visit(`${shop.url}/nowhere`)).status, 404);
  assert.equal((await shop.visit(`${shop.url}/assets/..%2fpackage.json`)).status, 404);
  assert.equal((await shop.visit(`${shop.url}/healthz`)).status, 200);
});
