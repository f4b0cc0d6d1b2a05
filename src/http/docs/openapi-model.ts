import type { JsonObject } from '../api/openapi/components.ts';

/** An OpenAPI document as its readers need it: operations in order, schemas without references, fields as a tree. */
export type ApiModel = {
  readonly title: string;
  readonly groups: readonly { readonly name: string; readonly operations: readonly Operation[] }[];
};

export type Operation = {
  readonly id: string;
  /** Upper case. */
  readonly method: string;
  /** `/sessions/{id}` */
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly group: string;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | undefined;
  readonly answer: Schema | undefined;
};

export type Parameter = { readonly name: string; readonly in: 'path' | 'query' | 'header'; readonly field: Field };

/** JSON Schema as far as the API uses it, every `$ref` replaced by what it points to; `title` keeps the name. */
export type Schema = {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  /** Values of an answer: others can appear. */
  readonly 'x-extensible-enum'?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly example?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
};

export type Field = {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly description: string;
  /** What a value must keep to, each a few words: `1 to 64 characters`. */
  readonly limits: readonly string[];
  readonly choices: readonly string[];
  readonly children: readonly Field[];
};

type Document = {
  readonly info: { readonly title: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, RawSchema>> };
};
type RawSchema = Schema & { readonly $ref?: string };
type RawContent = { readonly content?: Readonly<Record<string, { readonly schema: RawSchema }>> };
type RawOperation = {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: Parameter['in'];
    readonly required: boolean;
    readonly description?: string;
    readonly schema: RawSchema;
  }[];
  readonly requestBody?: RawContent;
  readonly responses: Readonly<Record<string, RawContent>>;
};

/** The document is made by this gateway, so its shape is trusted from here on. */
export const readApiModel = (document: JsonObject): ApiModel => {
  const { info, paths, components } = document as unknown as Document;
  const resolve = createResolver(components.schemas);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]) => readOperation({ method: method.toUpperCase(), path, raw }, resolve)),
  );
  const groups = [...Map.groupBy(operations, ({ group }) => group)].map(([name, members]) => ({
    name,
    operations: members,
  }));
  return { title: info.title, groups };
};

type Resolve = (schema: RawSchema) => Schema;
type Found = { readonly method: string; readonly path: string; readonly raw: RawOperation };

const readOperation = ({ method, path, raw }: Found, resolve: Resolve): Operation => {
  const body = raw.requestBody?.content?.['application/json']?.schema;
  const answer = Object.entries(raw.responses).find(([status]) => status.startsWith('2'))?.[1].content;
  const schemaOfAnswer = (answer?.['application/json'] ?? Object.values(answer ?? {})[0])?.schema;
  return {
    id: raw.operationId,
    method,
    path,
    summary: raw.summary ?? raw.operationId,
    description: raw.description ?? '',
    group: raw.tags?.[0] ?? 'Other',
    parameters: (raw.parameters ?? []).map((parameter) => ({
      name: parameter.name,
      in: parameter.in,
      field: {
        ...fieldOf(parameter.name, resolve(parameter.schema), parameter.required),
        description: parameter.description ?? '',
      },
    })),
    body: body && resolve(body),
    answer: schemaOfAnswer && resolve(schemaOfAnswer),
  };
};

const createResolver = (schemas: Readonly<Record<string, RawSchema>>): Resolve => {
  const resolve = (schema: RawSchema, seen: readonly string[]): Schema => {
    const name = schema.$ref?.split('/').at(-1);
    if (name !== undefined) {
      const target = schemas[name];
      if (target === undefined || seen.includes(name)) return { title: name, type: 'object' };
      return { title: name, ...resolve(target, [...seen, name]) };
    }
    return {
      ...schema,
      ...(schema.anyOf && { anyOf: schema.anyOf.map((one) => resolve(one, seen)) }),
      ...(schema.items && { items: resolve(schema.items, seen) }),
      ...(schema.properties && { properties: mapValues(schema.properties, (property) => resolve(property, seen)) }),
    };
  };
  return (schema) => resolve(schema, []);
};

const mapValues = <T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Readonly<Record<string, U>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

/** The fields of an object, in the order in which they are declared. */
export const fieldsOf = ({ properties = {}, required = [] }: Schema): readonly Field[] =>
  Object.entries(properties).map(([name, schema]) => fieldOf(name, schema, required.includes(name)));

const fieldOf = (name: string, schema: Schema, isRequired: boolean): Field => {
  const inner = schema.items ?? schema;
  return {
    name,
    type: typeOf(schema),
    isRequired,
    description: schema.description ?? '',
    limits: limitsOf(schema),
    choices: (choicesOf(inner) ?? []).map(String),
    children: fieldsOf(inner),
  };
};

const choicesOf = (schema: Schema): readonly unknown[] | undefined => schema.enum ?? schema['x-extensible-enum'];

const typeOf = (schema: Schema): string => {
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.items) return `array of ${typeOf(schema.items)}`;
  if (choicesOf(schema) || schema.const !== undefined) return typeof (choicesOf(schema)?.[0] ?? schema.const);
  if (schema.title) return schema.title;
  if (schema.format === 'date-time') return 'time';
  if (schema.format === 'date') return 'day';
  if (schema.format === 'uri') return 'URL';
  if (typeof schema.additionalProperties === 'object') return `object of ${typeOf(schema.additionalProperties)}s`;
  return typeof schema.type === 'string' ? schema.type : (schema.type?.join(' or ') ?? 'any');
};

const limitsOf = (schema: Schema): readonly string[] => {
  // The length of a time says nothing that its form does not.
  if (schema.format === 'date-time' || schema.format === 'date') return [];
  return [
    range(schema.minimum, schema.maximum, ''),
    // "At least 1" goes without saying, and a pattern says lengths better.
    range(
      schema.minLength === 1 && schema.maxLength !== undefined ? 1 : schema.minLength,
      schema.maxLength,
      'characters',
    ),
    range(schema.minItems, schema.maxItems, 'entries'),
    range(schema.minProperties, schema.maxProperties, 'keys'),
    schema.pattern === undefined ? undefined : `matches ${schema.pattern}`,
  ].filter((limit) => limit !== undefined);
};

const range = (least: number | undefined, most: number | undefined, unit: string): string | undefined => {
  const said = rangeWords(least, most);
  return said === undefined ? undefined : `${said} ${unit}`.trim();
};

const rangeWords = (least: number | undefined, most: number | undefined): string | undefined => {
  if (least !== undefined && least === most) return `exactly ${format(least)}`;
  if (least !== undefined && most !== undefined && least > 0) return `${format(least)} to ${format(most)}`;
  if (most !== undefined) return `at most ${format(most)}`;
  return least === undefined || least <= 1 ? undefined : `at least ${format(least)}`;
};

/** 1000000000000 is hard to count. */
const format = (limit: number): string => limit.toLocaleString('en-US').replaceAll(',', '\u202f');
