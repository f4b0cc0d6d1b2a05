/** The figures of a merchant for a day, a week or a month, beside those of the period before. */
import type { Uuid } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';
import type { Query } from '../../db/db.ts';
import { countDeliveries, countHours, type Count } from './count.ts';
import { findChangedHours, findMark, sumKept } from './kept.ts';
import { HOUR_MS, type Span, type Spans } from './period.ts';
import { totalsOf, type Totals } from './totals.ts';

export type Figures = {
  readonly spans: Spans;
  readonly current: Totals;
  readonly previous: Totals;
  /** The hours of a day, or the days of a week or month, up to now. */
  readonly series: readonly Point[];
};

export type Point = { readonly fromMs: number; readonly totals: Pick<Totals, 'payments' | 'volumes'> };

export type Asked = { readonly merchantId: Uuid<'merchant'>; readonly spans: Spans; readonly nowMs: number };

/** Figures that one process reads at a time: a database that is busy with them has no time for payments. */
const MOST = 4;
const MOST_OF_ONE = 2;

export type FigureReader = (asked: Asked) => Promise<Figures>;

/** Throws `rate_limited` when too many are read already. */
export const createFigureReader = (deps: { readonly db: { readonly query: Query } }): FigureReader => {
  const reading: string[] = [];
  return async (asked) => {
    const ofThisOne = reading.filter((id) => id === asked.merchantId).length;
    if (reading.length >= MOST || ofThisOne >= MOST_OF_ONE)
      throw new Problem('rate_limited', 'Too many figures are added up already. Ask again in a moment.', {
        retryAfterSeconds: 1,
      });
    reading.push(asked.merchantId);
    try {
      return await readFigures(deps.db.query, asked);
    } finally {
      reading.splice(reading.indexOf(asked.merchantId), 1);
    }
  };
};

export const readFigures = async (query: Query, { merchantId, spans, nowMs }: Asked): Promise<Figures> => {
  const mark = await findMark(query, merchantId);
  const changed = mark === undefined ? [] : await findChangedHours(query, merchantId, mark);
  const known = { keptToMs: mark?.keptToMs ?? -Infinity, changed };
  const read = (span: Span) =>
    readCounts(query, merchantId, { span: untilNow(span, nowMs), stepMs: spans.stepMs, known });
  const [current, previous] = [await read(spans.current), await read(spans.previous)];
  return {
    spans,
    current: totalsOf(current),
    previous: totalsOf(previous),
    series: seriesOf(current, spans, nowMs),
  };
};

const untilNow = ({ fromMs, toMs }: Span, nowMs: number): Span => ({
  fromMs,
  toMs: Math.max(fromMs, Math.min(toMs, Math.ceil((nowMs + 1) / HOUR_MS) * HOUR_MS)),
});

type Known = { readonly keptToMs: number; readonly changed: readonly number[] };
type Wanted = { readonly span: Span; readonly stepMs: number; readonly known: Known };

/**
 * Hours that are kept and did not change since, as they are kept; the others from the rows. A job that keeps more hours
 * meanwhile does not matter: an hour is read in one of the two ways, as was decided at the beginning.
 */
const readCounts = async (
  query: Query,
  merchantId: string,
  { span: { fromMs, toMs }, stepMs, known: { keptToMs, changed } }: Wanted,
): Promise<readonly Count[]> => {
  const splitMs = Math.min(toMs, Math.max(fromMs, keptToMs));
  const without = changed.filter((hourMs) => hourMs >= fromMs && hourMs < splitMs);
  const kept = splitMs > fromMs ? await sumKept(query, merchantId, { fromMs, toMs: splitMs, stepMs, without }) : [];
  const fresh = hoursOf({ fromMs: splitMs, toMs });
  return [
    ...kept,
    ...(await countHours(query, merchantId, [...without, ...fresh])),
    ...(await countDeliveries(query, merchantId, fresh)),
  ];
};

const hoursOf = ({ fromMs, toMs }: Span): readonly number[] =>
  Array.from({ length: (toMs - fromMs) / HOUR_MS }, (_, place) => fromMs + place * HOUR_MS);

const seriesOf = (counts: readonly Count[], { current, stepMs }: Spans, nowMs: number): readonly Point[] => {
  const payments = counts.filter(({ figure }) => figure === 'payments');
  const steps = Math.ceil((untilNow(current, nowMs).toMs - current.fromMs) / stepMs);
  return Array.from({ length: steps }, (_, place) => {
    const fromMs = current.fromMs + place * stepMs;
    const { payments: outcomes, volumes } = totalsOf(
      payments.filter(({ hourMs }) => hourMs >= fromMs && hourMs < fromMs + stepMs),
    );
    return { fromMs, totals: { payments: outcomes, volumes } };
  });
};
