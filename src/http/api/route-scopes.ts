import type { Scope } from '../../merchants/scopes.ts';

/** `allowed`: also a merchant whom an operator has suspended may do it. */
type Row = readonly [scope: Scope, whileSuspended: 'allowed' | 'refused'];

/**
 * What a key needs for each route. A route without a row stops the gateway at its start, so none can be forgotten. A
 * suspended merchant takes no new money and lets nobody new in; it pays back, gives up, reads, and sets its webhooks
 * right.
 */
export const routeScopes: Readonly<Record<string, Row>> = {
  'POST /sessions': ['sessions:write', 'refused'],
  'GET /sessions': ['sessions:read', 'allowed'],
  'GET /sessions/:id': ['sessions:read', 'allowed'],
  'POST /sessions/:id/expire': ['sessions:write', 'allowed'],
  'POST /payments': ['payments:write', 'refused'],
  'GET /payments': ['payments:read', 'allowed'],
  'GET /payments/:id': ['payments:read', 'allowed'],
  'GET /payments/:id/attempts': ['payments:read', 'allowed'],
  'POST /payments/:id/capture': ['payments:write', 'refused'],
  'POST /payments/:id/increment': ['payments:write', 'refused'],
  'POST /payments/:id/cancel': ['payments:write', 'allowed'],
  'POST /refunds': ['refunds:write', 'allowed'],
  'GET /refunds': ['refunds:read', 'allowed'],
  'GET /refunds/:id': ['refunds:read', 'allowed'],
  'GET /payment-methods': ['payment-methods:read', 'allowed'],
  'GET /payment-methods/:id': ['payment-methods:read', 'allowed'],
  'DELETE /payment-methods/:id': ['payment-methods:write', 'allowed'],
  'GET /events': ['events:read', 'allowed'],
  'GET /events/:id': ['events:read', 'allowed'],
  'POST /events/:id/resend': ['events:write', 'allowed'],
  'POST /webhook-endpoints': ['webhook-endpoints:write', 'allowed'],
  'GET /webhook-endpoints': ['webhook-endpoints:read', 'allowed'],
  'GET /webhook-endpoints/:id': ['webhook-endpoints:read', 'allowed'],
  'PATCH /webhook-endpoints/:id': ['webhook-endpoints:write', 'allowed'],
  'DELETE /webhook-endpoints/:id': ['webhook-endpoints:write', 'allowed'],
  'POST /webhook-endpoints/:id/rotate-secret': ['webhook-endpoints:write', 'allowed'],
  'POST /webhook-endpoints/:id/cancel-secret-switch': ['webhook-endpoints:write', 'allowed'],
  'POST /webhook-endpoints/:id/rotate-signing-key': ['webhook-endpoints:write', 'allowed'],
  'POST /webhook-endpoints/:id/test': ['webhook-endpoints:write', 'allowed'],
  'GET /webhook-endpoints/:id/faults': ['webhook-endpoints:read', 'allowed'],
  'PUT /webhook-endpoints/:id/faults': ['webhook-endpoints:write', 'allowed'],
  'DELETE /webhook-endpoints/:id/faults': ['webhook-endpoints:write', 'allowed'],
  'GET /webhook-endpoints/:id/deliveries': ['webhook-endpoints:read', 'allowed'],
  'POST /webhook-endpoints/:id/replay': ['webhook-endpoints:write', 'allowed'],
  'GET /webhook-endpoints/:id/replays': ['webhook-endpoints:read', 'allowed'],
  'GET /webhook-endpoints/:id/replays/:replayId': ['webhook-endpoints:read', 'allowed'],
  'POST /webhook-endpoints/:id/replays/:replayId/cancel': ['webhook-endpoints:write', 'allowed'],
  'GET /deliveries': ['webhook-endpoints:read', 'allowed'],
  'POST /api-keys': ['api-keys:write', 'refused'],
  'GET /api-keys': ['api-keys:read', 'allowed'],
  'DELETE /api-keys/:id': ['api-keys:write', 'allowed'],
  'POST /acquirer-accounts': ['acquirer-accounts:write', 'allowed'],
  'GET /acquirer-accounts': ['acquirer-accounts:read', 'allowed'],
  'GET /acquirer-accounts/:id': ['acquirer-accounts:read', 'allowed'],
  'PATCH /acquirer-accounts/:id': ['acquirer-accounts:write', 'allowed'],
  'POST /acquirer-accounts/:id/rotate': ['acquirer-accounts:write', 'allowed'],
  'POST /acquirer-accounts/:id/test': ['acquirer-accounts:write', 'allowed'],
  'GET /acquirer-accounts/:id/notifications': ['acquirer-accounts:read', 'allowed'],
  'POST /acquirer-accounts/:id/notifications/replay': ['acquirer-accounts:write', 'allowed'],
  'GET /acquirer-rules': ['acquirer-accounts:read', 'allowed'],
  'PUT /acquirer-rules': ['acquirer-accounts:write', 'allowed'],
  'POST /acquirer-rules/explain': ['acquirer-accounts:read', 'allowed'],
  'POST /members': ['members:write', 'allowed'],
  'GET /members': ['members:read', 'allowed'],
  'GET /members/:id': ['members:read', 'allowed'],
  'PATCH /members/:id': ['members:write', 'allowed'],
  'DELETE /members/:id': ['members:write', 'allowed'],
  'POST /members/:id/end-sessions': ['members:write', 'allowed'],
  'POST /members/:id/password-link': ['members:write', 'allowed'],
  'GET /audit-log': ['audit-log:read', 'allowed'],
  'GET /request-log': ['request-log:read', 'allowed'],
  'GET /request-log/:id': ['request-log:read', 'allowed'],
  'GET /exports/:list': ['exports:read', 'allowed'],
  'GET /figures': ['figures:read', 'allowed'],
  'GET /figures/payments': ['payments:read', 'allowed'],
  'GET /figures/sessions': ['sessions:read', 'allowed'],
  'GET /settings': ['settings:read', 'allowed'],
  'PATCH /settings': ['settings:write', 'allowed'],
  'GET /operator/overview': ['operator:read', 'allowed'],
  'GET /operator/alerts': ['operator:read', 'allowed'],
  'GET /operator/health': ['operator:read', 'allowed'],
  'GET /operator/jobs': ['operator:read', 'allowed'],
  'GET /operator/processes': ['operator:read', 'allowed'],
  'GET /operator/database': ['operator:read', 'allowed'],
  'PUT /operator/log-level': ['operator:write', 'allowed'],
  'DELETE /operator/log-level': ['operator:write', 'allowed'],
  'GET /operator/merchants': ['operator:read', 'allowed'],
  'POST /operator/merchants': ['operator:write', 'allowed'],
  'POST /operator/merchants/:id/suspend': ['operator:write', 'allowed'],
  'POST /operator/merchants/:id/resume': ['operator:write', 'allowed'],
  'GET /operator/stuck-payments': ['operator:read', 'allowed'],
  'POST /operator/stuck-payments/:id/ask': ['operator:write', 'allowed'],
};

/** `path` as the route is registered, below /api2. A HEAD needs what its GET needs. */
export const scopeOfRoute = (method: string, path: string): Row => {
  const name = `${method === 'HEAD' ? 'GET' : method} ${path}`;
  const row = routeScopes[name];
  if (row === undefined)
    throw new Error(`${name} has no row in src/http/api/route-scopes.ts, which says what a key needs for it`);
  return row;
};
