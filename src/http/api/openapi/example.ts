/** JSON Schema as far as an example needs it, with every reference replaced by what it points to. */
export type ExampleSchema = {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly 'x-extensible-enum'?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly ExampleSchema[];
  readonly properties?: Readonly<Record<string, ExampleSchema>>;
  readonly required?: readonly string[];
  readonly items?: ExampleSchema;
  readonly example?: unknown;
  readonly minimum?: number;
};

/** A value that the schema allows: its own example where it has one. */
export const exampleOf = (schema: ExampleSchema): unknown => {
  if (schema.example !== undefined) return schema.example;
  if (schema.const !== undefined) return schema.const;
  const choices = schema.enum ?? schema['x-extensible-enum'];
  if (choices !== undefined) return choices[0];
  if (schema.anyOf !== undefined) return exampleOf(schema.anyOf.at(-1) ?? {});
  if (schema.items !== undefined) return [exampleOf(schema.items)];
  switch (schema.type) {
    case 'object':
      return exampleObject(schema);
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return false;
    case 'null':
      return null;
    default:
      return schema.format === 'date-time' ? '2024-03-28T08:26:37Z' : 'text';
  }
};

/** Optional fields are shown when somebody gave them an example. */
const exampleObject = ({ properties = {}, required = [] }: ExampleSchema): unknown =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([name, schema]) => required.includes(name) || schema.example !== undefined)
      .map(([name, schema]) => [name, exampleOf(schema)]),
  );
