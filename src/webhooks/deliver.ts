import { asError } from '../base/as-error.ts';
import type { Clock } from '../base/clock.ts';
import type { Keys } from '../base/keys.ts';
import type { Log } from '../base/log.ts';
import type { Resolve } from '../base/outbound-address.ts';
import type { Random } from '../base/random.ts';
import type { PaymentUrls } from '../contract/payment-url.ts';
import type { DatabaseTime } from '../db/database-time.ts';
import type { Db } from '../db/db.ts';
import { createBell } from './bell.ts';
import { claim } from './claim.ts';
import { createLook, TICK_MS } from './look.ts';
import { chooseWishes, createQueues, hasHungry } from './queues.ts';
import { createRunner, type AttemptTold, type Runner } from './runner.ts';
import { createSender, SEND_TIMEOUT_MS, type Sender } from './send.ts';
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

/** Hints that come faster share a look. */
const PACE_MS = 20;
const CLAIM_LIMITS = { endpoints: 128, suspects: 64, runs: 384 };
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
      const probes = await look(wasHinted);
      const { good, suspects } = chooseWishes(queues, CLAIM_LIMITS, clock.monotonicMs());
      await claim(deps, queues, good);
      // What is claimed leaves before the others are claimed, which takes longer the more of them fail or hang.
      runner.startRuns();
      await claim(deps, queues, [...probes.map((endpoint) => ({ ...endpoint, room: 1, isProbe: true })), ...suspects]);
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
