import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { cardRows } from './cards.ts';
import { areq, ask, creqOf, openPage, startRequestor, type Requestor } from './customer.fixture.ts';
import type { CardRange } from './ranges.ts';
import { startThreeDs, type ThreeDs } from './threeds.ts';
import { textOf, type Fields } from './wire.ts';

let dataDir: string;
let simulator: ThreeDs;
let requestor: Requestor;
before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tollgate-threeds-'));
  simulator = await startThreeDs({ port: 0, dataDir, faultTimes: { dsSlow: 300 } });
  requestor = await startRequestor();
});
after(async () => {
  await simulator.close();
  await requestor.close();
  await rm(dataDir, { recursive: true, force: true });
});

const authenticate = (fields: Fields = {}): Promise<Fields> => ask(`${simulator.url}/ds/areq`, areq(requestor, fields));

const refusals: readonly (readonly [why: string, fields: Fields, code: string, detail: string])[] = [
  ['another message', { messageType: 'RReq' }, '101', 'messageType'],
  ['an unknown version', { messageVersion: '1.0.2' }, '102', '2.1.0,2.2.0'],
  ['no version', { messageVersion: undefined }, '201', 'messageVersion'],
  ['two missing fields', { mcc: undefined, notificationURL: undefined }, '201', 'mcc,notificationURL'],
  ['a script’s field missing', { browserTZ: undefined }, '201', 'browserTZ'],
  ['2.2 without the script flag', { browserJavascriptEnabled: undefined }, '201', 'browserJavascriptEnabled'],
  ['two wrong fields', { purchaseAmount: '25.00', browserColorDepth: '30' }, '203', 'purchaseAmount,browserColorDepth'],
  ['a number where text belongs', { purchaseAmount: 2500 }, '203', 'purchaseAmount'],
  ['an id that is none', { threeDSServerTransID: 'x' }, '203', 'threeDSServerTransID'],
  ['a date that does not exist', { purchaseDate: '20260230000000' }, '203', 'purchaseDate'],
  ['a long notification URL', { notificationURL: `http://a.example/${'x'.repeat(256)}` }, '203', 'notificationURL'],
  ['a script as URL', { threeDSServerURL: 'javascript:alert(1)' }, '203', 'threeDSServerURL'],
  ['a currency that is none', { purchaseCurrency: '999' }, '304', 'purchaseCurrency'],
  ['a card number with a typo', { acctNumber: '5555555555555598' }, '305', 'acctNumber'],
  ['a card that is not enrolled', { acctNumber: '4444555511113333' }, '305', 'acctNumber'],
  ['a card of nobody’s range', { acctNumber: '9000000000000001' }, '305', 'acctNumber'],
  ['an expired card', { cardExpiryDate: '2001' }, '305', 'cardExpiryDate'],
];

test('an AReq that is wrong is answered with an Erro that names the fields', async () => {
  for (const [why, fields, code, detail] of refusals) {
    const erro = await authenticate(fields);
    assert.deepEqual([erro['messageType'], erro['errorCode'], erro['errorDetail']], ['Erro', code, detail], why);
    assert.deepEqual([erro['errorComponent'], erro['errorMessageType']], ['D', 'AReq']);
  }
});

test('an AReq that is no object, and one with a field twice', async () => {
  for (const body of ['', '[]', '"AReq"', '{', 'null']) {
    assert.equal((await ask(`${simulator.url}/ds/areq`, body))['errorCode'], '101', body);
  }
  const json = JSON.stringify(areq(requestor));
  const erro = await ask(`${simulator.url}/ds/areq`, json.replace('{', '{"mcc":"5992",'));
  assert.deepEqual([erro['errorCode'], erro['errorDetail']], ['204', 'mcc']);
});

test('an id is good for one authentication', async () => {
  const message = areq(requestor, { acctNumber: '4111111111111111' });
  assert.equal((await ask(`${simulator.url}/ds/areq`, message))['transStatus'], 'Y');
  const again = await ask(`${simulator.url}/ds/areq`, message);
  assert.deepEqual([again['errorCode'], again['errorDetail']], ['305', 'threeDSServerTransID']);
});

