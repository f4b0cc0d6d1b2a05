import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CARDS, savedCard, TICKET, type FakeSession } from '../../../test/browser/fake-checkout.ts';
import { createFakeBrowser } from '../../../test/browser/fake-browser.ts';
import { createFakeGateway, type FakeGateway } from '../../../test/browser/fake-gateway.ts';
import { leadsTo } from '../../../test/support/customer.ts';
import { systemClock } from '../../base/clock.ts';
import { formatId } from '../../base/id.ts';
import { catalogs } from './catalogs/index.ts';

const ACS = 'https://acs.bank.example';
const CARD = { pan: CARDS.challenged, expiry: '12/30', cvc: '123', cardholderName: 'Ada Lovelace' };
const FACTS = { javaEnabled: false, colorDepth: 30, screenHeight: 844, screenWidth: 390, timeZoneOffsetMinutes: -120 };
const bank = {
  methodUrl: `${ACS}/method?range=1`,
  challenge: () => ({ acsUrl: `${ACS}/challenge`, creq: 'eyJjcmVxIjoxfQ' }),
};

let nowMs = Date.parse('2026-03-01T12:00:00Z');
let gateway: FakeGateway;
before(async () => {
  gateway = await createFakeGateway({
    bank,
    clock: { ...systemClock, nowMs: () => nowMs },
    successUrl: 'https://shop.example/thanks',
    failureUrl: 'https://shop.example/cart',
  });
});
after(() => gateway.close());

type Fields = Readonly<Record<string, string>>;
const browser = createFakeBrowser(() => gateway.app);
const { get } = browser;
const policyOf = async (url: string) => String((await get(url)).headers['content-security-policy']);
const tokenIn = (page: string): string => /name="formToken" value="([^"]+)"/.exec(page)?.[1] ?? '';
const tokenOf = async (session: { readonly path: string }) => tokenIn((await get(session.path)).body);

const post = async (url: string, fields: Fields, headers: Fields = {}) =>
  browser.send({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(fields).toString(),
  });
/** As the page's script does, but for the sealing. */
const send = async (url: string, fields: Fields, headers: Fields = {}) => {
  const answer = await browser.send({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', ...headers },
    payload: JSON.stringify(fields),
  });
  return {
    status: answer.statusCode,
    ...answer.json<{
      kind: string;
      frame: string;
      state: string;
      url: string;
      title: string;
      message: string;
      form: { attemptNumber: number };
    }>(),
  };
};

const challenged = async (session: FakeSession = gateway.start()): Promise<FakeSession> => {
  await post(session.path, { ...CARD, formToken: await tokenOf(session) });
  assert.equal(session.view().authentication?.stage, 'challenging');
  return session;
};

const COMMON =
  "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const PAGE = `${COMMON}; connect-src 'self'; img-src data:; frame-ancestors 'none'`;
const FRAME = `${COMMON}; frame-ancestors 'self'`;
const BANKS = 'https: http:';

test('the pages that post to a bank let it move on by any https address; no address stands in a policy', async () => {
  const session = gateway.start();
  const { state } = await send(session.path, { ...CARD, formToken: await tokenOf(session) });
  assert.equal(await policyOf(session.path), `${PAGE}; form-action 'self'; frame-src 'self'`);
  assert.equal(
    await policyOf(`${session.path}/method?state=${state}`),
    `${FRAME}; form-action ${BANKS}; frame-src 'self' ${BANKS}`,
  );
  assert.equal(await policyOf(`${session.path}/challenge`), `${FRAME}; form-action 'none'`);
  await challenged(session);
  assert.equal(
    await policyOf(`${session.path}/challenge`),
    `${FRAME}; form-action ${BANKS}; frame-src 'self' ${BANKS}; connect-src ${BANKS}`,
  );
  assert.equal(await policyOf(session.path), `${PAGE}; form-action 'self' ${BANKS}; frame-src 'self'`);
  session.answerAsBank('yes');
  assert.equal(await policyOf(session.path), `${PAGE}; form-action 'self'; frame-src 'self'`);
  assert.equal(await policyOf('/3ds/returned'), `${FRAME}; form-action 'none'`);
  const notified = await post('/3ds/method', { threeDSMethodData: 'x' }, { 'sec-fetch-site': 'cross-site' });
  assert.deepEqual(
    [notified.statusCode, notified.headers['content-security-policy'], notified.headers['x-frame-options']],
    [200, `${COMMON}; form-action 'none'`, undefined],
  );
});

