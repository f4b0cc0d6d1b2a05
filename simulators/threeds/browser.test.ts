import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Frame, Page } from 'playwright-core';
import { clickInFrame, startChromium, type Browser, type Chromium } from '../../test/support/chromium.ts';
import { areq, ask, creqOf, startRequestor, until, type Requestor } from './customer.fixture.ts';
import { startThreeDs, type ThreeDs } from './threeds.ts';
import { encodeMessage, textOf, type Fields } from './wire.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Where pictures of the pages go, for people who want to look; none are taken without it. */
const PICTURES = process.env['TOLLGATE_TEST_PICTURES'];

let dataDir: string;
let simulator: ThreeDs;
let requestor: Requestor;
let shopUrl: string;
let shop: http.Server;
let chromium: Chromium;
let browser: Browser;
let scriptless: Browser;
/** What the page of the requestor shows next. */
let html = '';

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tollgate-threeds-'));
  simulator = await startThreeDs({ port: 0, dataDir });
  requestor = await startRequestor();
  shop = http.createServer((_request, response) => {
    const sources = `${simulator.url} ${requestor.url}`;
    response
      .writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': `default-src 'none'; frame-src ${sources}; form-action ${sources}; frame-ancestors 'none'`,
      })
      .end(html);
  });
  shop.listen(0, '127.0.0.1');
  await once(shop, 'listening');
  // Another host name than the ACS's, so another site, as in life.
  shopUrl = `http://localhost:${(shop.address() as AddressInfo).port}`;
  chromium = await startChromium();
  browser = await chromium.open({ viewport: { width: 1_000, height: 800 } });
  scriptless = await chromium.open({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
});
after(async () => {
  await chromium.close();
  shop.closeAllConnections();
  shop.close();
  await simulator.close();
  await requestor.close();
  await rm(dataDir, { recursive: true, force: true });
});

