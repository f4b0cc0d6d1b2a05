import type { FastifyInstance } from 'fastify';
import { healthOf, type Health } from '../../../acquirers/health.ts';
import { formatId } from '../../../base/id.ts';
import {
  countDoubtOfAccounts,
  findAccountHealth,
  findEndpointHealth,
  type AccountHealthRow,
  type EndpointHealthRow,
} from '../../../operator/health-store.ts';
import { html, type Html } from '../../kernel/html.ts';
import { renderTable } from '../developers/lists.ts';
import { visitOf } from '../guard.ts';
import { sendPage } from '../layout.ts';
import type { DashboardDeps, Site, Visit } from '../site.ts';
import { showBadge, showTime } from '../words.ts';

/** More are of no use on a page; those that fail come first. */
const MOST = 200;

/** How acquirer accounts and webhook endpoints do, those in trouble first. */
export const registerHealth = (app: FastifyInstance, deps: DashboardDeps, site: Site): void => {
  app.get('/operator/health', async (request, reply) => {
    const visit = visitOf(request);
    const [accounts, inDoubt, endpoints] = await Promise.all([
      findAccountHealth(deps.db.query, MOST),
      countDoubtOfAccounts(deps.db.query),
      findEndpointHealth(deps.db.query, MOST),
    ]);
    const shown = { visit, inDoubt, nowMs: deps.clock.nowMs() };
    const body = html`<section><h2 id="accounts">Acquirer accounts</h2>
${accounts.length === 0 ? NO_ACCOUNTS : renderAccounts(shown, accounts)}</section>
<section><h2 id="endpoints">Webhook endpoints that fail</h2>
${endpoints.length === 0 ? NO_ENDPOINTS : renderEndpoints(visit, endpoints)}</section>`;
    return sendPage(reply, site, { title: 'Health', visit, body });
  });
};

const NO_ACCOUNTS = html`<p class="empty">No merchant has an account. In the sandbox all payments go to the simulator;
<code>tollgate acquirer add</code> makes an account.</p>`;
const NO_ENDPOINTS = html`<p class="empty">Every endpoint takes what it is sent.</p>`;

const healthWords: Readonly<Record<Health, { readonly title: string; readonly tone: string }>> = {
  closed: { title: 'in order', tone: 'good' },
  open: { title: 'out of order: asked last', tone: 'bad' },
  halfOpen: { title: 'being tried out', tone: 'busy' },
};

const showHealth = (row: AccountHealthRow, nowMs: number): Html => {
  if (!row.enabled) return showBadge({ title: 'switched off', tone: 'quiet' });
  const health = healthOf(row, nowMs);
  if (health === 'closed' && (row.failures ?? 0) > 0) return showBadge({ title: 'failed lately', tone: 'busy' });
  return showBadge(healthWords[health]);
};

type Shown = { readonly visit: Visit; readonly inDoubt: ReadonlyMap<string, number>; readonly nowMs: number };

const renderAccounts = ({ visit, inDoubt, nowMs }: Shown, rows: readonly AccountHealthRow[]): Html =>
  renderTable(
    'Acquirer accounts',
    ['Account', 'Merchant', 'Connector', 'Health', 'Failures in a row', 'Changed', 'Without an outcome'],
    rows.map(
      (row) => html`<tr>
<td>${row.name}</td>
<td>${merchantLink(visit, row)}</td>
<td>${row.connector}</td>
<td>${showHealth(row, nowMs)}</td>
<td class="number">${row.failures ?? 0}</td>
<td>${row.changed_at === null ? '' : showTime(row.changed_at)}</td>
<td class="number">${inDoubt.get(row.id) ?? 0}</td>
</tr>
`,
    ),
  );

const renderEndpoints = (visit: Visit, rows: readonly EndpointHealthRow[]): Html =>
  renderTable(
    'Webhook endpoints that fail',
    ['Host', 'Merchant', 'Failing since', 'Failures in a row', 'Waiting', 'Tried next'],
    rows.map(
      (row) => html`<tr>
<td>${hostOf(row.url)}</td>
<td>${merchantLink(visit, row)}</td>
<td>${row.failing_since === null ? 'it said that it is gone' : showTime(row.failing_since)}</td>
<td class="number">${row.failures}</td>
<td class="number">${row.waiting}</td>
<td>${showNext(row)}</td>
</tr>
`,
    ),
  );

const showNext = ({ enabled, probe_at }: EndpointHealthRow): Html | string => {
  if (!enabled) return 'not before it is enabled again';
  return probe_at === null ? 'as each delivery is due' : showTime(probe_at);
};

const merchantLink = (
  { base }: Visit,
  { merchant_id, merchant_name }: { readonly merchant_id: string; readonly merchant_name: string },
): Html => html`<a href="${base}/merchants/${formatId('merchant', merchant_id)}">${merchant_name}</a>`;

/** A path may hold what only the shop should know. */
const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : 'not an address');
