import { createList } from '../list.ts';
import type { List } from '../list.ts';
import type { RequestOptions, Send } from '../request.ts';
import type { WithLastResponse } from '../answer.ts';
import { resourcePath } from '../resource-path.ts';
import type { LoggedRequest, ListedRequest, RequestLogListQuery } from '../types.ts';

export type LoggedRequests = {
  /** What your servers asked, newest first; a request is there about a second after its answer. */
  readonly list: (query?: RequestLogListQuery, options?: RequestOptions) => List<ListedRequest>;
  /** With both bodies, masked. `id`: `rq_…`, or the `requestId` of an answer or an error. */
  readonly retrieve: (id: string, options?: RequestOptions) => Promise<WithLastResponse<LoggedRequest>>;
};

export const createLoggedRequests = (send: Send): LoggedRequests => ({
  list: (query, options) => createList<ListedRequest>(send, { path: '/request-log', query, options }),
  retrieve: (id, options) => send<LoggedRequest>({ method: 'GET', path: resourcePath('/request-log', id), options }),
});
