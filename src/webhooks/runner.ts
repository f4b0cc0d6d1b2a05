import { asError } from '../base/as-error.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Random } from '../base/random.ts';
import { createBatch } from '../db/batch.ts';
import type { DatabaseTime } from '../db/database-time.ts';
import type { Db } from '../db/db.ts';
import type { ClaimedDelivery } from './claim-store.ts';
import { extendLease } from './fault-store.ts';
import { FAULTY_LEASE_MS, sendWithFaults, takeLater, type Attempt } from './faulty-send.ts';
import { createHealth, type Sign, type Verdict } from './health.ts';
import { isSuspect, learn, roomOf, type EndpointQueue, type Queues, type Run } from './queues.ts';
import { recordAndRelease } from './record-results.ts';
import { releaseDeliveries, type AttemptResult, type Recorded } from './result-store.ts';
import { PROBE_EVERY_MS, TAKING_FOR_MS, waitAfter } from './schedule.ts';
import type { Sender, SendResult, SendTarget } from './send.ts';
import { createSlots, type Slots } from './slots.ts';
import type { DeliveryRef } from './store.ts';

/** One try, for metrics. */
export type AttemptTold = { readonly outcome: 'delivered' | 'refused' | 'failed'; readonly durationMs: number };

export type RunnerDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly time: DatabaseTime;
  readonly random: Random;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  readonly onAttempt?: (attempt: AttemptTold) => void;
  /** An endpoint that customers wait for has heard, or refused, that this session is completed. */
  readonly onCompletionTold?: (sessionId: string) => void;
  readonly queues: Queues;
  readonly sender: Sender;
  /** This queue ran low: more should be claimed. */
  readonly needWork: (queue: EndpointQueue) => void;
};

export type Runner = {
  /** Starts as many waiting runs as there is room for, in turns by endpoint. */
  readonly startRuns: () => void;
  /** Starts nothing more, releases what waits, and ends when the last result is written. */
  readonly drain: () => Promise<void>;
};

const RECORD_MOST = 256;
const RELEASE_MOST = 1_024;

/** What the functions below share. */
type Running = RunnerDeps & {
  readonly slots: Slots;
  readonly judge: (sign: Sign) => Promise<Verdict>;
  readonly record: (result: AttemptResult) => Promise<Recorded>;
  readonly release: (delivery: DeliveryRef) => Promise<boolean>;
  readonly busy: Set<Promise<void>>;
  readonly drainer: AbortController;
  readonly stopping: AbortSignal;
};

/** Sends what was claimed: a delivery at a time within a run, runs of one endpoint side by side within its window. */
export const createRunner = (deps: RunnerDeps): Runner => {
  const drainer = new AbortController();
  const running: Running = {
    ...deps,
    slots: createSlots(deps.clock),
    judge: createHealth(deps),
    record: createBatch<AttemptResult, Recorded>({
      run: (_all, results) => recordAndRelease(deps, results),
      groupOf: () => 'all',
      keyOf: keyOfDelivery,
      maxItems: RECORD_MOST,
    }),
    release: createBatch<DeliveryRef, boolean>({
      run: async (_all, deliveries) => {
        await releaseDeliveries(deps.db.query, deliveries);
        return deliveries.map(() => true);
      },
      groupOf: () => 'all',
      keyOf: keyOfDelivery,
      maxItems: RELEASE_MOST,
      maxInFlight: 1,
    }),
    busy: new Set(),
    drainer,
    stopping: drainer.signal,
  };
  return {
    startRuns: () => {
      startRuns(running);
    },
    drain: () => drain(running),
  };
};

const keyOfDelivery = ({ merchantId, endpointId, eventId }: DeliveryRef): string =>
  `${merchantId}/${endpointId}/${eventId}`;

