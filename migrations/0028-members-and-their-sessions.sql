-- The Personal area: the people of a merchant, what each may do, their sessions, and the links that let them in.

-- A person who works for a merchant. Whoever works for two is two members with a password each: what one merchant's owner may
-- do to a member reaches no other merchant. Without a password and the second factor, which come together, nobody signs in as
-- this member but by a link. Ended, never deleted: the audit log names members for ever.
create table members (
  merchant_id      uuid         not null references merchants,
  id               uuid         not null,
  -- In small letters: what the member signs in with.
  email            text         not null check (length(email) between 3 and 254),
  name             text         not null check (length(name) between 1 and 100),
  role             text         not null check (role in ('owner', 'admin', 'developer', 'support', 'finance', 'viewer')),
  -- A PHC string of argon2id.
  password_hash    text,
  -- The secret of the one-time codes, sealed under a key that is not in the database.
  totp_sealed      bytea,
  -- The time step of the last code that was taken: a code that somebody saw is good for nothing.
  totp_step        bigint       not null default 0,
  -- Keyed hashes of recovery codes; a used one is taken out.
  recovery_hashes  bytea[]      not null default '{}',
  created_at       timestamptz  not null default now(),
  removed_at       timestamptz,
  primary key (merchant_id, id),
  check ((password_hash is null) = (totp_sealed is null))
);
create unique index members_by_email on members (merchant_id, email);

-- A browser that is signed in. Of its token only a keyed hash is kept.
create table member_sessions (
  merchant_id       uuid         not null,
  token_hash        bytea        not null check (length(token_hash) = 32),
  -- How the session is called where it is listed and ended.
  id                uuid         not null,
  member_id         uuid         not null,
  -- The factors that were shown last, and when: money and keys ask for them again.
  authenticated_by  text         not null check (authenticated_by in ('password', 'recoveryCode', 'link', 'passkey')),
  authenticated_at  timestamptz  not null,
  address           text         not null,
  user_agent        text         not null check (length(user_agent) <= 300),
  created_at        timestamptz  not null,
  -- To the minute.
  last_seen_at      timestamptz  not null,
  expires_at        timestamptz  not null,
  primary key (merchant_id, token_hash),
  foreign key (merchant_id, member_id) references members
);
create index member_sessions_of_member on member_sessions (merchant_id, member_id);

-- A link that works once. `join`: its reader chooses a password; `signIn`: an operator lets somebody in without one.
create table member_links (
  merchant_id  uuid         not null,
  token_hash   bytea        not null check (length(token_hash) = 32),
  member_id    uuid         not null,
  purpose      text         not null check (purpose in ('join', 'signIn')),
  created_at   timestamptz  not null default now(),
  expires_at   timestamptz  not null,
  used_at      timestamptz,
  primary key (merchant_id, token_hash),
  foreign key (merchant_id, member_id) references members
);
create index member_links_of_member on member_links (merchant_id, member_id);

-- How often somebody tried to sign in lately, by a keyed hash of where from and as whom: a bucket that drains. No bucket is one
-- member's alone, so that nobody can be locked out by others.
create table gateway_sign_in_tries (
  subject  bytea             primary key check (length(subject) = 32),
  level    double precision  not null,
  at       timestamptz       not null
);
