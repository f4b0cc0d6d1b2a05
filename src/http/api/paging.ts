import { formatId, idPrefixes, parseId, type IdKind, type Uuid } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';

export type Page = { readonly data: readonly unknown[]; readonly hasMore: boolean; readonly nextCursor: string | null };

const DEFAULT_LIMIT = 20;

/** What a list asks its store for: one row more than the page holds, to know whether there are more. */
export const pageOf = <K extends IdKind>(
  kind: K,
  query: { readonly limit?: number; readonly cursor?: string },
): { readonly limit: number; readonly before: Uuid<K> | undefined; readonly fetch: number } => {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const before = query.cursor === undefined ? undefined : parseId(kind, query.cursor);
  if (query.cursor !== undefined && before === undefined) {
    throw new Problem('invalid_fields', 'cursor must be the nextCursor of the page before.', {
      fields: [{ pointer: 'query:cursor', code: 'form', message: 'cursor must be the nextCursor of the page before.' }],
    });
  }
  return { limit, before, fetch: limit + 1 };
};

export const toPage = <Row extends { readonly id: string }>(
  kind: IdKind,
  { limit }: { readonly limit: number },
  rows: readonly Row[],
  present: (row: Row) => unknown,
): Page => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = rows.length > limit;
  return {
    data: shown.map(present),
    hasMore,
    nextCursor: hasMore && last !== undefined ? formatId(kind, last.id) : null,
  };
};

/** A list is of one session, or one payment: an id that is none can't match, and is wrong rather than an empty list. */
export const idFilter = <K extends IdKind>(kind: K, name: string, text: string | undefined): Uuid<K> | undefined => {
  if (text === undefined) return undefined;
  const id = parseId(kind, text);
  if (id !== undefined) return id;
  const message = `${name} must be an id that begins with ${idPrefixes[kind]}_.`;
  throw new Problem('invalid_fields', message, { fields: [{ pointer: `query:${name}`, code: 'form', message }] });
};
