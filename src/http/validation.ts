import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { Problem, type FieldError } from '../base/problem.ts';
import type { Clock } from '../base/clock.ts';
import { findPan } from '../card/pan.ts';
import { createChecks, createObjectChecks, type CheckName, type ObjectCheckName } from './checks.ts';

/**
 * Every part of a request is checked against its route's schema, and every wrong field is named at once. JSON Schema says
 * shapes; the keyword `holds` names a row of `checks` for what shapes can't say (an ISO currency, an address one may be sent to).
 */
export type RequestPart = 'body' | 'querystring' | 'params' | 'headers';

export const createSchemaValidator = (rules: { readonly mode: 'sandbox' | 'live'; readonly clock: Clock }) => {
  const ajv = createAjv(rules);
  return (schema: object, part: RequestPart): ((data: unknown) => { value: unknown } | { error: Error }) => {
    const validate = ajv.compile(schema);
    return (data) => check(validate, part, part === 'querystring' ? withNumbers(schema, data) : data);
  };
};

/** A query has only text: `limit=20` is the number 20, and what is not written in digits alone is no number. */
const withNumbers = (
  schema: { readonly properties?: Readonly<Record<string, { readonly type?: unknown }>> },
  query: unknown,
): unknown =>
  Object.fromEntries(
    Object.entries(query ?? {}).map(([name, value]: [string, unknown]) => {
      const isNumber =
        schema.properties?.[name]?.type === 'integer' && typeof value === 'string' && /^\d{1,15}$/.test(value);
      return [name, isNumber ? Number(value) : value];
    }),
  );

type Rules = { readonly mode: 'sandbox' | 'live'; readonly clock: Clock };

const createAjv = (rules: Rules): Ajv2020 => {
  const checks = createChecks(rules);
  const objectChecks = createObjectChecks(rules);
  const ajv = new Ajv2020({
    allErrors: true,
    removeAdditional: false,
    useDefaults: false,
    strict: true,
    allowUnionTypes: true,
  });
  ajv.addKeyword({
    keyword: 'holds',
    type: 'string',
    schemaType: 'string',
    errors: true,
    validate: function holds(name: CheckName, text: string): boolean {
      const failure = checks[name](text);
      if (failure === undefined) return true;
      (holds as { errors?: Partial<ErrorObject>[] }).errors = [
        { keyword: 'holds', params: { code: failure.code }, message: failure.message },
      ];
      return false;
    },
  });
  ajv.addKeyword({
    keyword: 'fits',
    type: 'object',
    schemaType: 'string',
    errors: true,
    validate: function fits(name: ObjectCheckName, value: Readonly<Record<string, unknown>>): boolean {
      const failures = objectChecks[name](value);
      if (failures.length === 0) return true;
      (fits as { errors?: Partial<ErrorObject>[] }).errors = failures.map(({ field, code, message }) => ({
        keyword: 'holds',
        params: { code, field },
        message,
      }));
      return false;
    },
  });
  // Known to documentation, nothing to check: `holds` does.
  for (const format of ['uri', 'date-time', 'date', 'email']) ajv.addFormat(format, true);
  ajv.addKeyword('example');
  return ajv;
};

const check = (validate: ValidateFunction, part: RequestPart, sent: unknown): { value: unknown } | { error: Error } => {
  // No body at all is read as an empty one: what is required is then named as missing.
  const data = sent ?? {};
  if (validate(data)) return { value: data };
  // An address can't be wrong, it can only lead nowhere.
  if (part === 'params') return { error: new Problem('not_found', 'There is nothing with this id.') };
  // What is wrong with a key was said by the rule that it breaks.
  const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'propertyNames');
  const fields = uniqueByPointer(errors.map((error) => fieldErrorOf(error, part)));
  const isCardNumber = fields.some((field) => field.code === 'cardNumber');
  const where = part === 'querystring' ? 'query' : part;
  const count = fields.length === 1 ? 'one field' : `${fields.length} fields`;
  return {
    error: isCardNumber
      ? new Problem(
          'card_number_in_text',
          `The ${where} has what looks like a card number in a field that is not for one. Nothing was stored.`,
          { fields },
        )
      : new Problem(
          'invalid_fields',
          `The ${where} has ${count} to correct: ${fields.map((field) => field.message).join(' ')}`.slice(0, 1000),
          { fields },
        ),
  };
};

const fieldErrorOf = (error: ErrorObject, part: RequestPart): FieldError => {
  const { pointer, name } = placeOf(error);
  const sentence = sentences[error.keyword];
  const said = sentence?.(error, name) ?? { code: 'invalid', message: `${name} ${error.message ?? 'is not valid'}.` };
  return { pointer: part === 'body' ? pointer : `${part === 'querystring' ? 'query' : part}:${name}`, ...said };
};

