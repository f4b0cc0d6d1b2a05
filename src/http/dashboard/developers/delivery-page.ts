import { formatId } from '../../../base/id.ts';
import type { PaymentUrls } from '../../../contract/payment-url.ts';
import type { EventRow } from '../../../contract/rows.ts';
import { currentVersion, isApiVersion } from '../../../contract/versions.ts';
import { catalog } from '../../../events/catalog.ts';
import type { EndpointRow } from '../../../events/endpoint-object.ts';
import { presentEvent } from '../../../events/present.ts';
import { mayDo } from '../../../members/roles.ts';
import type { AttemptRow, DeliveryRow } from '../../../webhooks/log.ts';
import { html, type Html } from '../../kernel/html.ts';
import type { Visit } from '../site.ts';
import { showBadge, showTime } from '../words.ts';
import { dayFields, fact, nextPage, renderTable, selectField, showJson, showText, type Asked } from './lists.ts';
import { formTo, showDone, showMistake, type Mistake } from './parts.ts';

export const deliveryStates = ['pending', 'delivered', 'abandoned'] as const;

const stateWords = {
  pending: { title: 'On its way', tone: 'busy' },
  delivered: { title: 'Delivered', tone: 'good' },
  abandoned: { title: 'Given up', tone: 'bad' },
} as const satisfies Readonly<Record<DeliveryRow['state'], { readonly title: string; readonly tone: string }>>;

type Found = {
  readonly endpoints: readonly EndpointRow[];
  readonly rows: readonly DeliveryRow[];
  readonly next: string | undefined;
};

export const renderDeliveries = (
  visit: Visit,
  asked: Asked,
  { endpoints, rows, next }: Found,
): Html => html`<form class="search" role="search" method="get">
${selectField({ name: 'endpoint', label: 'Endpoint', chosen: asked('endpoint') }, [
  ['', 'Any'],
  ...endpoints.map((row): [string, string] => [formatId('webhookEndpoint', row.id), row.url]),
])}
${selectField({ name: 'type', label: 'Event', chosen: asked('type') }, [
  ['', 'Any'],
  ...catalog.map(([type]): [string, string] => [type, type]),
])}
${selectField({ name: 'status', label: 'Status', chosen: asked('status') }, [
  ['', 'Any'],
  ...deliveryStates.map((state): [string, string] => [state, stateWords[state].title]),
])}
${dayFields(asked)}
<button>Search</button></form>
${
  rows.length === 0
    ? html`<p class="empty">${next === undefined ? NONE : 'None among those looked at; there are older ones.'}</p>`
    : renderTable(
        'Deliveries',
        DELIVERY_HEADS,
        rows.map((row) => renderDeliveryRow(visit, row)),
      )
}
${nextPage(asked, ['endpoint', 'type', 'status', 'event', 'from', 'to'], next)}`;

const NONE = 'Nothing was sent like this. Events go to endpoints that subscribe to them.';

export const DELIVERY_HEADS = ['Event', 'Happened', 'To', 'Status', 'Tries', 'Last answer'] as const;

export const renderDeliveryRow = (visit: Visit, row: DeliveryRow): Html => html`<tr>
<td><a href="${addressOf(visit, row)}">${row.event_type}</a></td>
<td>${showTime(row.created_at)}</td>
<td>${row.endpoint_url}</td>
<td>${showBadge(stateWords[row.state])}</td>
<td>${row.attempts}</td>
<td>${row.tries[0] === undefined ? '' : showOutcome(row.tries[0])}</td>
</tr>
`;

const addressOf = ({ base }: Visit, row: DeliveryRow): string =>
  `${base}/developers/deliveries/${formatId('event', row.event_id)}/${formatId('webhookEndpoint', row.endpoint_id)}`;

const showOutcome = (one: AttemptRow): string =>
  one.http_status === null ? (one.detail ?? 'no answer') : `${one.http_status}, ${one.duration_ms} ms`;

type Shown = {
  readonly row: DeliveryRow;
  readonly event: EventRow;
  /** Undefined: it was deleted. */
  readonly endpoint: EndpointRow | undefined;
  readonly done: unknown;
  readonly mistake: Mistake | undefined;
};

const doneSentences = { resent: 'It is sent again.' };

export const renderDelivery = (
  { visit, urls }: { readonly visit: Visit; readonly urls: PaymentUrls },
  { row, event, endpoint, done, mistake }: Shown,
): Html => {
  const ids = `${formatId('event', row.event_id)}/${formatId('webhookEndpoint', row.endpoint_id)}`;
  const version = endpoint !== undefined && isApiVersion(endpoint.api_version) ? endpoint.api_version : currentVersion;
  return html`${showDone(doneSentences, done)}${showMistake(mistake)}
<p class="address"><code>${row.event_type}</code> to <code>${row.endpoint_url}</code>
${showBadge(stateWords[row.state])}</p>
<dl class="facts">
${fact('Happened', showTime(event.created_at))}
${fact('Delivered', row.delivered_at === null ? undefined : showTime(row.delivered_at))}
${fact('Tried next', row.next_attempt_at === null ? undefined : showTime(row.next_attempt_at))}
${fact('Event', linkToEvent(visit, row.event_id))}
</dl>
${
  mayDo(visit.session.role, 'webhooks:resend') &&
  endpoint?.enabled === true &&
  formTo(visit, `/deliveries/${ids}/resend`, html`<button>Send it again</button>`)
}
<h2>Tries</h2>
${row.tries.length === 0 ? html`<p class="empty">None yet.</p>` : row.tries.map(renderTry)}
<h2>What is sent</h2>
${showJson(presentEvent(event, { version, urls }))}
<p class="hint">The address of a payment page is left out here; your server gets it.</p>`;
};

export const linkToEvent = ({ base }: Visit, eventId: string): Html => {
  const id = formatId('event', eventId);
  return html`<a href="${base}/developers/events/${id}"><code>${id}</code></a>`;
};

const outcomeTones = { delivered: 'good', refused: 'bad', failed: 'bad' } as const;

const renderTry = (one: AttemptRow): Html => html`<details class="try">
<summary>${one.number}. ${showTime(one.started_at)}
${showBadge({ title: showOutcome(one), tone: outcomeTones[one.outcome] })}
${one.repeats > 0 && `and ${one.repeats} more`}</summary>
${(one.faults ?? null) !== null && html`<p>Made on purpose: ${(one.faults ?? []).join(', ')}.</p>`}
${
  one.request_headers !== null &&
  html`<h3>Headers that were sent</h3>${showText(
    Object.entries(one.request_headers)
      .map(([name, value]) => `${name}: ${value}`)
      .sort()
      .join('\n'),
  )}`
}
${one.http_status !== null && html`<h3>Answer</h3>${showText((one.detail ?? '') || '(empty)')}`}
</details>
`;
