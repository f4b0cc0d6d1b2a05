-- How support finds a payment in the Personal area: by the card's last four digits, by the amount, by the customer's e-mail address.

-- Newest first within the four digits; one card of ten thousand is a thousand rows in ten million.
create index payments_by_last4 on payments (merchant_id, (card ->> 'last4'), id);
-- step
create index payments_by_amount on payments (merchant_id, amount, id);
-- step
-- Only sessions that know their customer: the others cost nothing.
create index sessions_by_email on sessions (merchant_id, lower(customer_details ->> 'email'))
  where customer_details ->> 'email' is not null;
