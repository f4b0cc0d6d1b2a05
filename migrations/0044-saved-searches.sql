-- Searches in the list of payments that a member looks at every day, under names of their own.

-- What the form of the list said. It is one member's: a name can say more than colleagues should read.
create table member_searches (
  merchant_id  uuid         not null,
  id           uuid         not null,
  member_id    uuid         not null,
  name         text         not null check (length(name) between 1 and 60),
  -- The fields of the form, each text: q, state, from, to.
  search       jsonb        not null check (jsonb_typeof(search) = 'object'),
  created_at   timestamptz  not null default now(),
  primary key (merchant_id, id),
  unique (merchant_id, member_id, name),
  foreign key (merchant_id, member_id) references members (merchant_id, id)
);
