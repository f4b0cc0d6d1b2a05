-- The feed: a merchant's events in the order in which they were committed, to be read on from any place (GET /events?after=).

-- A merchant whose events are read as a feed, from the first request on; for everybody else nothing of this is written. Places
-- are given under the lock of this row: from 2^40 up to what is committed from now on, from 1 up to what was there before, which
-- is put in order when somebody asks for it.
create table event_feeds (
  merchant_id         uuid        primary key references merchants,
  position            bigint      not null,
  history_position    bigint      not null default 0,
  -- Events up to the first id have a place in the history already; those from the second id on are not of it.
  history_after       uuid        not null default '00000000-0000-0000-0000-000000000000',
  history_until       uuid        not null,
  is_history_whole    boolean     not null default false,
  -- The last place that was forgotten: whoever stands before it has missed something.
  forgotten_position  bigint      not null default 0,
  -- Until then it was looked for events that nobody queued, because an older release wrote them.
  swept_at            timestamptz not null,
  created_at          timestamptz not null default now()
) with (fillfactor = 50);

-- Events that are committed, or about to be, and have no place yet: written by the statement that writes the event.
create table event_feed_queue (
  merchant_id  uuid not null,
  event_id     uuid not null,
  primary key (merchant_id, event_id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- The place of an event. Gone with the event. The type stands here so that a reader of some types need not open the others.
create table event_feed_entries (
  merchant_id  uuid   not null,
  position     bigint not null,
  event_id     uuid   not null,
  type         text   not null,
  primary key (merchant_id, position)
);
create unique index event_feed_entries_by_event on event_feed_entries (merchant_id, event_id);
