import { join } from 'node:path';
import { startGenerator } from '../load/generator.ts';
import { measureRepeat, sum, type Bench, type Figure, type Measured, type Row } from '../measure.ts';
import type { World } from '../world/world.ts';
import { sessionRequest } from './session-request.ts';

/** Creates of one shop, at a rate that leaves the gateway idle. */
const GOOD_PER_S = 50;
const GOOD_CONNECTIONS = 16;
/** What is refused comes at even distances, however it is refused, so that rows can be compared. */
const FLOOD_PER_S = 1_500;
const FLOOD_CONNECTIONS = 64;
const WARMUP_SECONDS = 1;

/** The defaults of live mode; in sandbox mode there is none. */
const LIMITS = { TOLLGATE_RATE_LIMIT_PER_KEY: '1000', TOLLGATE_RATE_LIMIT_PER_IP: '50' };

/** Of the right form, each another one, and nobody's: looked up, and then refused, or told to wait. */
const UNKNOWN_KEY = `${'f'.repeat(30)}{n}`;

/** What a shop's creates notice of a flood that is refused: by its key, and with the limits of live mode. */
export const measureFlood = async (bench: Bench): Promise<readonly Row[]> => {
  const world = await bench.world();
  const idle = await measureGood(bench, world);
  const unknown = await underFlood(bench, world, idle);
  await world.restartGateway(LIMITS);
  const idleLimited = await measureGood(bench, world);
  const limited = await underFlood(bench, world, idleLimited);
  await world.restartGateway();
  const what = `POST /sessions of one shop at ${GOOD_PER_S}/s`;
  const flood = `beside ${FLOOD_PER_S}/s with an unknown key`;
  return [
    { group: 'flood', what: `${what}, nobody else`, ...idle },
    { group: 'flood', what: `${what}, ${flood}, no limit (401)`, ...unknown },
    { group: 'flood', what: `${what}, nobody else, limits of live mode`, ...idleLimited },
    { group: 'flood', what: `${what}, ${flood}, limits of live mode (429)`, ...limited },
  ];
};

const measureGood = (bench: Bench, world: World): Promise<Measured> =>
  measureRepeat(bench, {
    target: world.gateway().target,
    request: sessionRequest(world.shop.apiKey),
    connections: GOOD_CONNECTIONS,
    ratePerS: GOOD_PER_S,
    warmupSeconds: WARMUP_SECONDS,
    watched: world.watched(),
  });

type Flooded = Measured & { readonly figures: readonly Figure[] };

/** The flood is there from before the good ones come until after they went. */
const underFlood = async (bench: Bench, world: World, idle: Measured): Promise<Flooded> => {
  const flooder = await startGenerator(join(bench.options.parentDir, 'bench-logs'));
  const seconds = bench.shortSeconds + 2 * WARMUP_SECONDS;
  try {
    const [good, { result }] = await Promise.all([
      measureGood(bench, world),
      flooder.repeat({
        target: world.gateway().target,
        request: sessionRequest(UNKNOWN_KEY),
        status: 401,
        connections: FLOOD_CONNECTIONS,
        warmupSeconds: 0,
        seconds,
        ratePerS: FLOOD_PER_S,
      }),
    ]);
    const { 'status 429': overLimit = 0, ...others } = result.errors;
    const wrong = sum(Object.values(others));
    const figures: readonly Figure[] = [
      { name: 'p99 beside that without it', value: (100 * good.p99Ms) / idle.p99Ms, unit: '%' },
      { name: 'refused with 401', value: result.count / seconds, unit: '/s' },
      { name: 'with 429', value: overLimit / seconds, unit: '/s' },
      { name: 'neither', value: wrong, unit: '', atMost: 0 },
      { name: 'CPU of the gateway for a refused one', value: costOfRefused(idle, good), unit: 'ms' },
    ];
    return { ...good, figures, details: { ...good.details, flood: { answered: result.count, ...result.errors } } };
  } finally {
    await flooder.stop();
  }
};

/** In milliseconds: what the gateway's CPU of a good one grew by is that of those refused meanwhile. */
const costOfRefused = (idle: Measured, flooded: Measured): number =>
  ((flooded.cpuUs - idle.cpuUs) * GOOD_PER_S) / FLOOD_PER_S / 1_000;
