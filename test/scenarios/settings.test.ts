/** What a merchant sets itself, by API and in the Personal area, and what it changes for customers and sessions. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { getPage, payByForm } from '../support/customer.ts';
import { deskEnvironment, joinDesk, type JoinedMember } from '../support/desk.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { aCard, aSession } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

let world: World;
let merchant: TestMerchant;
let owner: JoinedMember;

before(async () => {
  const { url, ...environment } = await deskEnvironment();
  world = await createWorld(environment);
  merchant = await world.addMerchant();
  owner = await joinDesk(
    url,
    (await world.admin.inviteMember({ merchantId: merchant.merchantId, email: 'ada@shop.example', role: 'owner' }))
      .link,
  );
});
after(() => world.close());

const change = async (body: unknown): Promise<void> => {
  const { status, text } = await merchant.shop.call('PATCH', '/settings', { body });
  assert.equal(status, 200, text);
};
const create = (fields: Readonly<Record<string, unknown>>, key?: string) =>
  merchant.shop.call('POST', '/sessions', {
    body: { ...aSession, ...fields },
    ...(key !== undefined && { headers: { 'Idempotency-Key': key } }),
  });

describe('an order that is paid', () => {
  test('gets no second session when that is asked for, until all is given back', async () => {
    const pays = async (merchantReferenceId: string) => {
      const session = await merchant.shop.createSession({ merchantReferenceId });
      await payByForm(session.paymentUrl, aCard);
      return session;
    };
    await pays('order-1');
    // Without the guard the reference is the shop's own affair.
    assert.equal((await create({ merchantReferenceId: 'order-1' })).status, 200);

    const key = randomUUID();
    const first = await create({ merchantReferenceId: 'order-2' }, key);
    await change({ orderGuard: true });
    await waitFor('the guard holds', async () => (await create({ merchantReferenceId: 'order-1' })).status === 409);
    const refused = await create({ merchantReferenceId: 'order-1' }, 'again');
    assert.deepEqual([refused.status, refused.body['code']], [409, 'order_paid']);
    assert.equal((await create({ merchantReferenceId: 'order-1' }, 'again')).text, refused.text);
    // A session that is only open is no payment: the customer may have lost the page.
    assert.equal((await create({ merchantReferenceId: 'order-2' })).status, 200);
    // What was answered before is answered again, whatever became of the order.
    await payByForm(String(first.body['paymentUrl']), aCard);
    assert.equal((await create({ merchantReferenceId: 'order-2' }, key)).body['id'], first.body['id']);
    assert.equal((await create({ merchantReferenceId: 'order-2' })).status, 409);
    // Another merchant's order of the same name is another order.
    const other = await world.addMerchant();
    await other.shop.call('PATCH', '/settings', { body: { orderGuard: true } });
    assert.equal((await other.shop.createSession({ merchantReferenceId: 'order-1' })).status, 'open');

    const { body } = await merchant.shop.call<{ payment: string }>('GET', `/sessions/${String(first.body['id'])}`);
    await merchant.shop.call('POST', '/refunds', { body: { paymentId: body.payment } });
    assert.equal((await create({ merchantReferenceId: 'order-2' })).status, 200);
    await change({ orderGuard: false });
  });
});

describe('where customers may be sent back to', () => {
  test('is held against both addresses of a session, and each is named that is elsewhere', async () => {
    await change({ returnOrigins: ['https://shop.example', 'sdk://'] });
    const elsewhere = { successUrl: 'https://shop.example.evil.test/', failureUrl: 'http://shop.example/' };
    await waitFor('the list holds', async () => (await create(elsewhere)).status === 400);
    const { body } = await create(elsewhere);
    const errors = body['errors'] as readonly { readonly pointer: string; readonly code: string }[];
    assert.deepEqual(
      errors.map(({ pointer, code }) => [pointer, code]),
      [
        ['/successUrl', 'returnOrigin'],
        ['/failureUrl', 'returnOrigin'],
      ],
    );
    assert.match(String(body['detail']), /https:\/\/shop\.example, sdk:\/\//);
    const allowed = { successUrl: 'https://shop.example/done?x', failureUrl: 'sdk://done' };
    assert.equal((await create(allowed)).status, 200);
    await change({ returnOrigins: [] });
    await waitFor('the list is gone', async () => (await create(elsewhere)).status === 200);
  });
});

describe('how long a session lives', () => {
  test('is as set, where the request does not say it', async () => {
    await change({ sessionMinutes: 90 });
    const minutesOf = async (fields: Readonly<Record<string, unknown>>): Promise<number> => {
      const { body } = await create(fields);
      return Math.round((Date.parse(String(body['expiresAt'])) - Date.parse(String(body['created']))) / 60_000);
    };
    await waitFor('it holds', async () => (await minutesOf({})) === 90);
    const expiresAt = new Date(Date.now() + 5 * 60_000).toISOString();
    assert.equal(await minutesOf({ expiresAt }), 5);
    await change({ sessionMinutes: 20 });
  });
});

describe('the color of the page', () => {
  test('comes in a stylesheet of its own, which is ours and can be read', async () => {
    await change({ branding: { accentColor: '#0a5c36', name: 'Green & Co' } });
    const { paymentUrl } = await merchant.shop.createSession();
    const page = await getPage(paymentUrl);
    const href = /href="([^"]*accent-[^"]+)"/.exec(page.html)?.[1] ?? '';
    assert.match(page.html, /Green &amp; Co/);
    const style = await fetch(new URL(href, paymentUrl));
    assert.deepEqual(
      [style.status, style.headers.get('content-type'), style.headers.get('cache-control')],
      [200, 'text/css; charset=utf-8', 'public, max-age=31536000, immutable'],
    );
    assert.match(await style.text(), /--accent:#0a5c36/);
    for (const name of ['accent-ffcc00.css', 'accent-0a5c36', 'accent-0a5c36.css.css', 'accent-%7D.css'])
      assert.equal((await fetch(new URL(`/assets/${name}`, paymentUrl))).status, 404, name);
    await change({ branding: { accentColor: 'default' } });
    assert.doesNotMatch((await getPage((await merchant.shop.createSession()).paymentUrl)).html, /accent-/);
  });
});

test('what cannot be is refused, each field by its name, and nothing is changed', async () => {
  const before = await merchant.shop.call('GET', '/settings');
  const { status, body } = await merchant.shop.call('PATCH', '/settings', {
    body: {
      branding: { accentColor: '#ffcc00', name: '' },
      returnOrigins: ['shop.example'],
      refundLimits: [{ amount: 1, currency: 'XXY', role: 'viewer' }],
      sessionMinutes: 0,
      threeDs: { challenge: 'never' },
      velocity: {},
    },
  });
  assert.equal(status, 400);
  const errors = body['errors'] as readonly { readonly pointer: string }[];
  assert.deepEqual(errors.map(({ pointer }) => pointer).sort(), [
    '/branding/accentColor',
    '/refundLimits/0/currency',
    '/refundLimits/0/role',
    '/returnOrigins/0',
    '/sessionMinutes',
    '/threeDs/challenge',
    '/velocity',
  ]);
  assert.equal((await merchant.shop.call('GET', '/settings')).text, before.text);
});

describe('in the Personal area', () => {
  const page = () => `${owner.base}/settings`;
  const whole = {
    name: 'Slow Pour',
    accentColor: '#0A5C36',
    returnOrigins: 'https://shop.example\r\nsdk://\r\n\r\nhttps://shop.example',
    dailyReport: 'yes',
    orderGuard: 'yes',
    sessionMinutes: '45',
    waitForWebhookMs: '500',
    challenge: 'requested',
    whenNotEnrolled: 'stop',
    whenUnavailable: 'authorize',
    unknownFields: 'ignore',
    'refunds-owner': '',
    'refunds-admin': ' 1000,5 eur;0 USD,  500 JPY ',
    'refunds-support': '100.00 EUR',
  };

  test('the form saves what the API shows, with the member and both states in the audit log', async () => {
    const saved = await owner.browser.post(page(), whole, { from: page() });
    assert.deepEqual([saved.status, saved.headers.get('location')], [303, `${page()}?done=saved`]);
    const { body } = await merchant.shop.call('GET', '/settings');
    assert.deepEqual(body, {
      branding: { accentColor: '#0a5c36', name: 'Slow Pour' },
      dailyReport: true,
      orderGuard: true,
      refundLimits: [
        { amount: 100_050, currency: 'EUR', role: 'admin' },
        { amount: 0, currency: 'USD', role: 'admin' },
        { amount: 500, currency: 'JPY', role: 'admin' },
        { amount: 10_000, currency: 'EUR', role: 'support' },
      ],
      returnOrigins: ['https://shop.example', 'sdk://'],
      sessionMinutes: 45,
      threeDs: { challenge: 'requested', whenNotEnrolled: 'stop', whenUnavailable: 'authorize' },
      unknownFields: 'ignore',
      waitForWebhookMs: 500,
    });
    const [row] = await world.sql<{ actor_name: string; before: { sessionMinutes: number }; after: object }>(
      `select actor_name, before, after from audit_entries where action = 'merchant.changed' order by id desc limit 1`,
    );
    assert.deepEqual([row?.actor_name, row?.before.sessionMinutes], ['ada@shop.example', 20]);
    assert.match((await owner.browser.get(page())).body, /value="1000\.50 EUR, 0\.00 USD, 500 JPY"/);
    // An unticked box is left out by browsers.
    const { orderGuard: _, ...others } = whole;
    await owner.browser.post(page(), { ...others, accentColor: '' }, { from: page() });
    const now = (
      await merchant.shop.call<{ branding: { accentColor: string }; orderGuard: boolean }>('GET', '/settings')
    ).body;
    assert.deepEqual([now.branding.accentColor, now.orderGuard], ['default', false]);
  });

  test('what cannot be stands beside its field, with what was typed', async () => {
    for (const [fields, sentence] of [
      [{ name: '' }, /1 to 100 letters/],
      [{ accentColor: '#ffcc00' }, /must be darker/],
      [{ returnOrigins: 'https://a.example\nhttps://b.example/x' }, /https:\/\/b\.example\/x must be an origin/],
      [{ sessionMinutes: '1e2' }, /from 1 to 43200/],
      [{ waitForWebhookMs: '10001' }, /from 0 to 10000/],
      [{ 'refunds-support': '100' }, /100 is no limit/],
      [{ 'refunds-support': '1.005 EUR' }, /1\.005 EUR is no limit/],
      [{ 'refunds-admin': '1 EUR, 2 EUR' }, /EUR is there twice/],
      [{ challenge: 'never' }, /Choose one of these/],
      [{ name: '"><script>alert(1)</script>', sessionMinutes: '' }, /&quot;&gt;&lt;script/],
    ] as const) {
      const { status, body } = await owner.browser.post(page(), { ...whole, ...fields }, { from: page() });
      assert.equal(status, 422);
      assert.match(body, sentence);
    }
  });
});
