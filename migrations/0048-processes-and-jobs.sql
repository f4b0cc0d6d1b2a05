-- What serves, what the clock does, and how much is logged, for whoever runs the gateway. None of it is about a merchant, and none of it
-- is on the path of a payment: where the schema is distributed, every node holds a copy.

-- A gateway process, which says every few seconds that it is there. Gone a day after it was last seen.
create table gateway_processes (
  id          uuid         primary key,
  host        text         not null check (length(host) <= 255),
  pid         integer      not null,
  version     text         not null,
  -- The newest migration that the program knows.
  migration   text         not null,
  roles       text[]       not null,
  -- As it runs: what it was started with, or what an operator asked for meanwhile.
  log_level   text         not null,
  -- By name, without secrets.
  settings    jsonb        not null,
  started_at  timestamptz  not null,
  seen_at     timestamptz  not null,
  -- Stopped by itself; one that was killed has none.
  ended_at    timestamptz
);

-- The last run of each job, whichever process did it; and the last that failed.
create table gateway_jobs (
  name         text              primary key,
  every_ms     integer           not null check (every_ms > 0),
  process_id   uuid              not null,
  began_at     timestamptz       not null,
  duration_ms  double precision  not null,
  -- How much it found to do.
  found        integer           not null,
  failed_at    timestamptz,
  failure      text              check (length(failure) <= 300)
);

-- How much every process logs for a while, instead of what it was started with: no row, or one.
create table gateway_log_level (
  only_row  boolean      primary key default true check (only_row),
  level     text         not null check (level in ('debug', 'info', 'warn', 'error', 'silent')),
  set_by    text         not null check (length(set_by) <= 254),
  set_at    timestamptz  not null,
  until     timestamptz  not null
);
