-- What merchants' servers asked the API and what they were answered, for 30 days: without card data, secrets and tokens.

-- A row is one request. Nothing of a payment waits for it, and under pressure it is left out.
create table api_requests (
  merchant_id      uuid         not null,
  -- UUIDv7 of the moment in which it was answered: the newest are at the end of the primary key, the oldest at its beginning.
  id               uuid         not null,
  -- The UUID of the API-Request-Id.
  request_id       uuid         not null,
  method           text         not null,
  route            text         not null,
  -- As it was sent, with its query, masked.
  path             text         not null,
  status           smallint     not null,
  duration_ms      integer      not null,
  api_key_id       uuid         not null,
  address          text         not null,
  api_version      text,
  problem_code     text,
  is_replay        boolean      not null,
  -- What it was about, where that is known: public ids as they were sent and answered, so that none has to be decoded.
  session          text,
  payment          text,
  -- JSON, masked and cut.
  request_body     text,
  response_body    text,
  created_at       timestamptz  not null,
  primary key (merchant_id, id)
);

create index api_requests_by_request_id on api_requests (merchant_id, request_id);
create index api_requests_by_session on api_requests (merchant_id, session, id) where session is not null;
create index api_requests_by_payment on api_requests (merchant_id, payment, id) where payment is not null;
