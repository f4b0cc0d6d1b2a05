/** Times are milliseconds since the epoch; amounts are minor units. */
export const schema = `
-- What somebody wants to buy. The id is letters nobody can guess: it is also the order page's address.
create table if not exists orders (
  id        text    primary key,
  guest     text    not null,
  productId text    not null,
  amount    integer not null check (amount > 0),
  currency  text    not null,
  locale    text    not null,
  createdAt integer not null
) strict;
create index if not exists orders_of_guest on orders (guest, createdAt);

-- The gateway's payment sessions, one per try, as far as the shop has heard.
create table if not exists sessions (
  id               text    primary key,
  orderId          text    not null references orders (id),
  attempt          integer not null,
  status           text    not null check (status in ('open', 'completed', 'expired')),
  sequence         integer not null,
  paymentUrl       text,
  expirationReason text,
  expiresAt        integer not null,
  heardBy          text    not null,
  returnedStatus   text,
  returnedAt       integer,
  askedAt          integer,
  unique (orderId, attempt)
) strict;
create index if not exists open_sessions on sessions (expiresAt) where status = 'open';

-- Every webhook event that was accepted, once, with the signature it came with.
create table if not exists events (
  id         text    primary key,
  sessionId  text    not null references sessions (id),
  type       text    not null,
  sequence   integer not null,
  body       text    not null,
  signature  text    not null,
  arrivedAt  integer not null,
  deliveries integer not null,
  outcome    text    not null
) strict;
create index if not exists events_of_session on events (sessionId, arrivedAt);
`;
