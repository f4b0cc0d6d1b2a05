import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';
import { Problem } from '../../base/problem.ts';
import { cancelSwitch, rotateSecret, rotateSigningKey, type Rotation } from '../../webhooks/rotate.ts';
import { answerOnce } from '../idempotency/answer-once.ts';
import { noFields } from './schema.ts';
import {
  addressOf,
  existing,
  noEndpoint,
  noteAct,
  showEndpoint,
  type EndpointCallDeps,
  type WithId,
} from './webhook-endpoint-call.ts';
import {
  endpointIdParams,
  endpointSchema,
  endpointWithSecretSchema,
  secretRotateSchema,
  signingKeyRotateSchema,
} from './webhook-endpoint-schema.ts';

/** New secrets and keys for an endpoint. */
export const registerWebhookEndpointKeys = (app: FastifyInstance, deps: EndpointCallDeps): void => {
  registerRotateSecret(app, deps);
  registerCancelSwitch(app, deps);
  registerRotateSigningKey(app, deps);
};

const registerRotateSecret = (app: FastifyInstance, deps: EndpointCallDeps): void => {
  app.post<WithId & { Body: Static<typeof secretRotateSchema> }>(
    '/webhook-endpoints/:id/rotate-secret',
    {
      schema: {
        operationId: 'rotateWebhookSecret',
        tags: ['Webhook endpoints'],
        summary: 'Rotate the secret of a webhook endpoint',
        description:
          'With `rotation: both` every delivery has two signatures for `overlapHours`, the new one first: a receiver ' +
          'that checks all of them may switch at any moment. With `rotation: switchAt` it has one: before `switchAt` ' +
          'that of the secret in force, from then on that of the new one, judged by the `t` of the signature. A ' +
          'rotation takes the place of one that is planned. After a leak send `overlapHours: 0`: the old secret ' +
          'signs nothing any more.',
        params: endpointIdParams,
        body: secretRotateSchema,
        response: { 200: endpointWithSecretSchema },
      },
    },
    (request, reply) =>
      answerOnce(deps, request, reply, async (query) => {
        const rotated = existing(
          await rotateSecret(
            { ...deps, db: { ...deps.db, query } },
            { ...addressOf(request), ...rotationOf(request.body) },
          ),
        );
        await noteAct(deps, query, request, { action: 'webhookEndpoint.secretRotated', after: rotated.row });
        return { body: showEndpoint(deps, rotated.row, rotated.secret), holdsSecret: true };
      }),
  );
};

const rotationOf = ({ rotation, overlapHours, switchAt }: Static<typeof secretRotateSchema>): Rotation => ({
  rotation,
  overlapHours,
  switchAt,
});

const registerCancelSwitch = (app: FastifyInstance, deps: EndpointCallDeps): void => {
  app.post<WithId>(
    '/webhook-endpoints/:id/cancel-secret-switch',
    {
      schema: {
        operationId: 'cancelWebhookSecretSwitch',
        tags: ['Webhook endpoints'],
        summary: 'Cancel a planned switch of the secret',
        description:
          'The secret in force stays, and the one that was to come is forgotten. Possible until 30 seconds before ' +
          'the moment.',
        params: endpointIdParams,
        body: noFields,
        response: { 200: endpointSchema },
      },
    },
    (request, reply) =>
      answerOnce(deps, request, reply, async (query) => {
        const kept = await cancelSwitch({ ...deps, db: { ...deps.db, query } }, addressOf(request));
        if (kept === 'notFound') throw noEndpoint();
        if (typeof kept === 'string') throw new Problem('conflict', whyNotCanceled[kept]);
        await noteAct(deps, query, request, { action: 'webhookEndpoint.secretSwitchCanceled', after: kept });
        return { body: showEndpoint(deps, kept) };
      }),
  );
};

const whyNotCanceled = {
  nothingPlanned: 'No switch of the secret is planned for this webhook endpoint.',
  tooLate: 'The secret switches in less than 30 seconds, which is too late to cancel it. Rotate it again afterwards.',
} as const;

const registerRotateSigningKey = (app: FastifyInstance, deps: EndpointCallDeps): void => {
  app.post<WithId & { Body: Static<typeof signingKeyRotateSchema> }>(
    '/webhook-endpoints/:id/rotate-signing-key',
    {
      schema: {
        operationId: 'rotateWebhookSigningKey',
        tags: ['Webhook endpoints'],
        summary: 'Rotate the ed25519 key of a webhook endpoint',
        description:
          'For `overlapHours` every delivery has two `v1a` signatures, the new one first, and both keys are ' +
          'published. After a leak send 0.',
        params: endpointIdParams,
        body: signingKeyRotateSchema,
        response: { 200: endpointSchema },
      },
    },
    (request, reply) =>
      answerOnce(deps, request, reply, async (query) => {
        const row = await rotateSigningKey(
          { ...deps, db: { ...deps.db, query } },
          { ...addressOf(request), overlapHours: request.body.overlapHours },
        );
        if (row === 'notFound') throw noEndpoint();
        if (row === 'noSigningKey') throw new Problem('conflict', NO_SIGNING_KEY);
        await noteAct(deps, query, request, { action: 'webhookEndpoint.signingKeyRotated', after: row });
        return { body: showEndpoint(deps, row) };
      }),
  );
};

const NO_SIGNING_KEY =
  'This webhook endpoint has no ed25519 key. Change the endpoint to `signatures: ["hmac", "ed25519"]` first.';
