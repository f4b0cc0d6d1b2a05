import type { Transaction } from '../db/db.ts';

/** Takes a replay for a step, unless another process does. */
export const lockReplay = async (query: Transaction, merchantId: string, id: string): Promise<boolean> => {
  const rows = await query(
    {
      name: 'lock-webhook-replay',
      text: `
        select id from webhook_replays
        where merchant_id = $1 and id = $2 and state = 'running'
        for no key update skip locked`,
    },
    [merchantId, id],
  );
  return rows.length > 0;
};

/** Replayed deliveries that may stand before a live one at any moment. */
export const WAITING_MOST = 64;
const LOOK_AT_MOST = 1_000;

export type ReplayStep = {
  readonly queued: number;
  /** There was nothing left to look at. */
  readonly isAtEnd: boolean;
  readonly hasMoved: boolean;
};

/**
 * One step of a locked replay: looks at the next events of its stretch, queues as many as there is room for, oldest
 * first, and moves on behind the last one that was dealt with. There is room for as many as keep the deliveries that
 * are due to the endpoint at `WAITING_MOST`: what happens now is never far behind.
 *
 * Order: by id, which is the time, but never against a session's numbers. An event that has a higher id than a later
 * one of its session (events of one statement, or of two gateways' clocks) goes with that one (`lead_id`), and is left
 * out when its own id is reached.
 *
 * A delivery that somebody is sending or writing at this moment is left to him. Those of a step are due a microsecond
 * apart.
 */
export const takeReplayStep = async (query: Transaction, merchantId: string, id: string): Promise<ReplayStep> => {
  const [row] = await query<{ queued: number; has_moved: boolean; is_at_end: boolean }>(
    { name: 'take-replay-step', text: STEP },
    [merchantId, id],
  );
  return {
    queued: row?.queued ?? 0,
    isAtEnd: row?.is_at_end ?? false,
    hasMoved: row?.has_moved ?? false,
  };
};

const STEP = `
  with replay as materialized (
    select r.*, now() as began_at, coalesce(r.types, w.events) as wanted_types
    from webhook_replays r
    join webhook_endpoints w on w.merchant_id = $1 and w.id = r.endpoint_id
    where r.merchant_id = $1 and r.id = $2
  ), room as materialized (
    select ${WAITING_MOST} - count(*) as places
    from (
      select 1 from replay
      join deliveries d on d.merchant_id = $1 and d.endpoint_id = replay.endpoint_id and d.state = 'pending'
        and d.next_attempt_at <= replay.began_at
      limit ${WAITING_MOST}
    ) due
  ), seen as materialized (
    select e.id, e.subject_id, e.sequence
    from replay join events e on e.merchant_id = $1 and e.id > replay.after_id and e.id <= replay.until_id
    order by e.id
    limit (select case when places > 0 then ${LOOK_AT_MOST} else 0 end from room)
  ), led as materialized (
    select distinct on (e.id) s.id as lead_id, e.id, e.type, e.subject_id, e.sequence, e.created_at
    from seen s
    cross join replay
    join events e on e.merchant_id = $1 and e.subject_id = s.subject_id and e.sequence <= s.sequence and e.id >= s.id
    where not exists (
      select from events later
      where later.merchant_id = $1 and later.subject_id = e.subject_id and later.sequence > e.sequence
        and later.id > replay.since_id and later.id <= replay.after_id)
    order by e.id, s.id
  ), judged as materialized (
    select l.*, d.event_id is not null as is_there,
      not replay.only_undelivered or d.state is distinct from 'delivered' as is_to_send,
      row_number() over (order by l.lead_id, l.sequence) as place
    from led l
    cross join replay
    left join deliveries d on d.merchant_id = $1 and d.endpoint_id = replay.endpoint_id and d.event_id = l.id
    where l.created_at >= replay.from_at and l.created_at < replay.to_at
      and replay.wanted_types && array['*', l.type]
      and (l.type <> 'webhookEndpoint.test' or l.subject_id = replay.endpoint_id)
  ), fitting as materialized (
    -- Those of one lead go together: the count includes all of them. The first ones go in any case when nothing waits.
    select j.*, count(*) filter (where j.is_to_send) over (order by j.lead_id) <= room.places
      or room.places = ${WAITING_MOST} and dense_rank() over (order by j.lead_id) = 1 as is_fitting
    from judged j cross join room
  ), chosen as materialized (
    select f.* from fitting f where f.is_fitting
  ), reached as materialized (
    -- Everything that was looked at, or all before the first for which there was no room.
    select s.id from seen s
    where not exists (select from fitting f where not f.is_fitting and f.lead_id <= s.id)
    order by s.id desc
    limit 1
  ), held as materialized (
    select c.id, c.place from chosen c
    cross join replay
    join deliveries d on d.merchant_id = $1 and d.endpoint_id = replay.endpoint_id and d.event_id = c.id
    where c.is_to_send and (d.leased_until is null or d.leased_until <= replay.began_at)
    for no key update of d skip locked
  ), again as (
    update deliveries d
    set state = 'pending', next_attempt_at = replay.began_at + held.place * interval '1 microsecond', delivered_at = null,
      leased_until = null, fence = d.fence + 1, created_at = replay.began_at + held.place * interval '1 microsecond'
    from held cross join replay
    where d.merchant_id = $1 and d.endpoint_id = replay.endpoint_id and d.event_id = held.id
    returning d.event_id
  ), added as (
    insert into deliveries (merchant_id, endpoint_id, event_id, subject_id, sequence, state, next_attempt_at, created_at)
    select $1, replay.endpoint_id, c.id, c.subject_id, c.sequence, 'pending',
      replay.began_at + c.place * interval '1 microsecond', replay.began_at + c.place * interval '1 microsecond'
    from chosen c cross join replay
    where c.is_to_send and not c.is_there
    on conflict do nothing
    returning event_id
  ), counted as materialized (
    select (select count(*) from again) + (select count(*) from added) as queued, (select count(*) from chosen) as chosen
  ), moved as (
    update webhook_replays r
    set after_id = coalesce((select id from reached), r.after_id),
      reached_at = greatest(r.reached_at, least(r.to_at, coalesce((select max(created_at) from chosen), r.from_at))),
      queued = r.queued + counted.queued, skipped = r.skipped + counted.chosen - counted.queued
    from counted
    where r.merchant_id = $1 and r.id = $2
  )
  select counted.queued::int as queued, exists (select from reached) as has_moved,
    not exists (select from seen) and exists (select from room where places > 0) as is_at_end
  from counted`;
