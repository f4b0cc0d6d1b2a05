import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, Row } from '../measure.ts';
import { readRssMb, type RssSample } from '../world/usage.ts';
import { makePages } from './page.ts';
import { measurePaymentRate } from './payment.ts';

const SETTLE_MS = 3_000;
const CUSTOMERS = 128;
const LONG_SECONDS = 60;

/** A gateway that was just started, then the same under as many whole payments as it can take. */
export const measureMemory = async (bench: Bench): Promise<readonly Row[]> => {
  const world = await bench.world();
  await world.restartGateway();
  await makePages(world);
  await sleep(SETTLE_MS);
  const idleMb = (await readRssMb(world.gateway().child.pid)) ?? 0;
  const { seconds } = bench.options;
  const { measured, usage } = await measurePaymentRate(bench, world, { customers: CUSTOMERS, seconds, card: 'sealed' });
  return [
    {
      group: 'memory',
      what: 'memory: idle, after 200 sessions',
      rssMb: idleMb,
      figures: [{ name: 'RSS', value: idleMb, unit: 'MB', atMost: 120 }],
    },
    {
      group: 'memory',
      what: `memory: whole payments at full rate, ${seconds} s`,
      ...measured,
      figures: [
        { name: 'RSS', value: measured.rssMb, unit: 'MB', atMost: 300 },
        // In the first seconds a heap finds its size; that is no growth.
        ...(seconds < LONG_SECONDS
          ? []
          : [
              {
                name: 'growth per minute in the second half',
                value: growthPerMinute(usage.rssSamples),
                unit: 'MB',
              } as const,
            ]),
      ],
      details: { rssSamples: usage.rssSamples.map(({ atMs, rssMb }) => [Math.round(atMs), Math.round(rssMb)]) },
    },
  ];
};

/** The slope of a straight line through the second half of the samples. */
const growthPerMinute = (samples: readonly RssSample[]): number => {
  const half = samples.slice(Math.floor(samples.length / 2));
  const meanAt = half.reduce((total, { atMs }) => total + atMs, 0) / half.length;
  const meanMb = half.reduce((total, { rssMb }) => total + rssMb, 0) / half.length;
  const along = half.reduce((total, { atMs, rssMb }) => total + (atMs - meanAt) * (rssMb - meanMb), 0);
  const across = half.reduce((total, { atMs }) => total + (atMs - meanAt) ** 2, 0);
  return across === 0 ? 0 : (along / across) * 60_000;
};
