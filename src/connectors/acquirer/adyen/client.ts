import type { HttpAnswer, HttpClient } from '../../../base/http-client.ts';
import type { Secret } from '../../../base/secret.ts';
import type { NotSent, Unknown } from '../contract.ts';
import { unknown } from './causes.ts';
import { undecidedCause, type WireError } from './errors.ts';
import { scrubRequest, type LoggableRequest } from './scrub.ts';
import { ERROR_CODE, parseObject, textIn, WORD, type Fields, type WireRequest } from './wire.ts';

/** `payments`, or `payments/{pspReference}/captures` and its like. */
export type AdyenCall = {
  readonly path: string;
  readonly request: WireRequest;
  /** Undefined: every try counts anew, as tries of something that can be done twice without harm. */
  readonly idempotencyKey: string | undefined;
};
export type AdyenClient = (call: AdyenCall) => Promise<WireReply>;

/** `refused`: the host read the request and did nothing. */
export type WireReply =
  | { readonly kind: 'answer'; readonly fields: Fields }
  | { readonly kind: 'refused'; readonly error: WireError }
  | NotSent
  | Unknown;

export type AdyenClientSettings = {
  readonly http: HttpClient;
  /** With its version: `https://checkout-test.adyen.com/v71`. */
  readonly baseUrl: string;
  readonly apiKey: Secret;
  readonly answerTimeoutMs: number;
  /** Hears of every call, with nothing in it that may not be logged. */
  readonly onExchange: ((exchange: AdyenExchange) => void) | undefined;
};
export type AdyenExchange = { readonly request: LoggableRequest; readonly outcome: string };

/** A list of payment methods has some kilobytes; nothing else comes near it. */
const MAX_ANSWER_BYTES = 262_144;

export const createAdyenClient =
  (settings: AdyenClientSettings): AdyenClient =>
  async ({ path, request, idempotencyKey }) => {
    const answer = await settings.http.send({
      method: 'POST',
      url: `${settings.baseUrl}/${path}`,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'x-api-key': settings.apiKey.reveal(),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      },
      body: JSON.stringify(request),
      totalTimeoutMs: settings.answerTimeoutMs,
      maxAnswerBytes: MAX_ANSWER_BYTES,
    });
    const reply = readReply(answer);
    const call = path.replace(/^payments\/[^/]+\//, 'payments/');
    settings.onExchange?.({ request: scrubRequest(call, request), outcome: outcomeOf(reply) });
    return reply;
  };

const readReply = (answer: HttpAnswer): WireReply => {
  if (answer.kind === 'notSent') return answer;
  if (answer.kind === 'noAnswer') return unknown(answer.cause);
  const fields = parseObject(answer.body);
  if (answer.status === 200 || answer.status === 201)
    return fields === undefined ? unknown('unreadableAnswer') : { kind: 'answer', fields };
  const error = {
    status: answer.status,
    errorCode: textIn(fields, 'errorCode', ERROR_CODE),
    errorType: textIn(fields, 'errorType', WORD),
    isTransient: answer.headers['transient-error'] === 'true',
  };
  // A status without the host's own words may be that of a proxy before it; who is not let in is told by the status.
  if (error.errorCode === undefined && error.status !== 401 && error.status !== 403) return unknown('serverError');
  const cause = undecidedCause(error);
  return cause === undefined ? { kind: 'refused', error } : unknown(cause);
};

const outcomeOf = (reply: WireReply): string => {
  switch (reply.kind) {
    case 'answer':
      return textIn(reply.fields, 'resultCode', WORD) ?? textIn(reply.fields, 'status', WORD) ?? 'answered';
    case 'refused':
      return `${reply.error.status} ${reply.error.errorCode ?? ''}`.trim();
    case 'notSent':
    case 'unknown':
      return reply.cause;
  }
};
