import type { FastifyInstance } from 'fastify';
import { formatId, parseId } from '../../../base/id.ts';
import { Problem } from '../../../base/problem.ts';
import type { EventRow } from '../../../contract/rows.ts';
import { currentVersion } from '../../../contract/versions.ts';
import { catalog } from '../../../events/catalog.ts';
import { presentEvent } from '../../../events/present.ts';
import { findEvent, findEvents } from '../../../events/store.ts';
import { findDeliveriesOfEvent, type DeliveryRow } from '../../../webhooks/log.ts';
import { html, type Html } from '../../kernel/html.ts';
import { visitOf } from '../guard.ts';
import type { DashboardDeps, Site, Visit } from '../site.ts';
import { showTime } from '../words.ts';
import { DELIVERY_HEADS, renderDeliveryRow } from './delivery-page.ts';
import {
  dayFields,
  fact,
  nextPage,
  readDays,
  readQuery,
  renderTable,
  selectField,
  showJson,
  type Asked,
} from './lists.ts';
import { sendDeveloperPage } from './parts.ts';

const PAGE = 50;

/** What happened, as webhooks tell it. */
export const registerEvents = (app: FastifyInstance, deps: DashboardDeps, site: Site): void => {
  app.get('/m/:merchant/developers/events', async (request, reply) => {
    const visit = visitOf(request);
    const asked = readQuery(request.query);
    const rows = await findEvents(deps.db.query, visit.merchantId, {
      limit: PAGE + 1,
      before: parseId('event', asked('before')),
      type: catalog.some(([type]) => type === asked('type')) ? asked('type') : undefined,
      sessionId: parseId('session', asked('session')),
      ...readDays(asked),
    });
    const body = renderList(visit, asked, rows);
    return sendDeveloperPage(request, reply, site, { title: 'Events', visit, body });
  });

  app.get<{ Params: { readonly event: string } }>('/m/:merchant/developers/events/:event', async (request, reply) => {
    const visit = visitOf(request);
    const { merchantId } = visit;
    const eventId = parseId('event', request.params.event);
    const event = eventId && (await findEvent(deps.db.query, merchantId, eventId));
    if (event === undefined || eventId === undefined) throw new Problem('not_found', 'There is no such event.');
    const deliveries = await findDeliveriesOfEvent(deps, { merchantId, eventId });
    const body = renderEvent({ visit, deps }, event, deliveries);
    return sendDeveloperPage(request, reply, site, { title: `Event ${event.type}`, visit, body });
  });
};

const renderList = (visit: Visit, asked: Asked, rows: readonly EventRow[]): Html => {
  const shown = rows.slice(0, PAGE);
  const last = rows.length > PAGE ? shown.at(-1) : undefined;
  return html`<form class="search" role="search" method="get">
<div class="grow"><label for="session">Session</label>
<input id="session" name="session" type="search" value="${asked('session')}" maxlength="128" autocomplete="off"
 spellcheck="false" placeholder="ps_…"></div>
${selectField({ name: 'type', label: 'Type', chosen: asked('type') }, [
  ['', 'Any'],
  ...catalog.map(([type]): [string, string] => [type, type]),
])}
${dayFields(asked)}
<button>Search</button></form>
${
  shown.length === 0
    ? html`<p class="empty">No event is like this. One is told whenever a session or a payment moves on.</p>`
    : renderTable(
        'Events',
        ['Happened', 'Type', 'About', 'Number'],
        shown.map((row) => renderRow(visit, row)),
      )
}
${nextPage(asked, ['session', 'type', 'from', 'to'], last && formatId('event', last.id))}`;
};

const renderRow = ({ base }: Visit, row: EventRow): Html => html`<tr>
<td>${showTime(row.created_at)}</td>
<td><a href="${base}/developers/events/${formatId('event', row.id)}">${row.type}</a></td>
<td><code>${subjectOf(row)}</code></td>
<td>${row.sequence}</td>
</tr>
`;

/** The session or payment by whose numbers it is ordered; of an endpoint its own. */
const subjectOf = (row: EventRow): string => formatId(row.object, row.object_id);

const renderEvent = (
  { visit, deps }: { readonly visit: Visit; readonly deps: Pick<DashboardDeps, 'urls'> },
  event: EventRow,
  deliveries: readonly DeliveryRow[],
): Html => html`<p>${told(event.type)}</p>
<dl class="facts">
${fact('Happened', showTime(event.created_at))}
${fact('Event', html`<code>${formatId('event', event.id)}</code>`)}
${fact('Number within its order', String(event.sequence))}
</dl>
<h2>Deliveries</h2>
${
  deliveries.length === 0
    ? html`<p class="empty">No endpoint subscribed to it.</p>`
    : renderTable(
        'Deliveries',
        DELIVERY_HEADS,
        deliveries.map((row) => renderDeliveryRow(visit, row)),
      )
}
<h2>The event</h2>
${showJson(presentEvent(event, { version: currentVersion, urls: deps.urls }))}
<p class="hint">The address of a payment page is left out here; your server gets it.</p>`;

const told = (type: string): string => (catalog.find(([name]) => name === type)?.[2] ?? '').replaceAll('`', '');
