/** Whoever has a payment address may pay. Only the browser that opened it first is shown what is the customer's. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { encodeBase58 } from '../../src/base/base58.ts';
import { parseId } from '../../src/base/id.ts';
import { follow, formFields, getAgain, getPage, submitCard, type Page } from '../support/customer.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { cardOf, createPayment } from '../support/payments.ts';
import { aCard, type SessionBody } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

let world: World;
let acme: TestMerchant;
let otherGateway: string;

before(async () => {
  world = await createWorld();
  acme = await world.addMerchant({ countsTries: false });
  otherGateway = await world.addGateway();
});
after(() => world.close());

const PAN = '4444555511113333';
const SAVED = /ending in 3333/;
const TELLING = /Ring for Eve|shop\.example|sig=/;

/** A session of a customer who has a saved card. */
const begin = async (fields: Readonly<Record<string, unknown>> = {}): Promise<SessionBody> => {
  const merchantCustomerId = `customer-${randomUUID()}`;
  await createPayment(acme.shop, {
    captureMethod: 'automatic',
    paymentMethod: { card: { ...cardOf(PAN), cvc: '123' } },
    merchantCustomerId,
    setupFutureUsage: { category: 'unscheduled' },
  });
  return acme.shop.createSession({ merchantCustomerId, description: 'Ring for Eve', ...fields });
};

const elsewhere = ({ paymentUrl }: SessionBody): string => otherGateway + new URL(paymentUrl).pathname;
const uuidOf = (session: SessionBody): string => parseId('session', session.id) ?? assert.fail(session.id);
const methodIn = (page: Page): string =>
  / name="method" value="(pm_[^"]+)"/.exec(page.html)?.[1] ?? assert.fail('no saved card');
const methodsOf = async (session: SessionBody) =>
  (
    await acme.shop.call<{ data: readonly { readonly id: string }[] }>(
      'GET',
      `/payment-methods?merchantCustomerId=${String(session['merchantCustomerId'])}`,
    )
  ).body.data;

const removeCard = async (page: Page, paymentMethod: string, cvc: string): Promise<string> => {
  const { formToken = '' } = formFields(page.html);
  const response = await fetch(`${page.url}/remove-card`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ formToken, paymentMethod, removalCvc: cvc }),
    headers: { 'sec-fetch-site': 'same-origin', ...(page.cookie !== undefined && { cookie: page.cookie }) },
  });
  return `${response.status} ${response.headers.get('location')?.split('?')[1] ?? ''}`.trim();
};

describe('a browser at a payment address', { concurrency: 6 }, () => {
  test('is the first, and stays it with every gateway', async () => {
    const session = await begin();
    const first = await getPage(session.paymentUrl);
    assert.match(first.html, SAVED);
    assert.match((await getAgain(first, elsewhere(session))).html, SAVED);
    for (const url of [session.paymentUrl, elsewhere(session)]) {
      const other = await getPage(url);
      assert.equal(other.status, 200);
      assert.doesNotMatch(other.html, SAVED);
      assert.match(other.html, /name="pan"/, 'a new card pays all the same');
      assert.equal(other.cookie, undefined);
    }
    const answer = await submitCard(first, { method: methodIn(first), cvc: '123' });
    assert.match(String(answer.headers.get('refresh')), /status=completed/);
  });

  test('one of many that come at once: exactly one is the first', async () => {
    for (let round = 0; round < 5; round++) {
      const session = await begin();
      const pages = await Promise.all(
        Array.from({ length: 12 }, (_, n) => getPage(n % 2 === 0 ? session.paymentUrl : elsewhere(session))),
      );
      const firsts = pages.filter(({ html }) => SAVED.test(html));
      assert.equal(firsts.length, 1);
      assert.deepEqual(
        pages.filter(({ cookie }) => cookie !== undefined),
        firsts,
      );
      const [first] = firsts;
      assert.ok(first);
      assert.match((await getAgain(first)).html, SAVED);
    }
  });

  test('that made its cookie up, or has one of another session, is not the first', async () => {
    const [session, another] = [await begin(), await begin()];
    await getPage(session.paymentUrl);
    const { cookie = '' } = await getPage(another.paymentUrl);
    const [row] = await world.sql<{ hash: Buffer }>(
      `select visitor_hash as hash from session_visitors where session_id = '${uuidOf(session)}'`,
    );
    assert.ok(row);
    for (const made of [
      cookie,
      `tollgate_visitor=${'A'.repeat(22)}`,
      `tollgate_visitor=${row.hash.toString('base64url').slice(0, 22)}`,
    ])
      assert.doesNotMatch((await getPage(session.paymentUrl, { cookie: made })).html, SAVED);
  });

  test('is none before a person comes: previews of links leave the customer the first', async () => {
    const session = await begin();
    const preview = await fetch(session.paymentUrl, { headers: { 'user-agent': 'Slackbot-LinkExpanding 1.0' } });
    assert.doesNotMatch(await preview.text(), SAVED);
    await fetch(session.paymentUrl, { method: 'HEAD', headers: { 'sec-fetch-dest': 'document' } });
    assert.equal((await getPage(session.paymentUrl, { 'sec-purpose': 'prefetch' })).status, 503);
    assert.match((await getPage(session.paymentUrl)).html, SAVED);
  });

  test('that came by an address of ids takes nobody’s place', async () => {
    const session = await begin();
    const ids = `${parseId('merchant', acme.merchantId)}${uuidOf(session)}`.replaceAll('-', '');
    const guessed = `${world.gatewayUrl}/pay/${encodeBase58(Buffer.from(ids, 'hex'))}`;
    assert.equal((await getPage(guessed)).status, 404);
    assert.match((await getPage(session.paymentUrl)).html, SAVED);
  });

  test('removes a saved card when it is the first, and says the card’s CVC', async () => {
    const session = await begin();
    const first = await getPage(session.paymentUrl);
    const other = await getPage(session.paymentUrl);
    const method = methodIn(first);
    // With the form of the customer's own page, even: the browser is what counts.
    for (const page of [other, { ...first, cookie: undefined }])
      assert.equal(await removeCard(page, method, '123'), '303 notice=stale');
    for (const cvc of ['', '12', '1234', 'abc']) assert.equal(await removeCard(first, method, cvc), '422');
    assert.equal((await methodsOf(session)).length, 1);
    const paid = await submitCard({ ...other, html: first.html }, { method, cvc: '123' });
    assert.match(String(paid.headers.get('location')), /notice=stale/, 'a card that is not shown pays nothing');
    assert.equal(await removeCard(first, method, '123'), '303 notice=cardRemoved');
    assert.deepEqual(await methodsOf(session), []);
    assert.equal(await removeCard(first, method, '123'), '303 notice=cardRemoved');
  });
});

