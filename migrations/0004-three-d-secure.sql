-- 3-D Secure: what the card's issuer says about the customer before the acquirer is asked, and the customers who have to be asked.

-- How a merchant is introduced to issuers, and what it wants where the schemes leave a choice; null: the defaults of the program.
alter table merchants add column three_ds jsonb;

alter table payments
  drop constraint payments_legal_moves,
  add constraint payments_legal_moves check (previous_state || '>' || state in (
    'none>processing', 'requiresPaymentMethod>processing', 'processing>requiresPaymentMethod', 'processing>requiresCapture',
    'processing>succeeded', 'processing>failed', 'requiresPaymentMethod>canceled',
    'requiresCapture>requiresCapture', 'requiresCapture>succeeded', 'requiresCapture>canceling',
    'canceling>canceled', 'canceling>requiresCapture', 'requiresCapture>releasing', 'releasing>succeeded',
    'none>requiresAction', 'requiresPaymentMethod>requiresAction', 'requiresAction>processing',
    'requiresAction>requiresPaymentMethod', 'requiresAction>failed', 'requiresAction>canceled')),
  -- What 3-D Secure came to for the attempt tried last: transStatus, version, eci, liabilityShift. Null: it was not asked.
  add column three_ds jsonb,
  -- The key that asked for a payment without a session: the customer's way back is signed with a key derived from it.
  add column api_key_id uuid;

alter table attempts
  drop constraint attempts_legal_moves,
  add constraint attempts_legal_moves check (previous_state || '>' || state in (
    'none>sending', 'sending>approved', 'sending>declined', 'sending>notSent', 'sending>reversing',
    'notSent>reversing', 'reversed>reversing', 'reversing>reversed',
    'none>authenticating', 'authenticating>sending', 'authenticating>declined', 'authenticating>abandoned')),
  add column three_ds jsonb,
  -- As the shop's server gave it, while the customer is asked; null once the acquirer is.
  add column cardholder_name text,
  -- Keyed hash of merchant and card number, by which the same card is known again.
  add column card_fingerprint bytea check (length(card_fingerprint) = 32);
drop index attempts_one_live;
-- Paid twice is refused here, whatever the code does: one attempt of a payment may be with the issuer, in flight or approved.
create unique index attempts_one_live on attempts (merchant_id, payment_id) where state in ('authenticating', 'sending', 'approved');

-- The authentication of an attempt that needs the customer. No row for one that the issuer decided without: its attempt says all.
create table authentications (
  merchant_id              uuid        not null,
  attempt_id               uuid        not null,
  payment_id               uuid        not null,
  previous_state           text        not null,
  state                    text        not null,
  version                  integer     not null default 1,
  -- Why a proof is owed whatever the merchant's policy says.
  demand                   text        not null check (demand in ('none', 'softDecline', 'rejectedBefore')),
  -- The number of the page's form whose card may be brought again; null for a payment without a page.
  form_number              integer,
  -- What the issuer was told the customer agrees to; the authorization must be about the same.
  amount                   bigint      not null,
  currency                 text        not null,
  card_fingerprint         bytea       not null check (length(card_fingerprint) = 32),
  threeds_server_trans_id  text,
  acs_trans_id             text,
  ds_trans_id              text,
  protocol_version         text,
  -- Where the browser posts the challenge request, and the request.
  acs_url                  text,
  creq                     text,
  -- The decision after a good answer, with its proof: what the authorization carries.
  clearance                jsonb,
  -- The browser came back from the issuer.
  returned_at              timestamptz,
  -- When to ask what became of it; null once nothing is left to ask.
  check_at                 timestamptz,
  check_tries              integer     not null default 0,
  -- Nobody has moved by then: it is over.
  ends_at                  timestamptz not null,
  created_at               timestamptz not null default now(),
  primary key (merchant_id, attempt_id),
  foreign key (merchant_id, attempt_id) references attempts (merchant_id, id),
  foreign key (merchant_id, payment_id) references payments (merchant_id, id),
  constraint authentications_legal_moves check (previous_state || '>' || state in (
    'none>prepared', 'none>challenging', 'prepared>challenging', 'challenging>cleared',
    'prepared>spent', 'cleared>spent', 'prepared>stopped', 'challenging>stopped', 'cleared>stopped')),
  check (state not in ('challenging', 'cleared') or
    (threeds_server_trans_id is not null and acs_trans_id is not null and ds_trans_id is not null)),
  check (state <> 'cleared' or clearance is not null)
) with (fillfactor = 80);
create index authentications_to_check on authentications (check_at) where check_at is not null;
-- After a soft decline the customer is asked once about a card, and never a second time.
create unique index authentications_one_step_up on authentications (merchant_id, payment_id, card_fingerprint) where demand = 'softDecline';
