-- What tells at the start whether a gateway holds the keys that this database was made with, and whether it can write. Both tables
-- belong to the gateway and to no merchant; neither grows.

-- A keyed value of the master key, from which nothing about the key follows. Written by the first start, compared by all others.
create table gateway_key_checks (
  key          text        primary key check (key in ('master')),
  check_value  bytea       not null check (length(check_value) = 32),
  created_at   timestamptz not null default now()
);

-- Changed whenever a gateway is asked whether it is ready: a database that answers and can't write is not.
create table gateway_write_checks (
  id          smallint    primary key check (id = 1),
  checked_at  timestamptz not null
) with (fillfactor = 10);
