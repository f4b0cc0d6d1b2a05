import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { Problem, type FieldError } from '../../base/problem.ts';
import type { Clock } from '../../base/clock.ts';
import { findPan } from '../../card/pan.ts';
import { cutToLengths } from './lengths.ts';
import { createChecks, createObjectChecks, type CheckName, type ObjectCheckName } from './checks.ts';

/**
 * Every part of a request is checked against its route's schema, and every wrong field is named at once. JSON Schema
 * says shapes; the keyword `holds` names a row of `checks` for what shapes can't say (an ISO currency, an address one
 * may be sent to).
 */
export type RequestPart = 'body' | 'querystring' | 'params' | 'headers';

export const createSchemaValidator = (rules: { readonly mode: 'sandbox' | 'live'; readonly clock: Clock }) => {
  const ajv = createAjv(rules);
  return (schema: object, part: RequestPart): ((data: unknown) => { value: unknown } | { error: Error }) => {
    const validate = ajv.compile(schema);
    return (data) => {
      const sent = part === 'querystring' ? withNumbers(schema, data) : data;
      return check(validate, part, { schema, sent });
    };
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

const check = (
  validate: ValidateFunction,
  part: RequestPart,
  { schema, sent }: { readonly schema: object; readonly sent: unknown },
): { value: unknown } | { error: Error } => {
  // No body at all is read as an empty one: what is required is then named as missing.
  const { value, tooLong } = cutToLengths(schema, sent ?? {});
  if (validate(value) && tooLong.length === 0) return { value };
  // An address can't be wrong, it can only lead nowhere.
  if (part === 'params') return { error: new Problem('not_found', 'There is nothing with this id.') };
  const lengths = tooLong.map(({ pointer, keyword, limit }) => ({
    keyword,
    instancePath: pointer,
    schemaPath: '',
    params: { limit },
  }));
  // What is wrong with a key was said by the rule that it breaks.
  const others = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'propertyNames');
  const errors = firstByPlace([...lengths, ...(part === 'querystring' ? others.map(asRepeated(sent)) : others)]);
  return { error: problemOf(errors, part) };
};

/** More than a person reads, and less than an answer of megabytes. */
const MAX_NAMED = 20;

const problemOf = (errors: readonly ErrorObject[], part: RequestPart): Problem => {
  const isCardNumber = (error: ErrorObject): boolean => paramOf(error, 'code') === 'cardNumber';
  const named = [...errors.filter(isCardNumber), ...errors.filter((error) => !isCardNumber(error))].slice(0, MAX_NAMED);
  const fields = named.map((error) => fieldErrorOf(error, part));
  const where = part === 'querystring' ? 'query' : part;
  if (errors.some(isCardNumber)) {
    return new Problem(
      'card_number_in_text',
      `The ${where} has what looks like a card number in a field that is not for one. Nothing was stored.`,
      { fields },
    );
  }
  const count = errors.length === 1 ? 'one field' : `${errors.length} fields`;
  const more = errors.length > MAX_NAMED ? `, of which ${MAX_NAMED} are named` : '';
  const detail = `The ${where} has ${count} to correct${more}: ${fields.map(({ message }) => message).join(' ')}`;
  return new Problem('invalid_fields', detail.slice(0, 1000), { fields });
};

/** A query parameter that was sent twice is a list, and of no type that any of them has. */
const asRepeated =
  (sent: unknown) =>
  (error: ErrorObject): ErrorObject => {
    const name = error.instancePath.slice(1);
    const isRepeated = Array.isArray((sent as Readonly<Record<string, unknown>>)[name]);
    return isRepeated
      ? { ...error, keyword: 'holds', params: { code: 'repeated' }, message: 'was sent more than once: send it once.' }
      : error;
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

/** A key may be a card number as well as a value may, also with other digits around it, and neither is repeated. */
const withoutPan = (path: string): string => {
  const found = findPan(path);
  return found === undefined
    ? path.replaceAll(/\d{12,}/g, '…')
    : `${path.slice(0, found.start)}…${withoutPan(path.slice(found.end))}`;
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
    message:
      `${name} must be ` +
      `${typeWords[String(paramOf(error, 'type'))] ?? `of type ${String(paramOf(error, 'type'))}`}.`,
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
    message:
      `${name} must have at least ${String(paramOf(error, 'limit'))} ` +
      `${paramOf(error, 'limit') === 1 ? 'character' : 'characters'}.`,
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
const firstByPlace = (errors: readonly ErrorObject[]): readonly ErrorObject[] => {
  const first = new Map<string, ErrorObject>();
  for (const error of errors) {
    const { field, missingProperty, additionalProperty, unevaluatedProperty } = error.params as Readonly<
      Record<string, unknown>
    >;
    const inner = field ?? missingProperty ?? additionalProperty ?? unevaluatedProperty ?? error.propertyName;
    const place = typeof inner === 'string' ? `${error.instancePath}/${inner}` : error.instancePath;
    if (!first.has(place)) first.set(place, error);
  }
  return [...first.values()];
};
