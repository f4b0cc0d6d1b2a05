/** The feed's table of merchants, its queue, and what a reader reads. What gives places is in `sequence-store.ts`. */
import type { EventRow } from '../../contract/rows.ts';
import type { Query } from '../../db/db.ts';
import { EVENT_COLUMNS } from '../store.ts';

/**
 * Places of what is committed after a feed began; below are those of its history, which is put in order while others
 * read on above.
 */
export const FIRST_LIVE_POSITION = 2n ** 40n;

export type Feed = {
  /** The last place that was given. */
  readonly position: bigint;
  readonly isHistoryWhole: boolean;
  readonly forgottenPosition: bigint;
  /** Events wait for their place. */
  readonly hasQueue: boolean;
};

type FeedRow = {
  readonly merchant_id: string;
  readonly position: string;
  readonly is_history_whole: boolean;
  readonly forgotten_position: string;
  readonly has_queue: boolean;
};

const toFeed = (row: FeedRow): Feed => ({
  position: BigInt(row.position),
  isHistoryWhole: row.is_history_whole,
  forgottenPosition: BigInt(row.forgotten_position),
  hasQueue: row.has_queue,
});

/** Undefined: nobody has read this merchant's feed yet. */
export const findFeed = async (query: Query, merchantId: string): Promise<Feed | undefined> => {
  const [row] = await query<FeedRow>(
    {
      name: 'find-event-feed',
      text: `
        select f.merchant_id, f.position::text as position, f.is_history_whole,
          f.forgotten_position::text as forgotten_position,
          exists (select from event_feed_queue q where q.merchant_id = f.merchant_id) as has_queue
        from event_feeds f where f.merchant_id = $1`,
    },
    [merchantId],
  );
  return row && toFeed(row);
};

/** Of these merchants, those who have a feed: one question for everybody who waits in this process. */
export const findFeeds = async (query: Query, merchantIds: readonly string[]): Promise<ReadonlyMap<string, Feed>> => {
  const rows = await query<FeedRow>(
    {
      name: 'find-event-feeds',
      text: `
        select f.merchant_id, f.position::text as position, f.is_history_whole,
          f.forgotten_position::text as forgotten_position,
          exists (select from event_feed_queue q where q.merchant_id = f.merchant_id) as has_queue
        from event_feeds f where f.merchant_id = any ($1::uuid[])`,
    },
    [merchantIds],
  );
  return new Map(rows.map((row) => [row.merchant_id, toFeed(row)]));
};

/**
 * From its commit on, every statement that writes an event queues it, too. `historyUntil`: what has a lower id is the
 * history. False: somebody else was faster.
 */
export const insertFeed = async (query: Query, merchantId: string, historyUntil: string): Promise<boolean> => {
  const rows = await query(
    {
      name: 'insert-event-feed',
      text: `
        insert into event_feeds (merchant_id, position, history_until, swept_at) values ($1, $2, $3, now())
        on conflict do nothing
        returning merchant_id`,
    },
    [merchantId, String(FIRST_LIVE_POSITION), historyUntil],
  );
  return rows.length > 0;
};

/** Merchants whose events wait for their place. */
export const findFeedsWithQueue = async (query: Query, limit: number): Promise<readonly string[]> => {
  const rows = await query<{ merchant_id: string }>(
    {
      name: 'find-event-feeds-with-queue',
      text: `
        select f.merchant_id from event_feeds f
        where exists (select from event_feed_queue q where q.merchant_id = f.merchant_id)
        limit $1`,
    },
    [limit],
  );
  return rows.map((row) => row.merchant_id);
};

/** Queues those of the next `limit` events after an id that have no place and are not queued. */
export const queueMissed = async (
  query: Query,
  merchantId: string,
  after: string,
  limit: number,
): Promise<{ readonly lookedAt: number; readonly lastId: string; readonly queued: number }> => {
  const [row] = await query<{ looked_at: number; last_id: string | null; queued: number }>(
    {
      name: 'queue-missed-events',
      text: `
        with seen as materialized (
          select e.id from events e where e.merchant_id = $1 and e.id > $2 order by e.id limit $3
        ), queued as (
          insert into event_feed_queue (merchant_id, event_id)
          select $1, seen.id from seen
          where (select 1 from event_feed_entries n where n.merchant_id = $1 and n.event_id = seen.id limit 1) is null
            and (select 1 from event_feed_queue q where q.merchant_id = $1 and q.event_id = seen.id limit 1) is null
          on conflict do nothing
          returning event_id
        )
        select (select count(*) from seen)::int as looked_at, (select count(*) from queued)::int as queued,
          (select seen.id from seen order by seen.id desc limit 1) as last_id`,
    },
    [merchantId, after, limit],
  );
  return { lookedAt: row?.looked_at ?? 0, lastId: row?.last_id ?? after, queued: row?.queued ?? 0 };
};

