-- The list of a merchant's refunds, newest first. Without it the list reads every capture and void on its way to the few refunds.
create index operations_refunds on operations (merchant_id, id) where kind = 'refund';
