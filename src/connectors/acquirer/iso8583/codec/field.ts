import type { Dialect } from '../dialects/dialect.ts';

/** How one field is written: `n..19` read into its parts. */
export type Field = {
  readonly kind: 'n' | 'an' | 'ans' | 'b' | 'z';
  /** In digits, letters, or bytes for `b`; the longest, where `prefixDigits`. */
  readonly length: number;
  /** 0 for a fixed length, 2 for LLVAR, 3 for LLLVAR. */
  readonly prefixDigits: 0 | 2 | 3;
};

const NOTATION = /^(n|ans|an|b|z)(\.{2,3})?(\d{1,3})$/;

export const parseField = (notation: string): Field | undefined => {
  const parts = NOTATION.exec(notation);
  const kind = kinds.find((known) => known === parts?.[1]);
  const length = Number(parts?.[3]);
  if (parts === null || kind === undefined || length === 0) return undefined;
  const dots = parts[2]?.length;
  return { kind, length, prefixDigits: dots === undefined ? 0 : dots === 2 ? 2 : 3 };
};

const kinds = ['n', 'an', 'ans', 'b', 'z'] as const;

/** What a value of a kind is made of, before it is written and after it was read. Bytes are upper-case hex here. */
export const alphabets: Readonly<Record<Field['kind'], RegExp>> = {
  n: /^\d*$/,
  an: /^[A-Za-z0-9 ]*$/,
  ans: /^[\x20-\x7e]*$/,
  b: /^(?:[0-9A-F]{2})*$/,
  z: /^[0-9=D]*$/,
};

const tables = new WeakMap<Dialect, ReadonlyMap<number, Field>>();

/** The fields of a dialect by number. A notation that can't be read is a bug of the dialect. */
export const fieldsOf = (dialect: Dialect): ReadonlyMap<number, Field> => {
  const known = tables.get(dialect);
  if (known !== undefined) return known;
  const table = new Map<number, Field>();
  for (const [number, notation] of Object.entries(dialect.fields)) {
    const field = parseField(notation);
    if (field === undefined) throw new Error(`Field ${number} of the dialect ${dialect.name}: ${notation}`);
    table.set(Number(number), field);
  }
  tables.set(dialect, table);
  return table;
};