test('a browser without scripts needs no script’s fields; 2.1 always needs them', async () => {
  const plain = {
    browserJavascriptEnabled: false,
    browserJavaEnabled: undefined,
    browserTZ: undefined,
    browserColorDepth: undefined,
  };
  assert.equal((await authenticate({ acctNumber: '4111111111111111', ...plain }))['transStatus'], 'Y');
  const old = await authenticate({
    acctNumber: '4111111111111111',
    messageVersion: '2.1.0',
    browserJavascriptEnabled: undefined,
  });
  assert.deepEqual([old['transStatus'], old['messageVersion']], ['Y', '2.1.0']);
  assert.equal((await authenticate({ messageVersion: '2.1.0', browserTZ: undefined }))['errorDetail'], 'browserTZ');
});

/** pan, challenge wish → transStatus, eci, reason, cavv? */
const answers: readonly (readonly [string, string, string, string | undefined, string | undefined, boolean])[] = [
  ['4111111111111111', '01', 'Y', '05', undefined, true],
  ['5555555555554444', '01', 'Y', '02', undefined, true],
  ['378282246310005', '01', 'Y', '05', undefined, true],
  ['4000001111111118', '01', 'A', '06', undefined, true],
  ['5200000000006012', '01', 'A', '01', undefined, true],
  ['5168494895055780', '01', 'N', '00', '01', false],
  ['4000000000006017', '01', 'R', '07', '11', false],
  ['4000000000006025', '01', 'U', '07', '22', false],
  ['5200000000006020', '01', 'U', '00', '22', false],
  ['4000000000006033', '01', 'D', undefined, undefined, false],
  ['4000000000006041', '01', 'I', '07', undefined, false],
  ['5200000000006038', '01', 'I', '06', undefined, false],
  ['5555555555555599', '01', 'C', undefined, undefined, false],
  ['4000000000000655', '01', 'I', '07', undefined, false],
  ['4000000000000655', '04', 'C', undefined, undefined, false],
  ['4000000000006074', '04', 'N', '07', '01', false],
];

test('every transStatus by card, with the code of its scheme', async () => {
  for (const [acctNumber, threeDSRequestorChallengeInd, status, eci, reason, hasCavv] of answers) {
    const ares = await authenticate({ acctNumber, threeDSRequestorChallengeInd });
    assert.deepEqual([ares['transStatus'], ares['eci'], ares['transStatusReason']], [status, eci, reason], acctNumber);
    const cavv = textOf(ares, 'authenticationValue');
    assert.equal(Buffer.from(cavv, 'base64').length, hasCavv ? 20 : 0);
    assert.equal(cavv.length, hasCavv ? 28 : 0);
    assert.equal(ares['acsURL'] !== undefined, status === 'C');
  }
});

test('the list of ranges has every enrolled card once, and does not overlap', async () => {
  const pres = await ask(`${simulator.url}/ds/preq`, {
    messageType: 'PReq',
    messageVersion: '2.2.0',
    threeDSServerTransID: areq(requestor)['threeDSServerTransID'],
    threeDSServerRefNumber: 'TEST-SERVER',
  });
  const ranges = pres['cardRangeData'] as readonly CardRange[];
  for (const { pan, isEnrolled, method } of cardRows) {
    const holding = ranges.filter(
      (range) => range.startRange.length === pan.length && range.startRange <= pan && pan <= range.endRange,
    );
    assert.equal(holding.length, isEnrolled === false ? 0 : 1, pan);
    assert.equal(
      holding[0]?.threeDSMethodURL,
      method === undefined ? undefined : `${simulator.url}/acs/method/${method}`,
    );
  }
  for (const [index, range] of ranges.entries()) {
    assert.ok(range.startRange.length === range.endRange.length && range.startRange <= range.endRange);
    const next = ranges[index + 1];
    if (next?.startRange.length === range.startRange.length) assert.ok(range.endRange < next.startRange);
  }
  assert.equal((await ask(`${simulator.url}/ds/preq`, { messageType: 'PReq' }))['errorCode'], '102');
  assert.equal(
    (await ask(`${simulator.url}/ds/preq`, { messageType: 'PReq', messageVersion: '2.2.0' }))['errorCode'],
    '201',
  );
});

