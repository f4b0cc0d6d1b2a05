/** What a key may be allowed to do, and in whose words it is asked for. `*` is all of it, and all that comes later. */
export const scopes = {
  'sessions:read': 'look at sessions',
  'sessions:write': 'create and expire sessions',
  'payments:read': 'look at payments',
  'payments:write': 'pay without the page, capture and cancel',
  'refunds:read': 'look at refunds',
  'refunds:write': 'pay money back',
  'payment-methods:read': 'look at stored cards',
  'payment-methods:write': 'delete stored cards',
  'events:read': 'look at events',
  'events:write': 'send events again',
  'webhook-endpoints:read': 'look at webhook endpoints and deliveries',
  'webhook-endpoints:write': 'create, change, test and delete webhook endpoints, rotate their secrets',
  'api-keys:read': 'look at API keys',
  'api-keys:write': 'create and delete API keys that may do no more than this one',
  'audit-log:read': 'read the audit log',
  'request-log:read': 'read the log of requests, with their bodies',
  'exports:read': 'export whole lists, of what else it may read',
  'settings:read': 'look at the settings',
  'settings:write': 'change the settings',
  'members:read': 'look at the people of the Personal area',
  'members:write': 'invite, change and remove people of the Personal area who are no owners',
  'acquirer-accounts:read': 'look at acquirer accounts and what acquirers sent',
  'acquirer-accounts:write': 'set up, change and test acquirer accounts',
  'operator:read': 'see how the whole installation does (keys of operators)',
  'operator:write': 'make and suspend merchants, ask acquirers, change the log level (keys of operators)',
} as const;

export type Scope = keyof typeof scopes;
export const allScopes = Object.keys(scopes) as readonly Scope[];

export const EVERYTHING = '*';

/**
 * For whoever operates the gateway, and for who lets people in: only a key that was given them by name has them, `*`
 * does not.
 */
export const operatorScopes: ReadonlySet<string> = new Set<Scope>([
  'acquirer-accounts:read',
  'acquirer-accounts:write',
  'members:read',
  'members:write',
  'operator:read',
  'operator:write',
]);

/** Of the keys of operators, which have nothing else; no merchant's key has them. */
export const gatewayScopes: readonly Scope[] = ['operator:read', 'operator:write'];
export const merchantScopes: readonly Scope[] = allScopes.filter((scope) => !gatewayScopes.includes(scope));