test('every page in a frame may be framed by us alone, is not kept, and tells nobody where it came from', async () => {
  const session = await challenged();
  for (const url of [`${session.path}/challenge`, '/3ds/returned']) {
    const { headers, body } = await get(url);
    assert.equal(headers['x-frame-options'], 'SAMEORIGIN', url);
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.doesNotMatch(body, /<script>|onload|style=/);
  }
  assert.equal((await get('/pay/nobody/challenge')).statusCode, 404);
  assert.equal((await get('/pay/nobody/challenge')).headers['x-frame-options'], 'DENY');
});

test('the flow hears what the headers and the script say of the browser, brought into range', async () => {
  const headers = { accept: 'text/html', 'user-agent': 'Test/1.0', 'accept-language': 'de-AT,en;q=0.5' };
  const said = async (browser: string) => {
    const session = gateway.start();
    await send(session.path, { ...CARD, formToken: await tokenOf(session), browser }, headers);
    return session.told[0]?.browser;
  };
  assert.deepEqual(await said(JSON.stringify(FACTS)), {
    acceptHeader: 'text/html',
    userAgent: 'Test/1.0',
    language: 'de-AT',
    ip: '127.0.0.1',
    script: FACTS,
  });
  const wild = {
    javaEnabled: 'yes',
    colorDepth: 900,
    screenHeight: -5,
    screenWidth: 1e12,
    timeZoneOffsetMinutes: 100_000.5,
  };
  assert.deepEqual((await said(JSON.stringify(wild)))?.script, {
    javaEnabled: false,
    colorDepth: 48,
    screenHeight: 0,
    screenWidth: 999_999,
    timeZoneOffsetMinutes: 840,
  });
  for (const text of [
    '',
    '{',
    '[]',
    'null',
    '{"colorDepth":"24"}',
    JSON.stringify({ ...FACTS, screenWidth: null }),
    `${JSON.stringify(FACTS)}${' '.repeat(300)}`,
  ]) {
    assert.equal((await said(text))?.script, undefined, text.slice(0, 40));
  }
});

test('the method step: asked for once, and believed on our own word alone', async () => {
  const session = gateway.start();
  const formToken = await tokenOf(session);
  const first = await send(session.path, { ...CARD, formToken });
  assert.equal(first.kind, 'methodStep');
  assert.equal(first.frame, `${session.path}/method?state=${first.state}`);
  const frame = (await get(first.frame)).body;
  assert.match(
    frame,
    /<form id="post-on" method="post" action="https:\/\/acs\.bank\.example\/method\?range=1" target="bank">/,
  );
  assert.match(frame, /name="threeDSMethodData" value="[\w-]+"/);
  assert.match(frame, /sandbox="allow-forms allow-scripts allow-same-origin"/);

  const other = gateway.start();
  const { state: others } = await send(other.path, { ...CARD, formToken: await tokenOf(other) });
  const swapped = `${first.state.slice(0, 20)}${first.state.charAt(20) === 'A' ? 'B' : 'A'}${first.state.slice(21)}`;
  for (const methodState of [
    '',
    'x',
    'x.y',
    '.',
    others,
    swapped,
    `${first.state}x`,
    first.state.split('.')[0] ?? '',
    'y'.repeat(9_000),
  ]) {
    const again = await send(session.path, { ...CARD, formToken, methodState, methodDone: 'yes' });
    assert.deepEqual([again.status, again.kind], [200, 'methodStep'], methodState.slice(0, 30));
    assert.equal((await get(`${session.path}/method?state=${encodeURIComponent(methodState)}`)).statusCode, 404);
  }
  assert.equal(session.view().state, 'open');
  assert.ok(session.told.every(({ methodStep }) => methodStep.kind === 'possible'));

  const second = await send(session.path, { ...CARD, formToken, methodState: first.state, methodDone: 'yes' });
  assert.deepEqual([second.kind, second.frame], ['challenge', `${session.path}/challenge`]);
  const told = session.told.at(-1);
  assert.ok(told?.methodStep.kind === 'done' && told.methodStep.isCompleted);
});

