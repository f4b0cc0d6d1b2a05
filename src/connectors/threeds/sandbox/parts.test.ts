import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChallengeResult } from '../contract.ts';
import { question } from '../../../../test/conformance/threeds/conformance.ts';
import { areqOf } from './areq.ts';
import { browserUrlOf, readARes } from './ares.ts';
import { commonVersion, findRange, parseRanges } from './ranges.ts';
import { answerResultRequest, parseResultRequest } from './results.ts';
import { cavvIn, type Fields } from './wire.ts';

const world = { resultUrl: 'https://gateway.example/result' };
const request = question(world, '4111111111111111');
const ids = {
  threeDSServerTransID: request.threeDsServerTransId,
  acsTransID: '22222222-2222-4222-8222-222222222222',
  dsTransID: '33333333-3333-4333-8333-333333333333',
};
const CAVV = Buffer.alloc(20, 9).toString('base64');

test('an AReq says what we mean', () => {
  const areq = areqOf({
    ...request,
    challenge: 'mandated',
    methodCompletion: 'notCompleted',
    merchant: { ...request.merchant, name: `${'Ä'.repeat(39)}😀` },
    card: { ...request.card, expiryMonth: 2, expiryYear: 2031, cardholderName: 'Łukasz' },
    browser: {
      acceptHeader: '',
      userAgent: `a\r\nb${'x'.repeat(3_000)}`,
      language: 'zh-Hant-HK',
      ip: 'not an address',
      script: { javaEnabled: true, colorDepth: 30, screenHeight: -5, screenWidth: 1e9, timeZoneOffsetMinutes: NaN },
    },
  });
  const expected: Fields = {
    threeDSRequestorChallengeInd: '04',
    threeDSCompInd: 'N',
    merchantName: 'Ä'.repeat(39),
    cardExpiryDate: '3102',
    cardholderName: undefined,
    purchaseAmount: '2500',
    purchaseCurrency: '978',
    purchaseExponent: '2',
    purchaseDate: '20260102030405',
    browserAcceptHeader: '*/*',
    browserLanguage: 'zh-Hant',
    browserIP: undefined,
    browserColorDepth: '24',
    browserScreenHeight: '0',
    browserScreenWidth: '999999',
    browserTZ: '0',
  };
  for (const [name, value] of Object.entries(expected)) assert.equal(areq[name], value, name);
  assert.equal(String(areq['browserUserAgent']).length, 2_048);
  assert.equal(
    areqOf({ ...request, version: '2.1.0', challenge: 'lowRiskExemption' })['threeDSRequestorChallengeInd'],
    '02',
  );
  assert.equal(areqOf({ ...request, challenge: 'lowRiskExemption' })['threeDSRequestorChallengeInd'], '05');
  for (const [language, told] of [
    ['de', 'de'],
    ['en-US', 'en-US'],
    ['', 'en'],
    ['*', 'en'],
    ['x'.repeat(40), 'en'],
  ] as const) {
    assert.equal(areqOf({ ...request, browser: { ...request.browser, language } })['browserLanguage'], told, language);
  }
  assert.throws(() => areqOf({ ...request, notificationUrl: `https://g.example/${'x'.repeat(256)}` }), RangeError);
});

test('an ARes counts only when all of it fits', () => {
  const ares: Fields = {
    messageType: 'ARes',
    messageVersion: '2.2.0',
    ...ids,
    transStatus: 'Y',
    eci: '05',
    authenticationValue: CAVV,
  };
  const read = (fields: Fields) => readARes({ ...ares, ...fields }, { request, browserSchemes: ['https:'] });
  assert.equal(read({}).kind, 'answered');
  const wrong: readonly (readonly [Fields, string])[] = [
    [{ messageType: 'RReq' }, 'wrongMessageType'],
    [{ messageVersion: '2.1.0' }, 'wrongVersion'],
    [{ acsTransID: undefined }, 'missingId'],
    [{ dsTransID: 'x' }, 'missingId'],
    [{ threeDSServerTransID: ids.acsTransID }, 'wrongReference'],
    [{ transStatus: 'X' }, 'unknownStatus'],
    [{ transStatus: undefined }, 'unknownStatus'],
    [{ authenticationValue: undefined }, 'unusableCavv'],
    [{ transStatus: 'A', authenticationValue: Buffer.alloc(19).toString('base64') }, 'unusableCavv'],
    [{ messageType: 'Erro' }, 'unreadableAnswer'],
  ];
  for (const [fields, cause] of wrong)
    assert.deepEqual(read(fields), { kind: 'unknown', cause }, JSON.stringify(fields));
  const erro = { messageType: 'Erro', errorCode: '203', errorDetail: 'acctNumber 4111111111111111, mcc, evil' };
  assert.deepEqual(read(erro), { kind: 'refused', errorCode: '203', fields: ['acctNumber', 'mcc'] });
});

