-- The page of people says when each of them signed in last; the sessions that knew it are forgotten when they end.

-- Null: never since this column is here.
alter table members add column last_signed_in_at timestamptz;
