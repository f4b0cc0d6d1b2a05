-- API keys that may do less than everything, and merchants that take no new money.

-- What a key may do. Null: it was made before keys had scopes, and may do everything, like one with '*'.
alter table api_keys add column scopes text[];
-- Null: never.
alter table api_keys add column expires_at timestamptz;
-- Ranges of addresses (203.0.113.0/24) from which it may be used. Null: from everywhere.
alter table api_keys add column allowed_addresses text[];
-- To ten minutes: a busy key must not mean a write for every request.
alter table api_keys add column last_used_at timestamptz;

-- step
-- Set by an operator; a merchant that is suspended begins no new payment and captures nothing, and can still refund.
alter table merchants add column suspended_at timestamptz;
alter table merchants add column suspension_reason text;
