import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Page, Request } from 'playwright-core';
import { catalogs } from '../../src/http/checkout/catalogs/index.ts';
import { openBrowser, type Browser } from '../support/chromium.ts';
import { CARDS, createFakeGateway, type FakeGateway, type FakeSession } from './fake-checkout.ts';
import { axeViolations, inPage, scrollsSideways, showAgainFromMemory } from './page-checks.ts';

const GOOD = { pan: CARDS.approved, expiry: '12/30', cvc: '123', cardholderName: 'Ada Lovelace' };
const STEP_MS = 10_000;

let shop: Server;
let shopUrl: string;
let gateway: FakeGateway;
let base: string;
let browser: Browser;
let scriptless: Browser;

before(async () => {
  shop = createServer((request, response) => { response.setHeader('content-type', 'text/html').end(`<!doctype html><title>shop</title><h1>shop ${request.url?.replace(/[<&]/g, '') ?? ''}</h1>`); });
  await new Promise<void>((resolve) => { shop.listen(0, '127.0.0.1', resolve); });
  // Another host than the gateway's `localhost`, so another site, as in life.
  shopUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
  gateway = await createFakeGateway({ successUrl: `${shopUrl}/thanks?order=7`, failureUrl: `${shopUrl}/cart` });
  base = await gateway.listen();
  browser = await openBrowser();
  scriptless = await openBrowser({ javaScriptEnabled: false });
});
after(async () => {
  await Promise.all([browser.close(), scriptless.close()]);
  await gateway.close();
  shop.closeAllConnections();
  shop.close();
});

const open = async (session: FakeSession, { context } = browser): Promise<Page> => {
  const page = await context.newPage();
  page.setDefaultTimeout(STEP_MS);
  await page.goto(base + session.path);
  return page;
};
const fill = async (page: Page, card: Partial<Record<keyof typeof GOOD, string>> = {}): Promise<void> => {
  for (const [name, value] of Object.entries({ ...GOOD, ...card })) await page.fill(`[name="${name}"]`, value);
};
const submit = (page: Page) => page.click('button[type="submit"]');
const focusedId = (page: Page) => inPage<string>(page, 'document.activeElement.id');
const alertText = (page: Page) => page.locator('#alert:not(:empty)').innerText();

test('the card leaves the browser sealed, and the customer arrives at the shop', async () => {
  const session = gateway.start();
  const page = await open(session);
  const posted: Request[] = [];
  page.on('request', (request) => { if (request.method() === 'POST') posted.push(request); });
  await fill(page);
  await submit(page);
  await page.waitForURL(`${shopUrl}/thanks?order=7`);
  assert.equal(posted.length, 1);
  const body = posted[0]?.postData() ?? '';
  assert.deepEqual(Object.keys(JSON.parse(body) as object), ['formToken', 'keyId', 'sealed']);
  assert.doesNotMatch(body + Buffer.from(body, 'base64').toString('latin1'), /44445555|Lovelace/);
  assert.deepEqual(session.paid, [{ last4: '3333', name: 'Ada Lovelace', attemptNumber: 0 }]);
  // Back does not lead into the form that has paid: it was replaced in the history.
  assert.equal(await page.goBack(), null);
  await page.goto(base + session.path);
  assert.equal(await page.locator('h1').innerText(), 'Payment complete');
  await page.click('a.button');
  await page.waitForURL(`${shopUrl}/thanks?order=7`);
  await page.close();
});

test('without script the same form pays by redirects, to a web shop and to an app', async (t) => {
  const session = gateway.start();
  const page = await open(session, scriptless);
  await fill(page, { pan: '4444 5555 1111 3333' });
  await submit(page);
  await page.waitForURL(`${shopUrl}/thanks?order=7`);
  await page.goBack();
  assert.equal(await page.locator('h1').innerText(), 'Payment complete');

  const app = await createFakeGateway({ successUrl: 'sdk://done', failureUrl: 'sdk://failed' });
  t.after(() => app.close());
  const appBase = await app.listen();
  const appSession = app.start();
  await page.goto(appBase + appSession.path);
  const problems: string[] = [];
  page.on('console', (message) => { if (message.type() === 'error') problems.push(message.text()); });
  await fill(page);
  const redirected = page.waitForResponse((response) => response.status() === 303);
  await submit(page);
  assert.equal((await redirected).headers()['location'], 'sdk://done');
  await page.waitForTimeout(300);
  assert.deepEqual(problems.filter((text) => text.includes('Content Security Policy')), []);
  await page.close();
});

