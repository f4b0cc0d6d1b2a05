import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { after, before, test } from 'node:test';
import { CARDS, type FakeSession } from '../../../test/browser/fake-checkout.ts';
import { createFakeBrowser } from '../../../test/browser/fake-browser.ts';
import { createFakeGateway, type FakeGateway } from '../../../test/browser/fake-gateway.ts';
import { leadsTo } from '../../../test/support/customer.ts';
import { catalogs } from './catalogs/index.ts';
import { waitFor } from '../../../test/support/wait-for.ts';

let gateway: FakeGateway;
before(async () => {
  gateway = await createFakeGateway({
    successUrl: 'https://shop.example/danke-schön?order=7',
    failureUrl: 'https://shop.example/cart',
  });
});
after(() => gateway.close());

const CARD = { pan: '4444 5555 1111 3333', expiry: '12/30', cvc: '123', cardholderName: 'Ada Lovelace' };

const browser = createFakeBrowser(() => gateway.app);
const { get } = browser;

const tokenIn = (page: string): string => /name="formToken" value="([^"]+)"/.exec(page)?.[1] ?? '';

const post = async (
  session: FakeSession,
  fields: Readonly<Record<string, string>>,
  options: { readonly headers?: Record<string, string>; readonly path?: string } = {},
) =>
  browser.send({
    method: 'POST',
    url: options.path ?? session.path,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...options.headers },
    payload: new URLSearchParams({ formToken: tokenIn((await get(session.path)).body), ...fields }).toString(),
  });

test('the form has what the contract says, and nothing that a shop wrote becomes markup', async () => {
  const session = gateway.start({
    merchantName: '<b>Möbel & "Co"</b>',
    description: '</script><script>alert(1)</script>',
    merchantReferenceId: '"><img src=x>',
  });
  const { statusCode, body, headers } = await get(session.path);
  assert.equal(statusCode, 200);
  assert.equal(headers['content-type'], 'text/html; charset=utf-8');
  for (const [name, autocomplete, inputmode] of [
    ['pan', 'cc-number', 'numeric'],
    ['expiry', 'cc-exp', 'numeric'],
    ['cvc', 'cc-csc', 'numeric'],
    ['cardholderName', 'cc-name', 'text'],
  ]) {
    const tag = new RegExp(`<input[^>]* name="${name}"[^>]*>`).exec(body)?.[0] ?? '';
    assert.match(tag, new RegExp(`inputmode="${inputmode}"`));
    assert.match(tag, new RegExp(`autocomplete="${autocomplete}"`));
    assert.match(tag, new RegExp(`aria-describedby="${name}-mistake`));
  }
  assert.equal(body.match(/<button[^>]*type="submit"/g)?.length, 1);
  assert.match(body, /&lt;b&gt;Möbel &amp; &quot;Co&quot;&lt;\/b&gt;/);
  assert.doesNotMatch(body, /<b>|<img|alert\(1\)<\/script>/);
  assert.equal(body.match(/<script/g)?.length, 2);
  assert.match(body, /€49\.90/);
});

test('every page has the headers of security.md', async () => {
  for (const url of [
    gateway.start().path,
    '/pay/nobody',
    `${gateway.start().path}/status`,
    gateway.start({ state: 'completed', returnUrl: 'https://shop.example/' }).path,
  ]) {
    const { headers } = await get(url);
    const policy = String(headers['content-security-policy']);
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
      "form-action 'self'",
    ]) {
      assert.ok(policy.includes(part), `${url} ${part}`);
    }
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['x-frame-options'], 'DENY');
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
    assert.ok(headers['permissions-policy']);
  }
});

test('an approved card leads to the shop by a page of ours, in letters that a header may have', async () => {
  const session = gateway.start();
  const { statusCode, headers } = await post(session, CARD);
  assert.equal(statusCode, 200);
  assert.equal(leadsTo(headers['refresh']), 'https://shop.example/danke-sch%C3%B6n?order=7');
  assert.deepEqual(session.paid, [{ last4: '3333', name: 'Ada Lovelace', attemptNumber: 0 }]);
  const paid = await get(session.path);
  assert.match(paid.body, /Payment complete/);
  assert.match(paid.body, /<a class="button" href="https:\/\/shop\.example\/danke-schön\?order=7"/);
});

