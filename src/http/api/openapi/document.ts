import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify';
import { currentVersion, versions } from '../../../contract/versions.ts';
import { catalog } from '../../../events/catalog.ts';
import { scopeOfRoute } from '../route-scopes.ts';
import { noFields, problemSchema } from '../schema.ts';
import { capitalized, createComponents, type Components, type JsonObject } from './components.ts';
import { exampleOf } from './example.ts';
import { addEventSchemas, WEBHOOK_TAG, webhookOf } from './webhooks.ts';

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

/** Collects every route that is registered after it, and makes the OpenAPI document of them. */
export const collectOpenApi = (app: FastifyInstance, basePath: string): (() => JsonObject) => {
  const routes: RouteOptions[] = [];
  app.addHook('onRoute', (route) => {
    if (route.schema?.operationId !== undefined && route.method !== 'HEAD') routes.push(route);
  });
  return () => documentOf(routes, basePath);
};

const documentOf = (routes: readonly RouteOptions[], basePath: string): JsonObject => {
  const components = createComponents();
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const route of routes) {
    const path = route.url.slice(basePath.length).replaceAll(/:(\w+)/g, '{$1}');
    const [scope] = scopeOfRoute(String(route.method), route.url.slice(basePath.length));
    (paths[path] ??= {})[String(route.method).toLowerCase()] = operationOf(route, scope, components);
  }
  components.refer(problemSchema as unknown as JsonObject, 'answer', 'Problem');
  addEventSchemas(components);
  const usedTags = new Set(routes.flatMap(({ schema }) => schema?.tags ?? []));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tollgate eCommerce API',
      version: currentVersion,
      description:
        'Create a session, send your customer to its `paymentUrl`, and hear the result in a signed webhook. ' +
        `Versions, by the header \`X-Version\`: ${versions.join(', ')}.`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: basePath }],
    security: [{ apiKeyHeader: [] }, { bearerKey: [] }],
    tags: [...tags.filter(({ name }) => usedTags.has(name)), WEBHOOK_TAG],
    paths,
    webhooks: Object.fromEntries(catalog.map((row) => [row[0], { post: webhookOf(row) }])),
    components: {
      securitySchemes: {
        // Not called as the object ApiKey is: generators make one type of both.
        apiKeyHeader: {
          type: 'apiKey',
          in: 'header',
          name: 'X-Api-Key',
          description: 'One of your API keys. It belongs on your server, never in a page or an app.',
        },
        bearerKey: { type: 'http', scheme: 'bearer', description: 'The same key as `Authorization: Bearer`.' },
      },
      headers: {
        'API-Request-Id': { description: 'Name it when you ask for help.', schema: { type: 'string' } },
        'Idempotent-Replayed': {
          description: '`true`: this `Idempotency-Key` was answered before, and this is that answer again.',
          schema: { type: 'string', const: 'true' },
        },
        'Idempotent-Session-Status': {
          description:
            'Beside `Idempotent-Replayed`, when the session that is answered again is over by now: `completed` or ' +
            '`expired`. Its page is closed; for another try send a new `Idempotency-Key`.',
          schema: { type: 'string', 'x-extensible-enum': ['completed', 'expired'] },
        },
        'X-Ignored-Fields': {
          description:
            'For accounts whose unknown request fields are ignored: the fields of this request that were, such as ' +
            '`colour, customerDetails.planet`.',
          schema: { type: 'string' },
        },
        'Retry-After': {
          description: 'Seconds to wait before the same request is sent again.',
          schema: { type: 'integer' },
        },
        'X-Version': {
          description: 'The version of this answer.',
          schema: { type: 'string', 'x-extensible-enum': versions },
        },
      },
      schemas: { ...components.all(), ApiVersion: API_VERSION },
    },
  };
};

/** One type for the parameter of every operation. */
const API_VERSION = {
  type: 'string',
  enum: versions,
  description: 'A version of the API, by its date.',
};

