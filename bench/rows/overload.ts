import { join } from 'node:path';
import { startGenerator } from '../load/generator.ts';
import { measureRepeat, sum, summarize, type Bench, type Figure, type Row } from '../measure.ts';
import type { World } from '../world/world.ts';
import { measurePaymentRate } from './payment.ts';
import { sessionRequest } from './session-request.ts';

/**
 * Each sends its next request as soon as it is answered, whatever the answer: some three times what the gateway lets
 * wait.
 */
const CONNECTIONS = 1_500;
/** Customers beside the flood. The sessions of some of them are turned away, as creates come before cards. */
const CUSTOMERS_PER_S = 10;

/** More creates than can be done, over many connections, while customers pay: who is turned away, and who is not. */
export const measureOverload = async (bench: Bench): Promise<readonly Row[]> => {
  const world = await bench.world();
  await world.sink.reset(world.shop.webhookSecret);
  const sustained = await measureRepeat(bench, {
    target: world.gateway().target,
    request: sessionRequest(world.shop.apiKey),
    connections: 64,
    warmupSeconds: 3,
    watched: world.watched(),
  });
  const [flood, paid] = await duringFlood(bench, world);
  return [
    { group: 'overload', what: 'POST /sessions that can be sustained, c=64', ...sustained },
    { group: 'overload', what: `POST /sessions, ${CONNECTIONS} connections that never pause`, ...flood },
    { group: 'overload', what: `… meanwhile ${CUSTOMERS_PER_S} customers a second: card submit`, ...paid },
  ];
};

type Beside = Pick<Row, 'ratePerS' | 'p50Ms' | 'p99Ms' | 'errors' | 'figures' | 'details'>;

const duringFlood = async (bench: Bench, world: World): Promise<readonly [Beside, Beside]> => {
  const flooder = await startGenerator(join(bench.options.parentDir, 'bench-logs'));
  const seconds = bench.shortSeconds;
  try {
    const [sent, payments] = await Promise.all([
      flooder.repeat({
        target: world.gateway().target,
        request: sessionRequest(world.shop.apiKey),
        status: 200,
        connections: CONNECTIONS,
        warmupSeconds: 1,
        seconds,
        ratePerS: undefined,
      }),
      measurePaymentRate(bench, world, { customers: 64, seconds, card: 'sealed', ratePerS: CUSTOMERS_PER_S }),
    ]);
    const { 'status 503': turnedAway = 0, ...others } = sent.result.errors;
    const wrong = sum(Object.values(others));
    const figures: Figure[] = [
      { name: 'turned away', value: turnedAway / seconds, unit: '/s' },
      { name: 'neither', value: wrong, unit: '', atMost: 0 },
    ];
    const flood = {
      ...summarize(sent.result, seconds),
      errors: wrong,
      figures,
      details: sent.result.errors,
    };
    return [flood, payments.submit];
  } finally {
    await flooder.stop();
  }
};
