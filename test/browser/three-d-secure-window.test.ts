/** The window in which the bank asks: slow, gone, left by mistake, and too small. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import type { Frame, Page } from 'playwright-core';
import { clickInFrame } from '../support/chromium.ts';
import { waitFor } from '../support/wait-for.ts';
import { startBankWorld, startStrangePages, type BankWorld, type StrangePages } from './bank-world.ts';
import { CARDS, TICKET, type FakeSession } from './fake-checkout.ts';
import { inPage } from './page-checks.ts';
import { fillCard, openPage, startPageWorld, submit, type PageWorld } from './page-world.ts';

let world: PageWorld;
let issuer: BankWorld;
let strange: StrangePages;

before(async () => {
  issuer = await startBankWorld(() => world.base);
  strange = await startStrangePages();
  world = await startPageWorld({ bank: issuer.bank });
});
beforeEach(() => {
  issuer.bank.acsUrl = undefined;
});
after(async () => {
  await world.close();
  await issuer.close();
  strange.close();
});

const pay = async (
  session: FakeSession,
  prepare: (page: Page) => Promise<unknown> = () => Promise.resolve(),
): Promise<Page> => {
  const page = await openPage(world.browser, 'about:blank');
  await prepare(page);
  await page.goto(world.base + session.path);
  await fillCard(page, { pan: CARDS.challenged });
  await submit(page);
  return page;
};

/** Our page in the dialog, which holds the bank's. */
const oursIn = (page: Page): Promise<Frame> =>
  waitFor('our page in the dialog', async () => page.frames().find((frame) => frame.url().endsWith('/challenge')));

const bankIn = (page: Page): Promise<Frame> =>
  waitFor('the bank’s page', async () => {
    const frame = page.frames().find((one) => one.url().includes('/acs/challenge/'));
    const isThere = await frame?.locator('#code').count();
    return isThere === 1 && frame;
  });

const question = (page: Page) => page.getByRole('alertdialog', { name: 'Stop the check by your bank?' });

const isSeen = (frame: Frame, text: string) => frame.getByText(text).waitFor();

test('while the bank is slow the window says that we wait for it, then what else can be done, and then shows the bank', async () => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  strange.held.set('/slow', promise);
  issuer.bank.acsUrl = `${strange.url}/slow`;
  const page = await pay(world.gateway.start(), (opened) => opened.clock.install());
  const ours = await oursIn(page);
  await isSeen(ours, 'Waiting for your bank…');
  assert.equal(await ours.locator('.spinner:visible').count(), 1);
  // Only the waiting runs faster: nothing else on the page has a limit that is as short.
  await page.clock.fastForward(8_500);
  await isSeen(ours, 'Your bank is taking longer than usual');
  for (const name of ['Open the bank’s page in this window', 'Try again', 'Use another card'])
    assert.equal(await ours.getByRole('button', { name }).isVisible(), true, name);
  resolve(undefined);
  await ours.locator('#cover').waitFor({ state: 'hidden' });
  const bank = await waitFor('the bank’s page', async () => page.frames().find((one) => one.url().endsWith('/slow')));
  assert.equal(await bank.locator('#there').isVisible(), true);
  await page.close();
});

