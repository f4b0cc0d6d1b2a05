import type { developerRules } from '../../src/http/dashboard/developers/route-rules.ts';
import { roles, type Role } from '../../src/members/roles.ts';

/** How a route of the Personal area is asked, and what comes of it. */
export type DeskRoute = {
  /** Behind `/m/mr_…`. */
  readonly path: () => string;
  readonly fields?: Readonly<Record<string, string>>;
  /** The page that has the form. */
  readonly from?: string;
  /** What whoever may do it is answered. */
  readonly answer: number;
  /** `anyone`: also who is not signed in. */
  readonly may: readonly Role[] | 'anyone';
};

const developers: readonly Role[] = ['owner', 'admin', 'developer'];

/** Asked for in a way that changes nothing: a form that is not whole, or a thing that does not exist. */
export const developerRoutes = (known: {
  readonly endpoint: () => string;
}): Readonly<Record<keyof typeof developerRules, DeskRoute>> => {
  const read = (path: () => string): DeskRoute => ({ path, answer: 200, may: developers });
  const post = (path: () => string, answer: number): DeskRoute => ({ path, answer, from: '/account', may: developers });
  const endpoint = (act: string) => () => `/developers/endpoints/${known.endpoint()}/${act}`;
  const nowhere = (act: string) => () => `/developers/endpoints/we_1/${act}`;
  return {
    'GET /m/:merchant/developers': read(() => '/developers'),
    'GET /m/:merchant/developers/keys': read(() => '/developers/keys'),
    'POST /m/:merchant/developers/keys/create': post(() => '/developers/keys/create', 422),
    'POST /m/:merchant/developers/keys/delete': post(() => '/developers/keys/delete', 404),
    'GET /m/:merchant/developers/endpoints': read(() => '/developers/endpoints'),
    'POST /m/:merchant/developers/endpoints/create': post(() => '/developers/endpoints/create', 422),
    'GET /m/:merchant/developers/endpoints/:endpoint': read(() => `/developers/endpoints/${known.endpoint()}`),
    'POST /m/:merchant/developers/endpoints/:endpoint/change': post(endpoint('change'), 422),
    'POST /m/:merchant/developers/endpoints/:endpoint/pause': post(nowhere('pause'), 404),
    'POST /m/:merchant/developers/endpoints/:endpoint/rotate': post(endpoint('rotate'), 422),
    'POST /m/:merchant/developers/endpoints/:endpoint/cancel-switch': post(endpoint('cancel-switch'), 409),
    'POST /m/:merchant/developers/endpoints/:endpoint/test': post(nowhere('test'), 404),
    'POST /m/:merchant/developers/endpoints/:endpoint/delete': post(nowhere('delete'), 404),
    'POST /m/:merchant/developers/endpoints/:endpoint/faults': post(nowhere('faults'), 404),
    'POST /m/:merchant/developers/endpoints/:endpoint/replay': post(endpoint('replay'), 422),
    'POST /m/:merchant/developers/endpoints/:endpoint/cancel-replay': post(endpoint('cancel-replay'), 404),
    'GET /m/:merchant/developers/deliveries': read(() => '/developers/deliveries'),
    'GET /m/:merchant/developers/deliveries/:event/:endpoint': {
      ...read(() => '/developers/deliveries/ev_1/we_1'),
      answer: 404,
    },
    'POST /m/:merchant/developers/deliveries/:event/:endpoint/resend': {
      ...post(() => '/developers/deliveries/ev_1/we_1/resend', 404),
      may: [...developers, 'support'],
    },
    'GET /m/:merchant/developers/events': read(() => '/developers/events'),
    'GET /m/:merchant/developers/events/:event': { ...read(() => '/developers/events/ev_1'), answer: 404 },
    'GET /m/:merchant/developers/requests': read(() => '/developers/requests'),
    'GET /m/:merchant/developers/requests/:request': { ...read(() => '/developers/requests/rq_1'), answer: 404 },
  };
};

/** Where the host is an address of figures, as here, browsers keep no passkeys. */
export const passkeyRoutes = {
  'GET /m/:merchant/passkey-challenge': { path: () => '/passkey-challenge', answer: 404, may: 'anyone' },
  'POST /m/:merchant/passkey-sign-in': { path: () => '/passkey-sign-in', answer: 404, may: 'anyone' },
  'GET /m/:merchant/confirm/passkey-challenge': {
    path: () => '/confirm/passkey-challenge',
    answer: 404,
    may: roles,
  },
  'POST /m/:merchant/confirm/passkey': {
    path: () => '/confirm/passkey',
    from: '/account',
    answer: 404,
    may: roles,
  },
  'GET /m/:merchant/account/passkey-challenge': {
    path: () => '/account/passkey-challenge',
    answer: 404,
    may: roles,
  },
  'POST /m/:merchant/account/add-passkey': {
    path: () => '/account/add-passkey',
    from: '/account',
    answer: 404,
    may: roles,
  },
  'POST /m/:merchant/account/remove-passkey': {
    path: () => '/account/remove-passkey',
    from: '/account',
    answer: 404,
    may: roles,
  },
} as const satisfies Readonly<Record<string, DeskRoute>>;