const form = (action: string, fields: Readonly<Record<string, string>>, target = '_self'): string =>
  `<form id="f" method="post" action="${action}" target="${target}">${Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`)
    .join('')}<button>Go on</button></form>`;
const page = (body: string): string =>
  `<!doctype html><html lang="en"><title>Shop</title><main><h1>Pay</h1>${body}</main></html>`;

const authenticate = async (fields: Fields = {}): Promise<Fields> =>
  ask(`${simulator.url}/ds/areq`, areq(requestor, fields));

const openIn = async ({ context }: Browser): Promise<Page> => {
  requestor.forms.length = 0;
  const opened = await context.newPage();
  await opened.goto(shopUrl);
  return opened;
};

/** Chromium may never answer to closing a page that is on its way somewhere. */
const leave = async (opened: Page): Promise<void> => {
  await opened.waitForLoadState('networkidle');
  await opened.close();
};

const acsFrame = async (opened: Page): Promise<Frame> => {
  await until(() => opened.frames().some((frame) => frame.url().includes('/acs/challenge/')));
  return opened.frames().find((frame) => frame.url().includes('/acs/challenge/')) ?? assert.fail();
};

const assertAccessible = async (frame: Frame | Page): Promise<void> => {
  // A page of which half has arrived is not what anybody is shown.
  await frame.waitForLoadState();
  await frame.evaluate(AXE);
  const violations = await frame.evaluate(
    'axe.run().then((r) => r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html).join(" ")))',
  );
  assert.deepEqual(violations, []);
};

const picture = async (opened: Page, name: string): Promise<void> => {
  if (PICTURES !== undefined) await opened.screenshot({ path: join(PICTURES, `${name}.png`) });
};

for (const [width, height] of [
  [250, 400],
  [390, 400],
  [600, 700],
] as const) {
  test(`in a frame of ${width} × ${height}: a wrong code, the right one, and back with the CRes`, async () => {
    const ares = await authenticate();
    const fields = { creq: creqOf(ares), threeDSSessionData: 'c2Vzc2lvbg' };
    html = page(
      `<iframe name="acs" title="Your bank" width="${width}" ` +
        `height="${height}"></iframe>${form(textOf(ares, 'acsURL'), fields, 'acs')}`,
    );
    const opened = await openIn(browser);
    await opened.click('#f button');
    const frame = await acsFrame(opened);
    await frame.waitForSelector('#code');
    await picture(opened, `challenge-${width}`);
    await assertAccessible(frame);
    assert.ok(
      await frame.evaluate('document.documentElement.scrollWidth <= window.innerWidth'),
      'nothing sticks out sideways',
    );
    await frame.fill('#code', '000000');
    await frame.press('#code', 'Enter');
    await frame.waitForSelector('[role=alert]');
    await picture(opened, `wrong-code-${width}`);
    await assertAccessible(frame);
    assert.equal(await frame.evaluate('document.querySelector("#code").getAttribute("aria-describedby")'), 'notice');
    await frame.fill('#code', '123456');
    await clickInFrame(frame, 'button[value=code]');
    await until(() => requestor.forms.length === 1);
    assert.equal(requestor.forms[0]?.form.get('threeDSSessionData'), 'c2Vzc2lvbg');
    assert.match(Buffer.from(requestor.forms[0]?.form.get('cres') ?? '', 'base64url').toString(), /"transStatus":"Y"/);
    assert.equal(requestor.resultsOf(ares).length, 1);
    assert.deepEqual(await browser.context.cookies(), []);
    await leave(opened);
  });
}

test('as a whole page, without scripts, on a phone', async () => {
  const ares = await authenticate({ merchantName: 'A shop with a name as long as it may be' });
  html = page(form(textOf(ares, 'acsURL'), { creq: creqOf(ares) }));
  const opened = await openIn(scriptless);
  await opened.click('#f button');
  await opened.waitForSelector('#code');
  await picture(opened, 'challenge-phone');
  await opened.reload();
  await opened.click('button[value=resend]');
  await opened.waitForSelector('[role=status]');
  await opened.click('button[value=fail]');
  await opened.waitForSelector('#back button');
  await picture(opened, 'return-phone');
  assert.equal(requestor.resultsOf(ares).length, 1);
  await opened.click('#back button');
  await until(() => requestor.forms.length === 1);
  assert.match(Buffer.from(requestor.forms[0]?.form.get('cres') ?? '', 'base64url').toString(), /"transStatus":"N"/);
  await leave(opened);
});

test('dark, and the page for people', async () => {
  const ares = await authenticate();
  html = page(form(textOf(ares, 'acsURL'), { creq: creqOf(ares) }));
  const opened = await openIn(browser);
  await opened.emulateMedia({ colorScheme: 'dark' });
  await opened.click('#f button');
  await opened.waitForSelector('#code');
  await picture(opened, 'challenge-dark');
  await assertAccessible(opened);
  await opened.emulateMedia({ colorScheme: 'light' });
  await opened.goto(simulator.url);
  await assertAccessible(opened);
  await opened.selectOption('select[name=kind]', 'rreqLost');
  await opened.click('form.row button');
  await opened.waitForSelector('text=Remove all faults');
  await picture(opened, 'overview');
  await opened.click('text=Remove all faults');
  await leave(opened);
});

test('the browser posts twice when told to, and the method page in a hidden frame answers', async () => {
  const ares = await authenticate({ acctNumber: '4000000000005159' });
  html = page(
    '<iframe name="acs" title="Your bank" width="500" ' +
      `height="700"></iframe>${form(textOf(ares, 'acsURL'), { creq: creqOf(ares) }, 'acs')}`,
  );
  const opened = await openIn(browser);
  await opened.click('#f button');
  const frame = await acsFrame(opened);
  await clickInFrame(frame, 'button[value=success]');
  await until(() => requestor.forms.length === 2);
  assert.equal(requestor.forms[0]?.form.get('cres'), requestor.forms[1]?.form.get('cres'));
  await leave(opened);

  for (const [variant, notifications] of [
    ['answers', 1],
    ['twice', 2],
  ] as const) {
    const threeDSMethodData = encodeMessage({
      threeDSServerTransID: ares['threeDSServerTransID'],
      threeDSMethodNotificationURL: `${requestor.url}/method`,
    });
    html = page(
      '<iframe name="acs" title="Bank" ' +
        `hidden></iframe>${form(`${simulator.url}/acs/method/${variant}`, { threeDSMethodData }, 'acs')}`,
    );
    const hidden = await openIn(browser);
    await hidden.click('#f button');
    await until(() => requestor.forms.length === notifications);
    assert.ok(requestor.forms.every(({ path }) => path === '/method'));
    await leave(hidden);
  }
});
