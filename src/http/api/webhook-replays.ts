import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import { parseId, type Uuid } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';
import type { Random } from '../../base/random.ts';
import type { Query } from '../../db/db.ts';
import type { EndpointRow } from '../../events/endpoint-object.ts';
import { noteReplay } from '../../webhooks/endpoint-acts.ts';
import { findEndpoint } from '../../webhooks/endpoint-store.ts';
import { createReplay, presentReplay } from '../../webhooks/replay.ts';
import { cancelReplay, findReplay, findReplays, type ReplayRow } from '../../webhooks/replay-store.ts';
import { answerOnce, type OnceDeps } from '../idempotency/answer-once.ts';
import { pageOf, toPage } from './paging.ts';
import { listOf, noFields } from './schema.ts';
import { endpointIdParams } from './webhook-endpoint-schema.ts';
import { actingIn, disabledEndpoint, noEndpoint } from './webhook-endpoint-call.ts';
import { replayCreateSchema, replayParams, replaySchema, replaysQuery } from './webhook-replay-schema.ts';

type Deps = OnceDeps & { readonly random: Random };
type WithId = { Params: { id: string } };
type WithReplayId = { Params: { id: string; replayId: string } };

export const registerWebhookReplays = (app: FastifyInstance, deps: Deps): void => {
  registerCreate(app, deps);
  registerReading(app, deps);
  registerCancel(app, deps);
};

const registerCreate = (app: FastifyInstance, deps: Deps): void => {
  app.post<WithId & { Body: Static<typeof replayCreateSchema> }>(
    '/webhook-endpoints/:id/replay',
    {
      schema: {
        operationId: 'replayToWebhookEndpoint',
        tags: ['Webhook endpoints'],
        summary: 'Send the events of a stretch of time again',
        description:
          'Posts them to this endpoint once more, under their ids and in their order, some at a time, so that what ' +
          'happens meanwhile is not held up. One replay to an endpoint runs at a time.',
        params: endpointIdParams,
        body: replayCreateSchema,
        response: { 202: replaySchema },
      },
    },
    (request, reply) =>
      answerOnce(deps, request, reply, async (query) => {
        const { merchantId, endpoint } = await endpointOf(query, request);
        if (!endpoint.enabled) throw disabledEndpoint();
        const { from, to, types, onlyUndelivered = false } = request.body;
        const row = await createReplay(
          { ...deps, query },
          {
            merchantId,
            endpointId: endpoint.id as Uuid<'webhookEndpoint'>,
            from: new Date(from),
            to: to === undefined ? undefined : new Date(to),
            types,
            onlyUndelivered,
          },
        );
        await noteReplay(deps, query, actingIn(request), { action: 'webhookReplay.created', after: row });
        return { body: presentReplay(row), status: 202 };
      }),
  );
};

const registerReading = (app: FastifyInstance, deps: Deps): void => {
  app.get<WithId & { Querystring: Static<typeof replaysQuery> }>(
    '/webhook-endpoints/:id/replays',
    {
      schema: {
        operationId: 'listWebhookReplays',
        tags: ['Webhook endpoints'],
        summary: 'List replays to a webhook endpoint',
        params: endpointIdParams,
        querystring: replaysQuery,
        response: { 200: listOf('WebhookReplayList', replaySchema) },
      },
    },
    async (request) => {
      const { merchantId, endpoint } = await endpointOf(deps.db.query, request);
      const page = pageOf('webhookReplay', request.query);
      const address = { merchantId, endpointId: endpoint.id };
      const rows = await findReplays(deps.db.query, address, { before: page.before, limit: page.fetch });
      return toPage('webhookReplay', page, rows, presentReplay);
    },
  );

  app.get<WithReplayId>(
    '/webhook-endpoints/:id/replays/:replayId',
    {
      schema: {
        operationId: 'retrieveWebhookReplay',
        tags: ['Webhook endpoints'],
        summary: 'Retrieve a replay',
        description: 'How far it is.',
        params: replayParams,
        response: { 200: replaySchema },
      },
    },
    async (request) => presentReplay(await replayOf(deps.db.query, request)),
  );
};

const registerCancel = (app: FastifyInstance, deps: Deps): void => {
  app.post<WithReplayId>(
    '/webhook-endpoints/:id/replays/:replayId/cancel',
    {
      schema: {
        operationId: 'cancelWebhookReplay',
        tags: ['Webhook endpoints'],
        summary: 'Cancel a replay',
        description: 'Nothing more is put on its way; what is on its way already arrives.',
        params: replayParams,
        body: noFields,
        response: { 200: replaySchema },
      },
    },
    (request, reply) =>
      answerOnce(deps, request, reply, async (query) => {
        const before = await replayOf(query, request);
        const address = { merchantId: before.merchant_id, endpointId: before.endpoint_id };
        const after = await cancelReplay(query, address, before.id);
        if (after === undefined) throw new Problem('conflict', `The replay is ${before.state} and has ended.`);
        await noteReplay(deps, query, actingIn(request), { action: 'webhookReplay.canceled', before, after });
        return { body: presentReplay(after) };
      }),
  );
};

const endpointOf = async (
  query: Query,
  request: FastifyRequest<WithId>,
): Promise<{ readonly merchantId: Uuid<'merchant'>; readonly endpoint: EndpointRow }> => {
  const { merchantId } = request.call.caller;
  const id = parseId('webhookEndpoint', request.params.id);
  const endpoint = id && (await findEndpoint(query, merchantId, id));
  if (!endpoint) throw noEndpoint();
  return { merchantId, endpoint };
};

const replayOf = async (query: Query, request: FastifyRequest<WithReplayId>): Promise<ReplayRow> => {
  const endpointId = parseId('webhookEndpoint', request.params.id);
  const id = parseId('webhookReplay', request.params.replayId);
  const { merchantId } = request.call.caller;
  const found = endpointId && id && (await findReplay(query, { merchantId, endpointId }, id));
  if (!found) throw new Problem('not_found', 'There is no replay with this id to this endpoint.');
  return found;
};
