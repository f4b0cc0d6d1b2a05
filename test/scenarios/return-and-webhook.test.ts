/**
 * The customer goes back to the shop when the shop's webhook was acknowledged, or when the time for that is up. The
 * process that shows the pages is not the one that delivers: what one knows the other has to be told.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { verifyReturn } from '@tollgate/sdk';
import { startGateway, type GatewayConfig } from '../../src/app.ts';
import { follow, getAgain, getPage, leadsTo, submitCard } from '../support/customer.ts';
import { createWorld, freePort, startGatewayProcess, type TestMerchant, type World } from '../support/gateway.ts';
import {
  addSlowEndpoint,
  atReturnOf,
  changeEndpoint,
  goOn,
  HELD_PAGE,
  heldLeadsTo,
  holdFor,
  holdOf,
  LONG,
  markAll,
  pay,
  payUntilHeld,
  saidIn,
  toShop,
  untilTaken,
  untilWaiting,
  type SlowEndpoint,
} from '../support/held-return.ts';
import { aCard, aSession } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

const startApart = async (config: GatewayConfig) => {
  const pages = await startGateway({ ...config, roles: ['api', 'checkout'] });
  const jobs = await startGateway({ ...config, roles: ['jobs'], port: await freePort() });
  return {
    address: pages.address,
    stop: async () => {
      await Promise.all([pages.stop(), jobs.stop()]);
    },
  };
};

let world: World;
const endpoints: SlowEndpoint[] = [];
before(async () => {
  world = await createWorld({}, {}, startApart);
});
afterEach(() => {
  for (const endpoint of endpoints) endpoint.end();
});
after(async () => {
  for (const endpoint of endpoints) endpoint.close();
  await world.close();
});

const addEndpoint = async (merchant: TestMerchant, fields?: Readonly<Record<string, unknown>>) => {
  const endpoint = await addSlowEndpoint(merchant, fields);
  endpoints.push(endpoint);
  return endpoint;
};

describe('the way back', () => {
  test('opens when the endpoint has acknowledged; until then the customer reads that it is paid', async () => {
    const merchant = await world.addMerchant();
    const endpoint = await addEndpoint(merchant);
    const { session, held } = await payUntilHeld(world, merchant);
    assert.match(held.html, HELD_PAGE);
    assert.doesNotMatch(held.html, /card-form|shop\.example/);
    assert.equal(await atReturnOf(merchant, session.id), undefined);

    const status = fetch(`${session.paymentUrl}/status?wait&held`, { headers: { cookie: held.cookie ?? '' } });
    const leaving = toShop(held);
    await untilWaiting(endpoint);
    endpoint.answer(200);

    const url = await leaving;
    assert.match(String(url), /^https:\/\/shop\.example\/done/);
    const webhook = saidIn(merchant, session.id, url);
    assert.equal(webhook?.result, 'acknowledged');
    const told = (await (await status).json()) as { state: string; leaves: boolean; url: string };
    assert.deepEqual([told.state, told.leaves], ['completed', true]);
    assert.deepEqual(saidIn(merchant, session.id, told.url), webhook);
    assert.deepEqual(await atReturnOf(merchant, session.id), webhook);
  });

  test('is open at once for a shop whose endpoint answers at once, and its own page comes without one of ours', async () => {
    const merchant = await world.addMerchant();
    await markAll(merchant);
    const session = await merchant.shop.createSession(LONG);
    const { left } = await pay(session.paymentUrl);
    assert.ok(
      merchant.sink.received.some(({ event }) => event.type === 'session.completed'),
      'the shop knows already',
    );
    assert.equal(saidIn(merchant, session.id, left)?.result, 'acknowledged');
  });

  test('opens when the time is up, and says so for ever', async () => {
    const merchant = await world.addMerchant();
    const endpoint = await addEndpoint(merchant);
    const session = await merchant.shop.createSession({ returnPolicy: { waitForWebhookMs: 50 } });
    assert.deepEqual(session['returnPolicy'], { waitForWebhookMs: 50 });
    const page = await getPage(session.paymentUrl);
    const { left } = await follow(await submitCard(page, aCard), world.gatewayUrl);
    assert.deepEqual(saidIn(merchant, session.id, left), { result: 'timedOut' });
    await untilWaiting(endpoint);
    endpoint.answer(200);
    await untilTaken(merchant, endpoint);
    const reloaded = await getAgain(page, `${session.paymentUrl}?wait`);
    assert.deepEqual(saidIn(merchant, session.id, String(leadsTo(reloaded.headers.get('refresh')))), {
      result: 'timedOut',
    });
    assert.deepEqual(await atReturnOf(merchant, session.id), { result: 'timedOut' });
  });

  test('a customer who closed the page and comes back much later is told what came of it meanwhile', async () => {
    const merchant = await world.addMerchant();
    const endpoint = await addEndpoint(merchant);
    const { session, held } = await payUntilHeld(world, merchant);
    await untilWaiting(endpoint);
    endpoint.answer(204);
    await untilTaken(merchant, endpoint);
    await holdFor(world, session.id, '-1 day');
    const back = await getAgain(held, `${session.paymentUrl}?wait`);
    assert.equal(saidIn(merchant, session.id, String(leadsTo(back.headers.get('refresh'))))?.result, 'acknowledged');
  });

  for (const [why, fields, result] of [
    ['nobody is marked', { holdsReturn: false }, 'noEndpoint'],
    ['the one that is marked does not hear of sessions', { events: ['refund.succeeded'] }, 'noEndpoint'],
    ['there is no time to wait', { wait: 0 }, 'timedOut'],
  ] as const)
    test(`is never held when ${why}`, async () => {
      const merchant = await world.addMerchant();
      const { wait, ...endpoint } = { wait: 10_000, ...fields };
      await addEndpoint(merchant, endpoint);
      const session = await merchant.shop.createSession({ returnPolicy: { waitForWebhookMs: wait } });
      const { left } = await pay(session.paymentUrl);
      assert.deepEqual(saidIn(merchant, session.id, left), { result });
      assert.deepEqual(await atReturnOf(merchant, session.id), { result });
      assert.equal(await holdOf(world, session.id), null, 'nothing was waited for');
    });

  test('is never held after a failure', async () => {
    const merchant = await world.addMerchant();
    await addEndpoint(merchant, { events: ['*'] });
    const session = await merchant.shop.createSession(LONG);
    for (let declines = 1; declines < 5; declines++) await pay(session.paymentUrl, { ...aCard, cvc: '999' });
    const { left } = await pay(session.paymentUrl, { ...aCard, cvc: '999' });
    const returned = verifyReturn(String(left), merchant.apiKey, { expectedSessionId: session.id });
    assert.deepEqual([returned.status, returned.webhook], ['expired', undefined]);
    assert.doesNotMatch(String(left), /webhook/);
    assert.equal(await atReturnOf(merchant, session.id), undefined);
  });

  test('of a merchant for whom the operator said how long', async () => {
    const merchant = await world.addMerchant();
    await addEndpoint(merchant);
    await world.admin.updateMerchant({ merchantId: merchant.merchantId, waitForWebhookMs: '0' });
    const session = await merchant.shop.createSession();
    const { left } = await pay(session.paymentUrl);
    assert.deepEqual(saidIn(merchant, session.id, left), { result: 'timedOut' });
  });
});

describe('nobody waits for an endpoint that is', () => {
  for (const [state, change] of [
    ['failing', `consecutive_failures = 10, failing_since = now(), probe_at = now() + interval '1 hour'`],
    ['disabled', `enabled = false, disabled_reason = 'gone'`],
  ] as const)
    test(`${state} when the customer pays`, async () => {
      const merchant = await world.addMerchant();
      const { id } = await addEndpoint(merchant);
      await changeEndpoint(world, id, change);
      const session = await merchant.shop.createSession(LONG);
      const { left } = await pay(session.paymentUrl);
      assert.deepEqual(saidIn(merchant, session.id, left), { result: 'failing' });
      assert.equal(await holdOf(world, session.id), null);
    });

  test('switched off while the customer waits', async () => {
    const merchant = await world.addMerchant();
    const endpoint = await addEndpoint(merchant);
    const { session, held } = await payUntilHeld(world, merchant);
    const leaving = toShop(held);
    await merchant.shop.call('PATCH', `/webhook-endpoints/${endpoint.id}`, { body: { enabled: false } });
    const url = await leaving;
    assert.deepEqual(saidIn(merchant, session.id, url), { result: 'failing' });
  });

  test('not marked any more', async () => {
    const merchant = await world.addMerchant();
    const endpoint = await addEndpoint(merchant);
    const { session, held } = await payUntilHeld(world, merchant);
    const leaving = toShop(held);
    await merchant.shop.call('PATCH', `/webhook-endpoints/${endpoint.id}`, { body: { holdsReturn: false } });
    const url = await leaving;
    assert.deepEqual(saidIn(merchant, session.id, url), { result: 'noEndpoint' });
  });

  test('refusing, and asked again too late', async () => {
    const merchant = await world.addMerchant();
    const endpoint = await addEndpoint(merchant);
    const { session, held } = await payUntilHeld(world, merchant, { returnPolicy: { waitForWebhookMs: 3_000 } });
    const leaving = toShop(held);
    await untilWaiting(endpoint);
    endpoint.answer(500);
    const url = await leaving;
    assert.deepEqual(saidIn(merchant, session.id, url), { result: 'failing' });
  });
});

test('of two marked endpoints both have to acknowledge', async () => {
  const merchant = await world.addMerchant();
  const [one, two] = [await addEndpoint(merchant), await addEndpoint(merchant)];
  const { session, held } = await payUntilHeld(world, merchant);
  await waitFor('both webhooks', () => Promise.resolve(one.waiting() + two.waiting() === 2));
  one.answer(200);
  await untilTaken(merchant, one);
  const seen = await getAgain(held, session.paymentUrl);
  assert.match(seen.html, HELD_PAGE);
  const leaving = toShop(seen);
  two.answer(200);
  const url = await leaving;
  assert.equal(saidIn(merchant, session.id, url)?.result, 'acknowledged');
});

describe('a gateway that', () => {
  test('stops lets the customer go at once, and says that the time was up', async () => {
    const merchant = await world.addMerchant();
    const endpoint = await addEndpoint(merchant);
    const { session, held } = await payUntilHeld(world, merchant);
    const leaving = toShop(held);
    await untilWaiting(endpoint);
    // Answered after it came: so the request that waits has come, too.
    await getAgain(held, session.paymentUrl);
    const stopping = world.restart();
    const url = await leaving;
    assert.deepEqual(saidIn(merchant, session.id, url), { result: 'timedOut' });
    assert.equal(await holdOf(world, session.id), true, 'long before that was true');
    endpoint.answer(200);
    await stopping;
  });

  test('is killed under a waiting browser: a reload leads on', async () => {
    const merchant = await world.addMerchant();
    const endpoint = await addEndpoint(merchant);
    const place = { databaseUrl: world.database.url, acquirerUrl: world.acquirer.url, threeDsUrl: world.threeDs.url };
    const port = await freePort();
    const doomed = await startGatewayProcess({ ...place, port, environment: { TOLLGATE_ROLES: 'checkout' } });
    const { session, held } = await payUntilHeld(world, merchant);
    const elsewhere = { ...held, url: held.url.replace(world.gatewayUrl, doomed.url) };
    const waiting = goOn(elsewhere).then(
      () => 'answered',
      () => 'lost',
    );
    await doomed.kill();
    assert.equal(await waiting, 'lost');
    await untilWaiting(endpoint);
    endpoint.answer(200);
    const url = await toShop(held);
    assert.equal(saidIn(merchant, session.id, url)?.result, 'acknowledged');
  });
});

test('hundreds who wait turn nobody else away', async () => {
  const merchant = await world.addMerchant();
  await addEndpoint(merchant);
  const { session, held } = await payUntilHeld(world, merchant);
  // More than the API's reads may find waiting for the gateway; all in one browser, as if they were as many customers.
  const closed = new AbortController();
  const init = { headers: { cookie: held.cookie ?? '' }, signal: closed.signal };
  let answered = 0;
  const count = (): number => answered++;
  for (let n = 0; n < 400; n++) void fetch(heldLeadsTo(held), init).then(count, () => undefined);
  await getAgain(held, session.paymentUrl);
  await waitFor('the API answers', async () => (await merchant.shop.call('GET', '/sessions')).status === 200);
  assert.equal(answered, 0, 'while they wait');
  closed.abort();
});

test('a browser that is not the customer’s learns nothing of the way back and opens none', async () => {
  const merchant = await world.addMerchant();
  const endpoint = await addEndpoint(merchant);
  const { session, held } = await payUntilHeld(world, merchant);
  const status = await fetch(`${session.paymentUrl}/status?wait&held`);
  assert.deepEqual(await status.json(), { state: 'completed', attemptsBegun: 1, leaves: true });
  assert.doesNotMatch((await getPage(`${session.paymentUrl}?wait&held`)).html, /shop\.example/);
  await untilWaiting(endpoint);
  endpoint.answer(200);
  assert.match(String(await toShop(held)), /webhook=acknowledged/);
});

test('the fields of the API: what is wrong is named', async () => {
  const { shop } = await world.addMerchant();
  for (const [waitForWebhookMs, code] of [
    [-1, 'tooSmall'],
    [10_001, 'tooLarge'],
    ['2000', 'type'],
    [1.5, 'type'],
  ]) {
    const refused = await shop.call<{ errors: { pointer: string; code: string }[] }>('POST', '/sessions', {
      body: { ...aSession, returnPolicy: { waitForWebhookMs } },
    });
    assert.deepEqual(
      [refused.status, refused.body.errors.map((error) => [error.pointer, error.code])],
      [400, [['/returnPolicy/waitForWebhookMs', code]]],
    );
  }
  const unknown = await shop.call<{ errors: { pointer: string }[] }>('POST', '/sessions', {
    body: { ...aSession, returnPolicy: { waitMs: 1 } },
  });
  assert.deepEqual([unknown.status, unknown.body.errors[0]?.pointer], [400, '/returnPolicy/waitMs']);
  const marked = await shop.call<{ errors: { pointer: string }[] }>('POST', '/webhook-endpoints', {
    body: { url: 'http://127.0.0.1:1/', holdsReturn: 'yes' },
  });
  assert.deepEqual([marked.status, marked.body.errors[0]?.pointer], [400, '/holdsReturn']);
});
