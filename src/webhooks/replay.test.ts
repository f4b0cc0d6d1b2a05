/** Events of a stretch of time are sent to an endpoint again, beside what happens now. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { systemClock } from '../base/clock.ts';
import type { Uuid } from '../base/id.ts';
import { systemRandom } from '../base/random.ts';
import { waitFor } from '../../test/support/wait-for.ts';
import { advanceReplays, createReplay, type ReplayOrder } from './replay.ts';
import { findReplay, type ReplayRow } from './replay-store.ts';
import { lockReplay, takeReplayStep, WAITING_MOST } from './replay-step-store.ts';
import { newSessionId, openStage, type Stage } from './stage.fixture.ts';

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(() => stage.close());

const HOUR_MS = 3_600_000;
type Endpoint = { readonly id: Uuid<'webhookEndpoint'> };

const order = async ({ id }: Endpoint, more: Partial<ReplayOrder> = {}): Promise<ReplayRow> =>
  createReplay(
    { query: stage.db.query, clock: systemClock, random: systemRandom },
    {
      merchantId: stage.merchantId,
      endpointId: id,
      from: new Date(Date.now() - HOUR_MS),
      to: undefined,
      types: undefined,
      onlyUndelivered: false,
      ...more,
    },
  );
const advance = (hintDeliveries: () => void = () => undefined): Promise<number> =>
  advanceReplays({ db: stage.db, hintDeliveries });
const stateOf = async ({ endpoint_id: endpointId, id }: ReplayRow): Promise<ReplayRow> => {
  const row = await findReplay(stage.db.query, { merchantId: stage.merchantId, endpointId }, id);
  assert.ok(row !== undefined);
  return row;
};
const pendingOf = async ({ id }: Endpoint): Promise<readonly string[]> => {
  const rows = await stage.sql<{ event_id: string }>(
    `select event_id from deliveries where endpoint_id = $1 and state = 'pending' order by next_attempt_at`,
    [id],
  );
  return rows.map((row) => row.event_id);
};
const markAll = (endpoint: Endpoint, state: 'delivered' | 'abandoned') =>
  stage.sql(
    `update deliveries set state = $2, next_attempt_at = null, leased_until = null,
       delivered_at = case when $2 = 'delivered' then $3::timestamptz end
     where endpoint_id = $1 and state = 'pending'`,
    [endpoint.id, state, new Date()],
  );
/** As many sessions with two events each, told to nobody. */
const tellSessions = async (count: number): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let session = 0; session < count; session++) {
    const sessionId = newSessionId();
    ids.push(await stage.tell(sessionId, 1), await stage.tell(sessionId, 2, 'session.completed'));
  }
  return ids;
};
const fresh = async (events = ['*']): Promise<Endpoint> => {
  // What other tests told is not this one's.
  await stage.sql('delete from webhook_replays');
  await stage.sql('delete from deliveries');
  await stage.sql('delete from events');
  await stage.sql('update webhook_endpoints set enabled = false, disabled_reason = $1', ['merchant']);
  return stage.addEndpoint('http://localhost:1/nobody', { events });
};

test('the stretch is queued oldest first, never more at once than what happens now can wait for', async () => {
  const endpoint = await fresh(['webhookEndpoint.failing']);
  const told = await tellSessions(WAITING_MOST);
  await stage.sql('update webhook_endpoints set events = $2 where id = $1', [endpoint.id, ['*']]);
  const replay = await order(endpoint);
  const arrived: string[] = [];
  for (let rounds = 0; (await stateOf(replay)).state === 'running'; rounds++) {
    assert.ok(rounds < 20, 'it does not end');
    await advance();
    const pending = await pendingOf(endpoint);
    assert.ok(pending.length <= WAITING_MOST, `${pending.length} wait at once`);
    arrived.push(...pending);
    await markAll(endpoint, 'delivered');
  }
  assert.deepEqual([...arrived].sort(), [...told].sort());
  // In the order of the sessions' numbers, also where both ids were made in one millisecond and say the opposite.
  for (let first = 0; first < told.length; first += 2)
    assert.ok(arrived.indexOf(told[first] ?? '') < arrived.indexOf(told[first + 1] ?? ''), `session ${first / 2}`);
  const { queued, skipped, ended_at: endedAt } = await stateOf(replay);
  assert.deepEqual([queued, skipped, endedAt === null], [told.length, 0, false]);
});

