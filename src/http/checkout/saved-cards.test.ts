import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { savedCard, type FakeSession } from '../../../test/browser/fake-checkout.ts';
import { createFakeBrowser } from '../../../test/browser/fake-browser.ts';
import { createFakeGateway, type FakeGateway } from '../../../test/browser/fake-gateway.ts';
import { leadsTo } from '../../../test/support/customer.ts';
import { waitFor } from '../../../test/support/wait-for.ts';
import { formatId } from '../../base/id.ts';
import type { SavedCard } from '../../flow/page/checkout.ts';
import { catalogs } from './catalogs/index.ts';

let gateway: FakeGateway;
before(async () => {
  gateway = await createFakeGateway({
    successUrl: 'https://shop.example/thanks',
    failureUrl: 'https://shop.example/cart',
  });
});
after(() => gateway.close());

const CARD = { pan: '4444 5555 1111 3333', expiry: '12/30', cvc: '123', cardholderName: 'Ada Lovelace' };
const visa = savedCard('visa', '41111111', '1111');
const amex = savedCard('amex', '378282', '0005', 3);

const idOf = ({ paymentMethodId }: SavedCard): string => formatId('paymentMethod', paymentMethodId);
const browser = createFakeBrowser(() => gateway.app);
const { get } = browser;
const tokenIn = (page: string): string => /name="formToken" value="([^"]+)"/.exec(page)?.[1] ?? '';
const radiosIn = (page: string): readonly (readonly [value: string, isChecked: boolean])[] =>
  [...page.matchAll(/<input type="radio"[^>]* value="([^"]+)"[^>]*>/g)].map(([tag, value = '']) => [
    value,
    / checked/.test(tag),
  ]);

type Fields = Readonly<Record<string, string>>;
const post = async (
  session: FakeSession,
  fields: Fields,
  { path = '', headers = {} }: { readonly path?: string; readonly headers?: Fields } = {},
) =>
  browser.send({
    method: 'POST',
    url: session.path + path,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams({ formToken: tokenIn((await get(session.path)).body), ...fields }).toString(),
  });

test('the page offers to keep a card only where the shop asked for it, and never by itself', async () => {
  assert.doesNotMatch((await get(gateway.start().path)).body, /saveCard|name="method"|<fieldset/);
  for (const { language, saved } of catalogs) {
    const { body } = await get(
      gateway.start({ offersToSave: true, locale: language, merchantName: 'Zoë & Söhne' }).path,
    );
    const [box = ''] = /<input type="checkbox"[^>]*>/.exec(body) ?? [];
    assert.match(box, / name="saveCard" value="yes" aria-describedby="saveCard-hint"/);
    assert.doesNotMatch(box, /checked/, 'consent is the customer’s own doing');
    for (const sentence of [saved.save, saved.saveHint]) {
      const plain = body.replaceAll(/[\u2068\u2069]/g, '');
      assert.ok(plain.includes(sentence('Zoë &amp; Söhne')), `${language}: ${sentence('Zoë & Söhne')}`);
    }
  }
});

test('a card is kept for who agreed, and only for them', async () => {
  for (const [fields, saves] of [
    [{}, undefined],
    [{ saveCard: 'yes' }, true],
    [{ saveCard: 'on' }, undefined],
    [{ saveCard: '' }, undefined],
  ] as const) {
    const session = gateway.start({ offersToSave: true });
    assert.equal(
      leadsTo((await post(session, { ...CARD, ...fields })).headers['refresh']),
      'https://shop.example/thanks',
    );
    assert.equal(session.paid[0]?.saves, saves);
  }
});

test('a mistake does not undo the consent, nor give it', async () => {
  const session = gateway.start({ offersToSave: true, savedCards: [visa] });
  const agreed = await post(session, { ...CARD, method: 'new', cvc: '', saveCard: 'yes' });
  assert.equal(agreed.statusCode, 422);
  assert.match(agreed.body, /<input type="checkbox"[^>]* checked>/);
  assert.deepEqual(radiosIn(agreed.body), [
    [idOf(visa), false],
    ['new', true],
  ]);
  assert.doesNotMatch(
    (await post(session, { ...CARD, method: 'new', cvc: '' })).body,
    /<input type="checkbox"[^>]* checked>/,
  );
});

