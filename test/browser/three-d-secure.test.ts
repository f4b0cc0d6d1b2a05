import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Frame, Page } from 'playwright-core';
import { clickInFrame } from '../support/chromium.ts';
import { waitFor } from '../support/wait-for.ts';
import { CHALLENGED_WITHOUT_METHOD, startBankWorld, type BankWorld } from './bank-world.ts';
import { CARDS, savedCard, TICKET, type FakeSession } from './fake-checkout.ts';
import { inPage, scrollsSideways } from './page-checks.ts';
import { fillCard, openPage, startPageWorld, submit, type PageWorld } from './page-world.ts';

let world: PageWorld;
let issuer: BankWorld;

before(async () => {
  issuer = await startBankWorld(() => world.base);
  world = await startPageWorld({ bank: issuer.bank });
});
beforeEach(() => {
  issuer.bank.methodUrl = undefined;
  issuer.bank.pan = CHALLENGED_WITHOUT_METHOD;
});
after(async () => {
  await world.close();
  await issuer.close();
});

const pay = async (
  session: FakeSession,
  {
    browser = world.browser,
    before: prepare,
  }: { readonly browser?: PageWorld['browser']; readonly before?: (page: Page) => Promise<unknown> } = {},
): Promise<Page> => {
  const page = await openPage(browser, 'about:blank');
  await prepare?.(page);
  await page.goto(world.base + session.path);
  await fillCard(page, { pan: CARDS.challenged });
  await submit(page);
  return page;
};

/** The page of the simulated bank, in whatever frame it is shown. */
const bankIn = (page: Page): Promise<Frame> =>
  waitFor('the bank’s page', async () => {
    const frame = page.frames().find((one) => one.url().includes('/acs/challenge/'));
    return (
      frame !== undefined &&
      (await frame
        .locator('#code')
        .count()
        .catch(() => 0)) > 0 &&
      frame
    );
  });

/** The bank's page is told its size when the page around it is laid out, which may be after it has come. */
const hasSize = (bank: Frame, size: string) => waitFor(size, () => bank.evaluate<boolean>(size));

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Confirm with your bank' });
const alertText = (page: Page) => page.locator('#alert:not(:empty)').innerText();

test('a wrong code, the right one, and on to the shop: nothing keeps a cookie, nothing breaks a policy', async () => {
  const session = world.gateway.start();
  const problems: string[] = [];
  const page = await pay(session, {
    before: async (opened) => {
      opened.on('console', (message) => {
        // The bank is looked at beside its frame; that it would rather be asked by POST is no problem.
        const isNoProblem = /status of 405/.test(message.text());
        if (message.type() === 'error' && !isNoProblem) problems.push(message.text());
      });
      // A browser that keeps nothing, for nobody, in no frame.
      await opened.addInitScript(() => {
        for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
          Object.defineProperty(globalThis, name, {
            get: () => {
              throw new Error('blocked');
            },
          });
      });
    },
  });
  const bank = await bankIn(page);
  // The one cookie of the page is not needed on the way.
  await world.browser.context.clearCookies();
  assert.equal(await dialogOf(page).isVisible(), true);
  await bank.fill('#code', '000000');
  await clickInFrame(bank, 'button[value=code]');
  await bank.locator('[role=alert]').waitFor();
  await bank.fill('#code', '123456');
  await clickInFrame(bank, 'button[value=code]');
  await page.waitForURL(world.thanksUrl);
  assert.deepEqual(session.paid, [{ last4: '3220', name: 'Ada Lovelace', attemptNumber: 0 }]);
  assert.deepEqual(await world.browser.context.cookies(), []);
  assert.deepEqual(problems, []);
  // The bank's pages left steps in the history; Back finds a page that says how things stand, and no form.
  await page.goBack();
  await page.getByRole('heading', { name: 'Payment complete' }).waitFor();
  await page.close();
});

test('the bank hears of the browser what only a script can see', async () => {
  const session = world.gateway.start();
  const page = await pay(session, { before: (opened) => opened.setViewportSize({ width: 900, height: 700 }) });
  await bankIn(page);
  const [told] = session.told;
  const own = await inPage(
    page,
    '({ javaEnabled: false, colorDepth: screen.colorDepth, screenHeight: screen.height, screenWidth: ' +
      'screen.width, timeZoneOffsetMinutes: new Date().getTimezoneOffset() })',
  );
  assert.deepEqual({ ...told?.browser.script }, own);
  assert.match(told?.browser.userAgent ?? '', /Chrome/);
  assert.equal(told?.methodStep.kind, 'possible');
  await page.close();
});

