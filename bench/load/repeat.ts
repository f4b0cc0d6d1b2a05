import { setTimeout as sleep } from 'node:timers/promises';
import { openLane, type Lane } from './lane.ts';
import type { RepeatJob } from './job.ts';
import { compileRequest, takeNumber } from './request.ts';
import { createTally, whyWrong, type Tally, type TallyResult } from './tally.ts';

/** Sends one kind of request for a while: as fast as answers come (closed loop), or at a given rate (open loop). */
export const repeat = async (job: RepeatJob): Promise<TallyResult> => {
  const lanes = Array.from({ length: job.connections }, () => openLane(job.target));
  const request = compileRequest(job.request, `${job.target.host}:${job.target.port}`);
  const run: Run = { job, lanes, next: () => request(takeNumber()) };
  try {
    return await (job.ratePerS === undefined ? repeatClosed(run) : repeatOpen(run, job.ratePerS));
  } finally {
    for (const lane of lanes) lane.close();
  }
};

type Run = { readonly job: RepeatJob; readonly lanes: readonly Lane[]; readonly next: () => string };

/** A connection that keeps failing must not become a loop that eats a core. */
const PAUSE_AFTER_ERROR_MS = 20;

/**
 * Every connection sends its next request when the answer to the one before is there; only answers inside the time
 * count.
 */
const repeatClosed = async ({ job, lanes, next }: Run): Promise<TallyResult> => {
  const tally = createTally();
  const fromMs = performance.now() + job.warmupSeconds * 1_000;
  const untilMs = fromMs + job.seconds * 1_000;
  const turn = (lane: Lane, done: () => void): void => {
    const sentMs = performance.now();
    lane.send(next(), (answer) => {
      const nowMs = performance.now();
      const wrong = whyWrong(answer, job.status);
      if (nowMs >= untilMs) {
        done();
        return;
      }
      if (wrong !== undefined) {
        tally.failed(wrong);
        setTimeout(turn, PAUSE_AFTER_ERROR_MS, lane, done);
        return;
      }
      if (nowMs >= fromMs) tally.answered((nowMs - sentMs) * 1_000);
      turn(lane, done);
    });
  };
  await Promise.all(
    lanes.map(
      (lane) =>
        new Promise<void>((done) => {
          turn(lane, done);
        }),
    ),
  );
  return tally.result();
};

/** How long the last requests may take after the time is over. */
const FINISH_LIMIT_MS = 10_000;

/**
 * Requests are due at even distances, whatever the answers do, and a time is counted from when the request was due,
 * even when no connection was free: a server that stalls for a second shows a second of late answers, and not one slow
 * one.
 */
const repeatOpen = async ({ job, lanes, next }: Run, ratePerS: number): Promise<TallyResult> => {
  const tally = createTally();
  const idle = [...lanes];
  const waiting: number[] = [];
  let waitingFrom = 0;
  const startMs = performance.now();
  const fromMs = startMs + job.warmupSeconds * 1_000;
  const untilMs = fromMs + job.seconds * 1_000;

  const send = (lane: Lane, dueMs: number): void => {
    lane.send(next(), (answer) => {
      const wrong = whyWrong(answer, job.status);
      if (wrong !== undefined) tally.failed(wrong);
      else if (dueMs >= fromMs) tally.answered((performance.now() - dueMs) * 1_000);
      const nextDueMs = waiting[waitingFrom];
      if (nextDueMs === undefined) {
        idle.push(lane);
      } else {
        waitingFrom++;
        send(lane, nextDueMs);
      }
    });
  };

  for (let dueMs = startMs; dueMs < untilMs;) {
    const nowMs = performance.now();
    for (; dueMs <= nowMs && dueMs < untilMs; dueMs += 1_000 / ratePerS) {
      const lane = idle.pop();
      if (lane === undefined) waiting.push(dueMs);
      else send(lane, dueMs);
    }
    await sleep(1);
  }
  await finish({ tally, lanes, idle, untilMs }, () => waiting.length - waitingFrom);
  return tally.result();
};

type Ending = {
  readonly tally: Tally;
  readonly lanes: readonly Lane[];
  readonly idle: readonly Lane[];
  readonly untilMs: number;
};

const finish = async ({ tally, lanes, idle, untilMs }: Ending, countWaiting: () => number): Promise<void> => {
  while (idle.length < lanes.length && performance.now() < untilMs + FINISH_LIMIT_MS) await sleep(5);
  const unanswered = lanes.length - idle.length + countWaiting();
  for (let i = 0; i < unanswered; i++) tally.failed('not answered in time');
};
