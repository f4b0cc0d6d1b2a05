import { catalog, type CatalogRow, type EventObject } from '../../../events/catalog.ts';
import { capitalized, type Components, type JsonObject } from './components.ts';

/** Of what we send; the operations on endpoints have a tag of their own, since generators make a class of each. */
export const WEBHOOK_TAG = { name: 'Webhooks', description: 'What is posted to your endpoint.' } as const;

/**
 * `SessionEvent`, `PaymentEvent`, …: an event with the object that its type is about. Beside `Event`, whose object may
 * be any, because a list of events can hold types that a program does not know yet.
 */
export const addEventSchemas = (components: Components): void => {
  const kinds = Map.groupBy(catalog as readonly CatalogRow[], ([, object]) => object);
  const all = components.all();
  const { properties, required } = all['Event'] as { properties: JsonObject; required: unknown };
  for (const [object, rows] of kinds) {
    if (all[capitalized(object)] === undefined) throw new Error(`no operation shows the object of ${object} events`);
    components.add(`${nameOf(object)}Data`, {
      type: 'object',
      description: `What the event is about.`,
      properties: { object: { $ref: `#/components/schemas/${capitalized(object)}` } },
      required: ['object'],
    });
    components.add(nameOf(object), {
      type: 'object',
      description: `An event about a ${object}, with the ${object} as it was at that moment.`,
      properties: {
        ...properties,
        data: { $ref: `#/components/schemas/${nameOf(object)}Data` },
        type: { type: 'string', 'x-extensible-enum': rows.map(([type]) => type), description: 'What happened.' },
      },
      required,
    });
  }
};

const nameOf = (object: EventObject): string => `${capitalized(object)}Event`;

/** What an endpoint of the merchant's hears: the event, with the object that its type is about. */
export const webhookOf = ([type, object, told]: CatalogRow): JsonObject => ({
  operationId: `on${type.split('.').map(capitalized).join('')}`,
  summary: type,
  description: told,
  tags: [WEBHOOK_TAG.name],
  security: [],
  // In each, and not by reference: some generators look for parameters in operations only.
  parameters: WEBHOOK_HEADERS.map(([name, description]) => ({
    name,
    in: 'header',
    required: true,
    description,
    schema: { type: 'string' },
  })),
  requestBody: {
    required: true,
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${nameOf(object)}` } } },
  },
  responses: { '2XX': { description: 'Taken. Any other answer, or none within 10 seconds, and it is sent again.' } },
});

const WEBHOOK_HEADERS = [
  [
    'X-Signature',
    '`t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of the body, a dot and `t`, under the secret of the endpoint. Two ' +
      '`v1` while the secret is rotated with `both`, the new one first.',
  ],
  ['X-Version', 'The version that the endpoint was created under, in which the event is written.'],
  ['API-Request-Id', 'Of this try.'],
  ['webhook-id', 'Standard Webhooks: the id of the event.'],
  ['webhook-timestamp', 'Standard Webhooks: unix seconds.'],
  ['webhook-signature', 'Standard Webhooks: `v1,<base64>`, one or two; then, if wanted, `v1a,<base64>`.'],
] as const;
