import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../base/clock.ts';
import type { Keys } from '../../base/keys.ts';
import { Problem } from '../../base/problem.ts';
import { formatCursor, parseCursor } from '../../events/feed/cursor.ts';
import { readFeed, type FeedPage, type From } from '../../events/feed/read.ts';
import type { SequenceDeps } from '../../events/feed/sequence.ts';
import type { FeedWaiting } from '../../events/feed/waiting.ts';
import { presentEvent } from '../../events/present.ts';
import type { PaymentUrls } from '../../contract/payment-url.ts';
import { waitAside } from '../kernel/overload.ts';
import type { Page } from './paging.ts';

export type FeedDeps = SequenceDeps & {
  readonly clock: Clock;
  readonly keys: Keys;
  readonly urls: PaymentUrls;
  readonly feedWaiting: FeedWaiting;
};

export type FeedQuery = {
  readonly after: string;
  readonly types?: string | undefined;
  readonly limit?: number | undefined;
  readonly waitMs?: number | undefined;
};

const DEFAULT_LIMIT = 100;

/** The next page of the caller's feed; when there is nothing yet, that of the moment at which there is. */
export const answerFeed = async (
  deps: FeedDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  query: FeedQuery,
): Promise<Page> => {
  const { caller, version } = request.call;
  const { merchantId } = caller;
  const from = startOf(deps.keys, merchantId, query.after);
  const types = typesOf(query.types);
  const page = await readOrWait(deps, request, reply, {
    merchantId,
    from,
    types,
    limit: query.limit ?? DEFAULT_LIMIT,
    waitMs: query.waitMs ?? 0,
  });
  const cursorOf = (position: bigint): string => formatCursor(deps.keys, { merchantId, position });
  return {
    data: page.events.map(({ position, event }) => {
      const { id, created, ...others } = presentEvent(event, { version, urls: deps.urls });
      return { id, created, cursor: cursorOf(position), ...others };
    }),
    hasMore: page.hasMore,
    nextCursor: cursorOf(page.position),
  };
};

const readOrWait = async (
  deps: FeedDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  wanted: Parameters<typeof readFeed>[1] & { readonly waitMs: number },
): Promise<FeedPage> => {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    gone.abort();
  });
  const untilMs = deps.clock.monotonicMs() + wanted.waitMs;
  let page = pageOf(await readFeed(deps, wanted));
  for (;;) {
    const leftMs = untilMs - deps.clock.monotonicMs();
    if (page.events.length > 0 || page.hasMore || leftMs <= 0) return page;
    const { merchantId } = wanted;
    const { position } = page;
    const news = await waitAside(request, () =>
      deps.feedWaiting.wait({ merchantId, position, ms: leftMs, signal: gone.signal }),
    );
    if (news === 'full') throw tooManyWaiting();
    if (news !== 'look') return page;
    page = pageOf(await readFeed(deps, { ...wanted, from: position }));
  }
};

const pageOf = (read: FeedPage | 'expired' | 'unknown'): FeedPage => {
  if (typeof read === 'object') return read;
  const message =
    read === 'expired'
      ? 'Events after this cursor are forgotten already: they are kept for 90 days. Begin with after=start, which ' +
        'gives the oldest that are kept, and compare with your books what happened before.'
      : 'This cursor is ahead of the feed: the database was probably put back to an earlier time. Begin with ' +
        'after=start, and leave out the events that you have seen, by their ids.';
  throw new Problem('cursor_expired', message, { fields: [{ pointer: 'query:after', code: read, message }] });
};

const tooManyWaiting = (): Problem =>
  new Problem('rate_limited', 'Too many requests of this merchant wait for events already. Let one follow the feed.', {
    retryAfterSeconds: 5,
  });

const startOf = (keys: Keys, merchantId: string, after: string): From => {
  if (after === '' || after === 'start') return 'start';
  if (after === 'latest') return 'latest';
  const position = parseCursor(keys, merchantId, after);
  if (position !== undefined) return position;
  const message = 'after must be start, latest, or the nextCursor of a page of your feed.';
  throw new Problem('invalid_fields', message, { fields: [{ pointer: 'query:after', code: 'form', message }] });
};

/** The schema has looked at the names. Undefined: all. */
const typesOf = (text: string | undefined): readonly string[] | undefined => {
  if (text === undefined) return undefined;
  const names = text.split(',').map((name) => name.trim());
  return names.includes('*') ? undefined : [...new Set(names)];
};
