/** Who gets into the Personal area, who does not, and how a payment is found there. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  codeOf,
  createDeskBrowser,
  deskEnvironment,
  joinDesk,
  PASSWORD,
  type DeskBrowser,
  type JoinedMember,
} from '../support/desk.ts';
import { payByForm } from '../support/customer.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { cardOf, createPayment } from '../support/payments.ts';

let world: World;
let url: string;
let merchant: TestMerchant;
let owner: JoinedMember;
const EMAIL = 'ada@shop.example';

before(async () => {
  const environment = await deskEnvironment();
  ({ url } = environment);
  world = await createWorld(environment);
  merchant = await world.addMerchant({ name: 'Ada & <b>Co</b>' });
  const { link } = await world.admin.inviteMember({ merchantId: merchant.merchantId, email: EMAIL });
  owner = await joinDesk(url, link);
});
after(() => world.close());

/** Another network for every test that guesses, so that none uses up the tries of the others. */
const forgetTries = () => world.sql('delete from gateway_sign_in_tries');
const freshCode = async (): Promise<string> => {
  // A code works once: as if 30 seconds had passed since the last one.
  await world.sql('update members set totp_step = 0');
  return codeOf(owner.secret);
};
const signIn = async (fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) => {
  const browser = createDeskBrowser(url);
  const answer = await browser.post(`${owner.base}/sign-in`, fields, { headers });
  return { browser, answer };
};

test('an invited owner is in, and the link is dead', async () => {
  const list = await owner.browser.get(`${owner.base}/payments`);
  assert.equal(list.status, 200);
  assert.match(list.body, /No payments yet/);
  assert.match(list.body, /Ada &amp; &lt;b&gt;Co&lt;\/b&gt;/);
  assert.equal(owner.recoveryCodes.length, 10);
});

test('e-mail, password and code let somebody in under a new session; each wrong one alone does not', async () => {
  await forgetTries();
  const right = { email: 'ADA@shop.example ', password: PASSWORD, code: await freshCode() };
  const { browser, answer } = await signIn(right);
  assert.deepEqual([answer.status, answer.headers.get('location')], [303, owner.base]);
  assert.match(answer.headers.get('set-cookie') ?? '', /; Path=\/; HttpOnly; SameSite=Lax$/);
  assert.equal((await browser.get(`${owner.base}/payments`)).status, 200);
  const code = await freshCode();
  const answers = [];
  for (const wrong of [{ email: 'bob@shop.example' }, { password: `${PASSWORD}!` }, { code: '000000' }]) {
    await forgetTries();
    answers.push((await signIn({ ...right, code, ...wrong })).answer);
  }
  const [unknown, ...known] = answers.map(({ status, body }) => [
    status,
    body.replace(/ value="[^"]*" autocomplete="username"/, ''),
  ]);
  assert.equal(unknown?.[0], 401);
  for (const one of known) assert.deepEqual(one, unknown, 'nobody is told what was wrong');
});

test('a code works once, and a recovery code once', async () => {
  await forgetTries();
  const code = await freshCode();
  const right = { email: EMAIL, password: PASSWORD };
  assert.equal((await signIn({ ...right, code })).answer.status, 303);
  assert.equal((await signIn({ ...right, code })).answer.status, 401);
  await forgetTries();
  const recovery = owner.recoveryCodes[0]?.toUpperCase() ?? '';
  const both = await Promise.all([signIn({ ...right, code: recovery }), signIn({ ...right, code: recovery })]);
  assert.deepEqual(both.map(({ answer }) => answer.status).sort(), [303, 401]);
});

test('guessing is slowed where it comes from, and nobody else is locked out', async () => {
  await forgetTries();
  const wrong = { email: EMAIL, password: 'guess guess guess', code: '123456' };
  const statuses = [];
  for (let tries = 0; tries < 6; tries++) statuses.push((await signIn(wrong)).answer.status);
  assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429]);
  const rows = await world.sql<{ count: string }>('select count(*) as count from gateway_sign_in_tries');
  assert.equal(rows[0]?.count, '2', 'counted by address, and by address and member');
  assert.equal((await owner.browser.get(`${owner.base}/payments`)).status, 200, 'who is in stays in');
  await forgetTries();
});

