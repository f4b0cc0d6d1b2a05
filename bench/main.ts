/** `npm run bench`: measures the gateway on this machine, and says what was aimed at beside what was reached. */
import { join, resolve } from 'node:path';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startGenerator } from './load/generator.ts';
import { readMachine } from './machine.ts';
import type { Bench, Row } from './measure.ts';
import { parseOptions, usage, type GroupName, type Options } from './options.ts';
import { formatNumber } from './report/figures.ts';
import { makeReport, writeReport } from './report/report.ts';
import { renderTable } from './report/table.ts';
import { measureGrowth } from './rows/growth.ts';
import { measureEndpoints } from './rows/endpoints.ts';
import { measureFairness } from './rows/fairness.ts';
import { measureFlood } from './rows/flood.ts';
import { measureIso8583 } from './rows/iso8583.ts';
import { measureBareHttp, measureLimit } from './rows/limit.ts';
import { measureMemory } from './rows/memory.ts';
import { measureOutage } from './rows/outage.ts';
import { measureOverload } from './rows/overload.ts';
import { measurePage } from './rows/page.ts';
import { measurePayments } from './rows/payment.ts';
import { measureSessions } from './rows/sessions.ts';
import { measureStart } from './rows/start.ts';
import { measureWebhooks } from './rows/webhooks.ts';
import { BenchError } from './world/child.ts';
import { OTHERS_MOST_PERCENT, watchOthers } from './world/others.ts';
import { startWorld, type World } from './world/world.ts';

const measures: Readonly<Record<Exclude<GroupName, 'limit'>, (bench: Bench) => Promise<readonly Row[]>>> = {
  sessions: measureSessions,
  page: measurePage,
  payment: measurePayments,
  webhooks: measureWebhooks,
  fairness: measureFairness,
  flood: measureFlood,
  endpoints: measureEndpoints,
  overload: measureOverload,
  memory: measureMemory,
  start: measureStart,
  iso8583: measureIso8583,
  outage: measureOutage,
  growth: measureGrowth,
};

type Holding = { bench: Bench | undefined; close: () => Promise<void>; postgres: string | undefined };

const main = async (): Promise<number> => {
  const options = parseOptions(process.argv.slice(2));
  if (options.isHelp) {
    process.stdout.write(usage());
    return 0;
  }
  const say = createVoice(options.isJson ? process.stderr : process.stdout);
  say(`Measuring ${options.only.join(', ')}. Nothing else should run on this machine meanwhile.`);
  await sayHowQuietItIs(say);
  const machine = readMachine(options.parentDir);
  const holding: Holding = { bench: undefined, close: async () => undefined, postgres: undefined };
  const stopped = untilStopped();
  try {
    const rows = await Promise.race([measureAll(options, say, holding), stopped]);
    if (rows === undefined) return 130;
    const report = makeReport(options, { ...machine, postgres: holding.postgres }, rows);
    const file = writeReport(report, options.isWhole);
    if (options.isJson) process.stdout.write(`${JSON.stringify(report)}\n`);
    else process.stdout.write(`\n${renderTable(report)}\nWritten to ${file}\n`);
    return 0;
  } finally {
    await holding.close();
  }
};

const LISTEN_MS = 1_000;

/** Before an hour is spent on figures that say little. */
const sayHowQuietItIs = async (say: (line: string) => void): Promise<void> => {
  const othersPercent = watchOthers();
  await sleep(LISTEN_MS);
  const percent = othersPercent();
  if (percent === undefined || percent <= OTHERS_MOST_PERCENT) return;
  say(
    `Other programs take ${formatNumber(Math.round(percent))} % of the cores now: rates and times will say ` +
      'little. End them for figures to be kept.',
  );
};

/** Ctrl-C, or npm going away: what was started is stopped in its order, and no result is written. */
const untilStopped = (): Promise<undefined> =>
  new Promise((resolveStopped) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {
        resolveStopped(undefined);
      });
  });

const createVoice =
  (output: NodeJS.WriteStream) =>
  (line: string): void => {
    output.write(`${line}\n`);
  };

const measureAll = async (options: Options, say: (line: string) => void, holding: Holding): Promise<readonly Row[]> => {
  const bench = await openBench(options, say, holding);
  const rows: Row[] = [];
  const add = (more: readonly Row[]): void => {
    for (const row of more)
      say(`  ${row.what}${row.ratePerS === undefined ? '' : `: ${formatNumber(Math.round(row.ratePerS))}/s`}`);
    rows.push(...more);
  };
  say('limit');
  add([await measureLimit(bench, '')]);
  if (options.only.includes('limit')) add([await measureBareHttp(bench)]);
  for (const group of options.only) {
    if (group === 'limit') continue;
    say(group);
    add(await measures[group](bench));
  }
  await bench.endWorld();
  if (options.only.some((group) => group !== 'limit')) {
    say('limit, once more');
    add([await measureLimit(bench, ', at the end of the run')]);
  }
  return rows;
};

const openBench = async (options: Options, say: (line: string) => void, holding: Holding): Promise<Bench> => {
  const logDir = join(options.parentDir, 'bench-logs');
  const generator = await startGenerator(logDir);
  let world: Promise<World> | undefined;
  const endWorld = async (): Promise<void> => {
    const ending = world;
    world = undefined;
    await (await ending)?.stop();
  };
  holding.close = async () => {
    await endWorld();
    await generator.stop();
    rmSync(logDir, { recursive: true, force: true });
  };
  const gatewayNodeOptions =
    options.profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${resolve(options.profileDir)}`];
  return {
    options,
    generator,
    say,
    shortSeconds: Math.min(10, Math.max(2, Math.round(options.seconds / 3))),
    endWorld,
    world: async () => {
      world ??= startWorld({ parentDir: options.parentDir, gatewayNodeOptions });
      const started = await world;
      holding.postgres = started.postgresVersion;
      return started;
    },
  };
};

const tell = (error: unknown): void => {
  process.stderr.write(
    `${error instanceof BenchError || !(error instanceof Error) ? String(error instanceof Error ? error.message : error) : (error.stack ?? error.message)}\n`,
  );
};

process.exitCode = await main().catch((error: unknown) => {
  tell(error);
  return 1;
});
process.exit();
