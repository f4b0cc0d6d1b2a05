/** A customer buys something in the online store, in a real browser: the whole way, and the wrong turns. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { startChromium, type Chromium } from '../support/chromium.ts';
import { createWorld, type World } from '../support/gateway.ts';
import { aCard } from '../support/shop.ts';
import { startStore, type TestStore } from '../support/store.ts';
import { waitFor } from '../support/wait-for.ts';

let world: World;
let store: TestStore;
let chromium: Chromium;

before(async () => {
  [world, chromium] = await Promise.all([createWorld(), startChromium()]);
  store = await startStore(world);
});
after(async () => {
  await Promise.all([store.close(), chromium.close()]);
  await world.close();
});

const withCustomer = async (options: BrowserContextOptions, walk: (page: Page) => Promise<void>): Promise<void> => {
  const { context, close } = await chromium.open(options);
  try {
    await walk(await context.newPage());
  } finally {
    await close();
  }
};

/** From the shop's window to our payment page. */
const buy = async (page: Page): Promise<void> => {
  await page.goto(store.url);
  await page.getByTestId('product-dripper').click();
  await page.getByTestId('buy').click();
  await page.waitForSelector('input[name=pan]');
};

const enterCard = async (page: Page, card: typeof aCard): Promise<void> => {
  for (const [name, value] of Object.entries(card)) await page.fill(`input[name=${name}]`, value);
};

const payWith = async (page: Page, card: typeof aCard): Promise<void> => {
  await enterCard(page, card);
  await page.click('button[type=submit]');
};

const paid = (page: Page) => page.waitForSelector('[data-testid=order-status][data-status=paid]');
const declined: typeof aCard = { ...aCard, cvc: '999' };

const orderOf = (page: Page): string => /orders\/([a-z0-9]+)/.exec(page.url())?.[1] ?? '';
const approvals = (order: string) => world.acquirer.unreversedApprovals({ order });

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';

  test(`store → Buy → page → card → the order is paid, ${how}`, () =>
    withCustomer({ javaScriptEnabled }, async (page) => {
      await buy(page);
      await payWith(page, aCard);
      await paid(page);
      assert.ok(page.url().startsWith(`${store.url}/orders/`));
      assert.equal(await page.getByTestId('signature-ok').count(), 1);
      assert.equal(await page.getByTestId('return-ok').count(), 1);
      assert.equal((await approvals(orderOf(page))).length, 1);
    }));

  test(`a declined card, then a good one, ${how}`, () =>
    withCustomer({ javaScriptEnabled }, async (page) => {
      await buy(page);
      await payWith(page, declined);
      await page.waitForSelector('[role=alert]:not(:empty)');
      assert.ok(page.url().startsWith(world.gatewayUrl), 'the customer stays on the page');
      await payWith(page, aCard);
      await paid(page);
    }));

  test(`five declined cards: the customer is sent to the shop's failure page, ${how}`, () =>
    withCustomer({ javaScriptEnabled }, async (page) => {
      await buy(page);
      for (let tries = 1; tries <= 5; tries++) {
        const answered = page.waitForResponse((response) => response.request().method() === 'POST');
        await payWith(page, declined);
        await answered;
        if (tries < 5)
          await waitFor(
            'the form is there again',
            async () => (await page.inputValue('input[name=cvc]').catch(() => 'not yet')) === '',
          );
      }
      await page.waitForURL(/\/failed\?sessionId=ps_.*status=expired/);
    }));
}

test('two tabs pay one order: one approval at the bank, and both end at the paid order', () =>
  withCustomer({}, async (one) => {
    await buy(one);
    const two = await one.context().newPage();
    await two.goto(one.url());
    await Promise.all([enterCard(one, aCard), enterCard(two, aCard)]);
    await Promise.all([one.click('button[type=submit]'), two.click('button[type=submit]')]);
    await paid(one);
    await two.waitForURL((url) => url.href.startsWith(store.url));
    assert.equal((await approvals(orderOf(one))).length, 1);
  }));

test('a session that expires while its page is open: the customer is told, and nothing is charged', () =>
  withCustomer({}, async (page) => {
    await buy(page);
    await enterCard(page, aCard);
    await world.sql(`update sessions set expires_at = now() where state = 'open'`);
    await page.click('button[type=submit]');
    await page.waitForSelector('input[name=pan]', { state: 'detached' });
    assert.ok(page.url().startsWith(world.gatewayUrl));
    const [open] = await world.sql<{ n: number }>(
      `select count(*)::int as n from attempts where state in ('sending', 'approved')
        and payment_id in (select payment_id from sessions where expiration_reason = 'timeout')`,
    );
    assert.equal(open?.n, 0);
  }));
