import ts from 'typescript';
import type { Allowance, Exceptions } from './tidy-exceptions.ts';
import type { Word } from './words.ts';

/** One file: `path` from the root of the project with slashes, `text` as it is on disk. */
export type Source = { readonly path: string; readonly text: string };

/** `line` counts from 1; 0 is the whole file. */
type Finding = { readonly path: string; readonly line: number; readonly says: string };

export const MAX_LINE = 120;
/** The line of a test's title: prettier leaves it whole, and it is read in a list of its like. */
export const MAX_TITLE = 170;
export const MAX_FILE = 300;
export const MAX_TEST_FILE = 400;

const CODE = /\.(?:[cm]?ts|c?js)$/;
const TITLE = /^ *(?:test|suite|await t\.test)\(/;
const TEST = /\.(?:test|fixture)\.ts$|(?:^|\/)test\//;
/** Functions of these names look something up; for them `undefined` is the whole answer: it is not there. */
const LOOK_UP = /^(?:find|read|view|look|cardOf|[a-z][A-Za-z]*(?:Of|From))(?![a-z])/;

/** Complaints about the sources and about exceptions that are needed no more; none when all is tidy. */
export const findUntidy = (
  sources: readonly Source[],
  words: readonly Word[],
  exceptions: Exceptions,
): readonly string[] => {
  const rules: readonly (readonly [keyof Exceptions, (source: Source) => readonly Finding[]])[] = [
    ['longLines', findLongLines],
    ['longFiles', findLongFiles],
    ['lostWords', (source) => findLostWords(source, words)],
    ['undefinedAnswers', findUndefinedAnswers],
  ];
  return rules.flatMap(([name, find]) => judge(name, sources.flatMap(find), exceptions[name]));
};

const judge = (
  rule: keyof Exceptions,
  findings: readonly Finding[],
  allowances: readonly Allowance[],
): readonly string[] => {
  const isAllowed = ({ path }: Finding): boolean => allowances.some(({ files }) => matches(files, path));
  const stale = allowances.filter(({ files }) => !findings.some(({ path }) => matches(files, path)));
  return [
    ...findings.filter((finding) => !isAllowed(finding)).map(({ path, line, says }) => `${path}:${line}  ${says}`),
    ...stale.map(({ files }) => `${rule}: ${String(files)} is no exception any more, take it off the list`),
  ];
};

const matches = (files: string | RegExp, path: string): boolean =>
  typeof files === 'string' ? files === path : files.test(path);

const linesOf = ({ text }: Source): readonly string[] => text.split('\n');

const findLongLines = (source: Source): readonly Finding[] =>
  CODE.test(source.path)
    ? linesOf(source).flatMap((line, at) => {
        const letters = Array.from(line).length;
        return letters > (TITLE.test(line) ? MAX_TITLE : MAX_LINE)
          ? [{ path: source.path, line: at + 1, says: `${letters} letters in a line` }]
          : [];
      })
    : [];

const findLongFiles = (source: Source): readonly Finding[] => {
  if (!CODE.test(source.path)) return [];
  const most = TEST.test(source.path) ? MAX_TEST_FILE : MAX_FILE;
  const count = linesOf(source).filter((line) => line.trim() !== '').length;
  const says = `${count} lines, and ${most} are the most: which is the second subject?`;
  return count > most ? [{ path: source.path, line: 0, says }] : [];
};

const findLostWords = (source: Source, words: readonly Word[]): readonly Finding[] => {
  const here = words.filter(({ where }) => where === 'anywhere' || CODE.test(source.path));
  return linesOf(source).flatMap((line, at) =>
    here.flatMap(({ lost, say }) => {
      const found = lost.exec(line)?.[0];
      return found === undefined ? [] : [{ path: source.path, line: at + 1, says: `"${found}": say ${say}` }];
    }),
  );
};

/**
 * A refusal is a value with a reason, so what `src/flow` exports answers `undefined` only where something was looked
 * up. Judged by the written result of exported functions, `… | undefined` or a promise of it, and by their names.
 */
const findUndefinedAnswers = ({ path, text }: Source): readonly Finding[] => {
  if (!/^src\/flow\/.*\.ts$/.test(path) || TEST.test(path)) return [];
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  return file.statements.filter(isExported).flatMap((statement) =>
    functionsOf(statement).flatMap(({ name, type }) => {
      if (type === undefined || LOOK_UP.test(name) || !mayBeUndefined(type)) return [];
      const line = file.getLineAndCharacterOfPosition(statement.getStart(file)).line + 1;
      return [{ path, line, says: `${name} answers undefined: a refusal is a value with a reason` }];
    }),
  );
};

const isExported = (statement: ts.Statement): boolean =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

type Declared = { readonly name: string; readonly type: ts.TypeNode | undefined };

const functionsOf = (statement: ts.Statement): readonly Declared[] => {
  if (ts.isFunctionDeclaration(statement)) return [{ name: statement.name?.text ?? '', type: statement.type }];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
    ts.isIdentifier(name) && initializer !== undefined && ts.isArrowFunction(initializer)
      ? [{ name: name.text, type: initializer.type }]
      : [],
  );
};

const mayBeUndefined = (type: ts.TypeNode): boolean => {
  if (type.kind === ts.SyntaxKind.UndefinedKeyword) return true;
  if (ts.isParenthesizedTypeNode(type)) return mayBeUndefined(type.type);
  if (ts.isUnionTypeNode(type)) return type.types.some(mayBeUndefined);
  const isPromise = ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) && type.typeName.text === 'Promise';
  return isPromise && (type.typeArguments ?? []).some(mayBeUndefined);
};
