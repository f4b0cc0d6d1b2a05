-- Cards that customers agreed to have kept, for payments that the merchant makes without them.

-- The keys that card numbers are sealed under, each itself sealed under a key-encryption key that is never in the database.
-- The only table besides schema_migrations without merchant_id: a handful of rows for the whole installation, read once in a
-- while and never joined with a payment; where the schema is distributed, every node holds a copy.
create table vault_data_keys (
  -- seal: what card numbers are sealed under, a new version with every rotation. fingerprint: by which equal card numbers are
  -- recognized; made once, because another key would make every known card look new.
  purpose     text        not null check (purpose in ('seal', 'fingerprint')),
  version     integer     not null check (version >= 1),
  -- Which key-encryption key opens it.
  kek_id      text        not null,
  wrapped     bytea       not null,
  created_at  timestamptz not null default now(),
  primary key (purpose, version),
  check (purpose = 'seal' or version = 1)
);

-- Card numbers at rest, and nothing else of a card: only the vault reads this table. The row of a card that is deleted, or whose
-- payment did not go through, is removed. Merchant, id and key_version are sealed along, so that a row copied over another
-- one does not open.
create table vault_cards (
  merchant_id  uuid        not null references merchants,
  id           uuid        not null,
  key_version  integer     not null check (key_version >= 1),
  sealed       bytea       not null,
  created_at   timestamptz not null default now(),
  primary key (merchant_id, id)
);
-- What a rotation walks through: cards under older keys. Tells as well that a key is not used any more.
create index vault_cards_by_key_version on vault_cards (key_version, merchant_id, id);

-- A card that a merchant keeps for one of its customers; the number lies in vault_cards under the same id. `pending` until the
-- payment that brought it is approved; one that is not approved is removed, because nobody has heard of it.
create table payment_methods (
  merchant_id               uuid        not null references merchants,
  id                        uuid        not null,
  previous_state            text        not null,
  state                     text        not null,
  version                   integer     not null default 1,
  -- Counts the events told about this payment method.
  sequence                  integer     not null default 0,
  merchant_customer_id      text        not null check (merchant_customer_id ~ '^[0-9A-Za-z_-]{8,50}$'),
  -- Keyed hash of merchant and card number: the same card of the same merchant gives the same bytes.
  fingerprint               bytea       check (length(fingerprint) = 32),
  -- Brand, bin, last4 and expiry; never a card number.
  card                      jsonb       not null,
  cardholder_name           text,
  category                  text        not null check (category in ('unscheduled', 'recurrent', 'installment')),
  -- What the customer agreed to: the last day of charging, and the days between two charges, at least.
  recurring_expiry          date,
  recurring_frequency_days  integer     check (recurring_frequency_days between 1 and 4000),
  -- By which the scheme knows the payment that the customer was present at.
  network_transaction_id    text,
  created_by_payment        uuid        not null,
  attempt_id                uuid        not null,
  -- The merchant's charge that was begun last; another waits for its end. Only of cards with days between two charges.
  charging_payment_id       uuid,
  -- When the merchant last charged it, successfully.
  last_charged_at           timestamptz,
  last_used_at              timestamptz,
  created_at                timestamptz not null default now(),
  deleted_at                timestamptz,
  primary key (merchant_id, id),
  foreign key (merchant_id, created_by_payment) references payments (merchant_id, id),
  constraint payment_methods_legal_moves check (previous_state || '>' || state in (
    'none>pending', 'pending>active', 'active>active', 'active>deleted')),
  check ((recurring_expiry is null) = (recurring_frequency_days is null)),
  check (category = 'unscheduled' or recurring_expiry is not null),
  check ((state = 'deleted') = (deleted_at is not null)),
  -- Of a deleted card nothing stays by which it could be recognized or charged.
  check ((state = 'deleted') = (fingerprint is null)),
  check (state <> 'deleted' or (cardholder_name is null and network_transaction_id is null))
) with (fillfactor = 80);
-- The same card of the same customer is kept once.
create unique index payment_methods_one_a_card on payment_methods (merchant_id, merchant_customer_id, fingerprint) where state = 'active';
create index payment_methods_pending on payment_methods (merchant_id, attempt_id) where state = 'pending';
create index payment_methods_by_customer on payment_methods (merchant_id, merchant_customer_id, id) where state <> 'pending';
