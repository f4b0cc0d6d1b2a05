import { setTimeout as sleep } from 'node:timers/promises';
import { createSteps, StepError, type Steps } from './customer.ts';
import { openHearing, type Heard, type Hearing } from './hearing.ts';
import type { PaymentJob, PaymentResult } from './job.ts';
import { openLane, type Lane } from './lane.ts';
import { createTally, type Tally } from './tally.ts';

type Tallies = Readonly<Record<'whole' | 'session' | 'page' | 'submit' | 'webhook', Tally>>;

type Run = {
  readonly job: PaymentJob;
  readonly steps: Steps;
  readonly hearing: Hearing;
  readonly tallies: Tallies;
  readonly count: { paid: number; missing: number };
  /** Which payments are measured: those that end (closed loop) or are due (open loop) within the time. */
  readonly isMeasured: (dueMs: number, endMs: number) => boolean;
};

/**
 * Whole payments, from the shop's request to the shop's hearing of it. In the closed loop a customer's place is free
 * when the shop has heard by webhook, so what is found is a rate that can be sustained: nothing piles up behind it.
 */
export const payMany = async (job: PaymentJob): Promise<PaymentResult> => {
  const hearing = await openHearing(job.sink);
  const startMs = performance.now();
  const fromMs = startMs + job.warmupSeconds * 1_000;
  const untilMs = fromMs + job.seconds * 1_000;
  const isInTime = (ms: number): boolean => ms >= fromMs && ms < untilMs;
  const run: Run = {
    job,
    steps: createSteps(job),
    hearing,
    tallies: {
      whole: createTally(),
      session: createTally(),
      page: createTally(),
      submit: createTally(),
      webhook: createTally(),
    },
    count: { paid: 0, missing: 0 },
    isMeasured: (dueMs, endMs) => isInTime(job.ratePerS === undefined ? endMs : dueMs),
  };
  const nextDueMs = createSchedule(job.ratePerS, { startMs, untilMs });
  try {
    await Promise.all(Array.from({ length: job.customers }, () => serveCustomers(run, nextDueMs)));
  } finally {
    hearing.close();
  }
  const { whole, session, page, submit, webhook } = run.tallies;
  return {
    whole: whole.result(),
    session: session.result(),
    page: page.result(),
    submit: submit.result(),
    webhook: webhook.result(),
    ...run.count,
  };
};

/** When the next customer comes; undefined when no more do. */
const createSchedule = (
  ratePerS: number | undefined,
  { startMs, untilMs }: { readonly startMs: number; readonly untilMs: number },
) => {
  let dueMs = startMs;
  return (): number | undefined => {
    const nowMs = performance.now();
    if (ratePerS === undefined) return nowMs < untilMs ? nowMs : undefined;
    const next = dueMs;
    dueMs += 1_000 / ratePerS;
    return next < untilMs ? next : undefined;
  };
};

const PAUSE_AFTER_ERROR_MS = 50;

/** One place at the shop: one customer after the other, each on this connection. */
const serveCustomers = async (run: Run, nextDueMs: () => number | undefined): Promise<void> => {
  const lane = openLane(run.job.gateway);
  try {
    for (let dueMs = nextDueMs(); dueMs !== undefined; dueMs = nextDueMs()) {
      const waitMs = dueMs - performance.now();
      if (waitMs > 0) await sleep(waitMs);
      if (!(await payOnce(run, lane, dueMs))) await sleep(PAUSE_AFTER_ERROR_MS);
    }
  } finally {
    lane.close();
  }
};

/** False when it went wrong, which is counted. */
const payOnce = async (run: Run, lane: Lane, dueMs: number): Promise<boolean> => {
  const { steps, tallies, count } = run;
  let heard: Heard | undefined;
  try {
    const session = await steps.createSession(lane);
    const sessionMs = performance.now();
    heard = run.hearing.expect(session.id);
    const page = await steps.readPage(lane, session);
    const pageMs = performance.now();
    await steps.submitCard(lane, session, page);
    const paidMs = performance.now();
    count.paid++;
    const heardAtMs = await heard.heardAtMs;
    if (heardAtMs === undefined) {
      count.missing++;
      tallies.whole.failed('webhook: not heard in time');
      return false;
    }
    const endMs = Math.max(paidMs, heardAtMs);
    if (!run.isMeasured(dueMs, endMs)) return true;
    tallies.session.answered((sessionMs - dueMs) * 1_000);
    tallies.page.answered((pageMs - sessionMs) * 1_000);
    tallies.submit.answered((paidMs - pageMs) * 1_000);
    tallies.webhook.answered(Math.max(0, heardAtMs - paidMs) * 1_000);
    tallies.whole.answered((endMs - dueMs) * 1_000);
    return true;
  } catch (error) {
    heard?.forget();
    tallies.whole.failed(error instanceof StepError ? error.message : 'the load generator failed');
    return false;
  }
};
