-- Webhooks of a shop could stop: what waits for an earlier event of its subject filled the places that a claim looks at. It is
-- put off now until that one's time, and the one in front says so: whoever ends it makes the next one due. Null in rows of before.
alter table deliveries add column others_wait boolean;
-- Ended, and what waited for it is still put off: a process died in between, or one of the version before ended it. Empty but for moments.
create index deliveries_ended_with_others on deliveries (merchant_id, endpoint_id, event_id) where others_wait and state <> 'pending';
