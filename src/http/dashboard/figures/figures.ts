import type { FastifyInstance } from 'fastify';
import { findAccounts } from '../../../acquirers/store.ts';
import { findReportWish } from '../../../members/daily-report.ts';
import { mayDo } from '../../../members/roles.ts';
import { DAY_MS, dayOf, periods, spansOf, type Period, type Spans } from '../../../reports/figures/period.ts';
import { createFigureReader, type Figures } from '../../../reports/figures/read.ts';
import { ENDPOINTS_MOST, findEndpoints } from '../../../webhooks/endpoint-store.ts';
import { html, type Html } from '../../kernel/html.ts';
import { visitOf } from '../guard.ts';
import { sendPage } from '../layout.ts';
import type { DashboardDeps, Site, Visit } from '../site.ts';
import { renderDailyReport } from './daily-report.ts';
import { renderFunnel, renderPages, renderReasons, renderRefunds, renderTimes, renderWebhooks } from './details.ts';
import { renderSummary, renderSeries } from './overview.ts';
import { renderGroups } from './parts.ts';

/** What happened in a day, a week or a month; the same as the API's `/figures`, and each figure leads to its rows. */
export const registerFigures = (app: FastifyInstance, deps: DashboardDeps, site: Site): void => {
  const readFigures = createFigureReader(deps);
  app.get('/m/:merchant/figures', async (request, reply) => {
    const visit = visitOf(request);
    const nowMs = deps.clock.nowMs();
    const spans = spansIn(request.query as Readonly<Record<string, unknown>>, nowMs);
    const { query } = deps.db;
    const { merchantId } = visit;
    const figures = await readFigures({ merchantId, spans, nowMs });
    const accounts = new Map((await findAccounts(query, merchantId)).map(({ id, name }) => [id, name]));
    const endpoints = await findEndpoints(query, merchantId, { limit: ENDPOINTS_MOST, before: undefined });
    const names = { accounts, endpoints: new Map(endpoints.map(({ id, url }) => [id, url])) };
    const wish = await findReportWish(query, { merchantId, memberId: visit.session.member_id });
    const body = html`${renderFigures(visit, figures, { names, nowMs })}
${renderDailyReport(visit, wish, deps)}`;
    return sendPage(reply, site, { title: 'Figures', visit, body });
  });
};

const spansIn = (query: Readonly<Record<string, unknown>>, nowMs: number): Spans => {
  const period = periods.find((one) => one === query['period']) ?? 'day';
  const { date } = query;
  const isDay = typeof date === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date));
  return spansOf(period, isDay ? date : dayOf(nowMs), nowMs);
};

type Names = { readonly accounts: ReadonlyMap<string, string>; readonly endpoints: ReadonlyMap<string, string> };
type Shown = { readonly names: Names; readonly nowMs: number };

const renderFigures = (visit: Visit, figures: Figures, { names, nowMs }: Shown): Html => {
  const { spans, current, previous } = figures;
  const place = { base: visit.base, span: spans.current };
  return html`${renderChoice(spans, nowMs)}
${
  isEmpty(figures)
    ? html`<p class="empty">Nothing happened then. Look at another day, or make a payment with a test card.</p>`
    : html`${renderSummary(place, figures)}
${renderSeries(visit, figures)}
<div class="columns">
${renderGroups(place, {
  title: 'Card brands',
  head: 'Brand',
  kind: 'brands',
  nameOf: (brand) => brand,
  current: current.brands,
  previous: previous.brands,
})}
${renderGroups(place, {
  title: 'Acquirer accounts',
  head: 'Account',
  kind: 'accounts',
  nameOf: (id) => (id === '' ? 'Simulated acquirer' : (names.accounts.get(id) ?? 'An account that is gone')),
  current: current.accounts,
  previous: previous.accounts,
})}
${renderGroups(place, {
  title: 'Countries of billing addresses',
  head: 'Country',
  kind: 'countries',
  nameOf: (country) => (country === '' ? 'Not sent' : country),
  current: current.countries,
  previous: previous.countries,
})}
${renderReasons(place, figures)}
${renderFunnel(place, figures)}
${renderTimes(place, figures)}
${renderPages(place, figures)}
${renderRefunds(place, figures)}
${renderWebhooks(place, figures, {
  urls: names.endpoints,
  mayRead: mayDo(visit.session.role, 'developers:read'),
})}
</div>`
}`;
};

const isEmpty = ({ current, previous }: Figures): boolean =>
  [current, previous].every(
    ({ payments, sessions, refunds, deliveries }) =>
      [...Object.values(payments), ...Object.values(sessions)].every((count) => count === 0) &&
      refunds.size === 0 &&
      deliveries.size === 0,
  );

const titles: Readonly<Record<Period, string>> = { day: 'Day', week: 'Week', month: 'Month' };

const renderChoice = ({ period, current, previous }: Spans, nowMs: number): Html => {
  const address = (to: Period, atMs: number): string => `?period=${to}&date=${dayOf(atMs)}`;
  const tab = (one: Period): Html =>
    html`<li><a href="${address(one, current.fromMs)}"${
      one === period && html` aria-current="page"`
    }>${titles[one]}</a></li>`;
  return html`<nav class="sections" aria-label="Period"><ul>${periods.map(tab)}</ul></nav>
<form class="search" method="get">
<input type="hidden" name="period" value="${period}">
<div><label for="date">A day of it (UTC)</label>
<input id="date" name="date" type="date" value="${dayOf(current.fromMs)}"></div>
<button>Show</button>
<a class="step" rel="prev" href="${address(period, current.fromMs - DAY_MS)}">The ${period} before</a>
${
  current.toMs <= nowMs &&
  html`<a class="step" rel="next" href="${address(period, current.toMs)}">The next ${period}</a>`
}
</form>
<p class="hint"><b>${spanWords(current)}</b>, compared with ${spanWords(previous)}. All days are those of UTC.
Payments and pages count where they were made, refunds where they were asked for; of several tries of a payment the
last one counts.</p>`;
};

/** `2026-11-01 to 2026-11-30`, or one day, perhaps until an hour. */
const spanWords = ({ fromMs, toMs }: Spans['current']): string => {
  const end = new Date(toMs);
  const until = end.getUTCHours() === 0 ? '' : `, until ${String(end.getUTCHours()).padStart(2, '0')}:00`;
  const [first, last] = [dayOf(fromMs), dayOf(toMs - 1)];
  return `${first === last ? first : `${first} to ${last}`}${until}`;
};
