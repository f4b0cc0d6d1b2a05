-- Finds payments that their session's end left behind, and lets an acquirer say no to giving up what a partial capture left.

-- Payments of sessions between two tries: few at any time. Which of them belong to a session that is over is looked up by the clock.
create index payments_between_tries on payments (merchant_id, session_id) where state = 'requiresPaymentMethod' and session_id is not null;

-- step
-- One move more than before, releasing>requiresCapture. Every row met the narrower check, so no row is read again.
alter table payments drop constraint payments_legal_moves;
alter table payments add constraint payments_legal_moves check (previous_state || '>' || state in (
  'none>processing', 'requiresPaymentMethod>processing', 'processing>requiresPaymentMethod', 'processing>requiresCapture',
  'processing>succeeded', 'processing>failed', 'requiresPaymentMethod>canceled',
  'requiresCapture>requiresCapture', 'requiresCapture>succeeded', 'requiresCapture>canceling',
  'canceling>canceled', 'canceling>requiresCapture', 'requiresCapture>releasing', 'releasing>succeeded', 'releasing>requiresCapture',
  'none>requiresAction', 'requiresPaymentMethod>requiresAction', 'requiresAction>processing',
  'requiresAction>requiresPaymentMethod', 'requiresAction>failed', 'requiresAction>canceled')) not valid;
