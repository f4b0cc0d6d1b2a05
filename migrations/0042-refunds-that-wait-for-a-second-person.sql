-- Refunds that people ask for, above a limit of their role: they wait for a second person.

-- A constant, so nothing is rewritten, and a gateway of before goes on.
alter table merchants add column refund_limits jsonb not null default '[]';
alter table merchants add constraint merchants_refund_limits_check check (jsonb_typeof(refund_limits) = 'array');
comment on column merchants.refund_limits is
  'Up to how much people with a role refund of a payment without a second person: [{"amount", "currency", "role"}].';

-- step
-- A refund above the limit of who asked for it. No money moves before somebody else approved it, and then once: the
-- refund has the idempotency key of the form that asked.
create table refund_approvals (
  merchant_id      uuid         not null,
  id               uuid         not null,
  payment_id       uuid         not null,
  idempotency_key  text         not null,
  previous_state   text         not null,
  state            text         not null,
  amount           bigint       not null check (amount >= 1),
  currency         text         not null,
  -- Why the money is given back, as the refund says it.
  reason           text,
  asked_by         uuid         not null,
  created_at       timestamptz  not null default now(),
  decided_by       uuid,
  decided_at       timestamptz,
  -- Why it is not given back.
  refusal_reason   text,
  -- The refund that it became.
  operation_id     uuid,
  primary key (merchant_id, id),
  unique (merchant_id, idempotency_key),
  foreign key (merchant_id, asked_by) references members (merchant_id, id),
  foreign key (merchant_id, decided_by) references members (merchant_id, id),
  constraint refund_approvals_legal_moves check (
    previous_state || '>' || state in ('none>waiting', 'waiting>approved', 'waiting>refused')),
  constraint refund_approvals_second_person check (decided_by <> asked_by),
  check ((state = 'waiting') = (decided_by is null)),
  check ((decided_by is null) = (decided_at is null)),
  check ((state = 'approved') = (operation_id is not null))
);
create unique index refund_approvals_by_refund on refund_approvals (merchant_id, operation_id)
  where operation_id is not null;
create index refund_approvals_by_payment on refund_approvals (merchant_id, payment_id);
create index refund_approvals_waiting on refund_approvals (merchant_id, id) where state = 'waiting';

-- step
alter table refund_approvals add foreign key (merchant_id, payment_id) references payments (merchant_id, id);

-- step
alter table refund_approvals add foreign key (merchant_id, operation_id) references operations (merchant_id, id);
