import type { Figure, Row } from '../measure.ts';

/** What a request costs when nothing is behind it: the mean of what was measured at the two ends of a run. */
export type Limit = { readonly ratePerS: number; readonly cpuUs: number };

/** A row beside the limit: its rate in per cent, and how many times the limit's CPU one of it takes. */
export type CompleteRow = Row & { readonly ratioPercent?: number; readonly cpuTimesLimit?: number };

export const limitOf = (rows: readonly Row[]): Limit | undefined => {
  const limits = rows.filter(({ what, ratePerS }) => what.startsWith('limit:') && ratePerS !== undefined);
  if (limits.length === 0) return undefined;
  const mean = (numbers: readonly number[]): number =>
    numbers.reduce((total, number) => total + number, 0) / numbers.length;
  return {
    ratePerS: mean(limits.map(({ ratePerS = 0 }) => ratePerS)),
    cpuUs: mean(limits.map(({ cpuUs = 0 }) => cpuUs)),
  };
};

/** The row with its ratios, where there is something to compare. */
export const completeRow = (row: Row, limit: Limit | undefined): CompleteRow => {
  const ratio =
    row.isComparedWithLimit === true && limit !== undefined && row.ratePerS !== undefined
      ? (100 * row.ratePerS) / limit.ratePerS
      : undefined;
  const hasCpu = limit !== undefined && limit.cpuUs > 0 && row.cpuUs !== undefined && row.cpuUs > 0;
  return {
    ...row,
    ...(ratio !== undefined && { ratioPercent: ratio }),
    ...(hasCpu && { cpuTimesLimit: (row.cpuUs ?? 0) / limit.cpuUs }),
    ...(row.figures !== undefined && {
      figures: row.figures.map((figure) =>
        figure.value === undefined && ratio !== undefined ? { ...figure, value: ratio } : figure,
      ),
    }),
  };
};

/** `p99 18.2 ms (budget ≤ 25 ms)` */
export const formatFigure = ({ name, value, unit, atLeast, atMost }: Figure): string => {
  const measured = value === undefined ? '?' : withUnit(value, unit);
  if (atLeast !== undefined) return `${name} ${measured} (budget ≥ ${withUnit(atLeast, unit)})`;
  return atMost === undefined ? `${name} ${measured}` : `${name} ${measured} (budget ≤ ${withUnit(atMost, unit)})`;
};

const withUnit = (value: number, unit: Figure['unit']): string => {
  const number = formatNumber(value);
  if (unit === '') return number;
  return unit === '/s' || unit === '%' ? `${number}${unit === '%' ? ' %' : unit}` : `${number} ${unit}`;
};

/** Three digits that mean something, and no more. */
export const formatNumber = (value: number): string => {
  if (Number.isInteger(value)) return value.toLocaleString('en');
  const size = Math.abs(value);
  return value.toLocaleString('en', { maximumFractionDigits: size >= 100 ? 0 : size >= 10 ? 1 : 2 });
};
