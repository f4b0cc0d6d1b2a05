/**
 * Somebody tries out stolen cards, or the codes of one: how many of them does the bank hear of? Everything is real, and
 * the acquirer's journal counts. docs/card-testing.md has the same at the size of life.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { answerBank, challengeFormIn, paymentOf } from '../support/authentication.ts';
import { DECLINED_AMOUNT, doWork, sendForm, stolenCard, tryCard } from '../support/card-tester.ts';
import { formFields, getPage } from '../support/customer.ts';
import { createWorld, NO_LIMITS, type TestMerchant, type World } from '../support/gateway.ts';
import { often } from '../support/length.ts';
import { cardOf, createPayment, paymentNow } from '../support/payments.ts';
import { createShop } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

let world: World;

before(async () => {
  // A documented test card counts like any other, as in live mode, and a proxy says where customers come from.
  world = await createWorld({ TOLLGATE_TEST_CARD_FACTOR: '1', TOLLGATE_TRUST_PROXY: '1' });
});
after(() => world.close());

const CHALLENGE_CARD = '4000000000006066';
const WRONG_CVC = '999';

/** How many tries of an order the bank was asked about. */
const heardOf = async (order: string): Promise<number> =>
  (await world.acquirer.journal({ order })).filter(({ event }) => event === 'approved' || event === 'declined').length;

const metrics = async (): Promise<string> => (await fetch(`${world.gatewayUrl}/metrics`)).text();

const addressOf = (n: number): string => `198.51.${Math.floor(n / 250)}.${(n % 250) + 1}`;

const all = <T>(count: number, act: (n: number) => Promise<T>): Promise<readonly T[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => act(n)));

const losing = (order: string) => ({ amount: DECLINED_AMOUNT, merchantReferenceId: order });

test('a payment that no account takes says nothing of its card, and does not count', async () => {
  const merchant = await world.addMerchant();
  const { apiKey } = await world.admin.createApiKey({
    merchantId: merchant.merchantId,
    scopes: ['acquirer-accounts:write'],
  });
  const operator = createShop({ gatewayUrl: world.gatewayUrl, apiKey });
  const account = { name: 'Bank', connector: 'sandbox', settings: { url: world.acquirer.url }, secrets: {} };
  const made = await operator.call<{ id: string }>('POST', '/acquirer-accounts', {
    body: { ...account, brands: ['mastercard'] },
  });
  assert.equal(made.status, 200, made.text);
  for (let n = 0; n < 12; n++) {
    const refused = await createPayment(merchant.shop);
    assert.equal((refused['lastError'] as { code: string }).code, 'cardNotAccepted');
  }
  const change = { body: { brands: null } };
  assert.equal((await operator.call('PATCH', `/acquirer-accounts/${made.body.id}`, change)).status, 200);
  const paid = await createPayment(merchant.shop);
  assert.equal(paid.status, 'requiresCapture', JSON.stringify(paid['lastError']));
});

