import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Page, Request } from 'playwright-core';
import { formatId } from '../../src/base/id.ts';
import { catalogs } from '../../src/http/checkout/catalogs/index.ts';
import type { Browser } from '../support/chromium.ts';
import { CARDS, savedCard, type FakeSession } from './fake-checkout.ts';
import type { FakeGateway } from './fake-gateway.ts';
import { axeViolations, inPage, scrollsSideways, showAgainFromMemory, isJudgedByAxe, nothing } from './page-checks.ts';
import { fillCard, openPage, startPageWorld, type PageWorld } from './page-world.ts';

const PAY = '#pay';
const REMOVAL_CVC = '[name="removalCvc"]:visible';
const visa = savedCard('visa', '41111111', '1111');
const amex = savedCard('amex', '378282', '0005', 3);
const mastercard = savedCard('mastercard', '55555555', '4444', 8);

let world: PageWorld;
let thanksUrl: string;
let shopUrl: string;
let gateway: FakeGateway;
let base: string;
let browser: Browser;
let scriptless: Browser;

before(async () => {
  world = await startPageWorld();
  ({ shopUrl, thanksUrl, gateway, base, browser, scriptless } = world);
});
after(() => world.close());

const open = (session: FakeSession, { context }: Pick<Browser, 'context'> = browser): Promise<Page> =>
  openPage({ context }, base + session.path);
const choose = (page: Page, name: string) => page.getByRole('radio', { name }).check();
const shownFields = (page: Page) =>
  page.locator('input[type="text"]:visible').evaluateAll((all) => all.map((one) => one.getAttribute('name')));
const atShop = (page: Page) => page.waitForURL(thanksUrl);
const chosen = (page: Page) => page.locator('[name="method"]:checked').getAttribute('value');

const BOTH = () =>
  [
    ['with script', browser],
    ['without script', scriptless],
  ] as const;

test('the newest card is chosen, and its CVC is all that is asked', async () => {
  for (const [how, { context }] of BOTH()) {
    const session = gateway.start({ savedCards: [visa, amex], offersToSave: true });
    const page = await open(session, { context });
    assert.equal(await chosen(page), formatId('paymentMethod', visa.paymentMethodId), how);
    assert.deepEqual(await shownFields(page), ['cvc'], how);
    assert.equal(await page.locator('[name="cvc"]').count(), 1);
    assert.equal(await page.locator(PAY).count(), 1);
    assert.equal(await page.getByLabel('Save this card').isVisible(), false);
    await page.fill('[name="cvc"]', '737');
    await page.click(PAY);
    await atShop(page);
    assert.deepEqual(session.paid, [
      {
        last4: '1111',
        name: undefined,
        attemptNumber: 0,
        savedCard: { paymentMethodId: visa.paymentMethodId, cvc: '737' },
      },
    ]);
    await page.close();
  }
});

test('another card opens the whole form, and is kept only for who ticks the box', async () => {
  for (const [how, { context }] of BOTH()) {
    for (const saves of [false, true]) {
      const session = gateway.start({ savedCards: [visa], offersToSave: true });
      const page = await open(session, { context });
      await choose(page, 'Another card');
      assert.deepEqual(await shownFields(page), ['pan', 'expiry', 'cvc', 'cardholderName'], how);
      const box = page.getByRole('checkbox', { name: 'Save this card for future payments to Blue Mountain Coffee' });
      assert.equal(await box.isChecked(), false);
      await fillCard(page);
      if (saves) await box.check();
      await page.click(PAY);
      await atShop(page);
      assert.deepEqual(
        session.paid,
        [{ last4: '3333', name: 'Ada Lovelace', attemptNumber: 0, ...(saves && { saves }) }],
        how,
      );
      await page.close();
    }
  }
});

test('a customer without saved cards may keep the first one', async () => {
  for (const [, { context }] of BOTH()) {
    const session = gateway.start({ offersToSave: true });
    const page = await open(session, { context });
    await fillCard(page);
    await page.getByRole('checkbox').check();
    await page.click(PAY);
    await atShop(page);
    assert.equal(session.paid[0]?.saves, true);
    await page.close();
  }
});

