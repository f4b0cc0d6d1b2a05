/** Every route of the Personal area, for every role, for nobody, and for somebody who belongs elsewhere. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { formatId } from '../../src/base/id.ts';
import { routeRules } from '../../src/http/dashboard/route-rules.ts';
import { OPERATORS, operatorRoles, roles, type Role } from '../../src/members/roles.ts';
import { createDeskBrowser, deskEnvironment, type DeskBrowser } from '../support/desk.ts';
import { operatorRoutes } from '../support/operator-routes.ts';
import { developerRoutes, passkeyRoutes, type DeskRoute } from '../support/desk-routes.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { createPayment } from '../support/payments.ts';

let world: World;
let url: string;
let merchant: TestMerchant;
let stranger: TestMerchant;
let payment: string;
let paid: string;
let endpoint: string;
let approval: string;

let viewer: string;
let observer: string;
let foreigner: string;

const everybody = roles;
const deciders: readonly Role[] = ['owner', 'admin'];
const table: Readonly<Record<keyof typeof routeRules, DeskRoute>> = {
  'GET /': { path: () => '', answer: 200, may: 'anyone' },
  'GET /assets/:file': { path: () => '', answer: 404, may: 'anyone' },
  'GET /m/:merchant/sign-in': { path: () => '/sign-in', answer: 200, may: 'anyone' },
  'POST /m/:merchant/sign-in': { path: () => '/sign-in', answer: 401, may: 'anyone' },
  'GET /m/:merchant/link/:token': { path: () => `/link/${'A'.repeat(43)}`, answer: 404, may: 'anyone' },
  'POST /m/:merchant/link/:token': { path: () => `/link/${'A'.repeat(43)}`, answer: 404, may: 'anyone' },
  'GET /m/:merchant': { path: () => '', answer: 303, may: everybody },
  'POST /m/:merchant/sign-out': { path: () => '/sign-out', from: '/account', answer: 303, may: everybody },
  'GET /m/:merchant/confirm': { path: () => '/confirm', answer: 200, may: everybody },
  'POST /m/:merchant/confirm': { path: () => '/confirm', from: '/account', answer: 401, may: everybody },
  ...passkeyRoutes,
  'GET /m/:merchant/account': { path: () => '/account', answer: 200, may: everybody },
  'POST /m/:merchant/account/change-password': {
    path: () => '/account/change-password',
    from: '/account',
    answer: 422,
    may: everybody,
  },
  'POST /m/:merchant/account/end-sessions': {
    path: () => '/account/end-sessions',
    from: '/account',
    answer: 303,
    may: everybody,
  },
  'GET /m/:merchant/settings': { path: () => '/settings', answer: 200, may: ['owner', 'admin'] },
  'POST /m/:merchant/settings': {
    path: () => '/settings',
    fields: { name: '' },
    from: '/account',
    answer: 422,
    may: ['owner', 'admin'],
  },
  'GET /m/:merchant/payments': { path: () => '/payments', answer: 200, may: everybody },
  'POST /m/:merchant/searches/save': { path: () => '/searches/save', from: '/account', answer: 400, may: everybody },
  'POST /m/:merchant/searches/remove': {
    path: () => '/searches/remove',
    from: '/account',
    answer: 404,
    may: everybody,
  },
  'GET /m/:merchant/payments/:payment': { path: () => `/payments/${payment}`, answer: 200, may: everybody },
  'GET /m/:merchant/figures': { path: () => '/figures', answer: 200, may: ['owner', 'admin', 'finance'] },
  // Ends what nobody asked for.
  'POST /m/:merchant/figures/daily-report': {
    path: () => '/figures/daily-report',
    fields: { wanted: 'no' },
    from: '/account',
    answer: 303,
    may: ['owner', 'admin', 'finance'],
  },
  'GET /m/:merchant/figures/sessions': {
    path: () => '/figures/sessions?from=2026-01-01&to=2026-01-02',
    answer: 200,
    may: ['owner', 'admin', 'finance'],
  },
  'GET /m/:merchant/exports/:list': {
    path: () => '/exports/payments?q=nothing',
    answer: 200,
    may: ['owner', 'admin', 'finance'],
  },
  // Asked for in a way that changes nothing: the amount is none, the payment is over, the event is nobody's.
  'POST /m/:merchant/payments/:payment/capture': {
    path: () => `/payments/${payment}/capture`,
    fields: { amount: 'all' },
    from: '/account',
    answer: 422,
    may: ['owner', 'admin', 'support'],
  },
  'POST /m/:merchant/payments/:payment/increment': {
    path: () => `/payments/${payment}/increment`,
    fields: { amount: 'more' },
    from: '/account',
    answer: 422,
    may: ['owner', 'admin', 'support'],
  },
  'POST /m/:merchant/payments/:payment/cancel': {
    path: () => `/payments/${paid}/cancel`,
    from: '/account',
    answer: 422,
    may: ['owner', 'admin', 'support'],
  },
  'POST /m/:merchant/payments/:payment/refund': {
    path: () => `/payments/${paid}/refund`,
    fields: { amount: '-1' },
    from: '/account',
    answer: 422,
    may: ['owner', 'admin', 'support'],
  },
  'POST /m/:merchant/payments/:payment/resend': {
    path: () => `/payments/${paid}/resend`,
    fields: { event: 'ev_1' },
    from: '/account',
    answer: 404,
    may: ['owner', 'admin', 'developer', 'support'],
  },
  'GET /m/:merchant/audit': { path: () => '/audit', answer: 200, may: ['owner', 'admin', 'developer', 'finance'] },
  'POST /m/:merchant/audit/verify': {
    path: () => '/audit/verify',
    from: '/account',
    answer: 200,
    may: ['owner', 'admin', 'developer', 'finance'],
  },
  'GET /m/:merchant/approvals': { path: () => '/approvals', answer: 200, may: deciders },
  'GET /m/:merchant/approvals/:approval': { path: () => `/approvals/${approval}`, answer: 200, may: deciders },
  // About one that does not exist.
  'POST /m/:merchant/approvals/:approval/approve': {
    path: () => '/approvals/ra_1/approve',
    from: '/account',
    answer: 404,
    may: deciders,
  },
  'POST /m/:merchant/approvals/:approval/refuse': {
    path: () => '/approvals/ra_1/refuse',
    from: '/account',
    answer: 404,
    may: deciders,
  },
  'GET /m/:merchant/people': { path: () => '/people', answer: 200, may: deciders },
  'GET /m/:merchant/people/:member': { path: () => `/people/${viewer}`, answer: 200, may: deciders },
  'POST /m/:merchant/people/invite': {
    path: () => '/people/invite',
    fields: { email: 'nobody' },
    from: '/account',
    answer: 422,
    may: deciders,
  },
  'POST /m/:merchant/people/:member/role': {
    path: () => `/people/${viewer}/role`,
    fields: { role: 'king' },
    from: '/account',
    answer: 422,
    may: deciders,
  },
  // About somebody of another merchant.
  'POST /m/:merchant/people/:member/end-sessions': {
    path: () => `/people/${foreigner}/end-sessions`,
    from: '/account',
    answer: 404,
    may: deciders,
  },
  'POST /m/:merchant/people/:member/remove': {
    path: () => `/people/${foreigner}/remove`,
    from: '/account',
    answer: 404,
    may: deciders,
  },
  'POST /m/:merchant/people/:member/link': {
    path: () => `/people/${foreigner}/link`,
    from: '/account',
    answer: 404,
    may: deciders,
  },
  ...developerRoutes({ endpoint: () => endpoint }),
  ...operatorRoutes({ merchant: () => merchant.merchantId, observer: () => observer, foreigner: () => foreigner }),
};

before(async () => {
  const environment = await deskEnvironment();
  ({ url } = environment);
  world = await createWorld(environment);
  [merchant, stranger] = [await world.addMerchant(), await world.addMerchant()];
  payment = (await createPayment(merchant.shop)).id;
  paid = (await createPayment(merchant.shop, { captureMethod: 'automatic' })).id;
  const invite = async ({ merchantId }: TestMerchant, role: Role) =>
    (await world.admin.inviteMember({ merchantId, email: `${role}@shop.example`, role })).memberId;
  for (const role of roles) viewer = await invite(merchant, role);
  foreigner = await invite(stranger, 'owner');
  for (const role of operatorRoles)
    observer = (await world.admin.inviteOperator({ email: `${role}@gateway.example`, role })).memberId;
  endpoint = await firstEndpoint(merchant);
  approval = await waitingRefund();
});
after(() => world.close());

const firstEndpoint = async ({ shop }: TestMerchant): Promise<string> => {
  const list = await shop.call<{ data: readonly { id: string }[] }>('GET', '/webhook-endpoints');
  return list.body.data[0]?.id ?? '';
};

/** Of an owner whose limit is 0. */
const waitingRefund = async (): Promise<string> => {
  const refundLimits = [{ amount: 0, currency: 'EUR', role: 'owner' }];
  await merchant.shop.call('PATCH', '/settings', { body: { refundLimits } });
  const browser = await browserOf(merchant, 'owner');
  const page = `/m/${merchant.merchantId}/payments/${paid}`;
  await browser.post(`${page}/refund`, { amount: '1' }, { from: page });
  const list = await browser.get(`/m/${merchant.merchantId}/approvals`);
  return /approvals\/(ra_\w+)/.exec(list.body)?.[1] ?? '';
};

