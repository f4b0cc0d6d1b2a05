/** A developer's day in a real browser, without a script: wide and on a phone, light and dark. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { startChromium, type Chromium } from '../support/chromium.ts';
import { deskEnvironment } from '../support/desk.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { createPayment } from '../support/payments.ts';
import { createShop } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';
import { axeViolations, scrollsSideways } from './page-checks.ts';

let world: World;
let merchant: TestMerchant;
let chromium: Chromium;
let desk: string;
/** `TOLLGATE_SCREENSHOTS=docs/images`: where the pictures of the documentation go. */
const PICTURES = process.env['TOLLGATE_SCREENSHOTS'];

before(async () => {
  const { url, ...environment } = await deskEnvironment();
  world = await createWorld(environment);
  merchant = await world.addMerchant({ name: 'Slow Pour' });
  desk = `${url}/m/${merchant.merchantId}`;
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

test('a developer makes a key and an endpoint, finds a refused request and a failed delivery, and sends it again', async () => {
  const { merchantId, sink } = merchant;
  await world.admin.inviteMember({ merchantId, email: 'dev@shop.example', role: 'developer' });
  const { link } = await world.admin.createSignInLink({ merchantId, email: 'dev@shop.example' });
  // Axe is a script, so the pages are judged where scripts run; nothing on them needs one.
  const { context, close } = await chromium.open({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Developers' }).click();
  await judge(page, 'quick start');
  await picture(page, 'developers');

  await page.getByRole('link', { name: 'API keys' }).click();
  await page.getByText('Make a key').click();
  await page.getByLabel('Name: what or who uses it').fill('shop server 2');
  await judge(page, 'keys');
  await page.getByRole('button', { name: 'Make the key' }).click();
  const apiKey = await page.locator('code.key').innerText();
  await judge(page, 'a new key');
  const shop = createShop({ gatewayUrl: world.gatewayUrl, apiKey });

  await page.getByRole('link', { name: 'Endpoints', exact: true }).click();
  await page.getByText('Make an endpoint').click();
  await page.getByLabel('Address to which events').fill(`${sink.url}?second`);
  await page.getByRole('button', { name: 'Make the endpoint' }).click();
  await page.getByRole('link', { name: 'To the endpoint' }).click();
  for (const name of ['Change', 'New secret', 'Send events again', 'Faults for your receiver'])
    await page.locator('summary', { hasText: name }).click();
  await judge(page, 'endpoint');
  await picture(page, 'endpoint');

  sink.behave(500);
  const payment = await createPayment(shop, { merchantReferenceId: 'order-1042' });
  assert.equal((await shop.call('POST', `/payments/${payment.id}/capture`, { body: { amount: 999_999 } })).status, 422);
  await waitFor('the capture in the log and a try in the other', async () => {
    await page.goto(`${desk}/developers/requests?q=/payments&status=4xx`);
    if ((await page.getByText('amount_exceeded').count()) === 0) return false;
    await page.goto(`${desk}/developers/deliveries?status=pending`);
    return (await page.locator('tbody tr', { hasText: '500, ' }).count()) > 0;
  });
  await judge(page, 'deliveries');
  await picture(page, 'deliveries');
  await page.locator('tbody tr', { hasText: '500, ' }).getByRole('link').first().click();
  await page.locator('.try summary').first().click();
  await judge(page, 'delivery');
  await picture(page, 'delivery');
  sink.behave(200);
  await page.getByRole('button', { name: 'Send it again' }).click();
  assert.equal(await page.getByRole('status').innerText(), 'It is sent again.');

  await page.getByRole('link', { name: 'Events', exact: true }).click();
  await judge(page, 'events');
  await page.locator('tbody a').first().click();
  await judge(page, 'event');

  await page.goto(`${desk}/developers/requests`);
  await judge(page, 'requests');
  await picture(page, 'requests');
  await page.locator('tbody tr', { hasText: 'amount_exceeded' }).getByRole('link').click();
  await judge(page, 'request');
  await picture(page, 'request');
  assert.match(await page.locator('main').innerText(), /"amount": 999999/);
  await page.getByRole('link', { name: /^py_/ }).click();
  assert.match(await page.locator('main').innerText(), /Requests of your server[\s\S]*capture/);
  await judge(page, 'payment with requests');
  await close();
});

test('the same without scripts, by keyboard, on a phone', async () => {
  const { link } = await world.admin.createSignInLink({
    merchantId: merchant.merchantId,
    email: 'dev@shop.example',
  });
  const { context, close } = await chromium.open({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).press('Enter');
  await page.goto(`${desk}/developers/keys`);
  await page.locator('summary', { hasText: 'Make a key' }).press('Enter');
  await page.getByLabel('Name: what or who uses it').pressSequentially('till');
  await page.getByLabel('Only this:').press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.getByLabel('Name: what or who uses it').press('Enter');
  await page.locator('code.key').waitFor();
  await page.goto(`${desk}/developers/keys`);
  const row = page.locator('tbody tr', { hasText: 'till' });
  assert.match(await row.innerText(), /sessions:read/);
  await row.locator('summary').press('Enter');
  await row.getByRole('button').press('Enter');
  await page.getByRole('status').waitFor();
  assert.equal(await page.locator('tbody tr', { hasText: 'till' }).count(), 0);
  await close();
});
