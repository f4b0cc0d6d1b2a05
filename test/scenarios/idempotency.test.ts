/** One key is one request, however often, wherever and at whatever moment it arrives. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { parseId } from '../../src/base/id.ts';
import { createKeys } from '../../src/base/keys.ts';
import { Secret } from '../../src/base/secret.ts';
import { hashRequest } from '../../src/http/idempotency/request-hash.ts';
import { payByForm } from '../support/customer.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { dumpRows } from '../support/rows.ts';
import { aCard, aSession, createShop, type Answer, type Shop } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

let world: World;
let acme: TestMerchant;
let elsewhere: Shop;

before(async () => {
  world = await createWorld();
  acme = await world.addMerchant();
  elsewhere = createShop({ gatewayUrl: await world.addGateway(), apiKey: acme.apiKey });
});
after(() => world.close());

/** Requests without a card ask nothing of the vault. */
const noVault = { fingerprintOf: () => Promise.reject(new Error('there is no card')) };

const count = async (table: string): Promise<number> =>
  (await world.sql<{ n: number }>(`select count(*)::int as n from ${table}`))[0]?.n ?? -1;
const post = (shop: Shop, path: string, key: string, body: unknown) =>
  shop.call('POST', path, { body, headers: { 'Idempotency-Key': key } });

/**
 * As a client does: a first request that still runs after seconds, on a machine with much to do, is asked about again.
 */
const persist = async (send: () => Promise<Answer>): Promise<Answer> =>
  waitFor('an answer', async () => {
    const answer = await send();
    return answer.body['code'] !== 'idempotency_in_progress' && answer;
  });

/** Fifty requests with one key, over two gateways at once: gives their answers, which must be one. */
const fifty = async (path: string, body: unknown, key: string = randomUUID()): Promise<Answer> => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) => persist(() => post(n % 2 === 0 ? acme.shop : elsewhere, path, key, body))),
  );
  assert.deepEqual(
    [...new Set(answers.map(({ status }) => status))],
    [200],
    answers.find(({ status }) => status !== 200)?.text,
  );
  assert.equal(new Set(answers.map(({ text }) => text)).size, 1, 'the answers differ');
  assert.equal(answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true').length, 49);
  const [first] = answers;
  assert.ok(first);
  return first;
};

const card = { number: '4242424242424242', expiryMonth: 12, expiryYear: 2039, cvc: '123' };
const aPayment = (fields: object = {}) => ({ amount: 1000, currency: 'EUR', paymentMethod: { card }, ...fields });

describe('fifty requests with one key over two gateways', () => {
  test('are one session, byte for byte', async () => {
    const before = await count('sessions');
    await fifty('/sessions', { ...aSession, metadata: { zebra: '1', a: 'ä€𝄞' } });
    assert.equal(await count('sessions'), before + 1);
  });

  test('are one payment, and one approval at the acquirer', async () => {
    const { body } = await fifty('/payments', aPayment({ merchantReferenceId: 'once' }));
    assert.equal(body['status'], 'succeeded');
    assert.equal((await world.acquirer.unreversedApprovals({ order: 'once' })).length, 1);
  });

  test('are one capture, one refund, one cancel', async () => {
    const { body: authorized } = await post(
      acme.shop,
      '/payments',
      randomUUID(),
      aPayment({ captureMethod: 'manual' }),
    );
    const captured = await fifty(`/payments/${String(authorized['id'])}/capture`, { amount: 400 });
    assert.equal(captured.body['amountCaptured'], 400);
    const refund = await fifty('/refunds', { paymentId: authorized['id'], amount: 150 });
    assert.equal(refund.body['status'], 'succeeded');
    const now = await acme.shop.call('GET', `/payments/${String(authorized['id'])}`);
    assert.equal(now.body['amountCaptured'], 400);
    assert.equal(now.body['amountRefunded'], 150);

    const { body: toCancel } = await post(acme.shop, '/payments', randomUUID(), aPayment({ captureMethod: 'manual' }));
    const canceled = await fifty(`/payments/${String(toCancel['id'])}/cancel`, undefined);
    assert.equal(canceled.body['status'], 'canceled');
  });

  test('are one expiry', async () => {
    const { id } = await acme.shop.createSession();
    const { body } = await fifty(`/sessions/${id}/expire`, undefined);
    assert.equal(body['expirationReason'], 'merchant');
    const events = await acme.shop.call<{ data: unknown[] }>('GET', `/events?session=${id}&type=session.expired`);
    assert.equal(events.body.data.length, 1);
  });

  test('are one API key, whose secret is shown to every one of them and kept by nobody', async () => {
    const { body } = await fifty('/api-keys', { name: 'once' });
    const secret = String(body['apiKey']);
    assert.equal(
      (await createShop({ gatewayUrl: world.gatewayUrl, apiKey: secret }).call('GET', '/sessions')).status,
      200,
    );
    const dump = await dumpRows(world.database.url);
    assert.equal(dump.includes(secret), false);
    assert.equal(dump.includes(Buffer.from(secret).toString('hex')), false);
    assert.equal(dump.includes(Buffer.from(secret).toString('base64').slice(0, 50)), false);
  });

  test('are one endpoint, and so is its new secret', async () => {
    const { body } = await fifty('/webhook-endpoints', { url: 'http://127.0.0.1:9/', events: ['refund.failed'] });
    const rotated = await fifty(`/webhook-endpoints/${String(body['id'])}/rotate-secret`, {});
    assert.notEqual(rotated.body['secret'], body['secret']);
    const dump = await dumpRows(world.database.url);
    for (const secret of [body['secret'], rotated.body['secret']]) assert.equal(dump.includes(String(secret)), false);
  });
});

