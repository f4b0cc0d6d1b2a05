import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'node:test';
import { fillSection, table } from './markdown.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const markdownIn = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
const documents = [
  ...markdownIn('.'),
  ...markdownIn('docs'),
  ...markdownIn('docs/adr'),
  ...markdownIn('docs/statements'),
];

/** As a browser finds it: lower case, no punctuation, a hyphen for each space. */
const anchorsOf = (page: string): readonly string[] =>
  [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );

describe('the documents', () => {
  test('every link leads to a file that is there, every fragment to a heading', () => {
    assert.ok(documents.length > 10);
    for (const document of documents) {
      for (const [, target = ''] of read(document).matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^[a-z]+:/.test(target)) continue;
        const [path = '', fragment] = target.split('#');
        const file = path === '' ? document : join(dirname(document), path);
        assert.ok(existsSync(join(ROOT, file)), `${document} links to ${target}`);
        if (fragment !== undefined)
          assert.ok(anchorsOf(read(file)).includes(fragment), `${document} links to ${target}`);
      }
    }
  });

  test('the README says why each dependency is there, and names none that is not', () => {
    const manifest = JSON.parse(read('package.json')) as Readonly<
      Record<'dependencies' | 'devDependencies', Record<string, string>>
    >;
    const names = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)].sort();
    const chapter = read('README.md').split('## What it is built on')[1]?.split('\n## ')[0] ?? '';
    const firstCells = [...chapter.matchAll(/^\| (?!Dependency)(.+?) \| /gm)].map(([, cell = '']) =>
      cell.replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1'),
    );
    assert.deepEqual(firstCells.flatMap((cell) => cell.split(', ')).sort(), names);
  });

  test('every decision is in the list of decisions, under the next number', () => {
    const files = readdirSync(join(ROOT, 'docs/adr'))
      .filter((name) => /^\d{4}-/.test(name))
      .sort();
    files.forEach((name, at) => {
      assert.ok(name.startsWith(String(at + 1).padStart(4, '0')), name);
      assert.match(read('docs/adr/README.md'), new RegExp(`\\(${name.replaceAll('.', '\\.')}\\)`));
      assert.ok(read(`docs/adr/${name}`).split('\n').length <= 61, `${name} is longer than a page`);
    });
  });
});

describe('a part of a page that is made', () => {
  test('replaces what stands between its markers, and nothing else', () => {
    const page = 'above\n<!-- cards -->\nold\n<!-- /cards -->\nbelow\n';
    const filled = fillSection(page, 'cards', ['new']);
    assert.equal(filled, 'above\n<!-- cards -->\nnew\n<!-- /cards -->\nbelow\n');
    assert.equal(fillSection(filled, 'cards', ['new']), filled);
    assert.throws(() => fillSection('no markers', 'cards', []), /markers/);
  });

  test('a bar in a cell does not begin another', () => {
    assert.deepEqual(table(['a'], [['x | y']]), ['| a |', '| --- |', '| x \\| y |']);
  });
});
