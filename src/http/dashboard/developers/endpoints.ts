import type { FastifyInstance, FastifyRequest } from 'fastify';
import { formatId } from '../../../base/id.ts';
import { currentVersion } from '../../../contract/versions.ts';
import { presentEndpoint, type EndpointRow } from '../../../events/endpoint-object.ts';
import { noteEndpointAct } from '../../../webhooks/endpoint-acts.ts';
import { ENDPOINTS_MOST } from '../../../webhooks/endpoint-store.ts';
import { createEndpoint, listEndpoints, type EndpointWithSecret } from '../../../webhooks/endpoints.ts';
import { html, type Html } from '../../kernel/html.ts';
import { formOf, visitOf, type Form } from '../guard.ts';
import { actorIn } from '../actor.ts';
import type { DashboardDeps, Site, Visit } from '../site.ts';
import { showBadge, showTime } from '../words.ts';
import { readEndpointForm, renderEndpointFields } from './endpoint-form.ts';
import { formNumber, refuseSecondTime } from './first-time.ts';
import {
  formTo,
  isMistake,
  mayChange,
  orMistake,
  sendDeveloperPage,
  showDone,
  showMistake,
  showSecretOnce,
  type Mistake,
} from './parts.ts';

const TITLE = 'Webhook endpoints';

/** The list of endpoints, and a new one. */
export const registerEndpoints = (app: FastifyInstance, deps: DashboardDeps, site: Site): void => {
  const rules = { mode: deps.mode };
  const render = async (visit: Visit, shown: Omit<Shown, 'rows'>): Promise<Html> => {
    const page = { merchantId: visit.merchantId, limit: ENDPOINTS_MOST, before: undefined };
    return renderEndpoints({ deps, visit }, { ...shown, rows: await listEndpoints({ ...deps, rules }, page) });
  };

  app.get('/m/:merchant/developers/endpoints', async (request, reply) => {
    const visit = visitOf(request);
    const { done } = request.query as { readonly done?: unknown };
    const body = await render(visit, { done, form: {}, mistake: undefined });
    return sendDeveloperPage(request, reply, site, { title: TITLE, visit, body });
  });

  app.post('/m/:merchant/developers/endpoints/create', async (request, reply) => {
    const visit = visitOf(request);
    const form = formOf(request);
    const made = await orMistake(() => makeEndpoint(deps, request, form));
    if (isMistake(made)) {
      const body = await render(visit, { done: undefined, form, mistake: made });
      return sendDeveloperPage(request, reply, site, { title: TITLE, visit, body, status: made.status });
    }
    const address = `${visit.base}/developers/endpoints/${formatId('webhookEndpoint', made.row.id)}`;
    const body = html`${showSecretOnce('This is the secret of the new endpoint.', made.secret.reveal())}
<p><a class="button" href="${address}">To the endpoint</a></p>`;
    return sendDeveloperPage(request, reply, site, { title: 'Your new endpoint', visit, body });
  });
};

const makeEndpoint = (deps: DashboardDeps, request: FastifyRequest, form: Form): Promise<EndpointWithSecret> => {
  const { merchantId } = visitOf(request);
  const fields = readEndpointForm(deps, form);
  return deps.db.transaction(async (query) => {
    await refuseSecondTime(query, merchantId, form);
    const inTransaction = { ...deps, rules: { mode: deps.mode }, db: { ...deps.db, query } };
    const made = await createEndpoint(inTransaction, { merchantId, ...fields, apiVersion: currentVersion });
    const acting = { merchantId, actor: actorIn(request) };
    await noteEndpointAct(deps, query, acting, { action: 'webhookEndpoint.created', after: made.row });
    return made;
  });
};

type Shown = {
  readonly rows: readonly EndpointRow[];
  readonly done: unknown;
  readonly form: Form;
  readonly mistake: Mistake | undefined;
};

const doneSentences = { deleted: 'The endpoint is deleted. What still waited for it is given up.' };

const renderEndpoints = (
  { deps, visit }: { readonly deps: DashboardDeps; readonly visit: Visit },
  { rows, done, form, mistake }: Shown,
): Html => html`${showDone(doneSentences, done)}${showMistake(mistake)}
${
  mayChange(visit) &&
  html`<details class="card"${mistake !== undefined && html` open`}><summary>Make an endpoint</summary>
${formTo(
  visit,
  '/endpoints/create',
  html`${formNumber(deps.random)}${renderEndpointFields(form)}<button>Make the endpoint</button>`,
)}</details>`
}
${rows.length === 0 ? NONE : renderTable(visit, rows)}`;

const NONE = html`<p class="empty">No endpoints. Make one for the address at which your server takes events.</p>`;

const renderTable = (
  { base }: Visit,
  rows: readonly EndpointRow[],
): Html => html`<div class="table" role="region" aria-label="Webhook endpoints" tabindex="0"><table>
<thead><tr><th scope="col">Address</th><th scope="col">Health</th><th scope="col">Hears</th>
<th scope="col">Description</th><th scope="col">Made</th></tr></thead>
<tbody>${rows.map(
  (row) => html`<tr>
<td><a href="${base}/developers/endpoints/${formatId('webhookEndpoint', row.id)}">${row.url}</a></td>
<td>${showHealth(row)}</td>
<td>${row.events.includes('*') ? 'everything' : row.events.join(', ')}</td>
<td>${row.description ?? ''}</td>
<td>${showTime(row.created_at)}</td>
</tr>
`,
)}</tbody></table></div>`;

const healthWords: Readonly<Record<string, { readonly title: string; readonly tone: string }>> = {
  healthy: { title: 'Takes events', tone: 'good' },
  unsteady: { title: 'Failed lately', tone: 'busy' },
  failing: { title: 'Takes nothing', tone: 'bad' },
  disabled: { title: 'Paused', tone: 'quiet' },
};

export const showHealth = (row: EndpointRow): Html => {
  const health = String(presentEndpoint(row)['health']);
  return showBadge(healthWords[health] ?? { title: health, tone: 'quiet' });
};
