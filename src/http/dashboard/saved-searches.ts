import type { FastifyInstance } from 'fastify';
import { formatId, parseId } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';
import { holdsCardNumber } from '../../card/number-in-text.ts';
import { removeSearch, saveSearch, type SavedSearch, type Search } from '../../members/searches.ts';
import { html, type Html } from '../kernel/html.ts';
import { formOf, visitOf } from './guard.ts';
import { readAsked, type Asked } from './payments.ts';
import type { DashboardDeps, Visit } from './site.ts';

/** Searches in the list of payments that somebody looks at every day: saved, opened by a link, removed. */
export const registerSavedSearches = (app: FastifyInstance, deps: DashboardDeps): void => {
  app.post('/m/:merchant/searches/save', async (request, reply) => {
    const { merchantId, session, base } = visitOf(request);
    const form = formOf(request);
    const search = searchFrom(readAsked(form));
    const name = (form['name'] ?? '').trim();
    if (name === '' || name.length > 60 || /[\u0000-\u001f\u007f-\u009f]/.test(name) || holdsCardNumber(name))
      throw new Problem('invalid_fields', 'A saved search has a name of 1 to 60 letters, without a card number.');
    if (isEmpty(search)) throw new Problem('invalid_fields', 'Search for something first, then save it.');
    const saved = await saveSearch(deps, merchantId, { memberId: session.member_id, name, search });
    if (saved.kind === 'refused') throw new Problem('conflict', saved.message);
    return reply.redirect(`${base}/payments${hrefOf(search)}`, 303);
  });

  app.post('/m/:merchant/searches/remove', async (request, reply) => {
    const { merchantId, session, base } = visitOf(request);
    const id = parseId('savedSearch', formOf(request)['search'] ?? '');
    if (id === undefined || !(await removeSearch(deps.db.query, merchantId, session.member_id, id)))
      throw new Problem('not_found', 'You have no such saved search.');
    return reply.redirect(`${base}/payments`, 303);
  });
};

const searchFrom = ({ q, state, from, to }: Asked): Search => ({ q, state, from, to });

const isEmpty = (search: Search): boolean => Object.values(search).every((value) => value === '');

/** In the order of the form, whatever the database made of it. */
const hrefOf = ({ q, state, from, to }: Search): string => `?${new URLSearchParams({ q, state, from, to }).toString()}`;

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
