/** Days are those of UTC, whatever the merchant's own: there is no other setting, and every figure says so. */
export const periods = ['day', 'week', 'month'] as const;
export type Period = (typeof periods)[number];

/** From a moment (inclusive) to another (exclusive), both whole hours of UTC. */
export type Span = { readonly fromMs: number; readonly toMs: number };

/** What is looked at, and what it is compared with. */
export type Spans = {
  readonly period: Period;
  readonly current: Span;
  /** The period before; of one that is not over, as much of it as has passed of this one. */
  readonly previous: Span;
  /** How long a point of the chart is: an hour of a day, a day of a week or month. */
  readonly stepMs: number;
};

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** `day`: any day of the period, `2024-03-28`. A week begins on Monday. */
export const spansOf = (period: Period, day: string, nowMs: number): Spans => {
  const current = spanAround(period, Date.parse(day));
  const before = spanAround(period, current.fromMs - DAY_MS);
  const passedMs = Math.ceil((nowMs - current.fromMs) / HOUR_MS) * HOUR_MS;
  const isOver = nowMs >= current.toMs;
  const comparedMs = isOver ? Infinity : Math.max(passedMs, HOUR_MS);
  return {
    period,
    current,
    previous: { fromMs: before.fromMs, toMs: Math.min(before.toMs, before.fromMs + comparedMs) },
    stepMs: period === 'day' ? HOUR_MS : DAY_MS,
  };
};

const spanAround = (period: Period, dayMs: number): Span => {
  const day = new Date(dayMs);
  switch (period) {
    case 'day':
      return { fromMs: dayMs, toMs: dayMs + DAY_MS };
    case 'week': {
      const fromMs = dayMs - ((day.getUTCDay() + 6) % 7) * DAY_MS;
      return { fromMs, toMs: fromMs + 7 * DAY_MS };
    }
    case 'month': {
      const [year, month] = [day.getUTCFullYear(), day.getUTCMonth()];
      return { fromMs: Date.UTC(year, month, 1), toMs: Date.UTC(year, month + 1, 1) };
    }
  }
};

export const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);
