import type { Permission } from '../../members/roles.ts';
import { developerFreshRoutes, developerRules } from './developers/route-rules.ts';
import { operatorFreshRoutes, operatorRules } from './operator/route-rules.ts';

/**
 * Who may do what: every route of the Personal area has a row here, and a route without one is not registered.
 * `anyone`: nobody has to be signed in. `member`: whoever works for the merchant in the address.
 */
export type RouteRule = 'anyone' | 'member' | Permission;

export const routeRules = {
  'GET /': 'anyone',
  'GET /assets/:file': 'anyone',
  'GET /m/:merchant/sign-in': 'anyone',
  'POST /m/:merchant/sign-in': 'anyone',
  'GET /m/:merchant/passkey-challenge': 'anyone',
  'POST /m/:merchant/passkey-sign-in': 'anyone',
  'GET /m/:merchant/link/:token': 'anyone',
  'POST /m/:merchant/link/:token': 'anyone',
  'GET /m/:merchant': 'member',
  'POST /m/:merchant/sign-out': 'member',
  'GET /m/:merchant/confirm': 'member',
  'POST /m/:merchant/confirm': 'member',
  'GET /m/:merchant/confirm/passkey-challenge': 'member',
  'POST /m/:merchant/confirm/passkey': 'member',
  'GET /m/:merchant/account': 'member',
  'POST /m/:merchant/account/change-password': 'member',
  'GET /m/:merchant/account/passkey-challenge': 'member',
  'POST /m/:merchant/account/add-passkey': 'member',
  'POST /m/:merchant/account/remove-passkey': 'member',
  'POST /m/:merchant/account/end-sessions': 'member',
  'GET /m/:merchant/settings': 'settings:write',
  'POST /m/:merchant/settings': 'settings:write',
  'GET /m/:merchant/payments': 'payments:read',
  'POST /m/:merchant/searches/save': 'payments:read',
  'POST /m/:merchant/searches/remove': 'payments:read',
  'GET /m/:merchant/payments/:payment': 'payments:read',
  'GET /m/:merchant/figures': 'figures:read',
  'POST /m/:merchant/figures/daily-report': 'figures:read',
  'GET /m/:merchant/figures/sessions': 'figures:read',
  'GET /m/:merchant/exports/:list': 'exports:read',
  'POST /m/:merchant/payments/:payment/capture': 'payments:operate',
  'POST /m/:merchant/payments/:payment/increment': 'payments:operate',
  'POST /m/:merchant/payments/:payment/cancel': 'payments:operate',
  'POST /m/:merchant/payments/:payment/refund': 'refunds:create',
  'POST /m/:merchant/payments/:payment/resend': 'webhooks:resend',
  'GET /m/:merchant/audit': 'audit:read',
  'POST /m/:merchant/audit/verify': 'audit:read',
  'GET /m/:merchant/approvals': 'refunds:approve',
  'GET /m/:merchant/approvals/:approval': 'refunds:approve',
  'POST /m/:merchant/approvals/:approval/approve': 'refunds:approve',
  'POST /m/:merchant/approvals/:approval/refuse': 'refunds:approve',
  'GET /m/:merchant/people': 'members:read',
  'POST /m/:merchant/people/invite': 'members:write',
  'GET /m/:merchant/people/:member': 'members:read',
  'POST /m/:merchant/people/:member/role': 'members:write',
  'POST /m/:merchant/people/:member/end-sessions': 'members:write',
  'POST /m/:merchant/people/:member/remove': 'members:write',
  'POST /m/:merchant/people/:member/link': 'members:write',
  ...developerRules,
  ...operatorRules,
} as const satisfies Readonly<Record<string, RouteRule>>;

/** Whoever sits down at a browser that somebody left does none of these: they ask for password and code again. */
export const freshRoutes: ReadonlySet<string> = new Set<keyof typeof routeRules>([
  'POST /m/:merchant/account/add-passkey',
  'POST /m/:merchant/account/remove-passkey',
  'POST /m/:merchant/settings',
  'POST /m/:merchant/payments/:payment/capture',
  'POST /m/:merchant/payments/:payment/increment',
  'POST /m/:merchant/payments/:payment/cancel',
  'POST /m/:merchant/payments/:payment/refund',
  'POST /m/:merchant/approvals/:approval/approve',
  'POST /m/:merchant/approvals/:approval/refuse',
  'POST /m/:merchant/people/invite',
  'POST /m/:merchant/people/:member/role',
  'POST /m/:merchant/people/:member/end-sessions',
  'POST /m/:merchant/people/:member/remove',
  'POST /m/:merchant/people/:member/link',
  ...developerFreshRoutes,
  ...operatorFreshRoutes,
]);

export const ruleOf = (method: string, url: string): RouteRule | undefined => {
  const name = `${method === 'HEAD' ? 'GET' : method} ${url}`;
  return Object.entries(routeRules).find(([route]) => route === name)?.[1];
};
