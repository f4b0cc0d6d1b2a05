import { formatId, parseId, type IdKind } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';

export type Page = { readonly data: readonly unknown[]; readonly hasMore: boolean; readonly nextCursor: string | null };

const DEFAULT_LIMIT = 20;

/** What a list asks its store for: one row more than the page holds, to know whether there are more. */
export const pageOf = (
  kind: IdKind,
  query: { readonly limit?: number; readonly cursor?: string },
): { readonly limit: number; readonly before: string | undefined; readonly fetch: number } => {
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
  return { data: shown.map(present), hasMore, nextCursor: hasMore && last !== undefined ? formatId(kind, last.id) : null };
};
