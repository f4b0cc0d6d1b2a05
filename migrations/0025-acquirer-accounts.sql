-- Acquirer accounts: where a merchant's payments go, and what real hosts need to be asked exactly.

-- What else than cards the vault keeps: credentials, as one sealed text under a record's id. Never shown again.
create table vault_secrets (
  merchant_id  uuid         not null references merchants,
  id           uuid         not null,
  key_version  integer      not null check (key_version >= 1),
  sealed       bytea        not null,
  created_at   timestamptz  not null default now(),
  primary key (merchant_id, id)
);
create index vault_secrets_by_key_version on vault_secrets (key_version, merchant_id, id);

-- An account of a merchant at an acquirer. Never deleted: attempts name it for ever.
create table acquirer_accounts (
  merchant_id         uuid         not null references merchants,
  id                  uuid         not null,
  name                text         not null check (length(name) between 1 and 100),
  connector           text         not null,
  live_mode           boolean      not null,
  -- Off: nothing new goes there. What was authorized there is captured, refunded and asked about there all the same.
  enabled             boolean      not null default true,
  -- The lowest first, where no rule says otherwise.
  priority            integer      not null default 100 check (priority between 0 and 1000),
  -- Null: any.
  currencies          text[],
  brands              text[],
  settings            jsonb        not null,
  -- In vault_secrets. Of a rotation also those before, until the other side has changed, too.
  secret_id           uuid         not null,
  older_secret_id     uuid,
  older_secret_until  timestamptz,
  -- Nothing new goes there meanwhile.
  maintenance_from    timestamptz,
  maintenance_until   timestamptz,
  version             integer      not null default 1,
  created_at          timestamptz  not null default now(),
  primary key (merchant_id, id),
  check ((older_secret_id is null) = (older_secret_until is null)),
  check (maintenance_from is null or maintenance_until > maintenance_from)
);
create unique index acquirer_accounts_by_name on acquirer_accounts (merchant_id, lower(name));
-- A notification names an account and no merchant.
create index acquirer_accounts_by_id on acquirer_accounts (id);

-- Null: the sandbox acquirer of the gateway's own settings. Without a foreign key: it would lock the account's row for each payment.
alter table payments add column account_id uuid;
-- step
alter table attempts add column account_id uuid;
-- How the acquirer names the authorization before it has seen the card.
alter table attempts add column acquirer_handle text;
-- Which rule chose the account, and why, for people.
alter table attempts add column routing jsonb;

create index attempts_by_handle on attempts (merchant_id, acquirer_handle) where acquirer_handle is not null;

-- step
-- The acquirer has it and says later what became of it: it is not sent again.
alter table operations add column accepted_at timestamptz;
-- A success that the acquirer took back.
alter table operations drop constraint operations_legal_moves;
alter table operations add constraint operations_legal_moves check (previous_state || '>' || state = any (array[
  'none>sending', 'sending>succeeded', 'sending>failed', 'succeeded>failed']));
-- By the name that the acquirer gave it.
create index operations_accepted on operations (merchant_id, acquirer_reference) where accepted_at is not null;

-- step
-- What acquirers send by themselves: stored before it is acknowledged, without card data, applied by the gates of an answer.
create table acquirer_notifications (
  merchant_id    uuid         not null references merchants,
  account_id     uuid         not null,
  -- The host's id of it: what comes again is counted, not stored again.
  host_id        text         not null check (length(host_id) between 1 and 200),
  type           text         not null check (length(type) between 1 and 100),
  -- The attempt or operation that it names, as far as it does.
  reference      uuid,
  handle         text,
  news           jsonb        not null,
  details        jsonb        not null,
  -- received: not applied yet. applied: it ended something. redundant: what it says was known. unknown: it names nothing of ours.
  -- ignored: it moves nothing. refused: it can't be true of what is stored; a person has to look.
  state          text         not null check (state in ('received', 'applied', 'redundant', 'unknown', 'ignored', 'refused')),
  times_received integer      not null default 1,
  received_at    timestamptz  not null default now(),
  apply_at       timestamptz,
  applied_at     timestamptz,
  primary key (merchant_id, account_id, host_id)
);
create index acquirer_notifications_to_apply on acquirer_notifications (apply_at) where apply_at is not null;
create index acquirer_notifications_by_time on acquirer_notifications (merchant_id, received_at desc);
