import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseId } from '../../../base/id.ts';
import { Problem } from '../../../base/problem.ts';
import { createApiKey, deleteApiKey, listApiKeys, type KeyMaker } from '../../../merchants/api-keys.ts';
import { NO_LIMITS } from '../../../merchants/key-limits.ts';
import { createSuspensions } from '../../../merchants/suspensions.ts';
import { formOf, visitOf, type Form } from '../guard.ts';
import { actorIn } from '../actor.ts';
import type { DashboardDeps, Site, Visit } from '../site.ts';
import { refuseSecondTime } from './first-time.ts';
import { readKeyForm } from './key-form.ts';
import { renderKeys } from './key-page.ts';
import { isMistake, orMistake, sendDeveloperPage, showSecretOnce, type Mistake } from './parts.ts';

const PAGE = 50;
const TITLE = 'API keys';

/** Keys of the merchant's servers: made, looked at and deleted as through the API, by a member. */
export const registerKeys = (app: FastifyInstance, deps: DashboardDeps, site: Site): void => {
  const isSuspended = createSuspensions(deps);
  const show = async (
    visit: Visit,
    query: unknown,
    { form, mistake }: Shown,
  ): Promise<Parameters<typeof renderKeys>[1]> => {
    const { before, done } = query as { readonly before?: unknown; readonly done?: unknown };
    const last = typeof before === 'string' ? parseId('apiKey', before) : undefined;
    const rows = await listApiKeys(deps.db.query, visit.merchantId, { limit: PAGE + 1, before: last });
    return { rows: rows.slice(0, PAGE), hasMore: rows.length > PAGE, done, form, mistake };
  };

  app.get('/m/:merchant/developers/keys', async (request, reply) => {
    const visit = visitOf(request);
    const shown = await show(visit, request.query, { form: {}, mistake: undefined });
    return sendDeveloperPage(request, reply, site, { title: TITLE, visit, body: renderKeys({ deps, visit }, shown) });
  });

  app.post('/m/:merchant/developers/keys/create', async (request, reply) => {
    const visit = visitOf(request);
    const form = formOf(request);
    const made = await orMistake(async () => {
      if (await isSuspended(visit.merchantId))
        throw new Problem('merchant_suspended', 'The merchant is suspended: no key can be made meanwhile.');
      return createKey(deps, request, form);
    });
    if (isMistake(made)) {
      const shown = await show(visit, {}, { form, mistake: made });
      const page = { title: TITLE, visit, body: renderKeys({ deps, visit }, shown), status: made.status };
      return sendDeveloperPage(request, reply, site, page);
    }
    const body = showSecretOnce(`The key “${made.row.name}” is made.`, made.apiKey.reveal());
    return sendDeveloperPage(request, reply, site, { title: 'Your new key', visit, body });
  });

  app.post('/m/:merchant/developers/keys/delete', async (request, reply) => {
    const { merchantId, base } = visitOf(request);
    const id = parseId('apiKey', formOf(request)['key'] ?? '');
    if (id === undefined) throw noKey();
    const done = await deps.db.transaction((query) => deleteApiKey(deps, query, makerIn(request), { merchantId, id }));
    if (done.kind === 'unknown') throw noKey();
    if (done.kind === 'stronger') throw new Problem('forbidden', OF_THE_OPERATOR);
    deps.forgetApiKey(id);
    return reply.redirect(`${base}/developers/keys?done=deleted`, 303);
  });
};

type Shown = { readonly form: Form; readonly mistake: Mistake | undefined };

/** A member who may make keys makes any but the operator's. */
const makerIn = (request: FastifyRequest): KeyMaker => ({ actor: actorIn(request), limits: NO_LIMITS });

const createKey = async (deps: DashboardDeps, request: FastifyRequest, form: Form) => {
  const { merchantId } = visitOf(request);
  const { name, limits } = readKeyForm(deps, form);
  const made = await deps.db.transaction(async (query) => {
    await refuseSecondTime(query, merchantId, form);
    return createApiKey(deps, query, makerIn(request), { merchantId, name, limits });
  });
  if (made.kind === 'stronger') throw new Problem('invalid_fields', OF_THE_OPERATOR);
  return made;
};

const OF_THE_OPERATOR = 'Keys for acquirer accounts are made and deleted by whoever operates this gateway.';

const noKey = (): Problem => new Problem('not_found', 'There is no such key, or it was deleted before.');
