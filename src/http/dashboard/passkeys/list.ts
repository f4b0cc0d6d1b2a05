import { formatId } from '../../../base/id.ts';
import type { ListedPasskey } from '../../../members/passkey-store.ts';
import { html, type Html } from '../../kernel/html.ts';
import type { Visit } from '../site.ts';
import { showTime } from '../words.ts';
import { passkeyForm } from './forms.ts';

const doneSentences = { added: 'The passkey is added.', removed: 'The passkey is removed.' } as const;
const isDone = (word: unknown): word is keyof typeof doneSentences =>
  typeof word === 'string' && Object.hasOwn(doneSentences, word);

type Shown = { readonly done: unknown; readonly mistake: string | undefined; readonly isFresh: boolean };

/** The passkeys of whoever looks: made, named and removed here. */
export const renderPasskeys = (
  visit: Visit,
  passkeys: readonly ListedPasskey[],
  { done, mistake, isFresh }: Shown,
): Html => html`<section><h2 id="passkeys">Passkeys</h2>
${isDone(done) && html`<p class="done" role="status">${doneSentences[done]}</p>`}
${mistake !== undefined && html`<p class="mistake" role="alert">${mistake}</p>`}
<p>A passkey signs you in with your finger, face or PIN, on this device or with a security key. It stands for password
and code together, and works on no other page than ours.</p>
${passkeys.length === 0 ? html`<p class="empty">You have none yet.</p>` : renderTable(visit, passkeys)}
${isFresh ? renderAdd(visit) : renderConfirmFirst(visit)}</section>`;

const renderTable = (
  visit: Visit,
  passkeys: readonly ListedPasskey[],
): Html => html`<div class="table" role="region" aria-labelledby="passkeys" tabindex="0"><table>
<thead><tr><th scope="col">Name</th><th scope="col">Added</th><th scope="col">Used last</th><td></td></tr></thead>
<tbody>${passkeys.map(
  ({ id, name, created_at, last_used_at }) => html`<tr><td>${name}</td><td>${showTime(created_at)}</td>
<td>${last_used_at === null ? 'never' : showTime(last_used_at)}</td>
<td><form method="post" action="${visit.base}/account/remove-passkey">
<input type="hidden" name="formToken" value="${visit.formToken}">
<input type="hidden" name="passkey" value="${formatId('passkey', id)}">
<button class="quiet" aria-label="Remove ${name}">Remove</button></form></td></tr>
`,
)}</tbody></table></div>`;

const renderAdd = ({ base, formToken }: Visit): Html => html`${passkeyForm(
  { action: `${base}/account/add-passkey`, challenge: `${base}/account/passkey-challenge`, asks: 'create' },
  html`<input type="hidden" name="formToken" value="${formToken}">
<label for="passkey-name">A name, to know it again</label>
<input id="passkey-name" name="name" required maxlength="100" autocomplete="off" placeholder="Work laptop">
<button>Add a passkey</button>`,
)}
<p class="hint" data-without-passkeys>To add one, open this page in a browser that knows passkeys and
runs scripts.</p>`;

const renderConfirmFirst = ({ base }: Visit): Html => html`<p><a class="button"
 href="${base}/confirm?next=${encodeURIComponent(`${base}/account`)}">Show that it is you, to add one</a></p>`;
