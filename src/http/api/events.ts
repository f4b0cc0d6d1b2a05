import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type, type Static } from 'typebox';
import type { AuditDeps } from '../../audit/entry.ts';
import { writeAudit } from '../../audit/write.ts';
import { parseId, type Uuid } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';
import type { Query } from '../../db/db.ts';
import { catalog } from '../../events/catalog.ts';
import { presentEvent } from '../../events/present.ts';
import { findEvent, findEvents } from '../../events/store.ts';
import { findEndpoint } from '../../webhooks/endpoint-store.ts';
import { resendEvent } from '../../webhooks/resend.ts';
import { answerOnce, type OnceDeps } from '../idempotency/answer-once.ts';
import { answerFeed, type FeedDeps } from './event-feed.ts';
import { eventIdParams, eventSchema, resendSchema, resentSchema } from './event-schema.ts';
import { idFilter, pageOf, toPage } from './paging.ts';
import { createdQuery, listOf, pageQuery, text } from './schema.ts';
import { disabledEndpoint, noEndpoint } from './webhook-endpoint-call.ts';

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
    after: Type.Optional(
      text('feedCursor', {
        minLength: 0,
        maxLength: 128,
        description:
          'Reads the feed: what comes after this `nextCursor`, in the order in which it was committed. `start` (or ' +
          'empty): from the oldest event that is kept. `latest`: only what comes from now on.',
      }),
    ),
    types: Type.Optional(
      text('eventTypes', {
        maxLength: 2_000,
        description: 'Of the feed only events of these types, separated by commas; `*` for all.',
        example: 'session.completed,session.expired',
      }),
    ),
    waitMs: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 30_000,
        description: 'Of the feed: how long to wait for an event when there is none yet; 0 when left out.',
      }),
    ),
  },
  { additionalProperties: false, fits: 'eventQuery' },
);

type WithId = { Params: { id: string } };

type Deps = OnceDeps & FeedDeps & Pick<AuditDeps, 'random'> & { readonly hintDeliveries: () => void };

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
        description:
          'Everything that webhooks tell. Without `after` a list to look things up in, newest first. With `after` ' +
          'the feed, to follow: oldest first, in the order in which events were committed and never skipping one; ' +
          '`nextCursor` is always there and says where to go on, also when `data` is empty. A cursor is good for 90 ' +
          'days. With `after`, `limit` is 100 when left out.',
        querystring: listQuery,
        response: { 200: listOf('EventList', eventSchema) },
      },
    },
    async (request, reply) => {
      const { caller, version } = request.call;
      const { query } = request;
      if (query.after !== undefined) return answerFeed(deps, request, reply, { ...query, after: query.after });
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
          'that remembers ids takes it once. It stands in the audit log (`event.resent`), where a `tollgate listen` ' +
          'of yours finds it and forwards the event, too, unless you named an endpoint.',
        params: eventIdParams,
        body: resendSchema,
        response: { 200: resentSchema },
      },
    },
    async (request, reply) => {
      const answered = await answerOnce(deps, request, reply, async (query) => ({
        body: {
          id: request.params.id,
          queued: await resend(deps, query, request.call, { id: request.params.id, ...request.body }),
        },
      }));
      // After the commit: a deliverer that looks before it sees nothing.
      deps.hintDeliveries();
      return answered;
    },
  );
};

const resend = async (
  deps: Deps,
  query: Query,
  { caller: { merchantId }, actor }: FastifyRequest['call'],
  { id: publicId, webhookEndpoint }: { readonly id: string } & Static<typeof resendSchema>,
): Promise<number> => {
  const eventId = parseId('event', publicId);
  const endpointId =
    webhookEndpoint === undefined ? undefined : await receivingEndpoint(query, merchantId, webhookEndpoint);
  const queued = eventId && (await resendEvent({ db: { query } }, { merchantId, eventId, endpointId }));
  if (queued === undefined) throw noEvent();
  const act = {
    action: 'event.resent' as const,
    subject: { kind: 'event' as const, id: publicId },
    ...(webhookEndpoint !== undefined && { after: { webhookEndpoint } }),
  };
  await writeAudit(deps, query, { merchantId, actor, acts: [act] });
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