test('what an issuer demands holds, however little else of its answer can be used', () => {
  const ares: Fields = { messageType: 'ARes', messageVersion: '2.2.0', ...ids };
  const read = (fields: Fields) => readARes({ ...ares, ...fields }, { request, browserSchemes: ['https:'] });
  const broken: readonly (readonly [Fields, string])[] = [
    [{ messageType: 'ARES' }, 'wrongMessageType'],
    [{ messageType: undefined }, 'wrongMessageType'],
    [{ messageVersion: '2.1.0' }, 'wrongVersion'],
    [{ messageVersion: '2.3.1' }, 'wrongVersion'],
    [{ acsTransID: undefined }, 'missingId'],
    [{ dsTransID: 'x' }, 'missingId'],
    [{ threeDSServerTransID: undefined }, 'missingId'],
    [{ threeDSServerTransID: ids.acsTransID }, 'wrongReference'],
  ];
  for (const transStatus of ['C', 'N', 'R'] as const)
    for (const [fields, cause] of broken)
      assert.deepEqual(read({ ...fields, transStatus }), { kind: 'unmet', transStatus, cause }, JSON.stringify(fields));
  for (const acsURL of [
    undefined,
    null,
    '',
    7,
    'acs.example/challenge',
    '/challenge',
    'http://acs.example/',
    'HTTP://acs.example/',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://user@acs.example/',
    'https://',
    ' https://acs.example/',
    `https://acs.example/${'x'.repeat(2_048)}`,
  ])
    assert.deepEqual(
      read({ transStatus: 'C', acsURL }),
      { kind: 'unmet', transStatus: 'C', cause: 'unusableAcsUrl' },
      String(acsURL),
    );
});

test('a cavv has 20 bytes in one spelling', () => {
  for (const [value, isGood] of [
    [CAVV, true],
    [Buffer.alloc(20, 255).toString('base64'), true],
    [Buffer.alloc(21).toString('base64'), false],
    [CAVV.slice(0, -1), false],
    // The last letter before the filler carries two bits that have to be zero.
    [`${'A'.repeat(26)}B=`, false],
    [CAVV.replace(/^./, '-'), false],
  ] as const) {
    assert.equal(cavvIn({ authenticationValue: value }) !== undefined, isGood, value);
  }
});

const rreq: Fields = {
  messageType: 'RReq',
  messageVersion: '2.2.0',
  ...ids,
  transStatus: 'Y',
  eci: '05',
  authenticationValue: CAVV,
};
const parse = (fields: Fields) => parseResultRequest(JSON.stringify({ ...rreq, ...fields }));

test('a result that is wrong is answered with an Erro, and changes nothing', () => {
  const wrong: readonly (readonly [Fields, string, string, string])[] = [
    [{ messageType: 'ARes' }, 'wrongMessageType', '101', 'messageType'],
    [{ messageVersion: '2.3.1' }, 'wrongVersion', '102', '2.1.0,2.2.0'],
    [{ dsTransID: undefined, transStatus: undefined }, 'missingId', '201', 'dsTransID,transStatus'],
    [{ acsTransID: 'x' }, 'missingId', '203', 'acsTransID'],
    [{ transStatus: 'X' }, 'unknownStatus', '203', 'transStatus'],
    [{ transStatus: 'C' }, 'unknownStatus', '305', 'transStatus'],
    [{ transStatus: 'I' }, 'unknownStatus', '305', 'transStatus'],
    [{ authenticationValue: undefined }, 'unusableCavv', '201', 'authenticationValue'],
    [{ authenticationValue: 'AAAA' }, 'unusableCavv', '203', 'authenticationValue'],
  ];
  for (const [fields, cause, errorCode, errorDetail] of wrong) {
    const parsed = parse(fields);
    assert(parsed.kind === 'malformed');
    assert.equal(parsed.cause, cause);
    const erro = JSON.parse(parsed.reply.body) as Fields;
    assert.deepEqual(
      [erro['messageType'], erro['errorCode'], erro['errorDetail'], erro['errorComponent'], erro['errorMessageType']],
      ['Erro', errorCode, errorDetail, 'S', 'RReq'],
    );
  }
  const strange = parseResultRequest('{"messageType":"RReq","acsTransID":"<script>"}');
  assert.ok(strange.kind === 'malformed' && !strange.reply.body.includes('<script'));
});