for (const [how, value] of [
  ['fails', 'fail'],
  ['is canceled on the bank’s page', 'cancel'],
] as const) {
  test(`when it ${how}, the form is back with a sentence that helps, and another card pays`, async () => {
    const session = world.gateway.start();
    const page = await pay(session);
    await clickInFrame(await bankIn(page), `button[value=${value}]`);
    assert.match(
      await alertText(page),
      /The payment was declined\. Nothing was charged\.\s+Your bank could not confirm that it’s you/,
    );
    assert.equal(await page.locator('dialog').isVisible(), false);
    assert.equal(await page.locator('iframe').count(), 0);
    assert.equal(await page.inputValue('[name="cvc"]'), '');
    await fillCard(page);
    await submit(page);
    await page.waitForURL(world.thanksUrl);
    assert.deepEqual(
      session.paid.map(({ last4, attemptNumber }) => [last4, attemptNumber]),
      [['3333', 1]],
    );
    await page.close();
  });
}

for (const [how, leave] of [
  ['the button', (page: Page) => page.getByRole('button', { name: 'Use another card' }).click()],
  [
    'Escape, and the answer to the question that follows',
    async (page: Page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('alertdialog').getByRole('button', { name: 'Use another card' }).click();
    },
  ],
] as const) {
  test(`leaving by ${how} ends the attempt and brings the form back`, async () => {
    const session = world.gateway.start();
    const page = await pay(session);
    await bankIn(page);
    await leave(page);
    assert.match(await alertText(page), /You stopped the check by your bank\.\s+Nothing was charged/);
    assert.equal(session.view().state, 'open');
    assert.equal(await page.locator('dialog').isVisible(), false);
    assert.equal(await page.getAttribute('#pay', 'aria-disabled'), null);
    await fillCard(page);
    await submit(page);
    await page.waitForURL(world.thanksUrl);
    await page.close();
  });
}

test('the dialog has the focus, the page behind it does not, and the keyboard leads into the bank’s page', async () => {
  const page = await pay(world.gateway.start());
  const bank = await bankIn(page);
  assert.equal(await inPage(page, 'document.activeElement.id'), 'bank-title');
  await page.keyboard.press('Tab');
  assert.equal(await inPage(page, 'document.activeElement.id'), 'bank-leave');
  await page.keyboard.press('Tab');
  // The focus moves from one process of the browser to another.
  await waitFor('the keyboard is in the bank’s page', () =>
    bank.evaluate<boolean>('document.hasFocus() && document.activeElement.id === "code"'),
  );
  await page.keyboard.type('123456');
  assert.equal(await bank.inputValue('#code'), '123456');
  await page.keyboard.press('Enter');
  await page.waitForURL(world.thanksUrl);
  await page.close();
});

