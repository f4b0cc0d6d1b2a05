-- A webhook secret can be replaced at a named moment, with one signature before and after it; and endpoints can have ed25519 signatures.

-- Set by a rotation with a moment, to the same as old_secret_expires_at: before it the old secret signs alone, from then on the new one
-- alone. Anything else (null, or another moment, left by a gateway of the release before that rotated since): both sign until
-- old_secret_expires_at, as that release does it.
alter table webhook_endpoints add column secret_switches_at timestamptz;
-- Names the endpoint's ed25519 key, which is derived from the master key: nothing of it is stored. Null: no such signatures.
alter table webhook_endpoints add column signing_key_id uuid;
-- The key before, which signs too until the moment beside it.
alter table webhook_endpoints add column old_signing_key_id uuid;
alter table webhook_endpoints add column old_signing_key_expires_at timestamptz;
