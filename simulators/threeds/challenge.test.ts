import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  areq,
  ask,
  begin,
  cresIn,
  creqOf,
  fieldIn,
  openPage,
  postForm,
  press,
  startRequestor,
  until,
  type Requestor,
} from './customer.fixture.ts';
import type { Entry } from './journal.ts';
import { startThreeDs, type ThreeDs } from './threeds.ts';
import { encodeMessage, parseFields, textOf, type Fields } from './wire.ts';

let dataDir: string;
let simulator: ThreeDs;
let requestor: Requestor;
before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tollgate-threeds-'));
  simulator = await startThreeDs({
    port: 0,
    dataDir,
    faultTimes: { rreqLate: 40, rreqAfterCres: 10, challengeTimeout: 100, methodLate: 200 },
    // Only what is really wrong about a result may look like a missing RRes, not a machine that is slow.
    limits: { resultTimeoutMs: 60_000, resultRetryMs: [20, 20] },
  });
  requestor = await startRequestor();
});
after(async () => {
  await simulator.close();
  await requestor.close();
  await rm(dataDir, { recursive: true, force: true });
});

const start = (fields: Fields = {}) => begin(simulator.url, requestor, fields);
const lastResult = (ares: Fields): Fields => parseFields(requestor.resultsOf(ares).at(-1) ?? '') ?? {};
const journal = async (ares: Fields, url = simulator.url): Promise<readonly Entry[]> => {
  const response = await fetch(`${url}/journal?acsTransID=${textOf(ares, 'acsTransID')}`);
  return ((await response.json()) as { entries: Entry[] }).entries;
};
const events = async (ares: Fields, url = simulator.url): Promise<readonly string[]> =>
  (await journal(ares, url)).map(({ event }) => event);

/** button, code → status, reason, who gave up */
const endings: readonly (readonly [string, string, string, string | undefined, string | undefined])[] = [
  ['success', '', 'Y', undefined, undefined],
  ['code', '123456', 'Y', undefined, undefined],
  ['code', '123 456', 'Y', undefined, undefined],
  ['fail', '', 'N', '01', undefined],
  ['cancel', '', 'N', '01', '01'],
];

test('a challenge ends with an RReq, and then with the CRes', async () => {
  for (const [action, code, status, reason, cancel] of endings) {
    const { ares, page } = await start();
    assert.equal(page.status, 200);
    assert.match(page.html, /Flower Shop[^]*25\.00 EUR[^]*5599/);
    // What the browser must not learn: with it, a customer could make up a result.
    assert.ok(!page.html.includes(textOf(ares, 'dsTransID')));
    const back = await press(page, action, code);
    assert.equal(requestor.resultsOf(ares).length, 1);
    const rreq = lastResult(ares);
    for (const name of ['threeDSServerTransID', 'acsTransID', 'dsTransID']) assert.equal(rreq[name], ares[name]);
    assert.deepEqual(
      [rreq['transStatus'], rreq['transStatusReason'], rreq['challengeCancel']],
      [status, reason, cancel],
    );
    assert.equal(rreq['eci'], status === 'Y' ? '02' : '00');
    assert.equal(textOf(rreq, 'authenticationValue').length, status === 'Y' ? 28 : 0);
    const { messageType, transStatus, acsTransID } = cresIn(back);
    assert.deepEqual([messageType, transStatus, acsTransID], ['CRes', status, ares['acsTransID']]);
    assert.equal(fieldIn(back, 'threeDSSessionData'), 'session-data');
    assert.match(back.html, new RegExp(`action="${requestor.url}/notify"`));
    assert.deepEqual(await events(ares), [
      'authenticated',
      'challengeOpened',
      'challengeEnded',
      'rreqSent',
      'rresReceived',
      'cresGiven',
    ]);
  }
});

