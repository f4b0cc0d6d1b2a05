import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { systemClock, type Clock } from '../base/clock.ts';
import { openDatabaseLine } from '../../test/support/line-proxy.ts';
import { createTestDatabase, runSql, type TestDatabase } from '../../test/support/postgres.ts';
import { waitFor } from '../../test/support/wait-for.ts';
import type { Db } from './db.ts';
import { createHints, type Heard, type Hints } from './hints.ts';
import { createPool } from './pool.ts';

let database: TestDatabase;
let db: Db;
let open: Hints[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
  db = createPool({ databaseUrl: database.url, maxConnections: 2, onConnectionError: () => undefined });
});
afterEach(async () => {
  await Promise.all(open.map((hints) => hints.stop()));
  open = [];
  await db.close();
  await database.drop();
});

const log = { info: () => undefined, warn: () => undefined };

const start = (
  heard: Heard | undefined,
  { databaseUrl = database.url, clock = systemClock, query = db.query } = {},
) => {
  const hints = createHints({ db: { query }, databaseUrl, clock, log, heard });
  open.push(hints);
  hints.start();
  return hints;
};

/** Counts what it hears; `deliveries` is heard once for every connection too. */
const listen = (databaseUrl = database.url) => {
  const heard = { deliveries: 0, events: 0, keys: [] as string[], completions: [] as string[] };
  start(
    {
      deliveries: () => heard.deliveries++,
      events: () => heard.events++,
      deletedKey: (id) => heard.keys.push(id),
      completion: (id) => heard.completions.push(id),
    },
    { databaseUrl },
  );
  return heard;
};

test('what one process says the others hear', async () => {
  const [first, second] = [listen(), listen()];
  await waitFor('both listen', () => Promise.resolve(first.deliveries === 1 && second.deliveries === 1));
  const speaker = start(undefined);
  speaker.tellDeliveries();
  speaker.tellDeletedKey('key-1');
  speaker.tellCompletion('session-1');
  for (const heard of [first, second])
    await waitFor('it is heard', () =>
      Promise.resolve(
        heard.deliveries === 2 && heard.keys.join() === 'key-1' && heard.completions.join() === 'session-1',
      ),
    );
  // Whose process sends webhooks by itself wakes no other's deliverer, and whoever waits for events all the same.
  const eventsBefore = [first.events, second.events];
  speaker.tellEvents();
  for (const [place, heard] of [first, second].entries()) {
    await waitFor('events are heard', () => Promise.resolve(heard.events === (eventsBefore[place] ?? 0) + 1));
    assert.equal(heard.deliveries, 2);
  }
});

test('many hints at once are two messages', async () => {
  let messages = 0;
  const resting = Promise.withResolvers<undefined>();
  const clock: Clock = { ...systemClock, sleep: () => resting.promise };
  const query: Db['query'] = (statement, values) => {
    messages++;
    return db.query(statement, values);
  };
  const speaker = start(undefined, { clock, query });
  for (let n = 0; n < 1_000; n++) speaker.tellDeliveries();
  resting.resolve(undefined);
  await speaker.stop();
  assert.ok(messages <= 2, `${messages} messages`);
});

test('a listener whose line is cut listens again, and looks for what it missed', async () => {
  const line = await openDatabaseLine(database.url);
  try {
    const heard = listen(line.url);
    await waitFor('it listens', () => Promise.resolve(heard.deliveries === 1));
    await line.cut();
    const speaker = start(undefined);
    speaker.tellDeliveries();
    await line.mend();
    await waitFor('it has looked after the cut', () => Promise.resolve(heard.deliveries === 2));
    speaker.tellDeletedKey('key-2');
    await waitFor('it hears again', () => Promise.resolve(heard.keys.includes('key-2')));
  } finally {
    await Promise.all(open.map((hints) => hints.stop()));
    await line.close();
  }
});

test('what is no hint is left alone', async () => {
  const heard = listen();
  await waitFor('it listens', () => Promise.resolve(heard.deliveries === 1));
  for (const payload of ['', 'null', '{', '{"deliveries": 1, "deletedKeys": [7], "completions": [null]}', '[]'])
    await runSql(database.url, `select pg_notify('tollgate_hints', '${payload}')`);
  start(undefined).tellDeletedKey('last');
  await waitFor('the next is heard', () => Promise.resolve(heard.keys.length > 0));
  assert.deepEqual(heard, { deliveries: 1, events: 1, keys: ['last'], completions: [] });
});
