import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { systemClock } from '../base/clock.ts';
import { newUuid, type Uuid } from '../base/id.ts';
import { deleteEndpoint } from '../webhooks/endpoints.ts';
import { abandonDeliveriesOfDeleted, forgetOldEvents } from '../webhooks/forget-store.ts';
import { findDeliveriesOfEvent } from '../webhooks/log.ts';
import { resendEvent } from '../webhooks/resend.ts';
import { newSessionId, openStage, until, type Stage } from '../webhooks/stage.fixture.ts';
import { startClockWork } from './clock-work.ts';
import { forgetDeliveriesJobs } from './forget-deliveries.ts';

const DAY_MS = 86_400_000;

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => {
  await stage.close();
});

/** An event of that many days ago, which its endpoint took at the first try. */
const tellLongAgo = async (days: number): Promise<Uuid<'event'>> => {
  const id = newUuid<'event'>({ ...stage.deps, clock: { ...systemClock, nowMs: () => Date.now() - days * DAY_MS } });
  const told = await stage.tell(newSessionId(), 1);
  await stage.sql(`update events set id = $2, created_at = now() - make_interval(days => $3) where id = $1`, [
    told,
    id,
    days,
  ]);
  await stage.sql(
    `
    update deliveries set event_id = $2, created_at = now() - make_interval(days => $3), attempts = 1,
           state = 'delivered', next_attempt_at = null, delivered_at = now() - make_interval(days => $3)
    where event_id = $1`,
    [told, id, days],
  );
  await stage.sql(
    `
    insert into delivery_attempts (merchant_id, endpoint_id, event_id, number, started_at, duration_ms, outcome,
    last_started_at)
    select merchant_id, endpoint_id, event_id, 1, delivered_at, 5, 'delivered', delivered_at from deliveries
    where event_id = $1`,
    [id],
  );
  return id;
};

/** What is left of each event: itself, its deliveries and their tries. */
const rowsOf = async (ids: readonly string[]): Promise<readonly (readonly number[])[]> => {
  const rows = await stage.sql<{ counts: number[] }>(
    `
    select array[(select count(*) from events where id = given.id),
      (select count(*) from deliveries where event_id = given.id),
                 (select count(*) from delivery_attempts where event_id = given.id)]::int[] as counts
    from unnest($1::uuid[]) with ordinality as given (id, place) order by place`,
    [ids],
  );
  return rows.map(({ counts }) => counts);
};

test('events are kept for ninety days, then forgotten with their deliveries and tries', async () => {
  const [one, two] = [await stage.openShop(), await stage.openShop()];
  await stage.addEndpoint(one.url);
  const gone = await stage.addEndpoint(two.url);
  const [old, almost, today] = [await tellLongAgo(91), await tellLongAgo(89), await tellLongAgo(0)];
  await deleteEndpoint(stage.deps, { merchantId: stage.merchantId, id: gone.id });
  assert.deepEqual(await rowsOf([old, almost, today]), [
    [1, 2, 2],
    [1, 2, 2],
    [1, 2, 2],
  ]);
  assert.equal(await forgetOldEvents({ ...stage.deps, query: stage.db.query }), 1);
  assert.deepEqual(await rowsOf([old, almost, today]), [
    [0, 0, 0],
    [1, 2, 2],
    [1, 2, 2],
  ]);
  assert.equal(await forgetOldEvents({ ...stage.deps, query: stage.db.query }), 0);
});

test('an old event that was sent again is kept until that has ended', async () => {
  const shop = await stage.openShop();
  await stage.addEndpoint(shop.url);
  const id = await tellLongAgo(120);
  assert.equal(await resendEvent(stage.deps, { merchantId: stage.merchantId, eventId: id, endpointId: undefined }), 1);
  assert.equal(await forgetOldEvents({ ...stage.deps, query: stage.db.query }), 0);
  stage.startDeliverer();
  await until('it is taken again', async () => (await stage.pendingCount()) === 0);
  assert.equal(shop.taken().length, 1);
  assert.equal(await forgetOldEvents({ ...stage.deps, query: stage.db.query }), 1);
  assert.deepEqual(await findDeliveriesOfEvent(stage.deps, { merchantId: stage.merchantId, eventId: id }), []);
});

test('an endpoint with a long backlog is deleted at once; the clock gives up what waited, and other endpoints keep theirs', async () => {
  const shop = await stage.openShop();
  const dead = await stage.addEndpoint(shop.url, { events: ['session.expired'] });
  const other = await stage.addEndpoint(shop.url, { events: ['session.completed'] });
  const queue = (endpointId: string, count: number) =>
    stage.sql(
      `
    insert into deliveries (merchant_id, endpoint_id, event_id, subject_id, sequence, state, next_attempt_at)
    select $1, $2, gen_random_uuid(), gen_random_uuid(), 1, 'pending', now() from generate_series(1, $3::int)`,
      [stage.merchantId, endpointId, count],
    );
  await queue(dead.id, 2_500);
  await queue(other.id, 3);
  assert.equal(await deleteEndpoint(stage.deps, { merchantId: stage.merchantId, id: dead.id }), true);
  const left = await stage.pendingCount();
  assert.ok(left > 3 && left < 2_503, `${left} wait`);
  const jobs = forgetDeliveriesJobs(stage.deps);
  const clockWork = startClockWork({ ...stage.deps, onRun: () => undefined }, jobs);
  await until('the rest is given up', async () => (await stage.pendingCount()) === 3);
  await clockWork.stop();
  assert.equal(await abandonDeliveriesOfDeleted(stage.db.query), 0);
  assert.deepEqual(await stage.sql(`select distinct endpoint_id, state from deliveries where state = 'pending'`), [
    { endpoint_id: other.id, state: 'pending' },
  ]);
});