test('three wrong codes fail; before that the right one still passes', async () => {
  const { page } = await start();
  const second = await press(page, 'code', '000000');
  assert.match(second.html, /role="alert">That code is not right\. You have 2 more tries/);
  const third = await press(second, 'code', 'abc');
  assert.match(third.html, /one more try/);
  assert.equal(cresIn(await press(third, 'code', '123456'))['transStatus'], 'Y');

  const other = await start();
  for (const code of ['000000', '', '999999']) await press(other.page, 'code', code);
  const rreq = lastResult(other.ares);
  assert.deepEqual([rreq['transStatus'], rreq['transStatusReason'], rreq['interactionCounter']], ['N', '19', '03']);
});

test('a code can be sent again, three times', async () => {
  const { page } = await start();
  for (let i = 0; i < 3; i++) assert.match((await press(page, 'resend')).html, /role="status">A new code/);
  assert.match((await press(page, 'resend')).html, /No more codes/);
  assert.equal((await press(page, 'nonsense')).status, 400);
});

test('what comes after the end changes nothing', async () => {
  const { ares, page } = await start();
  const [first, second] = await Promise.all([press(page, 'success'), press(page, 'fail')]);
  const late = await press(page, 'cancel');
  const reopened = await openPage(textOf(ares, 'acsURL'), creqOf(ares));
  const cres = fieldIn(first, 'cres');
  for (const step of [second, late, reopened]) assert.equal(fieldIn(step, 'cres'), cres);
  assert.equal(requestor.resultsOf(ares).length, 1);
  assert.equal((await fetch(`${simulator.url}/acs/challenge/nobody`)).status, 404);
});

test('whoever takes too long has failed, and the page leads back', async () => {
  const { ares, page } = await start({ acctNumber: '4000000000005225' });
  await until(() => requestor.resultsOf(ares).length === 1);
  const rreq = lastResult(ares);
  assert.deepEqual([rreq['transStatus'], rreq['transStatusReason'], rreq['challengeCancel']], ['N', '14', '04']);
  const back = await fetch(page.url);
  assert.equal(back.headers.get('refresh'), null);
  assert.equal(cresIn({ url: page.url, status: back.status, html: await back.text() })['transStatus'], 'N');
});

test('a challenge whose CReq never comes fails, too', async () => {
  const impatient = await startThreeDs({
    port: 0,
    dataDir: join(dataDir, 'impatient'),
    limits: { challengeIdleMs: 50 },
  });
  const ares = await ask(`${impatient.url}/ds/areq`, areq(requestor));
  await until(() => requestor.resultsOf(ares).length === 1);
  assert.equal(lastResult(ares)['acsTransID'], ares['acsTransID']);
  assert.equal(lastResult(ares)['challengeCancel'], '05');
  await impatient.close();
});

const isY = ({ transStatus }: Fields): boolean => transStatus === 'Y';

/** card, how the RReq differs from a Y with the same ids */
const spoiledResults: readonly (readonly [string, (rreq: Fields, ares: Fields) => boolean])[] = [
  [
    '4000000000005050',
    (rreq, ares) =>
      rreq['threeDSServerTransID'] !== ares['threeDSServerTransID'] && rreq['acsTransID'] === ares['acsTransID'],
  ],
  [
    '4000000000005076',
    (rreq, ares) => rreq['dsTransID'] !== ares['dsTransID'] && rreq['acsTransID'] === ares['acsTransID'],
  ],
  ['4000000000005084', (rreq) => rreq['transStatus'] === 'N' && rreq['authenticationValue'] === undefined],
  ['4000000000005092', (rreq) => rreq['transStatus'] === 'U'],
  ['4000000000005100', (rreq) => rreq['transStatus'] === 'C'],
  ['4000000000005118', (rreq) => isY(rreq) && rreq['authenticationValue'] === undefined],
  ['4000000000005126', (rreq) => textOf(rreq, 'authenticationValue').length === 16],
];

/** A customer who succeeds, up to the CRes. */
const succeed = async (acctNumber: string): Promise<Fields> => {
  const { ares, page } = await start({ acctNumber });
  assert.equal(cresIn(await press(page, 'success'))['transStatus'], 'Y', acctNumber);
  return ares;
};

