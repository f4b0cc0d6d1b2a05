import { child, columnOf, isNode, list, text, walk, type Node } from './tree.ts';

/** Which tables a statement touches, each list in alphabetical order; a CTE is no table. */
export type Touched = {
  readonly reads: readonly string[];
  readonly locks: readonly string[];
  readonly writes: readonly string[];
};

const WRITES = { InsertStmt: 'insert', UpdateStmt: 'update', DeleteStmt: 'delete' } as const;

export const tablesOf = (trees: readonly Node[]): Touched => {
  const nodes = [...walk(trees)];
  const ctes = new Set(nodes.map((node) => text(child(node, 'CommonTableExpr'), 'ctename')));
  // Says by what name rows are locked, and reads from nothing.
  const locking = new Set([...walk(nodes.flatMap((node) => list(child(node, 'LockingClause'), 'lockedRels')))]);
  const tablesIn = (value: unknown): readonly Range[] =>
    [...walk(value)]
      .filter((node) => !locking.has(node))
      .map((node) => child(node, 'RangeVar'))
      .filter((range) => range !== undefined)
      .map((range) => {
        const table = text(range, 'relname');
        return { table, alias: text(child(range, 'alias'), 'aliasname') || table };
      })
      .filter(({ table }) => !ctes.has(table));
  const writes = nodes.flatMap((node) =>
    Object.entries(WRITES).flatMap(([kind, word]) => {
      const relation = child(child(node, kind), 'relation');
      return relation === undefined ? [] : [`${text(relation, 'relname')} (${word})`];
    }),
  );
  const locks = nodes.flatMap((node) => {
    const select = child(node, 'SelectStmt');
    const ranges = tablesIn(select?.['fromClause']);
    return list(select, 'lockingClause').flatMap((one) => lockedBy(child(one, 'LockingClause'), ranges));
  });
  return {
    reads: distinct(tablesIn(trees).map(({ table }) => table)),
    locks: distinct(locks),
    writes: distinct(writes),
  };
};

type Range = { readonly table: string; readonly alias: string };

/** `for update of s` locks what `s` stands for, `for update` all that the query reads from. */
const lockedBy = (clause: Node | undefined, ranges: readonly Range[]): readonly string[] => {
  const named = list(clause, 'lockedRels').map((rel) => text(child(rel, 'RangeVar'), 'relname'));
  return ranges.filter(({ alias }) => named.length === 0 || named.includes(alias)).map(({ table }) => table);
};

const distinct = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();

/**
 * What each parameter is, as far as the text says it: its type, the column that it is compared with, or the rows that
 * it holds.
 */
export const parametersOf = (trees: readonly Node[]): readonly string[] => {
  const facts = new Map<number, Set<string>>();
  const note = (node: Node | undefined, fact: string): void => {
    const at = parameterIn(node);
    if (at !== undefined) facts.set(at, new Set([...(facts.get(at) ?? []), fact].filter((one) => one !== '')));
  };
  for (const node of walk(trees)) {
    if (isNode(node['ParamRef'])) note(node, '');
    const cast = child(node, 'TypeCast');
    if (isNode(child(cast, 'arg')?.['ParamRef'])) note(child(cast, 'arg'), typeIn(child(cast, 'typeName')));
    noteComparison(child(node, 'A_Expr'), note);
    note(child(child(node, 'SelectStmt'), 'limitCount'), 'limit');
    note(child(child(node, 'NamedArgExpr'), 'arg'), text(child(node, 'NamedArgExpr'), 'name'));
    noteValues(child(node, 'InsertStmt'), note);
    noteSet(child(node, 'ResTarget'), note);
    noteRows(child(node, 'RangeFunction'), note);
  }
  return [...facts].sort(([one], [other]) => one - other).map(([at, said]) => `$${at}  ${say(said)}`.trimEnd());
};

/** That the rows come as JSON goes without saying. */
const say = (facts: ReadonlySet<string>): string => {
  const rows = [...facts].filter((fact) => fact.startsWith('rows of '));
  return (rows.length > 0 ? rows : [...facts]).join(', ');
};

type Note = (node: Node | undefined, fact: string) => void;

/** The number of a parameter that stands alone or under a cast. */
const parameterIn = (node: Node | undefined): number | undefined => {
  const inside = child(child(node, 'TypeCast'), 'arg') ?? node;
  const number = child(inside, 'ParamRef')?.['number'];
  return typeof number === 'number' ? number : undefined;
};

const noteComparison = (expression: Node | undefined, note: Note): void => {
  const [left, right] = [child(expression, 'lexpr'), child(expression, 'rexpr')];
  if (left === undefined || right === undefined) return;
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const)
    note(one, columnOf(other)?.column ?? '');
};

/** `insert into t (a, b) values ($1, $2)`, or `select $1, $2`. */
const noteValues = (insert: Node | undefined, note: Note): void => {
  const names = list(insert, 'cols').map((column) => text(child(column, 'ResTarget'), 'name'));
  const select = child(child(insert, 'selectStmt'), 'SelectStmt');
  const rows = list(select, 'valuesLists').map((row) => list(child(row, 'List'), 'items'));
  const targets = list(select, 'targetList').map((target) => child(child(target, 'ResTarget'), 'val') ?? {});
  for (const row of [...rows, targets])
    row.forEach((value, at) => {
      note(value, names[at] ?? '');
    });
};

/** `set a = $1`, and `select $1 as a`. */
const noteSet = (target: Node | undefined, note: Note): void => {
  note(child(target, 'val'), text(target, 'name'));
};

/** `json_to_recordset($2::json) as i (id uuid, …)`: the parameter is a list of such rows. */
const noteRows = (range: Node | undefined, note: Note): void => {
  const columns = list(range, 'coldeflist').map((column) => {
    const definition = child(column, 'ColumnDef');
    return `${text(definition, 'colname')} ${typeIn(child(definition, 'typeName'))}`;
  });
  if (columns.length === 0) return;
  for (const node of walk(range?.['functions']))
    if (isNode(node['ParamRef'])) note(node, `rows of (${columns.join(', ')})`);
};

/** PostgreSQL's own names of types, as one writes them. */
const WRITTEN: Readonly<Record<string, string>> = { int4: 'int', int8: 'bigint', int2: 'smallint', bool: 'boolean' };

const typeIn = (typeName: Node | undefined): string => {
  const name = text(child(list(typeName, 'names').at(-1), 'String'), 'sval');
  return `${WRITTEN[name] ?? name}${list(typeName, 'arrayBounds').length > 0 ? '[]' : ''}`;
};
