import type { LastResponse, WithLastResponse } from '../answer.ts';
import type { TollgateEvent } from '../events.ts';
import { createList } from '../list.ts';
import type { List } from '../list.ts';
import type { RequestOptions, Send, SendWithoutResult } from '../request.ts';
import { resourcePath } from '../resource-path.ts';
import type {
  WebhookDelivery,
  WebhookDeliveryListQuery,
  WebhookEndpoint,
  WebhookEndpointChange,
  WebhookEndpointCreate,
  WebhookEndpointListQuery,
  WebhookEndpointWithSecret,
  WebhookSecretRotate,
} from '../types.ts';

export type WebhookEndpoints = {
  /** The answer is the only one that shows `secret`: store it where `webhooks.verify` reads it. */
  readonly create: (
    input: WebhookEndpointCreate,
    options?: RequestOptions,
  ) => Promise<WithLastResponse<WebhookEndpointWithSecret>>;
  readonly retrieve: (id: string, options?: RequestOptions) => Promise<WithLastResponse<WebhookEndpoint>>;
  readonly list: (query?: WebhookEndpointListQuery, options?: RequestOptions) => List<WebhookEndpoint>;
  readonly update: (
    id: string,
    input: WebhookEndpointChange,
    options?: RequestOptions,
  ) => Promise<WithLastResponse<WebhookEndpoint>>;
  readonly delete: (id: string, options?: RequestOptions) => Promise<LastResponse>;
  /**
   * Shows the new secret once. For `overlapHours` (24 when left out) deliveries carry both signatures: verify with both
   * secrets meanwhile.
   */
  readonly rotateSecret: (
    id: string,
    input?: WebhookSecretRotate,
    options?: RequestOptions,
  ) => Promise<WithLastResponse<WebhookEndpointWithSecret>>;
  /** Sends the endpoint a `webhookEndpoint.test`, whatever it subscribes to, and gives the event that it will hear. */
  readonly test: (id: string, options?: RequestOptions) => Promise<WithLastResponse<TestEvent>>;
  /** What was sent to the endpoint, each with its tries and what came back. Newest event first. */
  readonly deliveries: (
    id: string,
    query?: WebhookDeliveryListQuery,
    options?: RequestOptions,
  ) => List<WebhookDelivery>;
};

type TestEvent = Extract<TollgateEvent, { type: 'webhookEndpoint.test' }>;

const COLLECTION = '/webhook-endpoints';

export const createWebhookEndpoints = (send: Send, sendWithoutResult: SendWithoutResult): WebhookEndpoints => ({
  create: (input, options) =>
    send<WebhookEndpointWithSecret>({ method: 'POST', path: COLLECTION, body: input, options }),
  retrieve: async (id, options) =>
    send<WebhookEndpoint>({ method: 'GET', path: resourcePath(COLLECTION, id), options }),
  list: (query, options) => createList<WebhookEndpoint>(send, { path: COLLECTION, query, options }),
  update: async (id, input, options) =>
    send<WebhookEndpoint>({ method: 'PATCH', path: resourcePath(COLLECTION, id), body: input, options }),
  delete: async (id, options) => sendWithoutResult({ method: 'DELETE', path: resourcePath(COLLECTION, id), options }),
  rotateSecret: async (id, input = {}, options) => {
    const path = resourcePath(COLLECTION, id, '/rotate-secret');
    return send<WebhookEndpointWithSecret>({ method: 'POST', path, body: input, options });
  },
  test: async (id, options) =>
    send<TestEvent>({ method: 'POST', path: resourcePath(COLLECTION, id, '/test'), options }),
  deliveries: (id, query, options) =>
    createList<WebhookDelivery>(send, { path: resourcePath(COLLECTION, id, '/deliveries'), query, options }),
});
