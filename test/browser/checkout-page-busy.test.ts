/** What the form does while it is on its way, and what it says when it comes back. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { CARDS, savedCard } from './fake-checkout.ts';
import { inPage } from './page-checks.ts';
import { fillCard, openPage, startPageWorld, submit, type PageWorld } from './page-world.ts';

let world: PageWorld;

before(async () => {
  world = await startPageWorld();
});
after(() => world.close());

const FIELDS = ['pan', 'expiry', 'cvc', 'cardholderName'] as const;
const valuesOf = (page: Page) => Promise.all(FIELDS.map((name) => page.inputValue(`[name="${name}"]`)));
const alertOf = (page: Page) => page.locator('#alert:not(:empty)');

test('while a payment is on its way nobody changes what pays, and Cancel says why it is off', async () => {
  const session = world.gateway.start({ offersToSave: true, savedCards: [savedCard('visa', '41111111', '1111')] });
  const page = await openPage(world.browser, world.base + session.path);
  await page.check('#method-new', { force: true });
  const reason = page.getByText('Your payment is on its way and can’t be canceled now.');
  assert.equal(await reason.isVisible(), false);
  await fillCard(page, { pan: CARDS.insufficientFunds });
  const before = await valuesOf(page);
  const answer = world.gateway.holdPayments();
  await submit(page);
  await reason.waitFor();
  for (const name of FIELDS) {
    await page.locator(`[name="${name}"]`).focus();
    await page.keyboard.type('9');
    await page.keyboard.press('Backspace');
  }
  assert.deepEqual(await valuesOf(page), before);
  await page.locator('label[for="method-0"]').click();
  await page.locator('label[for="saveCard"]').click();
  assert.deepEqual(await inPage(page, '[document.getElementById("method-new").checked, saveCard.checked]'), [
    true,
    false,
  ]);
  for (const off of ['#cancel-form [type="submit"]', '.removal [type="submit"]'])
    assert.equal(await page.getAttribute(off, 'aria-disabled'), 'true', off);
  await page.locator('#cancel-form [type="submit"]').click({ force: true });
  assert.equal(session.view().state, 'paying');
  answer();
  await page.locator('#card-form[data-attempt="1"]').waitFor();
  assert.equal(await reason.isVisible(), false);
  assert.equal(await page.getAttribute('#cancel-form [type="submit"]', 'aria-disabled'), null);
  await page.fill('[name="expiry"]', '11/38');
  await page.locator('label[for="method-0"]').click();
  assert.equal(await page.isChecked('#method-0'), true);
  await page.close();
});

test('paid, and the way back is held: the customer reads so until it opens, with and without script', async () => {
  for (const context of [world.browser, world.scriptless]) {
    const session = world.gateway.start();
    const page = await openPage(context, world.base + session.path);
    await fillCard(page, { pan: CARDS.processing });
    await submit(page);
    await page.getByRole('heading', { name: 'Your payment is on its way' }).waitFor();
    const asks = page.waitForRequest(/\?wait(?:=[^&]*)?&held$/);
    session.set({ state: 'completed', heldMsLeft: 9_000 });
    await asks;
    // Without script the page has asked for the next one by itself, and Playwright looks at nothing until that is
    // there.
    if (context === world.browser) {
      await page.getByText('You are being taken back to Blue Mountain Coffee').waitFor();
      assert.equal(await page.getByRole('heading', { name: 'Payment complete' }).count(), 1);
      assert.equal(await page.locator('form, button, main a').count(), 0);
    }
    session.set({ heldMsLeft: undefined, returnUrl: world.thanksUrl });
    await page.waitForURL(world.thanksUrl);
    await page.close();
  }
});

test('an old refusal goes when new mistakes show: at the button, and when a field is left', async () => {
  for (const how of ['the button', 'the keyboard', 'the mouse'] as const) {
    const page = await openPage(world.browser, world.base + world.gateway.start().path);
    await fillCard(page, { pan: CARDS.insufficientFunds });
    await submit(page);
    await page.locator('#card-form[data-attempt="1"]').waitFor();
    await alertOf(page).waitFor();
    if (how === 'the button') await submit(page);
    else {
      await page.locator('[name="expiry"]').fill('01/20');
      if (how === 'the keyboard') await page.keyboard.press('Tab');
      else await page.locator('[name="cardholderName"]').click();
    }
    await page.locator('.mistake:not(:empty)').first().waitFor();
    await page.locator('#alert:empty').waitFor({ state: 'attached' });
    await page.close();
  }
});

test('a click that leaves a wrong field arrives, although the old refusal above it goes', async () => {
  const page = await openPage(world.browser, world.base + world.gateway.start().path);
  await fillCard(page, { pan: CARDS.insufficientFunds });
  await submit(page);
  await page.locator('#card-form[data-attempt="1"]').waitFor();
  await page.locator('[name="cardholderName"]').fill('4444555511113333');
  await page.evaluate(
    'addEventListener("click", (event) => { document.title = event.target.closest("button,input")?.id ?? "" })',
  );
  await submit(page);
  assert.equal(await page.title(), 'pay');
  await page.locator('#alert:empty').waitFor({ state: 'attached' });
  await page.close();
});

test('a refusal that is about one field is said at that field, with and without script', async () => {
  for (const { context } of [world.browser, world.scriptless]) {
    const page = await openPage({ context }, world.base + world.gateway.start().path);
    await fillCard(page, { cvc: '000' });
    await submit(page);
    await alertOf(page).waitFor();
    await page.getByText('This code doesn’t match your card. Enter it again.').waitFor();
    assert.deepEqual(await Promise.all(FIELDS.map((name) => page.getAttribute(`[name="${name}"]`, 'aria-invalid'))), [
      null,
      null,
      'true',
      null,
    ]);
    await fillCard(page);
    if (context === world.browser.context) assert.equal(await page.getAttribute('[name="cvc"]', 'aria-invalid'), null);
    await submit(page);
    await page.waitForURL(world.thanksUrl);
    await page.close();
  }
});

test('the number and the date are marked likewise, and of a saved card the code alone', async () => {
  const saved = savedCard('visa', '41111111', '1111');
  for (const [lastDecline, field] of [
    ['incorrectNumber', 'pan'],
    ['expiredCard', 'expiry'],
    ['incorrectCvc', 'cvc'],
  ] as const) {
    for (const savedCards of [[], [saved]]) {
      const session = world.gateway.start({ attemptsBegun: 1, declinesLeft: 4, lastDecline, savedCards });
      const page = await openPage(world.browser, world.base + session.path);
      const marked = await inPage(page, '[...document.querySelectorAll("[aria-invalid]")].map(({ id }) => id)');
      assert.deepEqual(marked, savedCards.length === 0 || field === 'cvc' ? [field] : [], lastDecline);
      await page.close();
    }
  }
});
