-- The hash of an idempotent request was a plain SHA-256 over its body: who had the database could try the unknown digits of a card, and
-- its CVC, until the hash fitted. Hashes are made under a key outside of the database from now on (33 bytes), and those made
-- before are overwritten. The gateway judges a repeat under such a key by the answer that is stored beside it.
--
-- The overwritten rows stay readable in the database's files until it has cleaned up (VACUUM does), and in backups and WAL
-- archives from before for as long as you keep them.
update idempotency_keys set request_hash = '\x00' where length(request_hash) = 32;

-- step
-- A process of the version before this one may still write plain hashes while both run: the clock finds and overwrites them.
create index idempotency_keys_plain on idempotency_keys (merchant_id, key) where length(request_hash) = 32;

-- step
-- What becomes of request fields that nobody knows: refused by name, or left out and named in the header X-Ignored-Fields.
alter table merchants add column unknown_fields text not null default 'refuse' check (unknown_fields in ('refuse', 'ignore'));

-- step
-- Instalments need no calendar of ours: what was agreed is the merchant's own, and is kept as it was sent.
alter table payment_methods drop constraint payment_methods_check1;
alter table payment_methods add constraint payment_methods_calendar check (category <> 'recurrent' or recurring_expiry is not null);
alter table payment_methods add column installment jsonb;
