import type { FastifyInstance } from 'fastify';
import { formatId, parseId } from '../../../base/id.ts';
import { Problem } from '../../../base/problem.ts';
import { html, type Html } from '../../kernel/html.ts';
import { readRequestId, readStatuses } from '../../request-log/read-search.ts';
import { findRequest, searchRequests, type LoggedRequest, type RequestsFound } from '../../request-log/store.ts';
import { maskText } from '../../request-log/mask.ts';
import { visitOf } from '../guard.ts';
import type { DashboardDeps, Site, Visit } from '../site.ts';
import { showTime } from '../words.ts';
import {
  dayFields,
  fact,
  nextPage,
  readDays,
  readQuery,
  renderTable,
  selectField,
  showText,
  type Asked,
} from './lists.ts';
import { sendDeveloperPage } from './parts.ts';
import { REQUEST_HEADS, renderRequestRow, showStatus } from './request-rows.ts';

const PAGE = 50;

/** What the merchant's servers asked, and what they were answered. */
export const registerRequests = (app: FastifyInstance, deps: DashboardDeps, site: Site): void => {
  app.get('/m/:merchant/developers/requests', async (request, reply) => {
    const visit = visitOf(request);
    const asked = readQuery(request.query);
    // Whoever has an id wants that one.
    const requestId = readRequestId(asked('q'));
    if (requestId !== undefined) return reply.redirect(`${visit.base}/developers/requests/${asked('q')}`, 303);
    const found = await searchRequests(deps.db.query, visit.merchantId, {
      limit: PAGE,
      before: parseId('loggedRequest', asked('before')),
      path: asked('q').replace(/^\/api2/, ''),
      statuses: readStatuses(asked('status')),
      ...readDays(asked),
    });
    const body = renderList(visit, asked, found);
    return sendDeveloperPage(request, reply, site, { title: 'Requests', visit, body });
  });

  app.get<{ Params: { readonly request: string } }>(
    '/m/:merchant/developers/requests/:request',
    async (request, reply) => {
      const visit = visitOf(request);
      const id = parseId('loggedRequest', request.params.request);
      const requestId = readRequestId(request.params.request);
      const by = id !== undefined ? { id } : requestId !== undefined ? { requestId } : undefined;
      const row = by && (await findRequest(deps.db.query, visit.merchantId, by));
      if (row === undefined)
        throw new Problem(
          'not_found',
          'There is no such request: they are kept for some weeks, and come a second late.',
        );
      const body = renderRequest({ visit, deps }, row);
      return sendDeveloperPage(request, reply, site, { title: 'Request', visit, body });
    },
  );
};

const statusOptions = [
  ['', 'Any'],
  ['2xx', 'Done (2xx)'],
  ['4xx', 'Refused (4xx)'],
  ['5xx', 'Failed (5xx)'],
] as const;

const renderList = (visit: Visit, asked: Asked, { rows, next }: RequestsFound): Html => html`<form class="search"
 role="search" method="get">
<div class="grow"><label for="q">Request id, or how the path begins</label>
<input id="q" name="q" type="search" value="${maskText(asked('q'))}" maxlength="200"
 autocomplete="off" spellcheck="false"
 placeholder="req_…, /sessions"></div>
${selectField({ name: 'status', label: 'Status', chosen: asked('status') }, statusOptions)}
${dayFields(asked)}
<button>Search</button></form>
${
  rows.length === 0
    ? html`<p class="empty">${next === undefined ? NONE : NONE_SO_FAR}</p>`
    : renderTable(
        'Requests',
        REQUEST_HEADS,
        rows.map((row) => renderRequestRow(visit, row)),
      )
}
${nextPage(asked, ['q', 'status', 'from', 'to'], next === undefined ? undefined : formatId('loggedRequest', next))}`;

const NONE_SO_FAR = 'None among the requests looked at; there are older ones.';
const NONE = 'No request is like this. They are here about a second after their answer, for 30 days.';

const renderRequest = (
  { visit: { base }, deps }: { readonly visit: Visit; readonly deps: Pick<DashboardDeps, 'publicUrl'> },
  row: LoggedRequest,
): Html => html`<p class="address"><code>${row.method} ${row.path}</code> ${showStatus(row.status)}</p>
${
  row.problem_code !== null &&
  html`<p>The problem <a href="${deps.publicUrl}/docs/errors#${row.problem_code}"><code>${row.problem_code}</code></a>
is explained in the documentation, with what to do.</p>`
}
${row.is_replay && html`<p>The first answer under this Idempotency-Key was repeated; nothing was done again.</p>`}
<dl class="facts">
${fact('Answered', showTime(row.created_at))}
${fact('Took', `${row.duration_ms} ms`)}
${fact('Request id', html`<code>req_${row.request_id}</code>`)}
${fact('Key', `${row.key_name ?? ''} …${row.key_last4 ?? ''}`)}
${fact('Address', row.address)}
${fact('Version', row.api_version ?? undefined)}
${fact('Payment', row.payment === null ? undefined : linkTo(`${base}/payments/`, row.payment))}
${fact('Session', row.session === null ? undefined : linkTo(`${base}/payments?q=`, row.session))}
</dl>
<h2>Sent</h2>${showBody(row.request_body, 'No body.')}
<h2>Answered</h2>${showBody(row.response_body, 'No body was kept.')}
<p class="hint">Card data, secrets and the addresses of payment pages are left out, of fields that the API does not know
all but their names, and of long bodies what comes after 4 KB.</p>`;

const linkTo = (path: string, id: string): Html => html`<a href="${path}${id}"><code>${id}</code></a>`;

/** Indented, unless it was cut. */
const showBody = (body: string | null, otherwise: string): Html => {
  if (body === null) return html`<p class="hint">${otherwise}</p>`;
  try {
    return showText(JSON.stringify(JSON.parse(body), null, 2));
  } catch {
    return showText(`${body}…`);
  }
};
