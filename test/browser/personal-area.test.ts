/** A day of support in a real browser: wide and on a phone, light and dark, without a script and by keyboard. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { startChromium, type Chromium } from '../support/chromium.ts';
import { codeOf, deskEnvironment, PASSWORD } from '../support/desk.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { createPayment, refund } from '../support/payments.ts';
import { payByForm } from '../support/customer.ts';
import { axeViolations, inPage, scrollsSideways } from './page-checks.ts';

let world: World;
let url: string;
let merchant: TestMerchant;
let chromium: Chromium;
let secret: string;
let payment: string;
const EMAIL = 'ada@shop.example';
/** `TOLLGATE_SCREENSHOTS=docs/images`: where the pictures of the documentation go. */
const PICTURES = process.env['TOLLGATE_SCREENSHOTS'];

before(async () => {
  const environment = await deskEnvironment();
  ({ url } = environment);
  world = await createWorld(environment);
  merchant = await world.addMerchant({ name: 'Slow Pour' });
  payment = (await createPayment(merchant.shop, { merchantReferenceId: 'order-1042', captureMethod: 'automatic' })).id;
  await refund(merchant.shop, payment, 2_500);
  const session = await merchant.shop.createSession({
    merchantReferenceId: 'order-1043',
    description: 'Two bags of coffee <b>beans</b>',
    customerDetails: { email: 'kim@customer.example', fullName: 'Kim <script>alert(1)</script>' },
  });
  await payByForm(session.paymentUrl, { pan: '4444555511113333', expiry: '12/39', cvc: '123', cardholderName: 'Kim' });
  chromium = await startChromium();
});
after(async () => {
  await chromium.close();
  await world.close();
});

