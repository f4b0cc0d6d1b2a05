-- An acquirer that approves what it declined before: nobody can use the approval, so it is undone like one that comes too late.

-- One more move, declined>reversing. Not validated, as that would read the whole table under a lock: every row obeys a narrower one.
alter table attempts drop constraint attempts_legal_moves;
alter table attempts add constraint attempts_legal_moves check (previous_state || '>' || state in (
  'none>sending', 'sending>approved', 'sending>declined', 'sending>notSent', 'sending>reversing',
  'notSent>reversing', 'reversed>reversing', 'declined>reversing', 'reversing>reversed',
  'none>authenticating', 'authenticating>sending', 'authenticating>declined', 'authenticating>abandoned')) not valid;