test('faults of what the result says, by card: it comes once, before the CRes', async () => {
  await Promise.all(
    spoiledResults.map(async ([acctNumber, isMeant]) => {
      const ares = await succeed(acctNumber);
      assert.equal(requestor.resultsOf(ares).length, 1, acctNumber);
      assert.ok(isMeant(lastResult(ares), ares), acctNumber);
      assert.deepEqual((await events(ares)).slice(-3), ['rreqSent', 'rresReceived', 'cresGiven'], acctNumber);
    }),
  );
});

/** card, what happens from the end of the challenge on */
const timings: readonly (readonly [string, readonly string[]])[] = [
  ['4000000000005019', ['rreqNotSent', 'cresGiven']],
  ['4000000000005027', ['rreqSent', 'rreqSent', 'rresReceived', 'rresReceived', 'cresGiven']],
  ['4000000000005035', ['cresGiven', 'rreqSent', 'rresReceived']],
  ['4000000000005043', ['cresGiven', 'rreqSent', 'rresReceived']],
];

test('faults of when the result comes, by card', async () => {
  await Promise.all(
    timings.map(async ([acctNumber, expected]) => {
      const ares = await succeed(acctNumber);
      const sinceTheEnd = async () => {
        const all = await events(ares);
        return all.slice(all.indexOf('challengeEnded') + 1);
      };
      await until(async () => (await sinceTheEnd()).length >= expected.length);
      assert.deepEqual(await sinceTheEnd(), expected, acctNumber);
      const results = requestor.resultsOf(ares);
      assert.equal(results.length, expected.filter((event) => event === 'rreqSent').length, acctNumber);
      assert.ok(
        results.every((body) => isY(parseFields(body) ?? {})),
        acctNumber,
      );
    }),
  );
});

test('a result that its reader cannot place, by card, is told again', async () => {
  await Promise.all(
    (
      [
        ['4000000000005068', (body, ares) => parseFields(body)?.['acsTransID'] !== ares['acsTransID']],
        ['4000000000005134', (body) => parseFields(body) === undefined],
      ] satisfies readonly (readonly [string, (body: string, ares: Fields) => boolean])[]
    ).map(async ([acctNumber, isMeant]) => {
      const ares = await succeed(acctNumber);
      await until(() => requestor.resultsOf(ares).length === 3);
      assert.ok(
        requestor.resultsOf(ares).every((body) => isMeant(body, ares)),
        acctNumber,
      );
    }),
  );
});

test('faults of the way back, by card', async () => {
  const finish = async (acctNumber: string, action: string) => {
    const { ares, page } = await start({ acctNumber });
    return { ares, back: await press(page, action) };
  };
  const lost = await finish('4000000000005142', 'success');
  assert.ok(fieldIn(lost.back, 'cres') !== undefined && !lost.back.html.includes('<script'));
  assert.match((await finish('4000000000005159', 'success')).back.html, /id="copy"[^]*<script/);
  const wrong = await finish('4000000000005167', 'success');
  assert.notEqual(cresIn(wrong.back)['threeDSServerTransID'], wrong.ares['threeDSServerTransID']);
  assert.match(fieldIn((await finish('4000000000005175', 'success')).back, 'cres') ?? '', /%%$/);
  const forged = await finish('4000000000005183', 'fail');
  assert.equal(cresIn(forged.back)['transStatus'], 'Y');
  assert.equal(lastResult(forged.ares)['transStatus'], 'N');
});

test('an ACS that moves on to another origin: by a redirect, a form, a script', async () => {
  const other = simulator.url.replace('127.0.0.1', 'localhost');
  const open = async (acctNumber: string) => {
    const ares = await ask(`${simulator.url}/ds/areq`, areq(requestor, { acctNumber }));
    return fetch(textOf(ares, 'acsURL'), {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ creq: creqOf(ares) }),
    });
  };
  const redirect = await open('4000000000005373');
  assert.deepEqual([redirect.status, redirect.headers.get('location')?.startsWith(other)], [302, true]);
  assert.ok((await (await open('4000000000005381')).text()).includes(`action="${other}/acs/challenge/`));
  assert.ok((await (await open('4000000000005399')).text()).includes(`location.href="${other}/acs/challenge/`));
});