test('all wrong fields are told at once, each at its place, and nothing typed comes back', async () => {
  const session = gateway.start({ locale: 'de' });
  const { statusCode, body } = await post(session, {
    pan: '4444555511113334',
    expiry: '13/99',
    cvc: '77',
    cardholderName: 'Zoë 4111 1111 1111 1111',
  });
  assert.equal(statusCode, 422);
  for (const [name, sentence] of [
    ['pan', 'Prüfen Sie jede Ziffer'],
    ['expiry', 'zum Beispiel 08/29'],
    ['cvc', 'die 3 Ziffern'],
    ['cardholderName', 'sieht nach einer Kartennummer aus'],
  ] as const) {
    assert.match(body, new RegExp(`id="${name}-mistake">[^<]*${sentence}`));
    assert.match(body, new RegExp(`name="${name}"[^>]*aria-invalid="true"`));
  }
  assert.doesNotMatch(body, /1111 ?3334|4111 1111|13\/99|Zoë|value="77"/);
  assert.equal(session.paid.length, 0);
});

test('a decline keeps the customer: redirect, then a sentence that survives reload', async () => {
  const session = gateway.start({ declinesLeft: 3 });
  const declined = await post(session, { ...CARD, cvc: '000' });
  assert.equal(declined.statusCode, 303);
  assert.equal(declined.headers.location, session.path);
  for (const { statusCode, body } of [await get(session.path), await get(session.path)]) {
    assert.equal(statusCode, 200);
    assert.match(
      body,
      /The payment was declined\. Nothing was charged\..*The CVC doesn’t match the card\..*Attempts left: 2/s,
    );
  }
});

test('a card that was reported lost or stolen is declined in the words of any refusal, in every language', async () => {
  for (const { language, declines } of catalogs) {
    for (const reason of ['lostCard', 'stolenCard', 'doNotHonor'] as const) {
      const session = gateway.start({ lastDecline: reason, localeGiven: false });
      const { body } = await gateway.app.inject({
        method: 'GET',
        url: session.path,
        headers: { 'accept-language': language },
      });
      assert.ok(body.includes(declines.doNotHonor), `${language} ${reason}`);
    }
  }
});

test('the last decline ends the session and leads to failureUrl', async () => {
  const session = gateway.start({ declinesLeft: 1 });
  const { statusCode, headers } = await post(session, { ...CARD, pan: CARDS.insufficientFunds });
  assert.equal(statusCode, 200);
  assert.equal(leadsTo(headers['refresh']), 'https://shop.example/cart');
  assert.match((await get(session.path)).body, /Too many declined attempts/);
});

test('a form pays once: a double click, a second tab and an old form ask nothing of the bank', async () => {
  const session = gateway.start();
  const formToken = tokenIn((await get(session.path)).body);
  const answer = gateway.holdPayments();
  const paying = post(session, { ...CARD, formToken });
  await waitFor('the first has arrived', async () => session.paid.length === 1);
  const second = await post(session, { ...CARD, formToken });
  answer();
  const first = await paying;
  assert.equal(leadsTo(first.headers['refresh']), 'https://shop.example/danke-sch%C3%B6n?order=7');
  assert.equal(second.headers.location, `${session.path}?wait`);
  assert.equal(session.paid.length, 1);
  assert.equal((await post(session, { ...CARD, formToken })).headers['refresh'], first.headers['refresh']);

  const declined = gateway.start();
  const old = tokenIn((await get(declined.path)).body);
  await post(declined, { ...CARD, cvc: '000' });
  const again = await post(declined, { ...CARD, formToken: old });
  assert.equal(again.headers.location, `${declined.path}?notice=stale`);
  assert.match((await get(again.headers.location ?? '')).body, /This page was out of date/);
  assert.equal(declined.paid.length, 1);
});

test('a bank that could not be reached: the page says so and the form is new', async () => {
  const session = gateway.start();
  const { headers } = await post(session, { ...CARD, pan: CARDS.notSent });
  assert.equal(headers.location, `${session.path}?notice=notSent`);
  assert.match((await get(headers.location ?? '')).body, /The bank could not be reached\..*Nothing was charged/s);
  assert.equal(
    leadsTo((await post(session, CARD)).headers['refresh']),
    'https://shop.example/danke-sch%C3%B6n?order=7',
  );
});

test('a payment in flight is followed, without script too', async () => {
  const session = gateway.start();
  const { headers } = await post(session, { ...CARD, pan: CARDS.processing });
  assert.equal(headers.location, `${session.path}?wait`);
  const waiting = await get(`${session.path}?wait`);
  assert.match(waiting.body, /on its way/);
  assert.match(waiting.body, /<noscript><meta http-equiv="refresh" content="3;url=[^"]*\?wait"><\/noscript>/);
  // Where a script should run and did not arrive, `noscript` says nothing.
  assert.equal(waiting.headers['refresh'], '15');
  assert.doesNotMatch(waiting.body, /<form|<button/);
  const held = get(`${session.path}/status?wait`);
  session.settle('completed');
  assert.deepEqual((await held).json(), {
    state: 'completed',
    attemptsBegun: 1,
    leaves: true,
    url: 'https://shop.example/danke-schön?order=7',
  });
  assert.equal(
    leadsTo((await get(`${session.path}?wait`)).headers['refresh']),
    'https://shop.example/danke-sch%C3%B6n?order=7',
  );
});

