import type { FastifyInstance } from 'fastify';
import { Type, type Static } from 'typebox';
import { formatId, parseId } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';
import { wholeSeconds } from '../../contract/session.ts';
import { createApiKey, deleteApiKey, listApiKeys, type ApiKeyDeps } from '../../merchants/api-keys.ts';
import type { ApiKeyRow } from '../../merchants/store.ts';
import { answerOnce, type OnceDeps } from './call.ts';
import { pageOf, toPage } from './paging.ts';
import { id, listOf, named, object, pageQuery, text, time } from './schema.ts';

const apiKeyFields = {
  id: id('Unique id of the key (not the key itself).', 'ak_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r'),
  created: time('When it was created.'),
  last4: Type.String({ description: 'The last four letters, to tell keys apart.' }),
  name: Type.String(),
};
const apiKeySchema = named('ApiKey', object(apiKeyFields));
/** In the order in which the fields are sent: id, then the alphabet. */
const createdApiKeySchema = named(
  'CreatedApiKey',
  object({
    id: apiKeyFields.id,
    apiKey: Type.String({ description: 'The key. Shown this once; we keep only a hash of it.' }),
    created: apiKeyFields.created,
    last4: apiKeyFields.last4,
    name: apiKeyFields.name,
  }),
);
const createSchema = named(
  'ApiKeyCreate',
  object({
    name: text('plainText', { maxLength: 100, description: 'What or who uses it.', example: 'shop server 2' }),
  }),
);
const idParams = object({ id: Type.String({ maxLength: 128, description: 'Id of the key (`ak_…`).' }) });
const listQuery = Type.Object(pageQuery, { additionalProperties: false });

export const registerApiKeys = (app: FastifyInstance, deps: ApiKeyDeps & OnceDeps): void => {
  registerCreate(app, deps);
  registerReading(app, deps);
  registerDelete(app, deps);
};

const registerCreate = (app: FastifyInstance, deps: ApiKeyDeps & OnceDeps): void => {
  app.post<{ Body: Static<typeof createSchema> }>(
    '/api-keys',
    {
      schema: {
        operationId: 'createApiKey',
        tags: ['API keys'],
        summary: 'Create an API key',
        description: 'To rotate keys: create a new one, run both, delete the old one.',
        body: createSchema,
        response: { 200: createdApiKeySchema },
      },
    },
    (request, reply) =>
      answerOnce(deps, request, reply, async (query) => {
        const { merchantId } = request.call.caller;
        const { row, apiKey } = await createApiKey(
          { ...deps, db: { ...deps.db, query } },
          { merchantId, name: request.body.name },
        );
        const { id: keyId, ...shown } = present(row);
        return { body: { id: keyId, apiKey: apiKey.reveal(), ...shown }, holdsSecret: true };
      }),
  );
};

const registerReading = (app: FastifyInstance, deps: ApiKeyDeps): void => {
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

const registerDelete = (app: FastifyInstance, deps: ApiKeyDeps): void => {
  app.delete<{ Params: { id: string } }>(
    '/api-keys/:id',
    {
      schema: {
        operationId: 'deleteApiKey',
        tags: ['API keys'],
        summary: 'Delete an API key',
        description:
          'The key is dead on every machine of the gateway within five seconds. The key you call with can not delete itself.',
        params: idParams,
        response: { 200: named('DeletedApiKey', object({ id: Type.String(), deleted: Type.Literal(true) })) },
      },
    },
    async (request) => {
      const { caller } = request.call;
      const keyId = parseId('apiKey', request.params.id);
      if (keyId === caller.apiKeyId) {
        throw new Problem(
          'conflict',
          'This is the key you are calling with. Create a new one and delete this one with it, so that you do not lock yourself out.',
        );
      }
      const wasThere = keyId !== undefined && (await deleteApiKey(deps.db.query, caller.merchantId, keyId));
      if (!wasThere) throw new Problem('not_found', 'There is no API key with this id.');
      return { id: request.params.id, deleted: true };
    },
  );
};

const present = (row: ApiKeyRow) => ({
  id: formatId('apiKey', row.id),
  created: wholeSeconds(row.created_at),
  last4: row.last4,
  name: row.name,
});