test('form-action is what lets the redirect through, and lets it through to this shop alone', async () => {
  const session = gateway.start({ returnTargets: ['https://another.example/'] });
  const page = await open(session, scriptless);
  const problems: string[] = [];
  page.on('console', (message) => { problems.push(message.text()); });
  await fill(page);
  await submit(page);
  await page.waitForTimeout(500);
  assert.ok(page.url().startsWith(base), page.url());
  assert.ok(problems.some((text) => text.includes('form-action')), problems.join());
  await page.close();
});

test('an app’s scheme that leads nowhere leaves the customer at the paid page', async (t) => {
  const app = await createFakeGateway({ successUrl: 'sdk://done', failureUrl: 'sdk://failed' });
  t.after(() => app.close());
  const appBase = await app.listen();
  const session = app.start();
  const page = await browser.context.newPage();
  await page.goto(appBase + session.path);
  await fill(page);
  await submit(page);
  await page.getByRole('heading', { name: 'Payment complete' }).waitFor({ timeout: STEP_MS });
  assert.equal(await page.locator('a.button').getAttribute('href'), 'sdk://done');
  await page.goto(`${appBase}${session.path}?wait`, { waitUntil: 'commit' });
  assert.equal(await page.locator('a.button').getAttribute('href'), 'sdk://done');
  await page.close();
});

test('a decline keeps the customer with a sentence that helps; the fifth ends it', async () => {
  const session = gateway.start();
  const page = await open(session);
  await fill(page, { pan: CARDS.insufficientFunds });
  for (const left of [4, 3, 2, 1]) {
    await page.fill('[name="cvc"]', '123');
    await submit(page);
    await page.locator(`#card-form[data-attempt="${5 - left}"]`).waitFor();
    const text = await alertText(page);
    assert.match(text, /There is not enough money on this card/);
    assert.equal(/Attempts left: (\d)/.exec(text)?.[1], left <= 2 ? String(left) : undefined);
    assert.equal(await page.inputValue('[name="cvc"]'), '', 'the CVC is forgotten');
    assert.equal(await page.inputValue('[name="pan"]'), '4000 0000 0000 9995', 'the rest stays');
    assert.equal(await focusedId(page), 'alert');
  }
  await page.reload();
  assert.match(await alertText(page), /not enough money.*Attempts left: 1/s);
  await fill(page, { pan: CARDS.insufficientFunds });
  await submit(page);
  await page.waitForURL(`${shopUrl}/cart`);
  assert.equal(session.paid.length, 5);
  await page.close();
});

test('checks as you type: groups, brand, caret, mistakes that go away when mended', async () => {
  const page = await open(gateway.start());
  const pan = page.locator('[name="pan"]');
  await pan.pressSequentially('378282246310005');
  assert.equal(await pan.inputValue(), '3782 822463 10005');
  assert.equal(await page.locator('#brand').getAttribute('data-brand'), 'amex');
  assert.equal(await page.locator('#cvc-hint').innerText(), '4 digits on the front');
  assert.equal(await focusedId(page), 'expiry', 'a complete number leads on');
  await page.keyboard.type('527');
  assert.equal(await page.inputValue('[name="expiry"]'), '05/27');
  await page.keyboard.type('12');
  await page.keyboard.press('Tab');
  assert.equal(await page.locator('#cvc-mistake').innerText(), 'Enter the 4 digits on the front of your card.');
  assert.equal(await page.getAttribute('[name="cvc"]', 'aria-invalid'), 'true');
  await page.locator('[name="cvc"]').pressSequentially('34');
  assert.equal(await page.locator('#cvc-mistake').innerText(), '');
  await inPage(page, 'pan.focus(), pan.setSelectionRange(3, 3)');
  await page.keyboard.type('9');
  assert.deepEqual(await inPage(page, '[pan.value.slice(0, 7), pan.selectionStart]'), ['3789 28', 5]);
  await page.keyboard.press('Enter');
  assert.equal(await focusedId(page), 'pan', 'the first mistake gets the focus');
  assert.deepEqual(await page.locator('.mistake:not(:empty)').allInnerTexts(), ['This card number is not right. Check every digit.', 'Enter the name as it stands on your card.']);
  await page.close();
});

