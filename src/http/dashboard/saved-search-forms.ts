import { formatId } from '../../base/id.ts';
import type { SavedSearch, Search } from '../../members/searches.ts';
import { html, type Html } from '../kernel/html.ts';
import type { Visit } from './site.ts';

/** What the form of the list said, and whether that was a mistake. */
type Asked = Search & { readonly mistake: string | undefined };

export const searchFrom = ({ q, state, from, to }: Search): Search => ({ q, state, from, to });

export const isEmpty = (search: Search): boolean => Object.values(search).every((value) => value === '');

/** In the order of the form, whatever the database made of it. */
export const hrefOf = ({ q, state, from, to }: Search): string =>
  `?${new URLSearchParams({ q, state, from, to }).toString()}`;

const isShown = (asked: Asked, { search }: SavedSearch): boolean => hrefOf(search) === hrefOf(searchFrom(asked));

/** A link for each; the one that is shown says so. */
export const renderSavedSearches = (visit: Visit, asked: Asked, saved: readonly SavedSearch[]): Html | false =>
  saved.length > 0 &&
  html`<nav class="saved" aria-label="Saved searches"><ul>
${saved.map(
  (one) => html`<li><a href="${hrefOf(one.search)}"${isShown(asked, one) && CURRENT}>${one.name}</a></li>
`,
)}</ul>
<details><summary>Remove some</summary><ul>
${saved.map(
  ({ id, name }) => html`<li><form method="post" action="${visit.base}/searches/remove">
<input type="hidden" name="formToken" value="${visit.formToken}">
<input type="hidden" name="search" value="${formatId('savedSearch', id)}">
<button class="quiet" aria-label="Remove ${name}">Remove “${name}”</button></form></li>`,
)}
</ul></details></nav>`;

const CURRENT = html` aria-current="true"`;

/** For the search that is shown, if it is none of the saved ones. */
export const renderSaveSearch = (visit: Visit, asked: Asked, saved: readonly SavedSearch[]): Html | false => {
  const search = searchFrom(asked);
  const isNew = !isEmpty(search) && asked.mistake === undefined && !saved.some((one) => isShown(asked, one));
  return isNew && renderSave(visit, search);
};

const renderSave = ({ base, formToken }: Visit, search: Search): Html => html`<details class="save">
<summary>Save this search</summary>
<form method="post" action="${base}/searches/save">
<input type="hidden" name="formToken" value="${formToken}">
${Object.entries(search).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<label for="search-name">Name, for you alone</label>
<input id="search-name" name="name" required maxlength="60" autocomplete="off">
<button>Save</button></form></details>`;