describe('on the page', () => {
  test('many cards at once from one address over two processes: the bank hears of five', async () => {
    const merchant = await world.addMerchant();
    const other = await world.addGateway();
    await all(often({ usually: 80, long: 300 }), (n) =>
      tryCard(
        merchant,
        {
          address: '203.0.113.1',
          card: { pan: stolenCard(n) },
          gatewayUrl: n % 2 === 0 ? world.gatewayUrl : other,
        },
        losing('one-address'),
      ),
    );
    const count = await heardOf('one-address');
    assert.ok(count >= 1 && count <= 5, String(count));
  });

  test('within one /64 of IPv6 it is one address', async () => {
    const merchant = await world.addMerchant();
    await all(40, (n) =>
      tryCard(merchant, { address: `2001:db8:1:2:${n}::${n}`, card: { pan: stolenCard(n) } }, losing('one-network')),
    );
    assert.ok((await heardOf('one-network')) <= 5);
  });

  test('many addresses with a card each: the merchant’s own limit stops them; a cardholder still pays, and no other shop notices', async () => {
    const merchant = await world.addMerchant();
    await all(often({ usually: 80, long: 200 }), (n) =>
      tryCard(merchant, { address: addressOf(n), card: { pan: stolenCard(n) } }, losing('many-addresses')),
    );
    assert.ok((await heardOf('many-addresses')) <= 15);

    const customer = { address: '192.0.2.1', card: { pan: CHALLENGE_CARD } };
    const { session, answer } = await tryCard(merchant, customer);
    await answerBank(world, { form: challengeFormIn(answer) }, 'success');
    assert.equal((await merchant.shop.session(session.id)).status, 'completed');

    const elsewhere = await world.addMerchant();
    const shopper = await tryCard(elsewhere, { address: addressOf(1), card: { pan: stolenCard(1) } });
    assert.equal((await elsewhere.shop.session(shopper.session.id)).status, 'completed');
  });

  test('one BIN from many addresses is stopped by itself', async () => {
    const merchant = await world.addMerchant();
    await world.admin.updateMerchant({ merchantId: merchant.merchantId, velocity: { merchantLimit: '0' } });
    await all(60, (n) =>
      tryCard(merchant, { address: addressOf(n), card: { pan: stolenCard(n, 675_900) } }, losing('one-bin')),
    );
    assert.ok((await heardOf('one-bin')) <= 15);
    const other = await tryCard(merchant, { address: addressOf(99), card: { pan: stolenCard(99, 675_901) } });
    assert.equal((await merchant.shop.session(other.session.id)).status, 'completed');
  });

  test('codes guessed for one card over sessions and addresses: three are tried; its holder passes by 3-D Secure', async () => {
    const merchant = await world.addMerchant();
    const guess = (n: number, cvc: string, order: string) =>
      tryCard(
        merchant,
        { address: addressOf(n), card: { pan: '4444555511113333', cvc } },
        { merchantReferenceId: order },
      );
    for (let n = 0; n < 30; n++) await guess(n, WRONG_CVC, 'guesses');
    assert.equal(await heardOf('guesses'), 3);
    // The right one is not let through either: this card's issuer takes no part, and nobody has seen its holder.
    const { session } = await guess(31, '123', 'right-guess');
    assert.equal(await heardOf('right-guess'), 0);
    assert.deepEqual((await paymentOf(merchant, session.id))['lastError'], {
      code: 'velocityExceeded',
      declineReason: 'velocityExceeded',
      message:
        'Too many payments failed lately with this card, from this address or with this API key, as when stolen cards are tried out. Nobody was asked and nothing was authorized. The customer can try again in a few hours.',
    });

    // A card whose issuer does: whoever guesses meets the issuer, and so does the holder, who is not locked out.
    for (let n = 40; n < 44; n++) await tryCard(merchant, { address: addressOf(n), card: { pan: CHALLENGE_CARD } });
    const holder = await tryCard(merchant, { address: '192.0.2.9', card: { pan: CHALLENGE_CARD } });
    await answerBank(world, { form: challengeFormIn(holder.answer) }, 'success');
    assert.equal((await merchant.shop.session(holder.session.id)).status, 'completed');
  });

  test('codes guessed at one shop after the other: from the sixth on the cardholder is asked everywhere', async () => {
    const shops = await all(7, () => world.addMerchant());
    const pan = '4242424242424242';
    for (const [n, shop] of shops.entries()) {
      const order = `shop-${n}`;
      await tryCard(shop, { address: addressOf(n), card: { pan, cvc: WRONG_CVC } }, { merchantReferenceId: order });
    }
    const heard = await Promise.all(shops.map((_, n) => heardOf(`shop-${n}`)));
    assert.deepEqual(heard, [1, 1, 1, 1, 1, 1, 0]);
    // Nothing of it can be read by a shop: it hears of its own payment alone.
    const rows = await world.sql<{ card_hash: Buffer }>('select card_hash from velocity_guesses');
    const attempts = await world.sql<{ card_fingerprint: Buffer }>('select card_fingerprint from attempts');
    assert.ok(
      rows.every(({ card_hash: hash }) => attempts.every(({ card_fingerprint: print }) => !hash.equals(print))),
    );
  });

  test('who is refused reads a sentence in their language, and the merchant is told', async () => {
    const merchant = await world.addMerchant();
    await all(30, (n) => tryCard(merchant, { address: '203.0.113.7', card: { pan: stolenCard(n) } }, losing('told')));
    const { session, page } = await tryCard(merchant, { address: '203.0.113.7', card: { pan: stolenCard(99) } });
    assert.match((await getPage(page.url)).html, /stopped as a precaution/);
    for (const [language, words] of [
      ['de', 'vorsorglich gestoppt'],
      ['es', 'por precaución'],
      ['fr', 'par précaution'],
      ['el', 'προληπτικά'],
      ['ar', 'احتياطًا'],
    ] as const)
      assert.ok((await getPage(page.url, { 'accept-language': language })).html.includes(words), language);
    const payment = await paymentOf(merchant, session.id);
    const isTold = ({ event: { type, data } }: (typeof merchant.sink.received)[number]): boolean =>
      type === 'payment.blocked' &&
      data.object['id'] === payment.id &&
      (data.object['lastError'] as { code: string }).code === 'velocityExceeded';
    await waitFor('the merchant hears', () => Promise.resolve(merchant.sink.received.some(isTold)));
    assert.match(await metrics(), /tollgate_velocity_stopped_total\{rule="address",step="refuse"\} [1-9]/);
  });
});

