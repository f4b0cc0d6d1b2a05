import type { WithLastResponse } from '../answer.ts';
import type { TollgateEvent } from '../events.ts';
import { followEvents } from '../follow.ts';
import type { EventFollowOptions, FollowedEvent } from '../follow.ts';
import { createList } from '../list.ts';
import type { List } from '../list.ts';
import type { RequestOptions, RequestPorts, Send } from '../request.ts';
import { resourcePath } from '../resource-path.ts';
import type { EventListQuery, EventResend, ResentEvent } from '../types.ts';

export type Events = {
  readonly retrieve: (id: string, options?: RequestOptions) => Promise<WithLastResponse<TollgateEvent>>;
  readonly list: (query?: EventListQuery, options?: RequestOptions) => List<TollgateEvent>;
  /**
   * `for await (const event of tollgate.events.follow({ after }))`: everything that happens, in the order in which it
   * was committed, for as long as the loop runs; breaks of the line are mended by itself. Keep `event.cursor` where you
   * keep what you did about the event, if possible in one transaction, and begin with it after a restart.
   */
  readonly follow: (options: EventFollowOptions) => AsyncIterable<FollowedEvent>;
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

export const createEvents = (send: Send, ports: Pick<RequestPorts, 'sleep' | 'random'>): Events => ({
  retrieve: async (id, options) => send<TollgateEvent>({ method: 'GET', path: resourcePath('/events', id), options }),
  list: (query, options) => createList<TollgateEvent>(send, { path: '/events', query, options }),
  follow: (options) => followEvents({ send, ports }, options),
  resend: async (id, input = {}, options) =>
    send<ResentEvent>({ method: 'POST', path: resourcePath('/events', id, '/resend'), body: input, options }),
});
