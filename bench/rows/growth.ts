import { measureRepeat, type Bench, type Figure, type Row } from '../measure.ts';
import { fill } from '../world/fill.ts';
import type { World } from '../world/world.ts';
import { makePages, measurePageRate } from './page.ts';
import { measurePaymentRate } from './payment.ts';
import { sessionRequest } from './session-request.ts';

const CUSTOMERS = 64;

/** The three rates on a new database, and with many sessions stored, in one gateway process. */
export const measureGrowth = async (bench: Bench): Promise<readonly Row[]> => {
  await bench.endWorld();
  const world = await bench.world();
  // Thrown away: it only warms the gateway up, which would look like growth turned round.
  await measureThree(bench, world);
  const empty = await measureThree(bench, world);
  await fill(world, { sessions: bench.options.sessions, say: bench.say });
  const full = await measureThree(bench, world);
  const stored = bench.options.sessions.toLocaleString('en');
  return empty.flatMap((before, index): Row[] => {
    const after = full[index];
    if (after === undefined) return [];
    const share: Figure = {
      name: 'of the rate on a new database',
      value: (100 * (after.ratePerS ?? 0)) / (before.ratePerS ?? 1),
      unit: '%',
      atLeast: 90,
    };
    return [
      { ...before, what: `${before.what}, new database` },
      { ...after, what: `${after.what}, ${stored} sessions stored`, figures: [share] },
    ];
  });
};

const measureThree = async (bench: Bench, world: World): Promise<readonly Row[]> => {
  const session = await measureRepeat(bench, {
    target: world.gateway().target,
    request: sessionRequest(world.shop.apiKey),
    connections: 256,
    watched: world.watched(),
  });
  const page = await measurePageRate(bench, world, await makePages(world));
  const payment = await measurePaymentRate(bench, world, {
    customers: CUSTOMERS,
    seconds: bench.shortSeconds,
    card: 'sealed',
  });
  return [
    { group: 'growth', what: 'POST /sessions, c=256', ...session },
    { group: 'growth', what: 'GET payment page, c=64', ...page },
    { group: 'growth', what: `whole payment, ${CUSTOMERS} customers`, ...payment.measured, details: payment.details },
  ];
};
