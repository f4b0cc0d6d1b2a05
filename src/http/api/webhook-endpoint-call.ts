import type { FastifyRequest } from 'fastify';
import { parseId } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';
import type { Secret } from '../../base/secret.ts';
import type { WireObject } from '../../contract/versions.ts';
import type { Query } from '../../db/db.ts';
import { presentEndpoint, type EndpointRow } from '../../events/endpoint-object.ts';
import { noteEndpointAct, type Acting } from '../../webhooks/endpoint-acts.ts';
import type { Address, EndpointDeps } from '../../webhooks/endpoints.ts';
import { publishedKeys } from '../../webhooks/signing-keys.ts';
import type { OnceDeps } from '../idempotency/answer-once.ts';

/** What the routes of one webhook endpoint share. */
export type EndpointCallDeps = EndpointDeps & OnceDeps;

export type WithId = { Params: { id: string } };

/** As its merchant sees it, with its public keys; with its secret when it was just made. */
export const showEndpoint = (deps: EndpointCallDeps, row: EndpointRow, secret?: Secret): WireObject =>
  presentEndpoint(row, secret?.reveal(), publishedKeys({ ...deps, nowMs: deps.clock.nowMs() }, row));

export const addressOf = (request: FastifyRequest<WithId>): Address => {
  const endpointId = parseId('webhookEndpoint', request.params.id);
  if (endpointId === undefined) throw noEndpoint();
  return { merchantId: request.call.caller.merchantId, id: endpointId };
};

/** As the audit log names the caller. */
export const actingIn = ({ call }: FastifyRequest): Acting => ({
  merchantId: call.caller.merchantId,
  actor: call.actor,
});

export const noteAct = (
  deps: EndpointCallDeps,
  query: Query,
  request: FastifyRequest,
  act: Parameters<typeof noteEndpointAct>[3],
): Promise<void> => noteEndpointAct(deps, query, actingIn(request), act);

export const existing = <T>(found: T | undefined): T => {
  if (found === undefined) throw noEndpoint();
  return found;
};

export const noEndpoint = (): Problem => new Problem('not_found', 'There is no webhook endpoint with this id.');

export const disabledEndpoint = (): Problem =>
  new Problem('conflict', 'This webhook endpoint is disabled, so nothing is sent to it. Enable it first.');
