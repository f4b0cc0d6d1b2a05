import type { LastResponse, WithLastResponse } from '../answer.ts';
import { createList } from '../list.ts';
import type { List } from '../list.ts';
import type { RequestOptions, Send, SendWithoutResult } from '../request.ts';
import { resourcePath } from '../resource-path.ts';
import type { PaymentMethod, PaymentMethodListQuery } from '../types.ts';

/** Stored cards. One is made by a session or payment with `setupFutureUsage`, and pays as `storedPaymentMethodId`. */
export type PaymentMethods = {
  readonly retrieve: (id: string, options?: RequestOptions) => Promise<WithLastResponse<PaymentMethod>>;
  /** Of all your customers, or of one: `{ merchantCustomerId }`. Without deleted ones. */
  readonly list: (query?: PaymentMethodListQuery, options?: RequestOptions) => List<PaymentMethod>;
  /** The card number is erased at once; what the card paid stays. */
  readonly delete: (id: string, options?: RequestOptions) => Promise<LastResponse>;
};

const COLLECTION = '/payment-methods';

export const createPaymentMethods = (send: Send, sendWithoutResult: SendWithoutResult): PaymentMethods => ({
  retrieve: async (id, options) => send<PaymentMethod>({ method: 'GET', path: resourcePath(COLLECTION, id), options }),
  list: (query, options) => createList<PaymentMethod>(send, { path: COLLECTION, query, options }),
  delete: async (id, options) => sendWithoutResult({ method: 'DELETE', path: resourcePath(COLLECTION, id), options }),
});
