import { setTimeout as sleep } from 'node:timers/promises';
import { parseId } from '../../src/base/id.ts';
import { costOf, type Bench, type Row } from '../measure.ts';
import { BenchError } from '../world/child.ts';
import { watchUsage, type Usage } from '../world/usage.ts';
import type { Shop, World } from '../world/world.ts';
import { createOneSession } from './session-request.ts';

/** As many wait at any time, so that the deliverer never has nothing to do and never a backlog. */
const WAITING = 2_000;
const FEED = 500;
const LOOK_EVERY_MS = 20;
const DRAIN_LIMIT_MS = 300_000;

export const measureWebhooks = async (bench: Bench): Promise<readonly Row[]> => {
  const world = await bench.world();
  const shop = await world.addMerchant('Bench webhooks');
  const feed = await createFeed(world, shop);
  await world.sink.reset(shop.webhookSecret);
  const steady = await measureSteady(bench, world, feed);
  await world.sink.reset(shop.webhookSecret);
  const drained = await measureBacklog(bench, world, feed);
  await world.sink.reset(shop.webhookSecret, REFUSE_PERCENT);
  const unsteady = await measureUnsteady(world, feed);
  await world.sink.reset(shop.webhookSecret);
  return [steady, drained, unsteady];
};

/** Events keep coming. */
const measureSteady = async (bench: Bench, world: World, feed: Feed): Promise<Row> => {
  const seconds = bench.shortSeconds;
  let fed = 0;
  const { result: rate, usage } = await watchUsage(world.watched(), async () => {
    const startMs = performance.now();
    let before = await world.sink.stats();
    let fromMs = startMs;
    while (performance.now() < fromMs + seconds * 1_000) {
      const stats = await world.sink.stats();
      if (fed - stats.deliveries < WAITING) {
        await feed(FEED);
        fed += FEED;
      } else {
        await sleep(LOOK_EVERY_MS);
      }
      // The first second is the start.
      if (fromMs === startMs && performance.now() > startMs + 1_000) {
        fromMs = performance.now();
        before = await world.sink.stats();
      }
    }
    const after = await world.sink.stats();
    return (after.deliveries - before.deliveries) / ((performance.now() - fromMs) / 1_000);
  });
  await waitForDeliveries(world, fed);
  return finishRow(world, `webhook deliveries to one healthy sink, ${WAITING} waiting at any time`, {
    rate,
    usage,
    expected: fed,
  });
};

/** All of them at once, as after a sink that was away. */
const measureBacklog = async (bench: Bench, world: World, feed: Feed): Promise<Row> => {
  const { backlog } = bench.options;
  const { usage } = await watchUsage(world.watched(), async () => {
    await feed(backlog);
    await waitForDeliveries(world, backlog);
  });
  const stats = await world.sink.stats();
  const rate = stats.deliveries / ((stats.lastAtMs - stats.firstAtMs) / 1_000);
  return finishRow(world, `backlog of ${backlog.toLocaleString('en')} deliveries drained`, {
    rate,
    usage,
    expected: backlog,
  });
};

/**
 * A shop that refuses some by chance, with five events a session, after an outage: how long until it has the last one?
 */
const REFUSE_PERCENT = 20;
const UNSTEADY_BACKLOG = 10_000;
const EVENTS_OF_A_SESSION = 5;

const measureUnsteady = async (world: World, feed: Feed): Promise<Row> => {
  const startMs = performance.now();
  let mostMs = 0;
  const { usage } = await watchUsage(world.watched(), async () => {
    await feed(UNSTEADY_BACKLOG, EVENTS_OF_A_SESSION);
    await waitForDeliveries(world, UNSTEADY_BACKLOG * 0.99);
    mostMs = performance.now() - startMs;
    await waitForDeliveries(world, UNSTEADY_BACKLOG);
  });
  const allMs = performance.now() - startMs;
  const what = `backlog of ${UNSTEADY_BACKLOG.toLocaleString('en')} drained by a sink that refuses ${REFUSE_PERCENT} %`;
  const row = await finishRow(world, what, {
    rate: UNSTEADY_BACKLOG / (allMs / 1_000),
    usage,
    expected: UNSTEADY_BACKLOG,
  });
  return {
    ...row,
    figures: [
      { name: '99 % after', value: mostMs / 1_000, unit: 's' },
      { name: 'all after', value: allMs / 1_000, unit: 's', atMost: 240 },
    ],
  };
};

type Outcome = { readonly rate: number; readonly usage: Usage; readonly expected: number };

const finishRow = async (world: World, what: string, { rate, usage, expected }: Outcome): Promise<Row> => {
  const stats = await world.sink.stats();
  const { cpuUsPerRequest } = costOf(usage, { cpuMs: 0, all: expected });
  return {
    group: 'webhooks',
    what,
    ratePerS: rate,
    errors: expected - (stats.deliveries - stats.duplicates) + stats.wrongSignatures,
    rssMb: usage.rssMb,
    cpuUs: cpuUsPerRequest['gateway'] ?? 0,
    othersPercent: usage.othersPercent,
    figures: [
      { name: 'rate', value: rate, unit: '/s', atLeast: 3_000 },
      { name: 'sent twice', value: stats.duplicates, unit: '' },
    ],
    details: { ...stats, expected, cpuUsPerDelivery: cpuUsPerRequest },
  };
};

const waitForDeliveries = async (world: World, count: number): Promise<void> => {
  const giveUpAtMs = performance.now() + DRAIN_LIMIT_MS;
  for (;;) {
    const stats = await world.sink.stats();
    if (stats.deliveries - stats.duplicates >= count) return;
    if (performance.now() > giveUpAtMs)
      throw new BenchError(`Only ${stats.deliveries} of ${count} webhooks came within ${DRAIN_LIMIT_MS / 1_000} s.`);
    await sleep(50);
  }
};

/** Commits so many events, each with its delivery, all at once; of as many sessions when each has one. */
type Feed = (count: number, eventsOfASession?: number) => Promise<void>;

const createFeed = async (world: World, shop: Shop): Promise<Feed> => {
  const merchant = parseId('merchant', shop.merchantId);
  const { deliveries } = await world.sink.stats();
  const session = await createOneSession(world.gateway().url, shop.apiKey);
  const template = parseId('session', session.id);
  // Its own event is none of the feed's.
  await waitForDeliveries(world, deliveries + 1);
  return async (count, eventsOfASession = 1) => {
    await world.sql.query(FEED_SQL, [merchant, template, count / eventsOfASession, eventsOfASession]);
  };
};

const FEED_SQL = `
  with template as (
    select snapshot, endpoint.id as endpoint_id
    from events event join webhook_endpoints endpoint on endpoint.merchant_id = event.merchant_id
    where event.merchant_id = $1 and event.subject_id = $2 and event.type = 'session.created'
  ), made as materialized (
    select uuidv7() as event_id, session_id, sequence
    from (select uuidv7() as session_id from generate_series(1, $3::int)) sessions, generate_series(1, $4::int) sequence
  ), told as (
    insert into events (merchant_id, id, type, subject_id, sequence, object, object_id, snapshot)
    select $1, event_id, 'session.created', session_id, sequence, 'session', session_id,
    snapshot || jsonb_build_object('id', session_id)
    from made, template
  )
  insert into deliveries (merchant_id, endpoint_id, event_id, subject_id, sequence, state, next_attempt_at)
  select $1, endpoint_id, event_id, session_id, sequence, 'pending', now() from made, template`;