test('a bank that can’t be reached is said to be so, never shown as the browser’s error; it is there at the next try', async () => {
  const gone = createServer((request, response) => {
    request.resume();
    response.setHeader('content-type', 'text/html').end('<p id="there">Here again.');
  });
  const listen = (port: number) => new Promise<void>((resolve) => gone.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = gone.address() as AddressInfo;
  await new Promise((resolve) => gone.close(resolve));
  issuer.bank.acsUrl = `http://127.0.0.1:${port}/acs`;
  const page = await pay(world.gateway.start());
  const ours = await oursIn(page);
  await isSeen(ours, 'Your bank’s page doesn’t open here');
  assert.equal(await ours.locator('#cover').isVisible(), true);
  await ours.getByRole('button', { name: 'Try again' }).click();
  await isSeen(ours, 'Your bank’s page doesn’t open here');
  await listen(port);
  await ours.getByRole('button', { name: 'Try again' }).click();
  await ours.locator('#cover').waitFor({ state: 'hidden' });
  await page.close();
  gone.closeAllConnections();
  gone.close();
});

for (const [where, leave] of [
  ['the head of the window', (page: Page) => page.locator('#bank-leave').click()],
  [
    'the words about a bank that is gone',
    async (page: Page) => (await oursIn(page)).getByRole('button', { name: 'Use another card' }).click(),
  ],
] as const) {
  test(`another card, from ${where}: the form is empty but for the name`, async () => {
    // Nothing listens there: browsers refuse it by themselves.
    issuer.bank.acsUrl = 'http://127.0.0.1:1/acs';
    const page = await pay(world.gateway.start());
    await isSeen(await oursIn(page), 'Your bank’s page doesn’t open here');
    await leave(page);
    await page.getByText('You stopped the check by your bank').waitFor();
    const values = await inPage(
      page,
      '["pan", "expiry", "cvc", "cardholderName"].map((id) => document.getElementById(id).value)',
    );
    assert.deepEqual(values, ['', '', '', 'Ada Lovelace']);
    assert.equal(await page.getAttribute('#brand', 'data-brand'), 'unknown');
    await fillCard(page);
    await submit(page);
    await page.waitForURL(world.thanksUrl);
    await page.close();
  });
}

test('Escape asks first, Escape again takes it back, however often; the bank’s page stays as it was', async () => {
  const session = world.gateway.start();
  const page = await pay(session);
  const bank = await bankIn(page);
  await bank.fill('#code', '1234');
  for (let round = 0; round < 2; round++) {
    await page.locator('#bank-title').focus();
    await page.keyboard.press('Escape');
    await question(page).waitFor();
    assert.equal(await inPage(page, 'document.activeElement.id'), 'bank-go-on');
    await page.keyboard.press('Escape');
    await question(page).waitFor({ state: 'hidden' });
    assert.equal(await page.locator('#bank').evaluate((dialog) => dialog.matches(':modal')), true);
  }
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Continue with the bank' }).click();
  assert.equal(await question(page).isVisible(), false);
  assert.equal(session.view().state, 'paying');
  assert.equal(await bank.inputValue('#code'), '1234');
  await bank.fill('#code', '123456');
  await clickInFrame(bank, 'button[value=code]');
  await page.waitForURL(world.thanksUrl);
  await page.close();
});

test('our own page in the frame is tried again until it comes, and nothing else is seen there meanwhile', async () => {
  let asked = 0;
  const page = await pay(world.gateway.start(), (opened) =>
    opened.route(`${world.base}/**/challenge`, (route) => {
      asked++;
      if (asked === 1) return route.fulfill({ status: 503, headers: { 'x-frame-options': 'DENY' }, body: 'away' });
      return asked === 2 ? route.abort() : route.continue();
    }),
  );
  await page.locator('#bank-wait').waitFor();
  assert.equal(await page.locator('#bank-body iframe').isVisible(), false);
  await bankIn(page);
  assert.equal(await page.locator('#bank-wait').isVisible(), false);
  assert.equal(asked, 3);
  await page.close();
});

test('out of the frame: the bank’s page takes the window, with the card going along, and comes back to ours', async () => {
  const session = world.gateway.start();
  const page = await pay(session);
  await bankIn(page);
  const asking = page.waitForRequest((request) => request.method() === 'POST' && request.url().includes('/acs/'));
  await clickInFrame(await oursIn(page), '#foot button[form="whole-window"]');
  assert.equal(new URLSearchParams((await asking).postData() ?? '').get('threeDSSessionData'), TICKET);
  await page.locator('#code').waitFor();
  assert.equal(page.frames().length, 1);
  await page.click('button[value=success]');
  assert.match(await page.locator('#alert:not(:empty)').innerText(), /Your bank has confirmed it’s you/);
  assert.equal(new URL(page.url()).pathname, session.path);
  await page.close();
});

test('without script the page in the frame has the same way out', async () => {
  const session = world.gateway.start();
  const page = await pay(session);
  await bankIn(page);
  const without = await openPage(world.scriptless, `${world.base}${session.path}/challenge`);
  await without.locator('#foot').getByRole('button', { name: 'Open the bank’s page in this window' }).click();
  await without.locator('#code').waitFor();
  await Promise.all([page.close(), without.close()]);
});

test('without script Back from the bank shows the page before it, from which the bank can be asked again', async () => {
  const page = await openPage(world.scriptless, world.base + world.gateway.start().path);
  await fillCard(page, { expiry: '01/20' });
  await submit(page);
  await page.getByText('This card has expired').waitFor();
  await fillCard(page, { pan: CARDS.challenged });
  await submit(page);
  await page.getByRole('button', { name: 'Continue to your bank' }).click();
  await page.locator('#code').waitFor();
  await page.goBack();
  const asking = page.waitForRequest((request) => request.method() === 'POST' && request.url().includes('/acs/'));
  await page.getByRole('button', { name: 'Continue to your bank' }).click();
  assert.equal(new URLSearchParams((await asking).postData() ?? '').get('threeDSSessionData'), TICKET);
  await page.locator('#code').waitFor();
  // And once more: to the form that had a mistake.
  await page.goBack();
  await page.getByRole('heading', { name: 'Your bank wants to confirm that it’s you' }).waitFor();
  await page.goBack();
  await page.getByText('This card has expired').waitFor();
  await page.close();
});

test('a return from the bank that meets no database is brought again, in the frame and in the window, with and without script', async () => {
  const framed = world.gateway.start();
  // The issuer’s own word is late: the browser is still at the bank’s page when it is sent back.
  const page = await pay(framed, (opened) =>
    opened.route(/status\?wait$/, (route) =>
      route.fulfill({ json: { state: 'paying', authentication: 'challenging', attemptsBegun: 1, leaves: false } }),
    ),
  );
  const bank = await bankIn(page);
  world.gateway.missReturns(2);
  await clickInFrame(bank, 'button[value=success]');
  await waitFor('the third return', async () => world.gateway.returns.length === 3);
  const [first, ...later] = world.gateway.returns;
  assert.match(first?.['cres'] ?? '', /^[\w-]{40,}$/);
  for (const again of later) assert.deepEqual(again, first);
  await page.unroute(/status\?wait$/);
  await page.waitForURL(world.thanksUrl);
  await page.close();

  const without = await openPage(world.scriptless, world.base + world.gateway.start({ locale: 'de' }).path);
  await fillCard(without, { pan: CARDS.challenged });
  await submit(without);
  await without.click('#bank-form button');
  await without.click('button[value=success]');
  world.gateway.missReturns(1);
  await without.click('#back button');
  await without.getByText('You’re back from your bank, but we can’t reach your payment right now.').waitFor();
  await without.getByRole('button', { name: 'Try again' }).click();
  await without.getByRole('link', { name: 'Back to the payment' }).waitFor();
  const [missed, heard] = world.gateway.returns;
  assert.equal(missed?.['threeDSSessionData'], TICKET);
  assert.deepEqual(heard, missed);
  await without.close();
});
