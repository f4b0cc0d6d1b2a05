import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Frame, Page } from 'playwright-core';
import { Problem } from '../../src/base/problem.ts';
import { clickInFrame } from '../support/chromium.ts';
import { waitFor } from '../support/wait-for.ts';
import { startBankWorld, type BankWorld } from './bank-world.ts';
import { TYPED, type FakePayment } from './fake-action.ts';
import { createFakeGateway } from './fake-gateway.ts';
import { axeViolations } from './page-checks.ts';
import { openPage, startPageWorld, type PageWorld } from './page-world.ts';

let world: PageWorld;
let issuer: BankWorld;

before(async () => {
  issuer = await startBankWorld(() => world.base);
  world = await startPageWorld({ bank: issuer.bank });
});
beforeEach(() => {
  issuer.bank.methodUrl = undefined;
});
after(async () => {
  await world.close();
  await issuer.close();
});

const visit = (payment: FakePayment, browser = world.browser): Promise<Page> =>
  openPage(browser, `${world.base}${payment.path}#ticket=c2VhbGVk`);

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

test('with script it begins by itself: method page, challenge, and on to the shop with the ticket', async () => {
  issuer.bank.methodUrl = issuer.methodUrl('answers');
  const payment = world.gateway.startAction();
  const page = await visit(payment);
  const bank = await bankIn(page);
  assert.equal(await page.getByRole('dialog', { name: 'Confirm with your bank' }).isVisible(), true);
  await bank.fill('#code', '123456');
  await clickInFrame(bank, 'button[value=code]');
  await page.waitForURL(world.thanksUrl);
  assert.deepEqual(
    payment.told.map(({ methodStep, ticket }) => [methodStep.kind, ticket]),
    [
      ['possible', 'c2VhbGVk'],
      ['done', 'c2VhbGVk'],
    ],
  );
  assert.equal(typeof payment.told[0]?.browser.script?.screenWidth, 'number');
  assert.deepEqual(payment.tickets, ['c2VhbGVk']);
  await page.close();
});

test('a bank that refuses, and a customer who gives up: both arrive at the shop', async () => {
  for (const leave of [
    async (page: Page) => clickInFrame(await bankIn(page), 'button[value=fail]'),
    async (page: Page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel the payment' }).click();
    },
    (page: Page) => page.getByRole('dialog').getByRole('button', { name: 'Cancel the payment' }).click(),
  ]) {
    const payment = world.gateway.startAction();
    const page = await visit(payment);
    await bankIn(page);
    await leave(page);
    await page.waitForURL(world.thanksUrl);
    assert.deepEqual(payment.tickets, [], 'nothing is paid');
    await page.close();
  }
});

