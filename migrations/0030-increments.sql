-- Increments (what an acquirer adds to an authorization: pending until its yes), and payments of 0, which check a card.

-- Every row has 0, which the check allows: no row is read for it.
alter table payments add column amount_increment_pending bigint not null default 0;
alter table payments add constraint payments_amount_increment_pending_check check (amount_increment_pending >= 0) not valid;
-- An acquirer is told the new total, so nothing else of the authorization is under way meanwhile; a program that does not know
-- of increments is held to it, too.
alter table payments add constraint payments_increment_alone check (
  amount_increment_pending = 0 or state = 'requiresCapture' and amount_capture_pending = 0) not valid;

-- Every row met the narrower check.
alter table payments drop constraint payments_amount_check;
alter table payments add constraint payments_amount_check check (amount between 0 and 1000000000000) not valid;

-- step
alter table operations drop constraint operations_kind_check;
alter table operations add constraint operations_kind_check check (kind in ('capture', 'void', 'refund', 'increment')) not valid;
create unique index operations_one_increment on operations (merchant_id, payment_id) where kind = 'increment' and state = 'sending';
