import type { Figure, Row } from '../measure.ts';

/** The run's limit: the mean of what was measured at its two ends. */
export const limitOf = (rows: readonly Row[]): number | undefined => {
  const rates = rows.filter(({ what, ratePerS }) => what.startsWith('limit:') && ratePerS !== undefined).map(({ ratePerS = 0 }) => ratePerS);
  return rates.length === 0 ? undefined : rates.reduce((total, rate) => total + rate, 0) / rates.length;
};

export const ratioOf = (row: Row, limit: number | undefined): number | undefined =>
  row.isComparedWithLimit === true && limit !== undefined && row.ratePerS !== undefined ? (100 * row.ratePerS) / limit : undefined;

/** The row with its ratio, in per cent, where one was waited for. */
export const completeRow = (row: Row, limit: number | undefined): Row & { readonly ratioPercent?: number } => {
  const ratio = ratioOf(row, limit);
  return {
    ...row,
    ...(ratio !== undefined && { ratioPercent: ratio }),
    ...(row.figures !== undefined && { figures: row.figures.map((figure) => (figure.value === undefined && ratio !== undefined ? { ...figure, value: ratio } : figure)) }),
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
