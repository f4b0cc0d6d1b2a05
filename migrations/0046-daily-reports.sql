-- A report of the day before, by e-mail, for people of the merchant who want it. Constants, so nothing is rewritten,
-- and a gateway of before goes on.

alter table merchants add column daily_report boolean not null default false;
comment on column merchants.daily_report is 'Whether its people can have the figures of each day by e-mail.';
-- step

alter table members add column wants_daily_report boolean not null default false;
comment on column members.wants_daily_report is 'Whether this person asked for the report of each day.';
-- step

-- One report of one day to one person: written before it is sent, so that one of all processes sends it.
create table daily_reports (
  merchant_id   uuid         not null,
  -- Of UTC: what is reported.
  day           date         not null,
  member_id     uuid         not null,
  state         text         not null check (state in ('pending', 'sent', 'dropped')),
  tries         integer      not null default 0,
  -- When somebody may send it (again); whoever takes it moves that on first.
  next_try_at   timestamptz,
  -- Why it was dropped, or not sent so far.
  reason        text,
  sent_at       timestamptz,
  primary key (merchant_id, day, member_id),
  check ((state = 'pending') = (next_try_at is not null))
);
create index daily_reports_due on daily_reports (next_try_at) where state = 'pending';
