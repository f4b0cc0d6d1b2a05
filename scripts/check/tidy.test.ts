import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exceptions } from './tidy-exceptions.ts';
import { findUntidy, MAX_FILE, MAX_LINE, MAX_TEST_FILE, MAX_TITLE } from './tidy.ts';
import { WORDS } from './words.ts';

const NONE: Exceptions = { longLines: [], longFiles: [], lostWords: [], undefinedAnswers: [] };

const judge = (path: string, text: string, exceptions: Partial<Exceptions> = {}): readonly string[] =>
  findUntidy([{ path, text }], WORDS, { ...NONE, ...exceptions });

const line = (letters: number): string => `// ${'é'.repeat(letters - 3)}\n`;

test('a line may have 120 letters, whatever their bytes; a table in Markdown and a test’s title more', () => {
  assert.deepEqual(judge('src/a.ts', `const a = 1;\n${line(MAX_LINE)}`), []);
  assert.deepEqual(judge('src/a.ts', `const a = 1;\n${line(MAX_LINE + 1)}`), ['src/a.ts:2  121 letters in a line']);
  assert.equal(judge('.dependency-cruiser.cjs', line(MAX_LINE + 1)).length, 1);
  assert.deepEqual(judge('README.md', line(MAX_LINE + 1)), []);
  const title = (letters: number): string => `  test('${'t'.repeat(letters - 9)}'`;
  assert.deepEqual(judge('src/a.test.ts', title(MAX_TITLE)), []);
  assert.equal(judge('src/a.test.ts', title(MAX_TITLE + 1)).length, 1);
});

test('a file may have 300 lines that are not empty, a test 400', () => {
  assert.deepEqual(judge('src/a.ts', 'a;\n\n'.repeat(MAX_FILE)), []);
  assert.deepEqual(judge('src/a.ts', 'a;\n'.repeat(MAX_FILE + 1)), [
    'src/a.ts:0  301 lines, and 300 are the most: which is the second subject?',
  ]);
  for (const path of ['src/a.test.ts', 'src/a.fixture.ts', 'test/support/a.ts']) {
    assert.deepEqual(judge(path, 'a;\n'.repeat(MAX_TEST_FILE)), [], path);
    assert.equal(judge(path, 'a;\n'.repeat(MAX_TEST_FILE + 1)).length, 1, path);
  }
});

/** One line that is wrong for each word of the list, in its order. */
const PLANTED: readonly (readonly [path: string, text: string])[] = [
  ['README.md', 'It Can not be.'],
  ['src/a.ts', "['paying', 'giveBack', 'open', []],"],
];

test('each word that lost is found where it may not stand, with what is said instead', () => {
  assert.equal(PLANTED.length, WORDS.length, 'a word without a plant');
  for (const [at, [path, text]] of PLANTED.entries()) {
    const say = WORDS[at]?.say ?? '';
    assert.deepEqual(
      judge(path, `\n${text}`).map((complaint) => complaint.replace(/"[^"]*"/, '')),
      [`${path}:2  : say ${say}`],
      text,
    );
  }
  assert.deepEqual(judge('README.md', 'It cannot be; it can. Not so.'), []);
});

test('what the flow exports answers undefined only where it looked something up', () => {
  const refusals = [
    'export const refund = async (): Promise<Refund | undefined> => make();',
    'export const refund = (): (Refund | undefined) => make();',
    'export function refund(): Promise<undefined | Refund> {}',
  ];
  const says = 'refund answers undefined: a refusal is a value with a reason';
  for (const text of refusals) assert.deepEqual(judge('src/flow/a.ts', text), [`src/flow/a.ts:1  ${says}`], text);
  for (const text of [
    'export const findRefund = async (): Promise<Refund | undefined> => make();',
    'export const refund = async (): Promise<Refund | Refusal> => make();',
    'export const refund = async (): Promise<void> => make();',
    'const refund = async (): Promise<Refund | undefined> => make();',
    'export const refund = (code: string | undefined): Refund => make(code);',
  ])
    assert.deepEqual(judge('src/flow/a.ts', text), [], text);
  assert.deepEqual(judge('src/http/a.ts', refusals[0] ?? ''), []);
});

test('an exception holds for its files and its rule, and is a complaint itself when nothing needs it', () => {
  const why = 'a test';
  const long = line(MAX_LINE + 1);
  assert.deepEqual(judge('src/a.ts', long, { longLines: [{ files: 'src/a.ts', why }] }), []);
  assert.deepEqual(judge('src/a.ts', long, { longLines: [{ files: /^src\//, why }] }), []);
  assert.equal(judge('src/b.ts', long, { longLines: [{ files: 'src/a.ts', why }] }).length, 2);
  assert.deepEqual(judge('src/a.ts', '', { longLines: [{ files: 'src/a.ts', why }] }), [
    'longLines: src/a.ts is no exception any more, take it off the list',
  ]);
});
