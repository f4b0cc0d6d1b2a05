import { ascii1987 } from './ascii-1987.ts';
import { bcd1987 } from './bcd-1987.ts';
import type { Dialect } from './dialect.ts';
import { iso1993 } from './iso-1993.ts';

/** One row a dialect. A new host is a file beside these, and a row. */
export const dialects: readonly Dialect[] = [ascii1987, bcd1987, iso1993];

export const findDialect = (name: string): Dialect | undefined => dialects.find((dialect) => dialect.name === name);
