import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from './embedded-postgres/embedded-postgres.ts';
import { CHECKS, runChecks } from './check/checks.ts';
import { runInLanes } from './test/lanes.ts';
import { pickFiles } from './test/pick.ts';
import { runSuite, type SuiteResult } from './test/run-suite.ts';
import { SUITES, type Suite } from './test/suites.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const NAMES = ['checks', ...SUITES.map(({ name }) => name)];

const USAGE = `Usage: npm test [-- <suite> … --only <part> --grep <pattern> --long --rewrite | --help]

Suites, in their order (without a name all but those that say so):
  checks    ${CHECKS.map(({ name }) => name).join(', ')}
${SUITES.map(({ name, about }) => `  ${name.padEnd(9)} ${about}`).join('\n')}

  --only <part>     only files whose path has this part (refunds, src/db, a whole path), or else tests whose name
                    has it; against a database that stays warm for a minute, so it begins within seconds
  --grep <pattern>  only tests whose name matches; leaves the checks out
  --rewrite         test/stories: the results are written as they come (see test/stories/README.md)
  --long            repeats more often what chance has a part in

  TEST_DATABASE_URL  a PostgreSQL server to use instead of one that is made for the run
  UPGRADE_FROM       the release (a tag or commit) that the suite upgrade runs beside this one
`;

const print = (text: string): void => {
  process.stdout.write(text);
};

const main = async (): Promise<number> => {
  const { values, positionals } = readOptions();
  if (values.help === true) {
    print(USAGE);
    return 0;
  }
  const unknown = positionals.find((name) => !NAMES.includes(name));
  if (unknown !== undefined) {
    process.stderr.write(`There is no suite "${unknown}"; there are ${NAMES.join(', ')}.\n`);
    return 1;
  }
  if (values.rewrite === true) process.env['STORIES'] = 'rewrite';
  if (values.long === true) process.env['TEST_LONG'] = 'yes';
  if (values.only !== undefined) return runOnly(values.only, values.grep);
  const isWanted = (name: string, isOnDemand = false): boolean =>
    positionals.length === 0 ? !isOnDemand : positionals.includes(name);
  const suites = SUITES.filter(({ name, isOnDemand }) => isWanted(name, isOnDemand));
  // Beside tests, which leave a core idle now and then, one check at a time: the machine stays fit for both.
  const checks =
    isWanted('checks') && values.grep === undefined ? [runChecksAsSuite(suites.length > 0 ? 1 : undefined)] : [];
  const results = await Promise.all([...checks, runSuites(suites, values.grep)]);
  return summarize(results.flat());
};

const runSuites = async (suites: readonly Suite[], grep: string | undefined): Promise<readonly SuiteResult[]> => {
  if (suites.length === 0) return [];
  const closeDatabase = await openTestDatabase();
  try {
    return await runInLanes(suites, (suite) => runSuite({ root: ROOT, grep, print }, suite));
  } finally {
    await closeDatabase();
  }
};

/** Files that need a database find or start one by themselves, see `test/support/postgres.ts`. */
const runOnly = async (part: string, grep: string | undefined): Promise<number> => {
  const picked = pickFiles(ROOT, part);
  if (picked === undefined) {
    process.stderr.write(`No test file has "${part}" in its path, and no test in its name.\n`);
    return 1;
  }
  const results: SuiteResult[] = [];
  for (const suite of picked.suites)
    results.push(await runSuite({ root: ROOT, grep: grep ?? picked.grep, print }, suite));
  return summarize(results);
};

const readOptions = () => {
  try {
    const options = {
      only: { type: 'string' },
      grep: { type: 'string' },
      long: { type: 'boolean' },
      rewrite: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    } as const;
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    process.exit(1);
  }
};

const runChecksAsSuite = async (atOnce: number | undefined): Promise<SuiteResult> => {
  const startedAtMs = performance.now();
  print(`\n━━ checks: ${CHECKS.map(({ name }) => name).join(', ')}\n`);
  const outcomes = await runChecks(ROOT, print, atOnce);
  const failed = outcomes.filter(({ isOk }) => !isOk).length;
  return {
    name: 'checks',
    files: outcomes.length,
    passed: outcomes.length - failed,
    failed,
    ms: performance.now() - startedAtMs,
  };
};

/**
 * One server for the run, thrown away afterwards, so it need not survive a crash and does not wait for the disk. The
 * crash tests start their own, which do.
 */
const openTestDatabase = async (): Promise<() => Promise<void>> => {
  if (process.env['TEST_DATABASE_URL'] !== undefined) return () => Promise.resolve();
  const dataDir = mkdtempSync(join(tmpdir(), 'tollgate-test-'));
  const startedAtMs = performance.now();
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false });
  print(`\nPostgreSQL for the tests is ready (${Math.round(performance.now() - startedAtMs)} ms)\n`);
  process.env['TEST_DATABASE_URL'] = postgres.databaseUrl;
  const close = async (): Promise<void> => {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => void close().finally(() => process.exit(code)));
  }
  return close;
};

const summarize = (results: readonly SuiteResult[]): number => {
  const total = (pick: (result: SuiteResult) => number): number =>
    results.reduce((sum, result) => sum + pick(result), 0);
  const passed = total((result) => result.passed);
  const failed = total((result) => result.failed);
  const rows = results.map(({ name, files, passed: good, failed: bad, ms }) =>
    [name.padEnd(10), pad(files, 6), pad(good, 8), pad(bad, 8), pad((ms / 1000).toFixed(1), 9)].join(''),
  );
  print(`\n${['suite'.padEnd(10), pad('files', 6), pad('passed', 8), pad('failed', 8), pad('seconds', 9)].join('')}\n`);
  print(`${rows.join('\n')}\n\n`);
  print(`# tests ${passed + failed}\n# pass ${passed}\n# fail ${failed}\n\n${passed} passed, ${failed} failed\n`);
  if (passed + failed === 0) process.stderr.write('No test was run.\n');
  return failed > 0 || passed === 0 ? 1 : 0;
};

const pad = (value: string | number, width: number): string => String(value).padStart(width);

process.exitCode = await main();
process.exit();
