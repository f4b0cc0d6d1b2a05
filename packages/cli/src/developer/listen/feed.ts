import {
  TollgateError,
  type FollowedEvent,
  type Tollgate,
  type TollgateEvent,
  type TollgateEventType,
} from '../../sdk.ts';

export type FeedOptions = {
  readonly tollgate: Tollgate;
  readonly types: readonly TollgateEventType[] | undefined;
  readonly signal: AbortSignal;
  /** Hears when the gateway was not reached; the feed goes on by itself. */
  readonly onBreak: (sentence: string, retryInMs: number) => void;
};

/** The place behind everything that has happened so far. */
export const latestCursor = async (tollgate: Tollgate): Promise<string> => {
  const page = await tollgate.events.list({ after: 'latest', limit: 1 });
  if (page.nextCursor === null) throw new Error('The gateway has no feed: it is older than this command.');
  return page.nextCursor;
};

export const followFrom = (after: string, options: FeedOptions): AsyncIterable<FollowedEvent> =>
  options.tollgate.events.follow({
    after,
    types: options.types,
    signal: options.signal,
    onBreak: (error, retryInMs) => options.onBreak(error.message, retryInMs),
  });

/** As webhooks bring it: its cursor is between the gateway and us. */
export const withoutCursor = ({ cursor: _, ...event }: FollowedEvent): TollgateEvent => event;

/** What a stored cursor may be refused for, in a sentence; undefined: something else is wrong. */
export const whyRefused = (error: unknown): 'expired' | 'notOurs' | undefined => {
  if (!(error instanceof TollgateError)) return undefined;
  if (error.code === 'cursor_expired') return 'expired';
  const isCursor = error.errors.some(({ pointer }) => pointer === 'query:after' || pointer === '/after');
  return isCursor ? 'notOurs' : undefined;
};
