import type { FastifyInstance } from 'fastify';
import { formatId, parseId, type Uuid } from '../../base/id.ts';
import { holdsCardNumber } from '../../card/number-in-text.ts';
import type { PaymentRow } from '../../contract/rows.ts';
import { searchPayments, type PaymentsFound } from '../../flow/payment/search.ts';
import { mayDo } from '../../members/roles.ts';
import { findSearchesOf } from '../../members/searches.ts';
import { html, type Html } from '../kernel/html.ts';
import { findPaymentsBehind } from '../../reports/figures/behind.ts';
import { addressOf, readFigure, type FigureAsked } from './figures/address.ts';
import { figureWords } from './figures/words.ts';
import { visitOf } from './guard.ts';
import { keysOf } from './search-words.ts';
import { sendPage } from './layout.ts';
import { renderSavedSearches, renderSaveSearch } from './saved-search-forms.ts';
import type { DashboardDeps, Site, Visit } from './site.ts';
import { showBadge, showCard, showMoney, showTime, standingOf, standings } from './words.ts';

const PAGE = 50;

export const registerPayments = (app: FastifyInstance, deps: DashboardDeps, site: Site): void => {
  app.get('/m/:merchant/payments', async (request, reply) => {
    const visit = visitOf(request);
    const asked = readAsked(request.query as Readonly<Record<string, unknown>>);
    const found =
      asked.mistake === undefined ? await findAsked(deps, visit, asked, PAGE) : { rows: [], next: undefined };
    const saved = await findSearchesOf(deps.db.query, visit.merchantId, visit.session.member_id);
    const body = html`${renderSavedSearches(visit, asked, saved)}
${renderForm(asked)}
${renderSaveSearch(visit, asked, saved)}
${renderList(visit, asked, found)}`;
    return sendPage(reply, site, { title: 'Payments', visit, body });
  });
};

/** What the form of the list says, each field as it is shown again. */
export type Asked = {
  readonly q: string;
  readonly state: string;
  readonly from: string;
  readonly to: string;
  readonly before: Uuid<'payment'> | undefined;
  readonly mistake: string | undefined;
  /** Only the payments that a figure counts; who types something else looks for that. */
  readonly behind: FigureAsked | undefined;
};

/** A page of the list; `before` is where it goes on. */
export const findAsked = (
  { db, clock }: Pick<DashboardDeps, 'db' | 'clock'>,
  { merchantId }: Visit,
  asked: Asked,
  limit: number,
): Promise<PaymentsFound> =>
  asked.behind === undefined
    ? searchPayments(db.query, merchantId, { ...searchOf(asked), limit })
    : findPaymentsBehind(db.query, merchantId, { ...asked.behind, nowMs: clock.nowMs(), before: asked.before, limit });

export const readAsked = (query: Readonly<Record<string, unknown>>): Asked => {
  const text = (name: string): string => {
    const value = query[name];
    return typeof value === 'string' ? value.trim().slice(0, 200) : '';
  };
  const asked = { state: text('state'), from: dayOf(text('from')), to: dayOf(text('to')), before: text('before') };
  // A card number is neither looked for nor shown again.
  if (holdsCardNumber(text('q')))
    return {
      ...asked,
      before: undefined,
      behind: undefined,
      q: '',
      mistake: 'Look for a card by its last four digits, never by its number.',
    };
  const before = parseId('payment', asked.before);
  const behind = text('q') === '' && asked.state === '' ? readFigure(query) : undefined;
  return { ...asked, q: text('q'), before, mistake: undefined, behind };
};

const dayOf = (text: string): string =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : '';

const searchOf = (asked: Asked): Omit<Parameters<typeof searchPayments>[2], 'limit'> => ({
  keys: keysOf(asked.q),
  states: isState(asked.state) ? [asked.state] : undefined,
  createdFrom: asked.from === '' ? undefined : new Date(asked.from),
  createdTo: asked.to === '' ? undefined : new Date(Date.parse(asked.to) + DAY_MS),
  before: asked.before,
});