const browserOf = async (who: TestMerchant | 'operators', role: Role): Promise<DeskBrowser> => {
  const browser = createDeskBrowser(url);
  const { link } =
    who === 'operators'
      ? await world.admin.createOperatorLink({ email: `${role}@gateway.example` })
      : await world.admin.createSignInLink({ merchantId: who.merchantId, email: `${role}@shop.example` });
  assert.equal((await browser.post(new URL(link).pathname, {})).status, 303);
  return browser;
};

const isOperators = (route: string): boolean => / \/operator\b/.test(route);

const ask = async (browser: DeskBrowser, route: string, row: DeskRoute) => {
  const [method, pattern = ''] = route.split(' ');
  const base = isOperators(route) ? '/operator' : `/m/${merchant.merchantId}`;
  const path = /^\/(m|operator)\b/.test(pattern) ? base + row.path() : pattern;
  await world.sql('delete from gateway_sign_in_tries');
  if (method === 'GET') return browser.get(path);
  return browser.post(path, row.fields ?? {}, row.from === undefined ? {} : { from: base + row.from });
};

test('every route has a row', () => {
  assert.deepEqual(Object.keys(table).sort(), Object.keys(routeRules).sort());
});

describe('each route', () => {
  for (const [route, row] of Object.entries(table))
    test(route, async () => {
      const nobody = await ask(createDeskBrowser(url), route, row);
      const others = [await ask(await browserOf(stranger, 'owner'), route, row)];
      // Operators are strangers to every merchant, and its own people to the operators.
      const elsewhere = isOperators(route)
        ? await browserOf(merchant, 'owner')
        : await browserOf('operators', 'operator');
      others.push(await ask(elsewhere, route, row));
      if (row.may === 'anyone') {
        for (const { status } of [nobody, ...others]) assert.equal(status, row.answer);
        return;
      }
      for (const answer of [nobody, ...others]) {
        // A form without the hidden token of a session gets no further than one without a session.
        assert.equal(answer.status, 303);
        assert.match(answer.headers.get('location') ?? '', /\/sign-in(\?|$)/);
        assert.equal(answer.body, '');
      }
      for (const role of isOperators(route) ? operatorRoles : roles) {
        const who = isOperators(route) ? 'operators' : merchant;
        const { status, body } = await ask(await browserOf(who, role), route, row);
        assert.equal(status, row.may.includes(role) ? row.answer : 403, `${role}: ${body}`);
      }
    });
});

