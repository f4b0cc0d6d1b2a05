import type { FastifyInstance, RouteOptions } from 'fastify';
import { currentVersion, versions } from '../../contract/versions.ts';
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
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
      headers: {
        'API-Request-Id': { description: 'Name it when you ask for help.', schema: { type: 'string' } },
        'X-Version': { description: 'The version of this answer.', schema: { type: 'string', enum: versions } },
      },
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
      { name: 'X-Version', in: 'header', required: false, schema: { type: 'string', enum: versions }, description: `The version to answer in; ${currentVersion} when left out.` },
      ...(isPost ? [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', minLength: 1, maxLength: 255 }, description: 'The same key and body give the same answer for 30 days, and one effect.' }] : []),
    ],
    ...(schema.body === undefined || schema.body === noFields
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: refer(schema.body as JsonObject, components) } } } }),
    responses: { ...successesOf(schema.response as Record<string, JsonObject> | undefined, components), ...PROBLEMS },
  };
};

const HEADERS = {
  'API-Request-Id': { $ref: '#/components/headers/API-Request-Id' },
  'X-Version': { $ref: '#/components/headers/X-Version' },
};

const PROBLEMS = {
  default: {
    description: 'What went wrong: 4xx is for you to change, 5xx for us; the code says which.',
    headers: HEADERS,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  },
};

const successesOf = (responses: Record<string, JsonObject> | undefined, components: Map<string, JsonObject>): JsonObject =>
  Object.fromEntries(
    Object.entries(responses ?? {}).map(([status, schema]) => [
      status,
      { description: 'Done.', headers: HEADERS, content: { 'application/json': { schema: refer(schema, components) } } },
    ]),
  );

const parametersOf = (schema: unknown, place: 'path' | 'query', components: Map<string, JsonObject>): JsonObject[] => {
  const { properties = {}, required = [] } = (schema ?? {}) as { properties?: Record<string, JsonObject>; required?: readonly string[] };
  return Object.entries(properties).map(([name, { description, ...property }]) => ({
    name,
    in: place,
    required: required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: refer(property, components),
  }));
};

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
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'holds' && key !== 'fits')
      .map(([key, entry]) => [key, isObject(entry) ? refer(entry, components) : plain(entry, components)]),
  );
};

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
