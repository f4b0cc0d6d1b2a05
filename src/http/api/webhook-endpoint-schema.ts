import { Type } from 'typebox';
import { subscriptions } from '../../events/catalog.ts';
import { id, named, object, pageQuery, text, time } from './schema.ts';

const url = text('webhookUrl', {
  maxLength: 2048,
  format: 'uri',
  description: 'Where events are posted to. In live mode https and a public address.',
  example: 'https://shop.example/webhooks',
});
const events = Type.Array(Type.Enum(subscriptions), {
  minItems: 1,
  maxItems: 50,
  description: 'Event types to hear, or `["*"]` for all.',
  example: ['session.completed', 'session.expired'],
});
const description = text('line', { maxLength: 200, description: 'For you.' });

const endpointFields = {
  id: id('Unique id of the endpoint.', 'we_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e'),
  apiVersion: Type.String({ description: 'The version its events are written in: that of the request that made it.' }),
  consecutiveFailures: Type.Integer({ description: 'Tries in a row that failed.' }),
  created: time('When it was created.'),
  description: Type.Optional(description),
  disabledReason: Type.Optional(Type.Enum(['merchant', 'gone'], { description: '`gone`: the endpoint answered 410.' })),
  enabled: Type.Boolean(),
  events,
  failingSince: Type.Optional(time('Since when no try has succeeded.')),
  health: Type.Enum(['healthy', 'unsteady', 'failing', 'disabled']),
  oldSecretExpiresAt: Type.Optional(time('Until then deliveries are signed with the secret before this one, too.')),
  sequence: Type.Integer(),
  url,
};
export const endpointSchema = named('WebhookEndpoint', object(endpointFields));
export const endpointWithSecretSchema = named(
  'WebhookEndpointWithSecret',
  object({
    ...endpointFields,
    secret: Type.String({ description: 'Checks the signature of every delivery. Shown this once.' }),
  }),
);

export const endpointCreateSchema = named(
  'WebhookEndpointCreate',
  object({ url, events: Type.Optional(events), description: Type.Optional(description) }),
);
export const endpointChangeSchema = named(
  'WebhookEndpointChange',
  object({
    url: Type.Optional(url),
    events: Type.Optional(events),
    description: Type.Optional(description),
    enabled: Type.Optional(
      Type.Boolean({ description: 'An endpoint that is disabled misses what happens meanwhile.' }),
    ),
  }),
);
export const secretRotateSchema = named(
  'WebhookSecretRotate',
  object({
    overlapHours: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 72, description: 'How long both secrets sign; 24 when left out.' }),
    ),
  }),
);
export const deliverySchema = named(
  'WebhookDelivery',
  object({
    attemptCount: Type.Integer(),
    attempts: Type.Array(
      object({
        durationMs: Type.Integer(),
        httpStatus: Type.Optional(Type.Integer()),
        lastStarted: Type.Optional(time('The last of the tries that ended the same way.')),
        number: Type.Integer(),
        outcome: Type.Enum(['delivered', 'refused', 'failed']),
        reason: Type.Optional(Type.String()),
        repeats: Type.Integer({ description: 'Later tries that ended the same way.' }),
        response: Type.Optional(Type.String({ description: 'The first kilobyte of the answer.' })),
        started: time('When it was tried.'),
      }),
      { description: 'Newest first.' },
    ),
    created: time('When the event happened.'),
    delivered: Type.Optional(time('When it was taken.')),
    event: Type.String(),
    eventType: Type.String(),
    nextAttempt: Type.Optional(time('When it is tried next.')),
    status: Type.Enum(['pending', 'delivered', 'abandoned']),
    url: Type.String(),
    webhookEndpoint: Type.String(),
  }),
);

export const endpointIdParams = object({
  id: Type.String({ maxLength: 128, description: 'Id of the endpoint (`we_…`).' }),
});
export const endpointsQuery = Type.Object(pageQuery, { additionalProperties: false });
export const deliveriesQuery = Type.Object(
  {
    ...pageQuery,
    status: Type.Optional(
      Type.Enum(['pending', 'delivered', 'abandoned'], { description: 'Only deliveries with this status.' }),
    ),
  },
  { additionalProperties: false },
);
