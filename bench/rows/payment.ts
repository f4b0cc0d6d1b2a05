import type { PaymentJob } from '../load/job.ts';
import { costOf, sum, summarize, type Bench, type Figure, type Row } from '../measure.ts';
import { watchUsage, type Usage } from '../world/usage.ts';
import type { World } from '../world/world.ts';
import { sessionBody } from './session-request.ts';

/** Customers at the same time, tried one after the other for the best rate. */
const LADDER = [32, 64, 128, 256];
const LADDER_SECONDS = 3;
const SHARE = 0.7;

export const measurePayments = async (bench: Bench): Promise<readonly Row[]> => {
  const world = await bench.world();
  await world.sink.reset(world.shop.webhookSecret);
  const { seconds } = bench.options;
  const customers = await findCustomers(bench, world);
  const sustained = await measurePaymentRate(bench, world, { customers, seconds, card: 'sealed' });
  const rows: Row[] = [
    {
      group: 'payment',
      what: `whole payment, card sealed by the page's script, ${customers} customers at a time, ${seconds} s`,
      ...sustained.measured,
      figures: [{ name: 'rate', value: sustained.measured.ratePerS, unit: '/s', atLeast: 1_000 }, ...sustained.figures],
      details: sustained.details,
    },
  ];
  const due = await measurePaymentRate(bench, world, {
    customers: 512,
    seconds,
    card: 'sealed',
    ratePerS: Math.floor(sustained.measured.ratePerS * SHARE),
  });
  rows.push(
    {
      group: 'payment',
      what: 'whole payment, open loop at 70 % of that rate',
      ...due.measured,
      figures: due.figures,
      details: due.details,
    },
    {
      group: 'payment',
      what: '… of it: card submit',
      ...due.submit,
      figures: [{ name: 'p99', value: due.submit.p99Ms, unit: 'ms', atMost: 150 }],
    },
    { group: 'payment', what: '… of it: webhook acknowledged after the customer was answered', ...due.webhook },
  );
  const plain = await measurePaymentRate(bench, world, { customers, seconds: bench.shortSeconds, card: 'plain' });
  rows.push({
    group: 'payment',
    what: `whole payment, plain form post, ${customers} customers at a time`,
    ...plain.measured,
    figures: plain.figures,
    details: plain.details,
  });
  const stats = await world.sink.stats();
  rows.push({
    group: 'payment',
    what: 'webhooks that the payments brought',
    errors: stats.wrongSignatures,
    figures: [
      { name: 'deliveries', value: stats.deliveries, unit: '' },
      { name: 'sent twice', value: stats.duplicates, unit: '' },
      { name: 'signatures checked', value: stats.checkedSignatures, unit: '' },
      { name: 'wrong', value: stats.wrongSignatures, unit: '', atMost: 0 },
    ],
  });
  return rows;
};

/** The first steps also warm the gateway up. */
const findCustomers = async (bench: Bench, world: World): Promise<number> => {
  let best = { customers: LADDER[0] ?? 1, ratePerS: 0 };
  for (const customers of LADDER) {
    const { measured } = await measurePaymentRate(bench, world, { customers, seconds: LADDER_SECONDS, card: 'sealed' });
    bench.say(`    ${customers} customers at a time: ${Math.round(measured.ratePerS)}/s`);
    if (measured.ratePerS > best.ratePerS) best = { customers, ratePerS: measured.ratePerS };
  }
  return best.customers;
};

export type PaymentInput = Pick<PaymentJob, 'customers' | 'seconds' | 'card'> & { readonly ratePerS?: number };

export const measurePaymentRate = async (bench: Bench, world: World, input: PaymentInput) => {
  const { seconds } = input;
  const { result: load, usage } = await watchUsage(world.watched(), () =>
    bench.generator.pay({
      gateway: world.gateway().target,
      sink: world.sink.target,
      apiKey: world.shop.apiKey,
      sessionBody: sessionBody(),
      warmupSeconds: 1,
      ratePerS: undefined,
      ...input,
    }),
  );
  const { result } = load;
  const steps = {
    session: summarize(result.session, seconds),
    page: summarize(result.page, seconds),
    submit: summarize(result.submit, seconds),
    webhook: summarize(result.webhook, seconds),
  };
  const cost = costOf(usage, { cpuMs: load.cpuMs, all: result.paid });
  const figures: Figure[] = [
    { name: 'webhooks missing', value: result.missing, unit: '', atMost: 0 },
    ...(sum(Object.values(result.whole.errors)) > 0
      ? [
          {
            name: firstErrorOf(result.whole.errors),
            value: sum(Object.values(result.whole.errors)),
            unit: '',
            atMost: 0,
          } as const,
        ]
      : []),
  ];
  return {
    measured: {
      ...summarize(result.whole, seconds),
      rssMb: usage.rssMb,
      cpuUs: cost.cpuUsPerRequest['gateway'] ?? 0,
      othersPercent: usage.othersPercent,
    },
    submit: steps.submit,
    webhook: steps.webhook,
    figures,
    usage,
    details: {
      ...input,
      paid: result.paid,
      missing: result.missing,
      errors: result.whole.errors,
      steps,
      ...cost,
      ...memoryOf(usage),
    },
  };
};

const firstErrorOf = (errors: Readonly<Record<string, number>>): string =>
  Object.entries(errors).sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';

const memoryOf = ({ rssSamples }: Usage) => ({
  rssMbAtStart: rssSamples[0]?.rssMb,
  rssMbAtEnd: rssSamples.at(-1)?.rssMb,
});
