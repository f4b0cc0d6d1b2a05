/** The reference document, step by step, as a shop's server and a customer without JavaScript see it. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { verifyReturn, verifyWebhook } from '@tollgate/sdk';
import { aCard, aSession } from '../support/shop.ts';
import { getPage, payByForm, submitCard } from '../support/customer.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';

let world: World;
let acme: TestMerchant;

before(async () => {
  world = await createWorld();
  acme = await world.addMerchant();
});
after(() => world.close());

describe('a customer pays', () => {
  test('session → page → card → back at the shop with a signed result → session.completed', async () => {
    const session = await acme.shop.createSession();
    const { left } = await payByForm(session.paymentUrl, aCard);

    assert.ok(left !== undefined);
    assert.match(left, /^https:\/\/shop\.example\/done\?order=1042&sessionId=ps_/);
    const returned = verifyReturn(left, [acme.apiKey], { expectedSessionId: session.id });
    assert.equal(returned.status, 'completed');

    const webhook = await acme.sink.waitFor(({ event }) => event.type === 'session.completed');
    const event = verifyWebhook(webhook.rawBody, String(webhook.headers['x-signature']), acme.webhookSecret);
    assert.equal(event.type, 'session.completed');
    assert.equal(webhook.event.data.object['id'], session.id);
    assert.equal(webhook.event.sequence, returned.sequence);

    const paid = await acme.shop.session(session.id);
    assert.equal(paid.status, 'completed');
    assert.equal(paid.paymentStatus, 'paid');
    assert.equal((await world.acquirer.unreversedApprovals({ order: String(paid['merchantReferenceId']) })).length, 1);
  });

  test('events of one session come in order and count up', async () => {
    const { id, paymentUrl } = await acme.shop.createSession();
    await payByForm(paymentUrl, aCard);
    await acme.sink.waitFor(({ event }) => event.type === 'session.completed' && event.data.object['id'] === id);
    const told = acme.sink.received
      .map(({ event }) => event)
      .filter(({ data: { object } }) => object['id'] === id || object['session'] === id);
    assert.deepEqual(
      told.map(({ type }) => type),
      ['session.created', 'payment.created', 'payment.funded', 'payment.succeeded', 'session.completed'],
    );
    assert.deepEqual(
      told.map(({ sequence }) => sequence),
      [1, 2, 3, 4, 5],
    );
  });

  test('an app gets its own scheme back: sdk://done', async () => {
    const { paymentUrl } = await acme.shop.createSession({ successUrl: 'sdk://done' });
    const { page, left } = await payByForm(paymentUrl, aCard);
    const target = left ?? page.html;
    assert.match(target, /sdk:\/\/done\?sessionId=ps_/);
  });
});

describe('a card is declined', () => {
  test('the customer stays on the page, tries another card, and pays', async () => {
    const { id, paymentUrl } = await acme.shop.createSession();
    const declined = await payByForm(paymentUrl, { ...aCard, cvc: '999' });
    assert.equal(declined.left, undefined);
    assert.match(declined.page.html, /role="alert"/);
    assert.equal((await acme.shop.session(id)).status, 'open');

    const { left } = await payByForm(paymentUrl, aCard);
    assert.match(String(left), /status=completed/);
  });

  test('five times: the session ends and the customer goes to failureUrl', async () => {
    const { id, paymentUrl } = await acme.shop.createSession();
    for (let declines = 1; declines < 5; declines++) {
      const { left } = await payByForm(paymentUrl, { ...aCard, cvc: '999' });
      assert.equal(left, undefined);
    }
    const { left } = await payByForm(paymentUrl, { ...aCard, cvc: '999' });
    assert.ok(left !== undefined);
    assert.match(left, /^https:\/\/shop\.example\/failed\?sessionId=/);
    assert.equal(verifyReturn(left, [acme.apiKey], { expectedSessionId: id }).status, 'expired');

    const ended = await acme.shop.session(id);
    assert.equal(ended.status, 'expired');
    assert.equal(ended['expirationReason'], 'attemptsExhausted');
    assert.equal('paymentUrl' in ended, false);
    await acme.sink.waitFor(({ event }) => event.type === 'session.expired' && event.data.object['id'] === id);
  });
});

describe('two tabs, double clicks, old forms', () => {
  test('the same form submitted twice at once is one approval', async () => {
    const session = await acme.shop.createSession({ merchantReferenceId: 'double-click' });
    const page = await getPage(session.paymentUrl);
    await Promise.all([submitCard(page, aCard), submitCard(page, aCard), submitCard(page, aCard)]);
    assert.equal((await acme.shop.session(session.id)).paymentStatus, 'paid');
    assert.equal((await world.acquirer.unreversedApprovals({ order: 'double-click' })).length, 1);
  });

  test('a second tab that was open all the time cannot pay again', async () => {
    const session = await acme.shop.createSession({ merchantReferenceId: 'second-tab' });
    const [one, two] = [await getPage(session.paymentUrl), await getPage(session.paymentUrl)];
    await submitCard(one, aCard);
    const second = await submitCard(two, aCard);
    assert.ok(second.status < 500);
    assert.equal((await world.acquirer.unreversedApprovals({ order: 'second-tab' })).length, 1);
  });
});

describe('the answer to a request of the reference document', () => {
  test('has every field it shows, in its order, ids of its form', async () => {
    const { status, text, body, headers } = await acme.shop.call('POST', '/sessions', {
      headers: { 'X-Version': '2023-10-31' },
      body: { amount: 10000, currency: 'eur', successUrl: aSession.successUrl, failureUrl: aSession.failureUrl },
    });
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(body), [
      'id',
      'amount',
      'created',
      'currency',
      'customerDetails',
      'expiresAt',
      'failureUrl',
      'locale',
      'merchantReferenceId',
      'metadata',
      'paymentData',
      'paymentStatus',
      'paymentUrl',
      'sequence',
      'status',
      'successUrl',
    ]);
    assert.match(String(body['id']), /^ps_[1-9A-HJ-NP-Za-km-z]{54}$/);
    assert.equal(body['currency'], 'eur');
    assert.equal(body['locale'], 'EN');
    assert.deepEqual(body['customerDetails'], {});
    assert.deepEqual(body['paymentData'], { captureMethod: 'automatic' });
    assert.match(String(body['created']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.equal(Date.parse(String(body['expiresAt'])) - Date.parse(String(body['created'])), 20 * 60_000);
    assert.match(String(headers.get('api-request-id')), /^req_[0-9a-f-]{36}$/);
    assert.equal(headers.get('x-version'), '2023-10-31');
    assert.ok(text.startsWith('{"id":"ps_'));
  });

  test('from 2023-11-15 the currency is upper case', async () => {
    const { body } = await acme.shop.call('POST', '/sessions', { body: { ...aSession, currency: 'eur' } });
    assert.equal(body['currency'], 'EUR');
  });
});
