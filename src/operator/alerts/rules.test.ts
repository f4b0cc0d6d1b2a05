import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { AccountHealthRow, EndpointHealthRow } from '../health-store.ts';
import type { JobRow, ProcessRow } from '../process-store.ts';
import { findWrong, rules, type Facts, type RuleName } from './rules.ts';

const NOW_MS = Date.parse('2026-11-29T12:00:00Z');
const ago = (minutes: number): string => new Date(NOW_MS - minutes * 60_000).toISOString();

const ACCOUNT: AccountHealthRow = {
  merchant_id: 'm',
  merchant_name: 'Slow Pour',
  id: 'north',
  name: 'North',
  connector: 'sandbox',
  enabled: true,
  failures: 7,
  open_until: new Date(NOW_MS),
  changed_at: ago(1),
};
const ENDPOINT: EndpointHealthRow = {
  merchant_id: 'm',
  merchant_name: 'Slow Pour',
  id: 'hook',
  url: 'https://shop.example/hooks',
  enabled: true,
  failures: 40,
  failing_since: ago(61),
  probe_at: null,
  waiting: 3,
};
const JOB: JobRow = {
  name: 'expire-sessions',
  every_ms: 1_000,
  began_at: ago(5),
  next_at: ago(5),
  duration_ms: 5,
  found: 0,
  failed_at: null,
  failure: null,
  overdue: 299,
};
const PROCESS: ProcessRow = {
  id: 'one',
  host: 'cellar',
  pid: 7,
  version: '0.1.0',
  migration: '0049-alerts',
  roles: ['api'],
  log_level: 'info',
  started_at: ago(60),
  seen_at: ago(0),
  seen_ago: 2,
  ended_at: null,
};
const waiting = (minutes: number) => ({ count: 12, oldestAgeMs: minutes * 60_000 });
const WELL: Facts = {
  nowMs: NOW_MS,
  stuck: { count: 0, oldest_at: null },
  accounts: [{ ...ACCOUNT, failures: 4, open_until: null }],
  endpoints: [{ ...ENDPOINT, failing_since: ago(59) }],
  backlog: { taking: waiting(4), failing: waiting(300) },
  jobs: [{ ...JOB, overdue: 59 }],
  processes: [PROCESS],
  migration: '0049-alerts',
};

test('nothing is wrong just below every line', () => {
  assert.deepEqual(findWrong(WELL), []);
});

describe('a rule', () => {
  const table: Readonly<Record<RuleName, readonly [wrong: Partial<Facts>, subject: string, words: RegExp]>> = {
    paymentsStuck: [
      { stuck: { count: 7, oldest_at: ago(22) } },
      '',
      /without an outcome: 7, the oldest for 22 minutes/,
    ],
    acquirerOutOfOrder: [{ accounts: [ACCOUNT] }, 'north', /account North of Slow Pour .* row: 7\./],
    endpointFailing: [{ endpoints: [ENDPOINT] }, 'hook', /of Slow Pour takes nothing\. Events that wait for it: 3/],
    webhooksLate: [{ backlog: { taking: waiting(6), failing: waiting(0) } }, '', /wait: 12, the oldest for 6 minutes/],
    jobLate: [{ jobs: [JOB] }, 'expire-sessions', /^The job expire-sessions ran last at 2026/],
    processLost: [{ processes: [PROCESS, { ...PROCESS, id: 'two', seen_ago: 90 }] }, 'two', /process 7 on cellar/],
    migrationNewer: [{ migration: '0050-later' }, 'one', /runs 0\.1\.0, and the database is as new as 0050-later/],
  };
  for (const [rule, [wrong, subject, words]] of Object.entries(table))
    test(rule, () => {
      const found = findWrong({ ...WELL, ...wrong });
      assert.deepEqual(
        found.map((one) => [one.rule, one.subject]),
        [[rule, subject]],
      );
      assert.match(found[0]?.words ?? '', words);
    });

  test('and no other: each has a row here', () => {
    assert.deepEqual(Object.keys(table), Object.keys(rules));
  });
});

test('the documentation has every rule', () => {
  const text = readFileSync(new URL('../../../docs/deploy.md', import.meta.url), 'utf8');
  for (const rule of Object.keys(rules)) assert.ok(text.includes(`| \`${rule}\` |`), rule);
});

describe('what is no alert', () => {
  const table: readonly [string, Partial<Facts>][] = [
    ['an account that is switched off', { accounts: [{ ...ACCOUNT, enabled: false }] }],
    ['an endpoint that is switched off', { endpoints: [{ ...ENDPOINT, enabled: false }] }],
    ['a queue that could not be read', { backlog: undefined }],
    [
      'jobs of an installation that was off until now',
      { jobs: [JOB], processes: [{ ...PROCESS, started_at: ago(0) }] },
    ],
    ['a process that has stopped by itself', { processes: [{ ...PROCESS, seen_ago: 900, ended_at: ago(15) }] }],
    ['a process that was killed an hour ago', { processes: [{ ...PROCESS, seen_ago: 3_601 }] }],
    ['a process that is newer than the database', { migration: '0048-processes-and-jobs' }],
  ];
  for (const [what, facts] of table)
    test(what, () => {
      assert.deepEqual(findWrong({ ...WELL, ...facts }), []);
    });
});
