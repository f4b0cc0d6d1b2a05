import type { EventRow } from '../../contract/rows.ts';
import { beginFeed, putHistoryInOrder, putInOrder, type SequenceDeps } from './sequence.ts';
import { FIRST_LIVE_POSITION, findEntries, findFeed, type Feed } from './store.ts';

/** `start`: the oldest event that is kept; `latest`: what comes after now; else the place that was read last. */
export type From = 'start' | 'latest' | bigint;

export type FeedPage = {
  readonly events: readonly { readonly position: bigint; readonly event: EventRow }[];
  /** Where to read on. */
  readonly position: bigint;
  readonly hasMore: boolean;
};

export type FeedRequest = {
  readonly merchantId: string;
  readonly from: From;
  /** Undefined: all. */
  readonly types: readonly string[] | undefined;
  readonly limit: number;
};

/**
 * The next events of a merchant in the order in which they were committed. `expired`: something after the place is
 * forgotten already; `unknown`: no such place was ever given. What was committed before the call is in the feed: the
 * reader puts it in order by itself.
 */
export const readFeed = async (
  deps: SequenceDeps,
  { merchantId, from, types, limit }: FeedRequest,
): Promise<FeedPage | 'expired' | 'unknown'> => {
  let feed = await upToDate(deps, merchantId);
  if (from === 'latest') return { events: [], position: feed.position, hasMore: false };
  if (from !== 'start' && from < feed.forgottenPosition) return 'expired';
  if (from !== 'start' && from > feed.position) return 'unknown';

  let after = from === 'start' ? 0n : from;
  const lookAt = types === undefined ? limit + 1 : LOOK_AT;
  for (let looks = 0; looks < LOOKS_MOST; looks++) {
    const isInHistory = after < FIRST_LIVE_POSITION && !feed.isHistoryWhole;
    const until = isInHistory ? FIRST_LIVE_POSITION : HIGHEST_POSITION;
    const found = await findEntries(deps.db.query, merchantId, {
      after,
      until,
      types,
      lookAt,
      limit: limit + 1,
    });
    const shown = found.entries.slice(0, limit);
    // Forgotten between the two questions: whoever was to read it has to be told.
    if (from !== 'start' && shown.some(({ event }) => event === null)) return 'expired';
    const events = shown.flatMap(({ position, event }) => (event === null ? [] : [{ position, event }]));
    if (found.entries.length > limit) return { events, position: shown.at(-1)?.position ?? after, hasMore: true };
    after = found.last ?? after;
    const isAtEnd = found.lookedAt < lookAt;
    // Places up to this one were committed before the question, so whatever they hold was found.
    if (isAtEnd && !isInHistory && after < feed.position) after = feed.position;
    if (events.length > 0) return { events, position: after, hasMore: !isAtEnd || isInHistory };
    if (isAtEnd && !isInHistory) return { events, position: after, hasMore: false };
    if (isAtEnd) {
      await putHistoryInOrder(deps, merchantId);
      feed = (await findFeed(deps.db.query, merchantId)) ?? feed;
    }
  }
  return { events: [], position: after, hasMore: true };
};

/** Entries that are looked at for some of certain types. */
const LOOK_AT = 2_000;
/** Of one request: the next one goes on where this one has come to. */
const LOOKS_MOST = 8;
const HIGHEST_POSITION = 2n ** 63n - 1n;

const upToDate = async (deps: SequenceDeps, merchantId: string): Promise<Feed> => {
  const { query } = deps.db;
  const before = await findFeed(query, merchantId);
  if (before?.hasQueue === false) return before;
  if (before === undefined) await beginFeed(deps, merchantId);
  await putInOrder(deps, merchantId);
  const feed = await findFeed(query, merchantId);
  if (feed === undefined) throw new Error('a feed that was begun is not there');
  return feed;
};
