import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

/** docs/security.md against the standard it answers to, and against the tests that it names. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGE = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');

/** The levels of ASVS 5.0.0: for each section those of its requirements, in their order. */
const LEVELS: Readonly<Record<string, string>> = {
  ...{ '1.1': '22', '1.2': '1111122223', '1.3': '112222222223', '1.4': '222', '1.5': '123' },
  ...{ '2.1': '122', '2.2': '112', '2.3': '12223', '2.4': '23' },
  ...{ '3.1': '3', '3.2': '113', '3.3': '12223', '3.4': '11222233', '3.5': '11122333', '3.6': '3', '3.7': '22333' },
  ...{ '4.1': '12233', '4.2': '23333', '4.3': '22', '4.4': '1222' },
  ...{ '5.1': '2', '5.2': '112333', '5.3': '113', '5.4': '222' },
  ...{ '6.1': '122', '6.2': '111111112222', '6.3': '11223333', '6.4': '112233', '6.5': '22222333' },
  ...{ '6.6': '2223', '6.7': '33', '6.8': '2222' },
  ...{ '7.1': '222', '7.2': '1111', '7.3': '22', '7.4': '11222', '7.5': '223', '7.6': '22' },
  ...{ '8.1': '1233', '8.2': '1123', '8.3': '133', '8.4': '23' },
  ...{ '9.1': '111', '9.2': '1222' },
  ...{ '10.1': '22', '10.2': '223', '10.3': '22223', '10.4': '1111122222233333' },
  ...{ '10.5': '22222', '10.6': '22', '10.7': '222' },
  ...{ '11.1': '2233', '11.2': '22233', '11.3': '11233', '11.4': '1222', '11.5': '23', '11.6': '23', '11.7': '33' },
  ...{ '12.1': '12233', '12.2': '11', '12.3': '22223' },
  ...{ '13.1': '2333', '13.2': '222223', '13.3': '2233', '13.4': '1222233' },
  ...{ '14.1': '22', '14.2': '12223333', '14.3': '122' },
  ...{ '15.1': '12233', '15.2': '12233', '15.3': '1222222', '15.4': '3333' },
  ...{ '16.1': '2', '16.2': '22222', '16.3': '2222', '16.4': '222', '16.5': '2223' },
  ...{ '17.1': '23', '17.2': '22223333', '17.3': '22' },
};

type Row = {
  readonly number: string;
  readonly level: string;
  readonly asks: string;
  readonly verdict: string;
  readonly where: string;
  readonly note: string;
};
type Cited = { readonly file: string; readonly title: string };

const rows: readonly Row[] = PAGE.split('\n')
  .filter((line) => line.startsWith('| v5.0.0-'))
  .map((line) => {
    const [, number = '', level = '', asks = '', verdict = '', where = '', note = ''] = line
      .split('|')
      .map((cell) => cell.trim());
    return { number: number.replace('v5.0.0-', ''), level, asks, verdict, where, note };
  });

/** What a cell names: `[file](../path) “title”`, as often as it likes. */
const citedIn = (where: string): readonly Cited[] =>
  [...where.matchAll(/\[[^\]]+\]\(\.\.\/([^)]+)\) “([^”]+)”/g)].map(([, file = '', title = '']) => ({ file, title }));

/** The titles of the tests and groups of a file; of one that is put together the gaps are dots. */
const titlesIn = (file: string): ReadonlySet<string> =>
  new Set(
    [
      ...readFileSync(join(ROOT, file), 'utf8').matchAll(
        /\b(?:test|describe)\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`)/g,
      ),
    ].map(([, single, double, template]) =>
      (single ?? double ?? template ?? '').replaceAll(/\$\{[^}]*\}/g, '…').replaceAll(/\\(.)/g, '$1'),
    ),
  );

const countOf = (pick: (row: Row) => boolean): number => rows.filter(pick).length;

describe('docs/security.md', () => {
  test('has every requirement of levels 1 and 2 once, in order, with its level', () => {
    const wanted = Object.entries(LEVELS).flatMap(([section, levels]) =>
      [...levels].map((level, at) => ({ number: `${section}.${at + 1}`, level })).filter(({ level }) => level !== '3'),
    );
    // The standard counts 70, 183 and 92.
    assert.deepEqual(
      ['1', '2', '3'].map((level) => Object.values(LEVELS).join('').split(level).length - 1),
      [70, 183, 92],
    );
    assert.deepEqual(
      rows.map(({ number, level }) => ({ number, level })),
      wanted,
    );
  });

  test('every row says what is asked, and has a test or a reason', () => {
    for (const { number, asks, verdict, where, note } of rows) {
      const tests = citedIn(where).length;
      assert.ok(asks.length > 3, number);
      assert.ok(['held', 'partly', 'gap', 'not applicable'].includes(verdict), `${number}: ${verdict}`);
      if (verdict === 'held' || verdict === 'partly') assert.ok(tests > 0, `${number} has no test`);
      if (verdict !== 'held') assert.ok(note.length > 10, `${number} has no reason`);
    }
  });

  test('every test that is named is there', () => {
    const titles = new Map<string, ReadonlySet<string>>();
    let seen = 0;
    for (const { number, where } of rows) {
      const cited = citedIn(where);
      // A link that is not followed by a title in its marks would be passed over in silence.
      assert.equal(cited.length, where.split('](').length - 1, `${number}: ${where}`);
      for (const { file, title } of cited) {
        assert.ok(file.endsWith('.test.ts') && existsSync(join(ROOT, file)), `${number}: ${file}`);
        const known = titles.get(file) ?? titlesIn(file);
        titles.set(file, known);
        assert.ok(known.has(title), `${number}: ${file} has no test “${title}”`);
        seen += 1;
      }
    }
    assert.ok(seen > 100, `${seen} tests`);
  });

  test('the gaps are listed at the top, and the sums are right', () => {
    const [, top = ''] = /## Known gaps\n(.*?)\n## /s.exec(PAGE) ?? [];
    const listed = [...top.matchAll(/v5\.0\.0-([\d.]+\d)/g)].map(([, number = '']) => number);
    for (const { number, verdict } of rows) assert.equal(listed.includes(number), verdict === 'gap', number);
    for (const verdict of ['held', 'partly', 'gap', 'not applicable']) {
      const [one, two] = ['1', '2'].map((level) => countOf((row) => row.verdict === verdict && row.level === level));
      assert.ok(PAGE.includes(`| ${verdict} | ${one} | ${two} |`), `${verdict}: ${one}, ${two}`);
    }
  });
});
