-- The redirect integration: who sells (merchants), what they ask for (sessions), what was tried (payments, attempts),
-- what they hear (events, endpoints, deliveries), and what they asked before (idempotency keys).
--
-- Rules that hold for every table:
-- * Primary keys, unique indexes and foreign keys begin with merchant_id, and no statement on a payment's path touches two
--   merchants, so that the same schema can be distributed by merchant.
-- * No triggers. A row with a lifecycle keeps previous_state and state; a check allows only the pairs of the lifecycle
--   table in the code. At start the process compares the two and refuses to run when they differ.
-- * Money is whole minor units in bigint, beside its currency.

-- Who sells through this gateway. Never deleted: payments refer to them for as long as books are kept.
create table merchants (
  merchant_id  uuid        primary key,
  name         text        not null check (length(name) between 1 and 100),
  created_at   timestamptz not null default now()
);

-- A merchant's running numbers, apart from the merchant's row because every session without a reference of its own
-- changes them. Half of each page stays free, so that the changes stay on the page (heap-only updates).
create table merchant_counters (
  merchant_id     uuid   primary key references merchants,
  last_reference  bigint not null default 0
) with (fillfactor = 50);

-- What a merchant's server shows to be let in. Only a keyed hash is stored; the key itself is shown once.
create table api_keys (
  merchant_id        uuid        not null references merchants,
  id                 uuid        not null,
  name               text        not null check (length(name) between 1 and 100),
  key_hash           bytea       not null check (length(key_hash) = 32),
  last4              text        not null,
  -- Signs the way back to the shop for sessions made with this key. Derived one-way from the key, then sealed.
  return_key_sealed  bytea       not null,
  created_at         timestamptz not null default now(),
  deleted_at         timestamptz,
  primary key (merchant_id, id)
);
-- A request names no merchant, only a key: the one look-up that starts without merchant_id.
create index api_keys_by_hash on api_keys (key_hash);

-- One purchase that a shop asked us to collect. Born open, ends completed or expired, never leaves an end.
create table sessions (
  merchant_id            uuid        not null references merchants,
  id                     uuid        not null,
  previous_state         text        not null,
  state                  text        not null,
  version                integer     not null default 1,
  -- Counts the events told about this session and its payment.
  sequence               integer     not null check (sequence >= 1),
  amount                 bigint      not null check (amount between 1 and 1000000000000),
  currency               text        not null check (currency ~ '^[A-Z]{3}$'),
  -- The letters as the shop sent them: version 2023-10-31 answers with these.
  currency_as_sent       text        not null,
  success_url            text        not null,
  failure_url            text        not null,
  merchant_reference_id  text        not null check (length(merchant_reference_id) between 1 and 64),
  locale                 text,
  description            text,
  metadata               jsonb       not null default '{}',
  customer_details       jsonb       not null default '{}',
  merchant_customer_id   text,
  setup_future_usage     jsonb,
  capture_method         text        not null check (capture_method in ('automatic', 'manual')),
  payment_status         text        not null check (payment_status in ('unpaid', 'authorized', 'paid', 'partiallyRefunded', 'refunded', 'canceled')),
  payment_id             uuid,
  attempts_begun         smallint    not null default 0,
  declines               smallint    not null default 0 check (declines between 0 and 5),
  last_decline_reason    text,
  expiration_reason      text        check (expiration_reason in ('timeout', 'merchant', 'attemptsExhausted', 'customerCanceled')),
  -- Which key's holder can check the signed return.
  api_key_id             uuid        not null,
  created_at             timestamptz not null,
  expires_at             timestamptz not null,
  primary key (merchant_id, id),
  constraint sessions_legal_moves check (previous_state || '>' || state in (
    'none>open', 'open>paying', 'paying>open', 'paying>completed', 'paying>expired', 'open>expired')),
  check ((state = 'expired') = (expiration_reason is not null)),
  check ((state = 'completed') = (payment_status <> 'unpaid')),
  check (state not in ('paying', 'completed') or payment_id is not null)
) with (fillfactor = 80);
-- What the clock looks for every second; holds only sessions that can still expire.
create index sessions_open_by_expiry on sessions (expires_at) where state = 'open';
create index sessions_by_reference on sessions (merchant_id, merchant_reference_id);

