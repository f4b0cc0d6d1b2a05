import { formatId } from '../../../base/id.ts';
import { limitsOf } from '../../../merchants/authenticator.ts';
import type { ApiKeyRow } from '../../../merchants/key-store.ts';
import { EVERYTHING, scopes } from '../../../merchants/scopes.ts';
import { html, type Html } from '../../kernel/html.ts';
import type { Form } from '../guard.ts';
import type { DashboardDeps, Visit } from '../site.ts';
import { showTime } from '../words.ts';
import { formNumber } from './first-time.ts';
import { offeredScopes, scopeField } from './key-form.ts';
import { checkBox, formTo, hidden, mayChange, showDone, showMistake, textField, type Mistake } from './parts.ts';

export type KeysShown = {
  readonly rows: readonly ApiKeyRow[];
  readonly hasMore: boolean;
  readonly done: unknown;
  readonly form: Form;
  readonly mistake: Mistake | undefined;
};

type Around = { readonly deps: Pick<DashboardDeps, 'mode' | 'random'>; readonly visit: Visit };

const doneSentences = { deleted: 'The key is deleted. No server of yours can use it any more.' };

export const renderKeys = (around: Around, shown: KeysShown): Html => html`${showDone(doneSentences, shown.done)}
${showMistake(shown.mistake)}
${mayChange(around.visit) && renderForm(around, shown)}
${shown.rows.length === 0 ? NONE : renderTable(around, shown.rows)}
${
  shown.hasMore &&
  html`<p class="pages"><a class="button" rel="next" href="?before=${formatId('apiKey', shown.rows.at(-1)?.id ?? '')}"
>Older keys</a></p>`
}`;

const NONE = html`<p class="empty">No keys. Make one above; your server sends it with each request.</p>`;

const renderTable = (
  around: Around,
  rows: readonly ApiKeyRow[],
): Html => html`<div class="table" role="region" aria-label="API keys" tabindex="0"><table>
<thead><tr><th scope="col">Name</th><th scope="col">Key</th><th scope="col">May do</th><th scope="col">From</th>
<th scope="col">Ends</th><th scope="col">Last used</th><th scope="col">Made</th><td></td></tr></thead>
<tbody>${rows.map((row) => renderRow(around, row))}</tbody></table></div>`;

const renderRow = ({ deps, visit }: Around, row: ApiKeyRow): Html => html`<tr>
<td>${row.name}</td>
<td><code>${deps.mode === 'live' ? 'tgl' : 'tgs'}…${row.last4}</code></td>
<td>${limitsOf(row).scopes.includes(EVERYTHING) ? 'everything' : limitsOf(row).scopes.join(', ')}</td>
<td>${row.allowed_addresses?.join(', ') ?? 'everywhere'}</td>
<td>${row.expires_at === null ? 'never' : showTime(row.expires_at)}</td>
<td>${row.last_used_at === null ? 'never' : showTime(row.last_used_at)}</td>
<td>${showTime(row.created_at)}</td>
<td>${mayChange(visit) && renderDelete(visit, row)}</td>
</tr>
`;

/** A key that is gone cannot be brought back, so the button is one step away. */
const renderDelete = (visit: Visit, row: ApiKeyRow): Html => html`<details><summary>Delete</summary>
${formTo(
  visit,
  '/keys/delete',
  html`${hidden('key', formatId('apiKey', row.id))}<button class="quiet">Delete “${row.name}” for good</button>`,
)}</details>`;

const renderForm = ({ deps, visit }: Around, { form, mistake }: KeysShown): Html => html`<details class="card"${
  mistake !== undefined && html` open`
}><summary>Make a key</summary>
${formTo(
  visit,
  '/keys/create',
  html`${formNumber(deps.random)}
${textField({ name: 'name', label: 'Name: what or who uses it', value: form['name'] }, html`required maxlength="100"`)}
<fieldset><legend>What it may do</legend>
<label class="check"><input type="radio" name="access" value="everything"${
    form['access'] !== 'chosen' && html` checked`
  }> Everything</label>
<label class="check"><input type="radio" name="access" value="chosen"${
    form['access'] === 'chosen' && html` checked`
  }> Only this:</label>
<div class="choices">${offeredScopes.map((scope) =>
    checkBox(scopeField(scope), form[scopeField(scope)] === 'yes', html`<code>${scope}</code> ${scopes[scope]}`),
  )}</div></fieldset>
<label for="expires">Ends at the beginning of this day (UTC); empty: never</label>
<input id="expires" name="expires" type="date" value="${form['expires'] ?? ''}">
<label for="addresses">Addresses it may come from, such as 203.0.113.0/24; empty: from everywhere</label>
<textarea id="addresses" name="addresses" rows="2" maxlength="2600"
 spellcheck="false">${form['addresses'] ?? ''}</textarea>
<button>Make the key</button>`,
)}</details>`;
