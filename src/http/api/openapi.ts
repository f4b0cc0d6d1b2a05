import type { FastifyInstance, RouteOptions } from 'fastify';
import { currentVersion, versions } from '../../contract/versions.ts';
import { catalog, type CatalogRow } from '../../events/catalog.ts';
import { nameOf, noFields, problemSchema } from './schema.ts';

declare module 'fastify' {
  // Only an interface can be added to.
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions
  interface FastifySchema {
    operationId?: string;
    summary?: string;
    description?: string;
    tags?: readonly string[];
  }
}

export type JsonObject = { readonly [key: string]: unknown };

/** Collects every route that is registered after it, and makes the OpenAPI document of them. */
export const collectOpenApi = (app: FastifyInstance, basePath: string): (() => JsonObject) => {
  const routes: RouteOptions[] = [];
  app.addHook('onRoute', (route) => {
    if (route.schema?.operationId !== undefined && route.method !== 'HEAD') routes.push(route);
  });
  return () => documentOf(routes, basePath);
};

const documentOf = (routes: readonly RouteOptions[], basePath: string): JsonObject => {
  const components = new Map<string, JsonObject>();
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const route of routes) {
    const path = route.url.slice(basePath.length).replaceAll(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[String(route.method).toLowerCase()] = operationOf(route, components);
  }
  refer(problemSchema as unknown as JsonObject, components);
  const usedTags = new Set(routes.flatMap(({ schema }) => schema?.tags ?? []));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tollgate eCommerce API',
      version: currentVersion,
      description: `Create a session, send your customer to its \`paymentUrl\`, and hear the result in a signed webhook. Versions, by the header \`X-Version\`: ${versions.join(', ')}.`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: basePath }],
    security: [{ apiKey: [] }, { bearer: [] }],
    tags: tags.filter(({ name }) => usedTags.has(name)),
    paths,
    webhooks: Object.fromEntries(catalog.map((row) => [row[0], { post: webhookOf(row, components) }])),
    components: {
      securitySchemes: {
        apiKey: {
          type: 'apiKey',
          in: 'header',
          name: 'X-Api-Key',
          description: 'One of your API keys. It belongs on your server, never in a page or an app.',
        },
        bearer: { type: 'http', scheme: 'bearer', description: 'The same key as `Authorization: Bearer`.' },
      },
      headers: {
        'API-Request-Id': { description: 'Name it when you ask for help.', schema: { type: 'string' } },
        'Idempotent-Replayed': {
          description: '`true`: this `Idempotency-Key` was answered before, and this is that answer again.',
          schema: { type: 'string', const: 'true' },
        },
        'Idempotent-Session-Status': {
          description:
            'Beside `Idempotent-Replayed`, when the session that is answered again is over by now: `completed` or `expired`. Its page is closed; for another try send a new `Idempotency-Key`.',
          schema: { type: 'string', enum: ['completed', 'expired'] },
        },
        'X-Ignored-Fields': {
          description:
            'For accounts whose unknown request fields are ignored: the fields of this request that were, such as `colour, customerDetails.planet`.',
          schema: { type: 'string' },
        },
        'Retry-After': {
          description: 'Seconds to wait before the same request is sent again.',
          schema: { type: 'integer' },
        },
        'X-Version': { description: 'The version of this answer.', schema: { type: 'string', enum: versions } },
      },
      // Of deliveries to a merchant's endpoint.
      parameters: Object.fromEntries(
        WEBHOOK_HEADERS.map(([name, description]) => [
          name,
          { name, in: 'header', required: true, description, schema: { type: 'string' } },
        ]),
      ),
      schemas: Object.fromEntries([...components].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
};

const operationOf = (route: RouteOptions, components: Map<string, JsonObject>): JsonObject => {
  const { schema = {} } = route;
  const isPost = route.method === 'POST';
  return {
    operationId: schema.operationId,
    summary: schema.summary,
    ...(schema.description === undefined ? {} : { description: schema.description }),
    tags: schema.tags,
    parameters: [
      ...parametersOf(schema.params, 'path', components),
      ...parametersOf(schema.querystring, 'query', components),
      {
        name: 'X-Version',
        in: 'header',
        required: false,
        schema: { type: 'string', enum: versions },
        description: `The version to answer in; ${currentVersion} when left out.`,
      },
      ...(isPost
        ? [
            {
              name: 'Idempotency-Key',
              in: 'header',
              required: false,
              schema: { type: 'string', minLength: 1, maxLength: 255 },
              description:
                'Names this request: your order and the number of the try, such as `order-1042-try-1`. The same key and body give the same answer for 30 days, and one effect.',
            },
          ]
        : []),
    ],
    ...(schema.body === undefined || schema.body === noFields
      ? {}
      : {
          requestBody: {
            required: needsBody(schema.body as JsonObject),
            content: { 'application/json': { schema: refer(schema.body as JsonObject, components) } },
          },
        }),
    responses: {
      ...successesOf(
        schema.response as Record<string, JsonObject> | undefined,
        isPost ? POST_HEADERS : HEADERS,
        components,
      ),
      ...PROBLEMS,
    },
  };
};

const HEADERS = {
  'API-Request-Id': { $ref: '#/components/headers/API-Request-Id' },
  'X-Version': { $ref: '#/components/headers/X-Version' },
};

const POST_HEADERS = {
  ...HEADERS,
  'Idempotent-Replayed': { $ref: '#/components/headers/Idempotent-Replayed' },
  'Idempotent-Session-Status': { $ref: '#/components/headers/Idempotent-Session-Status' },
  'X-Ignored-Fields': { $ref: '#/components/headers/X-Ignored-Fields' },
};

const PROBLEMS = {
  default: {
    description: 'What went wrong: 4xx is for you to change, 5xx for us; the code says which.',
    headers: { ...POST_HEADERS, 'Retry-After': { $ref: '#/components/headers/Retry-After' } },
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  },
};

const successesOf = (
  responses: Record<string, JsonObject> | undefined,
  headers: JsonObject,
  components: Map<string, JsonObject>,
): JsonObject =>
  Object.fromEntries(
    Object.entries(responses ?? {}).map(([status, schema]) => [
      status,
      { description: 'Done.', headers, content: { 'application/json': { schema: refer(schema, components) } } },
    ]),
  );

const parametersOf = (schema: unknown, place: 'path' | 'query', components: Map<string, JsonObject>): JsonObject[] => {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: Record<string, JsonObject>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, { description, ...property }]) => ({
    name,
    in: place,
    required: required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: refer(property, components),
  }));
};

