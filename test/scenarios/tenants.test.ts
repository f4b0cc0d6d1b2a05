/** One merchant's things do not exist for another, on any route that the OpenAPI document has, today or later. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { formatId, idPrefixes, type IdKind } from '../../src/base/id.ts';
import { loadOpenApi, type OpenApi } from '../support/contract.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { payByForm } from '../support/customer.ts';
import { countRows } from '../support/rows.ts';
import { aCard, createShop } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

let world: World;
let acme: TestMerchant;
let other: TestMerchant;
let openApi: OpenApi;

before(async () => {
  world = await createWorld();
  [acme, other] = await Promise.all([addMerchant('Acme'), addMerchant('Other')]);
  openApi = await loadOpenApi(world.gatewayUrl);
});
after(() => world.close());

/** With a key that may do all that a key can be allowed, so that it is never the scope that says no. */
const addMerchant = async (name: string): Promise<TestMerchant> => {
  const merchant = await world.addMerchant({ name });
  const scopes = ['*', 'acquirer-accounts:read', 'acquirer-accounts:write', 'members:read', 'members:write'];
  const { apiKey } = await world.admin.createApiKey({ merchantId: merchant.merchantId, scopes });
  return { ...merchant, shop: createShop({ gatewayUrl: world.gatewayUrl, apiKey }) };
};

type List = { readonly data: readonly { readonly id: string }[] };

/** One living thing of every kind that a route may name, owned by `acme`. */
const makeOneOfEach = async (): Promise<Readonly<Record<string, string>>> => {
  const session = await acme.shop.createSession();
  await payByForm((await acme.shop.createSession()).paymentUrl, aCard);
  const payment = await acme.shop.call('POST', '/payments', {
    body: {
      amount: 500,
      currency: 'EUR',
      paymentMethod: { card: { number: '4242424242424242', expiryMonth: 1, expiryYear: 2040, cvc: '123' } },
    },
  });
  const refund = await acme.shop.call('POST', '/refunds', { body: { paymentId: payment.body['id'], amount: 1 } });
  const key = await acme.shop.call('POST', '/api-keys', { body: { name: 'second' } });
  const account = await acme.shop.call('POST', '/acquirer-accounts', {
    body: { name: `bank ${session.id}`, connector: 'sandbox', settings: { url: world.acquirer.url }, secrets: {} },
  });
  const email = `p${session.id.toLowerCase()}@shop.example`;
  const invited = await acme.shop.call<{ member: { id: string } }>('POST', '/members', {
    body: { email, role: 'viewer' },
  });
  const first = async (path: string) => (await acme.shop.call<List>('GET', path)).body.data[0]?.id ?? '';
  return {
    sessions: session.id,
    payments: String(payment.body['id']),
    refunds: String(refund.body['id']),
    'api-keys': String(key.body['id']),
    'webhook-endpoints': await first('/webhook-endpoints'),
    events: await first('/events'),
    'acquirer-accounts': String(account.body['id']),
    members: invited.body.member.id,
  };
};

/** Kinds that can only be made with steps that this test does not know are asked for by an id that never was. */
const neverMade = (collection: string): string => {
  const kinds: Readonly<Record<string, IdKind>> = { 'payment-methods': 'paymentMethod' };
  return formatId(kinds[collection] ?? 'session', '01890000-0000-7000-8000-000000000000');
};

const bodies: Readonly<Record<string, object>> = {
  'post /payments/{id}/capture': { amount: 1 },
  'post /payments/{id}/increment': { amount: 1 },
  'patch /webhook-endpoints/{id}': { enabled: false },
  'post /webhook-endpoints/{id}/rotate-secret': {},
  'patch /acquirer-accounts/{id}': { enabled: false },
  'post /acquirer-accounts/{id}/rotate': { secrets: {} },
  'patch /members/{id}': { role: 'finance' },
  'post /webhook-endpoints/{id}/replay': { from: new Date(Date.now() - 3_600_000).toISOString() },
};