describe('a session that is over', { concurrency: 6 }, () => {
  test('says to strangers how it ended, and nothing else', async () => {
    const session = await begin();
    const first = await getPage(session.paymentUrl);
    const stranger = await getPage(session.paymentUrl);
    assert.match(stranger.html, /Ring for Eve/, 'whoever is to pay is told for what');
    assert.match(String((await submitCard(first, aCard)).headers.get('refresh')), /status=completed.*sig=/);
    const sent = [
      await getPage(session.paymentUrl),
      await getPage(elsewhere(session)),
      await getPage(`${session.paymentUrl}?wait`),
      await getPage(`${session.paymentUrl}/status?wait`),
      await getPage(`${session.paymentUrl}/challenge`),
      await submitCard(stranger, aCard),
      await submitCard(first.cookie === undefined ? first : { ...first, cookie: undefined }, aCard),
    ];
    for (const { html, headers, url } of sent)
      assert.doesNotMatch(`${html}${JSON.stringify([...headers])}`, TELLING, url);
    assert.match(sent[0]?.html ?? '', /Payment complete/);
    const own = await getAgain(first, elsewhere(session));
    assert.match(own.html, /Ring for Eve/);
    assert.match(own.html, /href="https:\/\/shop\.example[^"]*sig=/);
  });

  test('has no first visitor any more, when nobody had opened it', async () => {
    const session = await begin();
    await acme.shop.call('POST', `/sessions/${session.id}/expire`);
    const page = await getPage(session.paymentUrl);
    assert.match(page.html, /<h1>/);
    assert.doesNotMatch(page.html, TELLING);
    assert.equal(page.cookie, undefined);
  });

  test('leads the second device, which paid, to the shop', async () => {
    const session = await begin({ merchantReferenceId: 'second-device' });
    await getPage(session.paymentUrl);
    await world.acquirer.setFault({ kind: 'cutAfter', match: { order: 'second-device' }, count: 1 });
    const phone = await getPage(session.paymentUrl);
    const sent = await submitCard(phone, aCard);
    const address = new URL(String(sent.headers.get('location')), phone.url).href;
    assert.match(address, /\?wait=[\w-]{40,}$/);
    const { left } = await waitFor('the way to the shop', async () => {
      const followed = await follow(await getPage(address), world.gatewayUrl);
      return followed.left !== undefined && followed;
    });
    assert.match(String(left), /status=completed.*sig=/);
    const status = await getPage(address.replace('?', '/status?'));
    assert.match(status.html, /sig=/);
    assert.doesNotMatch((await getPage(session.paymentUrl)).html, TELLING);
  });
});

test('a first visitor is remembered until a day after the session’s time, and nobody follows', async () => {
  const session = await begin();
  const first = await getPage(session.paymentUrl);
  const isThere = async (): Promise<boolean> =>
    (await world.sql(`select 1 from session_visitors where session_id = '${uuidOf(session)}'`)).length === 1;
  assert.ok(await isThere());
  await submitCard(first, aCard);
  // The clock looks every minute, and at once when a gateway starts.
  await world.sql(`update session_visitors set forget_after = now() where session_id = '${uuidOf(session)}'`);
  await world.restart();
  await waitFor('it is forgotten', async () => !(await isThere()));
  assert.doesNotMatch((await getAgain(first)).html, TELLING);
  assert.equal((await getPage(session.paymentUrl)).cookie, undefined);
});