test('the CVC of a saved card leaves the browser sealed, and nothing of a new card goes with it', async () => {
  const session = gateway.start({ savedCards: [visa], offersToSave: true });
  const page = await open(session);
  const posted: Request[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') posted.push(request);
  });
  await choose(page, 'Another card');
  await fillCard(page);
  await page.getByRole('checkbox').check();
  await choose(page, 'Visa ending in 1111');
  assert.equal(await page.inputValue('[name="cvc"]'), '', 'a CVC belongs to the card that it was typed for');
  await page.fill('[name="cvc"]', '737');
  await page.click(PAY);
  await atShop(page);
  assert.equal(posted.length, 1);
  const text = posted[0]?.postData() ?? '';
  const { method, keyId, sealed, ...others } = JSON.parse(text) as Record<string, string>;
  assert.equal(method, formatId('paymentMethod', visa.paymentMethodId));
  assert.deepEqual(Object.keys(others), ['formToken', 'browser']);
  assert.doesNotMatch(text, /Lovelace|44445555/);
  // The envelope is bound to this session and attempt, and says no more than the CVC.
  const open0 = await gateway.transit.open({ keyId: keyId ?? '', sealed: sealed ?? '', aad: `${session.token}.0` });
  assert.ok(open0 !== 'unreadable');
  assert.deepEqual([open0.cvc.reveal(), open0.pan.reveal(), open0.cardholderName.reveal()], ['737', '', '']);
  assert.equal(
    await gateway.transit.open({ keyId: keyId ?? '', sealed: sealed ?? '', aad: `${session.token}.1` }),
    'unreadable',
  );
  await page.close();
});

test('where there is no encryption the form posts itself: the chosen card and its CVC, no other field', async () => {
  const session = gateway.start({ savedCards: [visa], offersToSave: true });
  const page = await browser.context.newPage();
  await page.addInitScript(() => {
    Object.defineProperty(crypto, 'subtle', { value: undefined });
  });
  await page.goto(base + session.path);
  await choose(page, 'Another card');
  await fillCard(page);
  await choose(page, 'Visa ending in 1111');
  await page.fill('[name="cvc"]', '737');
  const posting = page.waitForRequest((request) => request.method() === 'POST');
  await page.click(PAY);
  assert.deepEqual([...new URLSearchParams((await posting).postData() ?? '').keys()].toSorted(), [
    'browser',
    'cvc',
    'formToken',
    'method',
  ]);
  await atShop(page);
  assert.equal(session.paid[0]?.savedCard?.cvc, '737');
  await page.close();
});

test('the CVC is checked by the brand of the chosen card, in the page and behind it', async () => {
  const page = await open(gateway.start({ savedCards: [visa, amex] }));
  const mistake = page.locator('#cvc-mistake');
  assert.equal(await page.locator('#cvc-hint').innerText(), '3 digits on the back');
  await page.locator('[name="cvc"]').pressSequentially('12345');
  assert.equal(await page.inputValue('[name="cvc"]'), '123');
  await choose(page, 'American Express ending in 0005');
  assert.equal(await page.locator('#cvc-hint').innerText(), '4 digits on the front');
  await page.fill('[name="cvc"]', '123');
  await page.click(PAY);
  assert.equal(await mistake.innerText(), 'Enter the 4 digits on the front of your card.');
  assert.equal(await inPage<string>(page, 'document.activeElement.id'), 'cvc');
  await choose(page, 'Visa ending in 1111');
  assert.equal(await mistake.innerText(), '', 'the mistake was the other card’s');
  await choose(page, 'Another card');
  await page.fill('[name="pan"]', CARDS.amex);
  assert.equal(await page.locator('#cvc-hint').innerText(), '4 digits on the front');
  await choose(page, 'Visa ending in 1111');
  assert.equal(await page.locator('#cvc-hint').innerText(), '3 digits on the back');

  const session = gateway.start({ savedCards: [visa, amex] });
  const without = await open(session, scriptless);
  await choose(without, 'American Express ending in 0005');
  await without.fill('[name="cvc"]', '123');
  await without.click(PAY);
  assert.equal(await without.locator('#cvc-mistake').innerText(), 'Enter the 4 digits on the front of your card.');
  assert.equal(await chosen(without), formatId('paymentMethod', amex.paymentMethodId));
  await without.fill('[name="cvc"]', '1234');
  await without.click(PAY);
  await atShop(without);
  assert.equal(session.paid.length, 1);
  await Promise.all([page.close(), without.close()]);
});

test('a declined saved card: the sentence helps, the CVC is forgotten, and another card pays', async () => {
  const session = gateway.start({ savedCards: [visa], offersToSave: true });
  const page = await open(session);
  await page.fill('[name="cvc"]', '000');
  await page.click(PAY);
  await page.getByText('The CVC doesn’t match the card.').waitFor();
  assert.equal(await page.inputValue('[name="cvc"]'), '');
  assert.equal(await chosen(page), formatId('paymentMethod', visa.paymentMethodId));
  await choose(page, 'Another card');
  await fillCard(page);
  await page.click(PAY);
  await atShop(page);
  assert.deepEqual(
    session.paid.map(({ last4, attemptNumber }) => [last4, attemptNumber]),
    [
      ['1111', 0],
      ['3333', 1],
    ],
  );
  await page.close();
});

