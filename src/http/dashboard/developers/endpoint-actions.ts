import type { FastifyRequest } from 'fastify';
import { Problem } from '../../../base/problem.ts';
import type { Secret } from '../../../base/secret.ts';
import type { Query } from '../../../db/db.ts';
import type { EndpointRow } from '../../../events/endpoint-object.ts';
import { noteEndpointAct } from '../../../webhooks/endpoint-acts.ts';
import {
  changeEndpoint,
  deleteEndpoint,
  getEndpoint,
  testEndpoint,
  type Address,
  type EndpointDeps,
} from '../../../webhooks/endpoints.ts';
import { cancelSwitch, rotateSecret } from '../../../webhooks/rotate.ts';
import { formOf } from '../guard.ts';
import { actorIn } from '../actor.ts';
import type { DashboardDeps } from '../site.ts';
import { readEndpointForm, readRotation } from './endpoint-form.ts';
import { refuseSecondTime } from './first-time.ts';

/** A word of `doneSentences`; the secret where a new one was made. */
export type Acted = { readonly done: string; readonly secret?: Secret };

export type ActInput = {
  readonly deps: DashboardDeps & EndpointDeps;
  readonly request: FastifyRequest;
  readonly address: Address;
};
/** Throws a `Problem`; whoever calls it decides which of them are shown beside the form. */
export type Act = (input: ActInput) => Promise<Acted>;

export const changeIt: Act = (input) => {
  const { description = '', ...fields } = readEndpointForm(input.deps, formOf(input.request));
  return change(input, { ...fields, description, enabled: undefined }, 'changed');
};

/** What happens while an endpoint is paused does not reach it; it can be sent again as a replay. */
export const pauseIt: Act = (input) => {
  const enabled = formOf(input.request)['enabled'] === 'yes';
  const same = { url: undefined, events: undefined, description: undefined };
  return change(input, { ...same, enabled }, enabled ? 'resumed' : 'paused');
};

type Change = Omit<Parameters<typeof changeEndpoint>[1], keyof Address>;

const change = async (input: ActInput, fields: Change, done: string): Promise<Acted> => {
  await inTransaction(input, async (deps, query) => {
    const before = existing(await getEndpoint(deps, input.address));
    const after = existing(await changeEndpoint(deps, { ...input.address, ...fields }));
    await noteEndpointAct(deps, query, actingIn(input), { action: 'webhookEndpoint.changed', before, after });
  });
  input.deps.hintDeliveries();
  return { done };
};

export const rotateIt: Act = (input) =>
  inTransaction(input, async (deps, query) => {
    const form = formOf(input.request);
    await refuseSecondTime(query, input.address.merchantId, form);
    const rotated = await rotateSecret(deps, { ...input.address, ...readRotation(form) });
    if (rotated === undefined) throw noEndpoint();
    const act = { action: 'webhookEndpoint.secretRotated' as const, after: rotated.row };
    await noteEndpointAct(deps, query, actingIn(input), act);
    return { done: 'rotated', secret: rotated.secret };
  });

export const cancelSwitchOf: Act = (input) =>
  inTransaction(input, async (deps, query) => {
    const kept = await cancelSwitch(deps, input.address);
    if (kept === 'notFound') throw noEndpoint();
    if (typeof kept === 'string') throw new Problem('conflict', whyNotCanceled[kept]);
    const act = { action: 'webhookEndpoint.secretSwitchCanceled' as const, after: kept };
    await noteEndpointAct(deps, query, actingIn(input), act);
    return { done: 'switchCanceled' };
  });

const whyNotCanceled = {
  nothingPlanned: 'No switch of the secret is planned.',
  tooLate: 'The secret switches in less than 30 seconds, which is too late to cancel it.',
} as const;

export const testIt: Act = async (input) => {
  const event = await input.deps.db.transaction((query) =>
    testEndpoint({ ...input.deps, db: { ...input.deps.db, query } }, input.address),
  );
  if (event === undefined) {
    existing(await getEndpoint(input.deps, input.address));
    throw new Problem('conflict', 'The endpoint is paused, so nothing is sent to it. Let it go on first.');
  }
  input.deps.hintDeliveries();
  return { done: 'tested' };
};

export const deleteIt: Act = (input) =>
  inTransaction(input, async (deps, query) => {
    const before = existing(await getEndpoint(deps, input.address));
    if (!(await deleteEndpoint(deps, input.address))) throw noEndpoint();
    await noteEndpointAct(deps, query, actingIn(input), { action: 'webhookEndpoint.deleted', before });
    return { done: 'deleted' };
  });

const inTransaction = <T>({ deps }: ActInput, act: (deps: EndpointDeps, query: Query) => Promise<T>): Promise<T> =>
  deps.db.transaction((query) => act({ ...deps, db: { ...deps.db, query } }, query));

export const actingIn = ({ address, request }: Pick<ActInput, 'address' | 'request'>) => ({
  merchantId: address.merchantId,
  actor: actorIn(request),
});

const noEndpoint = (): Problem => new Problem('not_found', 'There is no such endpoint, or it was deleted.');

const existing = (row: EndpointRow | undefined): EndpointRow => {
  if (row === undefined) throw noEndpoint();
  return row;
};
