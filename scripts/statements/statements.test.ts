import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collectStatements } from './collect.ts';
import { exceptions } from './exceptions.ts';
import { judge, judgeTrees, type Rules } from './judge.ts';
import { mutantsOf } from './mutants.ts';
import { tenantTables } from './tenant-tables.ts';
import { parse } from './tree.ts';

const tables = tenantTables();
const statements = await collectStatements();
const rulesOf = (name: string): Rules => ({ tables, untied: exceptions[name]?.untied });

test('every statement of the program ties every table of merchants to a merchant', () => {
  assert.ok(statements.length > 150, `only ${statements.length} statements were found`);
  assert.ok(tables.size > 15 && tables.has('payment_methods'), 'the tables were found');
  const breaches = statements.flatMap(({ name, file, text }) =>
    judge(text, rulesOf(name)).map(({ why }) => `${file}: ${name}: ${why}`),
  );
  assert.deepEqual(breaches, []);
});

test('every exception is of a statement that is there', () => {
  const names = new Set(statements.map(({ name }) => name));
  assert.deepEqual(
    Object.keys(exceptions).filter((name) => !names.has(name)),
    [],
  );
});

test('every statement that writes an event queues it for endpoints and for the feed', () => {
  const writing = statements.filter(({ text }) => /insert into events\b/.test(text));
  assert.ok(writing.length >= 15, `only ${writing.length} statements were found`);
  const forgetful = writing.filter(
    ({ text }) => !text.includes('insert into deliveries') || !text.includes('insert into event_feed_queue'),
  );
  assert.deepEqual(
    forgetful.map(({ name }) => name),
    [],
  );
});

/** Without it the statement does for every merchant what the clock does for every merchant anyway, a minute later. */
const WITHOUT_EFFECT = ['abandon-deliveries-of-deleted, condition 2'];

test('a statement that loses any one of its conditions on merchant_id is refused', () => {
  let made = 0;
  const survivors = statements.flatMap(({ name, text }) =>
    mutantsOf(parse(text)).flatMap((mutant, i) => {
      made++;
      return judgeTrees(mutant, rulesOf(name)).length > 0 ? [] : [`${name}, condition ${i}`];
    }),
  );
  assert.deepEqual(survivors, WITHOUT_EFFECT);
  assert.ok(made > 200, `only ${made} mutants were made`);
  // The one that all tests let pass once.
  const ofCards = statements.find(({ name }) => name === 'find-payment-methods');
  assert.equal(mutantsOf(parse(ofCards?.text ?? '')).length, 1);
});

const ok: Readonly<Record<string, string>> = {
  'a parameter': 'select from sessions where merchant_id = $1',
  'a list of them': 'select from sessions s where s.merchant_id = any($1::uuid[])',
  'a join': 'select from sessions s join payments p on p.merchant_id = s.merchant_id where s.merchant_id = $1',
  'the other way round':
    'select from sessions s, payments p where s.merchant_id = p.merchant_id and p.merchant_id = $1',
  'compared rows': 'select from sessions s where (s.merchant_id, s.id) = ($1, $2)',
  'rows of a CTE': 'with c as (select $1::uuid merchant_id) select from c join sessions s using (merchant_id)',
  membership: 'with c as (select 1) delete from events where (merchant_id, id) in (select merchant_id, id from c)',
  'the query around it': `select from sessions s where s.merchant_id = $1
      and exists (select from events e where e.merchant_id = s.merchant_id)`,
  'a new row': 'insert into events (id, merchant_id) values ($1, $2)',
  'a table of nobody': 'select from gateway_key_checks',
};

const refused: Readonly<Record<string, string>> = {
  nothing: 'select from sessions',
  'a wish among others': 'select from sessions where id = $1 and (merchant_id = $2 or $3)',
  'the opposite': 'select from sessions where not (merchant_id = $1)',
  'another comparison': 'select from sessions where merchant_id > $1',
  itself: 'select from sessions s where s.merchant_id = s.merchant_id',
  'two that hold each other': 'select from sessions s, payments p where s.merchant_id = p.merchant_id',
  'a column that is no merchant':
    'select from sessions s join payments p on p.merchant_id = $1 where s.merchant_id = p.id',
  "an outer join's condition":
    'select from sessions s left join payments p on s.merchant_id = $1 and p.merchant_id = $1',
  'a table inside of an expression': 'select (select count(*) from sessions)',
  'a table inside of a CTE': 'with all_of_them as (select id from sessions) select from all_of_them',
  'one side of a union': 'select 1 from sessions where merchant_id = $1 union all select 1 from sessions',
  'a CTE that has the name of a table elsewhere':
    'with x as (with sessions as (select 1) select from sessions) select from sessions',
  'a schema before the name': 'with sessions as (select 1) select from public.sessions',
  'an update of all': 'update sessions set version = 1',
  'a delete by a join': 'delete from sessions s using payments p where p.merchant_id = $1 and p.id = s.payment_id',
  'a row that changes hands': 'update sessions set merchant_id = $1 where merchant_id = $2',
  'a new row of nobody': 'insert into sessions (id) values ($1)',
  'a new row under the id of something else':
    'insert into sessions (merchant_id) select id from payments where merchant_id = $1',
  'a conflict among all': 'insert into events (merchant_id) values ($1) on conflict (id) do nothing',
  'the second statement of a text': 'select from sessions where merchant_id = $1; select from sessions',
};

test('what ties and what does not', () => {
  for (const [what, statement] of Object.entries(ok)) assert.deepEqual(judge(statement, { tables }), [], what);
  for (const [what, statement] of Object.entries(refused))
    assert.notEqual(judge(statement, { tables }).length, 0, what);
});