/** Feeds that were not looked through for so long, longest first, with the time until which they were. */
export const findUnsweptFeeds = (
  query: Query,
  input: { readonly everyMs: number; readonly limit: number },
): Promise<readonly { merchant_id: string; swept_ms: number; now_ms: number }[]> =>
  query(
    {
      name: 'find-unswept-event-feeds',
      text: `
        select merchant_id, (extract(epoch from swept_at) * 1000)::float8 as swept_ms,
          (extract(epoch from now()) * 1000)::float8 as now_ms
        from event_feeds
        where swept_at <= now() - $1 * interval '1 millisecond'
        order by swept_at
        limit $2`,
    },
    [input.everyMs, input.limit],
  );

export const noteSwept = async (query: Query, merchantId: string, atMs: number): Promise<void> => {
  await query(
    {
      name: 'note-event-feed-swept',
      text: `
        update event_feeds set swept_at = greatest(swept_at, to_timestamp($2::float8 / 1000)) where merchant_id = $1`,
    },
    [merchantId, atMs],
  );
};

export type FeedEntry = {
  readonly position: bigint;
  /** Null: it was forgotten a moment ago. */
  readonly event: EventRow | null;
};

/**
 * The entries after a place, of some types or of all, at most `limit` of `lookAt`. Positions are committed in their
 * order, so whatever is found, nothing before it is still to come.
 */
export const findEntries = async (
  query: Query,
  merchantId: string,
  input: {
    readonly after: bigint;
    readonly until: bigint;
    readonly types: readonly string[] | undefined;
    readonly lookAt: number;
    readonly limit: number;
  },
): Promise<{
  readonly entries: readonly FeedEntry[];
  readonly lookedAt: number;
  readonly last: bigint | undefined;
}> => {
  const [row] = await query<{
    entries: readonly { position: string; event: EventRow | null }[] | null;
    looked_at: number;
    last: string | null;
  }>(
    {
      name: 'find-event-feed-entries',
      text: `
        with seen as materialized (
          select n.position, n.event_id, n.type from event_feed_entries n
          where n.merchant_id = $1 and n.position > $2 and n.position < $3
          order by n.position
          limit $4
        ), wanted as (
          select position, event_id from seen
          where $5::text[] is null or type = any ($5)
          order by position
          limit $6
        )
        select
          (select count(*) from seen)::int as looked_at,
          (select max(position)::text from seen) as last,
          (
            select json_agg(json_build_object(
              'position', wanted.position::text, 'event', case when event.id is not null then to_json(event) end)
              order by wanted.position)
            from wanted
            left join (select ${EVENT_COLUMNS} from events event where event.merchant_id = $1) event
              on event.id = wanted.event_id
          ) as entries`,
    },
    [merchantId, String(input.after), String(input.until), input.lookAt, input.types ?? null, input.limit],
  );
  return {
    entries: (row?.entries ?? []).map(({ position, event }) => ({ position: BigInt(position), event })),
    lookedAt: row?.looked_at ?? 0,
    last: row?.last === null || row === undefined ? undefined : BigInt(row.last),
  };
};

/** Forgets the places of events that are gone, oldest first; says how many. */
export const forgetEntries = async (query: Query, limit: number): Promise<number> => {
  const [row] = await query<{ count: number }>(
    {
      name: 'forget-event-feed-entries',
      text: `
        with old as materialized (
          select oldest.merchant_id, oldest.position
          from event_feeds f
          cross join lateral (
            select merchant_id, position, event_id from event_feed_entries
            where merchant_id = f.merchant_id
            order by position
            limit $1
          ) oldest
          where not exists (
            select from events e where e.merchant_id = oldest.merchant_id and e.id = oldest.event_id)
        ), gone as (
          delete from event_feed_entries n using old where n.merchant_id = old.merchant_id and n.position = old.position
        ), passed as (
          update event_feeds f set forgotten_position = greatest(f.forgotten_position, last.position)
          from (select merchant_id, max(position) as position from old group by merchant_id) last
          where f.merchant_id = last.merchant_id
        )
        select count(*)::int as count from old`,
    },
    [limit],
  );
  return row?.count ?? 0;
};
