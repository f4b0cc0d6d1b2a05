import type { FastifyInstance } from 'fastify';
import { formatId, parseId } from '../../../base/id.ts';
import { findWaiting, type WaitingRow } from '../../../flow/operation/approval-store.ts';
import { html, type Html } from '../../kernel/html.ts';
import { visitOf } from '../guard.ts';
import { sendPage } from '../layout.ts';
import type { DashboardDeps, Site, Visit } from '../site.ts';
import { showMoney, showTime } from '../words.ts';
import { registerApproval } from './approval.ts';

const PAGE = 50;

/** Refunds above a limit: what waits for whoever looks, and apart from it what they asked for themselves. */
export const registerApprovals = (app: FastifyInstance, deps: DashboardDeps, site: Site): void => {
  app.get('/m/:merchant/approvals', async (request, reply) => {
    const visit = visitOf(request);
    const { after } = request.query as { readonly after?: unknown };
    const found = await findWaiting(deps.db.query, visit.merchantId, {
      after: typeof after === 'string' ? parseId('refundApproval', after) : undefined,
      limit: PAGE + 1,
    });
    return sendPage(reply, site, { title: 'Waiting for you', visit, body: renderWaiting(visit, found) });
  });

  registerApproval(app, deps, site);
};

const renderWaiting = (visit: Visit, found: readonly WaitingRow[]): Html => {
  const rows = found.slice(0, PAGE);
  const isOwn = ({ asked_by }: WaitingRow): boolean => asked_by === visit.session.member_id;
  const [own, others] = [rows.filter(isOwn), rows.filter((row) => !isOwn(row))];
  const last = rows.at(-1);
  return html`${others.length === 0 ? NOTHING : renderTable(visit, others, 'Refunds that wait for you')}
${
  own.length > 0 &&
  html`<section><h2>Asked for by you</h2>
<p class="hint">Somebody else decides about these.</p>
${renderTable(visit, own, 'Refunds that you asked for')}</section>`
}
${
  found.length > PAGE &&
  last &&
  html`<p class="pages"><a class="button" rel="next" href="?after=${formatId('refundApproval', last.id)}">Later
ones</a></p>`
}`;
};

const NOTHING = html`<p class="empty">Nothing waits for you. A refund above the limit of who asks for it is here until
somebody else approves or refuses it; limits are in the settings.</p>`;

const renderTable = (
  visit: Visit,
  rows: readonly WaitingRow[],
  label: string,
): Html => html`<div class="table" role="region" aria-label="${label}" tabindex="0"><table>
<thead><tr><th scope="col">Payment</th><th scope="col" class="number">Refund of</th><th scope="col">Reason</th>
<th scope="col">Asked for by</th><th scope="col">When</th></tr></thead>
<tbody>${rows.map((row) => renderRow(visit, row))}</tbody></table></div>`;

const renderRow = ({ base }: Visit, row: WaitingRow): Html => html`<tr>
<td><a href="${base}/approvals/${formatId('refundApproval', row.id)}">${row.merchant_reference_id}</a></td>
<td class="number">${showMoney(row.amount, row.currency)}</td>
<td>${row.reason ?? ''}</td>
<td>${row.asked_by_email}</td>
<td>${showTime(row.created_at)}</td>
</tr>
`;
