import type { FastifyInstance, FastifyRequest } from 'fastify';
import { writeAudit } from '../../../audit/write.ts';
import { formatId, parseId, type Uuid } from '../../../base/id.ts';
import { Problem } from '../../../base/problem.ts';
import { catalog } from '../../../events/catalog.ts';
import { findEvent } from '../../../events/store.ts';
import { ENDPOINTS_MOST, findEndpoint, findEndpoints } from '../../../webhooks/endpoint-store.ts';
import { resendEvent } from '../../../webhooks/resend.ts';
import { searchDeliveries, type DeliveryPlace } from '../../../webhooks/search-deliveries.ts';
import type { DeliveryRow } from '../../../webhooks/log.ts';
import { visitOf } from '../guard.ts';
import { actorIn } from '../actor.ts';
import type { DashboardDeps, Site } from '../site.ts';
import { deliveryStates, renderDeliveries, renderDelivery } from './delivery-page.ts';
import { readDays, readQuery } from './lists.ts';
import { isMistake, orMistake, sendDeveloperPage, type Mistake } from './parts.ts';

const PAGE = 50;

/** What was sent to endpoints, each try with what came back; and once more. */
export const registerDeliveries = (app: FastifyInstance, deps: DashboardDeps, site: Site): void => {
  app.get('/m/:merchant/developers/deliveries', async (request, reply) => {
    const visit = visitOf(request);
    const asked = readQuery(request.query);
    const { merchantId } = visit;
    const endpoints = await findEndpoints(deps.db.query, merchantId, { limit: ENDPOINTS_MOST, before: undefined });
    const found = await searchDeliveries(deps.db.query, merchantId, {
      limit: PAGE,
      before: placeOf(asked('before')),
      endpointId: parseId('webhookEndpoint', asked('endpoint')),
      eventId: parseId('event', asked('event')),
      type: catalog.some(([type]) => type === asked('type')) ? asked('type') : undefined,
      state: deliveryStates.find((state) => state === asked('status')),
      ...readDays(asked),
    });
    const next = found.next && cursorOf(found.next);
    const body = renderDeliveries(visit, asked, { endpoints, rows: found.rows, next });
    return sendDeveloperPage(request, reply, site, { title: 'Deliveries', visit, body });
  });

  app.get('/m/:merchant/developers/deliveries/:event/:endpoint', async (request, reply) => {
    const { done } = request.query as { readonly done?: unknown };
    return sendDeveloperPage(request, reply, site, await pageOf(deps, request, { done, mistake: undefined }));
  });

  app.post('/m/:merchant/developers/deliveries/:event/:endpoint/resend', async (request, reply) => {
    const ref = refIn(request);
    const sent = await orMistake(() => resend(deps, request, ref));
    if (isMistake(sent))
      return sendDeveloperPage(request, reply, site, await pageOf(deps, request, { done: undefined, mistake: sent }));
    const { base } = visitOf(request);
    const event = formatId('event', ref.eventId);
    const endpoint = formatId('webhookEndpoint', ref.endpointId);
    return reply.redirect(`${base}/developers/deliveries/${event}/${endpoint}?done=resent`, 303);
  });
};

type Ref = { readonly eventId: Uuid<'event'>; readonly endpointId: Uuid<'webhookEndpoint'> };

const refIn = ({ params }: FastifyRequest): Ref => {
  const { event = '', endpoint = '' } = params as Readonly<Record<string, string>>;
  const [eventId, endpointId] = [parseId('event', event), parseId('webhookEndpoint', endpoint)];
  if (eventId === undefined || endpointId === undefined) throw noDelivery();
  return { eventId, endpointId };
};

const noDelivery = (): Problem => new Problem('not_found', 'There is no such delivery, or it is too old.');

const pageOf = async (
  deps: DashboardDeps,
  request: FastifyRequest,
  shown: { readonly done: unknown; readonly mistake: Mistake | undefined },
) => {
  const visit = visitOf(request);
  const { merchantId } = visit;
  const ref = refIn(request);
  const row = await findDelivery(deps, merchantId, ref);
  const event = await findEvent(deps.db.query, merchantId, ref.eventId);
  if (row === undefined || event === undefined) throw noDelivery();
  const endpoint = await findEndpoint(deps.db.query, merchantId, ref.endpointId);
  const body = renderDelivery({ visit, urls: deps.urls }, { row, event, endpoint, ...shown });
  return { title: 'Delivery', visit, body, status: shown.mistake?.status ?? 200 };
};

const findDelivery = async (
  deps: DashboardDeps,
  merchantId: Uuid<'merchant'>,
  ref: Ref,
): Promise<DeliveryRow | undefined> => {
  const everything = { type: undefined, state: undefined, createdFrom: undefined, createdTo: undefined };
  const page = { ...everything, ...ref, limit: 1, before: undefined };
  return (await searchDeliveries(deps.db.query, merchantId, page)).rows[0];
};

/** As `POST /events/{id}/resend` with this endpoint. */
const resend = async (deps: DashboardDeps, request: FastifyRequest, { eventId, endpointId }: Ref): Promise<object> => {
  const { merchantId } = visitOf(request);
  await deps.db.transaction(async (query) => {
    const endpoint = await findEndpoint(query, merchantId, endpointId);
    if (endpoint?.enabled !== true)
      throw new Problem('conflict', 'The endpoint is paused or deleted, so nothing is sent to it.');
    const queued = await resendEvent({ db: { query } }, { merchantId, eventId, endpointId });
    if (queued === undefined) throw noDelivery();
    const subject = { kind: 'event' as const, id: formatId('event', eventId) };
    const after = { webhookEndpoint: formatId('webhookEndpoint', endpointId) };
    const acts = [{ action: 'event.resent' as const, subject, after }];
    await writeAudit(deps, query, { merchantId, actor: actorIn(request), acts });
  });
  deps.hintDeliveries();
  return {};
};

const cursorOf = ({ eventId, endpointId }: DeliveryPlace): string =>
  `${formatId('event', eventId)}.${formatId('webhookEndpoint', endpointId)}`;

const placeOf = (cursor: string): DeliveryPlace | undefined => {
  const [event = '', endpoint = ''] = cursor.split('.');
  const [eventId, endpointId] = [parseId('event', event), parseId('webhookEndpoint', endpoint)];
  return eventId === undefined || endpointId === undefined ? undefined : { eventId, endpointId };
};