test('only what was not delivered: given up, or never queued; what was delivered is left', async () => {
  const endpoint = await fresh();
  const [first = '', second = ''] = await tellSessions(1);
  await markAll(endpoint, 'delivered');
  const abandoned = await tellSessions(1);
  await markAll(endpoint, 'abandoned');
  await stage.sql('delete from deliveries where event_id = $1', [second]);
  const replay = await order(endpoint, { onlyUndelivered: true });
  await advance();
  assert.deepEqual([...(await pendingOf(endpoint))].sort(), [second, ...abandoned].sort());
  const { state, queued, skipped } = await stateOf(replay);
  assert.deepEqual([state, queued, skipped], ['completed', 3, 1]);
  await markAll(endpoint, 'delivered');
  await order(endpoint);
  await advance();
  assert.deepEqual([...(await pendingOf(endpoint))].sort(), [first, second, ...abandoned].sort());
});

test('types that are named are sent whether or not the endpoint subscribes; without, its subscription counts', async () => {
  const endpoint = await fresh(['session.completed']);
  const [created = '', completed = ''] = await tellSessions(1);
  await markAll(endpoint, 'delivered');
  await order(endpoint);
  await advance();
  assert.deepEqual(await pendingOf(endpoint), [completed]);
  await markAll(endpoint, 'delivered');
  await order(endpoint, { types: ['session.created'] });
  await advance();
  assert.deepEqual(await pendingOf(endpoint), [created]);
});

test('a test of another endpoint is nobody else’s', async () => {
  const endpoint = await fresh();
  await stage.tell(newSessionId(), 1, 'webhookEndpoint.test');
  await stage.sql('delete from deliveries');
  await order(endpoint, { types: ['*'] });
  await advance();
  assert.deepEqual(await pendingOf(endpoint), []);
});

test('several processes, and one that is killed in the middle of a step, queue each event once', async () => {
  const endpoint = await fresh();
  const told = await tellSessions(40);
  await markAll(endpoint, 'delivered');
  const replay = await order(endpoint);
  await assert.rejects(
    stage.db.transaction(async (query) => {
      assert.ok(await lockReplay(query, stage.merchantId, replay.id));
      assert.equal((await takeReplayStep(query, stage.merchantId, replay.id)).queued, WAITING_MOST);
      throw new Error('killed');
    }),
  );
  let queued = 0;
  for (let rounds = 0; (await stateOf(replay)).state === 'running'; rounds++) {
    assert.ok(rounds < 20, 'it does not end');
    for (const count of await Promise.all([advance(), advance(), advance()])) queued += count;
    await markAll(endpoint, 'delivered');
  }
  assert.deepEqual([queued, (await stateOf(replay)).queued], [told.length, told.length]);
});

test('a delivery that is being sent at this moment is not doubled', async () => {
  const endpoint = await fresh();
  const [first = '', second = ''] = await tellSessions(1);
  await stage.sql(`update deliveries set leased_until = now() + interval '1 minute' where event_id = $1`, [first]);
  const replay = await order(endpoint);
  await advance();
  const rows = await stage.sql<{ event_id: string; fence: number }>(
    'select event_id, fence from deliveries order by sequence',
  );
  assert.deepEqual(
    rows.map(({ event_id: id, fence }) => [id, fence]),
    [
      [first, 0],
      [second, 1],
    ],
  );
  assert.deepEqual([(await stateOf(replay)).queued, (await stateOf(replay)).skipped], [1, 1]);
});

test('a shop that was down gets its events in order, and a live one between them', async () => {
  const shop = await stage.openShop();
  await fresh();
  const endpoint = await stage.addEndpoint(shop.url);
  const told = await tellSessions(100);
  await markAll(endpoint, 'abandoned');
  const replay = await order(endpoint);
  const deliverer = stage.startDeliverer();
  await advance(deliverer.hint);
  const live = await stage.tell(newSessionId(), 1);
  deliverer.hint();
  await waitFor('the replay has ended', async () => {
    await advance(deliverer.hint);
    return (await stateOf(replay)).state === 'completed';
  });
  await waitFor('everything is taken', async () => (await pendingOf(endpoint)).length === 0);
  await deliverer.stop();
  const rows = await stage.sql<{ event_id: string; delivered_at: Date }>(
    'select event_id, delivered_at from deliveries where endpoint_id = $1 order by delivered_at',
    [endpoint.id],
  );
  assert.equal(rows.length, told.length + 1);
  assert.ok(
    rows.findIndex(({ event_id: id }) => id === live) <= 5 * WAITING_MOST,
    'what happened now waited for the whole replay',
  );
});
