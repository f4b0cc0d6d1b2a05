import { systemClock } from '../../src/base/clock.ts';
import type { Uuid } from '../../src/base/id.ts';
import type { Db } from '../../src/db/db.ts';
import { findPaymentsBehind } from '../../src/reports/figures/behind.ts';
import { keepFigures } from '../../src/reports/figures/keep.ts';
import { DAY_MS, dayOf, spansOf, type Period, type Spans } from '../../src/reports/figures/period.ts';
import { readFigures } from '../../src/reports/figures/read.ts';

/** Reads that are slow are done less often. */
const ROUNDS = { fromRows: 10, kept: 50 };

const spansOfAny = (period: Period): Spans =>
  spansOf(period, dayOf(Date.now() - Math.floor(Math.random() * 89) * DAY_MS), Date.now());

/** Figures of any day, week or month: from the rows, and from kept hours; how long keeping takes; and rows behind. */
export const measureFigures = async (db: Db, merchantId: Uuid<'merchant'>): Promise<void> => {
  const read = (period: Period) => (): Promise<unknown> =>
    readFigures(db.query, { merchantId, spans: spansOfAny(period), nowMs: Date.now() });
  await report('figures of a day, from the rows', ROUNDS.fromRows, read('day'));
  const began = performance.now();
  let runs = 0;
  while ((await keepFigures({ db, clock: systemClock })) > 0) runs++;
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  process.stdout.write(`all hours kept in ${seconds} s, ${runs} runs; ${await describeKept(db, merchantId)}\n`);
  for (const period of ['day', 'week', 'month'] as const)
    await report(`figures of a ${period}`, ROUNDS.kept, read(period));
  for (const [kind, value, outcome] of BEHIND)
    await report(`payments behind a figure: ${kind} ${value}, of a month`, ROUNDS.kept, () =>
      findPaymentsBehind(db.query, merchantId, {
        figure: { kind, value, outcome, currency: undefined },
        span: spansOfAny('month').current,
        nowMs: Date.now(),
        before: undefined,
        limit: 50,
      }),
    );
};

const BEHIND = [
  ['brands', 'maestro', 'declined'],
  ['reasons', 'expiredCard', 'declined'],
  ['timeToPay', '0', 'approved'],
] as const;

const report = async (name: string, rounds: number, work: () => Promise<unknown>): Promise<void> => {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  times.sort((one, other) => one - other);
  const at = (share: number): string => (times[Math.min(rounds - 1, Math.floor(rounds * share))] ?? 0).toFixed(1);
  process.stdout.write(`| ${name} | any | ${at(0.5)} | ${at(0.99)} |\n`);
};

const describeKept = async (db: Db, merchantId: string): Promise<string> => {
  const [row] = await db.query<{ own: string; size: string }>(
    {
      name: 'measure-figure-hours',
      text: `select (select count(*) from figure_hours where merchant_id = $1)::text as own,
               pg_size_pretty(pg_total_relation_size('figure_hours')) as size`,
    },
    [merchantId],
  );
  return `${row?.own ?? '?'} rows of this merchant, ${row?.size ?? '?'} in all`;
};
