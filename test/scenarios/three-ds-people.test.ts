/**
 * What people do while their bank asks: nothing, something else, the same thing twice. Nobody is ever stuck, and
 * nothing is left authorized.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { answerBank, beginChallenge, challengeFormIn, paymentOf, type Challenged } from '../support/authentication.ts';
import { formFields, getAgain, getPage, submitCard, type Page } from '../support/customer.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { toldAbout } from '../support/payments.ts';
import { aCard } from '../support/shop.ts';
import { actAtBank, openChallenge } from '../support/threeds.ts';
import { waitFor } from '../support/wait-for.ts';

let world: World;
let acme: TestMerchant;

before(async () => {
  world = await createWorld();
  acme = await world.addMerchant();
});
after(() => world.close());

const CHALLENGE_CARD = '5555555555555599';
const begin = (order: string, fields: Readonly<Record<string, unknown>> = {}) =>
  beginChallenge(acme, CHALLENGE_CARD, { merchantReferenceId: order, ...fields });

/** Posts one of a page's forms, chosen by the end of its address. */
const submitTo = async (page: Page, ending: string): Promise<Page> => {
  const action = new RegExp(`<form\\b[^>]*\\baction="([^"]*${ending})"`).exec(page.html)?.[1];
  assert.ok(action, `no form leads to ${ending}`);
  const { formToken = '' } = formFields(page.html);
  const response = await fetch(new URL(action, page.url), {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ formToken }),
    headers: { 'Sec-Fetch-Site': 'same-origin' },
  });
  return { status: response.status, headers: response.headers, html: await response.text(), url: page.url };
};

const timeIsOver = ({ session }: Challenged) =>
  world.sql(`
  update authentications set ends_at = now(), check_at = now()
  where payment_id in (select id from payments
  where merchant_reference_id = '${String(session['merchantReferenceId'])}')`);

const mayPayAgain = async ({ session }: Challenged): Promise<Page> =>
  waitFor('the form is there again', async () => {
    const page = await getPage(session.paymentUrl);
    return /name="pan"/.test(page.html) && page;
  });

const paysOtherwise = async (challenged: Challenged): Promise<void> => {
  const answer = await submitCard(await mayPayAgain(challenged), aCard);
  assert.match(String(answer.headers.get('refresh')), /status=completed/);
  assert.equal(
    (await world.acquirer.unreversedApprovals({ order: String(challenged.session['merchantReferenceId']) })).length,
    1,
  );
};

