/** How events get their places. Both statements belong into a transaction that has locked the feed before. */
import type { Query, Transaction } from '../../db/db.ts';

export type LockedFeed = {
  readonly isHistoryWhole: boolean;
  /** Ids between which the events of the history are that have no place yet. */
  readonly historyAfter: string;
  readonly historyUntil: string;
};

/** The feed as it is under its lock: whoever waited for it sees what the one before has left. */
export const lockFeed = async (query: Transaction, merchantId: string): Promise<LockedFeed | undefined> => {
  const [row] = await query<{ is_history_whole: boolean; history_after: string; history_until: string }>(
    {
      name: 'lock-event-feed',
      text: `
        select is_history_whole, history_after, history_until from event_feeds
        where merchant_id = $1
        for no key update`,
    },
    [merchantId],
  );
  return (
    row && {
      isHistoryWhole: row.is_history_whole,
      historyAfter: row.history_after,
      historyUntil: row.history_until,
    }
  );
};

/**
 * Gives places to what is committed and queued, at most `limit` events and those before them. Says how many were taken
 * from the queue.
 *
 * Order: by id, which is the time at which an event was made, but never against its subject's numbers. Ids come from
 * the clocks of several gateways, so an event may have a lower id than the one before it; then it takes its turn with
 * that one (`turn`: the highest id up to it). Whatever of its subject comes before and has no place yet gets one with
 * it, queued or not: events of a subject are committed in the order of their numbers, so all of them can be seen.
 *
 * Whether an event has a place is asked about as a value: a join would read the whole feed, by a plan that was made while
 * it was small.
 */
export const sequenceQueue = async (query: Query, merchantId: string, limit: number): Promise<number> => {
  const [row] = await query<{ count: number }>(
    {
      name: 'sequence-queued-events',
      text: `
        with taken as materialized (
          select q.event_id from event_feed_queue q where q.merchant_id = $1 order by q.event_id limit $2
        ), subject as (
          select e.subject_id, max(e.sequence) as sequence
          from taken join events e on e.merchant_id = $1 and e.id = taken.event_id
          group by e.subject_id
        ), batch as (
          select e.id, e.type, e.sequence,
            max(e.id::text collate "C") over (partition by e.subject_id order by e.sequence) as turn
          from subject s
          join events e on e.merchant_id = $1 and e.subject_id = s.subject_id and e.sequence <= s.sequence
          where (select 1 from event_feed_entries n where n.merchant_id = $1 and n.event_id = e.id limit 1) is null
        ), placed as materialized (
          select b.id, b.type, row_number() over (order by b.turn, b.sequence) as place from batch b
        ), unqueued as (
          delete from event_feed_queue q using taken where q.merchant_id = $1 and q.event_id = taken.event_id
        ), moved as (
          update event_feeds f set position = f.position + (select count(*) from placed)
          where f.merchant_id = $1
          returning f.position - (select count(*) from placed) as position
        ), entered as (
          insert into event_feed_entries (merchant_id, position, event_id, type)
          select $1, moved.position + placed.place, placed.id, placed.type from placed cross join moved
        )
        select count(*)::int as count from taken`,
    },
    [merchantId, limit],
  );
  return row?.count ?? 0;
};

/**
 * The same for what was there before the feed, oldest first, in places of its own below. What waits in the queue is
 * left to the queue.
 */
export const sequenceHistory = async (
  query: Query,
  merchantId: string,
  { historyAfter, historyUntil }: LockedFeed,
  limit: number,
): Promise<void> => {
  await query(
    {
      name: 'sequence-event-history',
      text: `
        with taken as materialized (
          select e.id, e.subject_id, e.sequence from events e
          where e.merchant_id = $1 and e.id > $3 and e.id < $4
          order by e.id
          limit $2
        ), subject as (
          select subject_id, max(sequence) as sequence from taken group by subject_id
        ), batch as (
          select e.id, e.type, e.sequence,
            max(e.id::text collate "C") over (partition by e.subject_id order by e.sequence) as turn
          from subject s
          join events e on e.merchant_id = $1 and e.subject_id = s.subject_id and e.sequence <= s.sequence
          where (select 1 from event_feed_entries n where n.merchant_id = $1 and n.event_id = e.id limit 1) is null
            and (select 1 from event_feed_queue q where q.merchant_id = $1 and q.event_id = e.id limit 1) is null
        ), placed as materialized (
          select b.id, b.type, row_number() over (order by b.turn, b.sequence) as place from batch b
        ), moved as (
          update event_feeds f
          set history_position = f.history_position + (select count(*) from placed),
            history_after = coalesce((select id from taken order by id desc limit 1), f.history_after),
            is_history_whole = (select count(*) from taken) < $2
          where f.merchant_id = $1
          returning f.history_position - (select count(*) from placed) as position
        )
        insert into event_feed_entries (merchant_id, position, event_id, type)
        select $1, moved.position + placed.place, placed.id, placed.type from placed cross join moved`,
    },
    [merchantId, limit, historyAfter, historyUntil],
  );
};