/** Where every field may be left out, so may the body. */
const needsBody = ({ required }: JsonObject): boolean => Array.isArray(required) && required.length > 0;

/** What an endpoint of the merchant's hears: the event, with the object that its type is about. */
const webhookOf = ([type, object, told]: CatalogRow, components: Map<string, JsonObject>): JsonObject => {
  const name = capitalized(object);
  if (!components.has(name)) throw new Error(`no operation shows the object of ${type}`);
  const data = { type: 'object', properties: { object: { $ref: `#/components/schemas/${name}` } } };
  return {
    operationId: `on${type.split('.').map(capitalized).join('')}`,
    summary: type,
    description: told,
    tags: ['Webhooks'],
    security: [],
    parameters: WEBHOOK_HEADERS.map(([header]) => ({ $ref: `#/components/parameters/${header}` })),
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: {
            allOf: [
              { $ref: '#/components/schemas/Event' },
              { type: 'object', properties: { data, type: { const: type } } },
            ],
          },
        },
      },
    },
    responses: { '2XX': { description: 'Taken. Any other answer, or none within 10 seconds, and it is sent again.' } },
  };
};

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const WEBHOOK_HEADERS = [
  [
    'X-Signature',
    '`t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of the body, a dot and `t`, under the secret of the endpoint. Two `v1` while the secret is rotated.',
  ],
  ['X-Version', 'The version that the endpoint was created under, in which the event is written.'],
  ['API-Request-Id', 'Of this try.'],
  ['webhook-id', 'Standard Webhooks: the id of the event.'],
  ['webhook-timestamp', 'Standard Webhooks: unix seconds.'],
  ['webhook-signature', 'Standard Webhooks: `v1,<base64>`, one or two.'],
] as const;

const tags = [
  { name: 'Sessions', description: 'An amount to collect on the payment page.' },
  { name: 'Payments', description: 'What was paid, and how: made by sessions, or by your server. Captured, canceled.' },
  { name: 'Refunds', description: 'What is paid back of a payment.' },
  { name: 'Payment methods', description: 'Cards that customers let you keep.' },
  { name: 'Events', description: 'Everything that happened, as webhooks tell it.' },
  { name: 'Webhooks', description: 'Where events are posted to, and what became of it.' },
  { name: 'API keys', description: 'Keys of your account.' },
] as const;

/** A schema with a name becomes a component and is pointed to; the others stay where they are. */
const refer = (schema: JsonObject, components: Map<string, JsonObject>): JsonObject => {
  const name = nameOf(schema);
  if (name === undefined) return plain(schema, components) as JsonObject;
  if (!components.has(name)) {
    // Held before it is filled, so that a schema that mentions itself ends.
    components.set(name, {});
    components.set(name, plain(schema, components) as JsonObject);
  }
  return { $ref: `#/components/schemas/${name}` };
};

/** `holds` and `fits` are ours; everything else is JSON Schema as OpenAPI 3.1 takes it. */
const plain = (value: unknown, components: Map<string, JsonObject>): unknown => {
  if (Array.isArray(value)) return value.map((entry: unknown) => (isObject(entry) ? refer(entry, components) : entry));
  if (!isObject(value)) return value;
  // Generators of code want to be told what a list of texts is a list of.
  const isTextEnum =
    Array.isArray(value['enum']) &&
    value['type'] === undefined &&
    value['enum'].every((choice) => typeof choice === 'string');
  return Object.fromEntries(
    Object.entries(isTextEnum ? { type: 'string', ...value } : value)
      .filter(([key]) => key !== 'holds' && key !== 'fits')
      .map(([key, entry]) => [key, isObject(entry) ? refer(entry, components) : plain(entry, components)]),
  );
};

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
