import { loadModule, parseSync } from 'libpg-query';

/** A node of PostgreSQL's own parse tree, as its parser gives it. */
export type Node = { readonly [field: string]: unknown };

await loadModule();

/**
 * The parse trees of a text's statements. Throws what PostgreSQL would say about a text that it does not understand.
 */
export const parse = (text: string): readonly Node[] =>
  list(parseSync(text), 'stmts').map((raw) => child(raw, 'stmt') ?? {});

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const child = (node: unknown, field: string): Node | undefined => {
  const value = isNode(node) ? node[field] : undefined;
  return isNode(value) ? value : undefined;
};

export const list = (node: unknown, field: string): readonly Node[] => {
  const value = isNode(node) ? node[field] : undefined;
  return Array.isArray(value) ? value.filter(isNode) : [];
};

export const text = (node: unknown, field: string): string => {
  const value = isNode(node) ? node[field] : undefined;
  return typeof value === 'string' ? value : '';
};

/** Each node below a value, and itself, with the path that leads to it. */
export function* walk(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const one of value) yield* walk(one);
  else if (isNode(value)) {
    yield value;
    for (const one of Object.values(value)) yield* walk(one);
  }
}

/** The parts of `alias.column`. */
export const columnOf = (node: Node): { readonly alias: string | undefined; readonly column: string } | undefined => {
  const reference = child(node, 'ColumnRef');
  if (reference === undefined) return undefined;
  const parts = list(reference, 'fields').map((field) => text(child(field, 'String'), 'sval'));
  const column = parts.at(-1);
  return column === undefined ? undefined : { alias: parts.at(-2), column };
};
