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
} as const;

export type Scope = keyof typeof scopes;
export const allScopes = Object.keys(scopes) as readonly Scope[];

export const EVERYTHING = '*';

export const isScope = (text: string): boolean => text === EVERYTHING || Object.hasOwn(scopes, text);
