import type { FastifyInstance } from 'fastify';
import { Type, type Static } from 'typebox';
import { parseId, type Uuid } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';
import type { Query } from '../../db/db.ts';
import { catalog } from '../../events/catalog.ts';
import { presentEvent } from '../../events/present.ts';
import { findEvent, findEvents } from '../../events/store.ts';
import type { Caller } from '../../merchants/api-keys.ts';
import { findEndpoint } from '../../webhooks/endpoint-store.ts';
import { resendEvent } from '../../webhooks/resend.ts';
import { answerOnce, type OnceDeps } from './call.ts';
import { eventIdParams, eventSchema, resendSchema, resentSchema } from './event-schema.ts';
import { idFilter, pageOf, toPage } from './paging.ts';
import { createdQuery, listOf, pageQuery } from './schema.ts';
import { disabledEndpoint, noEndpoint } from './webhook-endpoints.ts';

const listQuery = Type.Object(
  {
    ...pageQuery,
    ...createdQuery,
    type: Type.Optional(
      Type.Enum(
        catalog.map(([type]) => type),
        { description: 'Only events of this type.' },
      ),
    ),
    session: Type.Optional(
      Type.String({ maxLength: 128, description: 'Only events of this session and its payment.' }),
    ),
  },
  { additionalProperties: false },
);

type WithId = { Params: { id: string } };

type Deps = OnceDeps & { readonly hintDeliveries: () => void };

export const registerEvents = (app: FastifyInstance, deps: Deps): void => {
  registerReading(app, deps);
  registerResend(app, deps);
};

const registerReading = (app: FastifyInstance, deps: Deps): void => {
  app.get<WithId>(
    '/events/:id',
    {
      schema: {
        operationId: 'retrieveEvent',
        tags: ['Events'],
        summary: 'Retrieve an event',
        params: eventIdParams,
        response: { 200: eventSchema },
      },
    },
    async (request) => {
      const { caller, version } = request.call;
      const eventId = parseId('event', request.params.id);
      const row = eventId && (await findEvent(deps.db.query, caller.merchantId, eventId));
      if (!row) throw noEvent();
      return presentEvent(row, { version, urls: deps.urls });
    },
  );

  app.get<{ Querystring: Static<typeof listQuery> }>(
    '/events',
    {
      schema: {
        operationId: 'listEvents',
        tags: ['Events'],
        summary: 'List events',
        description: 'Everything that webhooks tell, to look up and to catch up with. Newest first.',
        querystring: listQuery,
        response: { 200: listOf('EventList', eventSchema) },
      },
    },
    async (request) => {
      const { caller, version } = request.call;
      const { query } = request;
      const page = pageOf('event', query);
      const rows = await findEvents(deps.db.query, caller.merchantId, {
        limit: page.fetch,
        before: page.before,
        type: query.type,
        sessionId: idFilter('session', 'session', query.session),
        createdFrom: query.createdFrom === undefined ? undefined : new Date(query.createdFrom),
        createdTo: query.createdTo === undefined ? undefined : new Date(query.createdTo),
      });
      return toPage('event', page, rows, (row) => presentEvent(row, { version, urls: deps.urls }));
    },
  );
};

const registerResend = (app: FastifyInstance, deps: Deps): void => {
  app.post<WithId & { Body: Static<typeof resendSchema> }>(
    '/events/:id/resend',
    {
      schema: {
        operationId: 'resendEvent',
        tags: ['Events'],
        summary: 'Send an event again',
        description:
          'Posts it to your endpoints once more, whether or not they took it before. Its id stays, so a receiver ' +
          'that remembers ids takes it once.',
        params: eventIdParams,
        body: resendSchema,
        response: { 200: resentSchema },
      },
    },
    async (request, reply) => {
      const answered = await answerOnce(deps, request, reply, async (query) => ({
        body: {
          id: request.params.id,
          queued: await resend(query, request.call.caller, { id: request.params.id, ...request.body }),
        },
      }));
      // After the commit: a deliverer that looks before it sees nothing.
      deps.hintDeliveries();
      return answered;
    },
  );
};

const resend = async (
  query: Query,
  { merchantId }: Caller,
  { id: publicId, webhookEndpoint }: { readonly id: string } & Static<typeof resendSchema>,
): Promise<number> => {
  const eventId = parseId('event', publicId);
  const endpointId =
    webhookEndpoint === undefined ? undefined : await receivingEndpoint(query, merchantId, webhookEndpoint);
  const queued = eventId && (await resendEvent({ db: { query } }, { merchantId, eventId, endpointId }));
  if (queued === undefined) throw noEvent();
  return queued;
};

const receivingEndpoint = async (
  query: Query,
  merchantId: Uuid<'merchant'>,
  publicId: string,
): Promise<Uuid<'webhookEndpoint'>> => {
  const id = parseId('webhookEndpoint', publicId);
  const endpoint = id && (await findEndpoint(query, merchantId, id));
  if (!id || !endpoint) throw noEndpoint();
  if (!endpoint.enabled) throw disabledEndpoint();
  return id;
};

const noEvent = (): Problem => new Problem('not_found', 'There is no event with this id.');