test('giving up ends the session and leads to failureUrl; a payment in flight is not given up', async () => {
  const session = gateway.start();
  const { statusCode, headers } = await post(session, {}, { path: `${session.path}/cancel` });
  assert.equal(statusCode, 200);
  assert.equal(leadsTo(headers['refresh']), 'https://shop.example/cart');
  assert.match((await get(session.path)).body, /You canceled the payment/);

  const paying = gateway.start();
  const formToken = tokenIn((await get(paying.path)).body);
  await post(paying, { ...CARD, pan: CARDS.processing });
  const late = await post(paying, { formToken }, { path: `${paying.path}/cancel` });
  assert.equal(late.headers.location, `${paying.path}?wait`);
  assert.equal(
    (await post(gateway.start(), { formToken: '' }, { path: `${session.path}/cancel` })).headers.location,
    `${session.path}?notice=stale`,
  );
});

test('each end of a session has its own page', async () => {
  const rows = [
    [{ state: 'expired', expirationReason: 'timeout' }, 'The time to pay has run out'],
    [{ state: 'expired', expirationReason: 'merchant' }, 'This payment was closed'],
    [{ state: 'expired', expirationReason: 'attemptsExhausted' }, 'Too many declined attempts'],
    [{ state: 'expired', expirationReason: 'customerCanceled' }, 'You canceled the payment'],
    [{ state: 'completed' }, 'Payment complete'],
    [{ state: 'completed', captureMethod: 'manual' }, 'Payment confirmed'],
  ] as const;
  for (const [change, title] of rows) {
    const { body, statusCode } = await get(gateway.start({ ...change, returnUrl: 'https://shop.example/back' }).path);
    assert.equal(statusCode, 200);
    assert.match(body, new RegExp(`<h1>[^<]*${title}`));
    assert.match(body, /href="https:\/\/shop\.example\/back"/);
    assert.doesNotMatch(body, /<form|<button/);
  }
  const overdue = await get(gateway.start({ msLeft: 0 }).path);
  assert.match(overdue.body, /The time to pay has run out/);
  assert.equal(overdue.headers['refresh'], '3');
});

test('what is unknown is a 404 page in the browser’s language', async () => {
  const { token } = gateway.start();
  for (const url of [
    '/pay/nobody',
    `/pay/${'z'.repeat(44)}`,
    `/pay/${token}x`,
    `/pay/${token}/more/of/it`,
    '/pay',
    '/pay/',
    '/authenticate',
    '/authenticate/',
    `/pay/${'a'.repeat(90)}`,
    '/pay/%3Cscript%3E',
  ]) {
    const { statusCode, body } = await get(url, { 'accept-language': 'fr' });
    assert.equal(statusCode, 404, url);
    assert.match(body, /<html lang="fr" dir="ltr">.*Ce paiement est introuvable/s);
  }
  assert.equal((await gateway.app.inject({ method: 'HEAD', url: gateway.start().path })).statusCode, 200);
  assert.equal((await gateway.app.inject({ method: 'HEAD', url: '/pay/nobody' })).statusCode, 404);
  assert.equal((await get('/pay/nobody/status')).statusCode, 404);
});

test('another site’s form is refused, a client that says nothing is not', async () => {
  const session = gateway.start();
  for (const site of ['cross-site', 'same-site']) {
    for (const path of [session.path, `${session.path}/cancel`]) {
      const { statusCode, body } = await post(session, CARD, { path, headers: { 'sec-fetch-site': site } });
      assert.equal(statusCode, 403);
      assert.match(body, /This request was stopped/);
    }
  }
  assert.equal(session.paid.length, 0);
  assert.equal((await post(session, CARD, { headers: { 'sec-fetch-site': 'same-origin' } })).statusCode, 200);
});

