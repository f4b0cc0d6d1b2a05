import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { CARDS, TICKET } from '../../../test/browser/fake-checkout.ts';
import { createFakeGateway } from '../../../test/browser/fake-gateway.ts';
import { formFields } from '../../../test/support/customer.ts';
import { catalogs } from './catalogs/index.ts';

const CARD = { pan: CARDS.approved, expiry: '12/39', cvc: '123', cardholderName: 'Ada Lovelace' };

/** What the driver throws while PostgreSQL restarts, in its three ways to say so. */
const FAILURES = [
  Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01', severity: 'FATAL' }),
  Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' }),
  new Error('Connection terminated unexpectedly'),
];

const startWithout = async (t: TestContext, failure: Error) => {
  const fail = () => Promise.reject(failure);
  const gateway = await createFakeGateway({ checkout: { view: fail, pay: fail, giveUp: fail, waitForOutcome: fail } });
  t.after(() => gateway.close());
  return gateway;
};

for (const failure of FAILURES) {
  test(`while the database is away (${failure.message}) a page tries again by itself`, async (t) => {
    const { app, start } = await startWithout(t, failure);
    const { path } = start();
    for (const { language, pages } of catalogs) {
      const answer = await app.inject({ method: 'GET', url: path, headers: { 'accept-language': language } });
      assert.deepEqual(
        [answer.statusCode, answer.headers['retry-after'], answer.headers['refresh']],
        [503, '3', '3'],
        language,
      );
      assert.ok(answer.body.includes(`<h1>${pages.away.title}</h1>`), language);
      assert.doesNotMatch(answer.body, /57P01|ECONN|terminat/);
    }
  });
}

test('a form that met no database leads to the page of its payment, which says what became of it', async (t) => {
  const [failure] = FAILURES;
  assert.ok(failure);
  // The page was made while all was well.
  const before = await createFakeGateway();
  t.after(() => before.close());
  const session = before.start();
  const page = await before.app.inject({ method: 'GET', url: session.path });
  const formToken = /name="formToken" value="([^"]+)"/.exec(page.body)?.[1] ?? assert.fail();
  const { app } = await startWithout(t, failure);
  for (const path of [session.path, `${session.path}/cancel`]) {
    const plain = await app.inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ ...CARD, formToken }).toString(),
    });
    assert.deepEqual([plain.statusCode, plain.headers['refresh']], [503, `3;url=${session.path}?wait`], path);
    assert.match(plain.body, new RegExp(`<a class="button" href="${session.path}\\?wait"`));
    assert.doesNotMatch(plain.body, /44445555/);

    const scripted = await app.inject({ method: 'POST', url: path, payload: { ...CARD, formToken } });
    assert.deepEqual(
      [scripted.statusCode, scripted.headers['retry-after'], scripted.json()],
      [503, '3', { kind: 'error' }],
      path,
    );
  }
});

test('a form of the page behind nextAction that met no database leads back to it', async (t) => {
  const fail = () => Promise.reject(FAILURES[0] ?? new Error('away'));
  const bank = { challenge: () => ({ acsUrl: 'https://bank.example/acs', creq: 'e30' }) };
  // The pages were made while all was well: of two steps, and of the question in between.
  const before = await createFakeGateway({ bank });
  t.after(() => before.close());
  const { app, close } = await createFakeGateway({ action: { begin: fail, continuePayment: fail, abandon: fail } });
  t.after(close);
  for (const stage of ['waiting', 'challenging', 'cleared'] as const) {
    const payment = before.startAction({ stage, challenge: stage === 'challenging' ? bank.challenge() : undefined });
    const page = await before.app.inject({ method: 'GET', url: `${payment.path}?ticket=${TICKET}` });
    const forms = [...page.body.matchAll(/<form\b[^>]* action="(\/[^"]+)"[^>]*>(.*?)<\/form>/gs)];
    assert.equal(forms.length, stage === 'challenging' ? 1 : 2, stage);
    for (const [, url = '', form = ''] of forms) {
      const answer = await app.inject({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams(formFields(form)).toString(),
      });
      const back = payment.path;
      assert.deepEqual([answer.statusCode, answer.headers['refresh']], [503, `3;url=${back}`], url);
      assert.ok(answer.body.includes(`<a class="button" href="${back}"`), url);
    }
  }
});