describe('a customer', { concurrency: 6 }, () => {
  test('closes the page at the bank: after ten minutes the session is free again', async () => {
    const challenged = await begin('closed');
    await openChallenge(challenged.form);
    await timeIsOver(challenged);
    await paysOtherwise(challenged);
    assert.deepEqual(
      await world.sql(
        `select state from authentications where state = 'challenging'
          and payment_id in (select id from payments where merchant_reference_id = 'closed')`,
      ),
      [],
    );
  });

  test('never goes to the bank: the same', async () => {
    const challenged = await begin('never-went');
    assert.equal((await paymentOf(acme, challenged.session.id)).status, 'requiresAction');
    await timeIsOver(challenged);
    await paysOtherwise(challenged);
  });

  test('comes back to the page instead: it leads on to the bank, or to another card', async () => {
    const challenged = await begin('came-back');
    const page = await getPage(challenged.session.paymentUrl);
    assert.deepEqual(challengeFormIn(page).fields['creq'], challenged.form.fields['creq']);
    const abandoned = await submitTo(page, '/abandon');
    assert.ok(abandoned.status === 303 || abandoned.status === 200);
    await paysOtherwise(challenged);
  });

  test('has the bank say yes after giving up: the yes is too late', async () => {
    const challenged = await begin('too-late');
    const bank = await openChallenge(challenged.form);
    await submitTo(await getPage(challenged.session.paymentUrl), '/abandon');
    await actAtBank(bank, 'success');
    assert.equal((await paymentOf(acme, challenged.session.id)).status, 'requiresPaymentMethod');
    assert.deepEqual(await world.acquirer.journal({ order: 'too-late' }), []);
    await paysOtherwise(challenged);
  });

  test('has a second tab: it shows that the bank is being asked, and its card pays nothing', async () => {
    const session = await acme.shop.createSession({ merchantReferenceId: 'two-tabs' });
    const one = await getPage(session.paymentUrl);
    const two = await getAgain(one);
    const challenged: Challenged = {
      session,
      page: one,
      form: challengeFormIn(await submitCard(one, { ...aCard, pan: CHALLENGE_CARD })),
    };
    const second = await submitCard(two, { ...aCard, pan: '4000 0011 1111 1118' });
    assert.equal(second.status, 303);
    assert.deepEqual(
      await world.threeDs.journal({ last4: '1118' }),
      [],
      'a second bank was asked about a session that is being paid',
    );
    assert.match((await getPage(new URL(String(second.headers.get('location')), two.url).href)).html, /creq|confirm/i);
    const { left } = await answerBank(world, challenged, 'code');
    assert.match(String(left), /status=completed/);
    assert.equal((await world.acquirer.journal({ order: 'two-tabs' })).length, 1);
    assert.match(
      String((await getAgain(two, `${session.paymentUrl}?wait`)).headers.get('refresh')),
      /status=completed/,
    );
  });

  test('fails five times: to the failure page, and the session is over', async () => {
    const session = await acme.shop.createSession({ merchantReferenceId: 'five' });
    let left: string | undefined;
    for (let time = 0; time < 5; time++) {
      const form = challengeFormIn(
        await submitCard(await getPage(session.paymentUrl), { ...aCard, pan: CHALLENGE_CARD }),
      );
      ({ left } = await answerBank(world, { form }, 'fail'));
    }
    assert.match(String(left), /^https:\/\/shop\.example\/failed\?.*status=expired/);
    const ended = await acme.shop.session(session.id);
    assert.deepEqual([ended.status, ended['expirationReason']], ['expired', 'attemptsExhausted']);
    assert.deepEqual((await toldAbout(acme, session.id)).slice(-2), ['payment.failed', 'session.expired']);
    assert.deepEqual(await world.acquirer.journal({ order: 'five' }), []);
  });

  test('types three wrong codes, or cancels there: declined, and free to pay otherwise', async () => {
    for (const [order, acts] of [
      ['wrong-codes', ['wrongCode', 'wrongCode', 'wrongCode']],
      ['cancels', ['cancel']],
    ] as const) {
      const challenged = await begin(order);
      await answerBank(world, challenged, ...acts);
      await paysOtherwise(challenged);
    }
  });

  test('takes longer than the session has: it waits, pays, and nobody can end it meanwhile', async () => {
    const challenged = await begin('overtime');
    await world.sql(`update sessions set expires_at = now() where merchant_reference_id = 'overtime'`);
    const refusal = await acme.shop.call('POST', `/sessions/${challenged.session.id}/expire`);
    assert.equal(refusal.status, 409);
    const { left } = await answerBank(world, challenged, 'code');
    assert.match(String(left), /status=completed/);
  });

  test('with a declining card: the bank knows its holder, the acquirer says no, and the page says why', async () => {
    const session = await acme.shop.createSession({ merchantReferenceId: 'wrong-cvc' });
    const form = challengeFormIn(
      await submitCard(await getPage(session.paymentUrl), { ...aCard, pan: CHALLENGE_CARD, cvc: '999' }),
    );
    const { page } = await answerBank(world, { form }, 'success');
    assert.match(page.html, /CVC/);
    const payment = await paymentOf(acme, session.id);
    assert.deepEqual(
      [payment.status, (payment['lastError'] as Record<string, unknown>)['declineReason']],
      ['requiresPaymentMethod', 'incorrectCvc'],
    );
  });

  test('saves the card on the way: kept after the bank’s yes, and not after its no', async () => {
    const fields = { merchantCustomerId: 'customer-3ds', setupFutureUsage: { category: 'unscheduled' } };
    const methods = async () =>
      (
        await acme.shop.call<{ readonly data: readonly unknown[] }>(
          'GET',
          '/payment-methods?merchantCustomerId=customer-3ds',
        )
      ).body.data.length;
    for (const [act, kept] of [
      ['fail', 0],
      ['code', 1],
    ] as const) {
      const session = await acme.shop.createSession({ merchantReferenceId: `saves-${act}`, ...fields });
      const form = challengeFormIn(
        await submitCard(await getPage(session.paymentUrl), { ...aCard, pan: CHALLENGE_CARD, saveCard: 'yes' }),
      );
      await answerBank(world, { form }, act);
      assert.equal(await methods(), kept);
    }
    const session = await acme.shop.createSession({ merchantReferenceId: 'saved-again', ...fields });
    const page = await getPage(session.paymentUrl);
    const method = /name="method" value="(pm_[^"]+)"/.exec(page.html)?.[1] ?? '';
    const { left } = await answerBank(
      world,
      { form: challengeFormIn(await submitCard(page, { method, cvc: '123' })) },
      'code',
    );
    assert.match(String(left), /status=completed/);
  });
});

test('expiry, reconciliation and the merchant leave no authorization open behind any of them', async () => {
  const open = await world.sql(
    `select a.id from attempts a join payments p on p.id = a.payment_id where a.state = 'approved'
      and p.state not in ('succeeded', 'requiresCapture')`,
  );
  assert.deepEqual(open, []);
  assert.deepEqual(
    await world.sql(
      `select attempt_id from authentications where state in ('stopped', 'spent')
        and (check_at is not null or creq is not null)`,
    ),
    [],
  );
});