test('the ticket is in no request line, and an address of before gives it up at once', async () => {
  for (const sign of ['#', '?']) {
    const payment = world.gateway.startAction();
    const page = await openPage(world.browser, 'about:blank');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${world.base}${payment.path}${sign}ticket=c2VhbGVk`);
    await clickInFrame(await bankIn(page), 'button[value=success]');
    await page.waitForURL(world.thanksUrl);
    assert.deepEqual(payment.tickets, ['c2VhbGVk']);
    assert.equal(asked.filter((url) => url.split('#')[0]?.includes('c2VhbGVk')).length, sign === '#' ? 0 : 1);
    await page.close();
  }
});

test('a code that has to be typed is waited for, leaves the browser sealed, and is marked when it can’t be right', async () => {
  const payment = world.gateway.startAction();
  const page = await openPage(world.browser, `${world.base}${payment.path}?code#ticket=c2VhbGVk`);
  const field = page.getByLabel('Enter your card’s security code.');
  assert.equal(await page.locator(':focus').getAttribute('id'), 'code');
  assert.deepEqual(await axeViolations(page), []);
  assert.equal(payment.told.length, 0, 'nothing begins by itself');
  await field.fill('12');
  const [request] = await Promise.all([
    page.waitForRequest((one) => one.method() === 'POST'),
    page.getByRole('button', { name: 'Continue', exact: true }).click(),
  ]);
  assert.match(request.postData() ?? '', /"sealed":"[\w-]{700,}"/);
  assert.doesNotMatch(request.postData() ?? '', /"cvc"/);
  await page.getByText('Enter the 3 digits on the back of your card.').waitFor();
  assert.deepEqual([await field.getAttribute('aria-invalid'), await field.inputValue()], ['true', '']);
  await field.fill('123');
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await clickInFrame(await bankIn(page), 'button[value=success]');
  await page.waitForURL(world.thanksUrl);
  assert.deepEqual([...new Set(payment.codes)], ['12', '123']);
  await page.close();
});

test('a page that meets no database keeps the ticket until it can be shown', async (t) => {
  const fail = (): never => {
    throw new Problem('unavailable', 'The database is away.');
  };
  const away = await createFakeGateway({ action: { view: fail } });
  t.after(() => away.close());
  const payment = world.gateway.startAction();
  const page = await openPage(world.browser, 'about:blank');
  let isAway = true;
  const { headers, body } = await away.app.inject({ method: 'GET', url: payment.path });
  await page.route('**/authenticate/*', (route) =>
    isAway
      ? route.fulfill({ status: 503, headers: headers as Readonly<Record<string, string>>, body })
      : route.continue(),
  );
  await page.goto(`${world.base}${payment.path}#ticket=c2VhbGVk`);
  await page.getByRole('link', { name: 'Reload the page' }).waitFor();
  isAway = false;
  await clickInFrame(await bankIn(page), 'button[value=success]');
  await page.waitForURL(world.thanksUrl);
  assert.deepEqual(payment.tickets, ['c2VhbGVk']);
  await page.close();
});

test('a reload in the middle keeps the ticket, and the payment finishes without being asked twice', async () => {
  const payment = world.gateway.startAction();
  const page = await visit(payment);
  await bankIn(page);
  await page.reload();
  await page.getByRole('button', { name: 'Continue here' }).click();
  await clickInFrame(await bankIn(page), 'button[value=success]');
  await page.waitForURL(world.thanksUrl);
  assert.deepEqual([payment.tickets, payment.told.length], [['c2VhbGVk'], 1]);
  await page.close();
});

test('no connection: the page says so, and the button tries again', async () => {
  const payment = world.gateway.startAction();
  const page = await openPage(world.browser, 'about:blank');
  await page.route('**/authenticate/*', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  );
  await page.goto(`${world.base}${payment.path}#ticket=c2VhbGVk`);
  await page.getByRole('alert').filter({ hasText: 'The connection was lost.' }).waitFor();
  assert.equal(payment.told.length, 0);
  await page.unroute('**/authenticate/*');
  await page.getByRole('button', { name: 'Continue' }).click();
  await bankIn(page);
  await page.close();
});

test('without script: one click to begin, one to the bank, and back', async () => {
  const payment = world.gateway.startAction();
  const page = await visit(payment, world.scriptless);
  assert.match(await page.locator('main').innerText(), /Blue Mountain Coffee has asked for this payment.*€49\.90/s);
  await page.getByLabel('Enter your card’s security code.').fill('123');
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  const asking = page.waitForRequest((request) => request.method() === 'POST' && request.url().includes('/acs/'));
  await page.getByRole('button', { name: 'Continue to your bank' }).click();
  assert.equal(new URLSearchParams((await asking).postData() ?? '').get('threeDSSessionData'), TYPED);
  await page.click('button[value=success]');
  await page.click('#back button');
  await page.getByRole('link', { name: 'Back to the payment' }).click();
  await page.getByRole('button', { name: 'Finish the payment' }).click();
  await page.waitForURL(world.thanksUrl);
  assert.deepEqual(
    payment.told.map(({ browser, methodStep }) => [browser.script, methodStep.kind]),
    [[undefined, 'impossible']],
  );
  await page.close();
});

test('a payment that is on its way is followed, and one that is over leads to the shop', async () => {
  const payment = world.gateway.startAction({ stage: 'processing' });
  const page = await visit(payment);
  await page.getByRole('heading', { name: 'Your payment is on its way' }).waitFor();
  payment.set({ stage: 'over', returnUrl: world.thanksUrl });
  await page.waitForURL(world.thanksUrl);
  await page.goto(world.base + payment.path);
  await page.waitForURL(world.thanksUrl);
  await page.close();
});
