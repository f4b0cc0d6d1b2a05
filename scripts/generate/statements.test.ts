import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parametersOf, tablesOf } from '../statements/describe.ts';
import { parse } from '../statements/tree.ts';
import { dedent } from './statements.ts';

test('what a statement reads, locks and writes; a CTE is no table', () => {
  const lock = 'select s.id from sessions s join payments p on p.id = s.payment_id for no key update of s';
  assert.deepEqual(tablesOf(parse(lock)), { reads: ['payments', 'sessions'], locks: ['sessions'], writes: [] });
  const move = `with input as (select $1 as id),
    payment as (update payments p set state = 'x' from input i where p.id = i.id returning p.*),
    gone as (delete from vault_cards where id in (select id from payment))
    insert into events select id from payment where not exists (select from sessions)`;
  assert.deepEqual(tablesOf(parse(move)), {
    reads: ['sessions'],
    locks: [],
    writes: ['events (insert)', 'payments (update)', 'vault_cards (delete)'],
  });
  assert.deepEqual(tablesOf(parse('select from a, b for update')).locks, ['a', 'b']);
});

test('what is said about a parameter', () => {
  const text = `select from json_to_recordset($2::json) as i (id uuid, ids uuid[], amount bigint)
    join t on t.merchant_id = $1
    where t.state = $3::text and t.at > now() - make_interval(secs => $4) limit $5`;
  assert.deepEqual(parametersOf(parse(text)), [
    '$1  merchant_id',
    '$2  rows of (id uuid, ids uuid[], amount bigint)',
    '$3  state, text',
    '$4  secs',
    '$5  limit',
  ]);
  assert.deepEqual(parametersOf(parse('insert into t (a, b) values ($1, $2)')), ['$1  a', '$2  b']);
});

test('a text keeps the layout of its author, from the left margin on', () => {
  assert.equal(dedent('\n    select a\n      from b\n\n    where c  '), 'select a\n  from b\nwhere c');
  assert.equal(dedent('select a\n        from b\n        where c'), 'select a\nfrom b\nwhere c');
});
