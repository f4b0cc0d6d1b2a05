import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createFakeGateway, type FakeGateway } from '../../../test/browser/fake-gateway.ts';
import { leadsTo } from '../../../test/support/customer.ts';

const ACS = 'https://acs.bank.example';
const bank = { methodUrl: `${ACS}/method`, challenge: () => ({ acsUrl: `${ACS}/challenge`, creq: 'eyJjcmVxIjoxfQ' }) };

let gateway: FakeGateway;
before(async () => {
  gateway = await createFakeGateway({ bank, successUrl: 'https://shop.example/orders/7?payment=p' });
});
after(() => gateway.close());

type Fields = Readonly<Record<string, string>>;
const get = (url: string) => gateway.app.inject({ method: 'GET', url });
const formTokenOf = async ({ path }: { readonly path: string }) =>
  /name="formToken" value="([^"]+)"/.exec((await get(path)).body)?.[1] ?? '';
const post = (url: string, fields: Fields) =>
  gateway.app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  });
const send = async (url: string, fields: Fields) =>
  (
    await gateway.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify(fields),
    })
  ).json<{ kind: string; url: string; frame: string; state: string }>();

test('the page says who asks for how much, keeps the ticket, and frames nobody but us', async () => {
  const payment = gateway.startAction();
  const { statusCode, headers, body } = await get(`${payment.path}?ticket=c2VhbGVk%22%3E`);
  assert.equal(statusCode, 200);
  assert.match(body, /<h1>Your bank may want to confirm that it’s you<\/h1>.*Blue Mountain Coffee.*€49\.90/s);
  assert.match(body, new RegExp(`<form id="step-form"[^>]* method="post" action="${payment.path}"`));
  assert.match(body, /name="ticket" value="c2VhbGVk&quot;&gt;"/);
  assert.match(
    String(headers['content-security-policy']),
    /frame-ancestors 'none'; form-action 'self'; frame-src 'self'$/,
  );
  assert.equal(headers['referrer-policy'], 'no-referrer');
  assert.equal(headers['x-frame-options'], 'DENY');
  assert.equal(payment.told.length, 0, 'looking at the page asks nobody');
});

test('without script: a click, the bank’s page with the ticket, and back to the shop', async () => {
  const payment = gateway.startAction();
  const formToken = await formTokenOf(payment);
  const { statusCode, headers, body } = await post(payment.path, { formToken, ticket: 'sealed' });
  assert.equal(statusCode, 200);
  assert.match(body, /action="https:\/\/acs\.bank\.example\/challenge".*name="threeDSSessionData" value="sealed"/s);
  assert.match(body, new RegExp(`action="${payment.path}/abandon".*value="Cancel the payment"`, 's'));
  assert.match(String(headers['content-security-policy']), /form-action 'self' https: http:$/);
  assert.deepEqual(
    payment.told.map(({ methodStep, ticket }) => [methodStep.kind, ticket]),
    [['impossible', 'sealed']],
  );

  payment.answerAsBank('yes');
  const finish = await get(`${payment.path}?ticket=sealed`);
  assert.match(
    finish.body,
    new RegExp(`<h1>Your bank has confirmed it’s you</h1>.*action="${payment.path}/continue".*Finish the payment`, 's'),
  );
  const paid = await post(`${payment.path}/continue`, { formToken, ticket: 'sealed' });
  assert.deepEqual([paid.statusCode, paid.headers.location, payment.tickets], [303, payment.path, ['sealed']]);
  assert.equal(leadsTo((await get(payment.path)).headers['refresh']), 'https://shop.example/orders/7?payment=p');
});

