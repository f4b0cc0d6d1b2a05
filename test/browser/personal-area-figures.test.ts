/** Somebody of finance looks at figures in a real browser: wide and on a phone, light and dark, by keyboard. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { startChromium, type Chromium } from '../support/chromium.ts';
import { payByForm } from '../support/customer.ts';
import { deskEnvironment } from '../support/desk.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { cardOf, createPayment, refund } from '../support/payments.ts';
import { aCard } from '../support/shop.ts';
import { axeViolations, scrollsSideways } from './page-checks.ts';

let world: World;
let merchant: TestMerchant;
let chromium: Chromium;
/** `TOLLGATE_SCREENSHOTS=docs/images`: where the pictures of the documentation go. */
const PICTURES = process.env['TOLLGATE_SCREENSHOTS'];

before(async () => {
  const { url, ...environment } = await deskEnvironment();
  assert.ok(url);
  world = await createWorld(environment);
  merchant = await world.addMerchant({ name: 'Slow Pour', countsTries: false });
  const { shop } = merchant;
  const first = await createPayment(shop, { captureMethod: 'automatic' });
  await refund(shop, first.id, 2_500);
  await createPayment(shop, { amount: 4_200, paymentMethod: { card: cardOf('5555555555554444') } });
  for (const number of ['4000000000000515', '4000000000000549'])
    await createPayment(shop, { paymentMethod: { card: cardOf(number) } });
  await payByForm((await shop.createSession()).paymentUrl, aCard);
  await shop.createSession();
  // The same a while ago, so that there is something to compare with, and a month to look at.
  await world.sql(`
    insert into payments
    select (jsonb_populate_record(p, jsonb_build_object('id', uuidv7(make_interval(mins => -n * 337)),
      'session_id', null, 'created_at', now() - make_interval(mins => n * 337), 'idempotency_key', null))).*
    from payments p, generate_series(1, 200) n where (n + p.amount) % 3 <> 0`);
  chromium = await startChromium();
});
after(async () => {
  await chromium.close();
  await world.close();
});

const judge = async (page: Page, name: string): Promise<void> => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await axeViolations(page), [], `${name}, ${colorScheme}`);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  assert.equal(await scrollsSideways(page), false, `${name} on a small phone`);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 800 });
};

const picture = async (page: Page, name: string): Promise<void> => {
  if (PICTURES === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  const shoot = (form: string) => page.screenshot({ path: `${PICTURES}/personal-area-${name}${form}.png` });
  await shoot('');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot('-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 390, height: 844 });
  await shoot('-phone');
  await page.setViewportSize({ width: 1280, height: 800 });
};

test('finance sees a day and a month, and goes from a figure to its payments', async () => {
  const { merchantId } = merchant;
  await world.admin.inviteMember({ merchantId, email: 'fin@shop.example', role: 'finance' });
  const { link } = await world.admin.createSignInLink({ merchantId, email: 'fin@shop.example' });
  const { context, close } = await chromium.open({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Figures' }).click();
  await judge(page, 'a day');
  await page.getByText('The same as a table').click();
  await judge(page, 'a day with its table');

  await page.getByRole('link', { name: 'Month', exact: true }).click();
  await page.getByRole('img', { name: /^Payments by day: \d+ approved and \d+ declined; most of them/ }).waitFor();
  await judge(page, 'a month');
  await picture(page, 'figures');

  // By keyboard: the number is a link that leads to what it counts.
  const declined = page.getByRole('row', { name: /^Insufficient funds/ }).getByRole('link');
  const count = Number(await declined.innerText());
  await declined.focus();
  await page.keyboard.press('Enter');
  await page.getByText('Only what a figure counts').waitFor();
  assert.equal(await page.locator('tbody tr').count(), Math.min(count, 50));
  await judge(page, 'the payments behind a figure');

  await page.goBack();
  await page
    .getByRole('row', { name: /^Still open/ })
    .getByRole('link')
    .click();
  await page.getByRole('heading', { name: 'Sessions' }).waitFor();
  await judge(page, 'the sessions behind a figure');
  await close();
});