test('saved cards are shown by public id, brand, last four and expiry; the newest is chosen', async () => {
  const noBrand = savedCard('unknown', '99999999', '7777');
  const session = gateway.start({ savedCards: [visa, amex, noBrand] });
  const { body } = await get(session.path);
  assert.deepEqual(radiosIn(body), [
    [idOf(visa), true],
    [idOf(amex), false],
    [idOf(noBrand), false],
    ['new', false],
  ]);
  for (const sentence of [
    'Visa ending in 1111',
    'American Express ending in 0005',
    'Card ending in 7777',
    'Expires \u206612/30\u2069',
    'Expires \u206603/30\u2069',
  ])
    assert.ok(body.includes(sentence), sentence);
  assert.ok(
    [visa, amex, noBrand].every(({ paymentMethodId }) => !body.includes(paymentMethodId)),
    'no bare UUID',
  );
  assert.doesNotMatch(body, /(?<!\d)(?:41111|378282|99999)/, 'no more digits than tell the brand');
  for (const name of ['pan', 'expiry', 'cvc', 'cardholderName'])
    assert.equal(body.match(new RegExp(` name="${name}"`, 'g'))?.length, 1, name);
  assert.equal(body.match(/<button[^>]*type="submit"/g)?.length, 1);
  assert.match(body, /3 digits on the back/);
  assert.match(
    (await get(gateway.start({ savedCards: [amex, visa] }).path)).body,
    /id="cvc-hint">4 digits on the front/,
  );
});

test('a saved card pays with its CVC, and whatever else is in the form counts for nothing', async () => {
  const session = gateway.start({ savedCards: [visa, amex], offersToSave: true });
  const { statusCode, headers } = await post(session, { ...CARD, method: idOf(amex), cvc: ' 1234 ', saveCard: 'yes' });
  assert.equal(statusCode, 200);
  assert.equal(leadsTo(headers['refresh']), 'https://shop.example/thanks');
  assert.deepEqual(session.paid, [
    {
      last4: '0005',
      name: undefined,
      attemptNumber: 0,
      savedCard: { paymentMethodId: amex.paymentMethodId, cvc: '1234' },
    },
  ]);
  const another = gateway.start({ savedCards: [visa] });
  await post(another, { ...CARD, method: 'new' });
  assert.equal(another.paid[0]?.last4, '3333');
});

