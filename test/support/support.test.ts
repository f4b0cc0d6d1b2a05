import assert from 'node:assert/strict';
import { test } from 'node:test';
import { areq, ask, creqOf, startRequestor } from '../../simulators/threeds/customer.fixture.ts';
import { textOf } from '../../simulators/threeds/wire.ts';
import { openBrowser } from './chromium.ts';
import { createTestDatabase, runSql, withClient } from './postgres.ts';
import { claimOf, completeChallenge, formWith, postFromBank, startTestThreeDs } from './threeds.ts';

test('two test databases are apart, migrated and gone after the drop', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  const tables = `select count(*)::int as count from pg_tables where tablename = 'schema_migrations'`;
  assert.deepEqual(await runSql(one.url, tables), [{ count: 1 }]);
  await runSql(one.url, 'create table only_here ()');
  assert.deepEqual(await runSql(other.url, `select to_regclass('only_here') as found`), [{ found: null }]);
  await one.drop();
  await other.drop();
  await assert.rejects(runSql(one.url, 'select 1'), /does not exist/);
});

test('a leaked connection fails the drop', async () => {
  const database = await createTestDatabase();
  await withClient(database.url, async () => {
    await assert.rejects(database.drop(), /1 connection\(s\) were left open/);
  }).catch((error: unknown) => {
    // The forced drop ends this connection under our hands; that is what it is for.
    if (!(error instanceof Error) || !/terminat/.test(error.message)) throw error;
  });
});

test('the browser renders a page and leaves no profile behind', async () => {
  const browser = await openBrowser({ locale: 'el-GR' });
  const page = await browser.context.newPage();
  await page.setContent('<title>Πληρωμή</title><p>1</p>');
  assert.equal(await page.title(), 'Πληρωμή');
  await browser.close();
});

test('the browser has nothing switched on that Playwright switches off, and its address bar loads no page', async (t) => {
  const browser = await openBrowser();
  t.after(browser.close);
  const page = await browser.context.newPage();
  await page.goto('chrome://version');
  const commandLine = await page.locator('#command_line').innerText();
  const [playwrights = [], ours = [], more] = [...commandLine.matchAll(/--disable-features=(\S+)/g)].map(([, list]) =>
    list?.split(','),
  );
  assert.equal(more, undefined, 'the last one of two is obeyed');
  assert.deepEqual(
    playwrights.filter((feature) => !ours.includes(feature)),
    [],
  );
  const cdp = await browser.context.browser()?.newBrowserCDPSession();
  const { targetInfos = [] } = (await cdp?.send('Target.getTargets')) ?? {};
  assert.deepEqual(
    targetInfos.filter(({ type }) => type !== 'browser').map(({ url }) => url),
    ['chrome://version/'],
  );
});

test('the bank of 3-D Secure: another site for browsers, a walk by plain forms, a journal that holds no card', async () => {
  const [threeDs, requestor] = await Promise.all([startTestThreeDs(), startRequestor()]);
  const ares = await ask(`${threeDs.url}/ds/areq`, areq(requestor));
  const action = textOf(ares, 'acsURL');
  assert.equal(new URL(action).hostname, 'localhost');
  const form = formWith(
    `<form action="${action}" method="post"><input type="hidden" name="creq" value="${creqOf(ares)}"></form>`,
    'creq',
  );
  const back = await completeChallenge(form, 'wrongCode', 'code');
  assert.equal(back.action, `${requestor.url}/notify`);
  assert.equal(claimOf(back)['transStatus'], 'Y');
  assert.equal((await postFromBank(back)).status, 200);
  assert.equal(requestor.results.length, 1);
  assert.equal(requestor.forms[0]?.form.get('cres'), back.fields['cres']);
  const ended = await threeDs.journal({ acsTransID: textOf(ares, 'acsTransID'), event: 'challengeEnded' });
  assert.deepEqual(
    ended.map(({ last4, transStatus }) => [last4, transStatus]),
    [['5599', 'Y']],
  );
  assert.throws(
    () => formWith('<form action="/"></form>', 'cres', threeDs.url),
    /no form of the page has a field cres/,
  );
  await Promise.all([threeDs.stop(), requestor.close()]);
});
