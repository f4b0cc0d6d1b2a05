import { html, type Html } from '../../kernel/html.ts';
import { hideSecrets } from '../../request-log/mask.ts';

/** The query of a page of these, each value a short text. */
export type Asked = (name: string) => string;

export const readQuery = (query: unknown): Asked => {
  const fields = query as Readonly<Record<string, unknown>>;
  return (name) => {
    const value = fields[name];
    return typeof value === 'string' ? value.trim().slice(0, 200) : '';
  };
};

const DAY_MS = 86_400_000;

/** Whole days, in UTC; undefined: from the beginning, or until now. */
export const readDays = (
  asked: Asked,
): { readonly createdFrom: Date | undefined; readonly createdTo: Date | undefined } => {
  const [from, to] = [startOf(asked('from')), startOf(asked('to'))];
  return {
    createdFrom: from === undefined ? undefined : new Date(from),
    createdTo: to === undefined ? undefined : new Date(to + DAY_MS),
  };
};

const startOf = (day: string): number | undefined => {
  const atMs = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(day) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : atMs;
};

export const dayFields = (asked: Asked): Html => html`<div><label for="from">From (UTC)</label>
<input id="from" name="from" type="date" value="${asked('from')}"></div>
<div><label for="to">To</label><input id="to" name="to" type="date" value="${asked('to')}"></div>`;

export const selectField = (
  { name, label, chosen }: { readonly name: string; readonly label: string; readonly chosen: string },
  options: readonly (readonly [value: string, words: string])[],
): Html => html`<div><label for="${name}">${label}</label><select id="${name}" name="${name}">
${options.map(
  ([value, words]) => html`<option value="${value}"${value === chosen && html` selected`}>${words}</option>`,
)}
</select></div>`;

/** Leads to the page after this one, with the same filters. */
export const nextPage = (asked: Asked, names: readonly string[], next: string | undefined): Html | false => {
  if (next === undefined) return false;
  const query = new URLSearchParams([...names.map((name): [string, string] => [name, asked(name)]), ['before', next]]);
  return html`<p class="pages"><a class="button" rel="next" href="?${query.toString()}">Older ones</a></p>`;
};

/** A table that a phone may move sideways, with a name for whoever does not see it. */
export const renderTable = (label: string, heads: readonly string[], rows: readonly Html[]): Html => html`<div
 class="table" role="region" aria-label="${label}" tabindex="0"><table>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`;

/** An object of the API, without addresses that let somebody in. */
export const showJson = (value: unknown): Html => showText(hideSecrets(JSON.stringify(value, null, 2)));

export const showText = (text: string): Html => html`<pre tabindex="0"><code>${text}</code></pre>`;

export const fact = (name: string, value: Html | string | undefined): Html | false =>
  value !== undefined && value !== '' && html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
