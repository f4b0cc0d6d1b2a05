-- Passkeys of the people in the Personal area (WebAuthn): a sign-in without password and code.

-- A key pair that a member's device made for this gateway's host. Whoever signs with it was asked by the device for a
-- finger, a face or a PIN, so it stands for both factors.
create table member_passkeys (
  merchant_id    uuid         not null,
  -- How it is called where it is listed and removed.
  id             uuid         not null,
  member_id      uuid         not null,
  -- How the device calls it.
  credential_id  bytea        not null check (length(credential_id) between 16 and 1023),
  -- COSE.
  public_key     bytea        not null check (length(public_key) <= 4096),
  -- How often the device says that it signed. One that goes back was copied; devices that do not count say 0.
  counter        bigint       not null check (counter >= 0),
  -- Ways in which the device is reached, as it said, for the browser's next question.
  transports     text[]       not null,
  name           text         not null check (length(name) between 1 and 100),
  created_at     timestamptz  not null default now(),
  last_used_at   timestamptz,
  primary key (merchant_id, id),
  unique (merchant_id, credential_id),
  foreign key (merchant_id, member_id) references members (merchant_id, id)
);
create index member_passkeys_by_member on member_passkeys (merchant_id, member_id);

-- Challenges that were signed. They are known by their own seal, so that who only asks for one writes nothing; what was
-- signed is good for nothing a second time.
create table spent_passkey_challenges (
  merchant_id  uuid         not null,
  nonce        bytea        not null check (length(nonce) = 16),
  expires_at   timestamptz  not null,
  primary key (merchant_id, nonce)
);
create index spent_passkey_challenges_by_end on spent_passkey_challenges (expires_at);
