import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newUuid, type Uuid } from '../base/id.ts';
import { systemRandom } from '../base/random.ts';
import type { Db } from '../db/db.ts';
import { createPool } from '../db/pool.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/postgres.ts';
import { findEvent, findEvents, type EventFilter } from './store.ts';

const HOUR_MS = 3_600_000;
const START_MS = Date.parse('2026-03-01T00:00:00Z');
const idAt = <K extends 'event' | 'merchant' | 'session'>(ms: number): Uuid<K> =>
  newUuid<K>({
    clock: { nowMs: () => ms, monotonicMs: () => 0, sleep: () => Promise.resolve() },
    random: systemRandom,
  });

const merchantId = idAt<'merchant'>(0);
const sessionId = idAt<'session'>(0);
const everything: EventFilter = {
  limit: 100,
  before: undefined,
  type: undefined,
  sessionId: undefined,
  createdFrom: undefined,
  createdTo: undefined,
};

let database: TestDatabase;
let db: Db;
const ids: Uuid<'event'>[] = [];

before(async () => {
  database = await createTestDatabase();
  db = createPool({ databaseUrl: database.url, maxConnections: 2, onConnectionError: () => undefined });
  for (let hour = 0; hour < 10; hour++) {
    const atMs = START_MS + hour * HOUR_MS;
    const id = idAt<'event'>(atMs);
    ids.push(id);
    await db.query(
      {
        name: 'stage-insert-event',
        text: `
          insert into events (merchant_id, id, type, subject_id, sequence, object, object_id, snapshot, created_at)
          values ($1, $2, $3, $4, $5, 'session', $4, '{}', $6)`,
      },
      [
        merchantId,
        id,
        hour % 2 === 0 ? 'session.created' : 'session.expired',
        hour < 5 ? sessionId : idAt<'session'>(atMs),
        hour + 1,
        new Date(atMs),
      ],
    );
  }
});
after(async () => {
  await db.close();
  await database.drop();
});

const hoursOf = async (filter: Partial<EventFilter>): Promise<number[]> =>
  (await findEvents(db.query, merchantId, { ...everything, ...filter })).map((row) => row.sequence - 1);

test('newest first, page by page', async () => {
  assert.deepEqual(await hoursOf({}), [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  assert.deepEqual(await hoursOf({ limit: 3 }), [9, 8, 7]);
  assert.deepEqual(await hoursOf({ limit: 3, before: ids[7] }), [6, 5, 4]);
});

test('by type, by session, by time', async () => {
  assert.deepEqual(await hoursOf({ type: 'session.expired' }), [9, 7, 5, 3, 1]);
  assert.deepEqual(await hoursOf({ sessionId }), [4, 3, 2, 1, 0]);
  const at = (hour: number): Date => new Date(START_MS + hour * HOUR_MS);
  assert.deepEqual(await hoursOf({ createdFrom: at(3) }), [9, 8, 7, 6, 5, 4, 3]);
  assert.deepEqual(await hoursOf({ createdTo: at(3) }), [2, 1, 0]);
  assert.deepEqual(await hoursOf({ createdFrom: at(3), createdTo: at(5), type: 'session.created' }), [4]);
});

test('one by id, and only to its merchant', async () => {
  const [id] = ids;
  assert.ok(id !== undefined);
  assert.equal((await findEvent(db.query, merchantId, id))?.created_at, '2026-03-01T00:00:00+00:00');
  assert.equal(await findEvent(db.query, idAt<'merchant'>(1), id), undefined);
  assert.deepEqual(await findEvents(db.query, idAt<'merchant'>(1), everything), []);
});
