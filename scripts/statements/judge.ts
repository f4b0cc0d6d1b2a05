import { child, columnOf, isNode, list, parse, text, type Node } from './tree.ts';

/**
 * What a statement does with a merchant's table without naming the merchant; `alias` is what the statement calls the
 * table.
 */
export type Breach = { readonly alias: string; readonly table: string; readonly why: string };

export const MERCHANT = 'merchant_id';

/**
 * Judges a statement: each table that belongs to merchants must have its `merchant_id` tied, by equality, to a
 * parameter, a constant, or a row that was tied before (of another table in the same query, of the query around it, of
 * a CTE). A condition under `or` ties nothing. An outer join's condition ties only the side that may be missing: the
 * other side's rows come anyway.
 *
 * `rules.untied` names tables, as the statement calls them, that may stay untied, once each. Whatever is joined to one
 * of them must be tied to it. One that was not needed is a breach, too.
 */
export const judge = (statement: string, rules: Rules): readonly Breach[] => judgeTrees(parse(statement), rules);

export type Rules = { readonly tables: ReadonlySet<string>; readonly untied?: readonly string[] | undefined };

export const judgeTrees = (trees: readonly Node[], { tables, untied = [] }: Rules): readonly Breach[] => {
  const breaches: Breach[] = [];
  const left = [...untied];
  for (const tree of trees) judgeStatement(tree, { tables, ctes: new Set(), outer: [], breaches, untied: left });
  return [...breaches, ...left.map((alias) => ({ alias, table: alias, why: `${alias} need not be an exception` }))];
};

type Scope = {
  readonly tables: ReadonlySet<string>;
  readonly ctes: ReadonlySet<string>;
  /** What the query around this one reads from. */
  readonly outer: readonly Source[];
  readonly breaches: Breach[];
  /** What may still stay untied; each is taken out when it was needed. */
  readonly untied: string[];
};

/**
 * Something that a query reads from or writes to. Only a merchant's table has to be tied; all else is tied by being
 * derived.
 */
type Source = { readonly alias: string; readonly table: string; readonly mustBeTied: boolean };

/** `to` is tied when `from` is; `from` is undefined for a parameter, a constant or a row that is tied elsewhere. */
type Tie = { readonly to: Source; readonly from: Source | undefined };

type Query = {
  readonly scope: Scope;
  readonly sources: Source[];
  readonly ties: Tie[];
};

const STATEMENTS = ['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt'] as const;

const judgeStatement = (tree: Node, scope: Scope): void => {
  for (const kind of STATEMENTS) {
    const statement = child(tree, kind);
    if (statement !== undefined) judgeQuery(kind, statement, scope);
  }
};

const judgeQuery = (kind: (typeof STATEMENTS)[number], statement: Node, around: Scope): void => {
  const scope = judgeCtes(statement, around);
  if (kind === 'SelectStmt' && isNode(statement['larg'])) {
    for (const side of ['larg', 'rarg']) {
      const select = child(statement, side);
      if (select !== undefined) judgeQuery('SelectStmt', select, scope);
    }
    return;
  }
  const query: Query = { scope, sources: [], ties: [] };
  const written = child(statement, 'relation');
  if (written !== undefined && kind === 'InsertStmt') judgeInsert(statement, written, query);
  else {
    if (written !== undefined) addTable(written, query);
    for (const from of [...list(statement, 'fromClause'), ...list(statement, 'usingClause')]) addFrom(from, query);
    addConditions(child(statement, 'whereClause'), query, both);
    if (kind === 'UpdateStmt') judgeSet(list(statement, 'targetList'), text(written, 'relname'), query);
    reportUntied(query);
  }
  const read = Object.entries(statement).filter(([field]) => !['withClause', 'relation'].includes(field));
  for (const [, value] of read) judgeInside(value, query);
};

const judgeCtes = (statement: Node, scope: Scope): Scope => {
  const withClause = child(statement, 'withClause');
  const ctes = list(withClause, 'ctes').map((one) => child(one, 'CommonTableExpr') ?? {});
  const known = new Set(scope.ctes);
  for (const cte of ctes) {
    if (withClause?.['recursive'] === true) known.add(text(cte, 'ctename'));
    judgeStatement(child(cte, 'ctequery') ?? {}, { ...scope, ctes: new Set(known) });
    known.add(text(cte, 'ctename'));
  }
  return { ...scope, ctes: known };
};

/** Queries inside of expressions and of `from`; each sees what this one reads from. */
const judgeInside = (value: unknown, query: Query): void => {
  if (Array.isArray(value)) {
    for (const one of value) judgeInside(one, query);
    return;
  }
  if (!isNode(value)) return;
  if (STATEMENTS.some((kind) => isNode(value[kind]))) {
    judgeStatement(value, { ...query.scope, outer: [...query.sources, ...query.scope.outer] });
    return;
  }
  for (const one of Object.values(value)) judgeInside(one, query);
};