const startRuns = (running: Running): void => {
  const { waiting } = running.queues;
  // A queue that is served goes to the end of the set and is met again: one run each, in turns, until nothing fits.
  for (const queue of waiting) {
    const [run] = queue.runs;
    if (run === undefined || queue.target === undefined) {
      waiting.delete(queue);
    } else if (canSend(running, queue)) {
      waiting.delete(queue);
      queue.runs.shift();
      if (queue.runs.length > 0) waiting.add(queue);
      start(running, { queue, target: queue.target, run });
    }
  }
};

const canSend = ({ slots, clock }: Running, queue: EndpointQueue): boolean => {
  const isSlow = isSuspect(queue, clock.monotonicMs());
  return queue.inFlight < (isSlow && slots.isCrowded() ? 1 : queue.window) && slots.canBegin(isSlow);
};

type Work = { readonly queue: EndpointQueue; readonly target: SendTarget; readonly run: Run };

const start = (running: Running, work: Work): void => {
  const { queue } = work;
  queue.busyRuns++;
  const ended = sendNext(running, work)
    .catch((error: unknown) => {
      // What could not be written is sent again when its lease ends.
      running.log.error(
        { endpointId: queue.endpointId, error: asError(error) },
        'a webhook result could not be written',
      );
    })
    .finally(() => {
      queue.busyRuns--;
      running.busy.delete(ended);
      queue.mayHaveMore ||= queue.hasBlocked;
      if (queue.mayHaveMore && roomOf(queue, running.clock.monotonicMs()) > 0) running.needWork(queue);
      startRuns(running);
    });
  running.busy.add(ended);
};

const sendNext = async (running: Running, work: Work): Promise<void> => {
  const { queue, run, target } = work;
  const [delivery] = run.deliveries;
  if (delivery === undefined) return;
  const isTooLate = running.stopping.aborted || running.clock.monotonicMs() > run.sendUntilMs;
  if (isTooLate) return releaseAll(running, queue, run.deliveries);
  if (target.hasFaults) return sendFaulty(running, work, delivery);
  const attempt = await sendInSlot(running, work, delivery);
  if (attempt === undefined) return releaseAll(running, queue, run.deliveries);
  await conclude(running, work, { delivery, attempt, rest: run.deliveries.slice(1) });
};

/** Notes a try, and goes on with the rest of its run or releases it. */
const conclude = async (
  running: Running,
  { queue, run }: Work,
  {
    delivery,
    attempt: { result, startedAt, durationMs, faults },
    rest,
  }: { readonly delivery: ClaimedDelivery; readonly attempt: Attempt; readonly rest: readonly ClaimedDelivery[] },
): Promise<void> => {
  const nowMs = running.clock.monotonicMs();
  const isDelivered = result.outcome === 'delivered';
  learn(queue, { isDelivered, durationMs }, nowMs);
  running.onAttempt?.({ outcome: result.outcome, durationMs });
  // The request is over: others may use its place while the result is written.
  startRuns(running);

  const { isCounted } = await running.record({
    ...refOf(queue, delivery),
    outcome: result.outcome,
    status: result.status,
    detail: result.detail,
    headers: result.headers,
    startedAt,
    durationMs,
    waitMs: run.isProbe
      ? PROBE_EVERY_MS
      : (result.retryAfterMs ??
        waitAfter(running.random, delivery.attempts + 1, nowMs - queue.takenAtMs < TAKING_FOR_MS)),
    isProbe: run.isProbe,
    faults,
  });
  if (isDelivered && isCounted) continueRun(running, queue, { ...run, deliveries: rest });
  else await releaseAll(running, queue, rest);
  // A result that came too late says nothing: its endpoint is judged by whoever sends now.
  if (isCounted && queue.hasFailed) await heed(running, queue, result);
  if (queue.holdsReturn && delivery.event.type === 'session.completed')
    running.onCompletionTold?.(delivery.event.subject_id);
};

/**
 * Faults take time, so what follows in the run is released, and this delivery's lease made long enough. One that comes
 * later in the session may leave first; it suffers nothing else.
 */
