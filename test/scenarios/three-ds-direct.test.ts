/** Payments of a shop's server whose card belongs to an issuer that wants to see the customer. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createHmac } from 'node:crypto';
import { challengeFormIn, comeBack, type ThreeDsBody } from '../support/authentication.ts';
import { formFields, getAgain, follow, getPage, type Page } from '../support/customer.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import {
  cancel,
  cardOf,
  createPayment,
  paymentNow,
  toldAbout,
  type PaymentBody,
  ticketIn,
} from '../support/payments.ts';
import { completeChallenge, type ChallengeAct } from '../support/threeds.ts';
import { waitFor } from '../support/wait-for.ts';

let world: World;
let acme: TestMerchant;

before(async () => {
  world = await createWorld();
  acme = await world.addMerchant();
});
after(() => world.close());

const CHALLENGE_CARD = '5555555555555599';
const returnUrl = 'https://shop.example/back?basket=7';

type Waiting = PaymentBody & { readonly nextAction: { readonly type: string; readonly url: string } };

const create = async (
  number: string,
  fields: Readonly<Record<string, unknown>> = {},
  cvc = '123',
): Promise<Waiting> => {
  const payment = await createPayment(acme.shop, {
    captureMethod: 'automatic',
    returnUrl,
    paymentMethod: { card: { ...cardOf(number), cvc } },
    ...fields,
  });
  assert.equal(payment.status, 'requiresAction', JSON.stringify(payment));
  return payment as Waiting;
};

/** Sends the form of the page, on with its button. */
const goOn = async (page: Page, fields: Readonly<Record<string, string>> = {}): Promise<Page> => {
  const action = /<form\b[^>]*\bid="step-form"[^>]*\baction="([^"]+)"/.exec(page.html)?.[1] ?? '';
  const response = await fetch(new URL(action, page.url), {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ ...formFields(page.html), ...fields }),
    headers: { 'Sec-Fetch-Site': 'same-origin' },
  });
  return { status: response.status, headers: response.headers, html: await response.text(), url: page.url };
};

/** The customer's browser: to the page, whose script reads what stands behind the `#`, and on. */
const visit = async (url: string): Promise<Page> => {
  const page = await getPage(url);
  assert.equal(page.status, 200);
  return goOn({ ...page, url: url.split('#')[0] ?? '' }, { ticket: ticketIn(url) });
};

const goToBank = async (payment: Waiting, ...acts: readonly ChallengeAct[]) =>
  comeBack(world, await completeChallenge(challengeFormIn(await visit(payment.nextAction.url)), ...acts));

const threeDsOf = (payment: PaymentBody) => payment['threeDs'] as ThreeDsBody | undefined;