test('with script: the method step, the challenge, the way on', async () => {
  const payment = gateway.startAction();
  const formToken = await formTokenOf(payment);
  const first = await send(payment.path, { formToken, ticket: 'sealed' });
  assert.deepEqual([first.kind, first.frame], ['methodStep', `${payment.path}/method?state=${first.state}`]);
  assert.match((await get(first.frame)).body, /action="https:\/\/acs\.bank\.example\/method"/);
  const others = gateway.startAction();
  assert.equal(
    (await send(others.path, { formToken: await formTokenOf(others), methodState: first.state, methodDone: 'yes' }))
      .kind,
    'methodStep',
    'a step of another payment',
  );
  assert.deepEqual(
    await send(payment.path, { formToken, ticket: 'sealed', methodState: first.state, methodDone: 'yes' }),
    { kind: 'challenge', frame: `${payment.path}/challenge`, ticket: 'sealed' },
  );
  assert.match(
    String((await get(`${payment.path}/challenge`)).headers['content-security-policy']),
    /form-action https: http:; frame-src 'self' https: http:; connect-src https: http:$/,
  );
  const held = get(`${payment.path}/status?wait`);
  assert.deepEqual((await get(`${payment.path}/status`)).json(), {
    state: 'paying',
    authentication: 'challenging',
    attemptsBegun: 0,
    leaves: false,
  });
  assert.equal((await send(`${payment.path}/continue`, { formToken })).kind, 'challenge');
  payment.answerAsBank('yes');
  assert.deepEqual((await held).json(), {
    state: 'paying',
    authentication: 'cleared',
    attemptsBegun: 0,
    leaves: false,
  });
  assert.deepEqual(await send(`${payment.path}/continue`, { formToken, ticket: 'sealed' }), {
    kind: 'leave',
    url: 'https://shop.example/orders/7?payment=p',
  });
  assert.deepEqual((await get(`${payment.path}/status`)).json(), {
    state: 'completed',
    attemptsBegun: 0,
    leaves: true,
    url: 'https://shop.example/orders/7?payment=p',
  });
});

test('giving up ends it; a payment on its way is followed', async () => {
  const payment = gateway.startAction();
  assert.equal(
    (await post(`${payment.path}/abandon`, { formToken: await formTokenOf(payment) })).headers.location,
    payment.path,
  );
  assert.equal(leadsTo((await get(payment.path)).headers['refresh']), 'https://shop.example/orders/7?payment=p');
  const processing = gateway.startAction({ stage: 'processing' });
  const { body } = await get(processing.path);
  assert.match(
    body,
    new RegExp(`on its way.*data-path="${processing.path}"|data-path="${processing.path}".*on its way`, 's'),
  );
  assert.doesNotMatch(body, /<form|<button/);
});

test('a form that is not ours does nothing: not a session’s, not another payment’s, not an old one', async () => {
  const session = gateway.start();
  const [payment, another] = [gateway.startAction(), gateway.startAction()];
  for (const formToken of ['', 'forged', await formTokenOf(session), await formTokenOf(another)]) {
    const answer = await send(payment.path, { formToken, ticket: 'a b' });
    assert.deepEqual(answer, { kind: 'show', url: `${payment.path}#ticket=a%20b` });
    assert.equal((await post(`${payment.path}/abandon`, { formToken })).headers.location, payment.path);
  }
  assert.equal(payment.told.length, 0);
  assert.equal(payment.view().stage, 'waiting');
});

test('what is unknown is a 404 page, and a session’s token is no payment', async () => {
  const { token } = gateway.start();
  for (const path of [
    '/authenticate/nobody',
    `/authenticate/${token}`,
    `/authenticate/${token}/challenge`,
    `/authenticate/${token}/method`,
    `/authenticate/${token}/more`,
    '/authenticate/',
  ]) {
    const { statusCode, body } = await get(path);
    assert.equal(statusCode, 404, path);
    assert.match(body, /We can’t find this payment/, path);
  }
  assert.equal((await get(`/authenticate/${token}/status`)).statusCode, 404);
});

test('an app’s scheme may do nothing, so the page offers the way too', async (t) => {
  const app = await createFakeGateway({ successUrl: 'sdk://done' });
  t.after(() => app.close());
  const { path } = app.startAction({ stage: 'over', returnUrl: 'sdk://done' });
  const { statusCode, headers, body } = await app.app.inject({ method: 'GET', url: path });
  assert.deepEqual([statusCode, leadsTo(headers['refresh'])], [200, 'sdk://done']);
  assert.match(body, /<a class="button" href="sdk:\/\/done"/);
});
