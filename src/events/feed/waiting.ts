import type { Clock } from '../../base/clock.ts';
import type { Query } from '../../db/db.ts';
import { findFeeds } from './store.ts';

/**
 * Who waits for something new in a feed. Nobody holds a connection meanwhile: one question for all of them is asked
 * when this process hears that events were committed, and every half second for what no process told.
 */
export type FeedWaiting = {
  /**
   * Resolves when the feed may have something after `position`, after `ms`, or when the signal is aborted or the
   * process ends; `full` at once when too many wait already.
   */
  readonly wait: (input: {
    readonly merchantId: string;
    readonly position: bigint;
    readonly ms: number;
    readonly signal: AbortSignal;
  }) => Promise<'look' | 'timeOver' | 'closing' | 'full'>;
  /** Events were committed, here or elsewhere. May come at any rate. */
  readonly hint: () => void;
  /** The process is going to end: everybody who waits is answered now. */
  readonly close: () => void;
};

/** For each merchant, with all keys, and for all together: a place costs a line and some memory. */
const WAITING_MOST = { merchant: 50, process: 2_000 } as const;
/** Hints that come faster share a question. */
const PACE_MS = 25;
const LOOK_EVERY_MS = 500;

type Waiter = { readonly merchantId: string; readonly position: bigint; readonly woken: AbortController };

export const createFeedWaiting = (deps: { readonly query: Query; readonly clock: Clock }): FeedWaiting => {
  const waiters = new Set<Waiter>();
  const isFull = (merchantId: string): boolean =>
    waiters.size >= WAITING_MOST.process ||
    [...waiters].filter((one) => one.merchantId === merchantId).length >= WAITING_MOST.merchant;
  let isClosing = false;
  let isLooking = false;
  let hinted = new AbortController();

  const keepLooking = async (): Promise<void> => {
    isLooking = true;
    while (waiters.size > 0) {
      hinted = new AbortController();
      await wakeThoseWithNews(deps.query, waiters);
      await deps.clock.sleep(PACE_MS);
      await deps.clock.sleep(LOOK_EVERY_MS, hinted.signal).catch(() => undefined);
    }
    isLooking = false;
  };
  const hint = (): void => {
    hinted.abort();
  };
  return {
    wait: async ({ merchantId, position, ms, signal }) => {
      if (isClosing || signal.aborted) return 'closing';
      if (isFull(merchantId)) return 'full';
      const waiter = { merchantId, position, woken: new AbortController() };
      const wake = (): void => {
        waiter.woken.abort();
      };
      waiters.add(waiter);
      signal.addEventListener('abort', wake, { once: true });
      // What was committed since the caller has read is told by nobody any more: it is looked for now.
      if (isLooking) hint();
      else void keepLooking();
      const news = await deps.clock.sleep(ms, waiter.woken.signal).then(
        () => 'timeOver' as const,
        () => 'look' as const,
      );
      signal.removeEventListener('abort', wake);
      waiters.delete(waiter);
      return isOver(signal) ? 'closing' : news;
    },
    hint,
    close: () => {
      isClosing = true;
      for (const { woken } of waiters) woken.abort();
      hint();
    },
  };

  function isOver(signal: AbortSignal): boolean {
    return isClosing || signal.aborted;
  }
};

const wakeThoseWithNews = async (query: Query, waiters: ReadonlySet<Waiter>): Promise<void> => {
  const merchantIds = [...new Set([...waiters].map(({ merchantId }) => merchantId))];
  // A database that is away for a moment: they go on waiting.
  const feeds = await findFeeds(query, merchantIds).catch(() => undefined);
  for (const { merchantId, position, woken } of waiters) {
    const feed = feeds?.get(merchantId);
    if (feed !== undefined && (feed.hasQueue || feed.position > position)) woken.abort();
  }
};
