-- Faults that a merchant asks for in the sandbox, to see how his own receiver takes them.

-- A row is one kind of fault of one endpoint, for some deliveries by chance (percent) or for the next ones (remaining).
create table webhook_faults (
  merchant_id  uuid         not null,
  endpoint_id  uuid         not null,
  kind         text         not null check (kind in ('delay', 'drop', 'duplicate', 'reorder', 'wrongSignature')),
  percent      smallint     check (percent between 1 and 100),
  -- How many more times. At 0 the fault is over.
  remaining    integer      check (remaining >= 0),
  -- How long a delivery is held back.
  delay_ms     integer      check (delay_ms between 1 and 60000),
  created_at   timestamptz  not null default now(),
  primary key (merchant_id, endpoint_id, kind),
  foreign key (merchant_id, endpoint_id) references webhook_endpoints,
  check ((percent is null) <> (remaining is null)),
  check ((delay_ms is not null) = (kind = 'delay'))
);

-- step
-- Which faults were made on purpose at this try. Null: none.
alter table delivery_attempts add column faults text[];
