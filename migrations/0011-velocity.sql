-- Card testing: how many tries did not end well lately, by card, BIN, address, merchant and API key; and codes that were guessed.

-- What an operator set against card testing: limits by rule, or switched off; null: the defaults of the program.
alter table merchants add column velocity jsonb;

-- step
-- One running score for each card, BIN, address and API key of a merchant, and for the merchant itself: a try counts before it is
-- judged, an approval takes more than its own try away again, and time halves what is left. Rows go when they say nothing any more.
create table velocity_scores (
  merchant_id  uuid              not null,
  rule         text              not null check (rule in ('card', 'address', 'bin', 'merchant', 'apiKey')),
  -- Hex of a keyed hash for cards and addresses (of IPv6 the /64), the digits of a BIN, the id of a key; empty for the merchant.
  subject      text              not null check (length(subject) <= 64),
  score        double precision  not null,
  -- Tries that were approved, halved by time in the same way.
  approved     double precision  not null,
  counted_at   timestamptz       not null,
  primary key (merchant_id, rule, subject)
) with (fillfactor = 50);

-- Security codes that issuers called wrong, by merchant and card. They are added up over merchants, as one card's code can be guessed at
-- many; no merchant reads them. The hash is keyed, and no merchant's fingerprint can be compared with it.
create table velocity_guesses (
  merchant_id  uuid              not null,
  card_hash    bytea             not null check (length(card_hash) = 32),
  guesses      double precision  not null,
  counted_at   timestamptz       not null,
  primary key (merchant_id, card_hash)
) with (fillfactor = 50);
-- Whichever merchant it was: a look-up that starts without merchant_id.
create index velocity_guesses_by_card on velocity_guesses (card_hash);
