/** What a key may do and from where, what a suspended merchant may, and that all of it is in the audit log. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { routeScopes } from '../../src/http/api/route-scopes.ts';
import { allScopes, gatewayScopes, merchantScopes } from '../../src/merchants/scopes.ts';
import { loadOpenApi } from '../support/contract.ts';
import { getPage, payByForm, submitCard } from '../support/customer.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { aCard, aSession, createShop, type Answer, type Shop } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

let world: World;
let acme: TestMerchant;

before(async () => {
  world = await createWorld();
  acme = await world.addMerchant();
});
after(() => world.close());

type Problem = {
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly { readonly code: string }[];
};
type Made = { readonly id: string; readonly apiKey: string };
type Entry = {
  readonly action: string;
  readonly number: number | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  readonly actor: { readonly id: string; readonly type: string; readonly name: string };
  readonly address: string;
  readonly requestId: string;
  readonly subject: { readonly id: string };
};

const makeKey = async (
  fields: object,
  shop: Shop = acme.shop,
): Promise<{ readonly id: string; readonly shop: Shop }> => {
  const { status, body, text } = await shop.call<Made>('POST', '/api-keys', { body: { name: 'limited', ...fields } });
  assert.equal(status, 200, text);
  return { id: body.id, shop: createShop({ gatewayUrl: world.gatewayUrl, apiKey: body.apiKey }) };
};

/** Some scopes are an operator's to give. */
const keyWith = async (scopes: readonly string[], isOfOperators = false): Promise<Shop> => {
  const { apiKey } = isOfOperators
    ? await world.admin.createOperatorKey({ scopes })
    : await world.admin.createApiKey({ merchantId: acme.merchantId, scopes });
  return createShop({ gatewayUrl: world.gatewayUrl, apiKey });
};

const directPayment = {
  amount: 10_000,
  currency: 'EUR',
  captureMethod: 'manual',
  paymentMethod: { card: { number: '4444555511113333', expiryMonth: 12, expiryYear: 2039, cvc: '123' } },
};

