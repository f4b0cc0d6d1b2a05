-- Customers go back to the shop when its webhook was acknowledged, or when the merchant's time for that is up.

-- How long, in milliseconds after a session's completion, where the session does not say it. 0: never.
alter table merchants add column wait_for_webhook_ms integer not null default 2000
  check (wait_for_webhook_ms between 0 and 10000);

-- step
-- Whether customers wait for this endpoint's answer to session.completed.
alter table webhook_endpoints add column holds_return boolean not null default false;

-- step
-- The session's own word on how long; null: the merchant's counts.
alter table sessions add column wait_for_webhook_ms integer;
-- Until then the way back is held, unless webhook_at_return is written before. Null: it never was.
alter table sessions add column return_held_until timestamptz;
-- What the webhook had come to when the way back was opened; written once. Null: it is held, nobody has asked for it since, or the session
-- was completed by a release that did not wait.
alter table sessions add column webhook_at_return text;
-- Milliseconds between the completion and the last acknowledgement.
alter table sessions add column webhook_at_return_ms integer;
-- Not validated, as that would read the whole table under a lock: where the columns are new they are null.
alter table sessions add constraint sessions_wait_for_webhook_ms_check
  check (wait_for_webhook_ms between 0 and 10000) not valid;
alter table sessions add constraint sessions_webhook_at_return_check
  check (webhook_at_return in ('acknowledged', 'timedOut', 'noEndpoint', 'failing')) not valid;
alter table sessions add constraint sessions_acknowledged_check
  check ((webhook_at_return_ms is not null) = (webhook_at_return is not distinct from 'acknowledged')) not valid;
