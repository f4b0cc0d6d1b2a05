import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type, type Static } from 'typebox';
import { formatId, parseId } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';
import { wholeSeconds } from '../../contract/session.ts';
import { createApiKey, deleteApiKey, listApiKeys, type ApiKeyDeps, type KeyRefusal } from '../../merchants/api-keys.ts';
import { limitsOf } from '../../merchants/authenticator.ts';
import type { KeyLimits } from '../../merchants/key-limits.ts';
import type { ApiKeyRow } from '../../merchants/key-store.ts';
import type { KeyMode } from '../../merchants/key-text.ts';
import { apiKeyCreateSchema, apiKeyIdParams, apiKeySchema, createdApiKeySchema } from './api-key-schema.ts';
import { answerOnce, type OnceDeps } from '../idempotency/answer-once.ts';
import { pageOf, toPage } from './paging.ts';
import { listOf, named, object, pageQuery } from './schema.ts';

const listQuery = Type.Object(pageQuery, { additionalProperties: false });

type Deps = ApiKeyDeps & OnceDeps & { readonly mode: KeyMode; readonly forgetApiKey: (apiKeyId: string) => void };

export const registerApiKeys = (app: FastifyInstance, deps: Deps): void => {
  registerCreate(app, deps);
  registerReading(app, deps);
  registerDelete(app, deps);
};

const registerCreate = (app: FastifyInstance, deps: Deps): void => {
  app.post<{ Body: Static<typeof apiKeyCreateSchema> }>(
    '/api-keys',
    {
      schema: {
        operationId: 'createApiKey',
        tags: ['API keys'],
        summary: 'Create an API key',
        description:
          'To rotate keys: create a new one, run both, delete the old one. A key makes no stronger one: what is ' +
          'left out is as it is for the key you call with.',
        body: apiKeyCreateSchema,
        response: { 200: createdApiKeySchema },
      },
    },
    (request, reply) =>
      answerOnce(deps, request, reply, async (query) => {
        const { caller } = request.call;
        const made = await createApiKey(deps, query, makerOf(request), {
          merchantId: caller.merchantId,
          name: request.body.name,
          limits: limitsFrom(request.body, deps.clock.nowMs()),
        });
        if (made.kind === 'stronger') throw tooStrong(made);
        const { id: keyId, allowedAddresses, ...shown } = present(made.row);
        return {
          body: { id: keyId, allowedAddresses, apiKey: made.apiKey.reveal(), ...shown },
          holdsSecret: true,
        };
      }),
  );
};

const registerReading = (app: FastifyInstance, deps: Deps): void => {
  app.get<{ Querystring: Static<typeof listQuery> }>(
    '/api-keys',
    {
      schema: {
        operationId: 'listApiKeys',
        tags: ['API keys'],
        summary: 'List API keys',
        querystring: listQuery,
        response: { 200: listOf('ApiKeyList', apiKeySchema) },
      },
    },
    async (request) => {
      const page = pageOf('apiKey', request.query);
      const rows = await listApiKeys(deps.db.query, request.call.caller.merchantId, {
        limit: page.fetch,
        before: page.before,
      });
      return toPage('apiKey', page, rows, present);
    },
  );
};

const registerDelete = (app: FastifyInstance, deps: Deps): void => {
  app.delete<{ Params: { id: string } }>(
    '/api-keys/:id',
    {
      schema: {
        operationId: 'deleteApiKey',
        tags: ['API keys'],
        summary: 'Delete an API key',
        description:
          'The key is dead on every machine of the gateway within five seconds, and at once on the one that ' +
          'answers. The key you call with cannot delete itself, nor one that may do more.',
        params: apiKeyIdParams,
        response: { 200: named('DeletedApiKey', object({ id: Type.String(), deleted: Type.Literal(true) })) },
      },
    },
    async (request) => {
      const { caller } = request.call;
      const id = parseId('apiKey', request.params.id);
      if (id === caller.apiKeyId) {
        throw new Problem(
          'conflict',
          'This is the key you are calling with. Create a new one and delete this one with it, so that you do not ' +
            'lock yourself out.',
        );
      }
      if (id === undefined) throw noApiKey();
      const { merchantId } = caller;
      const done = await deps.db.transaction((query) =>
        deleteApiKey(deps, query, makerOf(request), { merchantId, id }),
      );
      if (done.kind === 'unknown') throw noApiKey();
      if (done.kind === 'stronger') throw tooStrong(done);
      deps.forgetApiKey(id);
      return { id: request.params.id, deleted: true };
    },
  );
};

const makerOf = ({ call }: FastifyRequest) => ({ actor: call.actor, limits: call.grant.limits });

const limitsFrom = (body: Static<typeof apiKeyCreateSchema>, nowMs: number): Partial<KeyLimits> => {
  const expiresAtMs = body.expiresAt === undefined ? undefined : Date.parse(body.expiresAt);
  if (expiresAtMs !== undefined && expiresAtMs <= nowMs) {
    const message = 'expiresAt must be in the future.';
    throw new Problem('invalid_fields', message, { fields: [{ pointer: '/expiresAt', code: 'range', message }] });
  }
  return {
    ...(body.scopes !== undefined && { scopes: [...new Set(body.scopes)] }),
    ...(expiresAtMs !== undefined && { expiresAtMs }),
    ...(body.allowedAddresses !== undefined && { allowedAddresses: [...new Set(body.allowedAddresses)] }),
  };
};

const noApiKey = (): Problem => new Problem('not_found', 'There is no API key with this id.');

const tooStrong = ({ fields }: KeyRefusal): Problem =>
  new Problem(
    'forbidden',
    `A key makes and deletes no key that may do more than itself. ${fields.map(({ message }) => message).join(' ')}`,
    { fields },
  );

/** In the order in which the fields are sent: id, then the alphabet. */
const present = (row: ApiKeyRow) => ({
  id: formatId('apiKey', row.id),
  allowedAddresses: row.allowed_addresses,
  created: wholeSeconds(row.created_at),
  expiresAt: row.expires_at === null ? null : wholeSeconds(row.expires_at),
  last4: row.last4,
  lastUsedAt: row.last_used_at === null ? null : wholeSeconds(row.last_used_at),
  name: row.name,
  scopes: limitsOf(row).scopes,
});