test('double click and Enter pay once, and the button shows that it is busy', async () => {
  const session = gateway.start();
  const page = await open(session);
  gateway.slowness.payMs = 400;
  await fill(page);
  await page.locator('button[type="submit"]').dblclick();
  assert.equal(await page.getAttribute('button[type="submit"]', 'aria-disabled'), 'true');
  assert.equal(await page.locator('button[type="submit"]').innerText(), 'Paying…');
  await page.press('[name="pan"]', 'Enter');
  await page.waitForURL(`${shopUrl}/thanks?order=7`);
  gateway.slowness.payMs = 0;
  assert.equal(session.paid.length, 1);

  const second = gateway.start();
  gateway.slowness.payMs = 400;
  const without = await open(second, scriptless);
  await fill(without);
  await without.locator('button[type="submit"]').dblclick();
  await without.waitForURL(`${shopUrl}/thanks?order=7`, { timeout: STEP_MS });
  gateway.slowness.payMs = 0;
  assert.equal(second.paid.length, 1);
  await Promise.all([page.close(), without.close()]);
});

test('a second tab: whoever is late learns how things stand', async () => {
  const session = gateway.start();
  const [first, second] = [await open(session), await open(session)];
  await fill(first, { cvc: '000' });
  await submit(first);
  assert.match(await alertText(first), /The CVC doesn’t match/);
  await fill(second);
  await submit(second);
  await second.waitForURL(/notice=stale/);
  assert.match(await alertText(second), /This page was out of date/);
  await fill(second);
  await submit(second);
  await second.waitForURL(`${shopUrl}/thanks?order=7`);
  await fill(first);
  await submit(first);
  await first.waitForURL(`${shopUrl}/thanks?order=7`);
  assert.equal(session.paid.length, 2);
  await Promise.all([first.close(), second.close()]);
});

test('a payment in flight is followed to its end, approved or declined, with and without script', async () => {
  for (const { context } of [browser, scriptless]) {
    const session = gateway.start();
    const page = await open(session, { context, close: async () => undefined });
    await fill(page, { pan: CARDS.processing });
    await submit(page);
    await page.getByRole('heading', { name: 'Your payment is on its way' }).waitFor();
    assert.equal(await page.locator('form, button').count(), 0);
    session.settle('completed');
    await page.waitForURL(`${shopUrl}/thanks?order=7`, { timeout: STEP_MS });

    const declined = gateway.start({ state: 'paying', attemptsBegun: 1 });
    await page.goto(`${base}${declined.path}?wait`);
    declined.settle('expiredCard');
    await page.locator('#alert:not(:empty)').waitFor();
    assert.match(await alertText(page), /the card has expired/);
    await page.close();
  }
});

