/**
 * The small form of `npm run explain`: that every statement is measured and the page says so. How good a plan is shows
 * only with many rows.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainPath } from './explain-path.ts';
import { judgePlan } from './judge-plan.ts';
import type { PlanNode } from './record.ts';

/** Sent by the clock for rows of an old version, by a gateway that shares its limits. */
const NOT_IN_A_STORY = ['add-limit-levels', 'cancel-payment-left-behind', 'find-payments-left-behind'];
/**
 * Sent for acquirers that are not as the sandbox’s: that name first, say later, send by themselves, or stand beside.
 */
const OF_OTHER_ACQUIRERS = [
  'accept-operation',
  'claim-acquirer-notifications',
  'find-attempt-of-news',
  'find-operation-of-news',
  'mark-acquirer-notification',
  'pass-on-attempt',
  'store-acquirer-notifications',
  'take-back-operations',
  'write-attempt-handle',
];
/** Sent when a person asks for a refund above the limit of his role, and by who decides about it. */
const OF_PEOPLE = [
  'decide-refund-approval',
  'find-refund-approval',
  'find-refund-approvals-of-story',
  'find-waiting-refund-approvals',
  'insert-refund-approval',
];

test('every statement of the path is sent by a story, and the page names its steps', async () => {
  const { page, measured, missing } = await explainPath({ sessions: 500, say: () => undefined });
  assert.deepEqual(missing, [...NOT_IN_A_STORY, ...OF_OTHER_ACQUIRERS, ...OF_PEOPLE].sort());
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
