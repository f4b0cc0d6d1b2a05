/**
 * A customer has a card kept, comes back, pays with it, and takes it away: in a real browser, through the real gateway.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { startChromium, type Chromium } from '../support/chromium.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { aCard } from '../support/shop.ts';

let world: World;
let acme: TestMerchant;
let chromium: Chromium;

before(async () => {
  [world, chromium] = await Promise.all([createWorld(), startChromium()]);
  acme = await world.addMerchant();
});
after(() => Promise.all([chromium.close(), world.close()]));

/** The shop's own server is the sink: what answers there does not matter, only that the customer arrives. */
const sessionFor = (merchantCustomerId: string) =>
  acme.shop.createSession({
    merchantCustomerId,
    setupFutureUsage: { category: 'unscheduled' },
    successUrl: `${acme.sink.url}/done`,
    failureUrl: `${acme.sink.url}/failed`,
  });

const arrived = (page: Page) =>
  page.waitForURL((url) => url.href.startsWith(`${acme.sink.url}/done?sessionId=ps_`), { waitUntil: 'commit' });

const cardsOf = async (customer: string) =>
  (await acme.shop.call<{ data: { id: string }[] }>('GET', `/payment-methods?merchantCustomerId=${customer}`)).body
    .data;

for (const javaScriptEnabled of [true, false]) {
  test(`kept, used, removed, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
    const customer = javaScriptEnabled ? 'customer-with' : 'customer-without';
    const { context, close } = await chromium.open({ javaScriptEnabled });
    try {
      const page = await context.newPage();
      const first = await sessionFor(customer);
      await page.goto(first.paymentUrl);
      for (const [name, value] of Object.entries(aCard)) await page.fill(`input[name=${name}]`, value);
      await page.check('input[name=saveCard]');
      await Promise.all([arrived(page), page.click('button[type=submit]')]);
      assert.equal((await cardsOf(customer)).length, 1);

      const second = await sessionFor(customer);
      await page.goto(second.paymentUrl);
      await page.fill('input[name=cvc]', '123');
      await Promise.all([arrived(page), page.click('button[type=submit]')]);
      assert.equal((await acme.shop.session(second.id)).paymentStatus, 'paid');

      const third = await sessionFor(customer);
      await page.goto(third.paymentUrl);
      await page.locator('details summary').first().click();
      await page.fill('[form="remove-0"][name=removalCvc]', '123');
      await page.click('[type="submit"][form="remove-0"]');
      await page.waitForURL(/notice=cardRemoved/);
      assert.deepEqual(await cardsOf(customer), []);
      assert.equal((await world.sql('select id from vault_cards')).length, 0);
    } finally {
      await close();
    }
  });
}
