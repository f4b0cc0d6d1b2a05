/** A day of whoever runs the gateway: without a script on a phone, and by keyboard on a wide screen, light and dark. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { startChromium, type Chromium } from '../support/chromium.ts';
import { codeOf, deskEnvironment, PASSWORD } from '../support/desk.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { createPayment, refund } from '../support/payments.ts';
import { axeViolations, inPage, scrollsSideways } from './page-checks.ts';

let world: World;
let url: string;
let merchant: TestMerchant;
let chromium: Chromium;
let secret: string;
const EMAIL = 'ops@gateway.example';
/** `TOLLGATE_SCREENSHOTS=docs/images`: where the pictures of the documentation go. */
const PICTURES = process.env['TOLLGATE_SCREENSHOTS'];

before(async () => {
  const environment = await deskEnvironment();
  ({ url } = environment);
  world = await createWorld(environment);
  merchant = await world.addMerchant({ name: 'Slow Pour' });
  const paid = await createPayment(merchant.shop, { merchantReferenceId: 'order-1041', captureMethod: 'automatic' });
  for (const order of ['order-1041', 'order-1042']) {
    await world.acquirer.setFault({ kind: 'cutAfter', match: { order } });
    await world.acquirer.setFault({ kind: 'notFound', match: { order }, ms: 3_600_000 });
  }
  await createPayment(merchant.shop, { merchantReferenceId: 'order-1042' });
  await refund(merchant.shop, paid.id, 2_500);
  // Nobody asks about them by himself during this test.
  await world.sql(`update attempts set sent_at = now() - interval '3 hours', reconcile_tries = 74,
    not_found_answers = 1, reconcile_at = now() + interval '12 minutes' where reconcile_at is not null`);
  await world.sql(`update operations set created_at = now() - interval '2 hours', sent_at = now() - interval '2 hours',
    reconcile_tries = 70, reconcile_at = now() + interval '12 minutes' where reconcile_at is not null`);
  await world.sql(`update webhook_endpoints set failing_since = now() - interval '2 hours', consecutive_failures = 31,
    probe_at = now() + interval '10 minutes'`);
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
    await picture(page, `${name}${colorScheme === 'dark' ? '-dark' : ''}`);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  assert.equal(await scrollsSideways(page), false, `${name} on a small phone`);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 800 });
};

const picture = async (page: Page, name: string): Promise<void> => {
  if (PICTURES === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/operator-${name.replaceAll(' ', '-')}.png` });
};

const heading = (page: Page): Promise<string> => page.getByRole('heading', { level: 1 }).innerText();

test('without a script, on a phone: accepts the invitation, sees what is stuck, asks, stops a merchant', async () => {
  const { context, close } = await chromium.open({
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
    colorScheme: 'dark',
  });
  const page = await context.newPage();
  const { link } = await world.admin.inviteOperator({ email: EMAIL });
  await page.goto(link);
  secret = (await page.locator('code.key').innerText()).replaceAll(' ', '');
  await page.getByLabel('Your name').fill('Grace');
  await page.getByLabel('A password').fill(PASSWORD);
  await page.getByLabel('The six digits').fill(codeOf(secret));
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByRole('link', { name: 'I have kept them' }).click();
  assert.equal(await heading(page), 'Overview');
  assert.match(await page.locator('.tiles').innerText(), /Stuck payments\s+2\s+the oldest for 3 h[\s\S]*1 failing/);

  await page.getByRole('main').getByRole('link', { name: 'Stuck payments' }).click();
  await page.getByRole('link', { name: 'Authorization of 100.00 EUR' }).click();
  const text = await page.locator('main').innerText();
  for (const words of ['no answer came that proves anything', 'asks the acquirer', 'Ask the people of the acquirer'])
    assert.ok(text.includes(words), words);
  await page.getByLabel('Why, for the merchant to read').fill('The acquirer says it is back');
  await page.getByRole('button', { name: 'Ask the acquirer now' }).click();
  assert.match(await page.getByRole('status').innerText(), /asked within some seconds/);

  await page.getByRole('link', { name: 'Slow Pour' }).click();
  await page.getByText('Suspend', { exact: true }).first().click();
  await page.getByLabel('Why, for the merchant to read').first().fill('Chargebacks');
  await page.getByRole('button', { name: 'Suspend' }).click();
  assert.match(await page.locator('main').innerText(), /suspended[\s\S]*Chargebacks/);
  await close();
});

test('by keyboard: signs in, and walks through every page; axe finds nothing on any of them', async () => {
  // The code of this half minute was used by the test before.
  await world.sql('update members set totp_step = 0');
  const { context, close } = await chromium.open({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(`${url}/operator/stuck`);
  await judge(page, 'sign-in');
  await page.getByLabel('E-mail address').focus();
  for (const text of [EMAIL, PASSWORD, codeOf(secret)]) {
    await page.keyboard.type(text);
    await page.keyboard.press('Tab');
  }
  await Promise.all([page.waitForURL(/operator\/stuck$/), page.keyboard.press('Enter')]);
  for (const place of [
    'Overview',
    'Alerts',
    'Merchants',
    'Stuck payments',
    'Health',
    'Jobs',
    'Processes',
    'Database',
    'People',
    'Your account',
  ]) {
    await page.getByRole('navigation').getByRole('link', { name: place }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: place }).waitFor();
    await judge(page, place.toLowerCase());
  }
  await page.goto(`${url}/operator/processes`);
  await page.locator('tbody').getByRole('link').first().click();
  await page.getByRole('heading', { level: 1, name: 'Settings in force' }).waitFor();
  await judge(page, 'settings');
  await page.goto(`${url}/operator/stuck`);
  await page.getByRole('link', { name: 'Refund of 25.00 EUR' }).click();
  await judge(page, 'stuck payment');
  await page.goto(`${url}/operator/merchants/${merchant.merchantId}`);
  for (const summary of await page.locator('summary').all()) await summary.click();
  await judge(page, 'merchant');
  await page.goto(`${url}/operator/merchants`);
  await page.getByText('Make a merchant').click();
  await page.getByLabel('Name, as customers').fill('Kettle');
  await page.getByRole('button', { name: 'Make the merchant' }).click();
  await page.getByRole('heading', { level: 1, name: 'The new merchant' }).waitFor();
  await judge(page, 'new merchant');
  assert.equal(await inPage(page, 'document.scripts.length'), 0);
  await close();
});
