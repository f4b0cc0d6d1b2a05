import { escapeLiteral, type Client } from 'pg';
import type { Query, Statement, Transaction } from '../../src/db/db.ts';

/** A node of a plan as `explain (format json)` gives it. */
export type PlanNode = {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Alias?: string;
  readonly 'Index Name'?: string;
  readonly Operation?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly PlanNode[];
};

/** A statement as it was sent, with the plan that any parameters get. */
export type Measured = { readonly name: string; readonly plan: PlanNode; readonly ms: number };

/**
 * Lists with optional filters: a plan for all filters at once would serve none, so PostgreSQL plans each call for what
 * it asks.
 */
export const LISTS: ReadonlySet<string> = new Set([
  'find-sessions',
  'find-payments',
  'find-operations',
  'find-payment-methods',
]);

/**
 * A query that explains each statement with the parameters it comes with, takes back what that changed, and then really
 * runs it, so that a story goes on as it does in life. The client must be in a transaction, which the caller rolls
 * back.
 */
export const recordOn = (client: Client, measured: Measured[]): Transaction => {
  const query: Query = async <Row>(statement: Statement, values: readonly unknown[] = []) => {
    measured.push(await explain(client, statement, values));
    return (await client.query({ text: statement.text, values: [...values] })).rows as Row[];
  };
  return Object.assign(query, { isTransaction: true } as const);
};

type Explained = { readonly Plan: PlanNode; readonly 'Execution Time': number };

const explain = async (client: Client, { name, text }: Statement, values: readonly unknown[]): Promise<Measured> => {
  await client.query('savepoint explained');
  await client.query(`set local plan_cache_mode = ${LISTS.has(name) ? 'force_custom_plan' : 'force_generic_plan'}`);
  await client.query(`prepare explained as ${text}`);
  const literals = values.length === 0 ? '' : `(${values.map(toLiteral).join(', ')})`;
  const run = `explain (analyze, buffers, format json) execute explained${literals}`;
  // Once to bring the pages in, so that what is measured does not depend on who read them before.
  await client.query('savepoint warm');
  await client.query(run);
  await client.query('rollback to savepoint warm');
  const { rows } = await client.query<{ 'QUERY PLAN': readonly Explained[] }>(run);
  await client.query('rollback to savepoint explained');
  await client.query('deallocate explained');
  const found = rows[0]?.['QUERY PLAN'][0];
  if (found === undefined) throw new Error(`${name} has no plan`);
  return { name, plan: found.Plan, ms: found['Execution Time'] };
};

/** As the driver would send it, but as a literal: `execute` takes no parameters. */
const toLiteral = (value: unknown): string =>
  value === null || value === undefined ? 'null' : escapeLiteral(toText(value));

const toText = (value: unknown): string => {
  if (Buffer.isBuffer(value)) return `\\x${value.toString('hex')}`;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `{${value.map(toElement).join(',')}}`;
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const toElement = (value: unknown): string =>
  value === null || value === undefined ? 'null' : `"${toText(value).replaceAll(/["\\]/g, '\\$&')}"`;