test('a session that was planted in a browser before is not the one that signs in', async () => {
  await forgetTries();
  const browser = createDeskBrowser(url);
  const name = [...owner.browser.cookies.keys()][0] ?? '';
  browser.cookies.set(name, 'A'.repeat(43));
  await browser.post(`${owner.base}/sign-in`, { email: EMAIL, password: PASSWORD, code: await freshCode() });
  assert.notEqual(browser.cookies.get(name), 'A'.repeat(43));
  const again = browser.cookies.get(name) ?? '';
  await forgetTries();
  await browser.post(`${owner.base}/sign-in`, { email: EMAIL, password: PASSWORD, code: await freshCode() });
  const old = createDeskBrowser(url);
  old.cookies.set(name, again);
  assert.equal((await old.get(`${owner.base}/payments`)).status, 303, 'the session before has ended');
});

test('a session ends when nobody used it for an hour, after twelve in all, and when its owner ends it', async () => {
  const signedIn = async () => {
    await forgetTries();
    return (await signIn({ email: EMAIL, password: PASSWORD, code: await freshCode() })).browser;
  };
  const isIn = async (browser: DeskBrowser): Promise<boolean> =>
    (await browser.get(`${owner.base}/payments`)).status === 200;
  const newest = `where created_at = (select max(created_at) from member_sessions)`;
  const unused = await signedIn();
  await world.sql(`update member_sessions set last_seen_at = now() - interval '61 minutes' ${newest}`);
  const old = await signedIn();
  await world.sql(`update member_sessions set expires_at = now() ${newest}`);
  const ended = await signedIn();
  assert.deepEqual([await isIn(unused), await isIn(old), await isIn(ended)], [false, false, true]);

  const account = `${owner.base}/account`;
  const { body } = await owner.browser.get(account);
  const [session = ''] = [...body.matchAll(/name="session" value="(ms_\w+)"/g)].map(([, id]) => id);
  await owner.browser.post(`${account}/end-sessions`, { session }, { from: account });
  assert.deepEqual([await isIn(ended), await isIn(owner.browser)], [false, true]);
  const another = await signedIn();
  const form = (await another.get(account)).body;
  const formToken = /name="formToken" value="([^"]+)"/.exec(form)?.[1] ?? '';
  await another.post(`${owner.base}/sign-out`, { formToken });
  assert.equal(await isIn(another), false);
});

test('forms of other pages are refused: another origin, none, or without the token of the session', async () => {
  const path = `${owner.base}/account/end-sessions`;
  const from = `${owner.base}/account`;
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { origin: world.gatewayUrl }])
    assert.equal((await owner.browser.post(path, {}, { from, headers })).status, 403);
  assert.equal((await owner.browser.post(path, {})).status, 403);
  assert.equal((await owner.browser.post(path, { formToken: 'A'.repeat(43) })).status, 403);
  assert.equal((await owner.browser.get(`${owner.base}/payments`)).status, 200, 'nothing was ended');
});

test('after a sign-in one goes on to a page of the same merchant, and to no other place', async () => {
  for (const [next, goes] of [
    [`${owner.base}/payments?state=failed`, `${owner.base}/payments?state=failed`],
    ['https://evil.example/', owner.base],
    ['//evil.example/', owner.base],
    [`${owner.base}//evil.example`, owner.base],
    [`${owner.base}/\\evil.example`, owner.base],
    [`${owner.base}.evil.example`, owner.base],
    ['/m/other/payments', owner.base],
    ['javascript:alert(1)', owner.base],
    [`${owner.base}/\t/evil`, owner.base],
  ] as const) {
    await forgetTries();
    const { answer } = await signIn({ email: EMAIL, password: PASSWORD, code: await freshCode(), next });
    assert.equal(answer.headers.get('location'), goes, next);
  }
});

test('every page forbids frames, foreign scripts and being kept', async () => {
  for (const path of [`${owner.base}/sign-in`, `${owner.base}/payments`, '/', '/nowhere']) {
    const { headers } = await owner.browser.get(path);
    const policy = headers.get('content-security-policy') ?? '';
    for (const part of ["default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"])
      assert.ok(policy.includes(part), `${path}: ${part}`);
    assert.deepEqual([headers.get('x-frame-options'), headers.get('cache-control')], ['DENY', 'no-store'], path);
  }
});

