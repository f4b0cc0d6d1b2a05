/**
 * A customer whose bank asks, in a real browser, with everything real behind the page: store, gateway, database, bank,
 * acquirer.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { BrowserContextOptions, Frame, Page } from 'playwright-core';
import { paymentOf } from '../support/authentication.ts';
import { clickInFrame, startChromium, type Browser, type Chromium } from '../support/chromium.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { cardOf, createPayment, paymentNow, type PaymentBody } from '../support/payments.ts';
import { aCard, type SessionBody } from '../support/shop.ts';
import { startStore, type TestStore } from '../support/store.ts';
import { waitFor } from '../support/wait-for.ts';
import { stopTime } from './page-checks.ts';

let world: World;
let store: TestStore;
let acme: TestMerchant;
let chromium: Chromium;

before(async () => {
  [world, chromium] = await Promise.all([createWorld(), startChromium()]);
  acme = await world.addMerchant();
  store = await startStore(world);
});
after(async () => {
  await Promise.all([store.close(), chromium.close()]);
  await world.close();
});

const CHALLENGE_CARD = '5555 5555 5555 5599';

const withBrowser = async (
  options: BrowserContextOptions,
  walk: (page: Page, browser: Browser) => Promise<void>,
): Promise<void> => {
  const browser = await chromium.open(options);
  try {
    // The shop of these stories is nowhere: arriving there is what counts.
    await browser.context.route('https://shop.example/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<h1>The shop</h1>' }),
    );
    await walk(await browser.context.newPage(), browser);
  } finally {
    await browser.close();
  }
};

const enterCard = async (page: Page, pan: string): Promise<void> => {
  for (const [name, value] of Object.entries({ ...aCard, pan })) await page.fill(`input[name=${name}]`, value);
  await page.click('button[type=submit]');
};

const start = async (page: Page, order: string, pan = CHALLENGE_CARD): Promise<SessionBody> => {
  const session = await acme.shop.createSession({ merchantReferenceId: order });
  await page.goto(session.paymentUrl);
  await enterCard(page, pan);
  return session;
};

/** The bank's page, in its frame or in the whole window. */
const bankOf = (page: Page): Promise<Frame> =>
  waitFor('the bank asks', async () => {
    for (const frame of page.frames()) {
      // A frame may be gone before it is looked into: that of the method page lives for a moment.
      if (
        frame.url().includes('/acs/challenge') &&
        (await frame
          .locator('button[value=success]')
          .count()
          .catch(() => 0)) > 0
      )
        return frame;
    }
    return false;
  });

const answer = async (page: Page, value: 'success' | 'fail' | 'cancel'): Promise<void> => {
  await clickInFrame(await bankOf(page), `button[value=${value}]`);
};

const arrives = (page: Page, status: string) =>
  page.waitForURL((url) => url.host === 'shop.example' && url.searchParams.get('status') === status);
const approvals = (order: string) => world.acquirer.unreversedApprovals({ order });