-- The money side of a session (at most one each), later also of direct payments, which have none.
create table payments (
  merchant_id             uuid        not null,
  id                      uuid        not null,
  session_id              uuid,
  previous_state          text        not null,
  state                   text        not null,
  version                 integer     not null default 1,
  sequence                integer     not null default 0,
  amount                  bigint      not null check (amount between 1 and 1000000000000),
  currency                text        not null check (currency ~ '^[A-Z]{3}$'),
  currency_as_sent        text        not null,
  capture_method          text        not null check (capture_method in ('automatic', 'manual')),
  amount_authorized       bigint      not null default 0,
  amount_capture_pending  bigint      not null default 0 check (amount_capture_pending >= 0),
  amount_captured         bigint      not null default 0 check (amount_captured >= 0),
  amount_refund_pending   bigint      not null default 0 check (amount_refund_pending >= 0),
  amount_refunded         bigint      not null default 0 check (amount_refunded >= 0),
  merchant_reference_id   text        not null,
  metadata                jsonb       not null default '{}',
  -- Brand, bin, last4 and expiry of the card tried last; never a PAN.
  card                    jsonb       not null,
  last_error              jsonb,
  -- The attempt that is in flight or was approved: answers of any other attempt change nothing here.
  attempt_id              uuid        not null,
  created_at              timestamptz not null default now(),
  primary key (merchant_id, id),
  unique (merchant_id, session_id),
  foreign key (merchant_id, session_id) references sessions (merchant_id, id),
  constraint payments_legal_moves check (previous_state || '>' || state in (
    'none>processing', 'requiresPaymentMethod>processing', 'processing>requiresPaymentMethod', 'processing>requiresCapture',
    'processing>succeeded', 'processing>failed', 'requiresPaymentMethod>canceled')),
  check (amount_authorized in (0, amount)),
  check (amount_capture_pending + amount_captured <= amount_authorized),
  check (amount_refund_pending + amount_refunded <= amount_captured)
) with (fillfactor = 80);

-- One try to authorize one card. Written before the acquirer is asked; id is the reference that the acquirer knows it by.
create table attempts (
  merchant_id             uuid        not null,
  id                      uuid        not null,
  payment_id              uuid        not null,
  previous_state          text        not null,
  state                   text        not null,
  version                 integer     not null default 1,
  number                  smallint    not null,
  connector               text        not null,
  amount                  bigint      not null,
  currency                text        not null,
  capture                 boolean     not null,
  card                    jsonb       not null,
  acquirer_reference      text,
  approval_code           text,
  network_transaction_id  text,
  decline_reason          text,
  acquirer_code           text,
  sent_at                 timestamptz not null default now(),
  answered_at             timestamptz,
  -- When to ask the acquirer what became of it; null once nothing is left to ask.
  reconcile_at            timestamptz,
  reconcile_tries         integer     not null default 0,
  not_found_answers       integer     not null default 0,
  primary key (merchant_id, id),
  unique (merchant_id, payment_id, number),
  foreign key (merchant_id, payment_id) references payments (merchant_id, id),
  constraint attempts_legal_moves check (previous_state || '>' || state in (
    'none>sending', 'sending>approved', 'sending>declined', 'sending>notSent', 'sending>reversing',
    'notSent>reversing', 'reversed>reversing', 'reversing>reversed')),
  check (state <> 'approved' or acquirer_reference is not null)
) with (fillfactor = 80);
-- Paid twice is refused here, whatever the code does: one attempt of a payment may be in flight or approved.
create unique index attempts_one_live on attempts (merchant_id, payment_id) where state in ('sending', 'approved');
create index attempts_to_reconcile on attempts (reconcile_at) where reconcile_at is not null;

-- What merchants hear, written in the transaction of the change it tells (outbox). Kept as the object's row at that moment;
-- the words of each API version are put on when it is read or sent.
create table events (
  merchant_id  uuid        not null,
  id           uuid        not null,
  type         text        not null,
  -- The session, or the payment that has none: what order is kept in.
  subject_id   uuid        not null,
  sequence     integer     not null,
  object       text        not null check (object in ('session', 'payment', 'refund', 'paymentMethod', 'webhookEndpoint')),
  object_id    uuid        not null,
  snapshot     jsonb       not null,
  created_at   timestamptz not null default now(),
  primary key (merchant_id, id),
  unique (merchant_id, subject_id, sequence)
);

