import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../../base/problem.ts';
import type { FeedWaiting } from '../../events/feed/waiting.ts';
import type { FlowDeps } from '../../flow/deps.ts';
import type { Authenticator, Caller, Grant } from '../../merchants/authenticator.ts';
import { clientAddress } from '../kernel/client-address.ts';
import type { RequestLog } from '../request-log/buffer.ts';
import { noteCaller, recordRequests } from '../request-log/record.ts';
import type { RateLimit } from '../kernel/rate-limit.ts';
import { OF_EVERY_ANSWER } from '../kernel/problems.ts';
import { authenticate, refuseRepeatedHeaders, versionOf } from '../kernel/request-context.ts';
import { actorOf, refuseWithoutAccess, requireScopes } from './access.ts';
import type { Acquirers } from '../../acquirers/directory.ts';
import type { AccountDeps } from '../../acquirers/accounts.ts';
import { registerAcquirerAccounts } from './acquirer-accounts.ts';
import { registerAcquirerNotifications } from './acquirer-notifications.ts';
import { registerAcquirerRules } from './acquirer-rules.ts';
import { registerApiKeys } from './api-keys.ts';
import { judgeBudgets, spendBudgets, type Budgets } from './budget.ts';
import { registerAuditLog } from './audit-log.ts';
import type { JsonObject } from './openapi/components.ts';
import { collectOpenApi } from './openapi/document.ts';
import { registerDeliveries } from './deliveries.ts';
import { registerExports } from './exports.ts';
import { registerEvents } from './events.ts';
import { registerFigures } from './figures.ts';
import { registerFigureRows } from './figures-rows.ts';
import { registerMembers } from './members.ts';
import { registerOperator } from './operator/routes.ts';
import { registerPaymentMethods } from './payment-methods.ts';
import { registerPaymentAttempts } from './payment-attempts.ts';
import { registerPaymentIncrement } from './payment-increment.ts';
import { completePaymentFor, registerPayments } from './payments.ts';
import { readRequests } from './read-request.ts';
import { registerRefunds } from './refunds.ts';
import { registerRequestLog } from './request-log.ts';
import { registerSettings } from './settings.ts';
import { registerSessions } from './sessions.ts';
import { registerWebhookEndpointKeys } from './webhook-endpoint-keys.ts';
import { registerWebhookEndpoints } from './webhook-endpoints.ts';
import { registerWebhookFaults } from './webhook-faults.ts';
import { registerWebhookReplays } from './webhook-replays.ts';

export type ApiDeps = FlowDeps & {
  readonly acquirers: Pick<Acquirers, 'forget' | 'of'>;
  readonly connectorKinds: AccountDeps['kinds'];
  readonly feedWaiting: FeedWaiting;
  readonly mode: 'sandbox' | 'live';
  /** Where links for people lead. */
  readonly dashboardUrl: string;
  readonly authenticator: Authenticator;
  readonly limits: { readonly perKey: RateLimit; readonly perAddress: RateLimit };
  readonly budgets: Budgets;
  readonly requestLog: RequestLog;
};

export const API_BASE = '/api2';

/** What merchants' servers call: a file a resource. Gives the OpenAPI document of it. */
export const registerApi = async (app: FastifyInstance, deps: ApiDeps): Promise<() => JsonObject> => {
  let document: () => JsonObject = () => ({});
  await app.register(
    (api, _options, done) => {
      document = collectOpenApi(api, API_BASE);
      requireScopes(api, API_BASE);
      api.addHook('onRequest', async (request, reply) => {
        void reply.headers(OF_EVERY_ANSWER).header('API-Request-Id', request.id);
        refuseRepeatedHeaders(request);
        const version = versionOf(request);
        void reply.header('X-Version', version);
        const { caller, grant } = await authenticateWithinLimits(deps, request);
        request.merchantId = caller.merchantId;
        judgeBudgets(deps.budgets, caller.merchantId);
        const { address } = clientAddress(request);
        const path = (request.routeOptions.url ?? '').slice(API_BASE.length);
        refuseWithoutAccess(request, grant, { address, path, merchantId: caller.merchantId });
        request.call = { caller, version, grant, actor: actorOf(request, caller, grant, address) };
      });
      spendBudgets(api, deps);
      recordRequests(api, deps);
      readRequests(api, { ...deps, completeFor: completePaymentFor(deps) });
      registerSessions(api, deps);
      registerPayments(api, deps);
      registerPaymentIncrement(api, deps);
      registerPaymentAttempts(api, deps);
      registerRefunds(api, deps);
      registerPaymentMethods(api, deps);
      registerEvents(api, deps);
      const endpointDeps = { ...deps, rules: { mode: deps.mode } };
      registerWebhookEndpoints(api, endpointDeps);
      registerWebhookEndpointKeys(api, endpointDeps);
      registerWebhookReplays(api, deps);
      registerDeliveries(api, deps);
      registerWebhookFaults(api, endpointDeps);
      registerApiKeys(api, { ...deps, forgetApiKey: (id) => deps.authenticator.forget(id) });
      registerAcquirerAccounts(api, deps);
      registerAcquirerNotifications(api, deps);
      registerAcquirerRules(api, deps);
      registerMembers(api, deps);
      registerAuditLog(api, deps);
      registerRequestLog(api, deps);
      registerExports(api, deps);
      registerFigures(api, deps);
      registerFigureRows(api, deps);
      registerSettings(api, deps);
      registerOperator(api, deps);
      done();
    },
    { prefix: API_BASE },
  );
  return document;
};

/**
 * A key may call so often; whoever has no good key is slowed down by address, so that keys can't be guessed by trying.
 */
const authenticateWithinLimits = async (
  { authenticator, limits }: ApiDeps,
  request: FastifyRequest,
): Promise<{ readonly caller: Caller; readonly grant: Grant }> => {
  try {
    const known = await authenticate(request, authenticator.find);
    noteCaller(request, known.caller);
    limits.perKey.take(known.caller.apiKeyId);
    return known;
  } catch (error) {
    if (error instanceof Problem && error.code === 'invalid_request')
      limits.perAddress.take(clientAddress(request).network);
    throw error;
  }
};