test('a method step that did not end in time, and one that is remembered too late', async () => {
  const session = gateway.start();
  const formToken = await tokenOf(session);
  const { state } = await send(session.path, { ...CARD, formToken });
  nowMs += 16 * 60_000;
  assert.equal(
    (await send(session.path, { ...CARD, formToken, methodState: state, methodDone: 'yes' })).kind,
    'methodStep',
  );
  const { state: fresh } = await send(session.path, { ...CARD, formToken });
  await send(session.path, { ...CARD, formToken, methodState: fresh, methodDone: 'no' });
  const told = session.told.at(-1)?.methodStep;
  assert.ok(told?.kind === 'done' && !told.isCompleted);

  // After a decline the form is another one, and so is the step.
  session.answerAsBank('no');
  const again = await send(session.path, {
    ...CARD,
    formToken: await tokenOf(session),
    methodState: fresh,
    methodDone: 'yes',
  });
  assert.equal(again.kind, 'methodStep');
});

test('a posted form is answered with the bank’s page and the card that goes along, and has no method step', async () => {
  const session = gateway.start();
  const { statusCode, headers, body } = await post(session.path, {
    ...CARD,
    formToken: await tokenOf(session),
    browser: JSON.stringify(FACTS),
  });
  assert.equal(statusCode, 200);
  assert.equal(headers['cache-control'], 'private, no-cache', 'Back from the bank shows it again');
  assert.equal(headers['content-security-policy'], `${PAGE}; form-action 'self' ${BANKS}`);
  assert.match(body, /<form id="bank-form"[^>]* method="post" action="https:\/\/acs\.bank\.example\/challenge"/);
  assert.match(
    body,
    new RegExp(`name="creq" value="eyJjcmVxIjoxfQ"><input type="hidden" name="threeDSSessionData" value="${TICKET}">`),
  );
  assert.match(body, /Continue to your bank<\/button>/);
  assert.doesNotMatch(body, /<dialog|(?:\d{4} ?){3}3220|Lovelace/);
  assert.deepEqual(
    session.told.map(({ browser, ...rest }) => ({ ...rest, script: browser.script })),
    [{ methodStep: { kind: 'impossible' }, script: FACTS }],
  );
  // Loaded again it is the same page, without what only that answer had.
  assert.match((await get(session.path)).body, /name="threeDSSessionData" value="">.*<dialog/s);
});

test('the issuer’s answer, and the same form once more: paid, or declined with a sentence that helps', async () => {
  const session = gateway.start();
  const formToken = await tokenOf(session);
  await post(session.path, { ...CARD, formToken });
  const early = await send(`${session.path}/continue`, { ...CARD, formToken });
  assert.deepEqual(
    [early.kind, early.frame],
    ['challenge', `${session.path}/challenge`],
    'not finished: go on following',
  );
  session.answerAsBank('yes');
  assert.equal(
    (await send(`${session.path}/continue`, { ...CARD, formToken, pan: '4111 1111 1111 1112' })).kind,
    'mistakes',
  );
  assert.deepEqual(await send(`${session.path}/continue`, { ...CARD, formToken }), {
    status: 200,
    kind: 'leave',
    url: 'https://shop.example/thanks',
  });
  assert.equal((await send(`${session.path}/continue`, { ...CARD, formToken })).kind, 'leave');
  assert.equal(session.paid.length, 1);

  const refused = gateway.start();
  const old = await tokenOf(refused);
  await post(refused.path, { ...CARD, formToken: old });
  refused.answerAsBank('no');
  const answer = await send(`${refused.path}/continue`, { ...CARD, formToken: old });
  assert.deepEqual([answer.kind, answer.form.attemptNumber], ['tryAgain', 1]);
  assert.match(answer.message, /could not confirm that it’s you/);
});

