import { createList } from '../list.ts';
import type { List } from '../list.ts';
import type { RequestOptions, Send } from '../request.ts';
import type { DeliveryListQuery, WebhookDelivery } from '../types.ts';

export type Deliveries = {
  /** What went to any endpoint, each delivery with its tries and what came back. Newest event first. */
  readonly list: (query?: DeliveryListQuery, options?: RequestOptions) => List<WebhookDelivery>;
};

export const createDeliveries = (send: Send): Deliveries => ({
  list: (query, options) => createList<WebhookDelivery>(send, { path: '/deliveries', query, options }),
});
