import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Lifecycle } from '../../src/base/lifecycle.ts';
import { lifecycles } from '../../src/flow/lifecycles.ts';

/** `docs/lifecycles.md`: a diagram and a table for every lifecycle in `src/flow`. */
export const describeLifecycles = async (root: string): Promise<string> => {
  const found = (await Promise.all((await lifecycleFiles(root)).map((file) => readLifecycles(root, file)))).flat();
  if (found.length === 0) throw new Error('src/flow has no lifecycle');
  return [INTRODUCTION, ...found.sort(bySteps).map(describe)].join('\n\n').concat('\n');
};

const INTRODUCTION = `<!-- Generated from src/flow/**/lifecycle.ts by \`npm run generate\`: change the tables there. -->

# Lifecycles

A lifecycle is a table of legal moves. The types, the SQL that moves a row, the check in the database and this page
are read off the same rows, and the gateway refuses to start on a database whose checks differ.
\`none\` is before birth.`;

type Found = { readonly file: string; readonly name: string; readonly about: string; readonly lifecycle: Lifecycle };

const bySteps = (one: Found, other: Found): number =>
  stepOf(one) - stepOf(other) || one.lifecycle.table.localeCompare(other.lifecycle.table);

const stepOf = ({ file, lifecycle }: Found): number => {
  const step = lifecycles.findIndex(({ table }) => table === lifecycle.table);
  if (step === -1) throw new Error(`the lifecycle of ${lifecycle.table} (${file}) is not in src/flow/lifecycles.ts`);
  return step;
};

const lifecycleFiles = async (root: string): Promise<readonly string[]> =>
  (await readdir(join(root, 'src/flow'), { recursive: true }))
    .filter((file) => /(^|\/)lifecycle\.ts$/.test(file.replaceAll('\\', '/')))
    .map((file) => `src/flow/${file.replaceAll('\\', '/')}`)
    .sort();

const readLifecycles = async (root: string, file: string): Promise<readonly Found[]> => {
  const path = join(root, file);
  const source = await readFile(path, 'utf8');
  const module = (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
  return Object.entries(module).flatMap(([name, value]) =>
    isLifecycle(value) ? [{ file, name, about: commentAbove(source, name), lifecycle: value }] : [],
  );
};

const isLifecycle = (value: unknown): value is Lifecycle =>
  typeof value === 'object' && value !== null && 'table' in value && 'rows' in value;

/** The comment above a lifecycle is its description here, too, so that it is written once. */
const commentAbove = (source: string, name: string): string => {
  const before = source.slice(0, source.indexOf(`export const ${name} =`)).trimEnd();
  if (!before.endsWith('*/')) throw new Error(`${name} has no comment that says what it is`);
  return before
    .slice(before.lastIndexOf('/**') + 3, -2)
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trim())
    .join('\n')
    .trim();
};

const describe = ({ file, about, lifecycle }: Found): string => {
  const { table, rows } = lifecycle;
  const ends = [...new Set(rows.map(([, , to]) => to))].filter((state) => rows.every(([from]) => from !== state));
  const arrows = rows.map(([from, on, to]) => `    ${from === 'none' ? '[*]' : from} --> ${to}: ${on}`);
  const cells = rows.map(
    ([from, on, to, tells]) =>
      `| \`${from}\` | \`${on}\` | \`${to}\` | ${tells.map((type) => `\`${type}\``).join(', ') || '–'} |`,
  );
  return `## ${table}

${about}

Rows: [\`${file}\`](../${file}).

\`\`\`mermaid
stateDiagram-v2
${[...arrows, ...ends.map((state) => `    ${state} --> [*]`)].join('\n')}
\`\`\`

| From | On | To | What the merchant hears |
|---|---|---|---|
${cells.join('\n')}`;
};