describe('a payment of a server', { concurrency: 6 }, () => {
  test('whose issuer demands a challenge that has no address is not authorized', async () => {
    const pan = '4532000000100007';
    for (const fault of [{ kind: 'aresNoAcsUrl' }, { kind: 'status', status: 'C' }] as const)
      await world.threeDs.setFault({ ...fault, match: { pan } });
    const payment = await create(pan, { merchantReferenceId: 'd-unmet' });
    await visit(payment.nextAction.url);
    const now = await paymentNow(acme.shop, payment.id);
    assert.deepEqual([now.status, threeDsOf(now)?.status], ['requiresPaymentMethod', 'failed']);
    assert.deepEqual(await world.acquirer.journal({ order: 'd-unmet' }), []);
  });

  test('waits for its customer, who answers the bank and comes back to the shop', async () => {
    const payment = await create(CHALLENGE_CARD, { merchantReferenceId: 'd-challenge' });
    assert.equal(payment.nextAction.type, 'redirect');
    assert.deepEqual(await world.acquirer.journal({ order: 'd-challenge' }), []);
    const { left } = await goToBank(payment, 'code');
    const back = new URL(String(left));
    assert.deepEqual(
      [
        back.origin,
        back.searchParams.get('basket'),
        back.searchParams.get('paymentId'),
        back.searchParams.get('status'),
      ],
      ['https://shop.example', '7', payment.id, 'succeeded'],
    );
    const key = createHmac('sha256', acme.apiKey).update('tollgate return v1').digest();
    const signed = ['paymentId', 'status', 'sequence', 't'].map((name) => back.searchParams.get(name)).join('.');
    assert.equal(back.searchParams.get('sig'), createHmac('sha256', key).update(signed).digest('hex'));
    const paid = await paymentNow(acme.shop, payment.id);
    assert.equal(paid.status, 'succeeded');
    assert.ok(!('nextAction' in paid));
    assert.deepEqual([threeDsOf(paid)?.eci, threeDsOf(paid)?.liabilityShift], ['02', true]);
    assert.deepEqual(await toldAbout(acme, payment.id), [
      'payment.created',
      'payment.requiresAction',
      'payment.funded',
      'payment.succeeded',
    ]);
  });

  test('of 0 checks the card when its customer has answered the bank, and funds nothing', async () => {
    const payment = await create(CHALLENGE_CARD, { amount: 0, merchantReferenceId: 'd-check' });
    await goToBank(payment, 'code');
    const checked = await paymentNow(acme.shop, payment.id);
    assert.deepEqual([checked.status, checked.amountCaptured, threeDsOf(checked)?.eci], ['succeeded', 0, '02']);
    const [approval, ...others] = await world.acquirer.journal({ order: 'd-check' });
    assert.deepEqual([approval?.type, approval?.amount, approval?.eci, others.length], ['AUTH', 0, '02', 0]);
    assert.deepEqual(await toldAbout(acme, payment.id), [
      'payment.created',
      'payment.requiresAction',
      'payment.succeeded',
    ]);
  });

  test('passes without a question when the issuer has none, with and without capture', async () => {
    for (const captureMethod of ['automatic', 'manual']) {
      const payment = await create('4111111111111111', { captureMethod });
      const { left } = await follow(await visit(payment.nextAction.url), world.gatewayUrl);
      assert.match(String(left), captureMethod === 'manual' ? /status=requiresCapture/ : /status=succeeded/);
      assert.equal(threeDsOf(await paymentNow(acme.shop, payment.id))?.eci, '05');
    }
  });

  test('whose issuer says no is declined, and nothing is asked of the acquirer', async () => {
    for (const [number, acts] of [
      ['5168494895055780', []],
      [CHALLENGE_CARD, ['fail']],
      [CHALLENGE_CARD, ['cancel']],
    ] as const) {
      const payment = await create(number, { merchantReferenceId: `d-no-${acts.join()}` });
      const { left } =
        acts.length === 0
          ? await follow(await visit(payment.nextAction.url), world.gatewayUrl)
          : await goToBank(payment, ...acts);
      assert.match(String(left), /status=requiresPaymentMethod/);
      const declined = await paymentNow(acme.shop, payment.id);
      assert.equal((declined['lastError'] as Record<string, unknown>)['declineReason'], 'authenticationFailed');
      assert.deepEqual(await world.acquirer.journal({ order: `d-no-${acts.join()}` }), []);
    }
  });

  test('keeps its code on the way: a wrong one is declined after the bank’s yes', async () => {
    const payment = await create(CHALLENGE_CARD, {}, '999');
    await goToBank(payment, 'success');
    assert.equal(
      ((await paymentNow(acme.shop, payment.id))['lastError'] as Record<string, unknown>)['declineReason'],
      'incorrectCvc',
    );
  });

  test('that is softly declined is asked about once more, with a challenge, and its code goes along', async () => {
    const soft = '4000000000000655';
    const payment = await create(soft, { merchantReferenceId: 'd-soft' });
    const form = challengeFormIn(await visit(payment.nextAction.url));
    const asked = () => world.acquirer.journal({ order: 'd-soft' });
    assert.deepEqual(
      (await asked()).map(({ event, code }) => [event, code]),
      [['declined', '1A']],
    );
    const waiting = await paymentNow(acme.shop, payment.id);
    assert.deepEqual([waiting.status, 'lastError' in waiting], ['requiresAction', false]);
    const { left } = await comeBack(world, await completeChallenge(form, 'code'));
    assert.match(String(left), /status=succeeded/);
    assert.deepEqual(
      (await asked()).map(({ event }) => event),
      ['declined', 'approved'],
    );
    assert.deepEqual(
      [
        threeDsOf(await paymentNow(acme.shop, payment.id))?.eci,
        threeDsOf(await paymentNow(acme.shop, payment.id))?.liabilityShift,
      ],
      ['05', true],
    );
    assert.deepEqual(await toldAbout(acme, payment.id), [
      'payment.created',
      'payment.requiresAction',
      'payment.requiresAction',
      'payment.funded',
      'payment.succeeded',
    ]);
    assert.deepEqual(
      await world.sql(
        `select c.id from vault_cards c join attempts a on a.id = c.id join payments p on p.id = a.payment_id
          where p.merchant_reference_id = 'd-soft'`,
      ),
      [],
    );
  });

  test('that is softly declined and fails at the bank, or is never asked, stays declined', async () => {
    const failed = await create('4000000000000655', { merchantReferenceId: 'd-soft-fail' });
    await comeBack(world, await completeChallenge(challengeFormIn(await visit(failed.nextAction.url)), 'fail'));
    const refused = await create('4000000000006074', { merchantReferenceId: 'd-soft-no' });
    await visit(refused.nextAction.url);
    for (const [{ id }, order] of [
      [failed, 'd-soft-fail'],
      [refused, 'd-soft-no'],
    ] as const) {
      assert.equal((await paymentNow(acme.shop, id)).status, 'requiresPaymentMethod');
      assert.equal((await world.acquirer.journal({ order })).length, 1);
    }
  });

  test('can be taken up from what GET and events show, too', async () => {
    const payment = await create(CHALLENGE_CARD);
    const seen = (await paymentNow(acme.shop, payment.id)) as Waiting;
    assert.ok(payment.nextAction.url.startsWith(`${seen.nextAction.url}#ticket=`));
    // Back from the bank, the page has no code to bring: it asks for one more press of its button.
    const { page } = await goToBank(seen, 'success');
    assert.match(String((await follow(await visit(page.url), world.gatewayUrl)).left), /status=succeeded/);
    assert.equal((await paymentNow(acme.shop, payment.id)).status, 'succeeded');
  });

  test('has its code typed where no script reads the ticket', async () => {
    const page = async (cvc: string) => {
      const payment = await create(CHALLENGE_CARD, {}, cvc);
      return { payment, page: await getPage(payment.nextAction.url.split('#')[0] ?? '') };
    };
    for (const [typed, reason] of [
      ['123', undefined],
      ['999', 'incorrectCvc'],
      ['', undefined],
    ] as const) {
      const { payment, page: shown } = await page('999');
      assert.match(shown.html, /<label for="code">Enter your card’s security code\.<\/label>/);
      const wrong = await goOn(shown, { cvc: '12' });
      assert.equal(wrong.status, 422);
      assert.match(wrong.html, /id="code-mistake">Enter the 3 digits on the back of your card\./);
      assert.doesNotMatch(wrong.html, /value="12"/);
      const { left } = await comeBack(
        world,
        await completeChallenge(challengeFormIn(await goOn(shown, { cvc: typed })), 'code'),
      );
      const now = await paymentNow(acme.shop, payment.id);
      if (typed !== '') assert.match(String(left), /paymentId=/, 'the code went by way of the bank');
      assert.equal((now['lastError'] as Record<string, unknown> | undefined)?.['declineReason'], reason);
      if (typed === '123') assert.equal(now.status, 'succeeded');
    }
  });

  test('has a ticket that opens for the browser that brings it first, as often as that one asks', async () => {
    const payment = await create(CHALLENGE_CARD, { merchantReferenceId: 'd-once' });
    const { url } = payment.nextAction;
    const ticket = ticketIn(url);
    const first = await getPage(url);
    const [, second] = [await getPage(url), await getPage(url)];
    const bank = challengeFormIn(await goOn(first, { ticket }));
    await completeChallenge(bank, 'success');
    await waitFor('the bank has said yes', async () => /Finish the payment/.test((await getPage(url)).html));
    for (const fields of [{ ticket }, {}, { ticket: 'made-up' }]) {
      const other = await goOn(await getPage(url), fields);
      assert.deepEqual([other.status, other.headers.get('location')?.split('?')[1]], [303, 'code']);
      const early = await goOn(second, fields);
      assert.equal(early.status, 303, 'it is not begun again either');
    }
    assert.deepEqual(await world.acquirer.journal({ order: 'd-once' }), []);
    const asked = await getAgain(second, `${url.split('#')[0]}?code`);
    assert.match(asked.html, /id="code-field" data-asked/);
    const again = await getAgain(first, url);
    assert.notEqual(formFields(again.html)['visit'], formFields((await getPage(url)).html)['visit']);
    const { left } = await follow(await goOn(again, { ticket }), world.gatewayUrl);
    assert.match(String(left), /status=succeeded/);
  });

  test('has a ticket that one of many browsers opens, when they come at once', async () => {
    const payment = await create(CHALLENGE_CARD);
    const pages = await Promise.all(Array.from({ length: 8 }, () => getPage(payment.nextAction.url)));
    const ticket = ticketIn(payment.nextAction.url);
    const answers = await Promise.all(pages.map((page) => goOn(page, { ticket })));
    const rows = await world.sql(`select 1 from session_visitors v join payments p on p.id = v.session_id
      where p.merchant_reference_id = '${String(payment['merchantReferenceId'])}' and p.session_id is null`);
    assert.equal(rows.length, 1);
    assert.ok(answers.some(({ html }) => html.includes('creq')));
  });

  test('has an address of before, with the ticket in it, that still works', async () => {
    const payment = await create(CHALLENGE_CARD);
    const page = await getPage(payment.nextAction.url.replace('#', '?'));
    assert.equal(formFields(page.html)['ticket'], ticketIn(payment.nextAction.url));
    const { left } = await comeBack(world, await completeChallenge(challengeFormIn(await goOn(page)), 'code'));
    assert.match(String(left), /status=succeeded/);
  });

  test('asked for twice under one key is one payment, answered with the same bytes', async () => {
    const ask = () =>
      acme.shop.call<Waiting>('POST', '/payments', {
        body: { amount: 100, currency: 'EUR', returnUrl, paymentMethod: { card: cardOf(CHALLENGE_CARD) } },
        headers: { 'Idempotency-Key': 'direct-3ds' },
      });
    const [first, second] = [await ask(), await ask()];
    assert.equal(second.text, first.text);
    assert.match(first.body.nextAction.url, /^[^?]+#ticket=/, 'in no request line');
    assert.equal(second.headers.get('idempotent-replayed'), 'true');
    await goToBank(first.body, 'code');
    assert.equal((await ask()).text, first.text);
    assert.equal((await paymentNow(acme.shop, first.body.id)).status, 'succeeded');
  });

  test('is canceled while it waits: the card is gone, and the page says so', async () => {
    const payment = await create(CHALLENGE_CARD, {
      merchantReferenceId: 'd-cancel',
      merchantCustomerId: 'customer-of-d-cancel',
      setupFutureUsage: { category: 'unscheduled' },
    });
    // The one that waits for its customer, and the one that was to be kept.
    const cardsOf = () =>
      world.sql(`
      select c.id from vault_cards c join payments p on p.merchant_id = c.merchant_id
      and p.merchant_reference_id = 'd-cancel'
      where c.id = p.attempt_id
      or c.id in (select m.id from payment_methods m where m.merchant_id = p.merchant_id
      and m.attempt_id = p.attempt_id)`);
    assert.equal((await cardsOf()).length, 2);
    const form = challengeFormIn(await visit(payment.nextAction.url));
    assert.equal((await cancel(acme.shop, payment.id)).body.status, 'canceled');
    assert.deepEqual(await cardsOf(), []);
    const { left } = await comeBack(world, await completeChallenge(form, 'success'));
    assert.match(String(left), /status=canceled/);
    assert.deepEqual(await world.acquirer.journal({ order: 'd-cancel' }), []);
    assert.deepEqual((await toldAbout(acme, payment.id)).at(-1), 'payment.canceled');
  });

  test('whose customer never comes ends by itself, and so does its card', async () => {
    const payment = await create(CHALLENGE_CARD, { merchantReferenceId: 'd-never' });
    await world.sql(
      `update authentications set ends_at = now(), check_at = now()
        where payment_id in (select id from payments where merchant_reference_id = 'd-never')`,
    );
    await waitFor('it ends', async () => (await paymentNow(acme.shop, payment.id)).status === 'requiresPaymentMethod');
    assert.deepEqual(
      await world.sql(
        `select c.id from vault_cards c join attempts a on a.id = c.id join payments p on p.id = a.payment_id
          where p.merchant_reference_id = 'd-never'`,
      ),
      [],
    );
    const late = await getPage(payment.nextAction.url);
    assert.match(String(late.headers.get('refresh')), /shop\.example\/back/);
  });

  test('opened in two tabs is asked about once', async () => {
    const payment = await create('4111111111111111', { merchantReferenceId: 'd-tabs' });
    await Promise.all([visit(payment.nextAction.url), visit(payment.nextAction.url), visit(payment.nextAction.url)]);
    assert.equal((await paymentNow(acme.shop, payment.id)).status, 'succeeded');
    assert.equal((await world.acquirer.unreversedApprovals({ order: 'd-tabs' })).length, 1);
  });

  test('without a way back, or without its customer, is not for 3-D Secure', async () => {
    const payment = await createPayment(acme.shop, { paymentMethod: { card: cardOf(CHALLENGE_CARD) } });
    assert.deepEqual([payment.status, threeDsOf(payment)], ['requiresCapture', undefined]);
  });

  test('with a card whose issuer does not take part is answered at once', async () => {
    const payment = await createPayment(acme.shop, { returnUrl, paymentMethod: { card: cardOf('4444555511113333') } });
    assert.deepEqual(
      [payment.status, threeDsOf(payment)],
      ['requiresCapture', { liabilityShift: false, status: 'notEnrolled' }],
    );
  });

  test('of another merchant, or none at all, is not found', async () => {
    const payment = await create(CHALLENGE_CARD);
    const other = await world.addMerchant();
    assert.equal((await other.shop.call('GET', `/payments/${payment.id}`)).status, 404);
    for (const path of ['x', payment.nextAction.url.split('/').at(-1)?.split('#')[0]?.slice(0, -3) ?? ''])
      assert.equal((await getPage(`${world.gatewayUrl}/authenticate/${path}`)).status, 404);
  });
});
