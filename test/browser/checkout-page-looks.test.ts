import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { parseCurrency } from '../../src/base/money.ts';
import { catalogs } from '../../src/http/checkout/catalogs/index.ts';
import { startChromium, type Browser } from '../support/chromium.ts';
import type { FakeSession } from './fake-checkout.ts';
import type { FakeGateway } from './fake-gateway.ts';
import { axeViolations, inPage, scrollsSideways, isJudgedByAxe, nothing } from './page-checks.ts';
import { fillCard, openPage, startPageWorld, submit, type PageWorld } from './page-world.ts';

let world: PageWorld;
let shopUrl: string;
let gateway: FakeGateway;
let base: string;
let browser: Browser;

before(async () => {
  world = await startPageWorld();
  ({ shopUrl, gateway, base, browser } = world);
});
after(() => world.close());

type Shown = { readonly name: string; readonly show: (page: Page, locale: string) => Promise<unknown> };
const session =
  (change: Parameters<FakeGateway['start']>[0]): Shown['show'] =>
  (page, locale) =>
    page.goto(base + gateway.start({ ...change, locale }).path);

const over = { returnUrl: 'https://shop.example/back' };
const PAGES: readonly Shown[] = [
  { name: 'form', show: session({}) },
  {
    name: 'form after a decline',
    show: session({ lastDecline: 'doNotHonor', attemptsBegun: 4, declinesLeft: 1, captureMethod: 'manual' }),
  },
  {
    name: 'form for a confirmed card',
    show: session({ state: 'paying', authentication: { stage: 'cleared' }, attemptsBegun: 1 }),
  },
  { name: 'processing', show: session({ state: 'paying' }) },
  {
    name: 'challenging',
    show: session({
      state: 'paying',
      authentication: { stage: 'challenging', challenge: { acsUrl: 'https://acs.example/', creq: 'e30' } },
    }),
  },
  { name: 'paid', show: session({ state: 'completed', ...over }) },
  { name: 'authorized', show: session({ state: 'completed', captureMethod: 'manual', ...over }) },
  { name: 'timeout', show: session({ state: 'expired', expirationReason: 'timeout', ...over }) },
  { name: 'merchant', show: session({ state: 'expired', expirationReason: 'merchant', ...over }) },
  { name: 'exhausted', show: session({ state: 'expired', expirationReason: 'attemptsExhausted', ...over }) },
  { name: 'canceled', show: session({ state: 'expired', expirationReason: 'customerCanceled', ...over }) },
  { name: 'unknown', show: (page) => page.goto(`${base}/pay/nobody`) },
  { name: 'error', show: (page) => page.goto(base + brokenSession().path) },
  { name: 'crossSite', show: (page) => postFromAnotherSite(page) },
];

const brokenSession = (): FakeSession => {
  const broken = gateway.start();
  broken.breakDown();
  return broken;
};

const postFromAnotherSite = async (page: Page): Promise<void> => {
  await page.goto(shopUrl);
  await inPage(
    page,
    `document.body.innerHTML = '<form method="post" action="${base}${gateway.start().path}"><button>'`,
  );
  const refused = page.waitForResponse((response) => response.status() === 403);
  await page.click('button');
  await (await refused).finished();
  await page.waitForURL(`${base}/**`);
};

test('axe finds what is planted, so that finding nothing means something', async () => {
  const page = await openPage(browser, base + gateway.start().path);
  await inPage(
    page,
    `document.querySelector('label[for="cvc"]').remove(), document.querySelector('.note').style.color = '#aaa'`,
  );
  const found = (await axeViolations(page)).map((violation) => violation.split(':')[0]);
  assert.deepEqual(found.toSorted(), ['color-contrast', 'label', 'label-title-only']);
  await page.close();
});

for (const { language } of catalogs) {
  test(`any page in ${language}: ${isJudgedByAxe(language) ? 'axe finds nothing, light and dark; ' : ''}no wider than a small phone`, async () => {
    const judge = isJudgedByAxe(language) ? axeViolations : nothing;
    const page = await browser.context.newPage();
    await page.setExtraHTTPHeaders({ 'accept-language': language });
    await page.setViewportSize({ width: 320, height: 640 });
    for (const { name, show } of PAGES) {
      await page.emulateMedia({ colorScheme: 'light' });
      await show(page, language);
      assert.equal(await page.locator('h1').count(), 1, name);
      assert.equal(await page.getAttribute('html', 'lang'), language);
      assert.deepEqual(await judge(page), [], `${name} ${language}`);
      assert.equal(await scrollsSideways(page), false, `${name} ${language}`);
      if (!name.startsWith('form')) continue;
      await page.emulateMedia({ colorScheme: 'dark' });
      await submit(page);
      assert.equal(await page.locator('.mistake:not(:empty)').count(), 4);
      assert.deepEqual(await judge(page), [], `${name} ${language} dark, with mistakes`);
      const targets = await page
        .locator(':is(input:not([type="hidden"]), button, .link):visible')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
      assert.ok(
        targets.every((height) => height >= 44),
        targets.join(),
      );
      const fontSizes = await inPage<number[]>(
        page,
        '[pan, expiry, cvc, cardholderName].map((input) => Number.parseFloat(getComputedStyle(input).fontSize))',
      );
      assert.ok(
        fontSizes.every((size) => size >= 16),
        'a smaller font makes phones zoom in',
      );
    }
    await page.close();
  });
}

