-- Card tokens: cards that a shop's app encrypts to a key of the vault, each accepted once.

-- RSA key pairs that apps encrypt cards to; the private half is sealed under a data key of the vault. Belongs to the installation, like
-- vault_data_keys: a handful of rows, a new one a day while apps ask, forgotten two days later.
create table vault_token_keys (
  version      integer      primary key check (version >= 1),
  -- The data key (vault_data_keys, purpose seal) that the private key is sealed under; the version is sealed along.
  key_version  integer      not null check (key_version >= 1),
  sealed       bytea        not null,
  -- PEM, as it is given out.
  public_key   text         not null,
  created_at   timestamptz  not null default now()
);

-- Tokens that were accepted, until they are too old to be accepted again. Made of no card data: the hash is keyed, of a token's own id.
create table spent_card_tokens (
  merchant_id   uuid         not null references merchants,
  token_hash    bytea        not null check (length(token_hash) = 32),
  -- Keyed hash of the request that it was accepted for, which may come again; random for one without an idempotency key.
  used_by       bytea        not null check (length(used_by) = 32),
  usable_until  timestamptz  not null,
  primary key (merchant_id, token_hash)
);
-- What may be forgotten: a look-up that starts without merchant_id.
create index spent_card_tokens_by_end on spent_card_tokens (usable_until);