test('removing asks first, keeps on Keep, removes on Remove, and says so', async () => {
  for (const [how, { context }] of BOTH()) {
    const session = gateway.start({ savedCards: [visa, amex] });
    const page = await open(session, { context });
    const row = page.locator('.method', { hasText: '0005' });
    const remove = row.getByRole('button', { name: 'Remove: American Express ending in 0005' });
    assert.equal(await remove.isVisible(), false, how);
    await row.locator('summary').click();
    assert.equal(await row.getByText('To remove this card, enter its CVC.').isVisible(), true, how);
    assert.equal(await row.locator('summary').innerText(), 'Keep');
    await row.locator('summary').click();
    assert.equal(await remove.isVisible(), false, how);
    assert.equal(session.view().savedCards.length, 2);

    await row.locator('summary').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('123');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const cvc = row.getByLabel('To remove this card, enter its CVC. American Express ending in 0005');
    await row.getByText('Enter the 4 digits on the front of your card.').waitFor();
    assert.deepEqual(
      [await cvc.getAttribute('aria-invalid'), await cvc.inputValue(), await page.locator(':focus').getAttribute('id')],
      ['true', '', 'remove-cvc-1'],
      how,
    );
    assert.equal(session.view().savedCards.length, 2, how);
    await page.keyboard.type('1234');
    await page.keyboard.press('Enter');
    await page.waitForURL(/notice=cardRemoved/);
    assert.match(await page.locator('#alert').innerText(), /The card was removed\./, how);
    assert.equal(await page.locator('.method').count(), 2, how);
    assert.deepEqual(session.view().savedCards, [visa]);
    assert.equal(session.paid.length, 0);

    await page.locator('summary').click();
    await page.fill(REMOVAL_CVC, '123');
    await page.getByRole('button', { name: 'Remove' }).first().click();
    await page.locator('#card-form:not(:has(fieldset)) #pay').waitFor();
    assert.deepEqual(await shownFields(page), ['pan', 'expiry', 'cvc', 'cardholderName'], how);
    await fillCard(page);
    await page.click(PAY);
    await atShop(page);
    await page.close();
  }
});