describe('the same key again', () => {
  test('is the first answer, whatever happened since; without the key it is a new request', async () => {
    const key = randomUUID();
    const first = await post(acme.shop, '/sessions', key, aSession);
    await payByForm(String(first.body['paymentUrl']), aCard);
    const again = await post(acme.shop, '/sessions', key, aSession);
    assert.equal(again.text, first.text);
    assert.equal(again.headers.get('idempotent-replayed'), 'true');
    assert.equal(first.headers.get('idempotent-replayed'), null);
    assert.notEqual((await acme.shop.createSession()).id, first.body['id']);
  });

  test('with another body, another address or another version: 422, and nothing is done', async () => {
    const key = randomUUID();
    await post(acme.shop, '/sessions', key, aSession);
    const before = await count('sessions');
    for (const answer of [
      await post(acme.shop, '/sessions', key, { ...aSession, amount: 1 }),
      await elsewhere.call('POST', '/sessions', {
        body: aSession,
        headers: { 'Idempotency-Key': key, 'X-Version': '2023-10-31' },
      }),
      await post(acme.shop, '/payments', key, aPayment()),
      await post(acme.shop, '/api-keys', key, { name: 'x' }),
      await post(acme.shop, '/sessions', key, { ...aSession, metadata: { a: '' } }),
      await acme.shop.call('POST', '/sessions?a=b', { body: aSession, headers: { 'Idempotency-Key': key } }),
    ]) {
      assert.equal(answer.status, 422, answer.text);
      assert.equal(answer.body['code'], 'idempotency_mismatch');
    }
    assert.equal(await count('sessions'), before);
  });

  test('with the same object written otherwise is the same request: order of keys, spaces, null and empty for nothing', async () => {
    const key = randomUUID();
    const body = { ...aSession, metadata: { b: '2', a: '1' }, customerDetails: { fullName: 'Ada\nLovelace' } };
    const first = await post(acme.shop, '/sessions', key, body);
    const turned = Object.fromEntries(Object.entries(body).reverse());
    for (const rawBody of [
      JSON.stringify(turned),
      JSON.stringify(turned, null, 2),
      `\ufeff${JSON.stringify({ ...body, metadata: { a: '1', b: '2' } })}`,
      JSON.stringify({ ...body, description: null, locale: '', expiresAt: null }),
      JSON.stringify({ ...body, customerDetails: { fullName: 'Ada Lovelace', phone: '' } }),
    ]) {
      const again = await acme.shop.call('POST', '/sessions', { rawBody, headers: { 'Idempotency-Key': key } });
      assert.equal(again.text, first.text);
      assert.equal(again.headers.get('idempotent-replayed'), 'true');
    }
    const { id } = await acme.shop.createSession();
    const expired = await post(acme.shop, `/sessions/${id}/expire`, `${key}-x`, undefined);
    assert.equal((await post(acme.shop, `/sessions/${id}/expire`, `${key}-x`, {})).text, expired.text);
    // What is not said is not what is said, even where both mean the same today.
    const said = await post(acme.shop, '/sessions', key, { ...body, paymentData: { captureMethod: 'automatic' } });
    assert.equal(said.body['code'], 'idempotency_mismatch');
  });

  test('with another CVC only is the same request, for a code leaves no trace; with another card it is another', async () => {
    const key = randomUUID();
    const first = await post(acme.shop, '/payments', key, aPayment({ merchantReferenceId: 'code' }));
    for (const again of [
      { ...card, cvc: '847' },
      { number: card.number, expiryMonth: card.expiryMonth, expiryYear: card.expiryYear },
      { ...card, number: '4242 4242 4242 4242' },
    ]) {
      const { text, headers } = await post(elsewhere, '/payments', key, {
        ...aPayment({ merchantReferenceId: 'code' }),
        paymentMethod: { card: again },
      });
      assert.equal(text, first.text);
      assert.equal(headers.get('idempotent-replayed'), 'true');
    }
    assert.equal((await world.acquirer.unreversedApprovals({ order: 'code' })).length, 1);
    for (const other of [
      { ...card, number: '4000000000000002' },
      { ...card, expiryYear: 2038 },
    ]) {
      const { body } = await post(acme.shop, '/payments', key, {
        ...aPayment({ merchantReferenceId: 'code' }),
        paymentMethod: { card: other },
      });
      assert.equal(body['code'], 'idempotency_mismatch');
    }
  });

  test('is the first answer where the same request would be refused by now', async () => {
    const key = randomUUID();
    const first = await post(acme.shop, '/sessions', key, aSession);
    // As if the first had asked for a moment that is over: the gateway's clock cannot be turned.
    const body = { ...aSession, expiresAt: new Date(Date.now() + 30_000).toISOString() };
    const deps = { keys: createKeys(new Secret(Buffer.from('7'.repeat(64), 'hex'))), vault: noVault };
    const asked = { method: 'POST', url: '/api2/sessions', version: '2023-11-15' };
    const hash = await hashRequest(deps, { ...asked, merchantId: parseId('merchant', acme.merchantId) ?? '', body });
    await world.sql(`update idempotency_keys set request_hash = '\\x${hash.toString('hex')}' where key = '${key}'`);
    const again = await post(elsewhere, '/sessions', key, body);
    assert.equal(again.status, 200, again.text);
    assert.equal(again.text, first.text);
    const fresh = await post(acme.shop, '/sessions', randomUUID(), body);
    assert.equal(fresh.status, 400);
    const other = await post(acme.shop, '/sessions', key, { ...body, amount: 1 });
    assert.equal(other.status, 400);
  });

  test('says so when the session that is answered again is over', async () => {
    const key = randomUUID();
    const { body } = await post(acme.shop, '/sessions', key, aSession);
    const open = await post(acme.shop, '/sessions', key, aSession);
    assert.deepEqual(
      [open.headers.get('idempotent-replayed'), open.headers.get('idempotent-session-status')],
      ['true', null],
    );
    await acme.shop.call('POST', `/sessions/${String(body['id'])}/expire`);
    const closed = await post(elsewhere, '/sessions', key, aSession);
    assert.equal(closed.text, open.text);
    assert.equal(closed.headers.get('idempotent-session-status'), 'expired');
    const paid = randomUUID();
    const session = await post(acme.shop, '/sessions', paid, aSession);
    await payByForm(String(session.body['paymentUrl']), aCard);
    assert.equal(
      (await post(acme.shop, '/sessions', paid, aSession)).headers.get('idempotent-session-status'),
      'completed',
    );
  });

  test('from before an upgrade, whose request cannot be compared any more, does nothing twice and is taken for no other request', async () => {
    const [pay, open, refused] = [randomUUID(), randomUUID(), randomUUID()];
    const first = await post(acme.shop, '/payments', pay, aPayment({ merchantReferenceId: 'before' }));
    const session = await post(acme.shop, '/sessions', open, aSession);
    const capture = await post(acme.shop, `/payments/${String(first.body['id'])}/capture`, refused, {});
    // What migration 0008 leaves, and what a process of the older version writes beside this one until the clock finds
    // it.
    await world.sql(`update idempotency_keys set request_hash = '\\x00' where key in ('${pay}', '${refused}')`);
    await world.sql(`update idempotency_keys set request_hash = sha256('anything') where key = '${open}'`);
    const again = await post(elsewhere, '/payments', pay, aPayment({ merchantReferenceId: 'before' }));
    assert.equal(again.text, first.text);
    assert.equal((await post(acme.shop, '/sessions', open, aSession)).text, session.text);
    assert.equal(
      (await post(acme.shop, `/payments/${String(first.body['id'])}/capture`, refused, {})).text,
      capture.text,
    );
    for (const [path, key, body] of [
      ['/payments', pay, { ...aPayment(), amount: 999 }],
      ['/payments', pay, { ...aPayment(), currency: 'USD' }],
      ['/sessions', pay, aSession],
      ['/refunds', pay, { paymentId: first.body['id'] }],
      ['/payments', open, aPayment()],
      [`/sessions/${String(session.body['id']).replace(/.$/, (last) => (last === 'x' ? 'y' : 'x'))}/expire`, open, {}],
    ] as const) {
      const answer = await post(acme.shop, path, key, body);
      assert.equal(answer.body['code'], 'idempotency_mismatch', `${path}: ${answer.text}`);
    }
    assert.equal((await world.acquirer.unreversedApprovals({ order: 'before' })).length, 1);
    // The job runs when a gateway starts.
    await world.restart();
    await waitFor(
      'the plain hash is overwritten',
      async () =>
        (await world.sql(`select 1 from idempotency_keys where key = '${open}' and request_hash = '\\x00'`)).length ===
        1,
    );
  });

  test('a key that is a card number is refused, and not stored', async () => {
    const answer = await post(acme.shop, '/sessions', '4444-5555-1111-3333', aSession);
    assert.deepEqual([answer.status, answer.body['code']], [422, 'card_number_in_text']);
    assert.doesNotMatch(answer.text, /4444-?5555/);
  });

  test('of another merchant is another key', async () => {
    const key = randomUUID();
    const other = await world.addMerchant({ name: 'Other' });
    const [one, two] = [
      await post(acme.shop, '/sessions', key, aSession),
      await post(other.shop, '/sessions', key, aSession),
    ];
    assert.notEqual(one.body['id'], two.body['id']);
  });

  test('in the older version answers in the older version', async () => {
    const key = randomUUID();
    const body = { ...aSession, currency: 'eur' };
    const old = { body, headers: { 'Idempotency-Key': key, 'X-Version': '2023-10-31' } };
    const [first, again] = [
      await acme.shop.call('POST', '/sessions', old),
      await elsewhere.call('POST', '/sessions', old),
    ];
    assert.equal(first.body['currency'], 'eur');
    assert.equal(again.text, first.text);
  });

  test('a refusal is an answer too: 409, 404 and 422 are repeated', async () => {
    const { id, paymentUrl } = await acme.shop.createSession();
    await payByForm(paymentUrl, aCard);
    const payment = String((await acme.shop.session(id))['payment']);
    for (const [path, body, status] of [
      [`/sessions/${id}/expire`, undefined, 409],
      [`/payments/${payment}/capture`, {}, 409],
      [`/payments/${payment}/cancel`, undefined, 409],
      ['/refunds', { paymentId: payment, amount: 10_001 }, 422],
      ['/refunds', { paymentId: 'py_nothing' }, 404],
    ] as const) {
      const key = randomUUID();
      const [first, again] = [await post(acme.shop, path, key, body), await post(elsewhere, path, key, body)];
      assert.equal(first.status, status, first.text);
      assert.equal(again.status, status);
      assert.equal(again.text, first.text);
      assert.equal(again.headers.get('idempotent-replayed'), 'true');
    }
  });

  test('an answer with a secret is for the key that asked: another key of the merchant gets a refusal of its own, and no replay', async () => {
    const [keyA, keyB] = [randomUUID(), randomUUID()];
    const { body: made } = await post(acme.shop, '/api-keys', randomUUID(), { name: 'second' });
    const second = createShop({ gatewayUrl: world.gatewayUrl, apiKey: String(made['apiKey']) });
    const first = await post(acme.shop, '/api-keys', keyA, { name: 'third' });
    const refused = await post(second, '/api-keys', keyA, { name: 'third' });
    assert.deepEqual([refused.status, refused.headers.get('idempotent-replayed')], [409, null]);
    assert.equal(refused.text.includes(String(first.body['apiKey'])), false);

    // The header that names the key is not always X-Api-Key: an empty one beside the bearer's says nothing.
    const asBearer = (apiKey: string) => ({
      body: { name: 'fourth' },
      headers: { 'X-Api-Key': '', Authorization: `Bearer ${apiKey}`, 'Idempotency-Key': keyB },
    });
    const fourth = await acme.shop.call('POST', '/api-keys', asBearer(acme.apiKey));
    assert.equal(fourth.status, 200, fourth.text);
    assert.equal((await second.call('POST', '/api-keys', asBearer(second.apiKey))).status, 409);
    assert.equal((await post(acme.shop, '/api-keys', keyB, { name: 'fourth' })).text, fourth.text);
  });

  test('what was wrong in form is not remembered: the mended request may use the key', async () => {
    const key = randomUUID();
    assert.equal((await post(acme.shop, '/sessions', key, { ...aSession, amount: 0 })).status, 400);
    assert.equal((await post(acme.shop, '/sessions', key, aSession)).status, 200);
  });

  test('while the first still runs: it waits for it, and gets its answer', async () => {
    await world.acquirer.setFault({ kind: 'lateAnswer', match: { order: 'slow' }, count: 1, ms: 1_500 });
    const key = randomUUID();
    const body = aPayment({ merchantReferenceId: 'slow' });
    const [first, second] = await Promise.all([
      post(acme.shop, '/payments', key, body),
      post(elsewhere, '/payments', key, body),
    ]);
    assert.equal(first.status, 200, first.text);
    assert.equal(second.text, first.text);
  });

  test('when the first takes too long: 409 that says when to come back', async () => {
    await world.acquirer.setFault({ kind: 'lateEffect', match: { order: 'too-slow' }, count: 1, ms: 20_000 });
    const key = randomUUID();
    const body = aPayment({ merchantReferenceId: 'too-slow' });
    const first = post(acme.shop, '/payments', key, body);
    const second = await post(elsewhere, '/payments', key, body);
    const answers = [second, await first].sort((a, b) => b.status - a.status);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [409, 200],
    );
    assert.equal(answers[0]?.body['code'], 'idempotency_in_progress');
    assert.equal(answers[0]?.headers.get('retry-after'), '1');
    assert.equal((await post(elsewhere, '/payments', key, body)).text, answers[1]?.text);
    assert.equal((await world.acquirer.unreversedApprovals({ order: 'too-slow' })).length, 1);
  });

  test('keys live for 30 days', async () => {
    const key = randomUUID();
    const first = await post(acme.shop, '/sessions', key, aSession);
    await world.sql(
      `update idempotency_keys set created_at = now() - interval '29 days 23 hours' where key = '${key}'`,
    );
    assert.equal((await post(acme.shop, '/sessions', key, aSession)).text, first.text);
  });

  test('and no longer: then the job has forgotten them, and the same key makes something new', async () => {
    const [old, young] = [randomUUID(), randomUUID()];
    const [first, kept] = [
      await post(acme.shop, '/sessions', old, aSession),
      await post(acme.shop, '/sessions', young, aSession),
    ];
    await world.sql(
      `update idempotency_keys set created_at = now() - interval '30 days 1 minute' where key = '${old}'`,
    );
    await world.sql(
      `update idempotency_keys set created_at = now() - interval '29 days 23 hours' where key = '${young}'`,
    );
    // The job runs every minute, and when a gateway starts.
    await world.restart();
    await waitFor(
      'the key is forgotten',
      async () => (await world.sql(`select 1 from idempotency_keys where key = '${old}'`)).length === 0,
    );
    const again = await post(acme.shop, '/sessions', old, aSession);
    assert.equal(again.status, 200);
    assert.equal(again.headers.get('idempotent-replayed'), null);
    assert.notEqual(again.body['id'], first.body['id']);
    const replayed = await post(acme.shop, '/sessions', young, aSession);
    assert.deepEqual([replayed.text, replayed.headers.get('idempotent-replayed')], [kept.text, 'true']);
  });
});
