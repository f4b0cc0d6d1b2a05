import type { FastifyInstance } from 'fastify';
import { parseId } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';
import { holdsCardNumber } from '../../card/number-in-text.ts';
import { removeSearch, saveSearch } from '../../members/searches.ts';
import { formOf, visitOf } from './guard.ts';
import { readAsked } from './payments.ts';
import { hrefOf, isEmpty, searchFrom } from './saved-search-forms.ts';
import type { DashboardDeps } from './site.ts';

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
