import { Type, type TSchema } from 'typebox';
import { MAX_AMOUNT_MINOR } from '../../base/money.ts';
import { problems } from '../../base/problem.ts';
import type { CheckName, ObjectCheckName } from '../kernel/checks.ts';

/**
 * Building stones of the API's schemas. One schema checks requests, types handlers, and becomes the OpenAPI document; a
 * schema given a name here is a component there.
 */
const names = new WeakMap<object, string>();

export const named = <S extends TSchema>(name: string, schema: S): S => {
  names.set(schema, name);
  return schema;
};

export const nameOf = (schema: object): string | undefined => names.get(schema);

export const object = <P extends Record<string, TSchema>>(
  properties: P,
  options: { readonly description?: string; readonly fits?: ObjectCheckName } = {},
) => Type.Object(properties, { additionalProperties: false, ...options });

/**
 * The body of a request that needs none: nothing at all or `{}`, and a field that somebody hopes for is refused by its
 * name.
 */
export const noFields = object({});

/** Text checked by a row of `checks`. */
export const text = (
  holds: CheckName,
  options: {
    readonly description?: string;
    readonly maxLength: number;
    readonly minLength?: number;
    readonly example?: string;
    readonly format?: string;
    readonly pattern?: string;
  },
) => Type.String({ minLength: 1, ...options, holds });

export const amount = (description: string) =>
  Type.Integer({ minimum: 1, maximum: MAX_AMOUNT_MINOR, description, example: 10000 });

/** Where 0 means a check of a card. */
export const amountOrNothing = (description: string) =>
  Type.Integer({ minimum: 0, maximum: MAX_AMOUNT_MINOR, description, example: 10000 });

export const currency = text('currency', {
  minLength: 3,
  maxLength: 3,
  description: 'ISO 4217 letters. From version 2023-11-15 answered in upper case.',
  example: 'EUR',
});

export const url = (description: string, example: string) =>
  text('returnUrl', { maxLength: 2048, description, example, format: 'uri' });

export const metadata = Type.Unsafe<Record<string, string>>({
  type: 'object',
  description:
    'Up to 50 keys of your own (40 characters) with text (500 characters), also of several lines. Comes back ' +
    'unchanged; never card numbers. A key with null is left out.',
  propertyNames: { type: 'string', minLength: 1, maxLength: 40, holds: 'plainText' },
  additionalProperties: { type: 'string', maxLength: 500, holds: 'note' },
  maxProperties: 50,
  example: { cart: 'c-1042' },
});

/** A time as the API writes it: whole seconds, UTC. */
export const time = (description: string) =>
  Type.String({ description, format: 'date-time', example: '2024-03-28T08:26:37Z' });

export const id = (description: string, example: string) => Type.String({ description, example });

export const listOf = <S extends TSchema>(name: string, item: S) =>
  named(
    name,
    object({
      data: Type.Array(item, { description: 'Newest first.' }),
      hasMore: Type.Boolean(),
      nextCursor: Type.Union([Type.String(), Type.Null()], {
        description: 'Send it as `cursor` to get what follows; null at the end.',
      }),
    }),
  );

export const pageQuery = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 100, description: 'How many, 1 to 100; 20 when left out.' }),
  ),
  cursor: Type.Optional(Type.String({ maxLength: 128, description: '`nextCursor` of the page before.' })),
};

export const createdQuery = {
  createdFrom: Type.Optional(
    text('timestamp', {
      maxLength: 64,
      description: 'Only what was created at or after this time.',
      format: 'date-time',
    }),
  ),
  createdTo: Type.Optional(
    text('timestamp', { maxLength: 64, description: 'Only what was created before this time.', format: 'date-time' }),
  ),
};

export const problemSchema = named(
  'Problem',
  object({
    type: Type.String({ format: 'uri', description: 'Where the code is explained.' }),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.Enum(Object.keys(problems), {
      description:
        'What a program should look at. The list grows: a code that you do not know means what its status means.',
    }),
    detail: Type.String({ description: 'What was wrong, and what to do.' }),
    message: Type.String({ description: 'The same text as `detail`.' }),
    errors: Type.Array(
      object({
        pointer: Type.String({ description: 'JSON pointer to the field, or `query:name`, `header:name`.' }),
        code: Type.String(),
        message: Type.String(),
      }),
      { description: 'Every wrong field, not only the first.' },
    ),
    requestId: Type.String({ description: 'Name it when you ask for help.' }),
  }),
);
