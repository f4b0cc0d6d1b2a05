import type { FastifyInstance } from 'fastify';
import { Type, type Static } from 'typebox';
import { presentEvent } from '../../events/present.ts';
import {
  changeEndpoint,
  createEndpoint,
  deleteEndpoint,
  getEndpoint,
  listEndpoints,
  testEndpoint,
} from '../../webhooks/endpoints.ts';
import { findDeliveriesOfEndpoint } from '../../webhooks/log.ts';
import { presentDelivery } from '../../webhooks/present-delivery.ts';
import { answerOnce } from '../idempotency/answer-once.ts';
import { eventSchema } from './event-schema.ts';
import { pageOf, toPage } from './paging.ts';
import { listOf, named, noFields, object } from './schema.ts';
import {
  addressOf,
  disabledEndpoint,
  existing,
  noEndpoint,
  noteAct,
  showEndpoint,
  type EndpointCallDeps,
  type WithId,
} from './webhook-endpoint-call.ts';
import {
  deliveriesQuery,
  deliverySchema,
  endpointChangeSchema,
  endpointCreateSchema,
  endpointIdParams,
  endpointSchema,
  endpointWithSecretSchema,
  endpointsQuery,
} from './webhook-endpoint-schema.ts';

type Deps = EndpointCallDeps & { readonly hintDeliveries: () => void };

export const registerWebhookEndpoints = (app: FastifyInstance, deps: Deps): void => {
  registerCreate(app, deps);
  registerReading(app, deps);
  registerChanging(app, deps);
  registerTest(app, deps);
  registerDeliveries(app, deps);
};

const registerCreate = (app: FastifyInstance, deps: Deps): void => {
  app.post<{ Body: Static<typeof endpointCreateSchema> }>(
    '/webhook-endpoints',
    {
      schema: {
        operationId: 'createWebhookEndpoint',
        tags: ['Webhook endpoints'],
        summary: 'Create a webhook endpoint',
        description:
          'From now on the events you name are posted to this address, signed, in the version of this request.',
        body: endpointCreateSchema,
        response: { 200: endpointWithSecretSchema },
      },
    },
    (request, reply) =>
      answerOnce(deps, request, reply, async (query) => {
        const { caller, version } = request.call;
        const { row, secret } = await createEndpoint(
          { ...deps, db: { ...deps.db, query } },
          {
            merchantId: caller.merchantId,
            url: request.body.url,
            events: request.body.events ?? ['*'],
            description: request.body.description,
            holdsReturn: request.body.holdsReturn,
            apiVersion: version,
            signatures: request.body.signatures,
          },
        );
        await noteAct(deps, query, request, { action: 'webhookEndpoint.created', after: row });
        return { body: showEndpoint(deps, row, secret), holdsSecret: true };
      }),
  );
};

const registerReading = (app: FastifyInstance, deps: Deps): void => {
  app.get<{ Querystring: Static<typeof endpointsQuery> }>(
    '/webhook-endpoints',
    {
      schema: {
        operationId: 'listWebhookEndpoints',
        tags: ['Webhook endpoints'],
        summary: 'List webhook endpoints',
        querystring: endpointsQuery,
        response: { 200: listOf('WebhookEndpointList', endpointSchema) },
      },
    },
    async (request) => {
      const page = pageOf('webhookEndpoint', request.query);
      const rows = await listEndpoints(deps, {
        merchantId: request.call.caller.merchantId,
        limit: page.fetch,
        before: page.before,
      });
      return toPage('webhookEndpoint', page, rows, (row) => showEndpoint(deps, row));
    },
  );

  app.get<WithId>(
    '/webhook-endpoints/:id',
    {
      schema: {
        operationId: 'retrieveWebhookEndpoint',
        tags: ['Webhook endpoints'],
        summary: 'Retrieve a webhook endpoint',
        params: endpointIdParams,
        response: { 200: endpointSchema },
      },
    },
    async (request) => showEndpoint(deps, existing(await getEndpoint(deps, addressOf(request)))),
  );
};

