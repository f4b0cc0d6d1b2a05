-- Limits by rate that all gateways keep together: how full each caller's second is. Belongs to the gateways and to no merchant; rows go
-- a minute after their caller has.

create table gateway_limit_levels (
  -- Hex of a keyed hash over the limit's name and whom it counts (an API key, an address, a merchant).
  subject     text              primary key check (length(subject) = 32),
  -- What was used and has not drained since.
  level       double precision  not null,
  -- How much of it drains in a second.
  per_second  double precision  not null,
  counted_at  timestamptz       not null
) with (fillfactor = 50);
