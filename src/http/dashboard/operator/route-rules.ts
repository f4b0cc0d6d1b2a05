import type { RouteRule } from '../route-rules.ts';

/** Who may do what on the pages of the people who run the gateway. `member`: whoever is one of them. */
export const operatorRules = {
  'GET /operator/sign-in': 'anyone',
  'POST /operator/sign-in': 'anyone',
  'GET /operator/link/:token': 'anyone',
  'POST /operator/link/:token': 'anyone',
  'POST /operator/sign-out': 'member',
  'GET /operator/confirm': 'member',
  'POST /operator/confirm': 'member',
  'GET /operator/account': 'member',
  'POST /operator/account/end-sessions': 'member',
  'GET /operator/people': 'members:read',
  'POST /operator/people/invite': 'members:write',
  'GET /operator/people/:member': 'members:read',
  'POST /operator/people/:member/role': 'members:write',
  'POST /operator/people/:member/end-sessions': 'members:write',
  'POST /operator/people/:member/remove': 'members:write',
  'POST /operator/people/:member/link': 'members:write',
  'GET /operator': 'gateway:read',
  'GET /operator/merchants': 'gateway:read',
  'POST /operator/merchants/create': 'gateway:write',
  'GET /operator/merchants/:merchant': 'gateway:read',
  'POST /operator/merchants/:merchant/suspend': 'gateway:write',
  'POST /operator/merchants/:merchant/resume': 'gateway:write',
  'POST /operator/merchants/:merchant/invite-owner': 'gateway:write',
  'GET /operator/stuck': 'gateway:read',
  'GET /operator/stuck/:kind/:id': 'gateway:read',
  'POST /operator/stuck/:kind/:id/ask': 'gateway:write',
  'GET /operator/health': 'gateway:read',
} as const satisfies Readonly<Record<string, RouteRule>>;

/** What asks for password and code again when they were shown a while ago. */
export const operatorFreshRoutes = [
  'POST /operator/people/invite',
  'POST /operator/people/:member/role',
  'POST /operator/people/:member/end-sessions',
  'POST /operator/people/:member/remove',
  'POST /operator/people/:member/link',
  'POST /operator/merchants/create',
  'POST /operator/merchants/:merchant/suspend',
  'POST /operator/merchants/:merchant/resume',
  'POST /operator/merchants/:merchant/invite-owner',
  'POST /operator/stuck/:kind/:id/ask',
] as const satisfies readonly (keyof typeof operatorRules)[];
