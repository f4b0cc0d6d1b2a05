import { privateTags, type PrivateField, type PrivateTag } from '../dialects/dialect.ts';

export type PrivateValues = Readonly<Partial<Record<PrivateTag, string>>>;

/** `01` `036` `018f…`: tag, length, value, one after the other; undefined when there is nothing to say. */
export const writePrivate = (
  field: PrivateField,
  values: { readonly [Tag in PrivateTag]?: string | undefined },
): string | undefined => {
  const text = privateTags
    .map((tag) => {
      const value = values[tag];
      return value === undefined
        ? ''
        : field.tags[tag] + String(value.length).padStart(field.lengthDigits, '0') + value;
    })
    .join('');
  return text === '' ? undefined : text;
};

/** Tags that the dialect does not know are passed over; undefined: not sub-fields at all, or one of them twice. */
export const readPrivate = (field: PrivateField, text: string): PrivateValues | undefined => {
  const values: Partial<Record<PrivateTag, string>> = {};
  let at = 0;
  while (at < text.length) {
    const start = at + TAG_LETTERS + field.lengthDigits;
    const digits = text.slice(at + TAG_LETTERS, start);
    if (start > text.length || !/^\d+$/.test(digits)) return undefined;
    const end = start + Number(digits);
    if (end > text.length) return undefined;
    const tag = privateTags.find((known) => field.tags[known] === text.slice(at, at + TAG_LETTERS));
    if (tag !== undefined && values[tag] !== undefined) return undefined;
    if (tag !== undefined) values[tag] = text.slice(start, end);
    at = end;
  }
  return values;
};

const TAG_LETTERS = 2;
