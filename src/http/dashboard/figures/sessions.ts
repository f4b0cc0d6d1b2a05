import type { FastifyInstance } from 'fastify';
import { formatId, parseId } from '../../../base/id.ts';
import type { SessionRow } from '../../../contract/rows.ts';
import { findSessionsBehind } from '../../../reports/figures/behind.ts';
import { html, type Html } from '../../kernel/html.ts';
import { renderTable } from '../developers/lists.ts';
import { visitOf } from '../guard.ts';
import { sendPage } from '../layout.ts';
import type { DashboardDeps, Site, Visit } from '../site.ts';
import { showMoney, showTime } from '../words.ts';
import { addressOf, readFigure, type FigureAsked } from './address.ts';
import { figureWords } from './words.ts';

const PAGE = 50;

/** The sessions behind a figure of payment pages: those that nobody tried to pay have no payment. */
export const registerSessionsBehind = (app: FastifyInstance, deps: DashboardDeps, site: Site): void => {
  app.get('/m/:merchant/figures/sessions', async (request, reply) => {
    const visit = visitOf(request);
    const query = request.query as Readonly<Record<string, unknown>>;
    const asked = readFigure({ ...query, figure: 'sessions' });
    const { before } = query;
    const found =
      asked === undefined
        ? { rows: [], next: undefined }
        : await findSessionsBehind(deps.db.query, visit.merchantId, {
            ...asked,
            nowMs: deps.clock.nowMs(),
            before: typeof before === 'string' ? parseId('session', before) : undefined,
            limit: PAGE,
          });
    return sendPage(reply, site, { title: 'Sessions', visit, body: renderSessions(visit, asked, found) });
  });
};

type Found = { readonly rows: readonly SessionRow[]; readonly next: string | undefined };

const renderSessions = (visit: Visit, asked: FigureAsked | undefined, { rows, next }: Found): Html => html`
${asked && html`<p class="hint">Sessions of the figure: ${figureWords(asked.figure)}.</p>`}
${
  rows.length === 0
    ? html`<p class="empty">There are none. Choose another day at the <a href="${visit.base}/figures">figures</a>.</p>`
    : renderTable(
        'Sessions',
        ['Created', 'Reference', 'Amount', 'Tries', 'Payment'],
        rows.map((row) => renderRow(visit, row)),
      )
}
${
  next !== undefined &&
  asked &&
  html`<p class="pages"><a class="button" rel="next"
 href="?${addressOf(asked.figure, asked.span)}&before=${formatId('session', next)}">Older sessions</a></p>`
}`;

const renderRow = ({ base }: Visit, row: SessionRow): Html => html`<tr>
<td>${showTime(row.created_at)}</td>
<td>${row.merchant_reference_id}</td>
<td class="number">${showMoney(row.amount, row.currency)}</td>
<td class="number">${row.attempts_begun}</td>
<td>${
  row.payment_id === null ? 'none' : html`<a href="${base}/payments/${formatId('payment', row.payment_id)}">Payment</a>`
}</td></tr>`;
