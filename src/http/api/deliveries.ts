import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';
import { formatId, parseId } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';
import type { Db } from '../../db/db.ts';
import { presentDelivery } from '../../webhooks/present-delivery.ts';
import { searchDeliveries, type DeliveryPlace } from '../../webhooks/search-deliveries.ts';
import { idFilter, type Page } from './paging.ts';
import { listOf } from './schema.ts';
import { allDeliveriesQuery, deliverySchema } from './webhook-endpoint-schema.ts';

const DEFAULT_LIMIT = 20;

export const registerDeliveries = (app: FastifyInstance, deps: { readonly db: Db }): void => {
  app.get<{ Querystring: Static<typeof allDeliveriesQuery> }>(
    '/deliveries',
    {
      schema: {
        operationId: 'listDeliveries',
        tags: ['Webhook endpoints'],
        summary: 'List deliveries',
        description:
          'What was posted to any of your endpoints, when, and what came back; newest event first. A page may be ' +
          'short although more follow: `hasMore` says so.',
        querystring: allDeliveriesQuery,
        response: { 200: listOf('DeliveryList', deliverySchema) },
      },
    },
    async (request): Promise<Page> => {
      const { query } = request;
      const found = await searchDeliveries(deps.db.query, request.call.caller.merchantId, {
        limit: query.limit ?? DEFAULT_LIMIT,
        before: query.cursor === undefined ? undefined : placeOf(query.cursor),
        endpointId: idFilter('webhookEndpoint', 'webhookEndpoint', query.webhookEndpoint),
        eventId: idFilter('event', 'event', query.event),
        type: query.type,
        state: query.status,
        createdFrom: query.createdFrom === undefined ? undefined : new Date(query.createdFrom),
        createdTo: query.createdTo === undefined ? undefined : new Date(query.createdTo),
      });
      return {
        data: found.rows.map(presentDelivery),
        hasMore: found.next !== undefined,
        nextCursor: found.next === undefined ? null : cursorOf(found.next),
      };
    },
  );
};

const cursorOf = ({ eventId, endpointId }: DeliveryPlace): string =>
  `${formatId('event', eventId)}.${formatId('webhookEndpoint', endpointId)}`;

const placeOf = (cursor: string): DeliveryPlace => {
  const [event = '', endpoint = '', ...rest] = cursor.split('.');
  const eventId = parseId('event', event);
  const endpointId = parseId('webhookEndpoint', endpoint);
  if (eventId !== undefined && endpointId !== undefined && rest.length === 0) return { eventId, endpointId };
  const message = 'cursor must be the nextCursor of the page before.';
  throw new Problem('invalid_fields', message, { fields: [{ pointer: 'query:cursor', code: 'form', message }] });
};
