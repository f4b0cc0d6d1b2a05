import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page, Request } from 'playwright-core';
import type { Browser } from '../support/chromium.ts';
import { waitFor } from '../support/wait-for.ts';
import { CARDS, type FakeSession } from './fake-checkout.ts';
import { createFakeGateway, type FakeGateway } from './fake-gateway.ts';
import { inPage, showAgainFromMemory, stopTime } from './page-checks.ts';
import { fillCard, openPage, startPageWorld, startRedirecting, submit, type PageWorld } from './page-world.ts';

let world: PageWorld;
let thanksUrl: string;
let shopUrl: string;
let gateway: FakeGateway;
let base: string;
let browser: Browser;
let scriptless: Browser;

before(async () => {
  world = await startPageWorld();
  ({ shopUrl, thanksUrl, gateway, base, browser, scriptless } = world);
});
after(() => world.close());

const open = (session: FakeSession, { context }: Pick<Browser, 'context'> = browser): Promise<Page> =>
  openPage({ context }, base + session.path);
const focusedId = (page: Page) => inPage<string>(page, 'document.activeElement.id');
const alertText = (page: Page) => page.locator('#alert:not(:empty)').innerText();

test('the card leaves the browser sealed, and the customer arrives at the shop', async () => {
  const session = gateway.start();
  const page = await open(session);
  const posted: Request[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') posted.push(request);
  });
  await fillCard(page);
  await submit(page);
  await page.waitForURL(thanksUrl);
  assert.equal(posted.length, 1);
  const body = posted[0]?.postData() ?? '';
  assert.deepEqual(Object.keys(JSON.parse(body) as object), ['formToken', 'browser', 'keyId', 'sealed']);
  assert.doesNotMatch(body + Buffer.from(body, 'base64').toString('latin1'), /44445555|Lovelace/);
  assert.deepEqual(session.paid, [{ last4: '3333', name: 'Ada Lovelace', attemptNumber: 0 }]);
  // Back does not lead into the form that has paid: it was replaced in the history.
  assert.equal(await page.goBack(), null);
  await page.goto(base + session.path);
  assert.equal(await page.locator('h1').innerText(), 'Payment complete');
  await page.click('a.button');
  await page.waitForURL(thanksUrl);
  await page.close();
});

test('without script the same form pays by redirects, to a web shop and to an app', async (t) => {
  const session = gateway.start();
  const page = await open(session, scriptless);
  await fillCard(page, { pan: '4444 5555 1111 3333' });
  await submit(page);
  await page.waitForURL(thanksUrl);
  await page.goBack();
  assert.equal(await page.locator('h1').innerText(), 'Payment complete');

  const app = await createFakeGateway({ successUrl: 'sdk://done', failureUrl: 'sdk://failed' });
  t.after(() => app.close());
  const appBase = await app.listen();
  const appSession = app.start();
  await page.goto(appBase + appSession.path);
  await fillCard(page);
  // A policy that forbids it ends the redirect before this request.
  const left = page.waitForRequest('sdk://done');
  await submit(page);
  await left;
  await page.close();
});

test('without script every way out leads to the shop, however often it moves its customers on', async (t) => {
  // Two more origins: a shop that answers with a redirect to another one, which answers with a redirect.
  const second = await startRedirecting(t, () => thanksUrl);
  const first = await startRedirecting(t, () => `${second}/moved`);
  const moving = await createFakeGateway({ successUrl: `${first}/paid`, failureUrl: `${first}/left` });
  t.after(() => moving.close());
  const at = await moving.listen();
  const ways: readonly (readonly [leave: (page: Page) => Promise<unknown>, status: string])[] = [
    [
      async (page) => {
        await fillCard(page);
        await submit(page);
      },
      'completed',
    ],
    [(page) => page.click('#cancel-form input[type=submit]'), 'expired'],
  ];
  for (const { context } of [scriptless, browser]) {
    for (const [leave, state] of ways) {
      const session = moving.start();
      const page = await openPage({ context }, at + session.path);
      await leave(page);
      await page.waitForURL(thanksUrl);
      assert.equal(session.view().state, state);
      await page.close();
    }
  }
});

