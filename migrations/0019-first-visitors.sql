-- The browser that opened a payment address first: only it is shown the customer's saved cards, and what was paid once that is over.

-- A row is written with the page that is shown, by whoever comes first, and never changed; forgotten a day after the session's time is up.
-- It names no session by a foreign key: that would lock the session's row for every page, and sessions are never deleted.
create table session_visitors (
  merchant_id   uuid         not null references merchants,
  session_id    uuid         not null,
  -- HMAC of the secret in the browser's cookie, under a key that is not in the database.
  visitor_hash  bytea        not null check (length(visitor_hash) = 32),
  forget_after  timestamptz  not null,
  primary key (merchant_id, session_id)
);
-- What may be forgotten: a look-up that starts without merchant_id.
create index session_visitors_by_end on session_visitors (forget_after);
