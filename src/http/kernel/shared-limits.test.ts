import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createKeys } from '../../base/keys.ts';
import { Problem } from '../../base/problem.ts';
import { Secret } from '../../base/secret.ts';
import { createPool } from '../../db/pool.ts';
import type { Db } from '../../db/db.ts';
import { createTestDatabase, runSql, type TestDatabase } from '../../../test/support/postgres.ts';
import { createRateLimit } from './rate-limit.ts';
import { createLimitSharing, forgetLimitLevels } from './shared-limits.ts';

let database: TestDatabase;
let db: Db;
before(async () => {
  database = await createTestDatabase();
  db = createPool({ databaseUrl: database.url, maxConnections: 2, onConnectionError: () => undefined });
});
after(async () => {
  await db.close();
  await database.drop();
});

const PER_SECOND = 40;
const keys = createKeys(new Secret(Buffer.alloc(32, 7)));

/** Gateways with one clock, which the test puts forward; `name` keeps tests apart in their one database. */
const createGateways = (count: number, name: string, query = db.query) => {
  let nowMs = Date.parse('2030-01-01T00:00:00Z');
  const warnings: string[] = [];
  const log = { info: () => undefined, warn: (_fields: unknown, text: string) => void warnings.push(text) };
  const gateways = Array.from({ length: count }, () => {
    const limit = createRateLimit({ name, perSecond: PER_SECOND, sentence: 'Too many.' }, { monotonicMs: () => nowMs });
    const time = { nowMs: () => nowMs, refresh: () => Promise.resolve() };
    const share = createLimitSharing({ query, keys, time, log }, [limit]);
    /** How many of so many get through. */
    const flood = (calls: number, subject = 'somebody'): number => {
      let passed = 0;
      for (let call = 0; call < calls; call++) {
        try {
          limit.take(subject);
          passed++;
        } catch (error) {
          assert.ok(error instanceof Problem && error.code === 'rate_limited');
        }
      }
      return passed;
    };
    return { share, flood };
  });
  return { gateways, warnings, forward: (ms: number) => (nowMs += ms) };
};

test('what one gateway let through, the other does not let through once more', async () => {
  const { gateways, forward } = createGateways(2, 'twice');
  const [one, other] = gateways;
  assert.ok(one && other);
  assert.equal(one.flood(100), 40);
  await one.share();
  assert.equal(other.flood(6), 6);
  await other.share();
  assert.equal(other.flood(100), 0);
  assert.equal(other.flood(100, 'somebody else'), 40);
  // Forty a second drain: 46 were let through, so that six are owed.
  forward(500);
  assert.deepEqual([one.flood(100), other.flood(100)], [20, 14]);
});

test('five gateways under a flood let through what one would, and one share more for each at its beginning', async () => {
  const { gateways, forward } = createGateways(5, 'five');
  let passed = 0;
  for (let turn = 0; turn < 50; turn++) {
    for (const { flood } of gateways) passed += flood(60);
    for (const { share } of gateways) await share();
    forward(200);
  }
  const [seconds, shareOfOne] = [10, PER_SECOND];
  assert.ok(passed <= shareOfOne * seconds + 5 * shareOfOne, `${passed}`);
  assert.ok(passed >= shareOfOne * seconds, `${passed}`);
});

test('a database that is away stops nobody, and nothing is lost when it is back', async () => {
  let isAway = true;
  const query: Db['query'] = (statement, values) =>
    isAway ? Promise.reject(new Error('connect ECONNREFUSED')) : db.query(statement, values);
  const { gateways, warnings } = createGateways(2, 'away', query);
  const [one, other] = gateways;
  assert.ok(one && other);
  assert.equal(one.flood(100), 40);
  for (let turn = 0; turn < 3; turn++) await one.share();
  assert.equal(other.flood(10), 10);
  await other.share();
  assert.equal(warnings.length, 2, 'each says it once');
  isAway = false;
  await one.share();
  await other.share();
  assert.equal(other.flood(100), 0);
});

test('rows hold no address, and go a minute after their caller', async () => {
  const { gateways } = createGateways(1, 'forgotten');
  await runSql(database.url, 'delete from gateway_limit_levels');
  assert.equal(gateways[0]?.flood(20, '203.0.113.7'), 20);
  await gateways[0]?.share();
  const read = () => runSql<{ subject: string }>(database.url, 'select * from gateway_limit_levels');
  const rows = await read();
  assert.equal(rows.length, 1);
  assert.ok(!JSON.stringify(rows).includes('203.0.113.7'));
  await runSql(database.url, `update gateway_limit_levels set counted_at = now() - interval '59 seconds'`);
  assert.equal(await forgetLimitLevels(db.query), 0);
  await runSql(database.url, `update gateway_limit_levels set counted_at = now() - interval '61 seconds'`);
  assert.equal(await forgetLimitLevels(db.query), 1);
  assert.deepEqual(await read(), []);
});