test('without script an app is asked for after Cancel too, and the page that stays has the way there', async (t) => {
  const app = await createFakeGateway({ successUrl: 'sdk://done', failureUrl: 'sdk://failed' });
  t.after(() => app.close());
  const page = await openPage(scriptless, (await app.listen()) + app.start().path);
  const left = page.waitForRequest('sdk://failed');
  await page.click('#cancel-form input[type=submit]');
  await left;
  await page.getByRole('heading', { name: 'You canceled the payment' }).waitFor();
  assert.equal(await page.locator('a.button').getAttribute('href'), 'sdk://failed');
  await page.close();
});

test('a shop’s address can’t switch the script off: the card goes encrypted, and to us alone', async (t) => {
  const evil = 'https://x;script-src-elem/';
  const app = await createFakeGateway({ successUrl: evil, failureUrl: evil });
  t.after(() => app.close());
  const session = app.start();
  const page = await openPage(browser, (await app.listen()) + session.path);
  const posted = page.waitForRequest((request) => request.method() === 'POST');
  await fillCard(page);
  await submit(page);
  assert.match((await posted).headers()['content-type'] ?? '', /^application\/json/);
  assert.doesNotMatch((await posted).postData() ?? '', /44445555/);
  await page.close();
});

test('an app’s scheme that leads nowhere leaves the customer at the paid page', async (t) => {
  const app = await createFakeGateway({ successUrl: 'sdk://done', failureUrl: 'sdk://failed' });
  t.after(() => app.close());
  const appBase = await app.listen();
  const session = app.start();
  const page = await browser.context.newPage();
  await page.goto(appBase + session.path);
  await fillCard(page);
  await submit(page);
  await page.getByRole('heading', { name: 'Payment complete' }).waitFor();
  assert.equal(await page.locator('a.button').getAttribute('href'), 'sdk://done');
  await page.goto(`${appBase}${session.path}?wait`, { waitUntil: 'commit' });
  assert.equal(await page.locator('a.button').getAttribute('href'), 'sdk://done');
  await page.close();
});

test('a decline keeps the customer with a sentence that helps; the fifth ends it', async () => {
  const session = gateway.start();
  const page = await open(session);
  await fillCard(page, { pan: CARDS.insufficientFunds });
  for (const left of [4, 3, 2, 1]) {
    await page.fill('[name="cvc"]', '123');
    await submit(page);
    await page.locator(`#card-form[data-attempt="${5 - left}"]`).waitFor();
    const text = await alertText(page);
    assert.match(text, /There are insufficient funds on this card/);
    assert.equal(/Attempts left: (\d)/.exec(text)?.[1], left <= 2 ? String(left) : undefined);
    assert.equal(await page.inputValue('[name="cvc"]'), '', 'the CVC is forgotten');
    assert.equal(await page.inputValue('[name="pan"]'), '4000 0000 0000 9995', 'the rest stays');
    assert.equal(await focusedId(page), 'alert');
  }
  await page.reload();
  assert.match(await alertText(page), /insufficient funds.*Attempts left: 1/s);
  await fillCard(page, { pan: CARDS.insufficientFunds });
  await submit(page);
  await page.waitForURL(`${shopUrl}/cart`);
  assert.equal(session.paid.length, 5);
  await page.close();
});

test('a number that may still grow keeps the focus; a keyboard that composes is left alone until it is done', async () => {
  const page = await open(gateway.start());
  const pan = page.locator('[name="pan"]');
  await pan.pressSequentially('6200000000000005124');
  assert.equal(await pan.inputValue(), '6200 0000 0000 0005 124');
  assert.equal(await focusedId(page), 'expiry', 'complete at its scheme’s greatest length');
  await page.fill('[name="expiry"]', '2034-12');
  assert.equal(await page.inputValue('[name="expiry"]'), '12/34');

  await pan.fill('');
  await pan.focus();
  const keyboard = await page.context().newCDPSession(page);
  const typed = '４４４４５５５５';
  for (let length = 1; length <= typed.length; length++)
    await keyboard.send('Input.imeSetComposition', {
      text: typed.slice(0, length),
      selectionStart: length,
      selectionEnd: length,
    });
  assert.equal(await pan.inputValue(), typed);
  await keyboard.send('Input.insertText', { text: typed });
  assert.equal(await pan.inputValue(), '4444 5555');
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
  await page.keyboard.type('539');
  assert.equal(await page.inputValue('[name="expiry"]'), '05/39');
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
  assert.deepEqual(await page.locator('.mistake:not(:empty)').allInnerTexts(), [
    'This card number is incorrect. Check every digit.',
    'Enter the name exactly as it appears on your card.',
  ]);
  await page.close();
});