const sendFaulty = async (running: Running, work: Work, delivery: ClaimedDelivery): Promise<void> => {
  const { queue, run, target } = work;
  await releaseAll(running, queue, run.deliveries.slice(1));
  queue.mayHaveMore = true;
  if (!(await extendLease(running.db.query, refOf(queue, delivery), FAULTY_LEASE_MS))) return;
  const later = run.isProbe ? undefined : await takeLater(running, queue, delivery);
  const first = later === undefined ? undefined : await sendInSlot(running, work, later);
  if (later !== undefined && first === undefined) await releaseAll(running, queue, [later]);
  if (later !== undefined && first !== undefined)
    await conclude(running, work, { delivery: later, attempt: { ...first, faults: ['reorder'] }, rest: [] });
  const attempt = await sendWithFaults(running, { endpoint: queue, target }, (signed) =>
    sendInSlot(running, { ...work, target: signed }, delivery),
  );
  if (attempt === undefined) return releaseAll(running, queue, [delivery]);
  const faults = [...attempt.faults, ...(first === undefined ? [] : (['reorder'] as const))];
  await conclude(running, work, { delivery, attempt: { ...attempt, faults }, rest: [] });
};

const sendInSlot = async (
  { slots, sender, clock, time }: Running,
  { queue, target }: Work,
  delivery: ClaimedDelivery,
): Promise<Attempt | undefined> => {
  const startedAtMs = clock.monotonicMs();
  const startedAt = new Date(time.nowMs());
  const how = { isSuspect: isSuspect(queue, startedAtMs) };
  const slot = slots.begin(how.isSuspect);
  if (queue.inFlight === 0) queue.silentSinceMs = startedAtMs;
  queue.inFlight++;
  try {
    const result = await sender.send(delivery.event, target, how);
    return result && { result, startedAt, durationMs: clock.monotonicMs() - startedAtMs, faults: [] };
  } finally {
    queue.inFlight--;
    slots.end(slot);
  }
};

/** The next of the subject goes before other subjects' runs: it has waited for this one. */
const continueRun = ({ queues }: Running, queue: EndpointQueue, run: Run): void => {
  if (run.deliveries.length === 0) return;
  queue.runs.unshift(run);
  queues.waiting.add(queue);
};

/** Lets the endpoint's health decide how it goes on. */
const heed = async (running: Running, queue: EndpointQueue, result: SendResult): Promise<void> => {
  const isDelivered = result.outcome === 'delivered';
  const { merchantId, endpointId } = queue;
  const { isGone, retryAfterMs } = result;
  const verdict = await running.judge({ merchantId, endpointId, isDelivered, isGone, retryAfterMs });
  if (verdict === 'recovered') queue.mayHaveMore = true;
  if (isDelivered) queue.hasFailed = false;
  if (verdict !== 'open' && verdict !== 'disabled') return;
  queue.window = 1;
  queue.mayHaveMore = false;
  queue.hasBlocked = false;
  await giveBackWaiting(running, queue);
};

const releaseAll = async (
  { release }: Running,
  queue: EndpointQueue,
  deliveries: readonly ClaimedDelivery[],
): Promise<void> => {
  await Promise.all(deliveries.map((delivery) => release(refOf(queue, delivery))));
};

const giveBackWaiting = async (running: Running, queue: EndpointQueue): Promise<void> => {
  const deliveries = queue.runs.flatMap((run) => run.deliveries);
  queue.runs = [];
  running.queues.waiting.delete(queue);
  await releaseAll(running, queue, deliveries);
};

const drain = async (running: Running): Promise<void> => {
  running.drainer.abort();
  const logFailure = (error: unknown): void => {
    running.log.warn(
      { error: asError(error) },
      'claimed webhook deliveries could not be released; their leases end by themselves',
    );
  };
  await Promise.all([...running.queues.all()].map((queue) => giveBackWaiting(running, queue).catch(logFailure)));
  while (running.busy.size > 0) await Promise.all(running.busy);
};

const refOf = ({ merchantId, endpointId }: EndpointQueue, { event, fence }: ClaimedDelivery): DeliveryRef => ({
  merchantId,
  endpointId,
  eventId: event.id,
  fence,
});
