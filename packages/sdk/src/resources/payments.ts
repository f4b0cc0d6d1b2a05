import type { WithLastResponse } from '../answer.ts';
import { createList } from '../list.ts';
import type { List } from '../list.ts';
import type { RequestOptions, Send } from '../request.ts';
import { resourcePath } from '../resource-path.ts';
import type {
  Payment,
  PaymentAttemptList,
  PaymentCapture,
  PaymentCreate,
  PaymentIncrement,
  PaymentListQuery,
} from '../types.ts';

export type Payments = {
  /**
   * Pays without the payment page: with a card (your server is then part of the card world, PCI DSS), or with a stored
   * one. A decline is an answer, not an error: `status` is `requiresPaymentMethod` and `lastError` says why. Pass your
   * order's id and the number of the try as `idempotencyKey`: `order-1042-try-1`.
   */
  readonly create: (input: PaymentCreate, options?: RequestOptions) => Promise<WithLastResponse<Payment>>;
  readonly retrieve: (id: string, options?: RequestOptions) => Promise<WithLastResponse<Payment>>;
  readonly list: (query?: PaymentListQuery, options?: RequestOptions) => List<Payment>;
  /** Each time that an acquirer was asked for it, the oldest first: whom, why, and by which references it knows it. */
  readonly attempts: (id: string, options?: RequestOptions) => Promise<WithLastResponse<PaymentAttemptList>>;
  /** Takes what was authorized: all of it, or `amount` and later more. More than is left is refused (422). */
  readonly capture: (
    id: string,
    input?: PaymentCapture,
    options?: RequestOptions,
  ) => Promise<WithLastResponse<Payment>>;
  /**
   * Has `amount` more authorized before the capture, where the acquirer can (else TollgateConflictError). A refusal is
   * an answer: `lastError` says why, and what was authorized before stays.
   */
  readonly increment: (
    id: string,
    input: PaymentIncrement,
    options?: RequestOptions,
  ) => Promise<WithLastResponse<Payment>>;
  /** Gives the payment up before anything was captured; otherwise TollgateConflictError. */
  readonly cancel: (id: string, options?: RequestOptions) => Promise<WithLastResponse<Payment>>;
};

export const createPayments = (send: Send): Payments => ({
  create: (input, options) => send<Payment>({ method: 'POST', path: '/payments', body: input, options }),
  retrieve: async (id, options) => send<Payment>({ method: 'GET', path: resourcePath('/payments', id), options }),
  list: (query, options) => createList<Payment>(send, { path: '/payments', query, options }),
  attempts: async (id, options) =>
    send<PaymentAttemptList>({ method: 'GET', path: resourcePath('/payments', id, '/attempts'), options }),
  capture: async (id, input = {}, options) =>
    send<Payment>({ method: 'POST', path: resourcePath('/payments', id, '/capture'), body: input, options }),
  increment: async (id, input, options) =>
    send<Payment>({ method: 'POST', path: resourcePath('/payments', id, '/increment'), body: input, options }),
  cancel: async (id, options) =>
    send<Payment>({ method: 'POST', path: resourcePath('/payments', id, '/cancel'), options }),
});