test('a payment is found by its reference and its id, by its state and its day, newest first', async () => {
  const pay = async (reference: string, pan: string) =>
    (await createPayment(merchant.shop, { merchantReferenceId: reference, paymentMethod: { card: cardOf(pan) } })).id;
  const first = await pay('order-1', '4242424242424242');
  await pay('<script>alert(1)</script>', '4242424242424242');
  const declined = await pay('order-3', '4000000000000515');
  const list = (query: string) => owner.browser.get(`${owner.base}/payments?${query}`);
  const referencesIn = ({ body }: { readonly body: string }) =>
    [...body.matchAll(/<td><a href="[^"]+">([^<]*)<\/a>/g)].map(([, reference]) => reference);
  const script = '&lt;script&gt;alert(1)&lt;/script&gt;';
  assert.deepEqual(referencesIn(await list('')), ['order-3', script, 'order-1']);
  assert.deepEqual(referencesIn(await list('q=order-1')), ['order-1']);
  assert.deepEqual(referencesIn(await list(`q=${declined}`)), ['order-3']);
  assert.deepEqual(referencesIn(await list('state=requiresPaymentMethod')), ['order-3']);
  assert.deepEqual(referencesIn(await list('to=2020-01-01')), []);
  assert.deepEqual(referencesIn(await list(`before=${declined}`)), [script, 'order-1']);
  assert.deepEqual(referencesIn(await list('q=0515')), ['order-3']);
  assert.deepEqual(referencesIn(await list('q=100.00+eur')), ['order-3', script, 'order-1']);
  assert.deepEqual(referencesIn(await list('q=100&state=requiresCapture')), [script, 'order-1']);
  assert.deepEqual(referencesIn(await list('q=100+USD')), []);
  const numbers = await list('q=4242+4242+4242+4242');
  assert.match(numbers.body, /last four digits/);
  assert.equal(numbers.body.includes('4242 4242'), false);
  const session = await merchant.shop.createSession({
    merchantReferenceId: 'order-4',
    customerDetails: { email: 'Kim@Customer.example' },
  });
  await payByForm(session.paymentUrl, { pan: '4444555511113333', expiry: '12/39', cvc: '123', cardholderName: 'Kim' });
  assert.deepEqual(referencesIn(await list('q=kim%40customer.EXAMPLE')), ['order-4']);
  assert.deepEqual(referencesIn(await list(`q=${session.id}`)), ['order-4']);
  const other = await world.addMerchant({ name: 'Other' });
  const { link } = await world.admin.inviteMember({ merchantId: other.merchantId, email: 'o@other.example' });
  const stranger = await joinDesk(url, link);
  assert.deepEqual(referencesIn(await stranger.browser.get(`${stranger.base}/payments?q=${first}`)), []);
  const foreign = await stranger.browser.get(`${owner.base}/payments`);
  assert.deepEqual([foreign.status, foreign.body], [303, '']);
});

test('what was done stands in the audit log, with who and from where', async () => {
  const rows = await world.sql<{ action: string; actor_name: string; address: string }>(
    `select action, actor_name, address from audit_entries where actor = 'member' order by id`,
  );
  assert.deepEqual(
    rows.slice(0, 2).map((row) => [row.action, row.actor_name, row.address]),
    [
      ['member.joined', EMAIL, '127.0.0.1'],
      ['member.signedIn', EMAIL, '127.0.0.1'],
    ],
  );
  const text = JSON.stringify(await world.sql('select * from audit_entries'));
  for (const secret of [PASSWORD, owner.secret]) assert.equal(text.includes(secret), false);
});

test('a password is changed by who shows the one of before and a code, and whoever else had it is out', async () => {
  const account = `${owner.base}/account`;
  const newPassword = 'another horse, another battery';
  const change = async (fields: Readonly<Record<string, string>>) => {
    await forgetTries();
    const right = { password: PASSWORD, code: await freshCode(), newPassword };
    return owner.browser.post(`${account}/change-password`, { ...right, ...fields }, { from: account });
  };
  const signInWith = async (password: string) => {
    await forgetTries();
    return (await signIn({ email: EMAIL, password, code: await freshCode() })).browser;
  };
  const isIn = async (browser: DeskBrowser) => (await browser.get(account)).status === 200;
  const elsewhere = await signInWith(PASSWORD);
  for (const [wrong, sentence] of [
    [{ password: `${PASSWORD}!` }, /password or the code is not right/],
    [{ code: '000000' }, /password or the code is not right/],
    [{ newPassword: 'too short' }, /12 letters or more/],
  ] as const) {
    const { status, body } = await change(wrong);
    assert.deepEqual([status, sentence.test(body)], [422, true]);
  }
  assert.deepEqual([await isIn(elsewhere), await isIn(await signInWith(PASSWORD))], [true, true]);
  const changed = await change({});
  assert.deepEqual([changed.status, changed.headers.get('location')], [303, `${account}?done=password`]);
  assert.match((await owner.browser.get(`${account}?done=password`)).body, /role="status">The password is changed/);
  assert.deepEqual([await isIn(elsewhere), await isIn(await signInWith(PASSWORD))], [false, false]);
  assert.equal(await isIn(await signInWith(newPassword)), true);
  const acts = await world.sql(`select after from audit_entries where action = 'member.passwordChanged'`);
  assert.deepEqual(acts, [{ after: null }]);
});