const registerChanging = (app: FastifyInstance, deps: Deps): void => {
  app.patch<WithId & { Body: Static<typeof endpointChangeSchema> }>(
    '/webhook-endpoints/:id',
    {
      schema: {
        operationId: 'changeWebhookEndpoint',
        tags: ['Webhook endpoints'],
        summary: 'Change a webhook endpoint',
        description: 'Fields that are left out stay as they are.',
        params: endpointIdParams,
        body: endpointChangeSchema,
        response: { 200: endpointSchema },
      },
    },
    async (request) => {
      const { events: newEvents, description: newDescription, signatures } = request.body;
      const { url: newUrl, enabled, holdsReturn } = request.body;
      const change = {
        url: newUrl,
        events: newEvents,
        description: newDescription,
        enabled,
        holdsReturn,
        signatures,
      };
      const address = addressOf(request);
      const changed = await deps.db.transaction(async (query) => {
        const inTransaction = { ...deps, db: { ...deps.db, query } };
        const before = existing(await getEndpoint(inTransaction, address));
        const after = existing(await changeEndpoint(inTransaction, { ...address, ...change }));
        await noteAct(deps, query, request, { action: 'webhookEndpoint.changed', before, after });
        return after;
      });
      return showEndpoint(deps, changed);
    },
  );

  app.delete<WithId>(
    '/webhook-endpoints/:id',
    {
      schema: {
        operationId: 'deleteWebhookEndpoint',
        tags: ['Webhook endpoints'],
        summary: 'Delete a webhook endpoint',
        description: 'What still waits to be delivered to it is given up; events can be read from `GET /events`.',
        params: endpointIdParams,
        response: { 200: named('DeletedWebhookEndpoint', object({ id: Type.String(), deleted: Type.Literal(true) })) },
      },
    },
    async (request) => {
      const address = addressOf(request);
      await deps.db.transaction(async (query) => {
        const inTransaction = { ...deps, db: { ...deps.db, query } };
        const before = existing(await getEndpoint(inTransaction, address));
        if (!(await deleteEndpoint(inTransaction, address))) throw noEndpoint();
        await noteAct(deps, query, request, { action: 'webhookEndpoint.deleted', before });
      });
      return { id: request.params.id, deleted: true };
    },
  );
};

const registerTest = (app: FastifyInstance, deps: Deps): void => {
  app.post<WithId>(
    '/webhook-endpoints/:id/test',
    {
      schema: {
        operationId: 'testWebhookEndpoint',
        tags: ['Webhook endpoints'],
        summary: 'Test a webhook endpoint',
        description:
          'Sends a `webhookEndpoint.test` to this endpoint alone, signed like every event, and answers with it. ' +
          'What became of it is among the deliveries.',
        params: endpointIdParams,
        body: noFields,
        response: { 200: eventSchema },
      },
    },
    async (request, reply) => {
      const answered = await answerOnce(deps, request, reply, async (query) => {
        const inTransaction = { ...deps, db: { ...deps.db, query } };
        const event = await testEndpoint(inTransaction, addressOf(request));
        if (event !== undefined)
          return { body: presentEvent(event, { version: request.call.version, urls: deps.urls }) };
        existing(await getEndpoint(inTransaction, addressOf(request)));
        throw disabledEndpoint();
      });
      // After the commit: a deliverer that looks before it sees nothing.
      deps.hintDeliveries();
      return answered;
    },
  );
};

const registerDeliveries = (app: FastifyInstance, deps: Deps): void => {
  app.get<WithId & { Querystring: Static<typeof deliveriesQuery> }>(
    '/webhook-endpoints/:id/deliveries',
    {
      schema: {
        operationId: 'listWebhookDeliveries',
        tags: ['Webhook endpoints'],
        summary: 'List deliveries to a webhook endpoint',
        description: 'What was posted, when, and what came back, newest event first.',
        params: endpointIdParams,
        querystring: deliveriesQuery,
        response: { 200: listOf('WebhookDeliveryList', deliverySchema) },
      },
    },
    async (request) => {
      const address = addressOf(request);
      existing(await getEndpoint(deps, address));
      const page = pageOf('event', request.query);
      const rows = await findDeliveriesOfEndpoint(
        deps,
        { merchantId: address.merchantId, endpointId: address.id },
        {
          limit: page.fetch,
          before: page.before,
          state: request.query.status,
        },
      );
      // A delivery is named by its event, so the cursor is one.
      return toPage(
        'event',
        page,
        rows.map((row) => ({ ...row, id: row.event_id })),
        presentDelivery,
      );
    },
  );
};
