import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';
import { formatId, parseId } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';
import type { Db } from '../../db/db.ts';
import { readRequestId, readStatuses } from '../request-log/read-search.ts';
import { presentListed, presentLogged } from '../request-log/present.ts';
import { findRequest, searchRequests } from '../request-log/store.ts';
import { pageOf, toPage, type Page } from './paging.ts';
import { listQuery, loggedRequestSchema, listedRequestSchema, requestParams } from './request-log-schema.ts';
import { listOf } from './schema.ts';

/** What a merchant's servers asked, and what they were answered. */
export const registerRequestLog = (app: FastifyInstance, deps: { readonly db: Db }): void => {
  registerList(app, deps);
  registerRetrieve(app, deps);
};

const registerList = (app: FastifyInstance, deps: { readonly db: Db }): void => {
  app.get<{ Querystring: Static<typeof listQuery> }>(
    '/request-log',
    {
      schema: {
        operationId: 'listRequestLog',
        tags: ['Request log'],
        summary: 'List requests',
        description:
          'What your servers asked this API for, newest first, for 30 days. A request is here about a second after ' +
          'its answer; under great load some are left out. A page may be short although more follow: `hasMore` says ' +
          'so.',
        querystring: listQuery,
        response: { 200: listOf('LoggedRequestList', listedRequestSchema) },
      },
    },
    async (request): Promise<Page> => {
      const { query } = request;
      const { merchantId } = request.call.caller;
      const { limit, before } = pageOf('loggedRequest', query);
      if (query.requestId !== undefined) {
        const requestId = readRequestId(query.requestId);
        const row = requestId === undefined ? undefined : await findRequest(deps.db.query, merchantId, { requestId });
        return toPage('loggedRequest', { limit }, row === undefined ? [] : [row], presentListed);
      }
      const found = await searchRequests(deps.db.query, merchantId, {
        limit,
        before,
        path: query.path?.replace(/^\/api2/, ''),
        statuses: readStatuses(query.status),
        createdFrom: query.createdFrom === undefined ? undefined : new Date(query.createdFrom),
        createdTo: query.createdTo === undefined ? undefined : new Date(query.createdTo),
      });
      return {
        data: found.rows.map(presentListed),
        hasMore: found.next !== undefined,
        nextCursor: found.next === undefined ? null : formatId('loggedRequest', found.next),
      };
    },
  );
};

const registerRetrieve = (app: FastifyInstance, deps: { readonly db: Db }): void => {
  app.get<{ Params: { id: string } }>(
    '/request-log/:id',
    {
      schema: {
        operationId: 'retrieveRequest',
        tags: ['Request log'],
        summary: 'Retrieve a request',
        description:
          'With both bodies: without card data, secrets and the addresses of payment pages, and cut after 4 KB. Of ' +
          'fields that the API does not know, only the names are kept.',
        params: requestParams,
        response: { 200: loggedRequestSchema },
      },
    },
    async (request) => {
      const id = parseId('loggedRequest', request.params.id);
      const requestId = readRequestId(request.params.id);
      const by = id !== undefined ? { id } : requestId !== undefined ? { requestId } : undefined;
      const row = by && (await findRequest(deps.db.query, request.call.caller.merchantId, by));
      if (row === undefined)
        throw new Problem('not_found', 'There is no such request; they are kept for 30 days, and not all under load.');
      return presentLogged(row);
    },
  );
};
