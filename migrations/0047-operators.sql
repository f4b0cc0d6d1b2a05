-- The people who run the gateway sign in as members do. They belong to an id that is no merchant's, so sessions, links, codes, recovery
-- and the audit log are the ones there are. Suspended from its first moment: no money is taken under this id, whatever is asked for.
insert into merchants (merchant_id, name, suspended_at, suspension_reason)
values ('00000000-0000-0000-0000-000000000000', 'Operators', now(), 'No merchant: the people who run this gateway.')
on conflict (merchant_id) do nothing;

-- step
-- Roles of operators, which no member of a merchant has, and the other way round. Every row met the narrower check.
alter table members drop constraint members_role_check;
alter table members add constraint members_role_check check (
  case when merchant_id = '00000000-0000-0000-0000-000000000000' then role in ('operator', 'observer')
  else role in ('owner', 'admin', 'developer', 'support', 'finance', 'viewer') end);