test('no two test cards look alike, and all pass Luhn', () => {
  assert.equal(new Set(cardRows.map(({ pan }) => pan.slice(0, 6) + pan.slice(-4))).size, cardRows.length);
  for (const { pan } of cardRows) {
    const sum = [...pan]
      .reverse()
      .reduce(
        (total, digit, i) =>
          total + (i % 2 === 0 ? Number(digit) : ([0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(digit)] ?? 0)),
        0,
      );
    assert.equal(sum % 10, 0, pan);
  }
});

test('faults of the directory, by card', async () => {
  const post = (acctNumber: string) =>
    fetch(`${simulator.url}/ds/areq`, { method: 'POST', body: JSON.stringify(areq(requestor, { acctNumber })) });
  await assert.rejects(post('4000000000005258'), TypeError);
  assert.equal((await post('4000000000005266')).status, 503);
  await assert.rejects(
    post('4000000000005274').then((response) => response.json()),
    SyntaxError,
  );
  const startedMs = Date.now();
  assert.equal(((await (await post('4000000000005282')).json()) as Fields)['transStatus'], 'Y');
  assert.ok(Date.now() - startedMs >= 290);
  assert.equal((await authenticate({ acctNumber: '4000000000005290' }))['errorCode'], '403');
  assert.equal((await authenticate({ acctNumber: '4000000000005316' }))['messageVersion'], '2.0.0');
  assert.equal((await authenticate({ acctNumber: '4000000000005324' }))['transStatus'], 'X');
  assert.equal((await authenticate({ acctNumber: '4000000000005332' }))['authenticationValue'], undefined);
  assert.equal(textOf(await authenticate({ acctNumber: '4000000000005340' }), 'authenticationValue').length, 16);
  assert.equal((await authenticate({ acctNumber: '4000000000005357' }))['eci'], undefined);
  assert.equal((await authenticate({ acctNumber: '4000000000005365' }))['eci'], '07');
  assert.equal((await authenticate({ acctNumber: '4000000000005233' }))['acsURL'], undefined);
  assert.match(textOf(await authenticate({ acctNumber: '4000000000005241' }), 'acsURL'), /^javascript:/);
  const message = areq(requestor, { acctNumber: '4000000000005308' });
  assert.notEqual(
    (await ask(`${simulator.url}/ds/areq`, message))['threeDSServerTransID'],
    message['threeDSServerTransID'],
  );
});

test('a CReq that is wrong is shown as such, and opens nothing', async () => {
  const ares = await authenticate();
  const acsUrl = textOf(ares, 'acsURL');
  const wrong: readonly (readonly [creq: string, sessionData: string | undefined, code: string])[] = [
    ['', undefined, '101'],
    ['%%', undefined, '101'],
    [Buffer.from('[]').toString('base64url'), undefined, '101'],
    [creqOf(ares, { messageType: 'AReq' }), undefined, '101'],
    [creqOf(ares, { messageVersion: '1.0.0' }), undefined, '102'],
    [creqOf(ares, { messageVersion: '2.1.0' }), undefined, '203'],
    [creqOf(ares, { challengeWindowSize: undefined }), undefined, '201'],
    [creqOf(ares, { challengeWindowSize: '06' }), undefined, '203'],
    [creqOf(ares), 'x'.repeat(1_025), '203'],
    [creqOf(ares, { acsTransID: ares['dsTransID'] }), undefined, '301'],
    [creqOf(ares, { threeDSServerTransID: ares['dsTransID'] }), undefined, '301'],
  ];
  for (const [creq, sessionData, code] of wrong) {
    const page = await openPage(acsUrl, creq, sessionData);
    assert.equal(page.status, 400);
    assert.match(page.html, new RegExp(`Erro ${code}:`));
  }
  assert.equal((await openPage(acsUrl, creqOf(ares))).status, 200);
});
