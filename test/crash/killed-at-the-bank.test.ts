/**
 * The gateway is killed while a customer is with the bank. What the customer did there is not done twice, and nobody
 * pays twice.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { beginChallenge, challengeFormIn, comeBack, paymentOf } from '../support/authentication.ts';
import { formFields, getPage, submitCard } from '../support/customer.ts';
import type { TestMerchant } from '../support/gateway.ts';
import { createMortalWorld, type MortalWorld } from '../support/mortal-world.ts';
import { cardOf, createPayment, paymentNow, toldAbout, type PaymentBody, ticketIn } from '../support/payments.ts';
import { aCard } from '../support/shop.ts';
import { actAtBank, completeChallenge, formWith, openChallenge } from '../support/threeds.ts';
import { waitFor } from '../support/wait-for.ts';

let world: MortalWorld;
let acme: TestMerchant;

before(async () => {
  world = await createMortalWorld(
    {},
    { threeDs: { limits: { resultRetryMs: Array.from({ length: 60 }, () => 1_000) } } },
  );
  acme = await world.addMerchant();
});
after(() => world.close());

const CARD = '5555555555555599';
const bank = () => ({ gatewayUrl: world.url });

test('killed before the customer answers: the answer is as good as before', async () => {
  const challenged = await beginChallenge(acme, CARD, { merchantReferenceId: 'before' });
  await world.kill();
  await world.start();
  const { left } = await comeBack(bank(), await completeChallenge(challenged.form, 'code'));
  assert.match(String(left), /status=completed/);
  assert.equal((await world.acquirer.unreversedApprovals({ order: 'before' })).length, 1);
  assert.deepEqual(await toldAbout(acme, challenged.session.id), [
    'session.created',
    'payment.created',
    'payment.requiresAction',
    'payment.funded',
    'payment.succeeded',
    'session.completed',
  ]);
});

test('down while the customer answers: the bank tells it again, and the browser finds it back', async () => {
  const challenged = await beginChallenge(acme, CARD, { merchantReferenceId: 'during' });
  const page = await openChallenge(challenged.form);
  await world.kill();
  // The bank tries again every second, and sends the browser back meanwhile.
  const answered = actAtBank(page, 'code');
  const { acsTransID } = idsIn(challenged.form.fields['creq'] ?? '');
  await waitFor(
    'the bank has found nobody',
    async () => (await world.threeDs.journal({ acsTransID, event: 'rresMissing' })).length > 0,
  );
  await world.start();
  const { html, url } = await answered;
  const { left } = await comeBack(bank(), formWith(html, 'cres', url));
  assert.match(String(left), /status=completed/);
  assert.equal((await world.acquirer.unreversedApprovals({ order: 'during' })).length, 1);
});

test('killed after the bank’s yes, before the card came again: it is asked for once more, the customer is not', async () => {
  const challenged = await beginChallenge(acme, CARD, { merchantReferenceId: 'after' });
  await completeChallenge(challenged.form, 'code');
  await waitFor(
    'the yes is written down',
    async () => (await world.sql(`select attempt_id from authentications where state = 'cleared'`)).length === 1,
  );
  await world.kill();
  await world.start();
  const answer = await submitCard(await getPage(challenged.session.paymentUrl), { ...aCard, pan: CARD });
  assert.match(String(answer.headers.get('refresh')), /status=completed/);
  assert.equal((await paymentOf(acme, challenged.session.id)).threeDs?.liabilityShift, true);
});

test('killed while a payment of a server waits for its customer', async () => {
  const payment = (await createPayment(acme.shop, {
    returnUrl: 'https://shop.example/back',
    paymentMethod: { card: cardOf(CARD) },
  })) as PaymentBody & { readonly nextAction: { readonly url: string } };
  await world.kill();
  await world.start();
  const page = await getPage(payment.nextAction.url);
  const response = await fetch(
    new URL(/<form\b[^>]*\bid="step-form"[^>]*\baction="([^"]+)"/.exec(page.html)?.[1] ?? '', page.url),
    {
      method: 'POST',
      redirect: 'manual',
      // As the page's script does.
      body: new URLSearchParams({ ...formFields(page.html), ticket: ticketIn(payment.nextAction.url) }),
      headers: { 'Sec-Fetch-Site': 'same-origin' },
    },
  );
  const form = challengeFormIn({
    status: response.status,
    headers: response.headers,
    html: await response.text(),
    url: page.url,
  });
  await world.kill();
  await world.start();
  const { left } = await comeBack(bank(), await completeChallenge(form, 'success'));
  assert.match(String(left), /status=requiresCapture/);
  assert.equal((await paymentNow(acme.shop, payment.id)).status, 'requiresCapture');
});

const idsIn = (creq: string) =>
  JSON.parse(Buffer.from(creq, 'base64url').toString()) as { readonly acsTransID: string };
