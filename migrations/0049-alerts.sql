-- What is wrong with the installation, told to whoever runs it once when it begins and once when it ends. No merchant's, and not on the
-- path of a payment: where the schema is distributed, every node holds a copy.

-- Something that is wrong, or was.
create table gateway_alerts (
  id        uuid         primary key,
  -- Of the table of rules in the program.
  rule      text         not null,
  -- What it is about: an account, an endpoint, a job, a process; empty where there is only one.
  subject   text         not null check (length(subject) <= 200),
  -- What a person reads, as it was when it began.
  words     text         not null check (length(words) <= 500),
  began_at  timestamptz  not null,
  -- When it was last seen to be so.
  seen_at   timestamptz  not null,
  ended_at  timestamptz
);
-- The same thing is wrong once at a time, however many processes look.
create unique index gateway_alerts_open on gateway_alerts (rule, subject) where ended_at is null;
create index gateway_alerts_by_time on gateway_alerts (began_at desc);

-- A message about it, by one of the ways that the gateway is set up for: one for its beginning and one for its end.
create table gateway_alert_messages (
  alert_id         uuid         not null references gateway_alerts on delete cascade,
  moment           text         not null check (moment in ('began', 'ended')),
  way              text         not null check (way in ('webhook', 'mail')),
  attempts         integer      not null default 0,
  -- When it is tried (again); null: it was told, or given up.
  next_attempt_at  timestamptz,
  told_at          timestamptz,
  -- Why the last try came to nothing.
  failure          text         check (length(failure) <= 300),
  primary key (alert_id, moment, way)
);
create index gateway_alert_messages_due on gateway_alert_messages (next_attempt_at) where next_attempt_at is not null;

-- When somebody looked last: of all processes one looks at a time. One row.
create table gateway_alert_watch (
  only_row    boolean      primary key default true check (only_row),
  watched_at  timestamptz  not null
);
insert into gateway_alert_watch (watched_at) values ('-infinity');
