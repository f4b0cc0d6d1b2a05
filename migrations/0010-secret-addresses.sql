-- Pages have secret addresses: null marks what was made before, whose address of two ids works until it ends.

alter table sessions add column has_secret_address boolean;

-- step
-- Of a payment that a shop's server made: the page behind `nextAction`.
alter table payments add column has_secret_address boolean;
