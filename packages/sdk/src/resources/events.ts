import type { WithLastResponse } from '../answer.ts';
import type { TollgateEvent } from '../events.ts';
import { createList } from '../list.ts';
import type { List } from '../list.ts';
import type { RequestOptions, Send } from '../request.ts';
import { resourcePath } from '../resource-path.ts';
import type { EventListQuery, EventResend, ResentEvent } from '../types.ts';

export type Events = {
  readonly retrieve: (id: string, options?: RequestOptions) => Promise<WithLastResponse<TollgateEvent>>;
  readonly list: (query?: EventListQuery, options?: RequestOptions) => List<TollgateEvent>;
  /**
   * Delivers the event once more, under the same id: to the endpoints that subscribe to it, or to `webhookEndpoint`
   * alone. `queued` says to how many.
   */
  readonly resend: (
    id: string,
    input?: EventResend,
    options?: RequestOptions,
  ) => Promise<WithLastResponse<ResentEvent>>;
};

export const createEvents = (send: Send): Events => ({
  retrieve: async (id, options) => send<TollgateEvent>({ method: 'GET', path: resourcePath('/events', id), options }),
  list: (query, options) => createList<TollgateEvent>(send, { path: '/events', query, options }),
  resend: async (id, input = {}, options) =>
    send<ResentEvent>({ method: 'POST', path: resourcePath('/events', id, '/resend'), body: input, options }),
});
