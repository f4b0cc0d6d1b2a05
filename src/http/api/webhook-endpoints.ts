import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type, type Static } from 'typebox';
import type { AuditAction } from '../../audit/entry.ts';
import { writeAudit } from '../../audit/write.ts';
import { formatId, parseId, type Uuid } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';
import type { Query } from '../../db/db.ts';
import { presentEndpoint, type EndpointRow } from '../../events/endpoint-object.ts';
import { presentEvent } from '../../events/present.ts';
import {
  changeEndpoint,
  createEndpoint,
  deleteEndpoint,
  getEndpoint,
  listEndpoints,
  rotateSecret,
  testEndpoint,
  type EndpointDeps,
} from '../../webhooks/endpoints.ts';
import { findDeliveriesOfEndpoint, presentDelivery } from '../../webhooks/log.ts';
import { answerOnce, type OnceDeps } from './call.ts';
import { eventSchema } from './event-schema.ts';
import { pageOf, toPage } from './paging.ts';
import { listOf, named, noFields, object } from './schema.ts';
import {
  deliveriesQuery,
  deliverySchema,
  endpointChangeSchema,
  endpointCreateSchema,
  endpointIdParams,
  endpointSchema,
  endpointWithSecretSchema,
  endpointsQuery,
  secretRotateSchema,
} from './webhook-endpoint-schema.ts';

type WithId = { Params: { id: string } };

type Deps = EndpointDeps & OnceDeps & { readonly hintDeliveries: () => void };

export const registerWebhookEndpoints = (app: FastifyInstance, deps: Deps): void => {
  registerCreate(app, deps);
  registerReading(app, deps);
  registerChanging(app, deps);
  registerRotate(app, deps);
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
            apiVersion: version,
          },
        );
        await noteAct(deps, query, request, { action: 'webhookEndpoint.created', after: row });
        return { body: presentEndpoint(row, secret.reveal()), holdsSecret: true };
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
      return toPage('webhookEndpoint', page, rows, (row) => presentEndpoint(row));
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
    async (request) => presentEndpoint(existing(await getEndpoint(deps, addressOf(request)))),
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
      const { url: newUrl, events: newEvents, description: newDescription, enabled } = request.body;
      const change = { url: newUrl, events: newEvents, description: newDescription, enabled };
      const address = addressOf(request);
      const changed = await deps.db.transaction(async (query) => {
        const inTransaction = { ...deps, db: { ...deps.db, query } };
        const before = existing(await getEndpoint(inTransaction, address));
        const after = existing(await changeEndpoint(inTransaction, { ...address, ...change }));
        await noteAct(deps, query, request, { action: 'webhookEndpoint.changed', before, after });
        return after;
      });
      return presentEndpoint(changed);
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

const registerRotate = (app: FastifyInstance, deps: Deps): void => {
  app.post<WithId & { Body: Static<typeof secretRotateSchema> }>(
    '/webhook-endpoints/:id/rotate-secret',
    {
      schema: {
        operationId: 'rotateWebhookSecret',
        tags: ['Webhook endpoints'],
        summary: 'Rotate the secret of a webhook endpoint',
        description: 'While both secrets are good, every delivery has two signatures, the new one first.',
        params: endpointIdParams,
        body: secretRotateSchema,
        response: { 200: endpointWithSecretSchema },
      },
    },
    (request, reply) =>
      answerOnce(deps, request, reply, async (query) => {
        const rotated = existing(
          await rotateSecret(
            { ...deps, db: { ...deps.db, query } },
            { ...addressOf(request), overlapHours: request.body.overlapHours },
          ),
        );
        await noteAct(deps, query, request, { action: 'webhookEndpoint.secretRotated', after: rotated.row });
        return { body: presentEndpoint(rotated.row, rotated.secret.reveal()), holdsSecret: true };
      }),
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

const addressOf = (request: FastifyRequest<WithId>): { merchantId: Uuid<'merchant'>; id: Uuid<'webhookEndpoint'> } => {
  const endpointId = parseId('webhookEndpoint', request.params.id);
  if (endpointId === undefined) throw noEndpoint();
  return { merchantId: request.call.caller.merchantId, id: endpointId };
};

type EndpointAct = { readonly action: AuditAction; readonly before?: EndpointRow; readonly after?: EndpointRow };

/** As the API shows an endpoint: without its secret. */
const noteAct = async (
  deps: Deps,
  query: Query,
  { call }: FastifyRequest,
  { action, before, after }: EndpointAct,
): Promise<void> => {
  const id = before?.id ?? after?.id ?? '';
  const act = {
    action,
    subject: { kind: 'webhookEndpoint' as const, id: formatId('webhookEndpoint', id) },
    ...(before !== undefined && { before: presentEndpoint(before) }),
    ...(after !== undefined && { after: presentEndpoint(after) }),
  };
  await writeAudit(deps, query, { merchantId: call.caller.merchantId, actor: call.actor, acts: [act] });
};

const existing = <T>(found: T | undefined): T => {
  if (found === undefined) throw noEndpoint();
  return found;
};

export const noEndpoint = (): Problem => new Problem('not_found', 'There is no webhook endpoint with this id.');

export const disabledEndpoint = (): Problem =>
  new Problem('conflict', 'This webhook endpoint is disabled, so nothing is sent to it. Enable it first.');
