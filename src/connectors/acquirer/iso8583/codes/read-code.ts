import type { Decline } from '../../contract.ts';
import type { Dialect } from '../dialects/dialect.ts';
import type { CodeRow } from './code-row.ts';
import { codes1987 } from './codes-1987.ts';
import { codes1993 } from './codes-1993.ts';

const standards = { '1987': codes1987, '1993': codes1993 } as const;

/** What a code of a host means: its own rows first, then those of the standard, then the cautious reading. */
export const codeRowOf = (dialect: Dialect, code: string): CodeRow =>
  rowIn(dialect.codes, code) ?? rowIn(standards[dialect.version], code) ?? unlisted(dialect, code);

/** The code comes from outside: `toString` is none. */
const rowIn = (rows: Readonly<Record<string, CodeRow>>, code: string): CodeRow | undefined =>
  Object.hasOwn(rows, code) ? rows[code] : undefined;

/** In 1993 the first digit says what kind of answer it is: only 1, 2 and 9 are a no. */
const unlisted = ({ version }: Dialect, code: string): CodeRow =>
  version === '1993' && !/^[129]/.test(code)
    ? { means: 'undecided', cause: 'unexpectedApproval' }
    : { means: 'declined', reason: 'doNotHonor' };

export const declineOf = (row: Extract<CodeRow, { means: 'declined' }>, code: string): Decline => ({
  kind: 'declined',
  declineReason: row.reason,
  acquirerCode: code,
  softDecline: row.isSoft ?? false,
});
