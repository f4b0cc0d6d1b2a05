import { formatId } from '../../../base/id.ts';
import { funnelOf, type Funnel } from '../../../reports/figures/present.ts';
import type { Figures } from '../../../reports/figures/read.ts';
import type { Refunds, SessionEnds } from '../../../reports/figures/totals.ts';
import { html, type Html } from '../../kernel/html.ts';
import { renderTable } from '../developers/lists.ts';
import { barChart, meter } from './charts.ts';
import { linkedCount, numberCell, renderGroups, showCount, showRate, showSum, type Place } from './parts.ts';
import { outcomeWords, threeDsWords, timeWords, wordsOf } from './words.ts';

export const renderReasons = (place: Place, { current, previous }: Figures): Html => {
  const whole = current.payments.declined;
  return html`<section><h2>Why payments were declined</h2>
${
  current.reasons.size === 0
    ? html`<p class="hint">None was.</p>`
    : renderTable(
        'Why payments were declined',
        ['Reason', 'Payments', 'Of all declined', 'Before'],
        [...current.reasons].map(
          ([reason, { declined }]) => html`<tr><th scope="row">${wordsOf(reason)}</th>
${numberCell(linkedCount(place, { kind: 'reasons', value: reason, outcome: 'declined' }, declined))}
<td>${meter(declined / whole)} ${showRate(declined / whole)}</td>
${numberCell(showCount(previous.reasons.get(reason)?.declined ?? 0))}</tr>`,
        ),
      )
}</section>`;
};

const steps = [
  ['payments', 'Decided payments'],
  ['asked', 'Shown to the issuer'],
  ['challenged', 'The bank asked the customer'],
  ['passed', 'Authenticated'],
  ['approved', 'Authenticated and approved'],
] as const satisfies readonly (readonly [keyof Funnel, string])[];

export const renderFunnel = (place: Place, { current, previous }: Figures): Html => {
  const [now, before] = [funnelOf(current), funnelOf(previous)];
  return html`<section><h2>3-D Secure, step by step</h2>
${renderTable(
  '3-D Secure, step by step',
  ['Step', 'Payments', 'Of all', 'Before'],
  steps.map(([step, words]) => {
    const share = now.payments === 0 ? 0 : now[step] / now.payments;
    const shown = step === 'challenged' ? linkedCount(place, { kind: 'challenges' }, now[step]) : showCount(now[step]);
    return html`<tr><th scope="row">${words}</th>${numberCell(shown)}
<td>${meter(share)} ${showRate(share)}</td>${numberCell(showCount(before[step]))}</tr>`;
  }),
)}</section>
${renderGroups(place, {
  title: 'What 3-D Secure came to',
  head: 'Result',
  kind: 'threeDs',
  nameOf: (status) => threeDsWords[status] ?? status,
  current: current.threeDs,
  previous: previous.threeDs,
})}`;
};

export const renderTimes = (place: Place, { current, previous }: Figures): Html => {
  const all = current.timesToPay.reduce((sum, count) => sum + count, 0);
  const names = current.timesToPay.map((_, at) => timeWords(at));
  return html`<section><h2>Time to pay</h2>
<p class="hint">From the making of the session to the approval.
${all > 0 && `Half of the customers took: ${middleOf(current.timesToPay)}.`}</p>
${barChart({
  bars: current.timesToPay.map((count) => [count]),
  label: `Time to pay of ${all} payments. Half of the customers took: ${middleOf(current.timesToPay)}.`,
  ends: [names[0] ?? '', names.at(-1) ?? ''],
  showHeight: showCount,
})}
${renderTable(
  'Time to pay',
  ['Time', 'Payments', 'Before'],
  current.timesToPay.map(
    (count, at) => html`<tr><th scope="row">${names[at]}</th>
${numberCell(linkedCount(place, { kind: 'timeToPay', value: String(at), outcome: 'approved' }, count))}
${numberCell(showCount(previous.timesToPay[at] ?? 0))}</tr>`,
  ),
)}</section>`;
};

