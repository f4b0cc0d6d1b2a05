/** What a cell holds; `undefined`: nothing. A decimal is text of digits, as a float would lose the end of `10.10`. */
export type Cell = string | number | { readonly decimal: string } | undefined;

/** One line of RFC 4180, with its end; texts stand in quotes, numbers do not. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(writeCell).join(',')}\r\n`;

const writeCell = (cell: Cell): string => {
  if (cell === undefined) return '';
  if (typeof cell === 'object') return cell.decimal;
  return typeof cell === 'number' ? String(cell) : `"${withoutFormulas(cell).replaceAll('"', '""')}"`;
};

/**
 * A spreadsheet reads a cell that begins like a formula as one, also one that a shop's customer wrote: an apostrophe
 * before it makes it text. The wide forms of the signs count for it, too. A spreadsheet that takes `;` or a tab for
 * what separates cells, as in many countries, sees cells begin in the middle of our text; so each of those places is
 * made harmless as well.
 */
const withoutFormulas = (text: string): string => text.replaceAll(FORMULA, "'$&");

const FORMULA = /(?<=(?:^|[;|\t\r\n])[ \u00a0"]*)[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/g;

/** Tells a spreadsheet that what follows is UTF-8. A program would take it for a part of the first name. */
export const BYTE_ORDER_MARK = '\ufeff';
