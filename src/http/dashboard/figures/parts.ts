import { html, type Html } from '../../kernel/html.ts';
import { parseCurrency, toDecimal } from '../../../base/money.ts';
import type { Figure } from '../../../reports/figures/behind.ts';
import type { Span } from '../../../reports/figures/period.ts';
import { approvalRateOf, type ByValue, type Outcomes } from '../../../reports/figures/totals.ts';
import { renderTable } from '../developers/lists.ts';
import { addressOf } from './address.ts';
import { meter } from './charts.ts';

/** Where figures of this page lead. */
export type Place = { readonly base: string; readonly span: Span };

/** Digits in groups of three, by thin spaces that do not break. */
export const showCount = (count: number | bigint): string =>
  String(count).replaceAll(/\B(?=(\d{3})+(?!\d))/g, '\u202f');

export const showSum = (minor: bigint, letters: string): string => {
  const currency = parseCurrency(letters);
  const text = currency === undefined ? String(minor) : toDecimal({ minor, currency });
  const [whole = '', decimals] = text.split('.');
  return `${showCount(BigInt(whole))}${decimals === undefined ? '' : `.${decimals}`} ${letters}`;
};

export const showRate = (rate: number | undefined): string =>
  rate === undefined ? '–' : `${(rate * 100).toFixed(1)} %`;

/** A number that leads to the payments which it counts. */
export const linked = (
  { base, span }: Place,
  figure: Partial<Figure> & Pick<Figure, 'kind'>,
  shown: string,
  path = '/payments',
): Html => html`<a href="${base}${path}?${addressOf(figure, span)}">${shown}</a>`;

/** A count that leads to its rows, unless there are none. */
export const linkedCount = (
  place: Place,
  figure: Partial<Figure> & Pick<Figure, 'kind'>,
  count: number,
  path?: string,
): Html => (count === 0 ? html`0` : linked(place, figure, showCount(count), path));

/** `before`: what it was in the period before. */
export const showChange = (now: number, before: number): string => {
  if (before === 0) return now === 0 ? 'as before' : 'none before';
  const change = Math.round(((now - before) / before) * 100);
  if (change === 0) return 'as before';
  return `${change > 0 ? '+' : '−'}${Math.abs(change)} %, ${showCount(before)} before`;
};

export const numberCell = (shown: Html | string): Html => html`<td class="number">${shown}</td>`;

export type Grouped = {
  readonly title: string;
  readonly head: string;
  readonly kind: Figure['kind'];
  readonly nameOf: (value: string) => string;
  readonly current: ByValue<Outcomes>;
  readonly previous: ByValue<Outcomes>;
};

const NOBODY: Outcomes = { approved: 0, declined: 0, left: 0, open: 0 };

/** How payments ended, by something that divides them. */
export const renderGroups = (place: Place, { title, head, kind, nameOf, current, previous }: Grouped): Html => html`
<section><h2>${title}</h2>
${renderTable(
  title,
  [head, 'Approved', 'Declined', 'Left at the bank', 'Approval rate', 'Before'],
  [...current].map(([value, outcomes]) => {
    const rate = approvalRateOf(outcomes);
    const count = (outcome: 'approved' | 'declined' | 'left') =>
      numberCell(linkedCount(place, { kind, value, outcome }, outcomes[outcome]));
    return html`<tr><th scope="row">${nameOf(value)}</th>${count('approved')}${count('declined')}${count('left')}
<td>${rate !== undefined && meter(rate)} ${showRate(rate)}</td>
<td>${showRate(approvalRateOf(previous.get(value) ?? NOBODY))}</td></tr>`;
  }),
)}</section>`;