-- Where a merchant wants to hear. The secret is sealed under a key that is not in the database.
create table webhook_endpoints (
  merchant_id              uuid        not null references merchants,
  id                       uuid        not null,
  url                      text        not null,
  description              text,
  -- Event types, or the one word * for all.
  events                   text[]      not null check (cardinality(events) >= 1),
  api_version              text        not null,
  enabled                  boolean     not null default true,
  -- merchant: switched off through the API. gone: the endpoint itself answered 410.
  disabled_reason          text        check (disabled_reason in ('merchant', 'gone')),
  secret_sealed            bytea       not null,
  -- While a secret is being rotated both sign; the older ends here.
  old_secret_sealed        bytea,
  old_secret_expires_at    timestamptz,
  -- How it has been doing: drives the breaker and what the merchant sees. Written only when something changes, so a
  -- healthy endpoint's row rests.
  consecutive_failures     integer     not null default 0,
  failing_since            timestamptz,
  -- Set while the breaker is open: when one event may next be tried. All others wait.
  probe_at                 timestamptz,
  -- When the merchant was told, by an event, that it keeps failing; once per failing_since.
  failing_told_at          timestamptz,
  -- Counts the events told about this endpoint itself.
  sequence                 integer     not null default 0,
  created_at               timestamptz not null default now(),
  deleted_at               timestamptz,
  primary key (merchant_id, id),
  check (enabled = (disabled_reason is null)),
  check ((old_secret_sealed is null) = (old_secret_expires_at is null)),
  check (probe_at is null or (enabled and deleted_at is null)),
  check (failing_told_at is null or failing_since is not null)
) with (fillfactor = 70);
create index webhook_endpoints_to_probe on webhook_endpoints (probe_at) where probe_at is not null;

-- One event on its way to one endpoint. In the same transaction as the event, so that none is lost. It is inserted by
-- reading webhook_endpoints, whose rows are never removed: a foreign key would only make every payment lock them.
create table deliveries (
  merchant_id      uuid        not null,
  endpoint_id      uuid        not null,
  event_id         uuid        not null,
  subject_id       uuid        not null,
  sequence         integer     not null,
  state            text        not null check (state in ('pending', 'delivered', 'abandoned')),
  attempts         integer     not null default 0,
  next_attempt_at  timestamptz,
  -- Somebody is sending it until then at the latest. In no index, so that a claim changes no index either (heap-only).
  leased_until     timestamptz,
  -- Counts the claims: a result that comes under an older fence is too late and changes nothing.
  fence            integer     not null default 0,
  created_at       timestamptz not null default now(),
  delivered_at     timestamptz,
  primary key (merchant_id, endpoint_id, event_id),
  check ((state = 'pending') = (next_attempt_at is not null)),
  check ((state = 'delivered') = (delivered_at is not null)),
  check (leased_until is null or state = 'pending')
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.1);
-- Each of the three serves one question and can't be taken for another: a planner whose statistics are a minute old must
-- not read a dead endpoint's backlog to find one row. Hence the idle condition of the first and the short key of the third.
--
-- What became due a moment ago, whoever it is for: finds the endpoints that have work without asking each of them.
create index deliveries_due on deliveries (next_attempt_at) where state = 'pending' and attempts >= 0;
-- The work of one endpoint, longest due first.
create index deliveries_of_endpoint on deliveries (merchant_id, endpoint_id, next_attempt_at) where state = 'pending';
-- What must go before: a delivery waits for every earlier one of its subject to its endpoint.
create index deliveries_in_order on deliveries (subject_id, sequence) where state = 'pending';

-- Every try of a delivery as the merchant's developer wants to see it.
create table delivery_attempts (
  merchant_id      uuid        not null,
  endpoint_id      uuid        not null,
  event_id         uuid        not null,
  -- Which try of the delivery this was, from 1; the first of them when the row stands for several.
  number           integer     not null,
  started_at       timestamptz not null,
  duration_ms      integer     not null,
  outcome          text        not null check (outcome in ('delivered', 'refused', 'failed')),
  http_status      integer,
  -- Why it failed, or the first kilobyte of the answer.
  detail           text,
  -- An endpoint that is down is probed every 30 s, for days: a probe that ends like the try before it is counted here.
  repeats          integer     not null default 0,
  last_started_at  timestamptz not null,
  primary key (merchant_id, endpoint_id, event_id, number)
);

-- A merchant's key for "this request, once". Commits with the effect; the request itself is not kept, only its hash.
create table idempotency_keys (
  merchant_id   uuid        not null,
  key           text        not null check (length(key) between 1 and 255),
  request_hash  bytea       not null,
  -- Null while the request runs.
  status        smallint,
  -- {"object": kind, "snapshot": row} to render again, {"body": text}, or {"sealed": base64} for answers that hold a secret.
  answer        jsonb,
  -- What the request is about, when it outlives one transaction.
  resource_id   uuid,
  created_at    timestamptz not null default now(),
  primary key (merchant_id, key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);