const placeOf = (error: ErrorObject): { readonly pointer: string; readonly name: string } => {
  const params = error.params as Readonly<Record<string, unknown>>;
  const inner =
    params.field ??
    params.missingProperty ??
    params.additionalProperty ??
    params.unevaluatedProperty ??
    error.propertyName;
  const path =
    typeof inner === 'string'
      ? `${error.instancePath}/${params.field === undefined ? escapePointer(inner) : inner}`
      : error.instancePath;
  const pointer = withoutPan(path);
  return { pointer, name: pointer === '' ? 'The body' : shorten(pointer.slice(1).replaceAll('/', '.')) };
};

/** A key may be a card number as well as a value may, and neither is repeated. */
const withoutPan = (path: string): string => {
  const found = findPan(path);
  return found === undefined ? path : `${path.slice(0, found.start)}…${withoutPan(path.slice(found.end))}`;
};

const escapePointer = (key: string): string => shorten(key).replaceAll('~', '~0').replaceAll('/', '~1');
const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);

type Said = { readonly code: string; readonly message: string };

/** A sentence a keyword, each saying what was wrong and what would be right. Values are never repeated. */
const sentences: Readonly<Record<string, (error: ErrorObject, name: string) => Said>> = {
  required: (_, name) => ({ code: 'missing', message: `${name} is missing.` }),
  additionalProperties: (_, name) => ({ code: 'unknown', message: `${name} is not a field of this request.` }),
  unevaluatedProperties: (_, name) => ({ code: 'unknown', message: `${name} is not a field of this request.` }),
  type: (error, name) => ({
    code: 'type',
    message: `${name} must be ${typeWords[String(paramOf(error, 'type'))] ?? `of type ${String(paramOf(error, 'type'))}`}.`,
  }),
  enum: (error, name) => ({
    code: 'choice',
    message: `${name} must be one of ${(paramOf(error, 'allowedValues') as readonly unknown[]).join(', ')}.`,
  }),
  const: (error, name) => ({ code: 'choice', message: `${name} must be ${String(paramOf(error, 'allowedValue'))}.` }),
  minimum: (error, name) => ({
    code: 'tooSmall',
    message: `${name} must be at least ${String(paramOf(error, 'limit'))}.`,
  }),
  maximum: (error, name) => ({
    code: 'tooLarge',
    message: `${name} must be at most ${String(paramOf(error, 'limit'))}.`,
  }),
  minLength: (error, name) => ({
    code: 'tooShort',
    message: `${name} must have at least ${String(paramOf(error, 'limit'))} ${paramOf(error, 'limit') === 1 ? 'character' : 'characters'}.`,
  }),
  maxLength: (error, name) => ({
    code: 'tooLong',
    message: `${name} must have at most ${String(paramOf(error, 'limit'))} characters.`,
  }),
  minItems: (error, name) => ({
    code: 'tooFew',
    message: `${name} must have at least ${String(paramOf(error, 'limit'))} entries.`,
  }),
  maxItems: (error, name) => ({
    code: 'tooMany',
    message: `${name} must have at most ${String(paramOf(error, 'limit'))} entries.`,
  }),
  uniqueItems: (_, name) => ({ code: 'repeated', message: `${name} has the same entry twice.` }),
  minProperties: (error, name) => ({
    code: 'tooFew',
    message: `${name} must have at least ${String(paramOf(error, 'limit'))} fields.`,
  }),
  maxProperties: (error, name) => ({
    code: 'tooMany',
    message: `${name} must have at most ${String(paramOf(error, 'limit'))} keys.`,
  }),
  pattern: (_, name) => ({ code: 'form', message: `${name} has letters or a form that is not allowed.` }),
  holds: (error, name) => ({ code: String(paramOf(error, 'code')), message: `${name} ${error.message ?? ''}` }),
};

const typeWords: Readonly<Record<string, string>> = {
  integer: 'a whole number (without quotes)',
  string: 'text (in quotes)',
  object: 'an object',
  array: 'a list',
  boolean: 'true or false',
};

const paramOf = (error: ErrorObject, name: string): unknown =>
  (error.params as Readonly<Record<string, unknown>>)[name];

/** A field that is wrong in two ways is named once, with the first: the second often follows from it. */
const uniqueByPointer = (fields: readonly FieldError[]): readonly FieldError[] =>
  [...new Map(fields.toReversed().map((field) => [field.pointer, field])).values()].reverse();
