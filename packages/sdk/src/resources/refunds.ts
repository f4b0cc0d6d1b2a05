import type { WithLastResponse } from '../answer.ts';
import { createList } from '../list.ts';
import type { List } from '../list.ts';
import type { RequestOptions, Send } from '../request.ts';
import { resourcePath } from '../resource-path.ts';
import type { Refund, RefundCreate, RefundListQuery } from '../types.ts';

export type Refunds = {
  /**
   * Pays back what was captured: all that is left, or `amount` of it. Refunds together never pass it (422). `pending`
   * means that the acquirer has not answered yet; an event tells the end.
   */
  readonly create: (input: RefundCreate, options?: RequestOptions) => Promise<WithLastResponse<Refund>>;
  readonly retrieve: (id: string, options?: RequestOptions) => Promise<WithLastResponse<Refund>>;
  readonly list: (query?: RefundListQuery, options?: RequestOptions) => List<Refund>;
};

export const createRefunds = (send: Send): Refunds => ({
  create: (input, options) => send<Refund>({ method: 'POST', path: '/refunds', body: input, options }),
  retrieve: async (id, options) => send<Refund>({ method: 'GET', path: resourcePath('/refunds', id), options }),
  list: (query, options) => createList<Refund>(send, { path: '/refunds', query, options }),
});
