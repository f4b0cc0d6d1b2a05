import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Page } from 'playwright-core';
import { clickInFrame } from '../support/chromium.ts';
import { waitFor } from '../support/wait-for.ts';
import { startBankWorld, startStrangePages, type BankWorld, type StrangePages } from './bank-world.ts';
import { CARDS, type FakeSession } from './fake-checkout.ts';
import { inPage, stopTime } from './page-checks.ts';
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
  issuer.bank.methodUrl = undefined;
  issuer.bank.acsUrl = undefined;
});
after(async () => {
  await world.close();
  strange.close();
  await issuer.close();
});

type Paying = { readonly session: FakeSession; readonly page: Page; readonly posts: string[] };

/** `posts`: the bodies of what the script has sent. The page's clock moves only when a test says so. */
const pay = async (): Promise<Paying> => {
  const session = world.gateway.start();
  const page = await openPage(world.browser, 'about:blank');
  const posts: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith(session.path)) posts.push(request.postData() ?? '');
  });
  await stopTime(page);
  await page.goto(world.base + session.path);
  await fillCard(page, { pan: CARDS.challenged });
  await submit(page);
  return { session, page, posts };
};

const challengeIn = (page: Page) => page.getByRole('dialog').waitFor();
const frameOf = (page: Page, path: string) =>
  waitFor(`a frame at ${path}`, async () => page.frames().find((frame) => frame.url().includes(path)));

/** Nothing but time can bring the page on from here: so time goes by. */
const letTimePass = async (page: Page): Promise<void> => {
  await page.clock.fastForward(9_000);
  assert.equal(await page.locator('dialog').isVisible(), false, 'ten seconds, and not less');
  await page.clock.fastForward(1_100);
  await challengeIn(page);
  await page.clock.resume();
};

test('the bank’s method page answers: nobody sees it, and the same sealed card goes on at once', async () => {
  issuer.bank.methodUrl = issuer.methodUrl('answers');
  const { session, page, posts } = await pay();
  await challengeIn(page);
  assert.deepEqual(
    session.told.map(({ methodStep }) => methodStep.kind),
    ['possible', 'done'],
  );
  const [, second] = session.told;
  assert.ok(second?.methodStep.kind === 'done' && second.methodStep.isCompleted);
  const [before, again] = posts.map((text) => JSON.parse(text) as Record<string, string>);
  assert.equal(again?.['sealed'], before?.['sealed']);
  assert.equal(again?.['formToken'], before?.['formToken']);
  assert.equal(await page.locator('body > iframe').count(), 0, 'the hidden frame is gone');
  await page.close();
});

test('it never answers: after ten seconds the payment goes on without', async () => {
  issuer.bank.methodUrl = issuer.methodUrl('silent');
  const { session, page } = await pay();
  await frameOf(page, '/acs/method/silent');
  await letTimePass(page);
  const told = session.told.at(-1)?.methodStep;
  assert.ok(told?.kind === 'done' && !told.isCompleted);
  await page.close();
});

test('it answers late: the payment has gone on, and nothing happens twice', async () => {
  let release = (): void => undefined;
  strange.held.set(
    '/late',
    new Promise((resolve) => {
      release = resolve;
    }),
  );
  issuer.bank.methodUrl = `${strange.url}/late`;
  const { session, page, posts } = await pay();
  await waitFor('the hidden frame', async () => (await page.locator('body > iframe').count()) === 1);
  await letTimePass(page);
  release();
  await inPage(
    page,
    `void dispatchEvent(new MessageEvent('message', { origin: location.origin, data: 'tollgate:method-answered' }))`,
  );
  await clickInFrame(await frameOf(page, '/acs/challenge/'), 'button[value=success]');
  await page.waitForURL(world.thanksUrl);
  assert.equal(posts.length, 2);
  assert.equal(session.paid.length, 1);
  await page.close();
});

