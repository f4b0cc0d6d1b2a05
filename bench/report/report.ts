import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCommit, type Machine } from '../machine.ts';
import type { Row } from '../measure.ts';
import type { Options } from '../options.ts';
import { ROOT } from '../world/child.ts';
import { completeRow, limitOf, type CompleteRow } from './figures.ts';
import { renderMarkdown } from './table.ts';

export type Report = {
  readonly commit: string;
  readonly date: string;
  readonly command: string;
  readonly options: Pick<Options, 'seconds' | 'only' | 'sessions' | 'backlog'>;
  readonly machine: Machine;
  readonly limitPerS: number | undefined;
  /** How far the two measurements of the limit are apart: what the machine did beside the run. */
  readonly limitDriftPercent: number | undefined;
  /** The most that programs beside the bench took of the cores during a row. */
  readonly othersPercent: number | undefined;
  readonly rows: readonly CompleteRow[];
};

export const makeReport = (options: Options, machine: Machine, rows: readonly Row[]): Report => {
  const limit = limitOf(rows);
  const { seconds, only, sessions, backlog } = options;
  return {
    commit: readCommit(),
    date: new Date().toISOString(),
    command: ['npm run bench', ...argumentsGiven()].join(' '),
    options: { seconds, only, sessions, backlog },
    machine,
    limitPerS: limit?.ratePerS,
    limitDriftPercent: driftOf(rows),
    othersPercent: mostOf(rows.flatMap(({ othersPercent }) => othersPercent ?? [])),
    rows: rows.map((row) => completeRow(row, limit)),
  };
};

const argumentsGiven = (): readonly string[] => {
  const given = process.argv.slice(2);
  return given.length === 0 ? [] : ['--', ...given];
};

const mostOf = (numbers: readonly number[]): number | undefined =>
  numbers.length === 0 ? undefined : Math.max(...numbers);

const driftOf = (rows: readonly Row[]): number | undefined => {
  const [first, last] = rows.filter(({ what }) => what.startsWith('limit:'));
  if (first?.ratePerS === undefined || last?.ratePerS === undefined) return undefined;
  return (100 * (last.ratePerS - first.ratePerS)) / first.ratePerS;
};

/** Two files: figures for programs, and a page for people. A run of some groups does not overwrite one of all. */
export const writeReport = (report: Report, isWhole: boolean): string => {
  const folder = join(ROOT, 'bench/results');
  mkdirSync(folder, { recursive: true });
  const name = [report.date.slice(0, 10), report.commit, ...(isWhole ? [] : report.options.only)].join('-');
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(report, null, 1)}\n`);
  writeFileSync(join(folder, `${name}.md`), renderMarkdown(report));
  return `bench/results/${name}.md`;
};
