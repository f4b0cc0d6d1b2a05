/** Every state against every verb, in the real database: what the tables list happens, and nothing else does. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { legalPairs, moveSql, type Lifecycle } from '../base/lifecycle.ts';
import { checkLifecycles } from '../db/check-lifecycles.ts';
import { createPool } from '../db/pool.ts';
import type { Db } from '../db/db.ts';
import { isEventType } from '../events/catalog.ts';
import { createTestDatabase, runSql, withClient, type TestDatabase } from '../../test/support/postgres.ts';
import { lifecycles } from './lifecycles.ts';
import { sessionLifecycle } from './session/lifecycle.ts';

let database: TestDatabase;
let db: Db;

before(async () => {
  database = await createTestDatabase();
  db = createPool({ databaseUrl: database.url, maxConnections: 2, onConnectionError: () => undefined });
});
after(async () => {
  await db.close();
  await database.drop();
});

const statesOf = (lifecycle: Lifecycle): readonly string[] => [
  ...new Set(lifecycle.rows.flatMap(([from, , to]) => [from, to])),
];

for (const lifecycle of lifecycles) {
  describe(lifecycle.table, () => {
    const states = statesOf(lifecycle);

    test('the database lets exactly the listed moves pass, of all pairs of states', async () => {
      const [row] = await runSql<{ definition: string }>(
        database.url,
        `
        select pg_get_constraintdef(oid) as definition from pg_constraint
        where conname = '${lifecycle.table}_legal_moves' and conrelid = '${lifecycle.table}'::regclass`,
      );
      const expression = /^CHECK \((.*)\)(?: NOT VALID)?$/s.exec(row?.definition ?? '')?.[1];
      assert.ok(expression);
      const pairs = states.flatMap((from) => [...states, 'nonsense'].map((to) => `('${from}', '${to}')`));
      const allowed = await runSql<{ pair: string }>(
        database.url,
        `
        select previous_state || '>' || state as pair
        from (values ${pairs.join(', ')}) as v (previous_state, state) where ${expression} order by 1`,
      );
      assert.deepEqual(allowed.map(({ pair }) => pair).sort(), legalPairs(lifecycle));
    });

    test('every verb moves from the states that its rows name, and from no other', async () => {
      const verbs = [...new Set(lifecycle.rows.map(([, on]) => on))];
      await withClient(database.url, async (client) => {
        await client.query('create temp table things (previous_state text, state text, version integer)');
        for (const verb of verbs) {
          const move = moveSql(
            lifecycle as Lifecycle<readonly (readonly [string, typeof verb, string, readonly string[]])[]>,
            verb,
            't',
          );
          for (const state of states) {
            await client.query('truncate things');
            await client.query(`insert into things values ('before', $1, 1)`, [state]);
            await client.query(`update things t set ${move.set} where ${move.from}`);
            const { rows } = await client.query<{ previous_state: string; state: string; version: number }>(
              'select * from things',
            );
            const listed = lifecycle.rows.find(([from, on]) => from === state && on === verb);
            const expected =
              listed === undefined
                ? { previous_state: 'before', state, version: 1 }
                : { previous_state: state, state: listed[2], version: 2 };
            assert.deepEqual(rows, [expected], `${verb} from ${state}`);
          }
        }
      });
    });

    test('every state can be reached, an end has no way out, and what is told is in the catalog', () => {
      const reached = new Set(['none']);
      for (let size = 0; size !== reached.size;) {
        size = reached.size;
        for (const [from, , to] of lifecycle.rows) if (reached.has(from)) reached.add(to);
      }
      assert.deepEqual([...reached].sort(), [...states].sort());
      for (const [, , , tells] of lifecycle.rows) for (const type of tells) assert.ok(isEventType(type), type);
    });
  });
}

describe('program against database', () => {
  test('they agree', () => checkLifecycles(db.query, lifecycles));

  test('a database that allows more is that of a newer program, which may run beside this one', async () => {
    const [, ...rest] = sessionLifecycle.rows;
    await checkLifecycles(db.query, [{ table: 'sessions', rows: rest }]);
  });

  test('a move that the database refuses, and the program refuses to run', async () => {
    const more: Lifecycle = { table: 'sessions', rows: [...sessionLifecycle.rows, ['expired', 'revive', 'open', []]] };
    await assert.rejects(
      checkLifecycles(db.query, [more]),
      /The lifecycle of sessions differs.*only the program allows expired>open/,
    );
    await assert.rejects(checkLifecycles(db.query, [{ table: 'nowhere', rows: more.rows }]), /nowhere differs/);
  });
});
