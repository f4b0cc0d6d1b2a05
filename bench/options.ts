import { parseArgs } from 'node:util';
import { BenchError } from './world/child.ts';
import { defaultParentDir } from './world/world.ts';

/**
 * Every group of rows, in the order of running. `growth` runs only when `--sessions` or `--only growth` asks for it.
 */
export const groups = [
  ['limit', 'bare Fastify and bare node:http, without a database: what this machine can do at all'],
  ['sessions', 'POST /sessions: alone, 64 and 256 at a time, at 70 % of the rate, with Idempotency-Key'],
  ['page', 'GET of the payment page, and what it weighs'],
  ['payment', 'whole payments: session, page, card, acquirer, redirect, webhook acknowledged'],
  ['webhooks', 'deliveries to one healthy sink while events keep coming, and a backlog drained'],
  ['fairness', 'the payment page of one merchant while another sends nonsense'],
  ['flood', 'the creates of a shop while another sends requests that are refused: by key, and by limit'],
  ['endpoints', 'events to 100 good endpoints while 900 others are dead or slow'],
  ['overload', 'more sessions than can be made, asked for over 1,500 connections, while customers pay'],
  ['memory', 'the gateway idle and under full load'],
  ['start', 'from the command to the first served payment page, new database and with data'],
  ['iso8583', 'signed messages over one line to a bank’s host, in each dialect'],
  ['outage', 'a sink that was off for ten minutes with 10,000 events; only by --only outage'],
  ['growth', 'the three rates again with --sessions stored'],
] as const satisfies readonly (readonly [name: string, about: string])[];

export type GroupName = (typeof groups)[number][0];

export type Options = {
  readonly seconds: number;
  readonly only: readonly GroupName[];
  /** No `--only` was given: the result stands for this commit. */
  readonly isWhole: boolean;
  readonly sessions: number;
  readonly backlog: number;
  readonly parentDir: string;
  readonly profileDir: string | undefined;
  readonly isJson: boolean;
  readonly isHelp: boolean;
};

const DEFAULT_SECONDS = 15;
const DEFAULT_BACKLOG = 30_000;
const GROWTH_SESSIONS = 1_000_000;

export const parseOptions = (args: readonly string[]): Options => {
  const { values } = parse(args);
  const sessions = values.sessions === undefined ? 0 : parseCount('--sessions', values.sessions, [1_000, 100_000_000]);
  const only = values.only === undefined ? undefined : parseOnly(values.only);
  const chosen =
    only ?? groups.map(([name]) => name).filter((name) => name !== 'outage' && (name !== 'growth' || sessions > 0));
  return {
    seconds: values.seconds === undefined ? DEFAULT_SECONDS : parseCount('--seconds', values.seconds, [1, 3_600]),
    only: chosen,
    isWhole: only === undefined,
    sessions: chosen.includes('growth') && sessions === 0 ? GROWTH_SESSIONS : sessions,
    backlog:
      values.backlog === undefined ? DEFAULT_BACKLOG : parseCount('--backlog', values.backlog, [1_000, 10_000_000]),
    parentDir: values['data-dir'] ?? defaultParentDir,
    profileDir: values.profile,
    isJson: values.json === true,
    isHelp: values.help === true,
  };
};

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        seconds: { type: 'string' },
        only: { type: 'string' },
        sessions: { type: 'string' },
        backlog: { type: 'string' },
        'data-dir': { type: 'string' },
        profile: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new BenchError(`${error instanceof Error ? error.message : String(error)} (--help shows what there is)`);
  }
};

const parseCount = (name: string, text: string, [least, most]: readonly [number, number]): number => {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (!(count >= least && count <= most))
    throw new BenchError(`${name} is "${text}"; it must be a whole number from ${least} to ${most}.`);
  return count;
};

const parseOnly = (text: string): readonly GroupName[] => {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => groups.every(([group]) => group !== name));
  if (unknown !== undefined)
    throw new BenchError(`--only has "${unknown}"; there are ${groups.map(([name]) => name).join(', ')}.`);
  return groups.map(([name]) => name).filter((name) => names.includes(name));
};

export const usage = (): string => `Usage: npm run bench [-- options]

Measures the gateway on this machine. Starts everything itself (PostgreSQL, acquirer, webhook sink, gateway and load
generator, each a process of its own), prints one table and writes it to bench/results/. No budget fails a run: it is
printed beside the figure. Every ratio is of the limit measured in the same run.

  --seconds N       how long whole payments are sustained (${DEFAULT_SECONDS}); the other rows take a third of it, 2 to 10 s
  --only a,b        only these groups of rows; the limit is always measured
  --sessions N      also measures the growth rows, with N sessions stored (off; ${GROWTH_SESSIONS} with --only growth)
  --backlog N       how many deliveries the backlog has (${DEFAULT_BACKLOG})
  --data-dir DIR    where the database is made, in a new folder that is removed again (.tollgate): its disk counts
  --profile DIR     runs the gateway with a CPU profile, which lies in DIR at the end
  --json            prints the result as JSON on stdout, progress on stderr
  --help            prints this

How to get figures that mean something: nothing else on the machine, mains power, no browser open; the run says how much
other programs took of the cores, and warns when it was more than a little. How to read one that was not quiet: by the
CPU of a request, and by how many times the CPU of the limit that is; both stay what they are when others take turns.
How to find what is slow: --profile DIR --only sessions, and open the file in a browser's developer tools. Where the cores
are shared, time in a write to a socket is mostly waiting for a core.

Groups of rows:
${groups.map(([name, about]) => `  ${name.padEnd(10)}${about}`).join('\n')}
`;
