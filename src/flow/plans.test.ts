/** The statements of a payment's path keep one plan, also for a merchant of whom the statistics know nothing. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { runSql, withClient } from '../../test/support/postgres.ts';
import { openStage, type Act, type Stage } from './waiting.fixture.ts';

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(() => stage.close());

const story: readonly Act[] = ['create', 'begin', 'approveSale', 'refund', 'refunded', 'expire'];
/** PostgreSQL plans the first five calls anew, and then compares. */
const CALLS = 12;

test('with much of another merchant in the tables, no statement is planned anew at every call', async () => {
  const first = stage.newSubject();
  for (const act of story) await stage.act(act, first);
  const other = '018f0000-0000-7000-8000-000000000001';
  /** 1,000 copies of every row, each copy of a purchase with ids of its own. */
  const copyOf = (table: string, ids: readonly string[]): string =>
    `insert into ${table} select (jsonb_populate_record(t, jsonb_build_object('merchant_id', '${other}', ${ids
      .map((column) => `'${column}', md5(t.${column}::text || n)::uuid`)
      .join(', ')}))).* from ${table} t, generate_series(1, 1000) n;`;
  await runSql(
    stage.databaseUrl,
    `insert into merchants (merchant_id, name) values ('${other}', 'other');
     ${copyOf('sessions', ['id', 'payment_id'])}
     ${copyOf('payments', ['id', 'session_id', 'attempt_id'])}
     ${copyOf('attempts', ['id', 'payment_id'])}
     ${copyOf('operations', ['id', 'payment_id'])}
     insert into idempotency_keys (merchant_id, key, request_hash, status)
     select '${other}', n::text, '', 200 from generate_series(1, 1000) n;
     delete from operations where merchant_id <> '${other}';
     delete from attempts where merchant_id <> '${other}';
     delete from payments where merchant_id <> '${other}';
     delete from sessions where merchant_id <> '${other}';
     analyze`,
  );
  const plans = await withClient(stage.databaseUrl, async (client) => {
    for (let call = 0; call < CALLS; call++) {
      const subject = stage.newSubject();
      for (const act of story) await stage.act(act, subject, client);
    }
    const { rows } = await client.query<{ name: string; generic: number }>(
      'select name, generic_plans::int as generic from pg_prepared_statements order by name',
    );
    return rows;
  });
  assert.ok(plans.length >= 7, JSON.stringify(plans));
  assert.deepEqual(
    plans.filter(({ generic }) => generic === 0).map(({ name }) => name),
    [],
  );
});
