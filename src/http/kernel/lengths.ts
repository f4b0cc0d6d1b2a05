import { isRecord } from './json-value.ts';
import type { ShapeSchema } from './tidy.ts';

/** What is longer than it may be; `pointer` as in JSON Pointer, to the value. */
export type TooLong = {
  readonly pointer: string;
  readonly keyword: 'maxItems' | 'maxProperties' | 'maxLength';
  readonly limit: number;
};

/**
 * Lengths are judged before what they hold, because looking at each of 20,000 entries of a list that may have 50 costs
 * a second. Gives the value cut to what is allowed, whose other mistakes can then be found in bounded time, and what
 * was cut.
 */
export const cutToLengths = (
  schema: ShapeSchema,
  value: unknown,
): { readonly value: unknown; readonly tooLong: readonly TooLong[] } => {
  const tooLong: TooLong[] = [];
  const cut = (own: ShapeSchema, inner: unknown, pointer: string): unknown => {
    if (typeof inner === 'string') return cutText(own, inner, pointer);
    if (Array.isArray(inner)) {
      const items: readonly unknown[] = inner;
      const kept = note(own.maxItems, items.length, { pointer, keyword: 'maxItems' })
        ? items.slice(0, own.maxItems)
        : items;
      return own.items === undefined ? kept : kept.map((item, at) => cut(own.items ?? {}, item, `${pointer}/${at}`));
    }
    if (!isRecord(inner)) return inner;
    const entries = Object.entries(inner);
    const kept = note(own.maxProperties, entries.length, { pointer, keyword: 'maxProperties' })
      ? entries.slice(0, own.maxProperties)
      : entries;
    const inMap = isRecord(own.additionalProperties) ? (own.additionalProperties as ShapeSchema) : undefined;
    return Object.fromEntries(
      kept.map(([name, entry]) => {
        const next = own.properties?.[name] ?? inMap;
        return [
          name,
          next === undefined
            ? entry
            : cut(next, entry, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
        ];
      }),
    );
  };
  const cutText = ({ maxLength }: ShapeSchema, text: string, pointer: string): string => {
    // Counted in whole letters, as JSON Schema does; an emoji is one.
    if (maxLength === undefined || text.length <= maxLength) return text;
    const letters = [...text.slice(0, maxLength * 2 + 2)];
    if (letters.length <= maxLength) return text;
    tooLong.push({ pointer, keyword: 'maxLength', limit: maxLength });
    return letters.slice(0, maxLength).join('');
  };
  const note = (limit: number | undefined, length: number, what: Pick<TooLong, 'pointer' | 'keyword'>): boolean => {
    if (limit === undefined || length <= limit) return false;
    tooLong.push({ ...what, limit });
    return true;
  };
  const result = cut(schema, value, '');
  return { value: result, tooLong };
};