test('a result is acknowledged with the same bytes as often as it comes', () => {
  const parsed = parse({ threeDSServerTransID: ids.threeDSServerTransID.toUpperCase(), challengeCancel: '01' });
  assert(parsed.kind === 'result');
  const result: ChallengeResult = parsed.result;
  assert.equal(result.threeDsServerTransId, request.threeDsServerTransId);
  assert.equal(result.abandonedBy, 'customer');
  const reply = answerResultRequest(result, 'received');
  assert.deepEqual(answerResultRequest({ ...result }, 'received'), reply);
  assert.deepEqual(JSON.parse(reply.body), {
    messageType: 'RRes',
    messageVersion: '2.2.0',
    ...ids,
    resultsStatus: '01',
  });
  assert.match(answerResultRequest(result, 'notRecognized').body, /"errorCode":"301"/);
  const busy = answerResultRequest(result, 'unavailable');
  assert.equal(busy.status, 503);
  assert.match(busy.body, /"errorCode":"403"/);
});

test('ranges: found by number and length, unreadable rows left out', () => {
  const row = (startRange: unknown, endRange: unknown, more: Fields = {}) => ({
    startRange,
    endRange,
    actionInd: 'A',
    acsStartProtocolVersion: '2.1.0',
    acsEndProtocolVersion: '2.2.0',
    ...more,
  });
  const ranges = parseRanges({
    messageType: 'PRes',
    cardRangeData: [
      row('5000000000000000', '5999999999999999'),
      row('4000000000000000', '4000000000000999', { threeDSMethodURL: 'https://acs.example/method' }),
      row('4000000000000000000', '4999999999999999999', { acsEndProtocolVersion: '2.1.0' }),
      row('4', '5'),
      row('4100000000000000', '4199999999999999', { actionInd: 'D' }),
      row(1, 2),
      null,
    ],
  });
  assert(ranges !== undefined);
  const find = (pan: string) => findRange(ranges, pan)?.start;
  for (const [pan, start] of [
    ['4000000000000000', '4000000000000000'],
    ['4000000000000999', '4000000000000000'],
    ['4000000000001000', undefined],
    ['3999999999999999', undefined],
    ['4100000000000000', undefined],
    ['5999999999999999', '5000000000000000'],
    ['6000000000000000', undefined],
    ['4500000000000000000', '4000000000000000000'],
    ['500000000009', undefined],
  ] as const) {
    assert.equal(find(pan), start, pan);
  }
  assert.deepEqual(ranges.map(commonVersion), ['2.2.0', '2.2.0', '2.1.0']);
  assert.equal(parseRanges({ messageType: 'PRes' }), undefined);
  assert.equal(parseRanges({ messageType: 'ARes', cardRangeData: [] }), undefined);
});

test('addresses for browsers', () => {
  const both = ['https:', 'http:'];
  assert.equal(browserUrlOf('https://acs.example/x?y=1', ['https:']), 'https://acs.example/x?y=1');
  assert.equal(browserUrlOf('http://127.0.0.1:8083/acs', both), 'http://127.0.0.1:8083/acs');
  for (const text of [
    'javascript:alert(1)',
    'data:text/html,x',
    '/relative',
    'https://',
    'https://a:b@c.example/',
    'ftp://a.example/',
  ]) {
    assert.equal(browserUrlOf(text, both), undefined, text);
  }
});
