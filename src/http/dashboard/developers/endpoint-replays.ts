import { formatId, parseId } from '../../../base/id.ts';
import { Problem } from '../../../base/problem.ts';
import { noteReplay } from '../../../webhooks/endpoint-acts.ts';
import { getEndpoint } from '../../../webhooks/endpoints.ts';
import { createReplay, presentReplay } from '../../../webhooks/replay.ts';
import { cancelReplay, findReplay, type ReplayRow } from '../../../webhooks/replay-store.ts';
import { html, type Html } from '../../kernel/html.ts';
import { formOf } from '../guard.ts';
import type { Visit } from '../site.ts';
import { showBadge, showTime } from '../words.ts';
import { actingIn, type Act } from './endpoint-actions.ts';
import { renderTable } from './lists.ts';
import { checkBox, formTo, hidden, mayChange } from './parts.ts';

/** Sends the events of a stretch of time again; one at a time for an endpoint, so a second click finds the first. */
export const replayTo: Act = async ({ deps, request, address }) => {
  const form = formOf(request);
  const from = readMoment(form['from']);
  if (from === undefined) throw new Problem('invalid_fields', 'Say from when on events are sent again.');
  await deps.db.transaction(async (query) => {
    const endpoint = await getEndpoint({ ...deps, db: { ...deps.db, query } }, address);
    if (endpoint === undefined) throw new Problem('not_found', 'There is no such endpoint, or it was deleted.');
    if (!endpoint.enabled) throw new Problem('conflict', 'The endpoint is paused, so nothing is sent to it.');
    const after = await createReplay(
      { ...deps, query },
      {
        merchantId: address.merchantId,
        endpointId: address.id,
        from,
        to: readMoment(form['to']),
        types: undefined,
        onlyUndelivered: form['onlyUndelivered'] === 'yes',
      },
    );
    await noteReplay(deps, query, actingIn({ address, request }), { action: 'webhookReplay.created', after });
  });
  return { done: 'replayed' };
};

export const cancelReplayOf: Act = async ({ deps, request, address }) => {
  const id = parseId('webhookReplay', formOf(request)['replay'] ?? '');
  const of = { merchantId: address.merchantId, endpointId: address.id };
  await deps.db.transaction(async (query) => {
    const before = id && (await findReplay(query, of, id));
    if (before === undefined) throw new Problem('not_found', 'There is no such replay.');
    const after = await cancelReplay(query, of, before.id);
    if (after === undefined) throw new Problem('conflict', 'The replay has ended already.');
    await noteReplay(deps, query, actingIn({ address, request }), { action: 'webhookReplay.canceled', before, after });
  });
  return { done: 'replayCanceled' };
};

const readMoment = (text: string | undefined): Date | undefined => {
  if (text === undefined || text === '') return undefined;
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text) ? new Date(`${text}Z`) : undefined;
  if (at !== undefined && !Number.isNaN(at.getTime())) return at;
  throw new Problem('invalid_fields', 'A moment is a day and a time, in UTC.');
};

export const replayFields = html`<label for="from">Events that happened from (UTC)</label>
<input id="from" name="from" type="datetime-local" required>
<label for="to">until; empty: now</label>
<input id="to" name="to" type="datetime-local">
${checkBox('onlyUndelivered', true, html`Only what it has not taken yet`)}
<button>Send them again</button>`;

const stateTones: Readonly<Record<ReplayRow['state'], string>> = {
  running: 'busy',
  completed: 'good',
  canceled: 'quiet',
};

export const renderReplays = (visit: Visit, path: string, rows: readonly ReplayRow[]): Html | false =>
  rows.length > 0 &&
  html`<h2 id="replays">Replays</h2>
${renderTable(
  'Replays',
  ['Ordered', 'From', 'Until', 'Status', 'How far', 'Sent', ''],
  rows.map(
    (row) => html`<tr>
<td>${showTime(row.created_at)}</td>
<td>${showTime(row.from_at)}</td>
<td>${showTime(row.to_at)}</td>
<td>${showBadge({ title: row.state, tone: stateTones[row.state] })}</td>
<td>${Number(presentReplay(row)['progress'])} %</td>
<td>${row.queued}${row.skipped > 0 && `, ${row.skipped} left out`}</td>
<td>${
      row.state === 'running' &&
      mayChange(visit) &&
      formTo(
        visit,
        `${path}/cancel-replay`,
        html`${hidden('replay', formatId('webhookReplay', row.id))}<button class="quiet">Stop</button>`,
      )
    }</td>
</tr>
`,
  ),
)}`;
