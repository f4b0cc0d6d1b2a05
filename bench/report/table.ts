import { OTHERS_MOST_PERCENT } from '../world/others.ts';
import type { Report } from './report.ts';
import { formatFigure, formatNumber, type CompleteRow } from './figures.ts';

type Column = { readonly title: string; readonly isNumber: boolean; readonly cell: (row: CompleteRow) => string };

const number = (title: string, value: (row: CompleteRow) => number | undefined, unit = ''): Column => ({
  title,
  isNumber: true,
  cell: (row) => {
    const found = value(row);
    return found === undefined ? '' : `${formatNumber(found)}${unit}`;
  },
});

const COLUMNS: readonly Column[] = [
  { title: 'what', isNumber: false, cell: (row) => row.what },
  number('rate/s', ({ ratePerS }) => (ratePerS === undefined ? undefined : Math.round(ratePerS))),
  number('p50 ms', ({ p50Ms }) => p50Ms),
  number('p99 ms', ({ p99Ms }) => p99Ms),
  number('of limit', ({ ratioPercent }) => (ratioPercent === undefined ? undefined : Math.round(ratioPercent)), ' %'),
  number('errors', ({ errors }) => errors),
  number('RSS MB', ({ rssMb }) => (rssMb === undefined ? undefined : Math.round(rssMb))),
  number('CPU µs', ({ cpuUs }) => (cpuUs === 0 ? undefined : cpuUs)),
  number('of limit', ({ cpuTimesLimit }) => cpuTimesLimit, ' ×'),
  number('others', ({ othersPercent }) => (othersPercent === undefined ? undefined : Math.round(othersPercent)), ' %'),
];

/** For a terminal: columns, and under a row what it has beside them. */
export const renderTable = (report: Report): string => {
  const { rows } = report;
  const cells = [COLUMNS.map(({ title }) => title), ...rows.map((row) => COLUMNS.map(({ cell }) => cell(row)))];
  const widths = COLUMNS.map((_column, at) => Math.max(...cells.map((line) => line[at]?.length ?? 0)));
  const lines = cells.map((line) =>
    line
      .map((cell, at) =>
        COLUMNS[at]?.isNumber === true ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  const [head = '', ...body] = lines;
  const rule = '─'.repeat(Math.max(...lines.map((line) => line.length)));
  return [
    head,
    rule,
    ...body.flatMap((line, at) => [line, ...(rows[at]?.figures ?? []).map((figure) => `    ${formatFigure(figure)}`)]),
    '',
    ...notesOf(report),
    '',
  ].join('\n');
};

/** What a reader has to know before believing a figure. */
const notesOf = ({ limitDriftPercent: drift, othersPercent }: Report): readonly string[] => [
  'RSS and CPU are those of the measured server: its memory at most, and microseconds of a core for one request ' +
    'or payment, beside what the limit takes for one.',
  ...(othersPercent === undefined
    ? []
    : [`Programs beside the bench took up to ${formatNumber(Math.round(othersPercent))} % of the cores during a row.`]),
  ...(drift === undefined
    ? []
    : [
        `The limit moved by ${formatNumber(drift)} % between the beginning and the end of the run; ratios are of ` +
          'its mean.',
      ]),
  ...(Math.abs(drift ?? 0) > NOISY_PERCENT || (othersPercent ?? 0) > OTHERS_MOST_PERCENT
    ? [
        'That is much: repeat the run on a quiet machine. Of this one, rates and times say little; CPU, and CPU ' +
          'beside that of the limit, say more.',
      ]
    : []),
];

const NOISY_PERCENT = 15;

/** The same for bench/results, readable on a page that shows the repository. */
export const renderMarkdown = (report: Report): string => {
  const { machine, rows, options } = report;
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    `# Bench of ${report.commit}, ${report.date.slice(0, 10)}`,
    '',
    `- Repeat: \`${report.command}\``,
    `- Machine: ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system}; load before ` +
      `the run ${machine.loadBefore}`,
    `- Node ${machine.node}, PostgreSQL ${machine.postgres ?? '(not needed)'}, fdatasync ` +
      `${machine.fdatasyncPerS.toLocaleString('en')}/s`,
    '- Load generator, gateway, PostgreSQL, acquirer and webhook sink shared these cores. Whole payments ran ' +
      `${options.seconds} s.`,
    ...notesOf(report).map((note) => `- ${note}`),
    '',
    line([...COLUMNS.map(({ title }) => title), 'figures and budgets']),
    line([...COLUMNS.map(({ isNumber }) => (isNumber ? '---:' : '---')), '---']),
    ...rows.map((row) =>
      line([...COLUMNS.map(({ cell }) => cell(row)), (row.figures ?? []).map(formatFigure).join('; ')]),
    ),
    '',
  ].join('\n');
};
