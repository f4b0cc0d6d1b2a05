import type { List, Page } from '../sdk.ts';
import type { Flag, Given, Result } from '../tool/command.ts';
import { wholeNumber } from '../tool/flags.ts';
import { columns } from './show.ts';

/** What every command that lists takes. */
export const PAGE_FLAGS: Readonly<Record<string, Flag>> = {
  limit: { about: 'how many, 1 to 100; 20 when left out', isRequired: false },
  cursor: { about: 'the `nextCursor` of the page before', isRequired: false },
};

/** The same, where the list is in the order of time. */
export const LIST_FLAGS: Readonly<Record<string, Flag>> = {
  ...PAGE_FLAGS,
  since: { about: 'only what was created from this time on, such as 2027-01-31T10:00:00Z', isRequired: false },
  until: { about: 'only what was created before this time', isRequired: false },
};

/** The same for the API. */
export const pageOf = ({ limit, cursor, since, until }: Given) => ({
  limit: wholeNumber('limit', limit, { least: 1, most: 100, otherwise: 20 }),
  ...(cursor !== undefined && { cursor }),
  ...(since !== undefined && { createdFrom: since }),
  ...(until !== undefined && { createdTo: until }),
});

/** One page as a table; `row` makes the cells of a line. */
export const showPage = async <T>(list: List<T>, row: (one: T) => readonly string[]): Promise<Result> => {
  const page: Page<T> = await list;
  const more = page.hasMore && page.nextCursor !== null ? [`More: --cursor ${page.nextCursor}`] : [];
  return {
    json: page,
    lines: page.data.length === 0 ? ['There is none.'] : [...columns(page.data.map(row)), ...more],
  };
};

/** The word of a flag among those that the API knows, with their type. */
export const wordAmong = <T extends string>(words: readonly T[], word: string | undefined): T | undefined =>
  words.find((one) => one === word);

/** `key=value,other=value` as metadata. */
export const readPairs = (text: string | undefined): Readonly<Record<string, string>> | undefined => {
  if (text === undefined) return undefined;
  return Object.fromEntries(
    text.split(',').map((pair) => {
      const at = pair.indexOf('=');
      return at === -1 ? [pair.trim(), ''] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    }),
  );
};