/** What is there is about all merchants, and no merchant's key is let in. */
const isOfOperators = (path: string): boolean => path.startsWith('/operator/');

test('no path of operators lets a key of a merchant in, whatever is asked for', async () => {
  const paths = Object.entries(openApi.paths).filter(([path]) => isOfOperators(path));
  assert.ok(paths.length >= 10);
  for (const [path, operations] of paths)
    for (const method of Object.keys(operations)) {
      const asked = path.replace('{id}', path.includes('merchants') ? other.merchantId : neverMade('attempts'));
      const body = { reason: 'mine', name: 'Mine', level: 'silent', hours: 24 };
      const given = method === 'get' || method === 'delete' ? {} : { body };
      const { status, text } = await acme.shop.call(method.toUpperCase(), asked, given);
      assert.equal(status, 403, `${method} ${path}: ${text}`);
    }
});

test('every route with an id answers 404, and changes nothing', async () => {
  const mine = await makeOneOfEach();
  let seen = 0;
  for (const [path, operations] of Object.entries(openApi.paths)) {
    if (!path.includes('{') || isOfOperators(path)) continue;
    const collection = path.split('/')[1] ?? '';
    const id = mine[collection] ?? neverMade(collection);
    for (const method of Object.keys(operations)) {
      const before = await countRows(world.database.url);
      const body = bodies[`${method} ${path}`];
      const call = (asked: string) =>
        other.shop.call<{ code: string; detail: string }>(
          method.toUpperCase(),
          path.replace(/\{\w+\}/, asked),
          method === 'get' || method === 'delete' ? {} : { body: body ?? {} },
        );
      const foreign = await call(id);
      assert.equal(foreign.status, 404, `${method} ${path}: ${foreign.text}`);
      // The words give away nothing: they are those for an id that never was.
      const never = await call(formatId(kindOf(id), '01890000-0000-7000-8000-00000000dead'));
      assert.equal(never.status, 404);
      assert.equal(foreign.body.detail, never.body.detail);
      assert.deepEqual(await countRows(world.database.url), before, `${method} ${path}`);
      seen++;
    }
  }
  assert.ok(seen >= 13, `only ${seen} operations name an id`);
  assert.equal(
    (await other.shop.call('POST', '/refunds', { body: { paymentId: mine['payments'], amount: 1 } })).status,
    404,
  );
  for (const [collection, id] of Object.entries(mine)) {
    if (collection !== 'api-keys' && collection !== 'acquirer-accounts')
      assert.equal((await acme.shop.call('GET', `/${collection}/${id}`)).status, 200, `${collection} was harmed`);
  }
});

const kindOf = (id: string): IdKind => {
  const found = Object.entries(idPrefixes).find(([, prefix]) => id.startsWith(`${prefix}_`));
  assert.ok(found);
  return found[0] as IdKind;
};

/** Empty here, or no list. Those of acquirers are whole, without pages, and have a test of their own. */
const NO_LISTS: ReadonlySet<string> = new Set(['/figures', '/payment-methods', '/settings']);

test('no list shows anything of another merchant', async () => {
  await makeOneOfEach();
  for (const [path, { get }] of Object.entries(openApi.paths)) {
    if (get === undefined || path.includes('{') || NO_LISTS.has(path)) continue;
    if (path.startsWith('/acquirer-') || isOfOperators(path)) continue;
    const address = `${path}?limit=100${path === '/figures/payments' ? '&figure=payments' : ''}`;
    const mine = new Set((await acme.shop.call<List>('GET', address)).body.data.map(({ id }) => id));
    const theirs = (await other.shop.call<List>('GET', address)).body.data.map(({ id }) => id);
    assert.ok(mine.size > 0, path);
    assert.deepEqual(
      theirs.filter((id) => mine.has(id)),
      [],
      path,
    );
  }
  const session = await acme.shop.createSession();
  assert.deepEqual((await other.shop.call<List>('GET', `/events?session=${session.id}`)).body.data, []);
});

