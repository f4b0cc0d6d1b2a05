-- Who did what, from where, with which key. Written in the transaction of the act, sealed into a chain some moments later, so
-- that writers never wait for one another.

-- One act. Rows are only ever inserted. `mac` is an HMAC over the row under a key that is not in the database, so that a row
-- which the gateway did not write, or which was changed since, is found. Acts of the operator that are no merchant's
-- business are kept under the merchant_id of zeros.
create table audit_entries (
  merchant_id   uuid        not null,
  id            uuid        not null,
  occurred_at   timestamptz not null default now(),
  actor         text        not null check (actor in ('apiKey', 'member', 'operator', 'gateway')),
  actor_id      text,
  actor_name    text,
  address       text,
  request_id    text,
  -- Why, when somebody acts for the merchant.
  reason        text,
  action        text        not null,
  subject_kind  text        not null,
  subject_id    text        not null,
  -- As JSON text, byte for byte what the HMAC was made of; never secrets, never card data.
  before        json,
  after         json,
  mac           bytea       not null check (length(mac) = 32),
  primary key (merchant_id, id)
);

-- Acts that are not sealed yet; the clock empties it.
create table audit_queue (
  merchant_id  uuid not null,
  entry_id     uuid not null,
  primary key (merchant_id, entry_id)
);

-- The chain of a merchant: numbered without a gap, each link an HMAC over the link before and the entry.
create table audit_seals (
  merchant_id   uuid        not null,
  number        bigint      not null check (number >= 1),
  entry_id      uuid        not null,
  previous_mac  bytea       not null,
  mac           bytea       not null check (length(mac) = 32),
  sealed_at     timestamptz not null default now(),
  primary key (merchant_id, number)
);
create unique index audit_seals_by_entry on audit_seals (merchant_id, entry_id);

-- The end of a chain, signed, so that a chain that was cut off is found. The only row of the log that changes.
create table audit_heads (
  merchant_id  uuid   primary key,
  number       bigint not null,
  mac          bytea  not null,
  head_mac     bytea  not null
);
