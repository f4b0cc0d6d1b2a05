-- An authentication may be demanded because too many tries went wrong, besides by what the issuer said.
alter table authentications drop constraint authentications_demand_check;
alter table authentications add constraint authentications_demand_check
  check (demand in ('none', 'softDecline', 'rejectedBefore', 'velocity'));