test('the largest amounts stay in one line, whatever the currency and the width', async () => {
  const page = await browser.context.newPage();
  for (const [code, locale] of [
    ['EUR', 'en'],
    ['KWD', 'de'],
    ['JPY', 'fr'],
    ['KWD', 'ar'],
  ] as const) {
    const currency = parseCurrency(code);
    assert.ok(currency);
    for (const width of [320, 390, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(base + gateway.start({ amount: { minor: 1_000_000_000_000n, currency }, locale }).path);
      const lines = await inPage<number>(
        page,
        `(() => {
        const range = document.createRange();
        range.selectNodeContents(document.querySelector('.figure'));
        return new Set([...range.getClientRects()].map(({ bottom }) => Math.round(bottom))).size;
      })()`,
      );
      assert.equal(lines, 1, `${code} in ${locale} at ${width} pixels`);
    }
  }
  await page.close();
});

const PX = [24, 32];
for (const defaultFontPx of PX) {
  test(`who has set a font of ${defaultFontPx} pixels sees every digit of the longest number`, async (t) => {
    const chromium = await startChromium({ defaultFontPx });
    t.after(() => chromium.close());
    const large = await chromium.open();
    for (const [width, locale] of [
      [320, 'en'],
      [390, 'ar'],
      [1_280, 'de'],
    ] as const) {
      const page = await large.context.newPage();
      await page.setViewportSize({ width, height: 800 });
      await page.goto(base + gateway.start({ locale }).path);
      assert.equal(await inPage(page, 'getComputedStyle(document.documentElement).fontSize'), `${defaultFontPx}px`);
      await fillCard(page, { pan: '6200000000000005124' });
      assert.equal(await page.inputValue('[name="pan"]'), '6200 0000 0000 0005 124');
      const hidden = await inPage<readonly string[]>(
        page,
        `['pan', 'expiry', 'cvc'].filter((id) => document.getElementById(id).scrollWidth > ` +
          'document.getElementById(id).clientWidth)',
      );
      assert.deepEqual(hidden, [], `${width} pixels`);
      assert.equal(await scrollsSideways(page), false);
      await page.close();
    }
  });
}

test('with colours of their own, customers tell a wrong field by its shape', async () => {
  const page = await openPage(browser, base + gateway.start().path);
  await page.emulateMedia({ forcedColors: 'active' });
  const borderOf = (id: string) => inPage<string>(page, `getComputedStyle(${id}).borderTopStyle`);
  assert.equal(await borderOf('cvc'), 'solid');
  await submit(page);
  assert.equal(await borderOf('cvc'), 'double');
  await page.close();
});

test('what is wrong stands right below its field, in one line with its neighbour’s', async () => {
  const page = await openPage(browser, base + gateway.start().path);
  await submit(page);
  const tops = await inPage<readonly number[]>(
    page,
    `['expiry', 'cvc'].map((name) => document.getElementById(name + '-mistake').getBoundingClientRect().top)`,
  );
  const bottom = await inPage<number>(page, 'cvc.getBoundingClientRect().bottom');
  assert.equal(tops[0], tops[1]);
  assert.ok((tops[1] ?? Infinity) - bottom < 12, String(tops));
  await page.close();
});

test('one HTML and two files of our own, 30 KB in all, and the scripts that the inventory names', async () => {
  const page = await browser.context.newPage();
  const requests: string[] = [];
  const problems: string[] = [];
  page.on('request', (request) => {
    requests.push(request.url());
  });
  page.on('console', (message) => {
    if (message.type() !== 'log') problems.push(message.text());
  });
  page.on('pageerror', (error) => {
    problems.push(error.message);
  });
  await page.goto(base + gateway.start({ locale: 'el' }).path, { waitUntil: 'networkidle' });
  assert.deepEqual(problems, []);
  const own = requests.filter((url) => !url.startsWith('data:'));
  assert.equal(own.length, 3);
  assert.ok(
    own.every((url) => url.startsWith(`${base}/`)),
    own.join(),
  );

  const bodies = await Promise.all(own.map(async (url) => Buffer.from(await (await fetch(url)).arrayBuffer())));
  const total = bodies.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0);
  assert.ok(total <= 30 * 1024, `${total} bytes gzip`);

  const inventory = JSON.parse(
    readFileSync(new URL('../../src/http/checkout/assets/script-inventory.json', import.meta.url), 'utf8'),
  ) as { sha384: string; why: string }[];
  const loaded = await inPage<readonly (readonly [src: string, integrity: string])[]>(
    page,
    '[...document.scripts].filter(({ src }) => src).map(({ src, integrity }) => [src, integrity])',
  );
  const executable = await page.locator('script:not([type="application/json"])').count();
  assert.equal(executable, loaded.length);
  const hashes = await Promise.all(
    loaded.map(async ([src, integrity]) => {
      const sha384 = createHash('sha384')
        .update(Buffer.from(await (await fetch(src)).arrayBuffer()))
        .digest('base64');
      assert.equal(integrity, `sha384-${sha384}`);
      return sha384;
    }),
  );
  assert.deepEqual(
    hashes,
    inventory.map(({ sha384 }) => sha384),
  );
  assert.ok(inventory.every(({ why }) => why.length > 20));
  await page.close();
});