test('a body that is no form of ours is answered calmly', async () => {
  const session = gateway.start();
  const send = (type: string, payload: string) =>
    gateway.app.inject({ method: 'POST', url: session.path, headers: { 'content-type': type }, payload });
  const rows = [
    ['application/x-www-form-urlencoded', 'pan=4444555511113333', 303],
    ['application/x-www-form-urlencoded', `pan=${'4'.repeat(20_000)}`, 413],
    ['application/json', '{"pan": 4444555511113333', 200],
    ['application/json', '[1]', 200],
    ['application/json', '{"formToken":{},"sealed":[]}', 200],
    ['text/plain', 'pan=4444555511113333', 415],
    ['multipart/form-data; boundary=x', '--x--', 415],
  ] as const;
  for (const [type, payload, status] of rows) {
    const { statusCode, body, headers } = await send(type, payload);
    assert.equal(statusCode, status, `${type} ${payload.slice(0, 30)}`);
    assert.doesNotMatch(body + JSON.stringify(headers), /44445555|FST_|Error:|node_modules/);
  }
  assert.equal(session.paid.length, 0);
});

test('our own failure is a calm page, told to the log', async () => {
  const told: string[] = [];
  const broken = await createFakeGateway({
    checkout: {
      view: async () => {
        throw new Error('connection to 10.0.0.1 refused for 4444555511113333');
      },
    },
    log: {
      error: ({ error }, message) => {
        told.push(`${message}: ${error?.message}`);
      },
    },
  });
  const { statusCode, body, headers } = await broken.app.inject({
    method: 'GET',
    url: gateway.start().path,
    headers: { 'accept-language': 'es' },
  });
  assert.equal(statusCode, 500);
  assert.match(body, /Algo ha fallado por nuestra parte/);
  assert.doesNotMatch(body, /10\.0\.0\.1|4444555511113333/);
  assert.equal(headers['cache-control'], 'no-store');
  assert.deepEqual(told, ['a payment page failed: connection to 10.0.0.1 refused for 4444555511113333']);
  await broken.close();
});

test('the two files never change under their names, are compressed, and are what the page asks for', async () => {
  const { body } = await get(gateway.start().path);
  const [style = '', script = ''] = [...body.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(
    ([, path]) => path ?? '',
  );
  assert.match(style, /^\/assets\/checkout\.[0-9a-f]{16}\.css$/);
  for (const path of [style, script]) {
    const plain = await get(path);
    assert.equal(plain.statusCode, 200);
    assert.equal(plain.headers['cache-control'], 'public, max-age=31536000, immutable');
    const zipped = await get(path, { 'accept-encoding': 'gzip' });
    assert.equal(zipped.headers['content-encoding'], 'gzip');
    assert.ok(gunzipSync(zipped.rawPayload).equals(plain.rawPayload));
  }
  assert.equal((await get('/assets/checkout.0000000000000000.js')).statusCode, 404);
});

test('the sandbox says that it is one; live says nothing of test cards', async () => {
  assert.match(
    (await get(gateway.start().path)).body,
    /Test mode: no money moves\..*4444 5555 1111 3333.*href="\/docs\/test-cards"/s,
  );
  const paid = await get(gateway.start({ state: 'completed', returnUrl: 'https://shop.example/' }).path);
  assert.match(paid.body, /Test mode: no money moves\./);
  assert.doesNotMatch(paid.body, /4444 ?5555|test-cards/, 'where no card is asked for, none is offered');
  const live = await createFakeGateway({ mode: 'live', publicUrl: 'https://pay.example/gate/' });
  const { body, headers } = await live.app.inject({ method: 'GET', url: live.start().path });
  assert.doesNotMatch(body, /Test mode|4444 ?5555|test-cards/);
  assert.match(body, /action="\/gate\/pay\//);
  assert.equal(headers['strict-transport-security'], 'max-age=31536000');
  await live.close();
});

test('the form is sent packed to who takes that, and is the same then', async () => {
  const { path } = gateway.start({});
  const plain = await get(path);
  const packed = await get(path, { 'accept-encoding': 'gzip, deflate, br' });
  assert.deepEqual([plain.headers['content-encoding'], packed.headers['content-encoding']], [undefined, 'gzip']);
  assert.ok(packed.rawPayload.length < plain.rawPayload.length * 0.65);
  for (const { headers } of [plain, packed]) assert.match(String(headers['vary']), /accept-encoding/i);
  // What is different in two answers is made for each of them.
  const steady = (page: string): string => page.replaceAll(/"[\w-]{40,}"|data-(?:now|ms-left)="\d+"|"\d{13}"/g, '""');
  assert.equal(steady(gunzipSync(packed.rawPayload).toString()), steady(plain.body));
  for (const refused of ['gzip;q=0', 'identity', 'br', 'xgzip'])
    assert.equal((await get(path, { 'accept-encoding': refused })).headers['content-encoding'], undefined, refused);
});
