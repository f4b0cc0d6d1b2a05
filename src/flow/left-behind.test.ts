import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { runSql } from '../../test/support/postgres.ts';
import { systemClock } from '../base/clock.ts';
import { systemRandom } from '../base/random.ts';
import { createPool } from '../db/pool.ts';
import { cancelLeftBehind } from './left-behind.ts';
import { openStage, type Stage } from './waiting.fixture.ts';

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(() => stage.close());

test('a payment that its session’s end left behind is canceled, under the number that was kept for it; once', async () => {
  const subject = stage.newSubject();
  for (const act of ['create', 'begin', 'decline', 'expire'] as const) await stage.act(act, subject);
  // As the fault left it: events 1, 2 and 4.
  await runSql(
    stage.databaseUrl,
    `update payments set previous_state = 'processing', state = 'requiresPaymentMethod', sequence = 2
      where id = '${subject.payment}';
     delete from events where subject_id = '${subject.session}' and type = 'payment.canceled'`,
  );
  assert.deepEqual(await stage.findDisagreements(subject), [
    'session expired with a payment requiresPaymentMethod',
    'events {1,2,4} of 4',
  ]);
  const between = stage.newSubject();
  for (const act of ['create', 'begin', 'decline'] as const) await stage.act(act, between);

  const db = createPool({ databaseUrl: stage.databaseUrl, maxConnections: 2, onConnectionError: () => undefined });
  const warnings: unknown[] = [];
  const deps = {
    db,
    clock: systemClock,
    random: systemRandom,
    hintDeliveries: () => undefined,
    log: {
      info: () => undefined,
      warn: (fields: unknown) => warnings.push(fields),
      error: (fields: unknown) => warnings.push(fields),
    },
  };
  assert.equal(await cancelLeftBehind(deps), 1);
  assert.equal(await cancelLeftBehind(deps), 0);
  assert.deepEqual(warnings, [{ count: 1 }]);
  assert.deepEqual(await stage.findDisagreements(subject), []);
  assert.deepEqual(await stage.findDisagreements(between), []);
  await db.close();
});