test('double click and Enter pay once, and the button shows that it is busy', async () => {
  const session = gateway.start();
  const page = await open(session);
  const answer = gateway.holdPayments();
  await fillCard(page);
  await page.locator('button[type="submit"]').dblclick();
  assert.equal(await page.getAttribute('button[type="submit"]', 'aria-disabled'), 'true');
  assert.equal(await page.locator('button[type="submit"]').innerText(), 'Paying…');
  await page.press('[name="pan"]', 'Enter');
  answer();
  await page.waitForURL(thanksUrl);
  assert.equal(session.paid.length, 1);

  const second = gateway.start();
  const answerSecond = gateway.holdPayments();
  const without = await open(second, scriptless);
  await fillCard(without);
  const clicked = without.locator('button[type="submit"]').dblclick();
  await waitFor('the form has arrived', async () => second.paid.length > 0);
  answerSecond();
  await clicked;
  await without.waitForURL(thanksUrl);
  assert.equal(second.paid.length, 1);
  await Promise.all([page.close(), without.close()]);
});

test('a second tab: whoever is late learns how things stand', async () => {
  const session = gateway.start();
  const [first, second] = [await open(session), await open(session)];
  await fillCard(first, { cvc: '000' });
  await submit(first);
  assert.match(await alertText(first), /The CVC doesn’t match/);
  await fillCard(second);
  await submit(second);
  await second.waitForURL(/notice=stale/);
  assert.match(await alertText(second), /This page was out of date/);
  await fillCard(second);
  await submit(second);
  await second.waitForURL(thanksUrl);
  await fillCard(first);
  await submit(first);
  await first.waitForURL(thanksUrl);
  assert.equal(session.paid.length, 2);
  await Promise.all([first.close(), second.close()]);
});

