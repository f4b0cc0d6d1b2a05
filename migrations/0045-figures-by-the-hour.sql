-- Figures of a month stay quick among millions of payments: what an hour came to is kept, and counted anew when an
-- event tells that it changed. Nothing of a payment's path writes here.

-- What the rows of one hour (UTC) of a merchant come to, counted from them by a job: so many of them are alike in what
-- the figure looks at.
create table figure_hours (
  merchant_id  uuid         not null,
  hour         timestamptz  not null,
  figure       text         not null,
  -- Which brand, account, reason…; empty where the figure does not divide, or the row does not say.
  value        text         not null,
  outcome      text         not null,
  -- Empty where no money is added up.
  currency     text         not null,
  count        bigint       not null check (count > 0),
  -- Minor units.
  amount       bigint       not null,
  captured     bigint       not null,
  primary key (merchant_id, hour, figure, value, outcome, currency)
);
-- What no event will tell the end of: its hour is counted again and again.
create index figure_hours_unsettled on figure_hours (merchant_id, figure, hour) where outcome in ('open', 'pending')
  and figure in ('unsettled', 'deliveries');
-- step

-- How far the hours of a merchant are kept.
create table figure_marks (
  merchant_id    uuid         primary key,
  -- Hours before this one are kept; the later ones are counted when they are asked for.
  kept_to        timestamptz  not null,
  -- Events after this one may tell of changes in hours that are kept.
  seen_to        uuid         not null,
  -- Where the next look at webhooks that are still on their way begins.
  deliveries_to  timestamptz  not null,
  -- When somebody took it up last; null: at once. Nobody else does for some minutes.
  claimed_at     timestamptz
);
