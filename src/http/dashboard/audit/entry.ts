import { isDeepStrictEqual } from 'node:util';
import { auditActions } from '../../../audit/entry.ts';
import type { EntryRow } from '../../../audit/store.ts';
import { formatId } from '../../../base/id.ts';
import { mayDo, type Permission } from '../../../members/roles.ts';
import { html, type Html } from '../../kernel/html.ts';
import type { Visit } from '../site.ts';
import { showTime } from '../words.ts';

export const ENTRY_HEADS = ['When', 'Who', 'What', 'About'] as const;

/** An act as a row: what changed is folded away behind what was done. */
export const renderEntry = (visit: Visit, row: EntryRow): Html => html`<tr>
<td>${showTime(row.occurred_at)}</td>
<td>${whoOf(row)}</td>
<td><details><summary>${wordsOf(row.action)}</summary>${renderChanges(row)}
<dl class="facts">
<div><dt>Act</dt><dd><code>${row.action}</code></dd></div>
<div><dt>Row of the log</dt><dd>${row.number ?? 'is sealed within seconds'}</dd></div>
${row.address !== null && html`<div><dt>From</dt><dd>${row.address}</dd></div>`}
${row.request_id !== null && html`<div><dt>Request</dt><dd><code>${row.request_id}</code></dd></div>`}
${row.actor_id !== null && html`<div><dt>By</dt><dd><code>${row.actor_id}</code></dd></div>`}
${row.reason !== null && html`<div><dt>Why</dt><dd>${row.reason}</dd></div>`}
<div><dt>Id</dt><dd><code>${formatId('auditEntry', row.id)}</code></dd></div>
</dl></details></td>
<td>${subjectOf(visit, row)}</td>
</tr>
`;

/** An older program may have written what this one does not know. */
const wordsOf = (action: string): string =>
  Object.hasOwn(auditActions, action) ? auditActions[action as keyof typeof auditActions] : action;

const actorWords: Readonly<Record<EntryRow['actor'], string>> = {
  apiKey: 'API key',
  member: 'a person',
  operator: 'the operator',
  gateway: 'the gateway',
};

const whoOf = (row: EntryRow): string =>
  row.actor === 'member' && row.actor_name !== null
    ? row.actor_name
    : [actorWords[row.actor], row.actor_name ?? ''].filter((part) => part !== '').join(' ');

/** Where the thing has a page that whoever looks may open, it is a link. */
const pages: Readonly<Record<string, { readonly path: string; readonly needs: Permission }>> = {
  payment: { path: 'payments', needs: 'payments:read' },
  member: { path: 'people', needs: 'members:read' },
  webhookEndpoint: { path: 'developers/endpoints', needs: 'developers:read' },
  event: { path: 'developers/events', needs: 'developers:read' },
};

const subjectOf = ({ base, session }: Visit, { subject_kind, subject_id }: EntryRow): Html => {
  const id = html`<code title="${subject_id}">${shorten(subject_id)}</code>`;
  const page = pages[subject_kind];
  return page !== undefined && mayDo(session.role, page.needs)
    ? html`<a href="${base}/${page.path}/${subject_id}">${subject_kind} ${id}</a>`
    : html`${subject_kind} ${id}`;
};

const shorten = (id: string): string => (id.length > 16 ? `${id.slice(0, 3)}…${id.slice(-6)}` : id);

export type Change = { readonly name: string; readonly before: unknown; readonly after: unknown };

/** What differs, name by name; of what was only made or only taken away all that is known. */
export const changesOf = (before: string | null, after: string | null): readonly Change[] => {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return names
    .map((name) => ({ name, before: old[name], after: now[name] }))
    .filter((change) => !isDeepStrictEqual(change.before, change.after));
};

const fieldsOf = (json: string | null): Readonly<Record<string, unknown>> => {
  const value: unknown = json === null ? {} : JSON.parse(json);
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : { value };
};

const renderChanges = ({ before, after }: EntryRow): Html | false => {
  const changes = changesOf(before, after);
  if (changes.length === 0) return false;
  return html`<table><thead><tr><th scope="col">What</th>${before !== null && html`<th scope="col">Before</th>`}
${after !== null && html`<th scope="col">After</th>`}</tr></thead>
<tbody>${changes.map(
    (change) => html`<tr><th scope="row">${change.name}</th>
${before !== null && html`<td>${showValue(change.before)}</td>`}
${after !== null && html`<td>${showValue(change.after)}</td>`}</tr>`,
  )}</tbody></table>`;
};

const showValue = (value: unknown): string => {
  if (value === undefined || value === null) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
};
