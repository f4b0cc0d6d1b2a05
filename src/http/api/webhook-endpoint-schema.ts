import { Type } from 'typebox';
import { catalog, subscriptions } from '../../events/catalog.ts';
import { faultKinds } from '../../webhooks/fault-store.ts';
import { signatureKinds } from '../../webhooks/endpoints.ts';
import { createdQuery, id, named, object, pageQuery, text, time } from './schema.ts';

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
const signatures = Type.Array(Type.Enum(signatureKinds), {
  minItems: 1,
  maxItems: 2,
  description:
    '`hmac`: with the secret, always. `ed25519`: beside it with a key pair of this endpoint, so that whoever only ' +
    'checks needs no secret: `v1a` in `webhook-signature`.',
  example: ['hmac', 'ed25519'],
});

const holdsReturn = Type.Boolean({
  description:
    'Whether customers wait until this endpoint has acknowledged `session.completed`, before they are sent back to ' +
    'you, for as long as `returnPolicy` says.',
});

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
  holdsReturn,
  oldSecretExpiresAt: Type.Optional(time('Until then deliveries are signed with the secret before this one, too.')),
  secretSwitchesAt: Type.Optional(
    time('Before it deliveries are signed with the secret before this one alone, from then on with this one alone.'),
  ),
  sequence: Type.Integer(),
  signatures,
  signingKeys: Type.Optional(
    Type.Array(
      named(
        'WebhookSigningKey',
        object({
          expiresAt: Type.Optional(time('Until then it signs beside the one that took its place.')),
          kid: Type.String({ description: 'Its name in the published set.' }),
          publicKey: Type.String({ description: '`whpk_` and base64, as Standard Webhooks writes it.' }),
        }),
      ),
      { description: 'The ed25519 keys, newest first. Answers have them, events do not.' },
    ),
  ),
  signingKeysUrl: Type.Optional(Type.String({ description: 'Where they are published for everybody, as a JWK set.' })),
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
  object({
    url,
    events: Type.Optional(events),
    description: Type.Optional(description),
    holdsReturn: Type.Optional(holdsReturn),
    signatures: Type.Optional(signatures),
  }),
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
    holdsReturn: Type.Optional(holdsReturn),
    signatures: Type.Optional(signatures),
  }),
);
export const secretRotateSchema = named(
  'WebhookSecretRotate',
  object({
    overlapHours: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 72, description: 'How long both secrets sign; 24 when left out.' }),
    ),
    rotation: Type.Optional(
      Type.Enum(['both', 'switchAt'], {
        description:
          '`both`: two signatures for a while. `switchAt`: always one. Left out: `switchAt` when a moment is named.',
      }),
    ),
    switchAt: Type.Optional(
      text('timestamp', {
        maxLength: 40,
        format: 'date-time',
        description: 'From when on the new secret signs: 30 seconds to 30 days from now, in whole seconds.',
      }),
    ),
  }),
);
export const signingKeyRotateSchema = named(
  'WebhookSigningKeyRotate',
  object({
    overlapHours: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 72, description: 'How long both keys sign; 24 when left out.' }),
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
        faults: Type.Optional(
          Type.Array(Type.Enum(faultKinds), { description: 'Made on purpose: what you asked for in the sandbox.' }),
        ),
        httpStatus: Type.Optional(Type.Integer()),
        lastStarted: Type.Optional(time('The last of the tries that ended the same way.')),
        number: Type.Integer(),
        outcome: Type.Enum(['delivered', 'refused', 'failed']),
        reason: Type.Optional(
          Type.String({ description: 'Why it failed when the answer does not say it, or there was none.' }),
        ),
        repeats: Type.Integer({ description: 'Later tries that ended the same way.' }),
        requestHeaders: Type.Optional(
          Type.Unsafe<Record<string, string>>({
            type: 'object',
            description:
              'The headers that were sent with this try (the last of its repeats); nothing when none was sent.',
            additionalProperties: { type: 'string' },
          }),
        ),
        response: Type.Optional(
          Type.String({
            description: 'The first kilobyte of the answer; of a redirect, with its `Location` in front.',
          }),
        ),
        started: time('When it was tried.'),
      }),
      { description: 'Newest first.' },
    ),
    created: time('When the event happened.'),
    delivered: Type.Optional(time('When it was taken.')),
    event: Type.String(),
    eventType: Type.String(),
    nextAttempt: Type.Optional(time('When it is tried next; nothing while the endpoint is switched off.')),
    status: Type.Enum(['pending', 'delivered', 'abandoned']),
    url: Type.String(),
    webhookEndpoint: Type.String(),
  }),
);

export const endpointIdParams = object({
  id: Type.String({ maxLength: 128, description: 'Id of the endpoint (`we_…`).' }),
});
export const endpointsQuery = Type.Object(pageQuery, { additionalProperties: false });
const status = Type.Optional(
  Type.Enum(['pending', 'delivered', 'abandoned'], { description: 'Only deliveries with this status.' }),
);

/** Across endpoints: a delivery is named by its event and its endpoint, and so is a place in the list. */
export const allDeliveriesQuery = Type.Object(
  {
    ...pageQuery,
    ...createdQuery,
    webhookEndpoint: Type.Optional(
      Type.String({ maxLength: 128, description: 'Only those to this endpoint (`we_…`).' }),
    ),
    event: Type.Optional(Type.String({ maxLength: 128, description: 'Only those of this event (`ev_…`).' })),
    type: Type.Optional(
      Type.Enum(
        catalog.map(([type]) => type),
        { description: 'Only events of this type.' },
      ),
    ),
    status,
  },
  { additionalProperties: false },
);

export const deliveriesQuery = Type.Object(
  {
    ...pageQuery,
    status,
  },
  { additionalProperties: false },
);