describe('work before a card is tried', () => {
  test('done for another card, wrongly, or forged it is worth nothing', async () => {
    const merchant = await world.addMerchant();
    const from = { address: '203.0.113.20', hasScript: true };
    for (let n = 0; n < 3; n++) await tryCard(merchant, { ...from, card: { pan: stolenCard(n) } }, losing('worthless'));
    const visitor = { ...from, card: { pan: stolenCard(3) } };
    const { session, page, answer } = await tryCard(merchant, visitor, { merchantReferenceId: 'for-nothing' });
    const asked = JSON.parse(answer.html) as { kind: string; challenge: string; bits: number };
    assert.equal(asked.kind, 'work');

    const proof = { workChallenge: asked.challenge, workAnswer: doWork(asked) };
    const answers = [
      await sendForm(page, visitor, { ...proof, workAnswer: `${proof.workAnswer}1` }),
      await sendForm(page, { ...visitor, card: { pan: stolenCard(4) } }, proof),
      await sendForm(page, visitor, { ...proof, workChallenge: asked.challenge.replace(/.{4}$/, 'AAAA') }),
    ].map(({ html }) => (JSON.parse(html) as { kind: string }).kind);
    // Each counts as a try, so the third is past the limit, and its card's issuer can't be asked.
    assert.deepEqual(answers, ['work', 'tryAgain', 'show']);
    assert.equal(await heardOf('for-nothing'), 0);
    assert.equal((await merchant.shop.session(session.id)).status, 'open');
  });

  test('the work that was asked for pays', async () => {
    const merchant = await world.addMerchant();
    const from = { address: '203.0.113.21', hasScript: true };
    for (let n = 0; n < 3; n++) await tryCard(merchant, { ...from, card: { pan: stolenCard(n) } }, losing('work'));
    const { session, page, answer } = await tryCard(merchant, { ...from, card: { pan: stolenCard(3) } });
    const asked = JSON.parse(answer.html) as { challenge: string; bits: number };
    const proof = { workChallenge: asked.challenge, workAnswer: doWork(asked) };
    const paid = await sendForm(page, { ...from, card: { pan: stolenCard(3) } }, proof);
    assert.equal((JSON.parse(paid.html) as { kind: string }).kind, 'leave');
    assert.equal((await merchant.shop.session(session.id)).status, 'completed');
  });

  test('without script the card’s issuer is asked instead', async () => {
    const merchant = await world.addMerchant();
    const from = { address: '203.0.113.22' };
    for (let n = 0; n < 3; n++) await tryCard(merchant, { ...from, card: { pan: stolenCard(n) } }, losing('no-script'));
    const { session, answer } = await tryCard(merchant, { ...from, card: { pan: CHALLENGE_CARD } });
    await answerBank(world, { form: challengeFormIn(answer) }, 'success');
    assert.equal((await merchant.shop.session(session.id)).status, 'completed');
  });
});

describe('a shop’s server', () => {
  const direct = (merchant: TestMerchant, pan: string, fields: object = {}) =>
    createPayment(merchant.shop, { paymentMethod: { card: cardOf(pan) }, ...fields });

  test('a key that leaked tries 150 cards at once: twelve reach the bank, and the rest is answered and told as blocked', async () => {
    const merchant = await world.addMerchant();
    const payments = await all(150, (n) =>
      direct(merchant, stolenCard(n), { amount: DECLINED_AMOUNT, merchantReferenceId: 'leaked' }),
    );
    assert.ok((await heardOf('leaked')) <= 12);
    const blocked = payments.filter(
      (payment) => (payment['lastError'] as { code: string }).code === 'velocityExceeded',
    );
    assert.ok(blocked.length >= 138);
    assert.ok(blocked.every(({ status }) => status === 'requiresPaymentMethod'));
  });

  test('where the customer can come, the customer is asked for', async () => {
    const merchant = await world.addMerchant();
    await all(20, (n) => direct(merchant, stolenCard(n), { amount: DECLINED_AMOUNT }));
    const payment = await direct(merchant, CHALLENGE_CARD, { returnUrl: 'https://shop.example/back' });
    assert.equal(payment.status, 'requiresAction');
    const frictionless = await direct(merchant, '4111111111111111', { returnUrl: 'https://shop.example/back' });
    const { url } = frictionless['nextAction'] as { url: string };
    const page = await getPage(url);
    await fetch(url, { method: 'POST', body: new URLSearchParams(formFields(page.html)), redirect: 'manual' });
    // An issuer that was asked for a challenge and saw nobody proves nothing.
    const now = await paymentNow(merchant.shop, frictionless.id);
    assert.equal((now['lastError'] as { code: string }).code, 'velocityExceeded');
  });

  test('an outage of the bank is no attack', async () => {
    const merchant = await world.addMerchant();
    for (let n = 0; n < 20; n++) await direct(merchant, stolenCard(n), { amount: 9_999_091 });
    assert.equal((await direct(merchant, stolenCard(21))).status, 'requiresCapture');
  });
});

test('limits are the merchant’s: switched off, every card is tried', async () => {
  const merchant = await world.addMerchant();
  const { velocity } = await world.admin.updateMerchant({
    merchantId: merchant.merchantId,
    velocity: NO_LIMITS,
  });
  assert.deepEqual(Object.values(velocity), [0, 0, 0, 0, 0]);
  await all(60, (n) => tryCard(merchant, { address: '203.0.113.9', card: { pan: stolenCard(n) } }, losing('off')));
  assert.equal(await heardOf('off'), 60);
  await assert.rejects(
    world.admin.updateMerchant({ merchantId: merchant.merchantId, velocity: { cardLimit: '-1' } }),
    /--card-limit must be a whole number/,
  );
});
