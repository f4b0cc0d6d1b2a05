import { isDeepStrictEqual } from 'node:util';
import { nameOf } from '../schema.ts';
import { componentDescriptions, componentNameOf } from './component-names.ts';
import { fieldDescriptions } from './field-descriptions.ts';

export type JsonObject = { readonly [key: string]: unknown };

/**
 * Requests are strict, answers are open: they may get new fields and values at any time, so a document that forbade
 * them would make clients that break. What is a closed list for us is an open one (`x-extensible-enum`) for who reads.
 */
export type Direction = 'request' | 'answer';

/** The named schemas of the document, filled while operations are described. */
export type Components = {
  /**
   * The schema, or a reference to its component when it is an object. `context`: its name, where it has none of its
   * own.
   */
  readonly refer: (schema: JsonObject, direction: Direction, context: string) => JsonObject;
  /** By name, in alphabetical order. */
  readonly all: () => JsonObject;
  readonly add: (name: string, content: JsonObject) => void;
};

export const createComponents = (): Components => {
  const found = new Map<string, JsonObject>();
  const place = (wanted: string, content: JsonObject): string => {
    const known = found.get(wanted);
    if (known === undefined || isDeepStrictEqual(known, content)) {
      found.set(wanted, content);
      return wanted;
    }
    throw new Error(`two schemas are called ${wanted}: give one of them a name of its own (named, in schema.ts)`);
  };
  const refer = (schema: JsonObject, direction: Direction, context: string): JsonObject => {
    const own = nameOf(schema);
    const isNamed = own !== undefined || isObject(schema['properties']);
    if (!isNamed) return plainObject(schema, direction, context);
    const name = own ?? componentNameOf(context);
    const content = { ...descriptionOf(name), ...plainObject(schema, direction, name) };
    return { $ref: `#/components/schemas/${place(name, content)}` };
  };
  const plainObject = (schema: JsonObject, direction: Direction, context: string): JsonObject => {
    const entries = Object.entries(direction === 'answer' ? opened(schema) : typed(schema))
      // `holds` and `fits` are ours; everything else is JSON Schema as OpenAPI 3.1 takes it.
      .filter(([key]) => key !== 'holds' && key !== 'fits')
      .map(([key, entry]) => [
        key,
        key === 'properties' ? properties(entry as JsonObject, direction, context) : plain(entry, direction, context),
      ]);
    return Object.fromEntries(entries) as JsonObject;
  };
  const properties = (fields: JsonObject, direction: Direction, context: string): JsonObject =>
    Object.fromEntries(
      Object.entries(fields).map(([name, field]) => {
        const schema = refer(field as JsonObject, direction, `${context}${capitalized(name)}`);
        return [name, described(name, schema, field as JsonObject)];
      }),
    );
  const plain = (value: unknown, direction: Direction, context: string): unknown => {
    if (Array.isArray(value))
      return value.map((entry: unknown) => (isObject(entry) ? refer(entry, direction, context) : entry));
    return isObject(value) ? refer(value, direction, singular(context)) : value;
  };
  return {
    refer,
    all: () => Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1))),
    add: (name, content) => {
      place(name, content);
    },
  };
};

const descriptionOf = (name: string): JsonObject => {
  const description = componentDescriptions[name];
  return description === undefined ? {} : { description };
};

/** What points to a component is described there. */
const described = (name: string, schema: JsonObject, field: JsonObject): JsonObject => {
  if (schema['$ref'] !== undefined || field['description'] !== undefined) return schema;
  const description = fieldDescriptions[name];
  return description === undefined ? schema : { ...schema, description };
};

const opened = (schema: JsonObject): JsonObject => {
  const { enum: choices, additionalProperties, const: only, ...rest } = typed(schema);
  return {
    ...rest,
    // `deleted` is always true, and Java's generator makes of that what does not compile.
    ...(only === undefined || typeof only === 'boolean' ? {} : { const: only }),
    ...(Array.isArray(choices) ? { 'x-extensible-enum': choices } : {}),
    ...(additionalProperties === undefined || additionalProperties === false ? {} : { additionalProperties }),
  };
};

/** Generators of code make types of it: what a list of texts is a list of, and which numbers need 64 bits. */
const typed = (schema: JsonObject): JsonObject => {
  if (needsLongNumber(schema)) return { ...schema, format: 'int64' };
  const { enum: choices, type } = schema;
  return Array.isArray(choices) && type === undefined && choices.every((choice) => typeof choice === 'string')
    ? { type: 'string', ...schema }
    : schema;
};

/** Without a format Java, Go and others take 32 bits, which end at 21 million euros, and sooner in rupiah. */
const needsLongNumber = ({ type, maximum, format }: JsonObject): boolean =>
  format === undefined &&
  [type].flat().includes('integer') &&
  (typeof maximum !== 'number' || maximum > MOST_IN_32_BITS);

const MOST_IN_32_BITS = 2 ** 31 - 1;

export const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const singular = (name: string): string => name.replace(/([^s])s$/, '$1');

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
