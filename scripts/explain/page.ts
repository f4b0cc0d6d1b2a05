import { table } from '../generate/markdown.ts';
import { moreRows, rowsRead, stepsOf, type TableSizes } from './judge-plan.ts';
import type { Measured, PlanNode } from './record.ts';

type Input = {
  readonly sessions: number;
  readonly measured: readonly Measured[];
  readonly sizes: TableSizes;
  readonly missing: readonly string[];
  readonly machine: string;
  readonly date: Date;
};

/** `docs/statements/plans.md`. */
export const describePlans = ({ sessions, measured, sizes, missing, machine, date }: Input): string => {
  const filled = [...sizes]
    .filter(([, rows]) => rows >= 1_000)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name]) => `\`${name}\``);
  return [
    '<!-- Written by `npm run explain`: run it again instead of editing. -->',
    '',
    '# Plans',
    '',
    `How PostgreSQL runs the statements of a payment's path with ${sessions.toLocaleString('en')} sessions in the ` +
      'database, half of them of the',
    'merchant who asks. Each was sent by the code that sends it in life, with real parameters, and has its ' +
      'generic plan: the one that is',
    'kept; a list with optional filters is planned for what was asked. The steps are those that touch a table, in ' +
      'the order of the plan;',
    '"rows" are all that a step looked at. Nearly all stored sessions are completed. A step that reads a',
    'large table whole, or more rows than the statement is about, ends `npm run explain` with an error.',
    '',
    'Buffers (pages of 8 kB, with those of foreign keys left out) and milliseconds are those of one run: ' +
      `${date.toISOString().slice(0, 10)}, ${machine}.`,
    '',
    `Tables of 1,000 rows and more: ${filled.join(', ')}. Smaller ones may be read whole.`,
    '',
    ...table(
      ['Statement', 'Buffers', 'ms', 'Steps: rows'],
      measured.map((one) => [
        `\`${one.name}\``,
        String(one.plan['Shared Hit Blocks'] + one.plan['Shared Read Blocks']),
        one.ms.toFixed(1),
        stepsOf(one.plan).map(describeStep).join('<br>') || 'no table',
      ]),
    ),
    '',
    '## May read more',
    '',
    ...table(
      ['Statement', 'Rows', 'Why'],
      Object.entries(moreRows).map(([name, { rows, why }]) => [`\`${name}\``, String(rows), why]),
    ),
    '',
    '## Not looked at',
    '',
    missing.length === 0 ? 'None.' : `No story of this run sends ${missing.map((name) => `\`${name}\``).join(', ')}.`,
    '',
  ].join('\n');
};

const describeStep = (node: PlanNode): string => {
  const what =
    node.Operation === undefined ? node['Node Type'].replace(' Scan', '').toLowerCase() : node.Operation.toLowerCase();
  const on = node['Relation Name'] === undefined ? '' : ` ${node['Relation Name']}`;
  const by = node['Index Name'] === undefined ? '' : ` by ${node['Index Name']}`;
  const rows = node.Operation === undefined ? `: ${rowsRead(node)}` : '';
  return `${what}${on}${by}${rows}`;
};
