-- What a shop's server asks for after (or without) the page: payments of its own, captures, cancels, refunds.

-- Something asked of the acquirer about an authorization it approved: take money of it (capture), give up what is left of it
-- (void), pay money back (refund). Written before it is asked; id is the reference that the acquirer knows it by.
create table operations (
  merchant_id         uuid        not null,
  id                  uuid        not null,
  payment_id          uuid        not null,
  kind                text        not null check (kind in ('capture', 'void', 'refund')),
  previous_state      text        not null,
  state               text        not null,
  version             integer     not null default 1,
  -- The last event told about it, in its session's (or its payment's) count.
  sequence            integer     not null default 0,
  amount              bigint      not null check (amount >= 1),
  currency            text        not null,
  currency_as_sent    text        not null,
  -- A capture after which no other follows.
  final               boolean     not null default false,
  reason              text,
  acquirer_reference  text,
  decline_reason      text,
  acquirer_code       text,
  -- Which request waits for the outcome: its answer is stored with it.
  idempotency_key     text,
  created_at          timestamptz not null default now(),
  -- Null: nothing has left the house yet, it may simply be sent (again).
  sent_at             timestamptz default now(),
  answered_at         timestamptz,
  reconcile_at        timestamptz,
  reconcile_tries     integer     not null default 0,
  not_found_answers   integer     not null default 0,
  primary key (merchant_id, id),
  foreign key (merchant_id, payment_id) references payments (merchant_id, id),
  constraint operations_legal_moves check (previous_state || '>' || state in ('none>sending', 'sending>succeeded', 'sending>failed'))
) with (fillfactor = 80);
create index operations_by_payment on operations (merchant_id, payment_id);
create index operations_to_reconcile on operations (reconcile_at) where reconcile_at is not null;
-- Of one payment, one void is under way or done.
create unique index operations_one_void on operations (merchant_id, payment_id) where kind = 'void' and state <> 'failed';

alter table payments
  drop constraint payments_legal_moves,
  add constraint payments_legal_moves check (previous_state || '>' || state in (
    'none>processing', 'requiresPaymentMethod>processing', 'processing>requiresPaymentMethod', 'processing>requiresCapture',
    'processing>succeeded', 'processing>failed', 'requiresPaymentMethod>canceled',
    'requiresCapture>requiresCapture', 'requiresCapture>succeeded', 'requiresCapture>canceling',
    'canceling>canceled', 'canceling>requiresCapture', 'requiresCapture>releasing', 'releasing>succeeded',
    'releasing>requiresCapture')),
  -- An authorization that is not captured in full by then is given up (the connector says how long it is good for).
  add column capture_before timestamptz,
  -- Which request waits for the outcome of a direct payment: its answer is stored with it.
  add column idempotency_key text,
  add column merchant_customer_id text,
  add column setup_future_usage jsonb,
  add column return_url text,
  add column payment_method_id uuid,
  -- Money that was never captured can't be refunded, whatever the state.
  add check (state <> 'canceled' or amount_captured = 0);
create index payments_to_lapse on payments (capture_before) where state = 'requiresCapture';
create index payments_by_reference on payments (merchant_id, merchant_reference_id);
