-- What a merchant sets itself in the Personal area and by API. Constants, so nothing is rewritten, and a gateway of before goes on.
alter table merchants add column return_origins text[] not null default '{}';
alter table merchants add column order_guard boolean not null default false;
alter table merchants add column session_minutes integer not null default 20;
alter table merchants add column accent_color text;
alter table merchants add constraint merchants_session_minutes_check check (session_minutes between 1 and 43200);
alter table merchants add constraint merchants_accent_color_check check (accent_color ~ '^#[0-9a-f]{6}$');
comment on column merchants.return_origins is
  'Where customers may be sent back to: origins such as https://shop.example and app schemes such as app://. Empty: anywhere.';
comment on column merchants.order_guard is 'Whether a merchantReferenceId that is paid gets no second session.';
comment on column merchants.session_minutes is 'How long a session lives whose request does not say it.';
comment on column merchants.accent_color is 'Of buttons and marks on the payment page; null: the color of the gateway.';
