import type { FastifyRequest } from 'fastify';
import { Problem } from '../../base/problem.ts';
import { holdsCardNumber } from '../../card/number-in-text.ts';
import { hashRequest, type RequestHashDeps } from './request-hash.ts';
import type { StoredAnswer } from './store.ts';
import { mayBeRepeatOf } from './unhashed-repeat.ts';

/**
 * A caller's word that this request is one request, however often it arrives. The key commits with the effect, so after
 * any crash either both are there or neither is. What is kept is a hash of the request and the answer, never the
 * request.
 */
export type Once = {
  readonly key: string;
  readonly requestHash: Buffer;
  /** Judges an answer whose request has no hash any more: whether this request may be the one that got it. */
  readonly mayBeRepeatOf: (answer: StoredAnswer) => boolean;
};

/**
 * Undefined when the caller sent no `Idempotency-Key`. Address, version and what was read of the body count as the
 * request.
 */
export const readOnce = async (
  deps: RequestHashDeps,
  request: FastifyRequest,
  by: { readonly merchantId: string; readonly version: string },
): Promise<Once | undefined> => {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  checkKey(key);
  const { method, url, body } = request;
  return {
    key,
    requestHash: await hashRequest(deps, { ...by, method, url, body }),
    mayBeRepeatOf: (answer) => mayBeRepeatOf(answer, { url, body }),
  };
};

/** A key is stored as it is, so it may be no card number either. */
function checkKey(key: string | string[]): asserts key is string {
  if (typeof key !== 'string' || !/^[\x20-\x7e]{1,255}$/.test(key)) {
    const message = 'Idempotency-Key must be 1 to 255 printable ASCII characters.';
    throw new Problem('invalid_fields', message, { fields: [{ pointer: KEY_POINTER, code: 'form', message }] });
  }
  if (holdsCardNumber(key)) {
    const message = 'Idempotency-Key looks like it holds a card number; name the order and the try instead.';
    throw new Problem('card_number_in_text', message, {
      fields: [{ pointer: KEY_POINTER, code: 'cardNumber', message }],
    });
  }
}

const KEY_POINTER = 'header:Idempotency-Key';
