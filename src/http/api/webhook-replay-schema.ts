import { Type } from 'typebox';
import { catalog } from '../../events/catalog.ts';
import { id, named, object, pageQuery, text, time } from './schema.ts';

const timestamp = (description: string) =>
  text('timestamp', { maxLength: 64, format: 'date-time', description, example: '2024-03-28T08:26:37Z' });

export const replaySchema = named(
  'WebhookReplay',
  object({
    id: id('Unique id of the replay.', 'wr_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e'),
    created: time('When it was ordered.'),
    ended: Type.Optional(time('When it was completed or canceled.')),
    from: time('Events from this time on,'),
    onlyUndelivered: Type.Boolean({ description: 'Whether what the endpoint has taken already is left out.' }),
    progress: Type.Integer({
      minimum: 0,
      maximum: 100,
      description: 'How much of the stretch of time was looked at, in percent.',
    }),
    queued: Type.Integer({ minimum: 0, description: 'Events that were put on their way.' }),
    skipped: Type.Integer({
      minimum: 0,
      description: 'Events that were not: delivered already (with `onlyUndelivered`), or being sent at that moment.',
    }),
    status: Type.Enum(['running', 'completed', 'canceled'], {
      description: '`completed`: everything was put on its way; its deliveries say what became of it.',
    }),
    to: time('and before this one.'),
    types: Type.Optional(
      Type.Array(Type.String(), { description: 'Only these; nothing here: those to which the endpoint subscribes.' }),
    ),
    webhookEndpoint: Type.String(),
  }),
);

export const replayCreateSchema = named(
  'WebhookReplayCreate',
  object({
    from: timestamp('Events that happened at or after this time, at most 90 days ago.'),
    to: Type.Optional(timestamp('Events that happened before this time; now, when left out.')),
    types: Type.Optional(
      Type.Array(Type.Enum(['*', ...catalog.map(([type]) => type)]), {
        minItems: 1,
        maxItems: 50,
        description:
          'Only these types, whether or not the endpoint subscribes to them; `["*"]` for all. Left out: those to ' +
          'which it subscribes.',
        example: ['session.completed'],
      }),
    ),
    onlyUndelivered: Type.Optional(
      Type.Boolean({
        description: 'Only what this endpoint has not taken yet, or never got; false when left out: everything.',
      }),
    ),
  }),
);

export const replayParams = object({
  id: Type.String({ maxLength: 128, description: 'Id of the endpoint (`we_…`).' }),
  replayId: Type.String({ maxLength: 128, description: 'Id of the replay (`wr_…`).' }),
});

export const replaysQuery = Type.Object(pageQuery, { additionalProperties: false });
