import { join } from 'node:path';
import { startGenerator } from '../load/generator.ts';
import type { RequestSpec } from '../load/request.ts';
import { measureRepeat, sum, type Bench, type Measured, type Row } from '../measure.ts';
import type { World } from '../world/world.ts';
import { makePages } from './page.ts';

/** Customers of the one merchant, at a rate that leaves the gateway idle. */
const PAGES_PER_S = 20;
const PAGE_CONNECTIONS = 16;
const NONSENSE_CONNECTIONS = 16;

/** The defaults of live mode; in sandbox mode there is none. */
const BUDGETS = { TOLLGATE_KILOBYTES_PER_MERCHANT: '16000', TOLLGATE_WORK_MS_PER_MERCHANT: '200' };

/** As many values as a body of 64 KB has place for: what takes longest to read of what was found. */
const nonsense = (apiKey: string): RequestSpec => ({
  method: 'POST',
  paths: ['/api2/webhook-endpoints'],
  headers: { 'Content-Type': 'application/json', 'X-Api-Key': apiKey },
  body: JSON.stringify({ url: 'https://shop.example/hook', events: new Array<string>(20_000).fill('') }),
});

/** What a merchant's customers notice of what another merchant sends. */
export const measureFairness = async (bench: Bench): Promise<readonly Row[]> => {
  const world = await bench.world();
  const other = await world.addMerchant('Sends nonsense');
  const paths = await makePages(world);
  const idle = await measureCustomers(bench, world, paths);
  const free = await underNonsense(bench, world, { paths, apiKey: other.apiKey });
  await world.restartGateway(BUDGETS);
  const bounded = await underNonsense(bench, world, { paths, apiKey: other.apiKey });
  await world.restartGateway();
  const what = `payment page of one merchant at ${PAGES_PER_S}/s`;
  return [
    { group: 'fairness', what: `${what}, nobody else`, ...idle },
    { group: 'fairness', what: `${what}, another sends nonsense, no budget`, ...free },
    { group: 'fairness', what: `${what}, another sends nonsense, budgets of live mode`, ...bounded },
  ];
};

const measureCustomers = (bench: Bench, world: World, paths: readonly string[]): Promise<Measured> =>
  measureRepeat(bench, {
    target: world.gateway().target,
    request: { method: 'GET', paths, headers: { Accept: 'text/html' } },
    connections: PAGE_CONNECTIONS,
    ratePerS: PAGES_PER_S,
    watched: world.watched(),
  });

/** As fast as the other merchant's answers come, from before the customers come until after they went. */
const underNonsense = async (
  bench: Bench,
  world: World,
  { paths, apiKey }: { readonly paths: readonly string[]; readonly apiKey: string },
): Promise<Measured> => {
  const sender = await startGenerator(join(bench.options.parentDir, 'bench-logs'));
  try {
    const [measured, sent] = await Promise.all([
      measureCustomers(bench, world, paths),
      sender.repeat({
        target: world.gateway().target,
        request: nonsense(apiKey),
        status: 400,
        connections: NONSENSE_CONNECTIONS,
        warmupSeconds: 0,
        seconds: bench.shortSeconds + 2,
        ratePerS: undefined,
      }),
    ]);
    const { count, errors } = sent.result;
    return { ...measured, details: { ...measured.details, read: count, refused: sum(Object.values(errors)) } };
  } finally {
    await sender.stop();
  }
};
