import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../../base/problem.ts';
import type { FlowDeps } from '../../flow/deps.ts';
import type { Authenticator, Caller, Grant } from '../../merchants/authenticator.ts';
import { clientAddress } from '../client-address.ts';
import type { RateLimit } from '../rate-limit.ts';
import { OF_EVERY_ANSWER } from '../problems.ts';
import { authenticate, refuseRepeatedHeaders, versionOf } from '../request-context.ts';
import { actorOf, refuseWithoutAccess, requireScopes } from './access.ts';
import { registerApiKeys } from './api-keys.ts';
import { judgeBudgets, spendBudgets, type Budgets } from './budget.ts';
import { registerAuditLog } from './audit-log.ts';
import type { JsonObject } from './openapi/components.ts';
import { collectOpenApi } from './openapi/document.ts';
import { registerEvents } from './events.ts';
import { registerPaymentMethods } from './payment-methods.ts';
import { completePaymentFor, registerPayments } from './payments.ts';
import { readRequests } from './read-request.ts';
import { registerRefunds } from './refunds.ts';
import { registerSessions } from './sessions.ts';
import { registerWebhookEndpoints } from './webhook-endpoints.ts';

export type ApiDeps = FlowDeps & {
  readonly mode: 'sandbox' | 'live';
  readonly authenticator: Authenticator;
  readonly limits: { readonly perKey: RateLimit; readonly perAddress: RateLimit };
  readonly budgets: Budgets;
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
        refuseWithoutAccess(request, grant, { address, path });
        request.call = { caller, version, grant, actor: actorOf(request, caller, grant, address) };
      });
      spendBudgets(api, deps);
      readRequests(api, { ...deps, completeFor: completePaymentFor(deps) });
      registerSessions(api, deps);
      registerPayments(api, deps);
      registerRefunds(api, deps);
      registerPaymentMethods(api, deps);
      registerEvents(api, deps);
      registerWebhookEndpoints(api, { ...deps, rules: { mode: deps.mode } });
      registerApiKeys(api, { ...deps, forgetApiKey: (id) => deps.authenticator.forget(id) });
      registerAuditLog(api, deps);
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
    limits.perKey.take(known.caller.apiKeyId);
    return known;
  } catch (error) {
    if (error instanceof Problem && error.code === 'invalid_request')
      limits.perAddress.take(clientAddress(request).network);
    throw error;
  }
};