const addTable = (range: Node, { scope, sources }: Query): Source => {
  const table = text(range, 'relname');
  const alias = text(child(range, 'alias'), 'aliasname') || table;
  // A name with a schema is never a CTE.
  const isDerived = scope.ctes.has(table) && text(range, 'schemaname') === '';
  const source = { alias, table, mustBeTied: !isDerived && scope.tables.has(table) };
  sources.push(source);
  return source;
};

/** Adds what stands in `from`; gives what it added. */
const addFrom = (from: Node, query: Query): readonly Source[] => {
  const range = child(from, 'RangeVar');
  if (range !== undefined) return [addTable(range, query)];
  const join = child(from, 'JoinExpr');
  if (join !== undefined) return addJoin(join, query);
  const derived = child(from, 'RangeSubselect') ?? child(from, 'RangeFunction');
  const alias = text(child(derived, 'alias'), 'aliasname');
  const source = { alias, table: alias, mustBeTied: false };
  query.sources.push(source);
  return [source];
};

const addJoin = (join: Node, query: Query): readonly Source[] => {
  const left = addFrom(child(join, 'larg') ?? {}, query);
  const right = addFrom(child(join, 'rarg') ?? {}, query);
  const mayTie = {
    JOIN_INNER: both,
    JOIN_LEFT: (source: Source) => !left.includes(source),
    JOIN_RIGHT: (source: Source) => !right.includes(source),
  }[text(join, 'jointype')];
  if (mayTie === undefined) return [...left, ...right];
  addConditions(child(join, 'quals'), query, mayTie);
  const shared = list(join, 'usingClause').map((name) => text(child(name, 'String'), 'sval'));
  const [first, second] = [left[0], right[0]];
  // Between two derived sets of rows, too: each may hold rows of several merchants.
  if (shared.length > 0 && !shared.includes(MERCHANT) && second !== undefined)
    query.scope.breaches.push({ ...second, why: `${second.alias} is joined by columns without the merchant's` });
  // The column that `using` names is that of a source before it; which one of several is not asked.
  if (shared.includes(MERCHANT) && left.length === 1 && right.length === 1) tie([first, second], query, mayTie);
  return [...left, ...right];
};

const both = (): boolean => true;

type MayTie = (source: Source) => boolean;

const addConditions = (condition: Node | undefined, query: Query, mayTie: MayTie): void => {
  if (condition === undefined) return;
  const junction = child(condition, 'BoolExpr');
  if (junction !== undefined) {
    if (text(junction, 'boolop') === 'AND_EXPR')
      for (const one of list(junction, 'args')) addConditions(one, query, mayTie);
    return;
  }
  const membership = child(condition, 'SubLink');
  if (membership !== undefined) addMembership(membership, query, mayTie);
  const expression = child(condition, 'A_Expr');
  if (expression !== undefined) addEquality(expression, query, mayTie);
};

/** `=`, `= any (…)`, `in (…)` and `is not distinct from`. */
const EQUALITIES: ReadonlySet<string> = new Set(['AEXPR_OP', 'AEXPR_OP_ANY', 'AEXPR_IN', 'AEXPR_NOT_DISTINCT']);

export const isEquality = (expression: Node): boolean =>
  EQUALITIES.has(text(expression, 'kind')) &&
  list(expression, 'name').every((name) => text(child(name, 'String'), 'sval') === '=');

const addEquality = (expression: Node, query: Query, mayTie: MayTie): void => {
  if (!isEquality(expression)) return;
  const [left, right] = [child(expression, 'lexpr') ?? {}, child(expression, 'rexpr') ?? {}];
  for (const [a, b] of pairs(left, right)) {
    const [from, to] = [sideOf(a, query), sideOf(b, query)];
    tie([from, to], query, mayTie);
  }
};

/** `(a.merchant_id, a.id) = (b.merchant_id, b.id)` compares field by field. */
const pairs = (left: Node, right: Node): readonly (readonly [Node, Node])[] => {
  const [a, b] = [child(left, 'RowExpr'), child(right, 'RowExpr')];
  if (a === undefined || b === undefined) return [[left, right]];
  const others = list(b, 'args');
  return list(a, 'args').flatMap((one, i) => {
    const other = others[i];
    return other === undefined ? [] : [[one, other] as const];
  });
};

/** `(merchant_id, id) in (select merchant_id, id from due)`: tied, because the query inside is judged by itself. */
const addMembership = (membership: Node, query: Query, mayTie: MayTie): void => {
  if (text(membership, 'subLinkType') !== 'ANY_SUBLINK') return;
  const tested = child(membership, 'testexpr') ?? {};
  const fields = child(tested, 'RowExpr') === undefined ? [tested] : list(tested['RowExpr'], 'args');
  const chosen = list(child(child(membership, 'subselect'), 'SelectStmt'), 'targetList');
  fields.forEach((field, i) => {
    const given = child(child(chosen[i], 'ResTarget'), 'val');
    if (given !== undefined && columnOf(given)?.column === MERCHANT)
      tie([sideOf(field, query), 'given'], query, mayTie);
  });
};

