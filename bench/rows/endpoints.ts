import { setTimeout as sleep } from 'node:timers/promises';
import { createHistogram } from '../load/histogram.ts';
import { findFreePort } from '../world/free-port.ts';
import { addEndpoint, makeEvent, startReceivers, switchEndpoint, type Receivers } from '../world/receivers.ts';
import { watchUsage } from '../world/usage.ts';
import type { Shop, World } from '../world/world.ts';
import type { Bench, Row } from '../measure.ts';

/** 50 merchants with 20 endpoints each, of which two are good: 1,000, and 900 of them dead or slow. */
const MERCHANTS = 50;
const GOOD_EACH = 2;
const BAD_EACH = 18;
/** Sessions of all merchants; each makes an event for every endpoint of its merchant. */
const SESSIONS_PER_S = 10;
/** Until breakers are open, and what hangs has filled its places. */
const SETTLE_SECONDS = 15;
const ROUNDS = 2;
const GIVE_UP_MS = 60_000;

/** What the good endpoints notice of 900 bad ones, while all of them have events; idle and busy in turns. */
export const measureEndpoints = async (bench: Bench): Promise<readonly Row[]> => {
  const world = await bench.world();
  const receivers = await startReceivers(bench.options.parentDir);
  try {
    const shops = await addShops(world, receivers);
    const idle: Heard[] = [];
    const busy: Heard[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await switchBad(world, shops, false);
      idle.push(await hear(bench, world, { shops, receivers }));
      await switchBad(world, shops, true);
      busy.push(await hear(bench, world, { shops, receivers }));
    }
    await switchBad(world, shops, false);
    return rowsOf(idle, busy);
  } finally {
    await receivers.child.stop();
  }
};

type ManyShop = { readonly shop: Shop; readonly bad: readonly string[] };

/** Two in three of the bad ones hold a connection for seconds, the third refuses it. */
const addShops = async (world: World, receivers: Receivers): Promise<readonly ManyShop[]> => {
  const closedPort = await findFreePort();
  const kinds = [`${receivers.url}/never`, `${receivers.url}/slow`, `http://127.0.0.1:${closedPort}`];
  const shops: ManyShop[] = [];
  for (let i = 0; i < MERCHANTS; i++) {
    const shop = await world.addSeller(`Bench endpoints ${i}`);
    for (let n = 0; n < GOOD_EACH; n++) await addEndpoint(world, shop, `${receivers.url}/quick/${i}-${n}`);
    const bad: string[] = [];
    for (let n = 0; n < BAD_EACH; n++)
      bad.push(await addEndpoint(world, shop, `${kinds[n % kinds.length] ?? ''}/${i}-${n}`));
    shops.push({ shop, bad });
  }
  return shops;
};

const switchBad = async (world: World, shops: readonly ManyShop[], enabled: boolean): Promise<void> => {
  for (const { shop, bad } of shops) for (const id of bad) await switchEndpoint(world, shop, id, enabled);
};

type Heard = {
  readonly expected: number;
  readonly events: number;
  readonly counts: readonly number[];
  readonly bad: number;
  readonly rssMb: number;
  readonly othersPercent: number | undefined;
};

/** At a fixed rate whatever the answers take, so that what is late counts as late. */
const hear = async (
  bench: Bench,
  world: World,
  { shops, receivers }: { readonly shops: readonly ManyShop[]; readonly receivers: Receivers },
): Promise<Heard> => {
  await receivers.reset();
  await waitForEvents(receivers, GOOD_EACH * (await makeEvents(world, shops, SETTLE_SECONDS)));
  await receivers.reset();
  const { result, usage } = await watchUsage(world.watched(), async () => {
    const sessions = await makeEvents(world, shops, bench.options.seconds);
    return sessions * GOOD_EACH;
  });
  await waitForEvents(receivers, result);
  const { events, counts, slow, never } = await receivers.stats();
  const { rssMb, othersPercent } = usage;
  return { expected: result, events, counts, bad: slow + never, rssMb, othersPercent };
};

/** What has not come by then is missing. */
const waitForEvents = async (receivers: Receivers, count: number): Promise<void> => {
  const giveUpAtMs = performance.now() + GIVE_UP_MS;
  while ((await receivers.stats()).events < count && performance.now() < giveUpAtMs) await sleep(100);
};

const makeEvents = async (world: World, shops: readonly ManyShop[], seconds: number): Promise<number> => {
  const startMs = performance.now();
  const count = seconds * SESSIONS_PER_S;
  const made: Promise<void>[] = [];
  for (let n = 0; n < count; n++) {
    const waitMs = startMs + (n * 1_000) / SESSIONS_PER_S - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    const shop = shops[n % shops.length]?.shop;
    if (shop !== undefined) made.push(makeEvent(world, shop));
  }
  await Promise.all(made);
  return count;
};

const rowsOf = (idle: readonly Heard[], busy: readonly Heard[]): readonly Row[] => {
  const [calm, loaded] = [summarize(idle), summarize(busy)];
  const what = `events to ${MERCHANTS * GOOD_EACH} good endpoints, ${SESSIONS_PER_S * GOOD_EACH}/s`;
  return [
    { group: 'endpoints', what: `${what}, no others`, ...calm },
    {
      group: 'endpoints',
      what: `${what}, beside ${MERCHANTS * BAD_EACH} dead or slow ones with ${SESSIONS_PER_S * BAD_EACH}/s`,
      ...loaded,
      figures: [
        { name: 'p50', value: loaded.p50Ms, unit: 'ms', atMost: 50 },
        { name: 'p99 beside that without them', value: (100 * loaded.p99Ms) / calm.p99Ms, unit: '%', atMost: 120 },
      ],
    },
  ];
};

const summarize = (all: readonly Heard[]) => {
  const took = createHistogram();
  for (const { counts } of all) took.add(counts);
  return {
    p50Ms: took.percentile(0.5) / 1_000,
    p99Ms: took.percentile(0.99) / 1_000,
    errors: all.reduce((missing, { expected, events }) => missing + Math.max(0, expected - events), 0),
    rssMb: Math.max(...all.map(({ rssMb }) => rssMb)),
    othersPercent: Math.max(...all.map(({ othersPercent = 0 }) => othersPercent)),
    details: { rounds: all.map(({ counts, ...heard }) => ({ ...heard, ...percentilesOf(counts) })) },
  };
};

const percentilesOf = (counts: readonly number[]) => {
  const took = createHistogram();
  took.add(counts);
  return { p50Ms: took.percentile(0.5) / 1_000, p99Ms: took.percentile(0.99) / 1_000 };
};
