/** The address of the rows behind a figure: the list of payments (or of sessions), with what the figure counts. */
import { formatId, parseId } from '../../../base/id.ts';
import type { Figure } from '../../../reports/figures/behind.ts';
import { figureKinds } from '../../../reports/figures/count.ts';
import { DAY_MS, dayOf, HOUR_MS, type Span } from '../../../reports/figures/period.ts';

export type FigureAsked = {
  readonly figure: Figure;
  /** Whole days, and of one day perhaps one hour. */
  readonly span: Span;
};

/** Longest stretch that is looked through: two months. */
const LONGEST_MS = 62 * DAY_MS;

/** Of a figure, as text for an address. */
export const addressOf = (figure: Partial<Figure> & Pick<Figure, 'kind'>, { fromMs, toMs }: Span): string => {
  const isHour = toMs - fromMs < DAY_MS;
  const value = figure.kind === 'accounts' && figure.value ? formatId('acquirerAccount', figure.value) : figure.value;
  const given = {
    figure: figure.kind,
    value,
    outcome: figure.outcome,
    currency: figure.currency,
    from: dayOf(fromMs),
    to: dayOf(toMs - 1),
    hour: isHour ? String(new Date(fromMs).getUTCHours()) : undefined,
  };
  return new URLSearchParams(
    Object.entries(given).flatMap(([name, text]): [string, string][] => (text === undefined ? [] : [[name, text]])),
  ).toString();
};

/** Undefined: the address names no figure, or not when. */
export const readFigure = (query: Readonly<Record<string, unknown>>): FigureAsked | undefined => {
  const text = (name: string): string | undefined => {
    const value = query[name];
    return typeof value === 'string' ? value.slice(0, 100) : undefined;
  };
  const kind = figureKinds.find((one) => one === text('figure'));
  const span = spanIn(text('from') ?? '', text('to') ?? '', text('hour') ?? '');
  if (kind === undefined || span === undefined) return undefined;
  const value = text('value');
  return {
    figure: {
      kind,
      value: kind === 'accounts' && value ? (parseId('acquirerAccount', value) ?? 'none') : value,
      outcome: text('outcome'),
      currency: text('currency'),
    },
    span,
  };
};

const spanIn = (from: string, to: string, hour: string): Span | undefined => {
  const [fromMs, lastMs] = [startOf(from), startOf(to)];
  if (fromMs === undefined || lastMs === undefined || lastMs < fromMs) return undefined;
  const toMs = lastMs + DAY_MS;
  if (!/^\d{1,2}$/.test(hour) || Number(hour) > 23) return { fromMs: Math.max(fromMs, toMs - LONGEST_MS), toMs };
  return { fromMs: fromMs + Number(hour) * HOUR_MS, toMs: fromMs + (Number(hour) + 1) * HOUR_MS };
};

const startOf = (day: string): number | undefined => {
  const atMs = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(day) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : atMs;
};
