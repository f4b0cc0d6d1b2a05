import { TollgateConnectionError, TollgateError } from './errors.ts';
import type { TollgateEvent } from './events.ts';
import type { RequestOptions, RequestPorts, Send } from './request.ts';
import type { Page, TollgateEventType } from './types.ts';

/** An event of the feed. Store `cursor` with what you did about the event: `after` it the next start goes on. */
export type FollowedEvent = TollgateEvent & { readonly cursor: string };

export type EventFollowOptions = {
  /**
   * `start`: from the oldest event that is kept (90 days). `latest`: only what comes from now on. Or the `cursor` of
   * the event that you took last, which is what a program that starts again gives. Left out on purpose nowhere: a
   * program that begins at `latest` after each start misses what happened meanwhile.
   */
  readonly after: string;
  /** Of these types alone; of all when left out. */
  readonly types?: readonly TollgateEventType[] | undefined;
  /** Ends the walk, also while it waits: the loop just ends. */
  readonly signal?: AbortSignal | undefined;
  /** Another key than the client's. */
  readonly apiKey?: string | undefined;
  /** How long one request waits for an event: 0 to 30,000, 25,000 when left out. */
  readonly waitMs?: number | undefined;
  /** Hears when the gateway could not be reached or not answer; the walk goes on by itself after `retryInMs`. */
  readonly onBreak?: ((error: TollgateError, retryInMs: number) => void) | undefined;
};

const WAIT_MS = 25_000;
/** What an answer may take beyond the waiting. */
const ANSWER_MS = 20_000;
const FIRST_BREAK_MS = 500;
const LONGEST_BREAK_MS = 15_000;

/**
 * Walks the feed for as long as the loop runs: waits for events, and goes on where it was when the line breaks or the
 * gateway is away. Ends when the signal is aborted; throws what repeating can't mend, such as a cursor that is too old.
 */
export async function* followEvents(
  deps: FollowDeps,
  options: EventFollowOptions,
): AsyncGenerator<FollowedEvent, void, undefined> {
  for (let after = options.after; ;) {
    const page = await pageAfter(deps, options, after);
    if (page === undefined) return;
    for (const event of page.data) {
      if (isAborted(options.signal)) return;
      yield event;
    }
    after = page.nextCursor ?? after;
  }
}

type FollowDeps = { readonly send: Send; readonly ports: Pick<RequestPorts, 'sleep' | 'random'> };

/** Asks until it is answered. Undefined: the walk was ended meanwhile. */
const pageAfter = async (
  { send, ports }: FollowDeps,
  options: EventFollowOptions,
  after: string,
): Promise<Page<FollowedEvent> | undefined> => {
  const { signal, onBreak } = options;
  for (let breaks = 1; !isAborted(signal); breaks++) {
    try {
      return await readPage(send, options, after);
    } catch (error) {
      if (isAborted(signal)) return undefined;
      if (!(error instanceof TollgateError) || !canPass(error)) throw error;
      const retryInMs = waitAfter(error, breaks, ports.random());
      onBreak?.(error, retryInMs);
      await ports.sleep(retryInMs, signal).catch(() => undefined);
    }
  }
  return undefined;
};

const isAborted = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;

const readPage = (send: Send, options: EventFollowOptions, after: string): Promise<Page<FollowedEvent>> => {
  const waitMs = options.waitMs ?? WAIT_MS;
  const request: RequestOptions = {
    timeoutMs: waitMs + ANSWER_MS,
    totalTimeoutMs: waitMs + ANSWER_MS,
    maxRetries: 0,
    signal: options.signal,
    apiKey: options.apiKey,
  };
  return send<Page<FollowedEvent>>({
    method: 'GET',
    path: '/events',
    query: { after, waitMs, types: options.types?.join(',') },
    options: request,
  });
};

const canPass = (error: TollgateError): boolean =>
  error instanceof TollgateConnectionError ||
  (error.status !== undefined && (error.status >= 500 || error.status === 408 || error.status === 429));

/** Half fixed, half chance: many followers that failed together do not come back together. */
const waitAfter = ({ retryAfterMs }: TollgateError, breaks: number, chance: number): number => {
  const ceilingMs = Math.min(LONGEST_BREAK_MS, FIRST_BREAK_MS * 2 ** (breaks - 1));
  return Math.max(ceilingMs / 2 + (ceilingMs / 2) * chance, retryAfterMs ?? 0);
};
