import { isRecord } from './json-value.ts';

/** As much of a JSON Schema as decides what is made of a value before it is checked. */
export type ShapeSchema = {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, ShapeSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly items?: ShapeSchema;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly maxLength?: number;
  readonly holds?: string;
  readonly anyOf?: readonly ShapeSchema[];
};

/**
 * What was meant by a body, before anything of it is judged: programs that write JSON from forms and rows say "nothing"
 * as `null` or as an empty text, and what customers type has line breaks. A field that only describes must never stop a
 * payment.
 *
 * Gives a new value; unknown fields, and whatever is not of the schema's shape, stay as they are, to be refused by
 * name.
 */
export const tidy = (schema: ShapeSchema, value: unknown): unknown => {
  if (Array.isArray(value))
    return schema.items === undefined ? value : value.map((item) => tidy(schema.items ?? {}, item));
  if (typeof value === 'string') return (tidyText[schema.holds ?? ''] ?? same)(value);
  return isRecord(value) ? tidyFields(schema, value) : value;
};

const tidyFields = (schema: ShapeSchema, value: Readonly<Record<string, unknown>>): unknown =>
  Object.fromEntries(
    Object.entries(value).flatMap(([name, entry]): [string, unknown][] => {
      const own = schema.properties?.[name];
      if (own === undefined) {
        // A map of the merchant's own keys: an empty text is a value there.
        const inMap = isRecord(schema.additionalProperties) ? (schema.additionalProperties as ShapeSchema) : undefined;
        if (inMap === undefined) return [[name, entry]];
        return entry === null && !takesNull(inMap) ? [] : [[name, tidy(inMap, entry)]];
      }
      const tidied = tidy(own, entry);
      const isLeftOut = !(schema.required ?? []).includes(name) && isNothing(own, tidied);
      return isLeftOut ? [] : [[name, tidied]];
    }),
  );

/**
 * An empty text is nothing wherever it stands, but for a number: no client writes one so, and an amount is not guessed.
 */
const isNothing = (schema: ShapeSchema, value: unknown): boolean =>
  value === null ? !takesNull(schema) : value === '' && schema.type !== 'integer';

/** Where a field has a meaning for null, such as “any”, it is meant. */
const takesNull = ({ type, anyOf = [] }: ShapeSchema): boolean => type === 'null' || anyOf.some(takesNull);

const same = (text: string): string => text;

/**
 * One line of text: a line break or a tab is a space, half of a surrogate pair (a name cut in the middle of a letter)
 * is shown as such.
 */
const oneLine = (text: string): string =>
  BREAKS.test(text) ? text.toWellFormed().replaceAll(EVERY_BREAK, ' ').trim() : text.toWellFormed();

const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]/;
const EVERY_BREAK = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;

/** The database counts to the microsecond; other clocks write more digits. */
const microseconds = (text: string): string => text.replace(/(\.\d{6})\d+/, '$1');

/** By the row of `checks` that a text is held against. */
const tidyText: Readonly<Record<string, (text: string) => string>> = {
  line: oneLine,
  phone: oneLine,
  note: (text) => text.toWellFormed(),
  timestamp: microseconds,
  sessionExpiry: microseconds,
};