test('webhooks of one merchant never reach another', async () => {
  const session = await acme.shop.createSession();
  await acme.sink.waitFor(({ event }) => event.data.object['id'] === session.id);
  assert.equal(
    other.sink.received.some(({ event }) => event.data.object['id'] === session.id),
    false,
  );
});

describe('API keys', () => {
  const ask = async (headers: Readonly<Record<string, string>>, url = world.gatewayUrl) => {
    const response = await fetch(`${url}/api2/sessions?limit=1`, { headers });
    return { status: response.status, code: ((await response.json()) as { code?: string }).code };
  };

  test('no key, a wrong one, half of one: 401 invalid_request', async () => {
    for (const headers of [
      {},
      { 'X-Api-Key': 'x'.repeat(40) },
      { 'X-Api-Key': acme.apiKey.slice(1) },
      { 'X-Api-Key': `${acme.apiKey} x` },
      { Authorization: 'Basic eDp5' },
      { Authorization: 'Bearer' },
      { 'X-Api-Key': '' },
    ]) {
      assert.deepEqual(
        await ask(headers as Record<string, string>),
        { status: 401, code: 'invalid_request' },
        JSON.stringify(headers),
      );
    }
  });

  test('Bearer is the same; both are fine when they are one key, 401 when they are two', async () => {
    assert.equal((await ask({ Authorization: `Bearer ${acme.apiKey}` })).status, 200);
    assert.equal((await ask({ Authorization: `bearer ${acme.apiKey}`, 'X-Api-Key': acme.apiKey })).status, 200);
    assert.deepEqual(await ask({ Authorization: `Bearer ${other.apiKey}`, 'X-Api-Key': acme.apiKey }), {
      status: 401,
      code: 'invalid_request',
    });
  });

  test('rotation: a new one, both run, the old one dies on every gateway', async () => {
    const second = await world.addGateway();
    const { body: made } = await acme.shop.call('POST', '/api-keys', { body: { name: 'rotated' } });
    const rotated = createShop({ gatewayUrl: world.gatewayUrl, apiKey: String(made['apiKey']) });
    assert.match(rotated.apiKey, /^[0-9A-Za-z]{40}$/);
    const session = await rotated.createSession();
    assert.equal((await acme.shop.session(session.id)).status, 'open');
    for (const url of [world.gatewayUrl, second])
      assert.equal((await ask({ 'X-Api-Key': rotated.apiKey }, url)).status, 200);

    const { status } = await acme.shop.call('DELETE', `/api-keys/${String(made['id'])}`);
    assert.equal(status, 200);
    for (const url of [world.gatewayUrl, second]) {
      const { code } = await waitFor(`it is dead at ${url}`, async () => {
        const answer = await ask({ 'X-Api-Key': rotated.apiKey }, url);
        return answer.status === 401 && answer;
      });
      assert.equal(code, 'authentication');
    }
    const { body } = await acme.shop.call<List>('GET', '/api-keys');
    assert.equal(
      body.data.some(({ id }) => id === made['id']),
      false,
    );
    assert.equal((await acme.shop.call('DELETE', `/api-keys/${String(made['id'])}`)).status, 404);
    // What the dead key began is finished: the way back is still signed.
    const { left } = await payByForm(session.paymentUrl, aCard);
    assert.match(String(left), /status=completed/);
  });

  test('a key cannot delete itself', async () => {
    const shop = createShop({ gatewayUrl: world.gatewayUrl, apiKey: acme.apiKey });
    const { body } = await shop.call<List>('GET', '/api-keys?limit=100');
    const own = body.data.at(-1)?.id ?? '';
    assert.equal((await shop.call('DELETE', `/api-keys/${own}`)).status, 409);
  });

  test('a key is stored only as a hash', async () => {
    const [row] = await world.sql<{ text: string }>(`select string_agg(k::text, ' ') as text from api_keys k`);
    assert.equal(row?.text.includes(acme.apiKey), false);
    assert.equal(row?.text.includes(Buffer.from(acme.apiKey).toString('hex')), false);
  });
});
