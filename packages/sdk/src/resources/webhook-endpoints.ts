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
  WebhookFaults,
  WebhookFaultsSet,
  WebhookReplay,
  WebhookReplayCreate,
  WebhookReplayListQuery,
  WebhookSecretRotate,
  WebhookSigningKeyRotate,
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
   * secrets meanwhile. With `switchAt` they carry one: that of the new secret from that moment on.
   */
  readonly rotateSecret: (
    id: string,
    input?: WebhookSecretRotate,
    options?: RequestOptions,
  ) => Promise<WithLastResponse<WebhookEndpointWithSecret>>;
  /** The secret in force stays; the one that was to come at `switchAt` is forgotten. */
  readonly cancelSecretSwitch: (id: string, options?: RequestOptions) => Promise<WithLastResponse<WebhookEndpoint>>;
  /** A new ed25519 key; for `overlapHours` (24 when left out) both sign and are published. */
  readonly rotateSigningKey: (
    id: string,
    input?: WebhookSigningKeyRotate,
    options?: RequestOptions,
  ) => Promise<WithLastResponse<WebhookEndpoint>>;
  /** Sends the endpoint a `webhookEndpoint.test`, whatever it subscribes to, and gives the event that it will hear. */
  readonly test: (id: string, options?: RequestOptions) => Promise<WithLastResponse<TestEvent>>;
  /** What the endpoint is made to suffer, in the sandbox: to see how your code takes it. */
  readonly faults: {
    readonly retrieve: (id: string, options?: RequestOptions) => Promise<WithLastResponse<WebhookFaults>>;
    /** Kinds that are not named end. */
    readonly set: (
      id: string,
      input: WebhookFaultsSet,
      options?: RequestOptions,
    ) => Promise<WithLastResponse<WebhookFaults>>;
    readonly clear: (id: string, options?: RequestOptions) => Promise<WithLastResponse<WebhookFaults>>;
  };
  /** What was sent to the endpoint, each with its tries and what came back. Newest event first. */
  readonly deliveries: (
    id: string,
    query?: WebhookDeliveryListQuery,
    options?: RequestOptions,
  ) => List<WebhookDelivery>;
  /**
   * Sends the events of a stretch of time to the endpoint again, under their ids and in their order; `retrieveReplay`
   * says how far it is. One runs at a time.
   */
  readonly replay: (
    id: string,
    input: WebhookReplayCreate,
    options?: RequestOptions,
  ) => Promise<WithLastResponse<WebhookReplay>>;
  readonly replays: (id: string, query?: WebhookReplayListQuery, options?: RequestOptions) => List<WebhookReplay>;
  readonly retrieveReplay: (
    id: string,
    replayId: string,
    options?: RequestOptions,
  ) => Promise<WithLastResponse<WebhookReplay>>;
  /** What is on its way already arrives all the same. */
  readonly cancelReplay: (
    id: string,
    replayId: string,
    options?: RequestOptions,
  ) => Promise<WithLastResponse<WebhookReplay>>;
};

type TestEvent = Extract<TollgateEvent, { type: 'webhookEndpoint.test' }>;

const COLLECTION = '/webhook-endpoints';
const replayPath = (id: string, replayId: string, action = ''): string =>
  resourcePath(resourcePath(COLLECTION, id, '/replays'), replayId, action);

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
  cancelSecretSwitch: async (id, options) =>
    send<WebhookEndpoint>({ method: 'POST', path: resourcePath(COLLECTION, id, '/cancel-secret-switch'), options }),
  rotateSigningKey: async (id, input = {}, options) => {
    const path = resourcePath(COLLECTION, id, '/rotate-signing-key');
    return send<WebhookEndpoint>({ method: 'POST', path, body: input, options });
  },
  test: async (id, options) =>
    send<TestEvent>({ method: 'POST', path: resourcePath(COLLECTION, id, '/test'), options }),
  faults: createFaults(send),
  deliveries: (id, query, options) =>
    createList<WebhookDelivery>(send, { path: resourcePath(COLLECTION, id, '/deliveries'), query, options }),
  replay: async (id, input, options) =>
    send<WebhookReplay>({ method: 'POST', path: resourcePath(COLLECTION, id, '/replay'), body: input, options }),
  replays: (id, query, options) =>
    createList<WebhookReplay>(send, { path: resourcePath(COLLECTION, id, '/replays'), query, options }),
  retrieveReplay: async (id, replayId, options) =>
    send<WebhookReplay>({ method: 'GET', path: replayPath(id, replayId), options }),
  cancelReplay: async (id, replayId, options) =>
    send<WebhookReplay>({ method: 'POST', path: replayPath(id, replayId, '/cancel'), options }),
});

const createFaults = (send: Send): WebhookEndpoints['faults'] => {
  const pathOf = (id: string): string => resourcePath(COLLECTION, id, '/faults');
  return {
    retrieve: async (id, options) => send<WebhookFaults>({ method: 'GET', path: pathOf(id), options }),
    set: async (id, input, options) => send<WebhookFaults>({ method: 'PUT', path: pathOf(id), body: input, options }),
    clear: async (id, options) => send<WebhookFaults>({ method: 'DELETE', path: pathOf(id), options }),
  };
};
