-- Which of a merchant's accounts a payment goes to by rule, and which of them are out of order, for all processes to know.

-- The rules of a merchant, in the order in which they are asked: the first that fits decides, so what a rule means depends on
-- those before it, and the list is changed as a whole. A list that was changed meanwhile is noticed by its version.
create table acquirer_rules (
  merchant_id  uuid         not null primary key references merchants,
  rules        jsonb        not null check (jsonb_typeof(rules) = 'array'),
  version      integer      not null default 1,
  changed_at   timestamptz  not null default now()
);

-- Accounts that failed lately, in a row; an account without a row, or without failures, is in order. From so many failures on
-- `open_until` says how long other accounts are asked before it; after that, one payment at a time tries it out, and claims
-- its try by moving the time on.
create table acquirer_breakers (
  merchant_id  uuid         not null,
  account_id   uuid         not null,
  failures     integer      not null check (failures >= 0),
  open_until   timestamptz,
  changed_at   timestamptz  not null,
  primary key (merchant_id, account_id),
  foreign key (merchant_id, account_id) references acquirer_accounts (merchant_id, id)
);