test('it answers twice: once is enough', async () => {
  const form = `<form method="post" action="${world.base}/3ds/method"><input name="threeDSMethodData" value="e30"></form>`;
  // Twice one after the other in the same frame, as a page does that is impatient with itself.
  strange.pages.set(
    '/twice',
    `${form}<script>document.forms[0].submit(); setTimeout(() => document.forms[0].submit(), 0)</script>`,
  );
  issuer.bank.methodUrl = `${strange.url}/twice`;
  const { session, page, posts } = await pay();
  await challengeIn(page);
  assert.deepEqual([posts.length, session.told.length], [2, 2]);
  await page.close();
});

test('it answers from frames inside of its own, and twice: heard, and once', async () => {
  issuer.bank.methodUrl = issuer.methodUrl('twice');
  const { session, page } = await pay();
  await challengeIn(page);
  const told = session.told.at(-1)?.methodStep;
  assert.ok(told?.kind === 'done' && told.isCompleted);
  assert.equal(session.told.length, 2);
  await page.close();
});

test('what the bank’s page says itself is not heard, and it takes nobody away', async () => {
  strange.pages.set(
    '/forging',
    `<script>
    for (const target of [top, parent, parent.parent]) target.postMessage('tollgate:method-answered', '*');
    try { top.location = '${strange.url}/away'; } catch { document.title = 'refused'; }
  </script><p id="there">x</p>`,
  );
  issuer.bank.methodUrl = `${strange.url}/forging`;
  const { session, page, posts } = await pay();
  const frame = await frameOf(page, '/forging');
  await frame.locator('#there').waitFor({ state: 'attached' });
  assert.equal(await frame.title(), 'refused');
  assert.equal(posts.length, 1);
  await letTimePass(page);
  assert.equal(page.url(), world.base + session.path);
  await page.close();
});

test('the bank’s challenge page can’t take the window, nor end the challenge by a message', async () => {
  strange.pages.set(
    '/acs',
    `<script>
    for (const data of ['tollgate:method-answered', { kind: 'leave', url:
    '${strange.url}/away' }]) { top.postMessage(data, '*'); parent.postMessage(data, '*'); }
    try { top.location.href = '${strange.url}/away'; } catch { document.title = 'refused'; }
  </script><a id="there"
  href="${strange.url}/away" target="_top">away</a><form method="post"
  action="${strange.url}/away" target="_top"><button>away</button></form>`,
  );
  issuer.bank.acsUrl = `${strange.url}/acs`;
  const { session, page } = await pay();
  const frame = await frameOf(page, `${strange.url}/acs`);
  await clickInFrame(frame, '#there');
  await clickInFrame(frame, 'button');
  assert.equal(await frame.title(), 'refused');
  assert.equal(page.url(), world.base + session.path);
  assert.equal(await page.getByRole('dialog').isVisible(), true);
  assert.equal(session.view().authentication?.stage, 'challenging');
  await page.close();
});

test('a bank may move on to another host in its own frame, and the page around it stays ours', async () => {
  strange.pages.set('/hop', `<script>location.href = '${world.shopUrl}/'</script>`);
  issuer.bank.acsUrl = `${strange.url}/hop`;
  const { session, page } = await pay();
  await waitFor('the bank’s second address', async () =>
    page.frames().some((frame) => frame.url().startsWith(world.shopUrl)),
  );
  assert.equal(page.url(), world.base + session.path);
  assert.equal(await page.getByRole('dialog').isVisible(), true);
  assert.equal(session.view().authentication?.stage, 'challenging');
  await page.close();
});

test('our frames are shown in no page of a stranger', async () => {
  const { session, page } = await pay();
  await challengeIn(page);
  strange.pages.set(
    '/framing',
    `<iframe src="${world.base}${session.path}/challenge"></iframe><iframe ` +
      `src="${world.base}${session.path}"></iframe>`,
  );
  const thief = await openPage(world.browser, `${strange.url}/framing`);
  await thief.waitForLoadState('networkidle');
  for (const frame of thief.frames().slice(1)) assert.equal(await frame.locator('form').count(), 0);
  await Promise.all([thief.close(), page.close()]);
});