test('a lost connection: the page finds out what happened before it says anything', async () => {
  const session = gateway.start();
  const page = await open(session);
  await page.route('**/pay/*', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
  await fill(page);
  await submit(page);
  await page.getByText('Nothing was charged. Check your internet connection').waitFor();
  assert.equal(await page.getAttribute('button[type="submit"]', 'aria-disabled'), null);
  await page.unroute('**/pay/*');
  // The card arrives, its answer does not.
  await page.route('**/pay/*', async (route) => {
    if (route.request().method() === 'POST') {
      await route.fetch();
      await route.abort();
    } else await route.continue();
  });
  await submit(page);
  await page.getByRole('heading', { name: 'Payment complete' }).waitFor();
  assert.equal(session.paid.length, 1);
  await page.close();
});

test('shown again out of the browser’s memory: a form that has paid makes way, one that has not can be used', async () => {
  const session = gateway.start();
  const page = await open(session);
  await fill(page);
  // Left for the shop while paying, so the memory holds a busy button and a CVC.
  let held = 0;
  await page.route('**/pay/*', (route) => (route.request().method() === 'POST' && held++ === 0 ? undefined : route.continue()));
  await submit(page);
  assert.equal(await page.getAttribute('button[type="submit"]', 'aria-disabled'), 'true');
  await showAgainFromMemory(page);
  await page.locator('button[type="submit"]:not([aria-disabled])').waitFor();
  assert.equal(await page.inputValue('[name="cvc"]'), '');
  assert.equal(await page.inputValue('[name="pan"]'), '4444 5555 1111 3333');
  await page.fill('[name="cvc"]', '123');
  await submit(page);
  await page.waitForURL(`${shopUrl}/thanks?order=7`);
  assert.equal(session.paid.length, 1);

  for (const [change, heading] of [
    [{ state: 'completed', returnUrl: `${shopUrl}/thanks` }, 'Payment complete'],
    [{ state: 'paying' }, 'Your payment is on its way'],
    [{ state: 'expired', expirationReason: 'merchant', returnUrl: `${shopUrl}/cart` }, 'This payment was closed'],
  ] as const) {
    const later = gateway.start();
    await page.goto(base + later.path);
    later.set(change);
    await showAgainFromMemory(page);
    await page.getByRole('heading', { name: heading }).waitFor();
  }
  const declined = gateway.start();
  await page.goto(base + declined.path);
  declined.set({ attemptsBegun: 1, lastDecline: 'expiredCard', declinesLeft: 4 });
  await showAgainFromMemory(page);
  assert.match(await alertText(page), /the card has expired/);
  await page.close();
});

test('giving up leads to the shop, and the page stays closed', async () => {
  for (const { context } of [browser, scriptless]) {
    const session = gateway.start();
    const page = await open(session, { context, close: async () => undefined });
    await page.click('text=Cancel and go back to Blue Mountain Coffee');
    await page.waitForURL(`${shopUrl}/cart`);
    await page.goto(base + session.path);
    assert.equal(await page.locator('h1').innerText(), 'You canceled the payment');
    await page.close();
  }
});

test('the time runs down, is announced, and ends at the page of the expired session', async () => {
  const session = gateway.start({ msLeft: 122_000 });
  const page = await open(session);
  assert.match(await page.locator('#time-left').innerText(), /^02:0[12]$/);
  await page.getByText('Less than two minutes are left to pay.').waitFor({ state: 'attached' });
  const ending = gateway.start({ msLeft: 1_500 });
  await page.goto(base + ending.path);
  ending.set({ state: 'expired', expirationReason: 'timeout', msLeft: 0, returnUrl: `${shopUrl}/cart` });
  await page.getByRole('heading', { name: 'The time to pay is over' }).waitFor();
  await page.close();
});

test('a browser that offers no encryption posts the form itself, checked all the same', async () => {
  const session = gateway.start();
  const page = await browser.context.newPage();
  await page.addInitScript(() => { Object.defineProperty(crypto, 'subtle', { value: undefined }); });
  await page.goto(base + session.path);
  await fill(page, { expiry: '01/20' });
  await submit(page);
  assert.equal(await page.locator('#expiry-mistake').innerText(), 'This card has expired. Check the date or use another card.');
  await page.fill('[name="expiry"]', '12/30');
  await submit(page);
  await page.waitForURL(`${shopUrl}/thanks?order=7`);
  assert.equal(session.paid.length, 1);
  await page.close();
});

type Shown = { readonly name: string; readonly show: (page: Page, locale: string) => Promise<unknown> };
const session = (change: Parameters<FakeGateway['start']>[0]): Shown['show'] => (page, locale) => page.goto(base + gateway.start({ ...change, locale }).path);

const over = { returnUrl: 'https://shop.example/back' };
const PAGES: readonly Shown[] = [
  { name: 'form', show: session({}) },
  { name: 'form after a decline', show: session({ lastDecline: 'doNotHonor', attemptsBegun: 4, declinesLeft: 1, captureMethod: 'manual' }) },
  { name: 'processing', show: session({ state: 'paying' }) },
  { name: 'paid', show: session({ state: 'completed', ...over }) },
  { name: 'authorized', show: session({ state: 'completed', captureMethod: 'manual', ...over }) },
  { name: 'timeout', show: session({ state: 'expired', expirationReason: 'timeout', ...over }) },
  { name: 'merchant', show: session({ state: 'expired', expirationReason: 'merchant', ...over }) },
  { name: 'exhausted', show: session({ state: 'expired', expirationReason: 'attemptsExhausted', ...over }) },
  { name: 'canceled', show: session({ state: 'expired', expirationReason: 'customerCanceled', ...over }) },
  { name: 'unknown', show: (page) => page.goto(`${base}/pay/nobody`) },
  { name: 'error', show: (page) => page.goto(base + brokenSession().path) },
  { name: 'crossSite', show: (page) => postFromAnotherSite(page) },
];

const brokenSession = (): FakeSession => {
  const broken = gateway.start();
  broken.breakDown();
  return broken;
};

const postFromAnotherSite = async (page: Page): Promise<void> => {
  await page.goto(shopUrl);
  await inPage(page, `document.body.innerHTML = '<form method="post" action="${base}${gateway.start().path}"><button>'`);
  const refused = page.waitForResponse((response) => response.status() === 403);
  await page.click('button');
  await (await refused).finished();
  await page.waitForURL(`${base}/**`);
};

test('axe finds what is planted, so that finding nothing means something', async () => {
  const page = await open(gateway.start());
  await inPage(page, `document.querySelector('label[for="cvc"]').remove(), document.querySelector('.note').style.color = '#aaa'`);
  const found = (await axeViolations(page)).map((violation) => violation.split(':')[0]);
  assert.deepEqual(found.toSorted(), ['color-contrast', 'label-title-only']);
  await page.close();
});

for (const { language } of catalogs) {
  test(`axe finds nothing on any page in ${language}, light and dark, and nothing is wider than a small phone`, async () => {
    const page = await browser.context.newPage();
    await page.setExtraHTTPHeaders({ 'accept-language': language });
    await page.setViewportSize({ width: 320, height: 640 });
    for (const { name, show } of PAGES) {
      await page.emulateMedia({ colorScheme: 'light' });
      await show(page, language);
      assert.equal(await page.locator('h1').count(), 1, name);
      assert.equal(await page.getAttribute('html', 'lang'), language);
      assert.deepEqual(await axeViolations(page), [], `${name} ${language}`);
      assert.equal(await scrollsSideways(page), false, `${name} ${language}`);
      if (!name.startsWith('form')) continue;
      await page.emulateMedia({ colorScheme: 'dark' });
      await submit(page);
      assert.equal(await page.locator('.mistake:not(:empty)').count(), 4);
      assert.deepEqual(await axeViolations(page), [], `${name} ${language} dark, with mistakes`);
      const targets = await page.locator('input:not([type="hidden"]), button, .link').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
      assert.ok(targets.every((height) => height >= 44), targets.join());
      const fontSizes = await inPage<number[]>(page, '[pan, expiry, cvc, cardholderName].map((input) => Number.parseFloat(getComputedStyle(input).fontSize))');
      assert.ok(fontSizes.every((size) => size >= 16), 'a smaller font makes phones zoom in');
    }
    await page.close();
  });
}

test('one HTML and two files of our own, 30 KB in all, and the scripts that the inventory names', async () => {
  const page = await browser.context.newPage();
  const requests: string[] = [];
  const problems: string[] = [];
  page.on('request', (request) => { requests.push(request.url()); });
  page.on('console', (message) => { if (message.type() !== 'log') problems.push(message.text()); });
  page.on('pageerror', (error) => { problems.push(error.message); });
  await page.goto(base + gateway.start({ locale: 'el' }).path, { waitUntil: 'networkidle' });
  assert.deepEqual(problems, []);
  const own = requests.filter((url) => !url.startsWith('data:'));
  assert.equal(own.length, 3);
  assert.ok(own.every((url) => url.startsWith(`${base}/`)), own.join());

  const bodies = await Promise.all(own.map(async (url) => Buffer.from(await (await fetch(url)).arrayBuffer())));
  const total = bodies.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0);
  assert.ok(total <= 30 * 1024, `${total} bytes gzip`);

  const inventory = JSON.parse(readFileSync(new URL('../../src/http/checkout/assets/script-inventory.json', import.meta.url), 'utf8')) as { sha384: string; why: string }[];
  const loaded = await inPage<readonly (readonly [src: string, integrity: string])[]>(page, '[...document.scripts].filter(({ src }) => src).map(({ src, integrity }) => [src, integrity])');
  const executable = await page.locator('script:not([type="application/json"])').count();
  assert.equal(executable, loaded.length);
  const hashes = await Promise.all(loaded.map(async ([src, integrity]) => {
    const sha384 = createHash('sha384').update(Buffer.from(await (await fetch(src)).arrayBuffer())).digest('base64');
    assert.equal(integrity, `sha384-${sha384}`);
    return sha384;
  }));
  assert.deepEqual(hashes, inventory.map(({ sha384 }) => sha384));
  assert.ok(inventory.every(({ why }) => why.length > 20));
  await page.close();
});
