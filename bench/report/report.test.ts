import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Row } from '../measure.ts';
import { completeRow, limitOf } from './figures.ts';
import { makeReport } from './report.ts';
import { renderMarkdown, renderTable } from './table.ts';

const limits: readonly Row[] = [
  {
    group: 'limit',
    what: 'limit: at the beginning',
    ratePerS: 50_000,
    cpuUs: 18,
    isComparedWithLimit: true,
    othersPercent: 1,
  },
  {
    group: 'limit',
    what: 'limit: at the end',
    ratePerS: 30_000,
    cpuUs: 22,
    isComparedWithLimit: true,
    othersPercent: 2,
  },
];
const sessions: Row = {
  group: 'sessions',
  what: 'POST /sessions',
  ratePerS: 20_000,
  cpuUs: 80,
  isComparedWithLimit: true,
  othersPercent: 3,
  figures: [{ name: 'ratio', value: undefined, unit: '%', atLeast: 45 }],
};
const options = {
  seconds: 15,
  only: ['limit', 'sessions'],
  isWhole: false,
  sessions: 0,
  backlog: 1_000,
  parentDir: '.',
  profileDir: undefined,
  isJson: false,
  isHelp: false,
} as const;
const machine = {
  cpu: 'a CPU',
  cores: 2,
  memoryGb: 4,
  system: 'Linux 6',
  node: 'v24',
  postgres: '18',
  fdatasyncPerS: 5_000,
  loadBefore: 0.1,
};
const reportOf = (...rows: readonly Row[]) => makeReport(options, machine, rows);

describe('what stands beside a figure', () => {
  test('a rate in per cent of the limit, and CPU in times of it; the limit is the mean of its two ends', () => {
    const limit = limitOf([...limits, sessions]);
    assert.deepEqual(limit, { ratePerS: 40_000, cpuUs: 20 });
    const row = completeRow(sessions, limit);
    assert.deepEqual([row.ratioPercent, row.cpuTimesLimit, row.figures?.[0]?.value], [50, 4, 50]);
  });

  test('nothing is made up: without a limit, or where no CPU is known', () => {
    assert.equal(limitOf([sessions]), undefined);
    assert.deepEqual(completeRow(sessions, undefined), sessions);
    const row = completeRow({ ...sessions, cpuUs: 0 }, { ratePerS: 40_000, cpuUs: 20 });
    assert.equal('cpuTimesLimit' in row, false);
  });

  test('what others took is the most of any row, and unknown where no row knows', () => {
    assert.equal(reportOf(...limits, sessions).othersPercent, 3);
    assert.equal(reportOf({ group: 'start', what: 'start' }).othersPercent, undefined);
  });
});

describe('a report says whether it can be believed', () => {
  const steady = limits.map((row) => ({ ...row, ratePerS: 40_000 }));
  const WARNING = /repeat the run on a quiet machine/;

  test('a quiet run has no warning', () => {
    const report = reportOf(...steady, sessions);
    assert.doesNotMatch(renderMarkdown(report) + renderTable(report), WARNING);
    assert.match(renderMarkdown(report), /Programs beside the bench took up to 3 % of the cores/);
  });

  test('one beside other programs, and one whose limit moved, have it in both forms', () => {
    for (const report of [reportOf(...steady, { ...sessions, othersPercent: 40 }), reportOf(...limits, sessions)]) {
      assert.match(renderMarkdown(report), WARNING);
      assert.match(renderTable(report), WARNING);
    }
  });

  test('the page for people has the machine, the command, and a row for each measurement', () => {
    const page = renderMarkdown(reportOf(...limits, sessions));
    for (const fact of [
      'a CPU, 2 cores, 4 GB',
      'Node v24, PostgreSQL 18, fdatasync 5,000/s',
      'npm run bench',
      '| 20,000 |',
      '| 50 % |',
      '| 4 × |',
      '| 3 % |',
      'ratio 50 % (budget ≥ 45 %)',
    ]) {
      assert.ok(page.includes(fact), fact);
    }
  });
});
