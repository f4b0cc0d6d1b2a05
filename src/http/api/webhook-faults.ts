import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type, type Static } from 'typebox';
import { noteFaults } from '../../webhooks/endpoint-acts.ts';
import { getFaults, presentFaults, setFaults, type AskedFaults } from '../../webhooks/faults.ts';
import { named, object } from './schema.ts';
import { actingIn, addressOf, existing, type EndpointCallDeps, type WithId } from './webhook-endpoint-call.ts';
import { endpointIdParams } from './webhook-endpoint-schema.ts';

const howOften = {
  next: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1_000, description: 'The next so many; counts down.', example: 1 }),
  ),
  percent: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 100, description: 'By chance, so many of a hundred.', example: 20 }),
  ),
};
const kinds = {
  delay: Type.Optional(
    object(
      {
        ms: Type.Integer({
          minimum: 1,
          maximum: 60_000,
          description: 'How long a delivery is held back.',
          example: 2000,
        }),
        ...howOften,
      },
      { fits: 'howOften' },
    ),
  ),
  drop: Type.Optional(object(howOften, { fits: 'howOften' })),
  duplicate: Type.Optional(object(howOften, { fits: 'howOften' })),
  reorder: Type.Optional(object(howOften, { fits: 'howOften' })),
  wrongSignature: Type.Optional(object(howOften, { fits: 'howOften' })),
};
const faultsSchema = named('WebhookFaults', object(kinds));
const faultsSetSchema = named('WebhookFaultsSet', object(kinds));

/** What an endpoint is made to suffer, in the sandbox: so that a shop sees how its own code takes it. */
export const registerWebhookFaults = (app: FastifyInstance, deps: EndpointCallDeps): void => {
  const shared = { tags: ['Webhook endpoints'], params: endpointIdParams, response: { 200: faultsSchema } };
  app.get<WithId>(
    '/webhook-endpoints/:id/faults',
    {
      schema: {
        ...shared,
        operationId: 'retrieveWebhookFaults',
        summary: 'Retrieve the faults of a webhook endpoint',
        description: 'Sandbox only. Those that are over are gone; `next` says how many are left.',
      },
    },
    async (request) => presentFaults(existing(await getFaults(deps, addressOf(request)))),
  );
  app.put<WithId & { Body: Static<typeof faultsSetSchema> }>(
    '/webhook-endpoints/:id/faults',
    {
      schema: {
        ...shared,
        operationId: 'setWebhookFaults',
        summary: 'Set the faults of a webhook endpoint',
        description:
          'Sandbox only. From now on deliveries to this endpoint are held back (`delay`), lost (`drop`), sent twice ' +
          '(`duplicate`), sent before an earlier one of their session (`reorder`) or signed with a wrong key ' +
          '(`wrongSignature`): the `next` so many, or `percent` of them by chance. Kinds that are not named end. ' +
          'Each try in the log of deliveries says which `faults` it had.',
        body: faultsSetSchema,
      },
    },
    (request) => changeFaults(deps, request, request.body),
  );
  app.delete<WithId>(
    '/webhook-endpoints/:id/faults',
    {
      schema: {
        ...shared,
        operationId: 'clearWebhookFaults',
        summary: 'End the faults of a webhook endpoint',
        description: 'Sandbox only. Deliveries are again what they are in live mode.',
      },
    },
    (request) => changeFaults(deps, request, {}),
  );
};

const changeFaults = async (
  deps: EndpointCallDeps,
  request: FastifyRequest<WithId>,
  asked: AskedFaults,
): Promise<Readonly<Record<string, object>>> => {
  const address = addressOf(request);
  const faults = await deps.db.transaction(async (query) => {
    const inTransaction = { ...deps, db: { ...deps.db, query } };
    const set = existing(await setFaults(inTransaction, address, asked));
    await noteFaults(deps, query, actingIn(request), { endpointId: address.id, faults: set });
    return set;
  });
  return presentFaults(faults);
};