export const isState = (text: string): text is PaymentRow['state'] => Object.hasOwn(standings, text);

const DAY_MS = 86_400_000;

const renderList = (visit: Visit, asked: Asked, found: PaymentsFound): Html => html`${
  asked.behind &&
  html`<p class="hint">Only what a figure counts: <b>${figureWords(asked.behind.figure)}</b>.
<a href="${visit.base}/payments">All payments</a></p>`
}
${asked.mistake !== undefined && html`<p class="mistake" role="alert">${asked.mistake}</p>`}
${found.rows.length === 0 ? renderNothing(asked, found) : renderTable(visit, found.rows)}
${
  found.next !== undefined &&
  html`<p class="pages"><a class="button" rel="next" href="${hrefOf(asked, found.next)}">Older payments</a></p>`
}
${found.rows.length > 0 && mayDo(visit.session.role, 'exports:read') && renderExport(visit, asked)}`;

const renderExport = ({ base }: Visit, asked: Asked): Html => {
  const address = (format: string): string => `${base}/exports/payments?${queryOf(asked)}&format=${format}`;
  return html`<p class="hint">Export all payments that this search finds:
<a href="${address('csv')}" download>CSV for a spreadsheet</a>,
<a href="${address('ndjson')}" download>JSON, a payment on each line</a>. Times are UTC.</p>`;
};

const renderForm = (asked: Asked): Html => html`<form class="search" role="search" method="get">
<div class="grow"><label for="q">Search</label>
<input id="q" name="q" type="search" value="${asked.q}" maxlength="200" autocomplete="off" spellcheck="false"
 placeholder="Reference, e-mail, last 4 digits, 12.50 EUR, id"></div>
<div><label for="state">Status</label><select id="state" name="state"><option value="">Any</option>
${Object.entries(standings).map(
  ([state, { title }]) => html`<option value="${state}"${state === asked.state && html` selected`}>${title}</option>`,
)}</select></div>
<div><label for="from">From (UTC)</label><input id="from" name="from" type="date" value="${asked.from}"></div>
<div><label for="to">To</label><input id="to" name="to" type="date" value="${asked.to}"></div>
<button>Search</button>
</form>`;

const renderTable = (
  visit: Visit,
  rows: readonly PaymentRow[],
): Html => html`<div class="table payments" role="region" aria-label="Payments" tabindex="0"><table>
<thead><tr><th scope="col">Created</th><th scope="col">Reference</th><th scope="col" class="number">Amount</th>
<th scope="col">Status</th><th scope="col">Card</th></tr></thead>
<tbody>${rows.map((row) => renderRow(visit, row))}</tbody>
</table></div>`;

const renderRow = ({ base }: Visit, row: PaymentRow): Html => html`<tr>
<td>${showTime(row.created_at)}</td>
<td><a href="${base}/payments/${formatId('payment', row.id)}">${row.merchant_reference_id}</a></td>
<td class="number">${showMoney(row.amount, row.currency)}</td>
<td>${showBadge(standingOf(row))}</td>
<td>${showCard(row)}</td>
</tr>
`;

const renderNothing = (asked: Asked, { next }: PaymentsFound): Html => {
  if (next !== undefined) return html`<p class="empty">None among the payments looked at; there are older ones.</p>`;
  const isSearch = asked.q !== '' || asked.state !== '' || asked.from !== '' || asked.to !== '';
  return isSearch
    ? html`<p class="empty">No payment is like this. Look for less: only the reference, or without dates.</p>`
    : html`<p class="empty">No payments yet. Make a session with your API key, open its page and pay with a test
card.</p>`;
};

const hrefOf = (asked: Asked, next: string): string => `?${queryOf(asked)}&before=${formatId('payment', next)}`;

const queryOf = ({ q, state, from, to, behind }: Asked): string =>
  behind === undefined ? new URLSearchParams({ q, state, from, to }).toString() : addressOf(behind.figure, behind.span);
