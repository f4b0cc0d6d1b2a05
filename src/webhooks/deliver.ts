import { asError } from '../base/as-error.ts';
import type { Clock } from '../base/clock.ts';
import type { Keys } from '../base/keys.ts';
import type { Log } from '../base/log.ts';
import type { Resolve } from '../base/outbound-address.ts';
import type { Random } from '../base/random.ts';
import { currentVersion, isApiVersion } from '../contract/versions.ts';
import type { DatabaseTime } from '../db/database-time.ts';
import type { Db } from '../db/db.ts';
import { claimDeliveries, type ClaimedEndpoint, type ClaimWish } from './claim-store.ts';
import { putOffFollowers, releaseFollowers } from './follower-store.ts';
import { addClaimed, chooseWishes, createQueues, hasFollowersToPutOff, hasHungry, type Queues } from './queues.ts';
import { createRunner, type AttemptTold, type Runner } from './runner.ts';
import { PROBE_EVERY_MS } from './schedule.ts';
import { unsealSecret } from './secrets.ts';
import type { PaymentUrls } from '../contract/payment-url.ts';
import { createSender, SEND_TIMEOUT_MS, type Sender, type SendTarget } from './send.ts';
import { findAllEndpointsDue, findEndpointsDueLately, takeProbes, type EndpointRef } from './store.ts';
import type { TargetRules } from './target.ts';

export type DelivererDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly time: DatabaseTime;
  readonly random: Random;
  readonly keys: Keys;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  readonly urls: PaymentUrls;
  readonly rules: TargetRules;
  readonly onAttempt?: (attempt: AttemptTold) => void;
  readonly resolve?: Resolve;
};

export type Deliverer = {
  readonly start: () => void;
  /**
   * Something was committed just now: look at once instead of at the next tick. Costs nothing and may come at any rate.
   */
  readonly hint: () => void;
  /** Claims nothing more, lets requests end (at most ten seconds) and releases what was not sent. */
  readonly stop: () => Promise<void>;
};

/** How long a claim holds: a request's limit, and time to wait for a turn and to write the result. */
const LEASE_MS = 20_000;
/** Between the last moment to send and the end of the lease, beyond the request's own limit. */
const LEASE_MARGIN_MS = 2_000;

/** Without a hint the database is looked at this often. */
export const TICK_MS = 500;
/** Hints that come faster share a look. */
const PACE_MS = 20;
/** How far back a look goes beyond the last one: transactions become visible a little after the time they carry. */
const HINT_OVERLAP_MS = 250;
const TICK_OVERLAP_MS = 3_000;
/** All endpoints are asked this often, but with at most a twentieth of the time. */
const SWEEP_EVERY_MS = 5_000;
const SWEEP_SHARE = 20;

const CLAIM_LIMITS = { endpoints: 128, suspects: 64, runs: 384 };
const PROBES_PER_TICK = 128;
const STOP_MARGIN_MS = 5_000;
const AFTER_ERROR_MS = 1_000;

/**
 * Delivers events to endpoints, for as many merchants as there are; any number of processes may do so on one database.
 *
 * The database is the only truth: this keeps in memory which endpoints probably have work (hints say when to look),
 * claims a little ahead of what each endpoint takes, and sends in turns by endpoint. Everything in memory can be lost:
 * leases end and somebody else sends again. So a receiver hears every event at least once, in order per session.
 */
export const createDeliverer = (deps: DelivererDeps): Deliverer => {
  const { clock } = deps;
  const sender = createSender(deps);
  const queues = createQueues();
  const bell = createBell(clock);
  const runner = createRunner({ ...deps, queues, sender, needWork: bell.ring });
  const look = createLook(deps, queues);
  let isStopping = false;
  let isHinted = true;
  let running: Promise<void> = Promise.resolve();

  const turn = async (): Promise<void> => {
    const wasHinted = isHinted;
    isHinted = false;
    try {
      await claimNext(deps, queues, await look(wasHinted));
      if (hasHungry(queues, clock.monotonicMs())) bell.ring();
    } catch (error) {
      // The database is away or too slow. Nothing is lost; leases and due times wait for it.
      isHinted = true;
      deps.log.error({ error: asError(error) }, 'claiming webhook deliveries failed; this is tried again');
      await bell.pause(AFTER_ERROR_MS);
    }
    runner.startRuns();
  };

  const keepTurning = async (): Promise<void> => {
    while (!isStopping) {
      const beganAtMs = clock.monotonicMs();
      await turn();
      if (bell.hasRung()) await bell.pause(PACE_MS - (clock.monotonicMs() - beganAtMs));
      else await bell.wait(TICK_MS);
    }
  };

  return {
    start: () => {
      running = keepTurning();
    },
    hint: () => {
      isHinted = true;
      bell.ring();
    },
    stop: async () => {
      if (isStopping) return running;
      isStopping = true;
      bell.close();
      await running;
      await finish(deps, runner, sender);
    },
  };
};

/** Both ends are limited: the sender ends what is too slow, and a database that is away is not waited for. */
const finish = async ({ clock, log }: DelivererDeps, runner: Runner, sender: Sender): Promise<void> => {
  const drained = runner.drain();
  await sender.close(SEND_TIMEOUT_MS);
  const giveUp = new AbortController();
  const isDrained = await Promise.race([
    drained.then(() => true),
    clock.sleep(STOP_MARGIN_MS, giveUp.signal).then(
      () => false,
      () => true,
    ),
  ]);
  giveUp.abort();
  if (!isDrained) log.warn({}, 'webhook results could not be written before the end; they are sent again');
};