test('the CVC is as long as the brand’s; the chosen card stays chosen', async () => {
  for (const [card, cvc, sentence] of [
    [amex, '123', 'Enter the 4 digits on the front of your card.'],
    [visa, '1234', 'Enter the 3 digits on the back of your card.'],
    [amex, '', 'Enter your card’s security code.'],
  ] as const) {
    const session = gateway.start({ savedCards: [visa, amex] });
    const { statusCode, body } = await post(session, { method: idOf(card), cvc });
    assert.equal(statusCode, 422);
    assert.ok(body.includes(`id="cvc-mistake">${sentence}`), sentence);
    assert.equal(body.match(/aria-invalid="true"/g)?.length, 1);
    assert.doesNotMatch(body, /value="123/);
    assert.deepEqual(
      radiosIn(body).filter(([, isChecked]) => isChecked),
      [[idOf(card), true]],
    );
    assert.equal(session.paid.length, 0);
  }
});

test('a declined saved card keeps the customer, and a form with it pays once', async () => {
  const session = gateway.start({ savedCards: [visa] });
  const formToken = tokenIn((await get(session.path)).body);
  assert.equal((await post(session, { method: idOf(visa), cvc: '000', formToken })).headers.location, session.path);
  assert.match((await get(session.path)).body, /The CVC doesn’t match the card\./);
  assert.equal(
    (await post(session, { method: idOf(visa), cvc: '123', formToken })).headers.location,
    `${session.path}?notice=stale`,
  );
  const fresh = { method: idOf(visa), cvc: '123', formToken: tokenIn((await get(session.path)).body) };
  const answer = gateway.holdPayments();
  const paying = post(session, fresh);
  await waitFor('the first has arrived', async () => session.paid.length === 2);
  const second = await post(session, fresh);
  answer();
  const first = await paying;
  assert.deepEqual(
    [leadsTo(first.headers['refresh']), second.headers.location],
    ['https://shop.example/thanks', `${session.path}?wait`],
  );
  assert.equal(
    leadsTo((await post(session, { method: idOf(visa), cvc: '123', formToken })).headers['refresh']),
    'https://shop.example/thanks',
  );
  assert.equal(session.paid.length, 2);
});

test('a method that the page does not offer asks nothing of the bank', async () => {
  const elsewhere = savedCard('visa', '41111111', '1111');
  for (const method of [
    idOf(elsewhere),
    elsewhere.paymentMethodId,
    formatId('payment', visa.paymentMethodId),
    'pm_',
    'x'.repeat(5000),
    '',
    '__proto__',
  ]) {
    const session = gateway.start({ savedCards: [visa] });
    assert.equal(
      (await post(session, { ...CARD, method })).headers.location,
      `${session.path}?notice=stale`,
      method.slice(0, 40),
    );
    assert.equal(session.paid.length, 0);
  }
  const ended = gateway.start({ savedCards: [visa] });
  const formToken = tokenIn((await get(ended.path)).body);
  ended.set({ state: 'expired', expirationReason: 'timeout', returnUrl: 'https://shop.example/cart', savedCards: [] });
  assert.equal((await post(ended, { method: idOf(visa), cvc: '123', formToken })).headers.location, ended.path);
});

test('removal: asked by a form of ours, done once, told on the page', async () => {
  const session = gateway.start({ savedCards: [visa, amex] });
  const { body } = await get(session.path);
  assert.match(
    body,
    new RegExp(
      `<form id="remove-1"[^>]* action="${session.path}/remove-card" novalidate>.*?name="formToken" value="[^"]+".*?name="paymentMethod" value="${idOf(amex)}"></form>`,
    ),
  );
  assert.match(
    body,
    /<details class="removal"[^>]*><summary[^>]*>.*Remove<span class="unseen">: Visa ending in 1111.*?<label for="remove-cvc-0">To remove this card, enter its CVC\.<span class="unseen"> Visa ending in 1111.*<input type="submit"[^>]* form="remove-0"/s,
  );
  assert.match(
    body,
    /<input id="remove-cvc-1" name="removalCvc" form="remove-1"[^>]*aria-describedby="remove-cvc-1-mistake /,
  );
  const removed = await post(session, { paymentMethod: idOf(amex), removalCvc: '1234' }, { path: '/remove-card' });
  assert.equal(removed.statusCode, 303);
  assert.equal(removed.headers.location, `${session.path}?notice=cardRemoved`);
  const after = await get(removed.headers.location);
  assert.match(after.body, /id="alert"[^>]* class="done"[^>]*><p class="alert-title">The card was removed\./);
  assert.deepEqual(
    radiosIn(after.body).map(([value]) => value),
    [idOf(visa), 'new'],
  );
  assert.equal(
    (await post(session, { paymentMethod: idOf(amex) }, { path: '/remove-card' })).headers.location,
    `${session.path}?notice=cardRemoved`,
    'it is gone already',
  );
  await post(session, { paymentMethod: idOf(visa), removalCvc: '123' }, { path: '/remove-card' });
  assert.doesNotMatch((await get(session.path)).body, /<fieldset|name="method"|remove-card/);
});

test('a removal asks for a CVC of the card’s length, at the card that it is about', async () => {
  for (const [card, row, cvc, sentence] of [
    [visa, 0, '', 'Enter your card’s security code.'],
    [visa, 0, '1234', 'Enter the 3 digits on the back of your card.'],
    [amex, 1, '123', 'Enter the 4 digits on the front of your card.'],
  ] as const) {
    const session = gateway.start({ savedCards: [visa, amex] });
    const { statusCode, body } = await post(
      session,
      { paymentMethod: idOf(card), removalCvc: cvc },
      { path: '/remove-card' },
    );
    assert.equal(statusCode, 422);
    assert.ok(body.includes(`id="remove-cvc-${row}-mistake">${sentence}`), sentence);
    assert.equal(body.match(/<details class="removal" name="removal" open>/g)?.length, 1, 'what was open is open');
    assert.deepEqual(
      [body.match(/aria-invalid="true"/g)?.length, body.match(/<input[^>]* autofocus/g)?.length],
      [1, 1],
      'nothing else is wrong',
    );
    assert.doesNotMatch(body, /value="123/);
    assert.equal(session.view().savedCards.length, 2);
    const scripted = await browser.send({
      method: 'POST',
      url: `${session.path}/remove-card`,
      payload: { formToken: tokenIn(body), paymentMethod: idOf(card), removalCvc: cvc },
    });
    assert.equal(scripted.statusCode, 422);
    assert.deepEqual(Object.keys(scripted.json<{ mistakes: object }>().mistakes), ['cvc']);
    assert.equal(session.view().savedCards.length, 2);
  }
});

test('nobody else removes a card', async () => {
  const session = gateway.start({ savedCards: [visa] });
  for (const site of ['cross-site', 'same-site']) {
    const { statusCode, body } = await post(
      session,
      { paymentMethod: idOf(visa), removalCvc: '123' },
      { path: '/remove-card', headers: { 'sec-fetch-site': site } },
    );
    assert.equal(statusCode, 403);
    assert.match(body, /This request was stopped/);
  }
  const other = gateway.start({ savedCards: [visa] });
  const foreign = tokenIn((await get(other.path)).body);
  for (const fields of [
    { paymentMethod: idOf(visa), removalCvc: '123', formToken: '' },
    { paymentMethod: idOf(visa), removalCvc: '123', formToken: foreign },
    { paymentMethod: visa.paymentMethodId, removalCvc: '123' },
    { removalCvc: '123' },
  ]) {
    assert.equal(
      (await post(session, fields, { path: '/remove-card' })).headers.location,
      `${session.path}?notice=stale`,
    );
  }
  assert.equal(session.view().savedCards.length, 1);
  assert.equal((await gateway.app.inject({ method: 'POST', url: '/pay/nobody/remove-card' })).statusCode, 404);

  const paying = gateway.start({ savedCards: [visa] });
  const formToken = tokenIn((await get(paying.path)).body);
  paying.set({ state: 'paying' });
  assert.equal(
    (await post(paying, { paymentMethod: idOf(visa), removalCvc: '123', formToken }, { path: '/remove-card' })).headers
      .location,
    `${paying.path}?wait`,
  );
  assert.equal(paying.view().savedCards.length, 1);
});