test('of a merchant that does not exist one learns no more than of one where one does not work', async () => {
  const known = await createDeskBrowser(url).get(`/m/${merchant.merchantId}/sign-in`);
  const unknown = await createDeskBrowser(url).get(
    '/m/mr_2ETgpndwhUHGPwZZYotd5YwXxQYg6hbVwg1JNan2H7ih1YmUi95Aos/sign-in',
  );
  assert.deepEqual([unknown.status, unknown.body], [known.status, known.body]);
});

test('no address of a merchant leads to what the operators have under their id', async () => {
  const operators = formatId('merchant', OPERATORS);
  const browser = await browserOf('operators', 'operator');
  for (const path of ['', '/payments', '/developers', '/settings', '/people', '/account', '/sign-in']) {
    const { status } = await browser.get(`/m/${operators}${path}`);
    assert.equal(status, 404, path);
  }
  assert.equal((await browser.get(`/operator/merchants/${operators}`)).status, 404);
  await assert.rejects(world.admin.inviteMember({ merchantId: operators, email: 'eve@shop.example' }), /no merchant/);
  assert.equal(
    (await world.admin.listMerchants()).some(({ merchantId }) => merchantId === operators),
    false,
  );
});

test('a payment of another merchant is one that does not exist', async () => {
  const { browser } = { browser: await browserOf(stranger, 'owner') };
  const base = `/m/${stranger.merchantId}`;
  const foreign = await browser.get(`${base}/payments/${payment}`);
  const nowhere = await browser.get(`${base}/payments/${payment.slice(0, -1)}`);
  const plain = (body: string) => body.replaceAll(/Request [^<]+/g, '').replaceAll(/value="[^"]+"/g, '');
  assert.deepEqual([foreign.status, plain(foreign.body)], [nowhere.status, plain(nowhere.body)]);
  assert.equal(foreign.status, 404);
});