/** Finds endpoints that have work and marks their queues; gives those whose turn to be probed was taken. */
const createLook = (deps: DelivererDeps, queues: Queues): ((isHinted: boolean) => Promise<readonly EndpointRef[]>) => {
  const { db, clock, time } = deps;
  let lookedAtMs = clock.monotonicMs() - TICK_OVERLAP_MS;
  let tickAtMs = 0;
  let sweepAtMs = 0;

  const mark = (endpoints: readonly EndpointRef[]): void => {
    for (const endpoint of endpoints) queues.get(endpoint, clock.monotonicMs()).mayHaveMore = true;
  };

  const tick = async (): Promise<readonly EndpointRef[]> => {
    const nowMs = clock.monotonicMs();
    tickAtMs = nowMs + TICK_MS;
    // What waits for a delivery under way in another process can only be seen by looking again.
    for (const queue of queues.all()) queue.mayHaveMore ||= queue.hasBlocked;
    if (nowMs >= sweepAtMs) {
      mark(await findAllEndpointsDue(db.query));
      queues.forgetIdle(nowMs);
      sweepAtMs = nowMs + Math.max(SWEEP_EVERY_MS, SWEEP_SHARE * (clock.monotonicMs() - nowMs));
    }
    return takeProbes(db.query, { limit: PROBES_PER_TICK, probeEveryMs: PROBE_EVERY_MS });
  };

  return async (isHinted) => {
    const nowMs = clock.monotonicMs();
    const isTick = nowMs >= tickAtMs;
    if (!isHinted && !isTick) return [];
    // Marks that nobody heeded: left by a process that died, or by one of the version before.
    if (isTick) mark(await releaseFollowers(db.query));
    // Before anything is sent: signatures carry the database's time.
    if (isTick) await time.refresh();
    mark(await findEndpointsDueLately(db.query, nowMs - lookedAtMs + (isTick ? TICK_OVERLAP_MS : HINT_OVERLAP_MS)));
    lookedAtMs = nowMs;
    return isTick ? tick() : [];
  };
};

const claimNext = async (deps: DelivererDeps, queues: Queues, probes: readonly EndpointRef[]): Promise<void> => {
  const { db, clock } = deps;
  const wishes: ClaimWish[] = [
    ...probes.map((endpoint) => ({ ...endpoint, room: 1, isProbe: true })),
    ...chooseWishes(queues, CLAIM_LIMITS, clock.monotonicMs()),
  ];
  if (wishes.length === 0) return;
  // Counted from before the claim, so that our idea of the lease ends before the database's.
  const sendUntilMs = clock.monotonicMs() + LEASE_MS - SEND_TIMEOUT_MS - LEASE_MARGIN_MS;
  const answers = await claimDeliveries(db.query, { wishes, leaseMs: LEASE_MS });
  const crowded: EndpointRef[] = [];
  const byEndpoint = new Map(answers.map((answer) => [`${answer.merchantId}/${answer.endpointId}`, answer] as const));
  for (const wish of wishes) {
    const queue = queues.get(wish, clock.monotonicMs());
    queue.servedAtMs = clock.monotonicMs();
    const claimed = byEndpoint.get(`${wish.merchantId}/${wish.endpointId}`);
    const target = claimed === undefined ? undefined : openTarget(deps, claimed);
    if (claimed === undefined || target === undefined) {
      // Switched off, deleted or failing by now. Or its secret can't be opened: logged, and its leases end by
      // themselves.
      queue.mayHaveMore = false;
      queue.hasBlocked = false;
      continue;
    }
    if (hasFollowersToPutOff(wish, claimed)) crowded.push(claimed);
    addClaimed(queue, claimed, { wish, target, sendUntilMs });
    if (queue.runs.length > 0) queues.waiting.add(queue);
  }
  if (crowded.length > 0) await putOffFollowers(db.query, crowded);
};

const openTarget = (deps: DelivererDeps, claimed: ClaimedEndpoint): SendTarget | undefined => {
  try {
    const sealed =
      claimed.oldSecretSealed === null ? [claimed.secretSealed] : [claimed.secretSealed, claimed.oldSecretSealed];
    return {
      url: claimed.url,
      version: isApiVersion(claimed.apiVersion) ? claimed.apiVersion : currentVersion,
      secrets: sealed.map((bytes) => unsealSecret(deps.keys, claimed, bytes)),
    };
  } catch (error) {
    const { merchantId, endpointId } = claimed;
    deps.log.error(
      { merchantId, endpointId, error: asError(error) },
      'a webhook secret cannot be opened: was the master key changed?',
    );
    return undefined;
  }
};

/** A wait that ends early when the bell is rung; rings while nobody waits are kept, as one. */
type Bell = {
  readonly ring: () => void;
  readonly hasRung: () => boolean;
  readonly wait: (mostMs: number) => Promise<void>;
  /** Waits whether or not the bell is rung; only closing it ends the wait. Forgets earlier rings. */
  readonly pause: (ms: number) => Promise<void>;
  readonly close: () => void;
};

const createBell = (clock: Clock): Bell => {
  const closing = new AbortController();
  let hasRung = false;
  let wake: AbortController | undefined;
  const sleep = (ms: number, signal: AbortSignal): Promise<void> => clock.sleep(ms, signal).catch(() => undefined);
  return {
    ring: () => {
      hasRung = true;
      wake?.abort();
    },
    hasRung: () => hasRung,
    wait: async (mostMs) => {
      wake = new AbortController();
      if (!hasRung && !closing.signal.aborted) await sleep(mostMs, wake.signal);
      wake = undefined;
      hasRung = false;
    },
    pause: async (ms) => {
      hasRung = false;
      if (ms > 0) await sleep(ms, closing.signal);
    },
    close: () => {
      closing.abort();
      wake?.abort();
    },
  };
};
