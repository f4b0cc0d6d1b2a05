import type { Clock } from '../base/clock.ts';
import type { Keys } from '../base/keys.ts';
import type { Log } from '../base/log.ts';
import type { Resolve } from '../base/outbound-address.ts';
import type { Random } from '../base/random.ts';
import type { PaymentUrls } from '../contract/payment-url.ts';
import type { DatabaseTime } from '../db/database-time.ts';
import type { Db } from '../db/db.ts';
import { claim } from './claim.ts';
import { createLook } from './look.ts';
import { createLoop, type Loop } from './loop.ts';
import { chooseWishes, createQueues, hasHungry, kindOf, type Kind, type WishLimits } from './queues.ts';
import { createRunner, type AttemptTold, type Runner } from './runner.ts';
import { createSender, SEND_TIMEOUT_MS, type Sender } from './send.ts';
import type { EndpointRef } from './store.ts';
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
  /** An endpoint that customers wait for has heard, or refused, that this session is completed. */
  readonly onCompletionTold?: (sessionId: string) => void;
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

/** Hints that come faster share a look; what fails or hangs shares more, and leaves the database to the others. */
const PACE_MS: Readonly<Record<Kind, number>> = { good: 20, suspect: 100 };
const CLAIM_LIMITS: Readonly<Record<Kind, WishLimits>> = {
  good: { endpoints: 128, runs: 384 },
  suspect: { endpoints: 64, runs: 128 },
};
const STOP_MARGIN_MS = 5_000;

/**
 * Delivers events to endpoints, for as many merchants as there are; any number of processes may do so on one database.
 *
 * The database is the only truth: this keeps in memory which endpoints probably have work (hints say when to look),
 * claims a little ahead of what each endpoint takes, and sends in turns by endpoint. Endpoints that answer well are
 * claimed by one loop, the others by another, which may take long. Everything in memory can be lost: leases end and
 * somebody else sends again. So a receiver hears every event at least once, in order per session.
 */
export const createDeliverer = (deps: DelivererDeps): Deliverer => {
  const { clock } = deps;
  const sender = createSender(deps);
  const queues = createQueues();
  const runner = createRunner({
    ...deps,
    queues,
    sender,
    needWork: (queue) => {
      loops[kindOf(queue, clock.monotonicMs())].ring();
    },
  });
  const look = createLook(deps, queues);
  const probes: EndpointRef[] = [];
  let isHinted = true;
  let stopping: Promise<void> | undefined;

  const claimHungry = async (kind: Kind): Promise<void> => {
    const wishes = chooseWishes(queues, kind, { limits: CLAIM_LIMITS[kind], nowMs: clock.monotonicMs() });
    // Also when followers could not be put off: what was claimed before that leaves.
    await claim(deps, queues, wishes).finally(runner.startRuns);
    if (hasHungry(queues, kind, clock.monotonicMs())) loops[kind].ring();
  };

  const lookAndClaim = async (): Promise<void> => {
    const wasHinted = isHinted;
    isHinted = false;
    try {
      probes.push(...(await look(wasHinted)));
      if (probes.length > 0 || hasHungry(queues, 'suspect', clock.monotonicMs())) loops.suspect.ring();
      await claimHungry('good');
    } catch (error) {
      isHinted = true;
      throw error;
    }
  };

  /** Takes the longer the more of them fail or hang: the good ones do not wait for it. */
  const claimSuspects = async (): Promise<void> => {
    const probed = probes.splice(0).map((endpoint) => ({ ...endpoint, room: 1, isProbe: true }));
    await claim(deps, queues, probed);
    await claimHungry('suspect');
  };

  const loops: Readonly<Record<Kind, Loop>> = {
    good: createLoop(deps, { paceMs: PACE_MS.good, turn: lookAndClaim }),
    suspect: createLoop(deps, { paceMs: PACE_MS.suspect, turn: claimSuspects }),
  };

  const stop = async (): Promise<void> => {
    await Promise.all([loops.good.end(), loops.suspect.end()]);
    await finish(deps, runner, sender);
  };

  return {
    start: () => {
      loops.good.start();
      loops.suspect.start();
    },
    hint: () => {
      isHinted = true;
      loops.good.ring();
    },
    stop: () => (stopping ??= stop()),
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
