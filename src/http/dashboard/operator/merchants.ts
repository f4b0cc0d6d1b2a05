import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formatId, parseId } from '../../../base/id.ts';
import type { Transaction } from '../../../db/db.ts';
import { createMerchant } from '../../../merchants/create.ts';
import { findMerchants, type MerchantRow } from '../../../merchants/store.ts';
import { OPERATORS } from '../../../members/roles.ts';
import { html, type Html } from '../../kernel/html.ts';
import { formNumber, refuseSecondTime } from '../developers/first-time.ts';
import { readQuery, renderTable } from '../developers/lists.ts';
import { isMistake, orMistake, showMistake, showSecretOnce, type Mistake } from '../developers/parts.ts';
import { formOf, visitOf } from '../guard.ts';
import { sendPage } from '../layout.ts';
import { nameMistake } from '../settings/fields.ts';
import type { DashboardDeps, Site, Visit } from '../site.ts';
import { showBadge, showTime } from '../words.ts';
import { mayChangeGateway, operatorForm, operatorIn } from './parts.ts';

const PAGE = 100;
const TITLE = 'Merchants';

/** Who sells through this gateway, and a new one. */
export const registerMerchants = (app: FastifyInstance, deps: DashboardDeps, site: Site): void => {
  const show = async (request: FastifyRequest, reply: FastifyReply, mistake: Mistake | undefined) => {
    const visit = visitOf(request);
    const after = parseId('merchant', readQuery(request.query)('after'));
    const rows = await findMerchants(deps.db.query, { limit: PAGE + 1, after });
    const typed = { name: formOf(request)['name'] ?? '', isOpen: mistake !== undefined };
    const body = html`${showMistake(mistake)}
${mayChangeGateway(visit) && renderMake(deps, visit, typed)}
${rows.length === 0 ? NONE : renderRows(visit, rows)}`;
    return sendPage(reply, site, { title: TITLE, visit, body, status: mistake?.status ?? 200 });
  };

  app.get('/operator/merchants', (request, reply) => show(request, reply, undefined));

  app.post('/operator/merchants/create', async (request, reply) => {
    const visit = visitOf(request);
    const made = await make(deps, request);
    if (isMistake(made)) return show(request, reply, made);
    const address = `${visit.base}/merchants/${formatId('merchant', made.merchantId)}`;
    const body = html`${showSecretOnce('This is the first API key of the merchant.', made.apiKey.reveal())}
<p><a class="button" href="${address}">To the merchant</a></p>`;
    return sendPage(reply, site, { title: 'The new merchant', visit, body });
  });
};

const make = async (deps: DashboardDeps, request: FastifyRequest) => {
  const form = formOf(request);
  const name = (form['name'] ?? '').trim();
  const wrong = nameMistake(name);
  if (wrong !== undefined) return { message: wrong, status: 422 };
  return orMistake(() =>
    deps.db.transaction(async (query) => {
      await refuseSecondTime(query, OPERATORS, form);
      const db = { transaction: <T>(work: (inner: Transaction) => Promise<T>) => work(query) };
      return createMerchant({ ...deps, db }, { name, actor: operatorIn(request, 'set up in the Personal area') });
    }),
  );
};

const NONE = html`<p class="empty">No merchant yet. Make the first one; you are shown its API key.</p>`;

const renderMake = (
  deps: Pick<DashboardDeps, 'random'>,
  visit: Visit,
  { name, isOpen }: { readonly name: string; readonly isOpen: boolean },
): Html => html`<details class="card"${isOpen && html` open`}><summary>Make a merchant</summary>
${operatorForm(
  visit,
  '/merchants/create',
  html`${formNumber(deps.random)}<label for="name">Name, as customers and issuers read it</label>
<input id="name" name="name" value="${name}" required maxlength="100" autocomplete="off">
<button>Make the merchant</button>`,
)}</details>`;

const renderRows = (visit: Visit, found: readonly MerchantRow[]): Html => {
  const rows = found.slice(0, PAGE);
  const last = rows.at(-1);
  return html`${renderTable(
    'Merchants',
    ['Name', 'Id', 'Made', 'Standing'],
    rows.map((row) => renderRow(visit, row)),
  )}
${
  found.length > PAGE &&
  last &&
  html`<p class="pages"><a class="button" rel="next"
 href="?after=${formatId('merchant', last.merchant_id)}">More merchants</a></p>`
}`;
};

const renderRow = ({ base }: Visit, row: MerchantRow): Html => {
  const id = formatId('merchant', row.merchant_id);
  return html`<tr>
<td><a href="${base}/merchants/${id}">${row.name}</a></td>
<td><code>${id}</code></td>
<td>${showTime(row.created_at)}</td>
<td>${row.suspended_at !== null && showBadge({ title: 'suspended', tone: 'bad' })}</td>
</tr>
`;
};