const open = async (options: BrowserContextOptions = {}): Promise<{ page: Page; close: () => Promise<void> }> => {
  const { context, close } = await chromium.open({ viewport: { width: 1280, height: 800 }, ...options });
  return { page: await context.newPage(), close };
};
const judge = async (page: Page, name: string): Promise<void> => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await axeViolations(page), [], `${name}, ${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  const size = page.viewportSize() ?? { width: 1280, height: 800 };
  await page.setViewportSize({ width: 320, height: 640 });
  assert.equal(await scrollsSideways(page), false, `${name} on a small phone`);
  await page.setViewportSize(size);
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

test('an invitation is accepted without a script', async () => {
  const { link } = await world.admin.inviteMember({ merchantId: merchant.merchantId, email: EMAIL });
  const { page, close } = await open({ javaScriptEnabled: false });
  await page.goto(link);
  secret = (await page.locator('code.key').innerText()).replaceAll(' ', '');
  await page.getByLabel('Your name').fill('Ada Desk');
  await page.getByLabel('A password').fill(PASSWORD);
  await page.getByLabel('The six digits').fill('000000');
  await page.getByRole('button', { name: 'Begin' }).click();
  assert.match(await page.getByRole('alert').innerText(), /not the code/);
  assert.equal(await page.getByLabel('Your name').inputValue(), 'Ada Desk');
  await page.getByLabel('A password').fill(PASSWORD);
  await page.getByLabel('The six digits').fill(codeOf(secret));
  await page.getByRole('button', { name: 'Begin' }).click();
  assert.equal(await page.locator('.codes li').count(), 10);
  await page.getByRole('link', { name: 'I have kept them' }).click();
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Payments');
  await close();
});

test('support signs in by keyboard, finds a payment and reads what happened', async () => {
  await world.sql('update members set totp_step = 0');
  const { page, close } = await open();
  const { link } = await world.admin.inviteMember({ merchantId: merchant.merchantId, email: 'new@shop.example' });
  await page.goto(link);
  await judge(page, 'invitation');
  await page.goto(`${url}/m/${merchant.merchantId}/payments?q=order-1043`);
  await judge(page, 'sign-in');
  await picture(page, 'sign-in');
  await page.getByLabel('E-mail address').focus();
  for (const text of [EMAIL, PASSWORD, codeOf(secret)]) {
    await page.keyboard.type(text);
    await page.keyboard.press('Tab');
  }
  await Promise.all([page.waitForURL(/payments\?q=order-1043/), page.keyboard.press('Enter')]);
  assert.equal(await page.locator('tbody tr').count(), 1);
  await page.goto(`${url}/m/${merchant.merchantId}/payments`);
  assert.equal(await page.locator('tbody tr').count(), 2);
  await page.goto(`${url}/m/${merchant.merchantId}/payments?state=succeeded`);
  await page.locator('summary', { hasText: 'Save this search' }).press('Enter');
  await page.getByLabel('Name, for you alone').fill('Paid');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Paid', exact: true }).waitFor();
  await judge(page, 'payments, a saved search');
  await page.goto(`${url}/m/${merchant.merchantId}/payments`);
  await judge(page, 'payments');
  await picture(page, 'payments');
  await page.getByRole('link', { name: 'order-1043' }).click();
  await page.waitForURL(/payments\/py_/);
  const text = await page.locator('main').innerText();
  for (const words of [
    'Paid',
    '100.00 EUR',
    'visa •••• 3333',
    'kim@customer.example',
    'Two bags of coffee <b>beans</b>',
  ])
    assert.ok(text.includes(words), words);
  assert.ok(text.includes('Kim <script>alert(1)</script>'), 'what a customer wrote is text');
  for (const title of ['The shop made a session for 100.00 EUR', 'Try 1: visa •••• 3333', 'The acquirer approved it'])
    assert.ok(text.includes(title), title);
  assert.match(text, /Event session\.completed[\s\S]*http:\/\/127\.0\.0\.1/);
  await judge(page, 'payment');
  await picture(page, 'payment');
  await page.goto(`${url}/m/${merchant.merchantId}/payments/${payment}`);
  assert.match(await page.locator('main').innerText(), /Partly refunded[\s\S]*Refund of 25\.00 EUR was asked for/);
  await page.getByRole('link', { name: 'Your account' }).click();
  await judge(page, 'account');
  await picture(page, 'account');
  await page.goto(`${url}/nowhere`);
  await judge(page, 'not found');
  assert.equal(await inPage(page, 'document.scripts.length'), 0);
  await close();
});

test('a refund above a limit waits, and a second person approves it on its page without a script', async () => {
  const { merchantId, shop } = merchant;
  const refundLimits = [{ amount: 1_000, currency: 'EUR', role: 'support' }];
  assert.equal((await shop.call('PATCH', '/settings', { body: { refundLimits } })).status, 200);
  const signedIn = async (email: string, role: string): Promise<Awaited<ReturnType<typeof open>>> => {
    await world.admin.inviteMember({ merchantId, email, role });
    const desk = await open({ javaScriptEnabled: false });
    await desk.page.goto((await world.admin.createSignInLink({ merchantId, email })).link);
    await desk.page.getByRole('button', { name: 'Sign in' }).click();
    return desk;
  };
  const support = await signedIn('kim@shop.example', 'support');
  await support.page.goto(`${url}/m/${merchantId}/payments/${payment}`);
  await support.page.locator('summary', { hasText: 'Refund' }).click();
  await support.page.getByLabel('Amount in EUR').fill('20.00');
  await support.page.getByLabel('Reason').fill('A cup that came broken');
  await support.page.getByRole('button', { name: 'Refund' }).click();
  assert.match(await support.page.getByRole('status').innerText(), /waits for a second person/);
  await support.close();

  const admin = await signedIn('bob@shop.example', 'admin');
  const seen = await open();
  await seen.page.context().addCookies(await admin.page.context().cookies());
  await seen.page.goto(`${url}/m/${merchantId}/approvals`);
  await judge(seen.page, 'what waits');
  await picture(seen.page, 'approvals');
  await seen.page.getByRole('link', { name: 'order-1042' }).click();
  await judge(seen.page, 'a refund that waits');
  await picture(seen.page, 'approval');
  await seen.page.goto(`${url}/m/${merchantId}/payments/${payment}`);
  await judge(seen.page, 'a payment with a refund that waits');
  await picture(seen.page, 'waiting-refund');
  await seen.page.goto(`${url}/m/${merchantId}/settings`);
  await judge(seen.page, 'settings');
  await picture(seen.page, 'settings');
  await seen.page.goto(`${url}/m/${merchantId}/audit?action=refund.approvalRequested`);
  await seen.page.locator('summary', { hasText: 'A refund above a limit' }).click();
  await judge(seen.page, 'audit log');
  await picture(seen.page, 'audit');
  await seen.page.getByRole('button', { name: 'Check the log' }).click();
  assert.match(await seen.page.getByRole('status').innerText(), /none changed, moved or\s+removed/);
  await judge(seen.page, 'audit log, checked');
  await seen.close();

  await admin.page.goto(`${url}/m/${merchantId}/approvals`);
  await admin.page.getByRole('link', { name: 'order-1042' }).click();
  await admin.page.getByRole('button', { name: 'Approve, and refund 20.00 EUR' }).click();
  assert.match(
    await admin.page.locator('main').innerText(),
    /It is refunded[\s\S]*bob@shop\.example approved the refund/,
  );
  await admin.close();
});