test('a payment in flight is followed to its end, approved or declined, with and without script', async () => {
  for (const { context } of [browser, scriptless]) {
    const session = gateway.start();
    const page = await open(session, { context });
    await fillCard(page, { pan: CARDS.processing });
    await submit(page);
    await page.getByRole('heading', { name: 'Your payment is on its way' }).waitFor();
    assert.equal(await page.locator('form, button').count(), 0);
    session.settle('completed');
    await page.waitForURL(thanksUrl);

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
  await fillCard(page);
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

test('an answer that is none of ours, like a failure’s or a limit’s, leaves a form that can be sent again', async () => {
  const answers = [
    { status: 500, contentType: 'application/json', body: '{"kind":"error"}' },
    { status: 429, contentType: 'application/problem+json', body: '{"type":"about:blank","status":429}' },
    { status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' },
    { status: 200, contentType: 'application/json', body: '{"kind":"of a later release"}' },
  ];
  const session = gateway.start();
  const page = await open(session);
  await fillCard(page);
  for (const answer of answers) {
    await page.route('**/pay/*', (route) =>
      route.request().method() === 'POST' ? route.fulfill(answer) : route.continue(),
    );
    await submit(page);
    await page.getByText('Nothing was charged.').waitFor();
    await page.locator('button[type="submit"]:not([aria-disabled])').waitFor();
    await page.unroute('**/pay/*');
    await page.reload();
    await fillCard(page);
  }
  await submit(page);
  await page.waitForURL(thanksUrl);
  assert.equal(session.paid.length, 1);
  await page.close();
});

test('shown again out of the browser’s memory: a form that has paid makes way, one that has not can be used', async () => {
  const session = gateway.start();
  const page = await open(session);
  await fillCard(page);
  // Left for the shop while paying, so the memory holds a busy button and a CVC.
  let held = 0;
  await page.route('**/pay/*', (route) =>
    route.request().method() === 'POST' && held++ === 0 ? undefined : route.continue(),
  );
  await submit(page);
  assert.equal(await page.getAttribute('button[type="submit"]', 'aria-disabled'), 'true');
  await showAgainFromMemory(page);
  await page.locator('button[type="submit"]:not([aria-disabled])').waitFor();
  assert.equal(await page.inputValue('[name="cvc"]'), '');
  assert.equal(await page.inputValue('[name="pan"]'), '4444 5555 1111 3333');
  await page.fill('[name="cvc"]', '123');
  await submit(page);
  await page.waitForURL(thanksUrl);
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
    const page = await open(session, { context });
    await page.click('text=Cancel and go back to Blue Mountain Coffee');
    await page.waitForURL(`${shopUrl}/cart`);
    await page.goto(base + session.path);
    assert.equal(await page.locator('h1').innerText(), 'You canceled the payment');
    await page.close();
  }
});

test('the time runs down, is announced, and ends at the page of the expired session', async () => {
  const session = gateway.start({ msLeft: 122_000 });
  const page = await openPage(browser, 'about:blank');
  await stopTime(page);
  await page.goto(base + session.path);
  assert.match(await page.locator('#time-left').innerText(), /^02:0[12]$/);
  assert.equal(await page.getByText('Less than two minutes are left to pay.').count(), 0);
  await page.clock.fastForward(2_500);
  await page.getByText('Less than two minutes are left to pay.').waitFor({ state: 'attached' });
  const long = gateway.start({ msLeft: 3 * 3_600_000 });
  await page.goto(base + long.path);
  await page.clock.fastForward(1_500);
  await page.getByText(/^02:59:\d\d$/).waitFor();
  const ending = gateway.start({ msLeft: 1_500 });
  await page.goto(base + ending.path);
  ending.set({ state: 'expired', expirationReason: 'timeout', msLeft: 0, returnUrl: `${shopUrl}/cart` });
  await page.clock.fastForward(2_000);
  await page.getByRole('heading', { name: 'The time to pay has run out' }).waitFor();
  await page.close();
});

test('a browser that offers no encryption posts the form itself, checked all the same', async () => {
  const session = gateway.start();
  const page = await browser.context.newPage();
  await page.addInitScript(() => {
    Object.defineProperty(crypto, 'subtle', { value: undefined });
  });
  await page.goto(base + session.path);
  await fillCard(page, { expiry: '01/20' });
  await submit(page);
  assert.equal(
    await page.locator('#expiry-mistake').innerText(),
    'This card has expired. Check the date or use another card.',
  );
  await page.fill('[name="expiry"]', '12/39');
  await submit(page);
  await page.waitForURL(thanksUrl);
  assert.equal(session.paid.length, 1);
  await page.close();
});

/** What browsers of some years ago lack, each of which our script would need. */
const MISSING = {
  'a time limit for requests': 'delete AbortSignal.timeout',
  'a dialog': 'delete globalThis.HTMLDialogElement',
};

for (const [what, remove] of Object.entries(MISSING)) {
  test(`a browser without ${what} has the page as without script`, async () => {
    const session = gateway.start();
    const page = await browser.context.newPage();
    await page.addInitScript(remove);
    await page.goto(base + session.path);
    await fillCard(page, { cvc: '000' });
    await submit(page);
    assert.match(await alertText(page), /The CVC doesn’t match/);
    await fillCard(page);
    await submit(page);
    await page.waitForURL(thanksUrl);
    assert.equal(session.paid.length, 2);
    await page.close();
  });
}

test('the server’s clock decides whether a card has expired, however wrong the device’s is', async () => {
  for (const shiftMs of [20, -30].map((years) => years * 365 * 86_400_000)) {
    const session = gateway.start();
    const page = await browser.context.newPage();
    await page.addInitScript(`{ const now = Date.now.bind(Date); Date.now = () => now() + ${shiftMs}; }`);
    await page.goto(base + session.path);
    await fillCard(page);
    await submit(page);
    await page.waitForURL(thanksUrl);
    assert.equal(session.paid.length, 1);
    await page.close();
  }
});
