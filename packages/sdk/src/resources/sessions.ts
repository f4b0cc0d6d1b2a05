import type { WithLastResponse } from '../answer.ts';
import { createList } from '../list.ts';
import type { List } from '../list.ts';
import type { RequestOptions, Send } from '../request.ts';
import { resourcePath } from '../resource-path.ts';
import type { Session, SessionCreate, SessionListQuery } from '../types.ts';

export type Sessions = {
  /**
   * Gives the session with its `paymentUrl`: send the customer there. Pass your order's id and the number of the try as
   * `idempotencyKey`.
   */
  readonly create: (input: SessionCreate, options?: RequestOptions) => Promise<WithLastResponse<Session>>;
  readonly retrieve: (id: string, options?: RequestOptions) => Promise<WithLastResponse<Session>>;
  readonly list: (query?: SessionListQuery, options?: RequestOptions) => List<Session>;
  /** Only from `open`; otherwise TollgateConflictError. The payment page takes no payment afterwards. */
  readonly expire: (id: string, options?: RequestOptions) => Promise<WithLastResponse<Session>>;
};

export const createSessions = (send: Send): Sessions => ({
  create: (input, options) => send<Session>({ method: 'POST', path: '/sessions', body: input, options }),
  retrieve: async (id, options) => send<Session>({ method: 'GET', path: resourcePath('/sessions', id), options }),
  list: (query, options) => createList<Session>(send, { path: '/sessions', query, options }),
  expire: async (id, options) =>
    send<Session>({ method: 'POST', path: resourcePath('/sessions', id, '/expire'), options }),
});
