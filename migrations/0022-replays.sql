-- Replays: the events of a stretch of time are sent to an endpoint again. And what was sent with each try, for the log of deliveries.

-- An order of a merchant to send the events of [from_at, to_at) to an endpoint once more. A step queues some of them and moves
-- `after_id` on in the same transaction, so a step that was killed is taken again and none is left out or counted twice.
create table webhook_replays (
  merchant_id       uuid        not null,
  id                uuid        not null,
  endpoint_id       uuid        not null,
  state             text        not null check (state in ('running', 'completed', 'canceled')),
  from_at           timestamptz not null,
  to_at             timestamptz not null check (to_at > from_at),
  -- Null: those that the endpoint subscribes to.
  types             text[],
  only_undelivered  boolean     not null,
  -- Ids of the stretch are between the first and the last of these; those up to the second were dealt with.
  since_id          uuid        not null,
  after_id          uuid        not null,
  until_id          uuid        not null,
  -- How far in time that is.
  reached_at        timestamptz not null,
  queued            bigint      not null default 0,
  -- Of the stretch and the types, and not queued: delivered already, or being sent at that moment.
  skipped           bigint      not null default 0,
  created_at        timestamptz not null default now(),
  ended_at          timestamptz,
  primary key (merchant_id, id),
  foreign key (merchant_id, endpoint_id) references webhook_endpoints (merchant_id, id),
  check ((state = 'running') = (ended_at is null))
);
-- One at a time for each endpoint, and what the clock has to do.
create unique index webhook_replays_running on webhook_replays (merchant_id, endpoint_id) where state = 'running';
create index webhook_replays_of_endpoint on webhook_replays (merchant_id, endpoint_id, id);
-- step
-- The headers of the request, as they were sent; null in rows of before, and of older releases.
alter table delivery_attempts add column request_headers json;