test('after a reload the confirmed card is typed once more, by a form that finishes and can’t begin', async () => {
  const session = await challenged();
  session.answerAsBank('yes');
  const { body } = await get(session.path);
  assert.match(body, /Your bank has confirmed it’s you\..*Enter the same card again to finish\./s);
  assert.match(body, new RegExp(`<form id="card-form" method="post" action="${session.path}/continue"`));
  assert.match(
    body,
    new RegExp(`<form id="cancel-form"[^>]* action="${session.path}/abandon">.*value="Use another card"`, 's'),
  );
  assert.doesNotMatch(body, /time-left/, 'nothing hurries, and nothing interrupts');
  const mistaken = await post(`${session.path}/continue`, { ...CARD, formToken: tokenIn(body), cvc: '' });
  assert.deepEqual([mistaken.statusCode, session.view().authentication?.stage], [422, 'cleared']);
  assert.equal(
    leadsTo(
      (await post(`${session.path}/continue`, { ...CARD, formToken: tokenIn(mistaken.body) })).headers['refresh'],
    ),
    'https://shop.example/thanks',
  );
});

test('a saved card goes on with its CVC, as long as the page offers it', async () => {
  const saved = savedCard('visa', '40000000', '3220');
  const method = formatId('paymentMethod', saved.paymentMethodId);
  const session = gateway.start({
    savedCards: [saved],
    attemptsBegun: 1,
    state: 'paying',
    authentication: { stage: 'challenging', challenge: bank.challenge() },
  });
  const formToken = await tokenOf(session);
  assert.equal((await send(`${session.path}/continue`, { formToken, method, cvc: '' })).kind, 'mistakes');
  assert.equal((await send(`${session.path}/continue`, { formToken, method, cvc: '123' })).kind, 'challenge');
  session.answerAsBank('yes');
  assert.equal(
    (
      await send(`${session.path}/continue`, {
        formToken,
        method: formatId('paymentMethod', savedCard('visa', '1', '1').paymentMethodId),
        cvc: '123',
      })
    ).url,
    `${session.path}?notice=stale`,
  );
  session.set({ authentication: undefined });
  assert.equal(
    (await send(`${session.path}/continue`, { formToken, method, cvc: '123' })).url,
    `${session.path}?wait`,
    'the acquirer is asked already',
  );
});

test('another card instead: the attempt is over, and the form is new', async () => {
  const session = await challenged();
  const sent = await send(`${session.path}/abandon`, { formToken: await tokenOf(session) });
  assert.deepEqual(
    [sent.kind, sent.title, sent.form.attemptNumber],
    ['tryAgain', 'You stopped the check by your bank.', 1],
  );
  assert.equal(session.view().state, 'open');

  const without = await challenged();
  const { statusCode, headers } = await post(`${without.path}/abandon`, { formToken: await tokenOf(without) });
  assert.deepEqual([statusCode, headers.location], [303, `${without.path}?notice=abandoned`]);
  assert.match((await get(headers.location ?? '')).body, /You stopped the check by your bank\..*Nothing was charged/s);

  const late = await challenged();
  const formToken = await tokenOf(late);
  late.set({ authentication: undefined });
  assert.equal((await send(`${late.path}/abandon`, { formToken })).url, `${late.path}?wait`, 'the payment has gone on');
  assert.equal((await send(`${late.path}/abandon`, { formToken: 'forged' })).url, `${late.path}?notice=stale`);
});

