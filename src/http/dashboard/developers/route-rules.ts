import type { Permission } from '../../../members/roles.ts';

/** Who may do what on the pages of developers. */
export const developerRules = {
  'GET /m/:merchant/developers': 'developers:read',
  'GET /m/:merchant/developers/keys': 'developers:read',
  'POST /m/:merchant/developers/keys/create': 'developers:write',
  'POST /m/:merchant/developers/keys/delete': 'developers:write',
  'GET /m/:merchant/developers/endpoints': 'developers:read',
  'POST /m/:merchant/developers/endpoints/create': 'developers:write',
  'GET /m/:merchant/developers/endpoints/:endpoint': 'developers:read',
  'POST /m/:merchant/developers/endpoints/:endpoint/change': 'developers:write',
  'POST /m/:merchant/developers/endpoints/:endpoint/pause': 'developers:write',
  'POST /m/:merchant/developers/endpoints/:endpoint/rotate': 'developers:write',
  'POST /m/:merchant/developers/endpoints/:endpoint/cancel-switch': 'developers:write',
  'POST /m/:merchant/developers/endpoints/:endpoint/test': 'developers:write',
  'POST /m/:merchant/developers/endpoints/:endpoint/delete': 'developers:write',
  'POST /m/:merchant/developers/endpoints/:endpoint/faults': 'developers:write',
  'POST /m/:merchant/developers/endpoints/:endpoint/replay': 'developers:write',
  'POST /m/:merchant/developers/endpoints/:endpoint/cancel-replay': 'developers:write',
  'GET /m/:merchant/developers/deliveries': 'developers:read',
  'GET /m/:merchant/developers/deliveries/:event/:endpoint': 'developers:read',
  'POST /m/:merchant/developers/deliveries/:event/:endpoint/resend': 'webhooks:resend',
  'GET /m/:merchant/developers/events': 'developers:read',
  'GET /m/:merchant/developers/events/:event': 'developers:read',
  'GET /m/:merchant/developers/requests': 'developers:read',
  'GET /m/:merchant/developers/requests/:request': 'developers:read',
} as const satisfies Readonly<Record<string, Permission>>;

/** Keys, secrets, and where events go: whoever does these shows again who he is. */
export const developerFreshRoutes: readonly (keyof typeof developerRules)[] = [
  'POST /m/:merchant/developers/keys/create',
  'POST /m/:merchant/developers/keys/delete',
  'POST /m/:merchant/developers/endpoints/create',
  'POST /m/:merchant/developers/endpoints/:endpoint/change',
  'POST /m/:merchant/developers/endpoints/:endpoint/pause',
  'POST /m/:merchant/developers/endpoints/:endpoint/rotate',
  'POST /m/:merchant/developers/endpoints/:endpoint/cancel-switch',
  'POST /m/:merchant/developers/endpoints/:endpoint/delete',
];
