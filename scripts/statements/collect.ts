import { readdirSync, readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import type { Statement } from '../../src/db/db.ts';
import { families } from './families.ts';

/** A statement of the program, and the file that it stands in. */
export type FoundStatement = Statement & { readonly file: string };

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SOURCE = join(ROOT, 'src');

/**
 * Every SQL statement that `src` can send, whole, as it is sent: composed texts are evaluated in the scope of their own
 * module. A text that depends on an argument is found through its family in `families.ts`; one that is in none ends the
 * search with an error. What this search overlooks is refused by the gateway when it is sent
 * (`src/db/known-statements.ts`).
 */
export const collectStatements = async (): Promise<readonly FoundStatement[]> => {
  const hooks = registerHooks({
    load: (url, context, nextLoad) => {
      const loaded = nextLoad(url, context);
      if (!url.endsWith(`?${LENS}`)) return loaded;
      return { ...loaded, source: `${textOf(loaded.source)}\n;export const ${LENS} = (code) => eval(code);\n` };
    },
  });
  try {
    const found: FoundStatement[] = [];
    for (const path of sourceFiles()) found.push(...(await statementsOf(path)));
    return distinct(found);
  } finally {
    hooks.deregister();
  }
};

const textOf = (source: unknown): string =>
  typeof source === 'string' ? source : new TextDecoder().decode(source as Uint8Array);

/** The name under which a module lends its scope. */
const LENS = '__evaluate';

const sourceFiles = (): readonly string[] =>
  readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ts$/.test(file) && !/\.(test|fixture)\.ts$/.test(file))
    .map((file) => join(SOURCE, file))
    .sort();

const statementsOf = async (path: string): Promise<readonly FoundStatement[]> => {
  const file = relative(ROOT, path);
  const literals = statementLiterals(path);
  const family = families[file] ?? [];
  if (literals.length === 0 && family.length === 0) return [];
  const module = (await import(`${pathToFileURL(path).href}?${LENS}`)) as { [LENS]: (code: string) => unknown };
  const evaluate = (code: string): unknown => module[LENS](stripTypeScriptTypes(`(${code})`));
  const found = family.flatMap((code) => asStatements(evaluate(code), file));
  for (const literal of literals) {
    try {
      found.push(...asStatements(evaluate(literal), file));
    } catch (error) {
      // It needs an argument: its family has to say which there are.
      if (!(error instanceof ReferenceError) || family.length === 0)
        throw new Error(`${file}: no family for ${literal.slice(0, 80)}`, { cause: error });
    }
  }
  return found;
};

/** Object literals with a name and a text: what has the form of a statement. */
const statementLiterals = (path: string): readonly string[] => {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const literals: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const names = node.properties.map((property) => property.name?.getText(source));
      if (names.length === 2 && names.includes('name') && names.includes('text')) literals.push(node.getText(source));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return literals;
};

const asStatements = (value: unknown, file: string): readonly FoundStatement[] =>
  (Array.isArray(value) ? value : [value]).map((one: unknown) => {
    const { name, text } = one as Partial<Statement>;
    if (typeof name !== 'string' || typeof text !== 'string') throw new Error(`${file}: not a statement`);
    return { name, text, file };
  });

const distinct = (found: readonly FoundStatement[]): readonly FoundStatement[] => {
  const byName = new Map<string, FoundStatement>();
  for (const statement of found) {
    const other = byName.get(statement.name);
    if (other !== undefined && other.text !== statement.text)
      throw new Error(`two statements are named ${statement.name}: in ${other.file} and ${statement.file}`);
    byName.set(statement.name, statement);
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
};
