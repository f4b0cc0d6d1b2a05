import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { aSessionInsert } from '../../test/support/inserts.ts';
import { createTestDatabase, runSql, type TestDatabase } from '../../test/support/postgres.ts';
import { systemClock } from '../base/clock.ts';
import { systemRandom } from '../base/random.ts';
import type { Db } from '../db/db.ts';
import { createPool } from '../db/pool.ts';
import { expireOverdueSessions } from './expire.ts';
import { createOutcomes } from './session/outcomes.ts';
import { createSessions } from './statements/create-sessions.ts';

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

const addMerchant = async (): Promise<string> => {
  const id = randomUUID();
  await runSql(
    database.url,
    `insert into merchants (merchant_id, name) values ('${id}', 'test');
      insert into merchant_counters (merchant_id) values ('${id}')`,
  );
  return id;
};

const overdue = () => aSessionInsert({ expires_at: '2026-01-01T00:00:00Z' });

test('a session that cannot be ended keeps none of its neighbours, and no other merchant’s, from their end', async () => {
  const [acme, bull] = [await addMerchant(), await addMerchant()];
  const [bad, neighbour, others] = [overdue(), overdue(), overdue()];
  await createSessions(db.query, acme, [bad, neighbour]);
  await createSessions(db.query, bull, [others]);
  // The number of its next event is taken, which no correct program does.
  await runSql(
    database.url,
    `insert into events (merchant_id, id, type, subject_id, sequence, object, object_id, snapshot)
     values ('${acme}', '${randomUUID()}', 'session.created', '${bad.id}', 2, 'session', '${bad.id}', '{}')`,
  );
  const failures: unknown[] = [];
  const deps = {
    db,
    clock: systemClock,
    random: systemRandom,
    outcomes: createOutcomes(systemClock),
    hintDeliveries: () => undefined,
    log: {
      info: () => undefined,
      warn: () => undefined,
      error: (fields: { readonly sessionId?: string }) => failures.push(fields.sessionId),
    },
  };
  assert.equal(await expireOverdueSessions(deps), 2);
  assert.deepEqual(failures, [bad.id]);
  const open = await runSql<{ id: string }>(database.url, `select id from sessions where state = 'open'`);
  assert.deepEqual(open, [{ id: bad.id }]);
  deps.outcomes.close();
});
