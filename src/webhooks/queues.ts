import { STALLED_AFTER_MS } from './slots.ts';
import type { SendTarget } from './send.ts';
import type { ClaimedDelivery, ClaimedEndpoint, ClaimWish } from './claim-store.ts';
import type { EndpointRef } from './store.ts';

/** Deliveries of one subject to one endpoint, claimed together and sent one after the other. */
export type Run = {
  readonly deliveries: readonly ClaimedDelivery[];
  readonly isProbe: boolean;
  /** After this nothing more is sent: the lease could end before the answer comes. */
  readonly sendUntilMs: number;
};

/** What one process knows of one endpoint: what it claimed and has not sent, and how fast the endpoint takes it. */
export type EndpointQueue = EndpointRef & {
  target: SendTarget | undefined;
  /** Claimed and waiting. */
  runs: Run[];
  /** Requests under way: at most `window`. */
  inFlight: number;
  /** Runs being sent or written. */
  busyRuns: number;
  /** Grows by doubling while answers are good, shrinks by half when one is not: a slow start after every trouble. */
  window: number;
  /** A smoothed mean of how long an answer takes. */
  answerMs: number;
  /** With requests under way: since when none of them was answered. */
  silentSinceMs: number;
  /** It has taken an event from this process. */
  isProven: boolean;
  /** When it last did. */
  takenAtMs: number;
  /** It failed and we have not seen a success since: the next success has to be noted. */
  hasFailed: boolean;
  /** Customers wait for its answer to `session.completed`. */
  holdsReturn: boolean;
  /** The last claim was full, or something came due since it began. */
  mayHaveMore: boolean;
  /** A claim for it is under way: another one would find the same rows. */
  isBeingClaimed: boolean;
  /** The last claim saw deliveries that wait for one under way. */
  hasBlocked: boolean;
  usedAtMs: number;
  /** When it last had its turn in a claim. */
  servedAtMs: number;
};

/** Requests to one endpoint at the same time, per process; to one we know nothing of yet. */
const WINDOW_MOST = 8;
const WINDOW_AT_FIRST = 2;
/** How much work is claimed ahead: what the endpoint takes in about this time, so that leases are never long. */
const AHEAD_MS = 200;
const AHEAD_PER_WINDOW_MOST = 16;
const FORGET_AFTER_MS = 60_000;
/** Runs held in memory beyond which only endpoints that answer well get more. */
const HELD_MOST = 2_048;

export type Queues = {
  readonly get: (endpoint: EndpointRef, nowMs: number) => EndpointQueue;
  readonly all: () => Iterable<EndpointQueue>;
  /** Queues that hold runs, in the order of their turns. */
  readonly waiting: Set<EndpointQueue>;
  readonly forgetIdle: (nowMs: number) => void;
};

export const createQueues = (): Queues => {
  const queues = new Map<string, EndpointQueue>();
  const waiting = new Set<EndpointQueue>();
  return {
    waiting,
    all: () => queues.values(),
    get: ({ merchantId, endpointId }, nowMs) => {
      const key = `${merchantId}/${endpointId}`;
      const queue = queues.get(key) ?? newQueue({ merchantId, endpointId });
      queue.usedAtMs = nowMs;
      queues.set(key, queue);
      return queue;
    },
    forgetIdle: (nowMs) => {
      for (const [key, queue] of queues) {
        const isIdle = queue.runs.length === 0 && queue.busyRuns === 0 && !queue.mayHaveMore;
        if (isIdle && queue.usedAtMs + FORGET_AFTER_MS < nowMs) queues.delete(key);
      }
    },
  };
};

const newQueue = (endpoint: EndpointRef): EndpointQueue => ({
  ...endpoint,
  target: undefined,
  runs: [],
  inFlight: 0,
  busyRuns: 0,
  window: WINDOW_AT_FIRST,
  answerMs: 50,
  silentSinceMs: 0,
  isProven: false,
  takenAtMs: -Infinity,
  hasFailed: false,
  holdsReturn: false,
  mayHaveMore: false,
  isBeingClaimed: false,
  hasBlocked: false,
  usedAtMs: 0,
  servedAtMs: 0,
});

/**
 * How many more runs to claim for it; asks only when half of what it should have is gone, so that claims are few and
 * full.
 */
export const roomOf = (queue: EndpointQueue, nowMs: number): number => {
  const ahead = isSuspect(queue, nowMs)
    ? 1
    : Math.min(Math.max(Math.round(AHEAD_MS / queue.answerMs), 1), AHEAD_PER_WINDOW_MOST);
  const most = queue.window * ahead;
  const held = queue.runs.length + queue.busyRuns;
  return held > most / 2 ? 0 : most - held;
};

