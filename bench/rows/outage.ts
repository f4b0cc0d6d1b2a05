import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, Row } from '../measure.ts';
import { BenchError } from '../world/child.ts';
import { addEndpoint, makeEvent, startReceivers, type Receivers } from '../world/receivers.ts';
import { watchUsage } from '../world/usage.ts';
import type { World } from '../world/world.ts';

const DOWN_SECONDS = 600;
const EVENTS = 10_000;
const FIRST_MOST_S = 60;
const ALL_MOST_S = 120;
const GIVE_UP_MS = 600_000;

/**
 * A shop whose server is off for ten minutes, in which 10,000 events happen: how long after it is back until it has the
 * first, and then all?
 */
export const measureOutage = async (bench: Bench): Promise<readonly Row[]> => {
  const world = await bench.world();
  const shop = await world.addSeller('Bench outage');
  const before = await startReceivers(bench.options.parentDir);
  const { port } = before;
  await addEndpoint(world, shop, `${before.url}/quick/outage`);
  // It was healthy until then.
  await makeEvent(world, shop);
  await waitForEvents(before, 1);
  await before.child.stop();

  bench.say(`  down for ${DOWN_SECONDS} s`);
  await makeEventsWhileDown(world, () => makeEvent(world, shop));
  const startedAtMs = Date.now();
  const after = await startReceivers(bench.options.parentDir, port);
  try {
    const { result, usage } = await watchUsage(world.watched(), () => waitForEvents(after, EVENTS));
    const firstS = (result.firstAtMs - startedAtMs) / 1_000;
    const allS = (result.lastNewAtMs - result.firstAtMs) / 1_000;
    return [
      {
        group: 'outage',
        what: `${EVENTS.toLocaleString('en')} events for a sink that was off for ${DOWN_SECONDS / 60} minutes`,
        ratePerS: EVENTS / allS,
        errors: EVENTS - result.events,
        rssMb: usage.rssMb,
        othersPercent: usage.othersPercent,
        figures: [
          { name: 'first after', value: firstS, unit: 's', atMost: FIRST_MOST_S },
          { name: 'all then after', value: allS, unit: 's', atMost: ALL_MOST_S },
          { name: 'sent twice', value: result.quick - result.events, unit: '' },
        ],
      },
    ];
  } finally {
    await after.child.stop();
  }
};

/** Evenly, as orders come. */
const makeEventsWhileDown = async (world: World, make: () => Promise<void>): Promise<void> => {
  const startMs = performance.now();
  const made: Promise<void>[] = [];
  for (let n = 0; n < EVENTS; n++) {
    const waitMs = startMs + (n * DOWN_SECONDS * 1_000) / EVENTS - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    made.push(make());
  }
  await Promise.all(made);
  const restMs = startMs + DOWN_SECONDS * 1_000 - performance.now();
  if (restMs > 0) await sleep(restMs);
  const { rows } = await world.sql.query<{ count: number }>(
    `select count(*)::int as count from deliveries where state = 'pending'`,
  );
  if ((rows[0]?.count ?? 0) < EVENTS) throw new BenchError(`only ${rows[0]?.count ?? 0} events wait: was it off?`);
};

const waitForEvents = async (receivers: Receivers, count: number) => {
  const giveUpAtMs = performance.now() + GIVE_UP_MS;
  for (;;) {
    const stats = await receivers.stats();
    if (stats.events >= count) return stats;
    if (performance.now() > giveUpAtMs) throw new BenchError(`${stats.events} of ${count} events came`);
    await sleep(100);
  }
};
