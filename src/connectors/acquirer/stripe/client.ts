import type { HttpAnswer, HttpClient } from '../../../base/http-client.ts';
import type { Secret } from '../../../base/secret.ts';
import type { Decline, NotSent, Unknown } from '../contract.ts';
import { unknown } from './causes.ts';
import { declinedAs, declineOf } from './declines.ts';
import { undecidedCodes } from './error-codes.ts';
import { encodeForm, type Form } from './form.ts';
import { scrubForm, scrubText, type LoggableForm } from './scrub.ts';
import { fieldsOf, parseObject, readError, type Fields, type Intent, type WireError } from './wire.ts';

/** The version of the API that every request names, so that Stripe's changes reach us when we change this line. */
export const STRIPE_VERSION = '2026-08-26.dahlia';

export type StripeRequest = {
  readonly method: 'GET' | 'POST';
  /** `/v1/refunds` */
  readonly path: string;
  readonly form: Form;
  /** Under the same key the same request has the first answer for 24 hours. */
  readonly idempotencyKey?: string;
};

/** `refused`: Stripe did not do it, and says why. */
export type StripeReply =
  | { readonly kind: 'object'; readonly fields: Fields; readonly isReplayed: boolean }
  | {
      readonly kind: 'refused';
      readonly decline: Decline;
      /** As it is now, where the refusal is about one. */
      readonly intent: Intent | undefined;
      readonly why: 'card' | 'request' | 'credentials' | 'rateLimit';
    }
  | NotSent
  | Unknown;

export type StripeClient = (request: StripeRequest) => Promise<StripeReply>;

export type StripeExchange = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly form: LoggableForm;
  /** `object`, or a code of Stripe's, or our cause. */
  readonly outcome: string;
};

export type StripeClientSettings = {
  readonly http: HttpClient;
  /** `https://api.stripe.com` */
  readonly url: string;
  readonly secretKey: Secret;
  readonly answerTimeoutMs: number;
  /** For a debug log: every call, without card data. */
  readonly onExchange: ((exchange: StripeExchange) => void) | undefined;
};

/** A page of a hundred charges has some 400 KB. */
const MAX_ANSWER_BYTES = 2_097_152;

export const createStripeClient = (settings: StripeClientSettings): StripeClient => {
  const { http, url, secretKey, answerTimeoutMs } = settings;
  return async (request) => {
    const { method, path, form, idempotencyKey } = request;
    const text = encodeForm(form);
    const target = new URL(path, url);
    if (method === 'GET') target.search = text;
    const answer = await http.send({
      method,
      url: target.href,
      headers: {
        authorization: `Bearer ${secretKey.reveal()}`,
        'stripe-version': STRIPE_VERSION,
        accept: 'application/json',
        ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      },
      body: method === 'POST' ? text : undefined,
      totalTimeoutMs: answerTimeoutMs,
      maxAnswerBytes: MAX_ANSWER_BYTES,
    });
    const reply = readReply(answer);
    settings.onExchange?.({ method, path: scrubText(path), form: scrubForm(form), outcome: outcomeOf(reply) });
    return reply;
  };
};

const readReply = (answer: HttpAnswer): StripeReply => {
  if (answer.kind === 'notSent') return answer;
  if (answer.kind === 'noAnswer') return unknown(answer.cause);
  const { status, body, headers } = answer;
  if (status < 200 || (status >= 300 && status < 400) || status >= 500) return unknown('serverError');
  const fields = parseObject(body);
  if (status < 300) {
    if (status !== 200 || fields === undefined) return unknown('unreadableAnswer');
    return { kind: 'object', fields, isReplayed: headers['idempotent-replayed'] === 'true' };
  }
  const error = readError(fieldsOf(fields?.['error']));
  return error?.type === undefined ? unknown('unreadableAnswer') : refusalOf(status, error);
};

/** What an error proves. Only what says that nothing was done is a refusal. */
const refusalOf = (status: number, error: WireError): StripeReply => {
  const { type, code, intent } = error;
  const isUndecided = code !== undefined && undecidedCodes.has(code);
  if (isUndecided && code !== 'rate_limit') return unknown('inProgress');
  if (type === 'idempotency_error') return unknown(status === 409 ? 'inProgress' : 'duplicateReference');
  if (status === 429 || isUndecided)
    return {
      kind: 'refused',
      why: 'rateLimit',
      decline: declinedAs('rate_limit', { reason: 'acquirerError' }),
      intent,
    };
  if (status === 401 || status === 403) {
    const decline = declinedAs(code ?? credentialCodes[status], { reason: 'acquirerError' });
    return { kind: 'refused', why: 'credentials', decline, intent };
  }
  if (type === 'card_error') return { kind: 'refused', why: 'card', decline: declineOf(error), intent };
  const isRequest = type === 'invalid_request_error' && documentedRefusals.has(status);
  if (!isRequest) return unknown(status === 409 ? 'inProgress' : 'serverError');
  return { kind: 'refused', why: 'request', decline: declineOf({ ...error, code: code ?? type }), intent };
};

const credentialCodes = { 401: 'invalid_api_key', 403: 'permission_denied' } as const;
/** Not acceptable, failed, and nothing at that address. */
const documentedRefusals: ReadonlySet<number> = new Set([400, 402, 404]);

const outcomeOf = (reply: StripeReply): string => {
  switch (reply.kind) {
    case 'object':
      return reply.kind;
    case 'refused':
      return reply.decline.acquirerCode;
    case 'notSent':
    case 'unknown':
      return reply.cause;
  }
};