for (const width of [320, 390]) {
  test(`on a phone of ${width} pixels the bank’s page has the whole screen, and can be used`, async () => {
    const page = await pay(world.gateway.start(), {
      before: (opened) => opened.setViewportSize({ width, height: 640 }),
    });
    const bank = await bankIn(page);
    assert.deepEqual(await dialogOf(page).boundingBox(), { x: 0, y: 0, width, height: 640 });
    assert.equal(await scrollsSideways(page), false);
    assert.equal(await bank.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth'), true);
    await hasSize(bank, `innerWidth === ${width} && innerHeight > 480`);
    await bank.fill('#code', '123456');
    await clickInFrame(bank, 'button[value=code]');
    await page.waitForURL(world.thanksUrl);
    await page.close();
  });
}

test('where there is room the bank has the window that it was told of', async () => {
  const page = await pay(world.gateway.start(), {
    before: (opened) => opened.setViewportSize({ width: 1_200, height: 900 }),
  });
  await hasSize(await bankIn(page), 'innerWidth === 500 && innerHeight === 600');
  await page.close();
});

test('time that runs out meanwhile interrupts nobody', async () => {
  const session = world.gateway.start({ msLeft: 60_000 });
  const page = await pay(session, { before: (opened) => opened.clock.install() });
  const bank = await bankIn(page);
  await page.clock.fastForward(61_000);
  await page.locator('#time-left', { hasText: '00:00' }).waitFor();
  await clickInFrame(bank, 'button[value=success]');
  await page.waitForURL(world.thanksUrl);
  await page.close();
});

test('a reload in the middle: the page offers to go on, and the confirmed card is typed once more', async () => {
  const session = world.gateway.start();
  const page = await pay(session);
  await bankIn(page);
  await page.reload();
  await page.getByRole('heading', { name: 'Your bank wants to confirm that it’s you' }).waitFor();
  assert.equal(await page.locator('iframe').count(), 0, 'another tab may show the bank’s page already');
  await page.getByRole('button', { name: 'Continue here' }).click();
  await clickInFrame(await bankIn(page), 'button[value=success]');
  assert.match(await alertText(page), /Your bank has confirmed it’s you\.\s+Enter the same card again to finish/);
  assert.equal(session.paid.length, 0);
  await fillCard(page, { pan: CARDS.challenged });
  await submit(page);
  await page.waitForURL(world.thanksUrl);
  assert.equal(session.paid.length, 1);
  await page.close();
});

test('a saved card whose bank asks: the CVC that was typed goes on, before a reload and after', async () => {
  const saved = savedCard('visa', '400000000000', '3220');
  for (const reloads of [false, true]) {
    const session = world.gateway.start({ savedCards: [saved] });
    const page = await openPage(world.browser, world.base + session.path);
    await page.fill('[name="cvc"]', '737');
    await submit(page);
    await bankIn(page);
    if (reloads) {
      await page.reload();
      await page.getByRole('button', { name: 'Continue here' }).click();
    }
    await clickInFrame(await bankIn(page), 'button[value=success]');
    if (reloads) {
      await page.fill('[name="cvc"]', '737');
      await submit(page);
    }
    await page.waitForURL(world.thanksUrl);
    assert.deepEqual(
      session.paid.map(({ savedCard: paid }) => paid),
      [{ paymentMethodId: saved.paymentMethodId, cvc: '737' }],
    );
    await page.close();
  }
});

test('another card than the confirmed one is refused, and then free to pay', async () => {
  const session = world.gateway.start();
  const page = await pay(session);
  await (await bankIn(page)).locator('#code').waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Continue here' }).click();
  await clickInFrame(await bankIn(page), 'button[value=success]');
  await page.locator('#card-form').waitFor();
  await fillCard(page);
  await submit(page);
  await page.getByText('Your bank could not confirm that it’s you').waitFor();
  assert.equal(session.paid.length, 0);
  await fillCard(page);
  await submit(page);
  await page.waitForURL(world.thanksUrl);
  assert.equal(session.paid.length, 1);
  await page.close();
});

test('after a reload another card may be used, from each page', async () => {
  const session = world.gateway.start();
  const page = await pay(session);
  await bankIn(page);
  await page.reload();
  await page.getByRole('button', { name: 'Use another card' }).click();
  assert.match(await alertText(page), /You stopped the check by your bank/);

  session.set({ state: 'paying', authentication: { stage: 'cleared' } });
  await page.goto(world.base + session.path);
  await page.getByRole('button', { name: 'Use another card' }).click();
  await page.locator('#cancel-form[action$="/cancel"]').waitFor();
  assert.match(await alertText(page), /You stopped the check by your bank/);
  assert.equal(session.view().state, 'open');
  await page.close();
});

test('a second tab learns that the bank is asking, and moves on when the first is done', async () => {
  const session = world.gateway.start();
  const second = await openPage(world.browser, world.base + session.path);
  const first = await pay(session);
  const bank = await bankIn(first);
  await fillCard(second);
  await submit(second);
  await second.getByRole('button', { name: 'Continue here' }).waitFor();
  assert.match(await second.locator('.note').innerText(), /already open in another tab/);
  await first.bringToFront();
  await clickInFrame(bank, 'button[value=success]');
  await Promise.all([first.waitForURL(world.thanksUrl), second.waitForURL(world.thanksUrl)]);
  assert.deepEqual(
    session.paid.map(({ last4 }) => last4),
    ['3220'],
  );
  await Promise.all([first.close(), second.close()]);
});

test('a tab with the form for the confirmed card leads on to the shop, when another is done before it has looked again', async () => {
  const session = world.gateway.start({ state: 'paying', attemptsBegun: 1, authentication: { stage: 'cleared' } });
  const page = await openPage(world.browser, 'about:blank');
  // The gateway says that the acquirer is being asked, and has its answer when the page comes to look.
  await page.route(/status\?wait$/, (route) => {
    session.set({ state: 'completed', returnUrl: world.thanksUrl });
    return route.fulfill({ json: { state: 'paying', attemptsBegun: 1, leaves: false } });
  });
  await page.goto(world.base + session.path);
  await page.waitForURL(world.thanksUrl);
  await page.close();
});

test('an answer that got lost: the page finds out that the bank asks, and still has the card', async () => {
  const session = world.gateway.start();
  const page = await pay(session, {
    before: (opened) =>
      opened.route('**/pay/*', async (route) => {
        if (route.request().method() !== 'POST') return route.continue();
        await route.fetch();
        return route.abort();
      }),
  });
  await clickInFrame(await bankIn(page), 'button[value=success]');
  await page.waitForURL(world.thanksUrl);
  assert.equal(session.paid.length, 1);
  await page.close();
});

test('without script the bank’s page takes the window, with the card going along', async () => {
  const session = world.gateway.start();
  const page = await pay(session, { browser: world.scriptless });
  await page.getByRole('heading', { name: 'Your bank wants to confirm that it’s you' }).waitFor();
  const asking = page.waitForRequest((request) => request.method() === 'POST' && request.url().includes('/acs/'));
  await page.getByRole('button', { name: 'Continue to your bank' }).click();
  assert.equal(new URLSearchParams((await asking).postData() ?? '').get('threeDSSessionData'), TICKET);
  await page.click('button[value=success]');
  await page.click('#back button');
  await page.getByRole('heading', { name: 'One moment…' }).waitFor();
  await page.getByRole('link', { name: 'Back to the payment' }).click();
  assert.match(await alertText(page), /Your bank has confirmed it’s you/);
  await fillCard(page, { pan: CARDS.challenged });
  await submit(page);
  await page.waitForURL(world.thanksUrl);
  assert.deepEqual(
    session.told.map(({ browser, methodStep }) => [browser.script, methodStep.kind]),
    [[undefined, 'impossible']],
  );
  await page.close();
});

for (const [how, pan] of [
  ['a redirect', '4000000000005373'],
  ['a form', '4000000000005381'],
  ['a script', '4000000000005399'],
] as const) {
  test(`a bank that moves on to another origin by ${how} is followed, in the window and in the frame`, async () => {
    issuer.bank.pan = pan;
    const framed = world.gateway.start();
    const page = await pay(framed);
    const bank = await bankIn(page);
    assert.equal(new URL(bank.url()).hostname, 'localhost');
    await clickInFrame(bank, 'button[value=success]');
    await page.waitForURL(world.thanksUrl);
    await page.close();

    const alone = world.gateway.start();
    const window = await pay(alone, { browser: world.scriptless });
    await window.getByRole('button', { name: 'Continue to your bank' }).click();
    if (pan !== '4000000000005373') await window.click('button[value=arrive]');
    await window.locator('#code').waitFor();
    assert.equal(new URL(window.url()).hostname, 'localhost');
    await window.click('button[value=success]');
    await window.click('#back button');
    await window.getByRole('link', { name: 'Back to the payment' }).click();
    await fillCard(window, { pan: CARDS.challenged });
    await submit(window);
    await window.waitForURL(world.thanksUrl);
    await window.close();
  });
}

test('without script, another card instead', async () => {
  const session = world.gateway.start();
  const page = await pay(session, { browser: world.scriptless });
  await page.getByRole('button', { name: 'Use another card' }).click();
  assert.match(await alertText(page), /You stopped the check by your bank/);
  assert.equal(session.view().state, 'open');
  await page.close();
});

test('with script but without encryption the posted form takes the same way, and tells of the browser', async () => {
  const session = world.gateway.start();
  const page = await pay(session, {
    before: (opened) =>
      opened.addInitScript(() => {
        Object.defineProperty(crypto, 'subtle', { value: undefined });
      }),
  });
  await page.getByRole('button', { name: 'Continue to your bank' }).click();
  await page.click('button[value=success]');
  // Alone in the window, the page behind the bank's leads on by itself.
  assert.match(await alertText(page), /Your bank has confirmed it’s you/);
  assert.equal(typeof session.told[0]?.browser.script?.colorDepth, 'number');
  await page.close();
});