/** What an operand stands for: a source of this query, something that is tied elsewhere, or nothing that ties. */
type Side = Source | 'given' | undefined;

const sideOf = (operand: Node, query: Query): Side => {
  const cast = child(child(operand, 'TypeCast'), 'arg');
  if (cast !== undefined) return sideOf(cast, query);
  if (isNode(operand['ParamRef']) || isNode(operand['A_Const'])) return 'given';
  const items = list(operand['List'], 'items');
  if (items.length > 0) return items.every((item) => sideOf(item, query) === 'given') ? 'given' : undefined;
  const column = columnOf(operand);
  if (column?.column !== MERCHANT) return undefined;
  // PostgreSQL refuses a name that two sources have, so it is the one table's here.
  if (column.alias === undefined) return query.sources.find(({ mustBeTied }) => mustBeTied) ?? 'given';
  const own = query.sources.find(({ alias }) => alias === column.alias);
  if (own !== undefined) return own;
  return query.scope.outer.some(({ alias }) => alias === column.alias) ? 'given' : undefined;
};

const tie = ([a, b]: readonly [Side, Side], { ties }: Query, mayTie: MayTie): void => {
  const add = (to: Side, from: Side): void => {
    if (to === undefined || to === 'given' || from === undefined || !mayTie(to)) return;
    ties.push({ to, from: from === 'given' ? undefined : from });
  };
  add(a, b);
  add(b, a);
};

const reportUntied = ({ sources, ties, scope }: Query): void => {
  const tied = new Set(sources.filter(({ mustBeTied }) => !mustBeTied));
  spread(tied, ties);
  for (const source of sources) {
    if (tied.has(source)) continue;
    const place = scope.untied.indexOf(source.alias);
    if (place < 0) scope.breaches.push({ ...source, why: `${source.alias} is tied to no merchant` });
    else scope.untied.splice(place, 1);
    tied.add(source);
    spread(tied, place < 0 ? [] : ties);
  }
};

/** Ties all that follows from what is tied. */
const spread = (tied: Set<Source>, ties: readonly Tie[]): void => {
  for (let before = -1; before < tied.size;) {
    before = tied.size;
    for (const { to, from } of ties) if (from === undefined || tied.has(from)) tied.add(to);
  }
};

/** A new row says whose it is, with a value that is a parameter, a constant or another row's `merchant_id`. */
const judgeInsert = (insert: Node, written: Node, query: Query): void => {
  const table = text(written, 'relname');
  if (!query.scope.tables.has(table)) return;
  const place = list(insert, 'cols').findIndex((column) => text(child(column, 'ResTarget'), 'name') === MERCHANT);
  const report = (why: string) => query.scope.breaches.push({ alias: table, table, why });
  if (place < 0) {
    report('a new row does not name its merchant');
    return;
  }
  const select = child(child(insert, 'selectStmt'), 'SelectStmt');
  for (const value of valuesAt(select, place))
    if (!namesMerchant(value)) report('a new row takes its merchant from elsewhere');
  const conflict = list(child(child(insert, 'onConflictClause'), 'infer'), 'indexElems');
  const names = conflict.map((element) => text(child(element, 'IndexElem'), 'name'));
  if (names.length > 0 && !names.includes(MERCHANT)) report('a conflict is looked for among all merchants');
};

const valuesAt = (select: Node | undefined, place: number): readonly (Node | undefined)[] => {
  if (select === undefined) return [undefined];
  const sides = [child(select, 'larg'), child(select, 'rarg')];
  if (sides[0] !== undefined) return sides.flatMap((side) => valuesAt(side, place));
  const rows = list(select, 'valuesLists');
  if (rows.length > 0) return rows.map((row) => list(row['List'], 'items')[place]);
  return [child(child(list(select, 'targetList')[place], 'ResTarget'), 'val')];
};

const namesMerchant = (value: Node | undefined): boolean => {
  if (value === undefined) return false;
  const cast = child(child(value, 'TypeCast'), 'arg');
  if (cast !== undefined) return namesMerchant(cast);
  return isNode(value['ParamRef']) || isNode(value['A_Const']) || columnOf(value)?.column === MERCHANT;
};

/** A row never changes hands. */
const judgeSet = (targets: readonly Node[], table: string, { scope }: Query): void => {
  const changes = targets.some((target) => text(child(target, 'ResTarget'), 'name') === MERCHANT);
  if (changes && scope.tables.has(table))
    scope.breaches.push({ alias: table, table, why: 'a row is given to another merchant' });
};
