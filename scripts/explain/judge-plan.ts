import type { Measured, PlanNode } from './record.ts';

/** Rows of each table, as PostgreSQL counted them last. */
export type TableSizes = ReadonlyMap<string, number>;

/** A table of fewer rows may be read whole: that is cheaper than any index. */
const SMALL = 1_000;
/** A statement about one payment finds a handful of rows by each of its indexes. */
const ROWS = 20;

/** Statements that are meant to read more: how many rows each step may look at, and why. */
export const moreRows: Readonly<Record<string, { readonly rows: number; readonly why: string }>> = {
  'find-sessions': { rows: 202, why: 'a page of a list, and as many that a filter leaves out' },
  'find-payments': { rows: 202, why: 'a page of a list, and as many that a filter leaves out' },
  'find-operations': { rows: 202, why: 'a page of a list, and as many that a filter leaves out' },
  'find-payment-methods': { rows: 202, why: 'a page of a list, and as many that a filter leaves out' },
  'claim-deliveries': { rows: 256, why: 'looks at up to 256 deliveries of an endpoint' },
  'put-off-followers': { rows: 256, why: 'looks at up to 256 deliveries of an endpoint' },
};

const READS = /Scan$/;

/** The steps that touch a table, in the order of the plan. */
export const stepsOf = (node: PlanNode): readonly PlanNode[] => [
  ...(node['Relation Name'] !== undefined || node['Index Name'] !== undefined ? [node] : []),
  ...(node.Plans ?? []).flatMap(stepsOf),
];

/** Rows that a step looked at, whether they were of use or not. */
export const rowsRead = (node: PlanNode): number =>
  Math.round(
    node['Actual Loops'] *
      (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)),
  );

/** What is wrong with a plan: a sentence each; none when all is well. */
export const judgePlan = ({ name, plan }: Pick<Measured, 'name' | 'plan'>, sizes: TableSizes): readonly string[] => {
  const most = moreRows[name]?.rows ?? ROWS;
  return stepsOf(plan)
    .filter((node) => READS.test(node['Node Type']))
    .flatMap((node) => {
      const table = node['Relation Name'] ?? '';
      if (node['Node Type'] === 'Seq Scan' && (sizes.get(table) ?? 0) >= SMALL) return [`${name} reads ${table} whole`];
      const read = rowsRead(node);
      if (node['Node Type'] === 'Seq Scan' || read <= most) return [];
      return [`${name} reads ${read} rows of ${table || (node['Index Name'] ?? '')}; ${most} are enough`];
    });
};
