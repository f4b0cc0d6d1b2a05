import { findPan } from '../../card/pan.ts';
import { isRecord } from './json-value.ts';
import type { ShapeSchema } from './tidy.ts';

/**
 * For merchants who asked for it: fields that no request knows are left out, and named to the caller. Never left out,
 * and so refused by name: anything of a card or beside one (a `cvv` left out would be a payment without its code),
 * anything that holds what may be a card number, and a field that this request knows by this name at another place or
 * in other letters (`captureMethod` beside `paymentData` instead of in it), for that is a mistake that would change
 * what is done.
 *
 * `ignored`: their places, `customerDetails.planet`, fit for a header; at most 20, then how many more.
 */
export const leaveOutUnknown = (
  schema: ShapeSchema,
  body: unknown,
): { readonly value: unknown; readonly ignored: readonly string[] } => {
  const known = namesIn(schema);
  const ignored: string[] = [];
  const walk = (own: ShapeSchema, value: unknown, path: readonly string[]): unknown => {
    if (!isRecord(value) || own.properties === undefined) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, entry]): [string, unknown][] => {
        const next = own.properties?.[name];
        if (next !== undefined) return [[name, walk(next, entry, [...path, name])]];
        if (path[0] === 'paymentMethod' || known.has(name.toLowerCase()) || saysCard(name, entry))
          return [[name, entry]];
        ignored.push([...path, name].map(encodeURIComponent).join('.').slice(0, 100));
        return [];
      }),
    );
  };
  const value = walk(schema, body, []);
  const more = ignored.length - MAX_NAMED;
  return { value, ignored: more > 0 ? [...ignored.slice(0, MAX_NAMED), `and ${more} more`] : ignored };
};

const MAX_NAMED = 20;

const saysCard = (name: string, entry: unknown): boolean =>
  CARD_NAMES.test(name) || findPan(`${name} ${JSON.stringify(entry)}`) !== undefined;

const CARD_NAMES = /card|cvc|cvv|cvn|cid\b|csc\b|pan\b|expir|track|token|security.?code|payment.?method/i;

/** Every name of the schema at any depth, in small letters; made once for each schema. */
const namesIn = (schema: ShapeSchema): ReadonlySet<string> => {
  const before = made.get(schema);
  if (before !== undefined) return before;
  const names = new Set<string>();
  const collect = ({ properties = {}, items }: ShapeSchema): void => {
    for (const [name, inner] of Object.entries(properties)) {
      names.add(name.toLowerCase());
      collect(inner);
    }
    if (items !== undefined) collect(items);
  };
  collect(schema);
  made.set(schema, names);
  return names;
};

const made = new WeakMap<ShapeSchema, ReadonlySet<string>>();