describe('scopes', () => {
  test('every route has one, every scope is needed somewhere, and the document says which', async () => {
    const { paths } = await loadOpenApi(world.gatewayUrl);
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        name: `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
        scope: (operation as Record<string, unknown>)['x-required-scope'],
      })),
    );
    assert.deepEqual(new Set(routes.map(({ name }) => name)), new Set(Object.keys(routeScopes)));
    for (const { name, scope } of routes) assert.equal(scope, routeScopes[name]?.[0], name);
    assert.deepEqual(new Set(routes.map(({ scope }) => scope)), new Set(allScopes));
  });

  test('a key without any but the needed scope passes, one with all others is told what it lacks', async () => {
    for (const scope of allScopes) {
      const isOfOperators = gatewayScopes.includes(scope);
      const family = isOfOperators ? gatewayScopes : merchantScopes;
      const has = await keyWith([scope], isOfOperators);
      const lacks = await keyWith(
        family.filter((other) => other !== scope),
        isOfOperators,
      );
      for (const [name] of Object.entries(routeScopes).filter(([, [needed]]) => needed === scope)) {
        const [method = '', path = ''] = name.replace(':id', 'ps_none').split(' ');
        const request = method === 'GET' || method === 'DELETE' ? {} : { body: {} };
        const passed = await has.call(method, path, request);
        assert.ok(passed.status !== 401 && passed.status !== 403, `${name} with ${scope}: ${passed.text}`);
        const refused: Answer<Problem> = await lacks.call(method, path, request);
        assert.deepEqual([refused.status, refused.body.code], [403, 'forbidden'], `${name} without ${scope}`);
        assert.match(refused.body.detail, new RegExp(`lacks the scope ${scope}\\.`));
      }
    }
  });

  test('a HEAD needs what its GET needs', async () => {
    const { shop } = await makeKey({ scopes: ['refunds:read'] });
    assert.equal((await shop.call('HEAD', '/refunds')).status, 200);
    assert.equal((await shop.call('HEAD', '/sessions')).status, 403);
  });

  test('no key makes a stronger one, also when asked twice under one idempotency key', async () => {
    const { shop } = await makeKey({ scopes: ['api-keys:write', 'refunds:read'] });
    const wish = { body: { name: 'stronger', scopes: ['refunds:write'] }, headers: { 'Idempotency-Key': 'stronger' } };
    for (let n = 0; n < 2; n++) {
      const { status, body } = await shop.call<Problem>('POST', '/api-keys', wish);
      assert.deepEqual([status, body.code, body.errors.map(({ code }) => code)], [403, 'forbidden', ['stronger']]);
    }
    const inherited = await makeKey({}, shop);
    assert.equal((await inherited.shop.call('GET', '/refunds')).status, 200);
    assert.equal((await inherited.shop.call('GET', '/sessions')).status, 403);
    const { body } = await acme.shop.call<{ data: readonly { id: string; scopes: readonly string[] }[] }>(
      'GET',
      '/api-keys?limit=100',
    );
    const everything = body.data.find(({ scopes }) => scopes.includes('*'));
    assert.ok(everything);
    assert.equal((await shop.call('DELETE', `/api-keys/${everything.id}`)).status, 403);
    assert.equal((await shop.call('DELETE', `/api-keys/${inherited.id}`)).status, 200);
  });

  test('what cannot be a limit is refused by its name', async () => {
    const wrong: readonly (readonly [object, string])[] = [
      [{ scopes: ['refunds:wirte'] }, '/scopes/0'],
      [{ scopes: [] }, '/scopes'],
      [{ expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt'],
      [{ expiresAt: 'tomorrow' }, '/expiresAt'],
      [{ allowedAddresses: ['10.0.0.0/33'] }, '/allowedAddresses/0'],
      [{ allowedAddresses: [] }, '/allowedAddresses'],
    ];
    for (const [fields, pointer] of wrong) {
      const { status, body } = await acme.shop.call<{ errors: readonly { pointer: string }[] }>('POST', '/api-keys', {
        body: { name: 'wrong', ...fields },
      });
      assert.deepEqual([status, body.errors.map((error) => error.pointer)], [400, [pointer]], JSON.stringify(fields));
    }
  });
});

test('a key may be used from its addresses only, and the answer says from where it was tried', async () => {
  const here = await makeKey({ allowedAddresses: ['127.0.0.0/8', '::1'] });
  assert.equal((await here.shop.call('GET', '/sessions')).status, 200);
  const elsewhere = await makeKey({ allowedAddresses: ['203.0.113.0/24'] });
  const { status, body } = await elsewhere.shop.call<Problem>('GET', '/sessions');
  assert.deepEqual([status, body.code], [403, 'forbidden']);
  assert.match(body.detail, /may not be used from (127\.0\.0\.1|::1|::ffff:127\.0\.0\.1)\./);
});

test('a key that has ended is refused like one that was deleted', async () => {
  const { id, shop } = await makeKey({ expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
  const { body: list } = await acme.shop.call<{ data: readonly { id: string; expiresAt: string | null }[] }>(
    'GET',
    '/api-keys?limit=100',
  );
  assert.match(String(list.data.find((key) => key.id === id)?.expiresAt), /Z$/);
  await world.sql(`update api_keys set expires_at = now() where expires_at is not null`);
  const { status, body } = await shop.call<Problem>('GET', '/sessions');
  assert.deepEqual([status, body.code], [401, 'authentication']);
  assert.match(body.detail, /has expired/);
});

test('a deleted key is not let in once more by the process that deleted it', async () => {
  for (let n = 0; n < 5; n++) {
    const { id, shop } = await makeKey({});
    assert.equal((await shop.call('GET', '/sessions')).status, 200);
    assert.equal((await acme.shop.call('DELETE', `/api-keys/${id}`)).status, 200);
    assert.equal((await shop.call('GET', '/sessions')).status, 401);
  }
});

describe('a suspended merchant', () => {
  let shady: TestMerchant;
  let begun: { readonly sessionUrl: string; readonly paymentId: string; readonly authorizedId: string };

  before(async () => {
    shady = await world.addMerchant({ name: 'Shady' });
    const { paymentUrl } = await shady.shop.createSession();
    const paid = await shady.shop.createSession();
    await payByForm(paid.paymentUrl, aCard);
    const payments = await shady.shop.call<{ data: readonly { id: string }[] }>('GET', `/payments?session=${paid.id}`);
    const authorized = await shady.shop.call<{ id: string }>('POST', '/payments', { body: directPayment });
    begun = { sessionUrl: paymentUrl, paymentId: payments.body.data[0]?.id ?? '', authorizedId: authorized.body.id };
    assert.equal(
      await world.admin.suspendMerchant({ merchantId: shady.merchantId, reason: 'too many chargebacks' }),
      true,
    );
    assert.equal(await world.admin.suspendMerchant({ merchantId: shady.merchantId, reason: 'again' }), false);
    await waitFor(
      'every process knows',
      async () => (await shady.shop.call('POST', '/sessions', { body: aSession })).status === 403,
    );
  });

  test('begins nothing new and captures nothing', async () => {
    for (const [path, body] of [
      ['/sessions', aSession],
      ['/payments', directPayment],
      [`/payments/${begun.authorizedId}/capture`, {}],
      [`/payments/${begun.authorizedId}/increment`, { amount: 1 }],
      ['/api-keys', { name: 'new' }],
    ] as const) {
      const answer = await shady.shop.call<Problem>('POST', path, { body });
      assert.deepEqual([answer.status, answer.body.code], [403, 'merchant_suspended'], path);
    }
  });

  test('its open pages are closed for customers', async () => {
    const page = await waitFor('the page is closed', async () => {
      const shown = await getPage(begun.sessionUrl);
      return shown.html.includes('This payment was closed') && shown;
    });
    assert.doesNotMatch(page.html, /name="number"|name="pan"/);
  });

  test('pays back, gives up, reads, and hears of it', async () => {
    const refunded = await shady.shop.call<{ id: string; status: string }>('POST', '/refunds', {
      body: { paymentId: begun.paymentId, amount: 100 },
    });
    assert.deepEqual([refunded.status, refunded.body.status], [200, 'succeeded']);
    assert.equal((await shady.shop.call('POST', `/payments/${begun.authorizedId}/cancel`)).status, 200);
    assert.equal((await shady.shop.call('GET', '/payments')).status, 200);
    await shady.sink.waitFor(
      ({ event }) => event.type === 'refund.succeeded' && event.data.object['id'] === refunded.body.id,
    );
  });

  test('goes on where it was when the suspension ends', async () => {
    assert.equal(await world.admin.resumeMerchant({ merchantId: shady.merchantId }), true);
    assert.equal(await world.admin.resumeMerchant({ merchantId: shady.merchantId }), false);
    await waitFor(
      'it may sell again',
      async () => (await shady.shop.call('POST', '/sessions', { body: aSession })).status === 200,
    );
    await waitFor(
      'its page is open again',
      async () => !(await getPage(begun.sessionUrl)).html.includes('This payment was closed'),
    );
    const { left } = await payByForm(begun.sessionUrl, aCard);
    assert.match(String(left), /status=completed/);
    const { body } = await shady.shop.call<{ data: readonly (Entry & { reason: string | null })[] }>(
      'GET',
      '/audit-log?action=merchant.suspended',
    );
    assert.deepEqual(
      body.data.map((entry) => [entry.actor.type, entry.after]),
      [['operator', { reason: 'too many chargebacks' }]],
    );
  });
});

test('the audit log has who did what with which key, sealed within seconds, and no secret', async () => {
  const merchant = await world.addMerchant({ name: 'Audited' });
  const { shop } = merchant;
  const { body: key } = await shop.call<Made>('POST', '/api-keys', { body: { name: 'second' } });
  const second = createShop({ gatewayUrl: world.gatewayUrl, apiKey: key.apiKey });
  const session = await second.createSession();
  await second.call('POST', `/sessions/${session.id}/expire`);
  const { body: endpoint } = await second.call<{ id: string; secret: string }>('POST', '/webhook-endpoints', {
    body: { url: merchant.sink.url },
  });
  await second.call('PATCH', `/webhook-endpoints/${endpoint.id}`, { body: { events: ['session.completed'] } });
  const { body: rotated } = await second.call<{ secret: string }>(
    'POST',
    `/webhook-endpoints/${endpoint.id}/rotate-secret`,
  );
  await second.call('DELETE', `/webhook-endpoints/${endpoint.id}`);
  const { body: payment } = await second.call<{ id: string }>('POST', '/payments', { body: directPayment });
  await second.call('POST', `/payments/${payment.id}/increment`, { body: { amount: 100 } });
  await second.call('POST', `/payments/${payment.id}/capture`, { body: { amount: 6_000 } });
  await second.call('POST', `/payments/${payment.id}/capture`, { body: { amount: 60_000 } });
  const refund = await second.call('POST', '/refunds', {
    body: { paymentId: payment.id, amount: 500, reason: 'broken' },
  });
  const { body: other } = await second.call<{ id: string }>('POST', '/payments', { body: directPayment });
  await second.call('POST', `/payments/${other.id}/cancel`);
  await shop.call('DELETE', `/api-keys/${key.id}`);

  const { data, text } = await waitFor('all of it is sealed', async () => {
    const answer = await shop.call<{ data: readonly Entry[] }>('GET', '/audit-log?limit=100');
    return answer.body.data.every(({ number }) => number !== null) && { data: answer.body.data, text: answer.text };
  });
  assert.deepEqual(data.map(({ action }) => action).sort(), [
    'apiKey.created',
    'apiKey.created',
    'apiKey.deleted',
    'cancel.requested',
    'capture.requested',
    'increment.requested',
    'merchant.created',
    'refund.requested',
    'session.expired',
    'webhookEndpoint.changed',
    'webhookEndpoint.created',
    'webhookEndpoint.created',
    'webhookEndpoint.deleted',
    'webhookEndpoint.secretRotated',
  ]);
  const refunded = data.find(({ action }) => action === 'refund.requested');
  assert.ok(refunded);
  assert.deepEqual(
    [refunded.actor, refunded.after, refunded.subject.id, refunded.requestId],
    [
      { id: key.id, name: 'second', type: 'apiKey' },
      { amount: 500, final: false, reason: 'broken' },
      payment.id,
      refund.headers.get('api-request-id'),
    ],
  );
  assert.match(refunded.address, /127\.0\.0\.1|::1/);
  for (const secret of [key.apiKey, endpoint.secret, rotated.secret, '4444555511113333'])
    assert.equal(text.includes(secret), false);
  const { body: some } = await shop.call<{ data: readonly Entry[] }>('GET', `/audit-log?subject=${payment.id}`);
  assert.deepEqual(some.data.map(({ action }) => action).sort(), [
    'capture.requested',
    'increment.requested',
    'refund.requested',
  ]);
  const reports = await world.admin.verifyAudit();
  assert.deepEqual(
    reports.filter(({ broken }) => broken !== undefined),
    [],
  );
  assert.equal(reports.find(({ merchantId }) => merchantId === merchant.merchantId)?.sealed, data.length);
});

test('captures of many payments at once are each written down once', async () => {
  const merchant = await world.addMerchant({ name: 'Busy' });
  const payments = await Promise.all(
    Array.from({ length: 40 }, () => merchant.shop.call<{ id: string }>('POST', '/payments', { body: directPayment })),
  );
  const captures = await Promise.all(
    payments.map(({ body }) => merchant.shop.call('POST', `/payments/${body.id}/capture`)),
  );
  assert.deepEqual(new Set(captures.map(({ status }) => status)), new Set([200]));
  const { body } = await merchant.shop.call<{ data: readonly Entry[] }>(
    'GET',
    '/audit-log?action=capture.requested&limit=100',
  );
  assert.deepEqual(body.data.map(({ subject }) => subject.id).sort(), payments.map((answer) => answer.body.id).sort());
});

test('a page that was open before the suspension takes no card any more', async () => {
  const merchant = await world.addMerchant({ name: 'Stopped' });
  const { id, paymentUrl } = await merchant.shop.createSession();
  const page = await getPage(paymentUrl);
  await world.admin.suspendMerchant({ merchantId: merchant.merchantId, reason: 'test' });
  await waitFor('the page is closed', async () => (await getPage(paymentUrl)).html.includes('This payment was closed'));
  const asked = (await world.acquirer.journal()).length;
  await submitCard(page, aCard);
  assert.equal((await merchant.shop.session(id)).status, 'open');
  assert.equal((await world.acquirer.journal()).length, asked);
});
