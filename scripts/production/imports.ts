import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

/** A package that a program imports when it runs, and a file that does so. */
export type Needed = { readonly package: string; readonly by: string };

/**
 * Which packages a program needs to run, from the files it begins with: every import, lazy ones too, and every file
 * that is named by `new URL('…', import.meta.url)`, as programs that are started are. What is imported as a type alone
 * is gone by then. Paths are relative to `root`; a workspace is followed into its own files.
 */
export const findNeededPackages = (root: string, entries: readonly string[]): readonly Needed[] => {
  const workspaces = readWorkspaces(root);
  const waiting = entries.map((entry) => join(root, entry));
  const seen = new Set<string>();
  const needed = new Map<string, string>();
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const specifier of importsOf(file)) {
      if (isBuiltin(specifier)) continue;
      const followed = follow(file, specifier, workspaces);
      if (followed.length > 0) waiting.push(...followed);
      else if (!needed.has(packageOf(specifier))) needed.set(packageOf(specifier), relative(root, file));
    }
  }
  return [...needed].map(([name, by]) => ({ package: name, by }));
};

const follow = (file: string, specifier: string, workspaces: ReadonlyMap<string, string>): readonly string[] => {
  if (specifier.startsWith('.')) return [join(dirname(file), specifier)];
  if (specifier.startsWith('#')) return ownImports(file, specifier);
  const entry = workspaces.get(specifier);
  return entry === undefined ? [] : [entry];
};

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

type Manifest = {
  readonly name: string;
  readonly exports?: { readonly '.'?: string };
  readonly imports?: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

const readWorkspaces = (root: string): ReadonlyMap<string, string> => {
  const entry = readManifest(join(root, 'packages/sdk')).exports?.['.'] ?? '';
  return new Map([['@tollgate/sdk', join(root, 'packages/sdk', entry)]]);
};

/** What a package names by `#…` it chooses by conditions; all of them are looked at. */
const ownImports = (file: string, specifier: string): readonly string[] => {
  let folder = dirname(file);
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  const found = Object.values(readManifest(folder).imports?.[specifier] ?? {});
  if (found.length === 0) throw new Error(`${file} imports ${specifier}, which its package does not name`);
  return found.map((path) => join(folder, path));
};

const importsOf = (file: string): readonly string[] => {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier !== undefined && ts.isStringLiteral(specifier)) found.push(specifier.text);
    const started = startedFile(node);
    if (started !== undefined && existsSync(join(dirname(file), started))) found.push(started);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
};

const specifierOf = (node: ts.Node): ts.Node | undefined => {
  if (ts.isImportDeclaration(node)) {
    return node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword ? undefined : node.moduleSpecifier;
  }
  if (ts.isExportDeclaration(node)) return node.isTypeOnly ? undefined : node.moduleSpecifier;
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
    ? node.arguments[0]
    : undefined;
};

/** `new URL('./worker.ts', import.meta.url)`: a file that somebody runs or reads. */
const startedFile = (node: ts.Node): string | undefined => {
  if (!ts.isNewExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== 'URL')
    return undefined;
  const [path] = node.arguments ?? [];
  return path !== undefined && ts.isStringLiteral(path) && /\.[cm]?[tj]s$/.test(path.text)
    ? `./${path.text.replace(/^\.\//, '')}`
    : undefined;
};
