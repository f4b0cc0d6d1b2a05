import type { Backlog } from '../../webhooks/backlog.ts';
import type { AccountHealthRow, EndpointHealthRow } from '../health-store.ts';
import type { JobRow, ProcessRow } from '../process-store.ts';
import type { DoubtFigures } from '../stuck-store.ts';
import { isLate, isLost, isServing } from '../overview.ts';

/** All that the rules judge by, read together. */
export type Facts = {
  readonly nowMs: number;
  /** What has no outcome for `STUCK_MINUTES` and more. */
  readonly stuck: DoubtFigures;
  readonly accounts: readonly AccountHealthRow[];
  readonly endpoints: readonly EndpointHealthRow[];
  readonly backlog: Backlog | undefined;
  readonly jobs: readonly JobRow[];
  readonly processes: readonly ProcessRow[];
  /** The newest migration that the database has been through. */
  readonly migration: string;
};

/** Something that a rule finds wrong. `subject` tells it apart from others of the same rule. */
export type Found = { readonly subject: string; readonly words: string };

export const STUCK_MINUTES = 10;
const ENDPOINT_MINUTES = 60;
const QUEUE_MINUTES = 5;
/** A process that was killed and never came back is no news any more. */
const LOST_MOST_MINUTES = 60;

export type Rule = {
  /** What is looked at, for the page and the documentation. */
  readonly about: string;
  readonly find: (facts: Facts) => readonly Found[];
};

/** What whoever runs the gateway is told of. A row more is all that another rule needs. */
export const rules = {
  paymentsStuck: {
    about: `Payments, captures or refunds have no outcome for ${STUCK_MINUTES} minutes.`,
    find: ({ stuck, nowMs }) =>
      stuck.oldest_at === null
        ? []
        : [
            {
              subject: '',
              words:
                `Payments, captures or refunds without an outcome: ${stuck.count}, ` +
                `the oldest for ${minutesSince(stuck.oldest_at, nowMs)} minutes.`,
            },
          ],
  },
  acquirerOutOfOrder: {
    about: 'An acquirer account fails so often that others are asked first.',
    find: ({ accounts }) =>
      accounts
        .filter(({ enabled, open_until }) => enabled && open_until !== null)
        .map(({ id, name, merchant_name, failures }) => ({
          subject: id,
          words: `Acquirer account ${name} of ${merchant_name} is out of order; failures in a row: ${failures ?? 0}.`,
        })),
  },
  endpointFailing: {
    about: `A webhook endpoint has taken nothing for ${ENDPOINT_MINUTES} minutes.`,
    find: ({ endpoints, nowMs }) =>
      endpoints
        .filter(({ enabled, failing_since: since }) => enabled && isOlder(since, ENDPOINT_MINUTES, nowMs))
        .map(({ id, merchant_name, waiting }) => ({
          subject: id,
          words: `A webhook endpoint of ${merchant_name} takes nothing. Events that wait for it: ${waiting}.`,
        })),
  },
  webhooksLate: {
    about: `Webhooks for endpoints that take them wait for ${QUEUE_MINUTES} minutes.`,
    find: ({ backlog }) =>
      backlog !== undefined && backlog.taking.oldestAgeMs > QUEUE_MINUTES * 60_000
        ? [
            {
              subject: '',
              words:
                `Webhooks that wait: ${backlog.taking.count}, ` +
                `the oldest for ${Math.floor(backlog.taking.oldestAgeMs / 60_000)} minutes.`,
            },
          ]
        : [],
  },
  jobLate: {
    about: 'A job of the clock has not run for a minute after its time.',
    // Of an installation that was off, all jobs are late until they have run.
    find: ({ jobs, processes, nowMs }) =>
      jobs
        .filter((job) => isLate(job) && processes.some((one) => isUsedToServing(one, nowMs)))
        .map(({ name, began_at }) => ({
          subject: name,
          words: `The job ${name} ran last at ${began_at}. Some process needs the role jobs.`,
        })),
  },
  processLost: {
    about: 'A process that did not stop by itself has not been seen.',
    find: ({ processes }) =>
      processes
        .filter((one) => isLost(one) && one.seen_ago < LOST_MOST_MINUTES * 60)
        .map(({ id, host, pid, seen_at }) => ({
          subject: id,
          words: `The process ${pid} on ${host} was seen last at ${seen_at}.`,
        })),
  },
  migrationNewer: {
    about: 'A process serves with a release that is older than the database.',
    find: ({ processes, migration }) =>
      processes
        .filter((one) => isServing(one) && one.migration < migration)
        .map(({ id, host, pid, version }) => ({
          subject: id,
          words: `The process ${pid} on ${host} runs ${version}, and the database is as new as ${migration}.`,
        })),
  },
} as const satisfies Readonly<Record<string, Rule>>;

export type RuleName = keyof typeof rules;

/** Every thing that is wrong, by its rule. */
export const findWrong = (facts: Facts): readonly (Found & { readonly rule: RuleName })[] =>
  (Object.keys(rules) as RuleName[]).flatMap((rule) =>
    rules[rule].find(facts).map(({ subject, words }) => ({ rule, subject, words: words.slice(0, 500) })),
  );

const isUsedToServing = (process: ProcessRow, nowMs: number): boolean =>
  isServing(process) && minutesSince(process.started_at, nowMs) >= 1;

const minutesSince = (iso: string, nowMs: number): number => Math.floor((nowMs - Date.parse(iso)) / 60_000);

const isOlder = (iso: string | null, minutes: number, nowMs: number): boolean =>
  iso !== null && minutesSince(iso, nowMs) >= minutes;
