import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../../base/problem.ts';
import type { FlowDeps } from '../../flow/deps.ts';
import type { Authentication, Caller } from '../../merchants/api-keys.ts';
import type { RateLimit } from '../rate-limit.ts';
import { OF_EVERY_ANSWER } from '../problems.ts';
import { authenticate, refuseRepeatedHeaders, versionOf } from '../request-context.ts';
import { registerApiKeys } from './api-keys.ts';
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
  readonly authenticator: (apiKey: string) => Promise<Authentication>;
  readonly limits: { readonly perKey: RateLimit; readonly perAddress: RateLimit };
};

export const API_BASE = '/api2';

/** What merchants' servers call: a file a resource. Gives the OpenAPI document of it. */
export const registerApi = async (app: FastifyInstance, deps: ApiDeps): Promise<() => JsonObject> => {
  let document: () => JsonObject = () => ({});
  await app.register(
    (api, _options, done) => {
      document = collectOpenApi(api, API_BASE);
      api.addHook('onRequest', async (request, reply) => {
        void reply.headers(OF_EVERY_ANSWER).header('API-Request-Id', request.id);
        refuseRepeatedHeaders(request);
        const version = versionOf(request);
        void reply.header('X-Version', version);
        const caller = await authenticateWithinLimits(deps, request);
        request.call = { caller, version };
        request.merchantId = caller.merchantId;
      });
      readRequests(api, { ...deps, completeFor: completePaymentFor(deps) });
      registerSessions(api, deps);
      registerPayments(api, deps);
      registerRefunds(api, deps);
      registerPaymentMethods(api, deps);
      registerEvents(api, deps);
      registerWebhookEndpoints(api, { ...deps, rules: { mode: deps.mode } });
      registerApiKeys(api, deps);
      done();
    },
    { prefix: API_BASE },
  );
  return document;
};

/** A key may call so often; whoever has no good key is slowed down by address, so that keys can't be guessed by trying. */
const authenticateWithinLimits = async (
  { authenticator, limits }: ApiDeps,
  request: FastifyRequest,
): Promise<Caller> => {
  try {
    const caller = await authenticate(request, authenticator);
    await limits.perKey.take(caller.apiKeyId);
    return caller;
  } catch (error) {
    if (error instanceof Problem && error.code === 'invalid_request') await limits.perAddress.take(request.ip);
    throw error;
  }
};
