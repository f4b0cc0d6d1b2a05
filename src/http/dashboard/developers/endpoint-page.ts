import { formatId } from '../../../base/id.ts';
import { isSwitch, type EndpointRow } from '../../../events/endpoint-object.ts';
import type { Fault } from '../../../webhooks/fault-store.ts';
import type { ReplayRow } from '../../../webhooks/replay-store.ts';
import { html, type Html } from '../../kernel/html.ts';
import type { Form } from '../guard.ts';
import type { DashboardDeps, Visit } from '../site.ts';
import { showTime } from '../words.ts';
import { formOfEndpoint, renderEndpointFields } from './endpoint-form.ts';
import { showHealth } from './endpoints.ts';
import { formNumber } from './first-time.ts';
import { faultFields } from './endpoint-faults.ts';
import { renderReplays, replayFields } from './endpoint-replays.ts';
import { fact } from './lists.ts';
import { formTo, hidden, mayChange, showDone, showMistake, type Mistake } from './parts.ts';

const doneSentences = {
  changed: 'The endpoint is changed.',
  paused: 'The endpoint is paused: what happens now does not reach it.',
  resumed: 'The endpoint goes on.',
  tested: 'A test is on its way. What became of it is among the deliveries.',
  switchCanceled: 'The endpoint keeps its secret.',
  faultsSet: 'From now on deliveries suffer what you chose, and nothing else.',
  replayed: 'The events are put on their way, some at a time.',
  replayCanceled: 'Nothing more is put on its way.',
};

type Around = { readonly deps: DashboardDeps; readonly visit: Visit };
type Shown = {
  readonly done: unknown;
  readonly form: Form | undefined;
  readonly mistake: Mistake | undefined;
  readonly replays: readonly ReplayRow[];
  readonly faults: readonly Fault[];
};

export const renderEndpoint = (
  around: Around,
  row: EndpointRow,
  shown: Shown,
): Html => html`${showDone(doneSentences, shown.done)}${showMistake(shown.mistake)}
<p class="address"><code>${row.url}</code> ${showHealth(row)}</p>
${renderFacts(row)}
${mayChange(around.visit) && renderActions(around, row, shown)}
<p><a href="${around.visit.base}/developers/deliveries?endpoint=${idOf(row)}">What was sent to it</a></p>
${renderReplays(around.visit, `/endpoints/${idOf(row)}`, shown.replays)}`;

const idOf = (row: EndpointRow): string => formatId('webhookEndpoint', row.id);

const renderFacts = (row: EndpointRow): Html => html`<dl class="facts">
${fact('Description', row.description ?? undefined)}
${fact('Hears', row.events.includes('*') ? 'everything' : row.events.join(', '))}
${fact('Version of its events', row.api_version)}
${fact('Signatures', (row.signing_key_id ?? null) === null ? 'with its secret' : 'with its secret, and ed25519')}
${fact('Customers wait for it', row.holds_return === true ? 'yes' : 'no')}
${fact('Tries in a row that failed', row.consecutive_failures > 0 ? String(row.consecutive_failures) : undefined)}
${fact('Failing since', row.failing_since === null ? undefined : showTime(row.failing_since))}
${fact('Why it is paused', row.disabled_reason === 'gone' ? 'it answered 410 Gone' : undefined)}
${fact(
  isSwitch(row) ? 'The new secret signs from' : 'The old secret signs, too, until',
  row.old_secret_expires_at === null ? undefined : showTime(row.old_secret_expires_at),
)}
${fact('Made', showTime(row.created_at))}
${fact('Endpoint', html`<code>${formatId('webhookEndpoint', row.id)}</code>`)}
</dl>`;

const renderActions = ({ deps, visit }: Around, row: EndpointRow, { form, faults }: Shown): Html => {
  const path = `/endpoints/${idOf(row)}`;
  return html`<section class="actions" aria-label="What you can do">
${
  row.enabled &&
  html`<div class="card">
${formTo(visit, `${path}/test`, html`<button>Send a test event</button>`)}</div>`
}
<details class="card"${form !== undefined && html` open`}><summary>Change</summary>
${formTo(
  visit,
  `${path}/change`,
  html`${renderEndpointFields(form ?? formOfEndpoint(row))}<button>Change the endpoint</button>`,
)}</details>
<details class="card"><summary>New secret</summary>
${formTo(visit, `${path}/rotate`, html`${formNumber(deps.random)}${ROTATION}`)}
${isSwitch(row) && formTo(visit, `${path}/cancel-switch`, html`<button class="quiet">Keep the old secret</button>`)}
</details>
<details class="card"><summary>${row.enabled ? 'Pause or delete' : 'Go on or delete'}</summary>
${formTo(
  visit,
  `${path}/pause`,
  row.enabled
    ? html`${hidden('enabled', 'no')}<button class="quiet">Pause</button>`
    : html`${hidden('enabled', 'yes')}<button>Go on</button>`,
)}
${formTo(visit, `${path}/delete`, html`<button class="quiet">Delete the endpoint for good</button>`)}</details>
${
  row.enabled &&
  html`<details class="card"><summary>Send events again</summary>
${formTo(visit, `${path}/replay`, replayFields)}</details>`
}
${
  deps.mode === 'sandbox' &&
  html`<details class="card"><summary>Faults for your receiver</summary>
<p class="hint">In the sandbox deliveries can go wrong on purpose, so that you see how your server takes it.</p>
${formTo(visit, `${path}/faults`, html`${faultFields(faults)}<button>Let deliveries suffer this</button>`)}</details>`
}
</section>`;
};

const ROTATION = html`<fieldset><legend>How your server changes over</legend>
<label class="check"><input type="radio" name="rotation" value="both" checked> Both secrets sign for a while</label>
<label for="overlapHours">Hours; 0 after a leak</label>
<input id="overlapHours" name="overlapHours" inputmode="numeric" value="24" maxlength="3" autocomplete="off">
<label class="check"><input type="radio" name="rotation" value="switchAt"> The new one alone, from a moment on</label>
<label for="switchAt">Moment (UTC), half a minute to 30 days from now</label>
<input id="switchAt" name="switchAt" type="datetime-local"></fieldset>
<button>Make a new secret</button>`;
