import type { operatorRules } from '../../src/http/dashboard/operator/route-rules.ts';
import type { Role } from '../../src/members/roles.ts';
import type { DeskRoute } from './desk-routes.ts';

const everybody: readonly Role[] = ['operator', 'observer'];
const deciders: readonly Role[] = ['operator'];

/** Asked for in a way that changes nothing. Paths begin behind `/operator`. */
export const operatorRoutes = (known: {
  readonly merchant: () => string;
  readonly observer: () => string;
  readonly foreigner: () => string;
}): Readonly<Record<keyof typeof operatorRules, DeskRoute>> => {
  const read = (path: string, may = everybody): DeskRoute => ({ path: () => path, answer: 200, may });
  const post = (path: () => string, answer: number, more: Partial<DeskRoute> = {}): DeskRoute => ({
    path,
    answer,
    from: '/account',
    may: deciders,
    ...more,
  });
  const link = `/link/${'A'.repeat(43)}`;
  const person = (who: () => string, act: string) => () => `/people/${who()}/${act}`;
  const shop = (act: string) => () => `/merchants/${known.merchant()}/${act}`;
  return {
    'GET /operator/sign-in': { path: () => '/sign-in', answer: 200, may: 'anyone' },
    'POST /operator/sign-in': { path: () => '/sign-in', answer: 401, may: 'anyone' },
    'GET /operator/link/:token': { path: () => link, answer: 404, may: 'anyone' },
    'POST /operator/link/:token': { path: () => link, answer: 404, may: 'anyone' },
    'POST /operator/sign-out': post(() => '/sign-out', 303, { may: everybody }),
    'GET /operator/confirm': read('/confirm'),
    'POST /operator/confirm': post(() => '/confirm', 401, { may: everybody }),
    'GET /operator/account': read('/account'),
    'POST /operator/account/end-sessions': post(() => '/account/end-sessions', 303, { may: everybody }),
    // Where the host is an address of figures, as in tests, browsers keep no passkeys.
    'GET /operator/passkey-challenge': { path: () => '/passkey-challenge', answer: 404, may: 'anyone' },
    'POST /operator/passkey-sign-in': { path: () => '/passkey-sign-in', answer: 404, may: 'anyone' },
    'GET /operator/confirm/passkey-challenge': { ...read('/confirm/passkey-challenge'), answer: 404 },
    'POST /operator/confirm/passkey': post(() => '/confirm/passkey', 404, { may: everybody }),
    'GET /operator/account/passkey-challenge': { ...read('/account/passkey-challenge'), answer: 404 },
    'POST /operator/account/add-passkey': post(() => '/account/add-passkey', 404, { may: everybody }),
    'POST /operator/account/remove-passkey': post(() => '/account/remove-passkey', 404, { may: everybody }),
    'POST /operator/account/change-password': post(() => '/account/change-password', 422, { may: everybody }),
    'GET /operator/people': read('/people', deciders),
    'POST /operator/people/invite': post(() => '/people/invite', 422, { fields: { email: 'nobody' } }),
    'GET /operator/people/:member': { path: () => `/people/${known.observer()}`, answer: 200, may: deciders },
    // A role of merchants is none of operators.
    'POST /operator/people/:member/role': post(person(known.observer, 'role'), 422, { fields: { role: 'owner' } }),
    // About somebody of a merchant.
    'POST /operator/people/:member/end-sessions': post(person(known.foreigner, 'end-sessions'), 404),
    'POST /operator/people/:member/remove': post(person(known.foreigner, 'remove'), 404),
    'POST /operator/people/:member/link': post(person(known.foreigner, 'link'), 404),
    'GET /operator': read(''),
    'GET /operator/merchants': read('/merchants'),
    'POST /operator/merchants/create': post(() => '/merchants/create', 422, { fields: { name: '' } }),
    'GET /operator/merchants/:merchant': { path: () => `/merchants/${known.merchant()}`, answer: 200, may: everybody },
    'POST /operator/merchants/:merchant/suspend': post(shop('suspend'), 422),
    'POST /operator/merchants/:merchant/resume': post(shop('resume'), 422),
    'POST /operator/merchants/:merchant/invite-owner': post(shop('invite-owner'), 422),
    'GET /operator/stuck': read('/stuck'),
    'GET /operator/stuck/:kind/:id': { path: () => '/stuck/attempt/at_1', answer: 404, may: everybody },
    'POST /operator/stuck/:kind/:id/ask': post(() => '/stuck/attempt/at_1/ask', 404),
    'GET /operator/health': read('/health'),
    'GET /operator/alerts': read('/alerts'),
    'GET /operator/jobs': read('/jobs'),
    'GET /operator/processes': read('/processes'),
    'GET /operator/processes/:process': { path: () => '/processes/nowhere', answer: 404, may: everybody },
    'POST /operator/processes/log-level': post(() => '/processes/log-level', 422, { fields: { level: 'loud' } }),
    'GET /operator/database': read('/database'),
  };
};