/** It fails, is slow, silent for a while, or unknown to us: it must not take the place of endpoints that answer. */
export const isSuspect = (queue: EndpointQueue, nowMs: number): boolean =>
  !queue.isProven ||
  queue.hasFailed ||
  queue.answerMs >= STALLED_AFTER_MS ||
  (queue.inFlight > 0 && nowMs - queue.silentSinceMs >= STALLED_AFTER_MS);

/** Endpoints that answer well, and those that fail or hang or are not known: each kind has a loop that claims it. */
export type Kind = 'good' | 'suspect';

export const kindOf = (queue: EndpointQueue, nowMs: number): Kind => (isSuspect(queue, nowMs) ? 'suspect' : 'good');

/** Those that more is to be claimed for. So many may be held that suspects have to wait. */
const hungryOf = (queues: Queues, kind: Kind, nowMs: number): readonly EndpointQueue[] => {
  if (kind === 'suspect' && heldBy(queues) > HELD_MOST) return [];
  return [...queues.all()].filter(
    (queue) => queue.mayHaveMore && !queue.isBeingClaimed && roomOf(queue, nowMs) > 0 && kindOf(queue, nowMs) === kind,
  );
};

export const hasHungry = (queues: Queues, kind: Kind, nowMs: number): boolean =>
  hungryOf(queues, kind, nowMs).length > 0;

const heldBy = (queues: Queues): number => {
  let held = 0;
  for (const queue of queues.all()) held += queue.runs.length;
  return held;
};

export type WishLimits = { readonly endpoints: number; readonly runs: number };

/**
 * The wishes of the next claim for one kind of endpoints. They take turns, the one served last goes to the end, and
 * share the runs evenly, so that a backlog of one does not delay the first event of another.
 */
export const chooseWishes = (
  queues: Queues,
  kind: Kind,
  { limits, nowMs }: { readonly limits: WishLimits; readonly nowMs: number },
): readonly ClaimWish[] => {
  const chosen = hungryOf(queues, kind, nowMs)
    .toSorted((a, b) => a.servedAtMs - b.servedAtMs)
    .slice(0, limits.endpoints);
  const share = Math.max(2, Math.floor(limits.runs / chosen.length));
  return chosen.map((queue) => ({
    merchantId: queue.merchantId,
    endpointId: queue.endpointId,
    room: Math.min(roomOf(queue, nowMs), share),
    isProbe: false,
  }));
};

/**
 * Followers are put off when they would be read by every claim: those of a head that is tried later, and any of them
 * when they fill what a claim looks at, so that it may not have seen the heads that are due. Followers of a head that
 * is being sent are left alone otherwise, because they leave in a moment.
 */
export const hasFollowersToPutOff = (wish: ClaimWish, claimed: ClaimedEndpoint): boolean => {
  if (wish.isProbe) return false;
  const subjects = new Set(claimed.claimed.map(({ event }) => event.subject_id));
  return claimed.late > 0 || (claimed.isCrowded && subjects.size < wish.room);
};

/** Takes in what a claim gave, as runs by subject. */
export const addClaimed = (
  queue: EndpointQueue,
  claimed: ClaimedEndpoint,
  {
    wish,
    target,
    sendUntilMs,
  }: { readonly wish: ClaimWish; readonly target: SendTarget; readonly sendUntilMs: number },
): void => {
  if (claimed.consecutiveFailures > 0 && !queue.hasFailed) {
    queue.hasFailed = true;
    queue.window = Math.max(1, WINDOW_MOST >> Math.min(claimed.consecutiveFailures, 3));
  }
  if (wish.isProbe) {
    queue.hasFailed = true;
    queue.window = 1;
  }
  queue.target = target;
  queue.holdsReturn = claimed.holdsReturn;
  const bySubject = Map.groupBy(claimed.claimed, ({ event }) => event.subject_id);
  for (const deliveries of bySubject.values()) {
    deliveries.sort((a, b) => a.event.sequence - b.event.sequence);
    queue.runs.push({ deliveries, isProbe: wish.isProbe, sendUntilMs });
  }
  queue.mayHaveMore ||= !wish.isProbe && (bySubject.size >= wish.room || hasFollowersToPutOff(wish, claimed));
  queue.hasBlocked = claimed.blocked > 0;
};

/** Learns from an answer: how fast the endpoint is and how much it can take. */
export const learn = (
  queue: EndpointQueue,
  answer: { readonly isDelivered: boolean; readonly durationMs: number },
  nowMs: number,
): void => {
  queue.silentSinceMs = nowMs;
  queue.answerMs += (Math.max(answer.durationMs, 1) - queue.answerMs) / 8;
  queue.window = answer.isDelivered ? Math.min(WINDOW_MOST, queue.window * 2) : Math.max(1, queue.window >> 1);
  if (!answer.isDelivered) {
    queue.hasFailed = true;
    return;
  }
  queue.isProven = true;
  queue.takenAtMs = nowMs;
};
