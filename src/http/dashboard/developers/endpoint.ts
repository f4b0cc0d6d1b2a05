import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formatId, parseId } from '../../../base/id.ts';
import { Problem } from '../../../base/problem.ts';
import type { EndpointRow } from '../../../events/endpoint-object.ts';
import { getEndpoint, type Address, type EndpointDeps } from '../../../webhooks/endpoints.ts';
import { findFaults } from '../../../webhooks/fault-store.ts';
import { findReplays } from '../../../webhooks/replay-store.ts';
import { html } from '../../kernel/html.ts';
import { formOf, visitOf, type Form } from '../guard.ts';
import type { DashboardDeps, Site } from '../site.ts';
import {
  cancelSwitchOf,
  changeIt,
  deleteIt,
  pauseIt,
  rotateIt,
  testIt,
  type Acted,
  type Act,
} from './endpoint-actions.ts';
import { setFaultsOf } from './endpoint-faults.ts';
import { renderEndpoint } from './endpoint-page.ts';
import { cancelReplayOf, replayTo } from './endpoint-replays.ts';
import { isMistake, orMistake, sendDeveloperPage, showSecretOnce, type Mistake } from './parts.ts';

type Params = { readonly Params: { readonly endpoint: string } };

/** The page of one endpoint, and what can be done to it. */
export const registerEndpoint = (app: FastifyInstance, deps: DashboardDeps, site: Site): void => {
  app.get<Params>('/m/:merchant/developers/endpoints/:endpoint', async (request, reply) => {
    const { done } = request.query as { readonly done?: unknown };
    return show({ deps, site }, request, reply, { done, form: undefined, mistake: undefined });
  });
  for (const [path, act] of Object.entries(acts))
    app.post<Params>(`/m/:merchant/developers/endpoints/:endpoint/${path}`, async (request, reply) => {
      const address = addressIn(request);
      const acted = await orMistake(() => act({ deps: withRules(deps), request, address }));
      if (isMistake(acted)) {
        const form = path === 'change' ? formOf(request) : undefined;
        return show({ deps, site }, request, reply, { done: undefined, form, mistake: acted });
      }
      return answer(site, request, reply, { address, acted });
    });
};

const acts: Readonly<Record<string, Act>> = {
  change: changeIt,
  pause: pauseIt,
  rotate: rotateIt,
  'cancel-switch': cancelSwitchOf,
  test: testIt,
  delete: deleteIt,
  faults: setFaultsOf,
  replay: replayTo,
  'cancel-replay': cancelReplayOf,
};

/** With a secret it is shown here and nowhere else; without one the browser goes back to the page. */
const answer = (
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  { address, acted }: { readonly address: Address; readonly acted: Acted },
): FastifyReply => {
  const visit = visitOf(request);
  const list = `${visit.base}/developers/endpoints`;
  const page = `${list}/${formatId('webhookEndpoint', address.id)}`;
  if (acted.secret === undefined)
    return reply.redirect(`${acted.done === 'deleted' ? list : page}?done=${acted.done}`, 303);
  const body = html`${showSecretOnce('This is the new secret of the endpoint.', acted.secret.reveal())}
<p><a class="button" href="${page}">Back to the endpoint</a></p>`;
  return sendDeveloperPage(request, reply, site, { title: 'The new secret', visit, body });
};

type Shown = { readonly done: unknown; readonly form: Form | undefined; readonly mistake: Mistake | undefined };

const show = async (
  { deps, site }: { readonly deps: DashboardDeps; readonly site: Site },
  request: FastifyRequest,
  reply: FastifyReply,
  shown: Shown,
): Promise<FastifyReply> => {
  const visit = visitOf(request);
  const row = existing(await getEndpoint(withRules(deps), addressIn(request)));
  const of = { merchantId: visit.merchantId, endpointId: addressIn(request).id };
  const replays = await findReplays(deps.db.query, of, { before: undefined, limit: 5 });
  const faults = deps.mode === 'sandbox' ? await findFaults(deps.db.query, of) : [];
  const body = renderEndpoint({ deps, visit }, row, { ...shown, replays, faults });
  const status = shown.mistake?.status ?? 200;
  return sendDeveloperPage(request, reply, site, { title: 'Webhook endpoint', visit, body, status });
};

export const withRules = (deps: DashboardDeps): DashboardDeps & EndpointDeps => ({
  ...deps,
  rules: { mode: deps.mode },
});

export const addressIn = (request: FastifyRequest): Address => {
  const { endpoint } = request.params as Params['Params'];
  const id = parseId('webhookEndpoint', endpoint);
  if (id === undefined) throw noEndpoint();
  return { merchantId: visitOf(request).merchantId, id };
};

const noEndpoint = (): Problem => new Problem('not_found', 'There is no such endpoint, or it was deleted.');

const existing = (row: EndpointRow | undefined): EndpointRow => {
  if (row === undefined) throw noEndpoint();
  return row;
};
