/** A row of a search that looks at so many rows and no more: what fits, or none, and down to which id it looked. */
export type LookedAt<Row> = { readonly row: Row | null; readonly floor: string | null };

/**
 * A page of what a search found that was asked for one row more than `limit`. `next`: where to go on; a page may be
 * short, or empty, although more follow. Undefined: that was all.
 */
export const pageOfLookedAt = <Row extends { readonly id: string }>(
  rows: readonly LookedAt<Row>[],
  limit: number,
): { readonly rows: readonly Row[]; readonly next: string | undefined } => {
  const found = rows.flatMap(({ row }) => (row === null ? [] : [row]));
  const shown = found.slice(0, limit);
  return { rows: shown, next: found.length > limit ? shown.at(-1)?.id : (rows[0]?.floor ?? undefined) };
};