test('another site may neither go on nor stop', async () => {
  const session = await challenged();
  const payment = gateway.startAction({ stage: 'challenging', challenge: bank.challenge() });
  const [formToken, paymentToken] = [await tokenOf(session), await tokenOf(payment)];
  for (const site of ['cross-site', 'same-site']) {
    for (const [url, token] of [
      [`${session.path}/continue`, formToken],
      [`${session.path}/abandon`, formToken],
      [payment.path, paymentToken],
      [`${payment.path}/continue`, paymentToken],
      [`${payment.path}/abandon`, paymentToken],
    ] as const) {
      assert.equal((await post(url, { ...CARD, formToken: token }, { 'sec-fetch-site': site })).statusCode, 403, url);
    }
  }
  assert.deepEqual([session.view().authentication?.stage, payment.view().stage], ['challenging', 'challenging']);
});

test('the status tells how far the issuer is, and is held while it asks', async () => {
  const session = await challenged();
  const held = get(`${session.path}/status?wait`);
  assert.deepEqual((await get(`${session.path}/status`)).json(), {
    state: 'paying',
    authentication: 'challenging',
    attemptsBegun: 1,
    leaves: false,
  });
  session.answerAsBank('yes');
  assert.deepEqual((await held).json(), {
    state: 'paying',
    authentication: 'cleared',
    attemptsBegun: 1,
    leaves: false,
  });
});

test('an address that no bank has is never posted to', async () => {
  const live = await createFakeGateway({ mode: 'live', publicUrl: 'https://pay.example' });
  for (const [where, acsUrl] of [
    [gateway, 'javascript:alert(1)'],
    [gateway, 'data:text/html,x'],
    [gateway, 'nonsense'],
    [live, 'http://acs.example/'],
  ] as const) {
    const session = where.start({
      state: 'paying',
      authentication: { stage: 'challenging', challenge: { acsUrl, creq: 'e30' } },
    });
    for (const url of [session.path, `${session.path}/challenge`]) {
      const { statusCode, body } = await where.app.inject({ method: 'GET', url });
      assert.equal(statusCode, 500, acsUrl);
      assert.doesNotMatch(body, /<form|javascript:|data:text/);
    }
  }
  await live.close();
});

test('back from the bank: a calm page, and a way on to a page of ours alone', async () => {
  const { token } = gateway.start();
  assert.match(
    (await get(`/3ds/returned?page=${token}`)).body,
    new RegExp(`<h1>One moment…</h1>.*<a id="lead-on" class="button" href="/pay/${token}" target="_top">`, 's'),
  );
  assert.match(
    (await get(`/3ds/returned?authenticate=${token}`)).body,
    new RegExp(`href="/authenticate/${token}" target="_top"`),
  );
  for (const page of ['', 'https://evil.example', '//evil.example', `${token}/x`, '"><script>', '../../x']) {
    const { statusCode, body } = await get(`/3ds/returned?page=${encodeURIComponent(page)}`);
    assert.equal(statusCode, 200);
    assert.doesNotMatch(body, /<a |evil/, page);
  }
});

test('all of it is said in every language', async () => {
  for (const { language, bank: texts, pages, notices } of catalogs) {
    const session = await challenged(gateway.start({ locale: language }));
    const confirm = (await get(session.path)).body;
    for (const text of [
      pages.challenging.title,
      texts.elsewhere,
      texts.continueHere,
      texts.continueToBank,
      texts.useAnotherCard,
      texts.title,
    ])
      assert.ok(confirm.includes(text), `${language}: ${text}`);
    session.answerAsBank('yes');
    assert.ok((await get(session.path)).body.includes(notices.confirmed.text), language);
    assert.ok(
      (await get(gateway.startAction().path, { 'accept-language': language })).body.includes(texts.begin.title),
      language,
    );
  }
});
