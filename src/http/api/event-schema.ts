import { Type } from 'typebox';
import { catalog } from '../../events/catalog.ts';
import { id, named, object, time } from './schema.ts';

const EXAMPLE_ID = 'ev_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e';

/** In the order in which the fields are sent: id, then the alphabet. */
export const eventSchema = named(
  'Event',
  object({
    id: id('Unique id of the event: the same one delivered twice is the same event.', EXAMPLE_ID),
    created: time('When it happened.'),
    cursor: Type.Optional(
      Type.String({
        description: 'In the feed only: `after` this, the feed goes on behind this event. No webhook has it.',
      }),
    ),
    data: object({
      object: Type.Unsafe<Record<string, unknown>>({
        type: 'object',
        description: 'The session, payment, … as it was at that moment.',
      }),
    }),
    sequence: Type.Integer({ description: 'The place of this event among those of its session.' }),
    type: Type.Enum(catalog.map(([type]) => type)),
  }),
);

export const resendSchema = named(
  'EventResend',
  object({
    webhookEndpoint: Type.Optional(
      Type.String({
        maxLength: 128,
        description:
          'Only to this endpoint (`we_…`), whatever it subscribes to. Left out: to every enabled one that ' +
          'subscribes to the type by now.',
      }),
    ),
  }),
);

export const resentSchema = named(
  'ResentEvent',
  object({
    id: id('The event; it is sent under the same id as before.', EXAMPLE_ID),
    queued: Type.Integer({
      minimum: 0,
      description: 'How many endpoints it is sent to. One that it is being sent to at this moment does not count.',
    }),
  }),
);

export const eventIdParams = object({ id: Type.String({ maxLength: 128, description: 'Id of the event (`ev_…`).' }) });