describe('with JavaScript', () => {
  test('store → Buy → card → the bank’s page → the order is paid', () =>
    withBrowser({}, async (page) => {
      await page.goto(store.url);
      await page.getByTestId('product-dripper').click();
      await page.getByTestId('buy').click();
      await page.waitForSelector('input[name=pan]');
      await enterCard(page, CHALLENGE_CARD);
      await answer(page, 'success');
      await page.waitForSelector('[data-testid=order-status][data-status=paid]');
    }));

  test('Fail at the bank: the page says why, and another card pays', () =>
    withBrowser({}, async (page) => {
      const session = await start(page, 'w-fail');
      await answer(page, 'fail');
      await page.getByText('could not confirm').waitFor();
      assert.equal(await page.inputValue('input[name=cvc]'), '');
      await enterCard(page, aCard.pan);
      await arrives(page, 'completed');
      assert.equal((await approvals('w-fail')).length, 1);
      assert.equal((await paymentOf(acme, session.id)).threeDs?.status, 'notEnrolled');
    }));

  for (const [what, pan] of [
    ['answers', '4000000000006108'],
    ['answers twice', '4000000000006132'],
    ['is down', '4000000000006140'],
    ['never answers', '4000000000006116'],
  ] as const) {
    test(`the bank’s look at the browser ${what}: the payment goes on`, () =>
      withBrowser({}, async (page) => {
        const order = `w-method-${pan.slice(-4)}`;
        const isAnswered = what.startsWith('answers');
        // The page waits ten seconds for an answer. None that comes is late here, and none that never comes is waited
        // for.
        await stopTime(page);
        await start(page, order, pan);
        if (!isAnswered) {
          await page.locator('body > iframe').waitFor({ state: 'attached' });
          await page.clock.fastForward(10_000);
        }
        await arrives(page, 'completed');
        assert.equal((await approvals(order)).length, 1);
        const [asked] = await world.threeDs.journal({ event: 'authenticated', last4: pan.slice(-4) });
        assert.equal(asked?.compInd, isAnswered ? 'Y' : 'N');
      }));
  }

  test('the gateway is restarted during the challenge: nothing is lost, the card goes on from the page', () =>
    withBrowser({}, async (page) => {
      await start(page, 'w-restart');
      await bankOf(page);
      await world.restart();
      await answer(page, 'success');
      await arrives(page, 'completed');
      assert.equal((await approvals('w-restart')).length, 1);
    }));

  test('reload in the middle, the bank’s yes, the same card again: paid, and the bank asked once', () =>
    withBrowser({}, async (page) => {
      await start(page, 'w-reload');
      await bankOf(page);
      await page.reload();
      await page.getByRole('button', { name: 'Continue here' }).click();
      await answer(page, 'success');
      await page.waitForSelector('input[name=pan]');
      await enterCard(page, CHALLENGE_CARD);
      await arrives(page, 'completed');
      assert.equal((await approvals('w-reload')).length, 1);
    }));

  test('the same with another card: refused, and then free to pay', () =>
    withBrowser({}, async (page) => {
      await start(page, 'w-swapped');
      await bankOf(page);
      await page.reload();
      await page.getByRole('button', { name: 'Continue here' }).click();
      await answer(page, 'success');
      await page.waitForSelector('input[name=pan]');
      await enterCard(page, '4242 4242 4242 4242');
      await page.getByText('could not confirm').waitFor();
      assert.deepEqual(await approvals('w-swapped'), []);
      await enterCard(page, aCard.pan);
      await arrives(page, 'completed');
    }));

  test('the bank is gone: the customer closes the dialog and pays otherwise', () =>
    withBrowser({}, async (page) => {
      await start(page, 'w-gone', '4000000000005191');
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('alertdialog').getByRole('button', { name: 'Use another card' }).click();
      // The dialog is gone before the gateway knows; then the form says that it can be used again.
      await page.getByText('You stopped the check by your bank').waitFor();
      assert.equal(await dialog.isVisible(), false);
      await enterCard(page, aCard.pan);
      await arrives(page, 'completed');
      assert.equal((await approvals('w-gone')).length, 1);
    }));

  test('out of the frame and into the whole window: the card goes along, and is paid without being typed again', () =>
    withBrowser({}, async (page) => {
      await start(page, 'w-window');
      const bank = await bankOf(page);
      const ours = bank.parentFrame();
      assert.ok(ours);
      await clickInFrame(ours, '#foot button[form="whole-window"]');
      await waitFor('the bank has the window', async () => page.frames().length === 1 && page.url().includes('/acs/'));
      await page.click('button[value=success]');
      await arrives(page, 'completed');
      assert.equal((await approvals('w-window')).length, 1);
    }));

  test('the browser is never sent back: the bank’s own message is enough', () =>
    withBrowser({}, async (page) => {
      await start(page, 'w-cres-lost', '4000000000005142');
      await answer(page, 'success');
      await arrives(page, 'completed');
    }));

  test('a saved card whose bank asks: its CVC is typed once', () =>
    withBrowser({}, async (page) => {
      const keeps = { merchantCustomerId: 'customer-walk', setupFutureUsage: { category: 'unscheduled' } };
      const first = await acme.shop.createSession(keeps);
      await page.goto(first.paymentUrl);
      await page.check('input[name=saveCard]');
      await enterCard(page, CHALLENGE_CARD);
      await answer(page, 'success');
      await arrives(page, 'completed');
      const second = await acme.shop.createSession({ merchantReferenceId: 'w-saved', ...keeps });
      await page.goto(second.paymentUrl);
      await page.fill('input[name=cvc]', '123');
      await page.click('button[type=submit]');
      await answer(page, 'success');
      await arrives(page, 'completed');
      assert.equal((await approvals('w-saved')).length, 1);
    }));

  test('two tabs: the second shows that the bank asks, and both end at the shop', () =>
    withBrowser({}, async (page, { context }) => {
      const session = await acme.shop.createSession({ merchantReferenceId: 'w-tabs' });
      const other = await context.newPage();
      await page.goto(session.paymentUrl);
      await other.goto(session.paymentUrl);
      await enterCard(page, CHALLENGE_CARD);
      await bankOf(page);
      await enterCard(other, aCard.pan);
      await other.getByRole('button', { name: 'Continue here' }).waitFor();
      await page.bringToFront();
      await answer(page, 'success');
      await Promise.all([arrives(page, 'completed'), arrives(other, 'completed')]);
      assert.equal((await approvals('w-tabs')).length, 1);
    }));

  test('on a phone that keeps no cookies, everything fits, and the way back is found', () =>
    withBrowser({ viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true }, async (page) => {
      await start(page, 'w-phone');
      const kept = await page.context().cookies();
      assert.deepEqual(
        kept.map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite]),
        [['tollgate_visitor', true, 'Lax']],
      );
      // Nobody is given another one: from here on this browser has kept none.
      await page.context().clearCookies();
      const bank = await bankOf(page);
      // The frame takes its place when it is laid out, which may be after its page has come.
      await waitFor('the button is on the screen', async () => {
        const box = await bank.locator('button[value=success]').boundingBox();
        return box !== null && box.x >= 0 && box.x + box.width <= 360;
      });
      assert.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= 360);
      await answer(page, 'success');
      await arrives(page, 'completed');
      assert.deepEqual(
        (await page.context().cookies()).map(({ name }) => name),
        [],
      );
    }));

  test('a payment of the shop’s server: the page begins by itself, and leads back', () =>
    withBrowser({}, async (page) => {
      for (const [pan, status] of [
        ['4111111111111111', 'succeeded'],
        ['5555555555555599', 'succeeded'],
        ['5168494895055780', 'requiresPaymentMethod'],
      ] as const) {
        const payment = (await createPayment(acme.shop, {
          captureMethod: 'automatic',
          returnUrl: 'https://shop.example/back',
          paymentMethod: { card: cardOf(pan) },
        })) as PaymentBody & { readonly nextAction: { readonly url: string } };
        await page.goto(payment.nextAction.url, { waitUntil: 'commit' });
        if (pan.startsWith('5555')) await answer(page, 'success');
        await arrives(page, status);
        assert.equal((await paymentNow(acme.shop, payment.id)).status, status);
      }
    }));
});

describe('without JavaScript', () => {
  test('the whole way, through the bank’s own page', () =>
    withBrowser({ javaScriptEnabled: false }, async (page) => {
      await start(page, 'n-success');
      await page.getByRole('button', { name: 'Continue to your bank' }).click();
      await answer(page, 'success');
      // A page without script posts back by a button.
      const back = page.locator('form button, form input[type=submit]').first();
      if (page.url().includes('/acs/')) await back.click();
      await arrives(page, 'completed');
      assert.equal((await approvals('n-success')).length, 1);
    }));

  test('Fail: back to the form with a sentence', () =>
    withBrowser({ javaScriptEnabled: false }, async (page) => {
      await start(page, 'n-fail');
      await page.getByRole('button', { name: 'Continue to your bank' }).click();
      await answer(page, 'fail');
      if (page.url().includes('/acs/')) await page.locator('form button, form input[type=submit]').first().click();
      await page.getByText('could not confirm').waitFor();
      assert.deepEqual(await approvals('n-fail'), []);
    }));
});