const operationOf = (route: RouteOptions, scope: string, components: Components): JsonObject => {
  const { schema = {} } = route;
  const isPost = route.method === 'POST';
  return {
    operationId: schema.operationId,
    summary: schema.summary,
    description: [
      ...(schema.description === undefined ? [] : [schema.description]),
      `Needs the scope \`${scope}\`.`,
    ].join(' '),
    'x-required-scope': scope,
    tags: schema.tags,
    parameters: [
      ...parametersOf(schema.params, 'path', components),
      ...parametersOf(schema.querystring, 'query', components),
      {
        name: 'X-Version',
        in: 'header',
        required: false,
        schema: { $ref: '#/components/schemas/ApiVersion' },
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
                'Names this request: your order and the number of the try, such as `order-1042-try-1`. The same ' +
                'key and body give the same answer for 30 days, and one effect.',
            },
          ]
        : []),
    ],
    ...(schema.body === undefined || schema.body === noFields
      ? {}
      : {
          requestBody: {
            required: needsBody(schema.body as JsonObject),
            description: 'A field that is optional may be left out, `null` or empty text: all three mean the same.',
            content: {
              'application/json': {
                schema: components.refer(schema.body as JsonObject, 'request', `${nameOfOperation(schema)}Request`),
              },
            },
          },
        }),
    responses: {
      ...successesOf(
        schema.response as Record<string, JsonObject> | undefined,
        isPost ? POST_HEADERS : HEADERS,
        (answer) => components.refer(answer, 'answer', `${nameOfOperation(schema)}Answer`),
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

const PROBLEM_EXAMPLE = {
  type: 'http://localhost:8080/docs/errors#invalid_fields',
  title: 'Invalid fields',
  status: 400,
  code: 'invalid_fields',
  detail: 'The request has fields that are not right: see errors.',
  message: 'The request has fields that are not right: see errors.',
  errors: [{ pointer: '/amount', code: 'minimum', message: 'must be at least 1.' }],
  requestId: 'req_0193a1f4-5b7e-7c3d-8e21-6f4a9b0c1d2e',
};

const PROBLEMS = {
  default: {
    description: 'What went wrong: 4xx is for you to change, 5xx for us; the code says which.',
    headers: { ...POST_HEADERS, 'Retry-After': { $ref: '#/components/headers/Retry-After' } },
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        example: PROBLEM_EXAMPLE,
      },
    },
  },
};

const successesOf = (
  responses: Record<string, JsonObject> | undefined,
  headers: JsonObject,
  refer: (schema: JsonObject) => JsonObject,
): JsonObject =>
  Object.fromEntries(
    Object.entries(responses ?? {}).map(([status, schema]) => [
      status,
      {
        description: 'Done.',
        headers,
        content: contentOf(schema) ?? { 'application/json': { schema: refer(schema), example: exampleOf(schema) } },
      },
    ]),
  );

/** An answer that is no JSON says what it is. */
const contentOf = ({ contentTypes, ...schema }: JsonObject): JsonObject | undefined =>
  Array.isArray(contentTypes)
    ? Object.fromEntries((contentTypes as readonly string[]).map((type) => [type, { schema }]))
    : undefined;

const parametersOf = (schema: unknown, place: 'path' | 'query', components: Components): JsonObject[] => {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: Record<string, JsonObject>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, { description, ...property }]) => ({
    name,
    in: place,
    required: required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: components.refer(property, 'request', name),
  }));
};

/** Where every field may be left out, so may the body. */
const needsBody = ({ required }: JsonObject): boolean => Array.isArray(required) && required.length > 0;

const nameOfOperation = ({ operationId = '' }: FastifySchema): string => capitalized(operationId);

const tags = [
  { name: 'Sessions', description: 'An amount to collect on the payment page.' },
  { name: 'Payments', description: 'What was paid, and how: made by sessions, or by your server. Captured, canceled.' },
  { name: 'Refunds', description: 'What is paid back of a payment.' },
  { name: 'Payment methods', description: 'Cards that customers let you keep.' },
  { name: 'Events', description: 'Everything that happened, as webhooks tell it.' },
  { name: 'Webhook endpoints', description: 'Where events are posted to, and what became of it.' },
  { name: 'Settings', description: 'What your account has set for all of its sessions and payments.' },
  { name: 'API keys', description: 'Keys of your account: what each may do, until when, and from where.' },
  { name: 'Acquirer accounts', description: 'Where payments go: for whoever operates the gateway.' },
  { name: 'People', description: 'Who works for you in the Personal area, and as what.' },
  { name: 'Exports', description: 'Whole lists as files.' },
  { name: 'Figures', description: 'What happened in a day, a week or a month, beside the one before.' },
  { name: 'Audit log', description: 'Who did what in your account, from where, with which key.' },
  { name: 'Request log', description: 'What your servers asked, and what they were answered.' },
  { name: 'Operator', description: 'How the whole installation does: for the keys of those who operate the gateway.' },
] as const;
