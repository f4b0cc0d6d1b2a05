/**
 * The small form of `npm run explain`: that every statement is measured and the page says so. How good a plan is shows
 * only with many rows.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainPath } from './explain-path.ts';
import { judgePlan } from './judge-plan.ts';
import type { PlanNode } from './record.ts';

/**
 * Sent by the clock for rows of an old version, by a gateway that shares its limits, and for a payment page that is
 * opened.
 */
const NOT_IN_A_STORY = ['add-limit-levels', 'cancel-payment-left-behind', 'find-payments-left-behind'];

test('every statement of the path is sent by a story, and the page names its steps', async () => {
  const { page, measured, missing } = await explainPath({ sessions: 500, say: () => undefined });
  assert.deepEqual(missing, NOT_IN_A_STORY);
  for (const { name } of measured)
    assert.match(page, new RegExp(`^\\| \`${name}\` \\| \\d+ \\| \\d+\\.\\d \\| .+ \\|$`, 'm'));
  assert.match(page, /\| `lock-payments` .* payments by payments_pkey: 1 \|/);
});

const node = (change: Partial<PlanNode>): PlanNode => ({
  'Node Type': 'Index Scan',
  'Relation Name': 'payments',
  'Actual Rows': 1,
  'Actual Loops': 1,
  'Shared Hit Blocks': 1,
  'Shared Read Blocks': 0,
  ...change,
});

const sizes = new Map([
  ['payments', 1_000_000],
  ['merchants', 11],
]);
const judge = (plan: PlanNode, name = 'x'): readonly string[] => judgePlan({ name, plan }, sizes);

test('a large table that is read whole, and rows that are of no use, are found wherever they are in the plan', () => {
  const whole = node({ 'Node Type': 'Seq Scan' });
  assert.deepEqual(judge(whole), ['x reads payments whole']);
  assert.deepEqual(judge(node({ 'Node Type': 'Nested Loop', Plans: [node({}), whole] })), ['x reads payments whole']);
  assert.deepEqual(judge(node({ 'Node Type': 'Seq Scan', 'Relation Name': 'merchants' })), []);
  assert.deepEqual(judge(node({})), []);
  assert.deepEqual(judge(node({ 'Rows Removed by Filter': 20 })), ['x reads 21 rows of payments; 20 are enough']);
  assert.deepEqual(judge(node({ 'Actual Loops': 21 })), ['x reads 21 rows of payments; 20 are enough']);
  assert.deepEqual(judge(node({ 'Actual Rows': 200 }), 'find-payments'), []);
});
