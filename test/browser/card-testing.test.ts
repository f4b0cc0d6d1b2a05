/**
 * An honest customer behind an address from which cards were tried out: real Chromium, everything real behind the page.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { startChromium, type Chromium } from '../support/chromium.ts';
import { DECLINED_AMOUNT, stolenCard, tryCard } from '../support/card-tester.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { aCard, type SessionBody } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

let world: World;
let chromium: Chromium;

before(async () => {
  [world, chromium] = await Promise.all([createWorld({ TOLLGATE_TEST_CARD_FACTOR: '1' }), startChromium()]);
});
after(async () => {
  await chromium.close();
  await world.close();
});

const CHALLENGE_CARD = '4000000000006066';

/** Three tries from the browser's own address have failed at this shop. */
const besieged = async (): Promise<TestMerchant> => {
  const merchant = await world.addMerchant();
  for (let n = 0; n < 3; n++)
    await tryCard(merchant, { address: '127.0.0.1', card: { pan: stolenCard(n) } }, { amount: DECLINED_AMOUNT });
  return merchant;
};

const submit = async (page: Page, session: SessionBody, pan: string): Promise<void> => {
  await page.goto(session.paymentUrl);
  for (const [name, value] of Object.entries({ ...aCard, pan })) await page.fill(`input[name=${name}]`, value);
  await page.click('button[type=submit]');
};

const withPage = async (javaScriptEnabled: boolean, walk: (page: Page) => Promise<void>): Promise<void> => {
  const browser = await chromium.open({ javaScriptEnabled });
  try {
    await browser.context.route('https://shop.example/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<h1>The shop</h1>' }),
    );
    await walk(await browser.context.newPage());
  } finally {
    await browser.close();
  }
};

const arrives = (page: Page) => page.waitForURL((url) => url.host === 'shop.example');

test('the browser works first, and the customer has paid without noticing', () =>
  withPage(true, async (page) => {
    const merchant = await besieged();
    const session = await merchant.shop.createSession();
    const answers: string[] = [];
    page.on('response', (response) => {
      if (response.request().method() === 'POST')
        void response.text().then(
          (text) => answers.push(text),
          () => undefined,
        );
    });
    await submit(page, session, stolenCard(7));
    await arrives(page);
    assert.match(answers[0] ?? '', /"kind":"work"/);
    assert.equal((await merchant.shop.session(session.id)).status, 'completed');
  }));

test('without JavaScript the card’s bank asks the customer instead, who pays', () =>
  withPage(false, async (page) => {
    const merchant = await besieged();
    const session = await merchant.shop.createSession();
    await submit(page, session, CHALLENGE_CARD);
    const go = page.locator('form[action*="/acs/"] [type=submit]').first();
    await go.click();
    await waitFor('the bank asks', async () => (await page.locator('button[value=success]').count()) > 0);
    await page.click('button[value=success]');
    await waitFor('the way back', async () => {
      const back = page.locator('form[method=post] button, form[method=post] input[type=submit]');
      if (page.url().startsWith('https://shop.example')) return true;
      if (page.url().includes('/acs/') && (await back.count()) > 0) await back.first().click();
      return false;
    });
    assert.equal((await merchant.shop.session(session.id)).status, 'completed');
  }));
