/**
 * What of a request may be kept for its merchant to read. Of what was sent only fields that the route knows, and of
 * those nothing that is card data or a secret; of what was answered everything but addresses that let somebody in, keys
 * and secrets.
 */
import { MASK, maskHiddenNumbers, maskNumbers } from '../../card/mask-numbers.ts';
import { isRecord } from '../kernel/json-value.ts';
import type { ShapeSchema } from '../kernel/tidy.ts';

export const UNKNOWN = '[unknown field]';
export const WRONG_TYPE = '[wrong type]';
export const HIDDEN = '[hidden]';

/** So much of a body is kept. */
export const BODY_LETTERS = 4_096;
/** A secret is shorter, so none is cut into something that is not known for one any more. */
const LONGEST_SECRET = 2_048;
const MOST_ITEMS = 50;

/** Fields of requests that are never kept, by their names, wherever they stand. */
export const hiddenFields: Readonly<Record<string, string>> = {
  card: MASK,
  cavv: HIDDEN,
  secrets: HIDDEN,
};

/**
 * The body of a request as JSON; undefined when there was none. `isRefused`: what is in it was not found to be free of
 * card numbers, or was not looked at.
 */
export const maskRequestBody = (
  schema: ShapeSchema | undefined,
  body: unknown,
  isRefused: boolean,
): string | undefined => {
  if (body === undefined || body === null) return undefined;
  const known = JSON.stringify(maskValue(isRefused ? maskText : asItIs, schema ?? {}, body));
  // What the checks of a route have let through holds no number: one look at the whole is enough.
  return cut(isRefused ? known : maskWhole(known));
};

type Mask = (text: string) => string;

const maskValue = (maskOf: Mask, schema: ShapeSchema, value: unknown): unknown => {
  if (typeof value === 'string') return isText(schema) ? maskOf(value) : WRONG_TYPE;
  if (typeof value === 'number') return maskNumber(value);
  if (typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value))
    return schema.items === undefined
      ? WRONG_TYPE
      : value.slice(0, MOST_ITEMS).map((item) => maskValue(maskOf, schema.items ?? {}, item));
  return isRecord(value) && takesFields(schema) ? maskFields(maskOf, schema, value) : WRONG_TYPE;
};

const isText = ({ type }: ShapeSchema): boolean => type !== 'integer' && type !== 'number' && type !== 'object';

const takesFields = ({ properties, additionalProperties }: ShapeSchema): boolean =>
  properties !== undefined || isRecord(additionalProperties);

const maskFields = (maskOf: Mask, schema: ShapeSchema, value: Readonly<Record<string, unknown>>): unknown => {
  const map = isRecord(schema.additionalProperties) ? (schema.additionalProperties as ShapeSchema) : undefined;
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MOST_ITEMS)
      .map(([name, entry]) => {
        const hidden = Object.hasOwn(hiddenFields, name) ? hiddenFields[name] : undefined;
        const own =
          schema.properties !== undefined && Object.hasOwn(schema.properties, name) ? schema.properties[name] : map;
        if (own === undefined) return [maskText(name).slice(0, 60), UNKNOWN];
        return [maskOf(name), hidden ?? maskValue(maskOf, own, entry)];
      }),
  );
};

/** A number of 13 digits can be a card's; no amount is as long. */
const maskNumber = (value: number): number | string => (Math.abs(value) < 1e12 ? value : MASK);

/** A text that somebody sent, in a body, a path or an answer that quotes it. */
export const maskText = (text: string): string => {
  const shown = hideSecrets(text);
  return MANY_LETTERS.test(shown) ? maskHiddenNumbers(shown) : shown;
};

/** Fewer hold no card number, in whatever coding. */
const MANY_LETTERS = /[A-Za-z0-9+/_-]{17}|(?:%[0-9a-f]{2}){13}|(?:\p{Nd}\P{Nd}*){13}/iu;

const asItIs: Mask = (text) => text;

const maskWhole = (text: string): string => {
  const shown = hideSecrets(text);
  return MANY_DIGITS.test(shown) ? maskNumbers(shown) : shown;
};

/** Keys, secrets of endpoints, and addresses of customers' pages; behind their `#` a sealed card may travel. */
const SECRETS =
  /\btg[ls][0-9A-Za-z]{30,}|\bwhsec_[\w+/=-]{8,}|(\/(?:pay|authenticate)\/)[^\s"'<>\\]{20,}|\bBearer +[\w+/.=-]{8,}/g;

const SHORTEST_SECRET = 14;

export const hideSecrets = (text: string): string =>
  text.length < SHORTEST_SECRET
    ? text
    : text.replace(SECRETS, (_found, door: string | undefined) => `${door ?? ''}${HIDDEN}`);

/** What we answered: built by us out of what was checked before; only mistakes quote what was sent. */
export const maskAnswer = (text: string, isProblem: boolean): string => {
  const some = text.length > BODY_LETTERS + LONGEST_SECRET ? text.slice(0, BODY_LETTERS + LONGEST_SECRET) : text;
  const masked = isProblem ? maskHiddenNumbers(hideSecrets(some)) : maskWhole(some);
  return some.length < text.length ? masked.slice(0, Math.min(BODY_LETTERS, masked.length - LONGEST_SECRET)) : masked;
};

const MANY_DIGITS = /\p{Nd}(?:[\s._\u00ad\u2010-\u2015\u2212-]?\p{Nd}){12}/u;

const cut = (text: string): string => (text.length > BODY_LETTERS ? text.slice(0, BODY_LETTERS) : text).toWellFormed();

/** Names and values of a query: a value stays where the route knows the name. */
export const maskPath = (url: string, querySchema: ShapeSchema | undefined): string => {
  const [path, query] = splitOnce(url);
  const shown = maskText(path).slice(0, MOST_PATH);
  if (query === undefined) return shown;
  const pairs = [...new URLSearchParams(query)].slice(0, MOST_ITEMS).map(([name, value]) => {
    const isKnown = querySchema?.properties !== undefined && Object.hasOwn(querySchema.properties, name);
    return `${maskText(name).slice(0, 60)}=${isKnown ? maskText(value) : UNKNOWN}`;
  });
  return `${shown}?${pairs.join('&')}`.slice(0, MOST_PATH).toWellFormed().replaceAll(CONTROL, ' ');
};

const MOST_PATH = 1_000;
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g;

const splitOnce = (url: string): readonly [string, string | undefined] => {
  const at = url.indexOf('?');
  return at === -1 ? [url, undefined] : [url.slice(0, at), url.slice(at + 1)];
};
