import { createHmac } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { seal, unseal, type Keys } from '../../base/keys.ts';
import { Problem } from '../../base/problem.ts';
import { Secret } from '../../base/secret.ts';
import { apiKeyOf } from '../kernel/request-context.ts';
import type { Once } from './once.ts';

/**
 * An answer that shows a secret once must be repeatable and still not be stored readable: it is sealed under a key that
 * takes the caller's API key to make, which we do not have, and the idempotency key.
 */
const answerKey = (keys: Keys, request: FastifyRequest, once: Once): Secret<Buffer> =>
  new Secret(
    createHmac('sha256', keys.derive('idempotent-answer-sealing').reveal())
      .update(JSON.stringify([apiKeyOf(request), once.key]))
      .digest(),
  );

export const sealAnswer = (keys: Keys, request: FastifyRequest, once: Once, body: string): string =>
  seal(answerKey(keys, request, once), request.call.caller.merchantId, Buffer.from(body)).toString('base64');

/** Throws the problem that says so when the API key is not that of the first request. */
export const unsealAnswer = (keys: Keys, request: FastifyRequest, once: Once, sealed: string): string => {
  try {
    return unseal(
      answerKey(keys, request, once),
      request.call.caller.merchantId,
      Buffer.from(sealed, 'base64'),
    ).toString('utf8');
  } catch {
    throw new Problem(
      'conflict',
      'The first answer holds a secret and can only be repeated with the API key of the first request.',
    );
  }
};
