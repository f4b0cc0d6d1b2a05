/**
 * A lifecycle is a table: one row a legal move, `[from, on, to, tells]`. Types, the SQL that moves a row, the check in
 * the database, the diagram in docs/lifecycles.md and the exhaustive tests are all read off the rows.
 */
export type MoveRow = readonly [from: string, on: string, to: string, tells: readonly string[]];

export type Lifecycle<Rows extends readonly MoveRow[] = readonly MoveRow[]> = {
  /** The database table whose rows live it. */
  readonly table: string;
  readonly rows: Rows;
};

/** Every state a row can be in; `none` is before its birth. */
export type StateOf<L extends Lifecycle> = L['rows'][number][2];
/** The verbs that move it. */
export type VerbOf<L extends Lifecycle> = L['rows'][number][1];

export const defineLifecycle = <const Rows extends readonly MoveRow[]>(table: string, rows: Rows): Lifecycle<Rows> => {
  for (const on of new Set(rows.map((row) => row[1]))) {
    const targets = new Set(rows.filter((row) => row[1] === on).map((row) => row[2]));
    // One verb, one end: the SQL of a move names the state it leads to.
    if (targets.size !== 1) throw new Error(`${table}: "${on}" leads to ${[...targets].join(' and ')}`);
  }
  return { table, rows };
};

/** The pieces of the one statement by which a row moves; `alias` is the table's alias in that statement. */
export type MoveSql = {
  /** For `set`: remembers where the row came from and counts the change. */
  readonly set: string;
  /** For `where`: only from the states the table allows. */
  readonly from: string;
  readonly to: string;
};

export const moveSql = <L extends Lifecycle>(lifecycle: L, on: VerbOf<L>, alias: string): MoveSql => {
  const rows = lifecycle.rows.filter((row) => row[1] === on);
  const [first] = rows;
  if (first === undefined) throw new Error(`${lifecycle.table} has no move "${on}"`);
  const to = first[2];
  return {
    set: `previous_state = ${alias}.state, state = '${to}', version = ${alias}.version + 1`,
    from: `${alias}.state in (${rows.map((row) => `'${row[0]}'`).join(', ')})`,
    to,
  };
};

/** `none>open`, … : what the check `<table>_legal_moves` must list. */
export const legalPairs = (lifecycle: Lifecycle): readonly string[] =>
  [...new Set(lifecycle.rows.map(([from, , to]) => `${from}>${to}`))].sort();