/** Where the middle one of them lies. */
const middleOf = (counts: readonly number[]): string => {
  const all = counts.reduce((sum, count) => sum + count, 0);
  let passed = 0;
  const place = counts.findIndex((count) => (passed += count) * 2 >= all && all > 0);
  return place < 0 ? 'nothing is known' : timeWords(place).toLowerCase();
};

const ends = ['completed', 'unpaid', 'untried', 'withdrawn', 'open'] as const satisfies readonly (keyof SessionEnds)[];

export const renderPages = (place: Place, { current, previous }: Figures): Html => {
  const all = ends.reduce((sum, end) => sum + current.sessions[end], 0);
  return html`<section><h2>Payment pages</h2>
${renderTable(
  'Payment pages',
  ['What became of them', 'Sessions', 'Of all', 'Before'],
  ends.map((end) => {
    const share = all === 0 ? 0 : current.sessions[end] / all;
    return html`<tr><th scope="row">${wordsOf(end === 'open' ? 'still open' : (outcomeWords[end] ?? end))}</th>
${numberCell(linkedCount(place, { kind: 'sessions', outcome: end }, current.sessions[end], '/figures/sessions'))}
<td>${meter(share)} ${showRate(share)}</td>${numberCell(showCount(previous.sessions[end]))}</tr>`;
  }),
)}</section>`;
};

const NO_REFUNDS: Refunds = { amount: 0n, failed: 0, sending: 0, succeeded: 0 };

export const renderRefunds = (place: Place, { current, previous }: Figures): Html => html`<section><h2>Refunds</h2>
${
  current.refunds.size === 0
    ? html`<p class="hint">None was asked for.</p>`
    : renderTable(
        'Refunds',
        ['Currency', 'Paid back', 'Refunds', 'Under way', 'Failed', 'Paid back before'],
        [...current.refunds].map(([currency, refunds]) => {
          const cell = (outcome: 'succeeded' | 'sending' | 'failed') =>
            numberCell(linkedCount(place, { kind: 'refunds', outcome, currency }, refunds[outcome]));
          return html`<tr><th scope="row">${currency}</th>${numberCell(showSum(refunds.amount, currency))}
${cell('succeeded')}${cell('sending')}${cell('failed')}
${numberCell(showSum((previous.refunds.get(currency) ?? NO_REFUNDS).amount, currency))}</tr>`;
        }),
      )
}</section>`;

type Endpoints = { readonly urls: ReadonlyMap<string, string>; readonly mayRead: boolean };

export const renderWebhooks = ({ base, span }: Place, { current }: Figures, { urls, mayRead }: Endpoints): Html => {
  const days = `from=${isoDay(span.fromMs)}&to=${isoDay(span.toMs - 1)}`;
  return html`<section><h2>Webhooks</h2>
${
  current.deliveries.size === 0
    ? html`<p class="hint">Nothing was sent.</p>`
    : renderTable(
        'Webhooks',
        ['Endpoint', 'Taken at once', 'Taken later', 'On their way', 'Given up', 'Taken at once, of all'],
        [...current.deliveries].map(([id, { delivered, late, pending, abandoned }]) => {
          const all = delivered + late + pending + abandoned;
          const link = (count: number, status: string): Html =>
            mayRead && count > 0
              ? html`<a href="${base}/developers/deliveries?${days}&status=${status}&endpoint=${formatId(
                  'webhookEndpoint',
                  id,
                )}">${showCount(count)}</a>`
              : html`${showCount(count)}`;
          return html`<tr><th scope="row" class="address">${urls.get(id) ?? 'An endpoint that is gone'}</th>
${numberCell(showCount(delivered))}${numberCell(showCount(late))}${numberCell(link(pending, 'pending'))}
${numberCell(link(abandoned, 'abandoned'))}<td>${meter(delivered / all)} ${showRate(delivered / all)}</td></tr>`;
        }),
      )
}</section>`;
};

const isoDay = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);