test('the CVC of a removal leaves the browser sealed', async () => {
  const session = gateway.start({ savedCards: [visa] });
  const page = await open(session);
  await page.locator('summary').click();
  await page.fill(REMOVAL_CVC, '737');
  const [request] = await Promise.all([
    page.waitForRequest((one) => one.method() === 'POST'),
    page.click('[type="submit"][form="remove-0"]'),
  ]);
  const sent = request.postData() ?? '';
  assert.match(sent, /"sealed":"[\w-]{700,}"/);
  assert.doesNotMatch(sent, /737"|removalCvc/);
  await page.waitForURL(/notice=cardRemoved/);
  await page.close();
});

test('a second browser is shown the form alone, and pays with it', async () => {
  const session = gateway.start({ savedCards: [visa], offersToSave: true });
  const first = await open(session);
  const other = await scriptless.context.newPage();
  await other.goto(base + session.path);
  assert.equal(await other.locator('.method').count(), 0);
  assert.deepEqual(await shownFields(other), ['pan', 'expiry', 'cvc', 'cardholderName']);
  assert.equal(await first.locator('.method').count(), 2);
  await first.reload();
  assert.equal(await first.locator('.method').count(), 2, 'a reload keeps what the first browser sees');
  await fillCard(other);
  await other.click(PAY);
  await atShop(other);
  await first.goto(base + session.path);
  assert.equal(await first.getByRole('link', { name: 'Back to Blue Mountain Coffee' }).count(), 1);
  await other.goto(base + session.path);
  assert.match(await other.locator('h1').innerText(), /Payment complete/);
  assert.equal(await other.getByRole('link').count(), 0);
  assert.doesNotMatch(await other.locator('main').innerText(), /Sidamo|4000/);
  await other.close();
  await first.close();
});

test('Back does not show a removed card, and nothing is removed while a payment is on its way', async () => {
  const session = gateway.start({ savedCards: [visa, amex] });
  const page = await browser.context.newPage();
  await page.goto(shopUrl);
  await page.goto(base + session.path);
  await page.locator('summary').first().click();
  await page.fill(REMOVAL_CVC, '123');
  await page.click('[type="submit"][form="remove-0"]');
  await page.waitForURL(/notice=cardRemoved/);
  await page.goBack();
  assert.equal(page.url(), `${shopUrl}/`);

  await page.goto(base + session.path);
  const answer = gateway.holdPayments();
  await page.fill('[name="cvc"]', '1234');
  await page.locator('summary').first().click();
  await page.click(PAY);
  const remove = page.locator('[type="submit"][form="remove-0"][aria-disabled="true"]');
  // It says that it is off; somebody presses it all the same.
  await remove.click({ force: true });
  answer();
  await atShop(page);
  assert.equal(session.view().savedCards.length, 1);
  assert.equal(session.paid.length, 1);
  await page.close();
});

test('Enter in the CVC pays; Enter never removes', async () => {
  for (const [how, { context }] of BOTH()) {
    const session = gateway.start({ savedCards: [visa] });
    const page = await open(session, { context });
    await page.locator('summary').click();
    await page.fill('[name="cvc"]', '737');
    await page.press('[name="cvc"]', 'Enter');
    await atShop(page);
    assert.equal(session.paid.length, 1, how);
    assert.equal(session.view().savedCards.length, 1, how);
    await page.close();
  }
});

test('a card that is gone: the page is shown as it is now', async () => {
  const session = gateway.start({ savedCards: [visa, amex] });
  const page = await open(session);
  session.set({ savedCards: [amex] });
  await page.fill('[name="cvc"]', '737');
  await page.click(PAY);
  await page.waitForURL(/notice=stale/);
  assert.equal(await page.locator('.method').count(), 2);
  assert.equal(session.paid.length, 0);
  await page.close();
});

test('what the browser puts back is what the page shows', async () => {
  const page = await open(gateway.start({ savedCards: [visa] }));
  await choose(page, 'Another card');
  // Browsers restore a radio without telling anybody.
  await inPage(page, `document.querySelector('#method-0').checked = true`);
  await showAgainFromMemory(page);
  assert.deepEqual(await shownFields(page), ['cvc']);
  assert.equal(await page.locator('#pan').isDisabled(), true);
  await page.close();
});

for (const { language, saved } of catalogs) {
  test(`a page with saved cards in ${language}: ${isJudgedByAxe(language) ? 'axe finds nothing; ' : ''}it fits a small phone`, async () => {
    const judge = isJudgedByAxe(language) ? axeViolations : nothing;
    const page = await browser.context.newPage();
    await page.setViewportSize({ width: 320, height: 640 });
    for (const colorScheme of isJudgedByAxe(language) ? (['light', 'dark'] as const) : (['light'] as const)) {
      await page.emulateMedia({ colorScheme });
      const session = gateway.start({
        savedCards: [visa, amex, mastercard, savedCard('unknown', '99999999', '7777')],
        offersToSave: true,
        locale: language,
      });
      await page.goto(base + session.path);
      const check = async (state: string): Promise<void> => {
        assert.deepEqual(await judge(page), [], `${state} ${language} ${colorScheme}`);
        assert.equal(await scrollsSideways(page), false, `${state} ${language}`);
        const heights = await page
          .locator(
            '.method > label, summary, [form^="remove"]:visible, .save-offer:visible label, input[type="text"]:visible',
          )
          .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
        assert.ok(
          heights.every((height) => height >= 44),
          `${state} ${language}: ${heights.join()}`,
        );
      };
      await page.locator('summary').nth(1).click();
      await check('asked to remove');
      await page.click(PAY);
      assert.equal(await page.locator('.mistake:not(:empty)').count(), 1);
      await check('with a mistake');
      await page.check('#method-new');
      assert.equal(await page.locator('label[for="method-new"]').innerText(), saved.anotherCard);
      await check('another card');
      await page.click('[type="submit"][form="remove-1"]');
      await page.locator('#remove-cvc-1[aria-invalid="true"]').waitFor();
      await check('without its CVC');
      await page.fill('#remove-cvc-1', '1234');
      await page.click('[type="submit"][form="remove-1"]');
      await page.waitForURL(/notice=cardRemoved/);
      await check('removed');
    }
    await page.close();
  });
}

test('with twenty saved cards, in the longest language, the page and its two files stay within 30 KB', async () => {
  const cards = Array.from({ length: 20 }, (_, count) => savedCard('discover', '60110000', String(1000 + count)));
  const { path } = gateway.start({ savedCards: cards, offersToSave: true, locale: 'el' });
  const html = await (await fetch(base + path, { headers: { 'sec-fetch-dest': 'document' } })).text();
  assert.equal(html.match(/class="removal"/g)?.length, 20);
  const files = [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, file = '']) => base + file);
  assert.equal(files.length, 2);
  const bodies = [
    Buffer.from(html),
    ...(await Promise.all(files.map(async (file) => Buffer.from(await (await fetch(file)).arrayBuffer())))),
  ];
  const total = bodies.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0);
  assert.ok(total <= 30 * 1024, `${total} bytes gzip`);
});