test('an ACS that is gone: before its page, instead of it, in the middle', async () => {
  let ares: Fields = {};
  const open = async (acctNumber: string) => {
    ares = await ask(`${simulator.url}/ds/areq`, areq(requestor, { acctNumber }));
    return openPage(textOf(ares, 'acsURL'), creqOf(ares));
  };
  await assert.rejects(open('4000000000005191'), TypeError);
  assert.equal((await open('4000000000005209')).status, 503);
  const page = await open('4000000000005217');
  assert.equal(page.status, 200);
  await assert.rejects(press(page, 'success'), TypeError);
  assert.deepEqual((await events(ares)).slice(-2), ['challengeOpened', 'challengeCut']);
  assert.deepEqual(requestor.resultsOf(ares), []);
});

test('a result that nobody acknowledges is told again; one that is refused is not', async () => {
  const [refusing, broken] = await Promise.all([startRequestor('erro'), startRequestor('errorPage')]);
  const finish = async (shop: Requestor): Promise<Fields> => {
    const { ares, page } = await begin(simulator.url, shop);
    assert.equal(cresIn(await press(page, 'success'))['transStatus'], 'Y');
    return ares;
  };
  const refused = await finish(refusing);
  const unheard = await finish(broken);
  await until(() => broken.resultsOf(unheard).length === 3);
  // Its pauses would have begun earlier: all its tries would be over by now.
  assert.equal(refusing.resultsOf(refused).length, 1);
  await Promise.all([refusing.close(), broken.close()]);
});

test('a requestor that never answers does not keep the customer', async () => {
  const silent = await startRequestor('silence');
  const impatient = await startThreeDs({
    port: 0,
    dataDir: join(dataDir, 'impatient-for-rres'),
    limits: { resultTimeoutMs: 100, resultRetryMs: [] },
  });
  const { ares, page } = await begin(impatient.url, silent);
  assert.equal(cresIn(await press(page, 'success'))['transStatus'], 'Y');
  assert.deepEqual((await events(ares, impatient.url)).slice(-3), ['rreqSent', 'rresMissing', 'cresGiven']);
  await impatient.close();
  await silent.close();
});

test('who knows all three ids may ask for the result', async () => {
  const { ares, page } = await start({ acctNumber: '4000000000005019' });
  const ids = {
    threeDSServerTransID: ares['threeDSServerTransID'],
    acsTransID: ares['acsTransID'],
    dsTransID: ares['dsTransID'],
  };
  assert.equal((await ask(`${simulator.url}/ds/result`, ids))['result'], 'pending');
  await press(page, 'success');
  const ended = await ask(`${simulator.url}/ds/result`, ids);
  assert.equal((ended['rreq'] as Fields)['transStatus'], 'Y');
  assert.equal((await ask(`${simulator.url}/ds/result`, { ...ids, dsTransID: ids.acsTransID }))['result'], 'notFound');
});

test('the method page posts back, or behaves as its address says', async () => {
  const data = encodeMessage({
    threeDSServerTransID: areq(requestor)['threeDSServerTransID'],
    threeDSMethodNotificationURL: `${requestor.url}/method`,
  });
  const load = (variant: string, threeDSMethodData = data) =>
    postForm(`${simulator.url}/acs/method/${variant}`, { threeDSMethodData });
  const good = await load('answers');
  assert.ok(fieldIn(good, 'threeDSMethodData') !== undefined && good.html.includes('submit()'));
  assert.doesNotMatch((await load('silent')).html, /<form/);
  assert.equal((await load('twice')).html.match(/<form/g)?.length, 2);
  assert.equal((await load('errorPage')).status, 503);
  const startedMs = Date.now();
  await load('late');
  assert.ok(Date.now() - startedMs >= 190);
  assert.equal((await load('answers', 'nonsense')).status, 400);
  assert.equal((await load('elsewhere')).status, 404);
});
