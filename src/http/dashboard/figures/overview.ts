import type { Figures, Point } from '../../../reports/figures/read.ts';
import { dayOf, HOUR_MS } from '../../../reports/figures/period.ts';
import { approvalRateOf, type Volume } from '../../../reports/figures/totals.ts';
import { html, type Html } from '../../kernel/html.ts';
import { renderTable } from '../developers/lists.ts';
import type { Visit } from '../site.ts';
import { barChart, legend } from './charts.ts';
import { linked, linkedCount, numberCell, showChange, showCount, showRate, showSum, type Place } from './parts.ts';

const NOTHING: Volume = { count: 0, authorized: 0n, captured: 0n };

/** The few numbers that one looks at first. */
export const renderSummary = (place: Place, { current, previous }: Figures): Html => {
  const rate = approvalRateOf(current.payments);
  const { approved, declined, left, open } = current.payments;
  return html`<dl class="facts figures">
<div><dt>Approved payments</dt>
<dd><b>${linkedCount(place, { kind: 'payments', outcome: 'approved' }, approved)}</b>
<span class="hint">${showChange(approved, previous.payments.approved)}</span></dd></div>
<div><dt>Approval rate</dt>
<dd><b>${showRate(rate)}</b> <span class="hint">${showRate(approvalRateOf(previous.payments))} before;
${linkedCount(place, { kind: 'payments', outcome: 'declined' }, declined)} declined</span></dd></div>
<div><dt>Without an end</dt>
<dd><b>${linkedCount(place, { kind: 'payments', outcome: 'open' }, open)}</b> <span class="hint">undecided;
${linkedCount(place, { kind: 'payments', outcome: 'left' }, left)} left at the bank</span></dd></div>
${[...current.volumes].map(([currency, { authorized, captured }]) => {
  const before = previous.volumes.get(currency) ?? NOTHING;
  return html`<div><dt>Volume in ${currency}</dt>
<dd><b>${linked(place, { kind: 'payments', outcome: 'approved', currency }, showSum(authorized, currency))}</b>
<span class="hint">${showSum(captured, currency)} captured;
${showSum(before.authorized, currency)} before</span></dd></div>`;
})}
</dl>`;
};

/** Pictures over time, and behind them a table whose numbers lead on. */
export const renderSeries = ({ base }: Visit, { series, spans, current }: Figures): Html => {
  const nameOf = pointName(spans.stepMs);
  const [currency] = current.volumes.keys();
  const ends = [nameOf(series[0]), nameOf(series.at(-1))] as const;
  const unit = spans.stepMs === HOUR_MS ? 'hour' : 'day';
  const bars = series.map(({ totals: { payments } }) => [
    payments.approved,
    payments.declined,
    payments.left + payments.open,
  ]);
  const { approved, declined } = current.payments;
  return html`<section class="series"><h2>Payments by ${unit}</h2>
${legend(['Approved', 'Declined', 'Left or undecided'])}
${barChart({
  bars,
  label: `Payments by ${unit}: ${approved} approved and ${declined} declined${mostOf(series, nameOf)}`,
  ends,
  showHeight: showCount,
})}
${currency !== undefined && renderVolumes(series, currency, { unit, ends })}
<details><summary>The same as a table</summary>
${renderTable(
  `Payments by ${unit}`,
  [unit === 'hour' ? 'Hour (UTC)' : 'Day (UTC)', 'Approved', 'Declined', 'Left', 'Undecided', 'Volume'],
  series.map((point) =>
    renderPoint({ base, span: { fromMs: point.fromMs, toMs: point.fromMs + spans.stepMs } }, point, nameOf),
  ),
)}</details></section>`;
};

const pointName =
  (stepMs: number) =>
  (point: Point | undefined): string => {
    if (point === undefined) return '';
    return stepMs === HOUR_MS ? new Date(point.fromMs).toISOString().slice(11, 16) : dayOf(point.fromMs);
  };

const mostOf = (series: readonly Point[], nameOf: (point: Point) => string): string => {
  const [most] = series.toSorted((one, other) => other.totals.payments.approved - one.totals.payments.approved);
  return most === undefined || most.totals.payments.approved === 0
    ? '.'
    : `; most of them, ${showCount(most.totals.payments.approved)}, at ${nameOf(most)}.`;
};

/** Of the currency with the most payments; the table has all. */
const renderVolumes = (
  series: readonly Point[],
  currency: string,
  { unit, ends }: { readonly unit: string; readonly ends: readonly [string, string] },
): Html => {
  const sums = series.map(({ totals }) => totals.volumes.get(currency)?.authorized ?? 0n);
  const total = sums.reduce((sum, one) => sum + one, 0n);
  return html`<h3>Volume in ${currency}</h3>
${barChart({
  // A height of a picture: what a double loses is far less than a pixel.
  bars: sums.map((sum) => [Number(sum)]),
  label: `Volume in ${currency} by ${unit}: ${showSum(total, currency)} together.`,
  ends,
  showHeight: (height) => showSum(BigInt(height), currency),
})}`;
};

const renderPoint = (place: Place, point: Point, nameOf: (point: Point) => string): Html => {
  const { payments, volumes } = point.totals;
  const cell = (outcome: 'approved' | 'declined' | 'left' | 'open') =>
    numberCell(linkedCount(place, { kind: 'payments', outcome }, payments[outcome]));
  return html`<tr><th scope="row">${nameOf(point)}</th>${cell('approved')}${cell('declined')}${cell('left')}
${cell('open')}
<td class="number">${[...volumes].map(([letters, volume]) => html`${showSum(volume.authorized, letters)} `)}</td>
</tr>`;
};
